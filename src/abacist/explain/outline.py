"""The tree of steps as numbered lines, with every formula already in its form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from abacist.core.expr import Call, Expr
from abacist.core.language import Language
from abacist.core.step import Step
from abacist.core.value import Table

__all__ = ["Line", "outline"]

_RELATIONS = ("eq", "ne", "lt", "le", "gt", "ge", "and", "or", "in", "set", "list", "named")


@dataclass(frozen=True, slots=True)
class Line:
    """One step to show: `number` like `2.1`, its sentence, its formulas, one a line, and its table."""

    number: str
    depth: int
    text: str
    formulas: tuple[str, ...]
    table: Table | None


def outline(
    steps: Sequence[Step],
    language: Language,
    *,
    inline: Callable[[Expr], str],
    display: Callable[[Expr], str],
    arrows: tuple[str, str] = ("=", "⟹"),
) -> Iterator[Line]:
    """The steps as lines, a parent before its children.

    `inline` and `display` write a formula within a sentence and on a line of its own; `arrows` stand
    between the two sides of a step: equal expressions, and a relation that follows from another.
    """
    yield from _lines(steps, "", 0, language, inline, display, arrows)


def _lines(
    steps: Sequence[Step],
    prefix: str,
    depth: int,
    language: Language,
    inline: Callable[[Expr], str],
    display: Callable[[Expr], str],
    arrows: tuple[str, str],
) -> Iterator[Line]:
    for index, step in enumerate(steps, 1):
        number = f"{prefix}{index}"
        values = {name: inline(expr) for name, expr in step.values.items()}
        text = step.says.render(language, **values)
        yield Line(number, depth, text, tuple(_formulas(step, display, arrows)), step.table)
        yield from _lines(step.children, f"{number}.", depth + 1, language, inline, display, arrows)


def _formulas(step: Step, display: Callable[[Expr], str], arrows: tuple[str, str]) -> Iterator[str]:
    """What the step shows: what became what, or several relations below each other."""
    if step.before is not None and step.after is not None:
        is_relation = _is_relation(step.before) or _is_relation(step.after)
        between = arrows[1] if is_relation else arrows[0]
        yield f"{display(step.before)} {between} {display(step.after)}"
        return
    shown = step.after if step.before is None else step.before
    if isinstance(shown, Call) and shown.head == "and":
        yield from map(display, shown.args)
    elif shown is not None:
        yield display(shown)


def _is_relation(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.head in _RELATIONS
