"""`abacist equal`: whether two mathematical texts mean the same."""

from __future__ import annotations

from typing import Annotated

import typer

from abacist.apps.commands.options import AsJson, Timeout
from abacist.apps.console import print_error, print_json, show
from abacist.apps.session import Session
from abacist.apps.tongue import language_for, tell
from abacist.core.errors import AbacistError
from abacist.core.limits import LIMITS

__all__ = ["HELP", "equal"]

HELP = (
    "Tell whether two expressions, sets, equations or quantities are equal.",
    "判断两个表达式、集合、方程或物理量是否相等。",
)

_A = Annotated[str, typer.Argument(metavar="A", help=tell("a formula", "公式"))]
_B = Annotated[str, typer.Argument(metavar="B", help=tell("another formula", "另一公式"))]


def equal(
    context: typer.Context,
    a: _A,
    b: _B,
    timeout: Timeout = LIMITS.check_seconds,
    as_json: AsJson = False,
) -> int:
    """Compares two texts: 0 where it was decided (either way), 1 where it was not."""
    from abacist import pipeline
    from abacist.explain.terminal import render_equality

    language = language_for(f"{a} {b}")
    session: Session = context.obj
    try:
        found = pipeline.equal(a, b, timeout=timeout, executor=session.executor)
    except AbacistError as error:
        print_error(error, language, as_json=as_json)
        return error.exit_code
    if as_json:
        print_json(found)
    else:
        show(*render_equality(found, language))
    return 1 if found.verdict == "undecided" else 0
