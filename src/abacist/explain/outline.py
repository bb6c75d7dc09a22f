"""The tree of steps as numbered lines, with every formula already in its form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeGuard

from abacist.core.expr import Call, Expr
from abacist.core.language import Language, Message
from abacist.core.step import Step
from abacist.core.value import Table

__all__ = ["Line", "Medium", "outline"]

_RELATIONS = ("eq", "ne", "lt", "le", "gt", "ge", "and", "or", "in", "set", "list", "named")


@dataclass(frozen=True, slots=True)
class Line:
    """One step to show: `number` like `2.1`, its sentence, its formulas, one a line, and its table."""

    number: str
    depth: int
    text: str
    formulas: tuple[str, ...]
    table: Table | None


@dataclass(frozen=True, slots=True)
class Medium:
    """How formulas are written: within a sentence, on a line of their own, and a word between two of them."""

    inline: Callable[[Expr], str]
    display: Callable[[Expr], str]
    implies: str = "⟹"
    word: Callable[[str], str] = str


def outline(steps: Sequence[Step], language: Language, medium: Medium) -> Iterator[Line]:
    """The steps as lines, a parent before its children."""
    yield from _lines(steps, "", 0, language, medium)


def _lines(
    steps: Sequence[Step], prefix: str, depth: int, language: Language, medium: Medium
) -> Iterator[Line]:
    for index, step in enumerate(steps, 1):
        number = f"{prefix}{index}"
        values = {
            name: _inline(expr, medium.inline, language) for name, expr in step.values.items()
        }
        text = step.says.render(language, **values)
        yield Line(number, depth, text, tuple(_formulas(step, language, medium)), step.table)
        yield from _lines(step.children, f"{number}.", depth + 1, language, medium)


def _formulas(step: Step, language: Language, medium: Medium) -> Iterator[str]:
    """What the step shows: what became what, or several relations below each other."""
    if step.before is not None and step.after is not None:
        is_relation = _is_relation(step.before) or _is_relation(step.after)
        between = medium.implies if is_relation else "="
        sides = [_on_a_line(side, language, medium) for side in (step.before, step.after)]
        yield f" {between} ".join(dict.fromkeys(sides))
        return
    shown = step.after if step.before is None else step.before
    if shown is not None and _is_system(shown):
        yield from map(medium.display, shown.args)
    elif shown is not None:
        yield _on_a_line(shown, language, medium)


def _on_a_line(expr: Expr, language: Language, medium: Medium) -> str:
    """A formula by itself: the equations of a system with commas, alternatives with a word between."""
    if _is_system(expr):
        return ", ".join(map(medium.display, expr.args))
    if isinstance(expr, Call) and expr.head == "or":
        return f" {medium.word(_OR.render(language))} ".join(map(medium.display, expr.args))
    return medium.display(expr)


_OR = Message(en="or", zh="或")
_LISTED = {
    "and": (Message(en=" and ", zh="，"), Message(en=", ", zh="，")),
    "list": (Message(en=" and ", zh=" 和 "), Message(en=", ", zh="、")),
    "or": (Message(en=" or ", zh=" 或 "), Message(en=", ", zh="、")),
}
"""What stands before the last of several formulas in a sentence, and between the others."""


def _inline(expr: Expr, inline: Callable[[Expr], str], language: Language) -> str:
    """A formula within a sentence; what a logical sign joins, or a list, is joined by words."""
    if not isinstance(expr, Call) or expr.head not in _LISTED or not expr.args:
        return inline(expr)
    if expr.head == "and" and not _is_system(expr):
        return inline(expr)
    *others, last = map(inline, expr.args)
    before_last, between = (mark.render(language) for mark in _LISTED[expr.head])
    return between.join(others) + before_last + last if others else last


def _is_relation(expr: Expr) -> bool:
    return isinstance(expr, Call) and expr.head in _RELATIONS


def _is_system(expr: Expr) -> TypeGuard[Call]:
    """True for several relations at once, unless they are a chain a < x ≤ b."""
    return (
        isinstance(expr, Call)
        and expr.head == "and"
        and not all(
            isinstance(left, Call) and isinstance(right, Call) and left.args[-1:] == right.args[:1]
            for left, right in pairwise(expr.args)
        )
    )
