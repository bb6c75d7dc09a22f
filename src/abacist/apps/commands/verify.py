"""`abacist verify`: checks a saved answer again."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from abacist.apps.commands.options import AsJson, Timeout
from abacist.apps.console import parse_record, print_json, read_text, show
from abacist.apps.session import Session
from abacist.apps.tongue import tell
from abacist.core.answer import Answer
from abacist.core.language import Message
from abacist.core.limits import LIMITS

__all__ = ["HELP", "verify"]

HELP = (
    "Check an answer that `solve --json` printed, from its claims alone; steps and code are not checked.",
    "仅凭结论重新核验由 `solve --json` 输出的答案；不核验步骤与代码。",
)
_CHARACTERS = 10_000_000

_Source = Annotated[
    str, typer.Argument(metavar="ANSWER", help=tell("a JSON file, or -", "JSON 文件，或 -"))
]


def verify(
    context: typer.Context,
    source: _Source,
    timeout: Timeout = LIMITS.solve_seconds,
    as_json: AsJson = False,
) -> int:
    """Verifies an answer: 0 where it is confirmed, 1 where it is not."""
    from abacist import pipeline
    from abacist.explain.terminal import render_verification

    answer = parse_record(Answer, _without_id(read_text(source, _CHARACTERS)), _ANSWER)
    session: Session = context.obj
    found = pipeline.verify(answer, timeout=timeout, executor=session.executor)
    if as_json:
        print_json(found)
    else:
        show(*render_verification(answer, found))
    return 0 if found.holds else 1


_ANSWER = Message(en="answer", zh="答案")


def _without_id(text: str) -> str:
    """A line of `solve --file` is an answer with an id in front."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(record, dict):
        return text
    record.pop("id", None)
    return json.dumps(record)
