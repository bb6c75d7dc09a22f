"""`abacist run`: computes a saved plan."""

from __future__ import annotations

from typing import Annotated

import typer

from abacist.apps.commands.options import AsJson, Spoken, Timeout
from abacist.apps.console import exit_code, parse_record, print_answer, print_json, read_text
from abacist.apps.session import Session
from abacist.apps.tongue import interface_language, tell
from abacist.core.language import Message
from abacist.core.limits import LIMITS
from abacist.core.plan import Plan

__all__ = ["HELP", "run"]

HELP = ("Compute a plan that `solve --plan` printed.", "计算由 `solve --plan` 输出的计划。")
_CHARACTERS = 1_000_000

_Source = Annotated[
    str, typer.Argument(metavar="PLAN", help=tell("a JSON file, or -", "JSON 文件，或 -"))
]


def run(
    context: typer.Context,
    source: _Source,
    language: Spoken = None,
    timeout: Timeout = LIMITS.solve_seconds,
    as_json: AsJson = False,
) -> int:
    """Computes a plan."""
    from abacist import pipeline

    plan = parse_record(Plan, read_text(source, _CHARACTERS), Message(en="plan", zh="计划"))
    session: Session = context.obj
    answer = pipeline.run(
        plan,
        language=language or interface_language(),
        timeout=timeout,
        executor=session.executor,
    )
    if as_json:
        print_json(answer)
    else:
        print_answer(answer)
    return exit_code(answer)
