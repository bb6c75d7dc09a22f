"""The members of a finite set or the entries of a list, as they are written."""

from __future__ import annotations

from fractions import Fraction

from abacist.actions.numbers.integer_arithmetic import Unsupported, rational_of
from abacist.core.answer import Solution
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, call
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot

__all__ = ["SET_SLOT", "collected", "entries", "not_finite", "rationals"]

SET_SLOT = Slot("Set", ask=Message(en="Of which set of numbers?", zh="哪个数集？"))


def collected(members: Expr) -> Expr:
    """The set of a single number: an equation with one solution has that solution for its value."""
    return call("set", members) if rationals((members,)) is not None else members


def entries(collection: Expr) -> tuple[Expr, ...] | None:
    """The members of a finite set, each once, or the entries of a list; None for anything else."""
    if not isinstance(collection, Call):
        return None
    if collection.head == "set":
        return tuple(dict.fromkeys(collection.args))
    if collection.head in ("list", "tuple", "vector"):
        return collection.args
    return None


def rationals(members: tuple[Expr, ...]) -> tuple[Fraction, ...] | None:
    """The members as fractions; None where one is no fraction."""
    try:
        return tuple(Fraction(rational_of(member)) for member in members)
    except (Unsupported, TooLarge):
        return None


def not_finite(collection: Expr) -> Solution:
    """The refusal of what is no finite set or list."""
    why = Message(
        en=f"{collection} is not a finite set whose members are listed",
        zh=f"{collection} 不是列出了元素的有限集",
    )
    return Solution(outcome=Outcome.UNABLE, notes=(why,))
