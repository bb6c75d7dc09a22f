"""Coordination: "the derivative of x² and x³" asks for both derivatives, and so does x² 和 x³ 的导数.

In a list of values a mere formula beside a phrase that has its formula at the same end belongs to that phrase.
Taken for a value of its own it would be answered as if nobody had asked for its derivative.
"""

from __future__ import annotations

from dataclasses import replace

from abacist.core.language import Message
from abacist.core.phrase import is_subtype
from abacist.reading.chart import Derivation, Filled

__all__ = ["SAID_OF_EACH", "Uncoordinated", "coordinated"]

SAID_OF_EACH = Message(
    en="What is said of the one formula is taken as said of each that is listed with it.",
    zh="并列的各式按同样的要求处理。",
)


class Uncoordinated(Exception):
    """A formula is listed with a phrase, and what that phrase says can't be said of it."""


def coordinated(clause: Derivation) -> Derivation:
    """The clause with every phrase said of all formulas listed with its own; the same object if there are none.

    Raises `Uncoordinated` where such a phrase does not take the formula.
    """
    filled = tuple(_coordinated_list(each) for each in clause.filled)
    changed = any(a is not b for a, b in zip(filled, clause.filled, strict=True))
    return replace(clause, filled=filled) if changed else clause


def _coordinated_list(filled: Filled) -> Filled:
    if not filled.hole.many or filled.hole.type != "Value":
        return filled
    parts = list(filled.parts)
    for at in range(1, len(parts)):
        parts[at] = _beside(parts[at - 1], parts[at], end=-1)
    for at in reversed(range(len(parts) - 1)):
        parts[at] = _beside(parts[at + 1], parts[at], end=0)
    changed = any(a is not b for a, b in zip(parts, filled.parts, strict=True))
    return replace(filled, parts=tuple(parts)) if changed else filled


def _beside(phrase: Derivation, part: Derivation, end: int) -> Derivation:
    """The part of a list, which a phrase before it (`end` −1) or behind it (0) may be said of too."""
    if part.leaf is None or phrase.leaf is not None:
        return part
    inside = [each for filled in phrase.filled for each in filled.parts]
    inside.extend(phrase.adjuncts)
    nearest = [each for each in inside if _ends(each)[end] == _ends(phrase)[end]]
    if not nearest:
        return part  # a word stands between them
    hole = next((each for each in phrase.filled if each.parts == (*nearest,)), None)
    if hole is None or nearest[0].leaf is None:
        raise Uncoordinated("it is open whether a phrase is said of the formula beside it")
    return _said_of(phrase, hole, part)


def _ends(derivation: Derivation) -> tuple[int, int]:
    return derivation.start, derivation.end


def _said_of(phrase: Derivation, hole: Filled, formula: Derivation) -> Derivation:
    own = hole.parts[0]
    if not is_subtype(formula.type, own.type):
        raise Uncoordinated(f"{formula.type} where the phrase takes {own.type}")
    filled = tuple(
        replace(each, parts=(replace(formula, type=own.type),)) if each is hole else each
        for each in phrase.filled
    )
    return replace(phrase, filled=filled)
