"""An identity tried at many points with balls: one point can refute it, none can prove it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from abacist.checking.algebraic_field import element
from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.truth import decide
from abacist.core.expr import Expr, add, neg, number

__all__ = ["Trial", "points_for", "try_identity"]

_SEED = 20_240_229
_ATTEMPTS = 240
_BITS = 320
_CLOSE = 2.0**-200


@dataclass(frozen=True, slots=True)
class Trial:
    """How many points agreed; the point at which the sides certainly differ; whether all were close."""

    agreed: int
    witness: str = ""
    open: int = 0


def points_for(
    names: Sequence[str], conditions: Iterable[Expr] = ()
) -> Iterator[dict[str, Fraction]]:
    """Rational points of several sizes and signs at which the conditions certainly hold."""
    conditions = tuple(conditions)
    source = random.Random(_SEED)
    whole = any(_whole(condition) for condition in conditions)
    for attempt in range(_ATTEMPTS):
        size = (1, 3, 10, 40)[attempt % 4]
        bottom = 1 if whole else 97
        point = {
            name: Fraction(source.randint(-size * bottom, size * bottom), bottom) for name in names
        }
        if attempt % 3 == 0:
            point = {name: abs(value) for name, value in point.items()}
        if attempt % 7 == 0 and len(names) > 1:
            values = sorted(point.values())
            point = dict(zip(names, values, strict=True))
        held = {name: element(value) for name, value in point.items()}
        if all(decide(condition, held) is True for condition in conditions):
            yield point


def _whole(condition: Expr) -> bool:
    return condition.has("in") and any(
        getattr(node, "name", "") in ("Integers", "Naturals") for node in condition.walk()
    )


def try_identity(
    left: Expr, right: Expr, conditions: Iterable[Expr] = (), wanted: int = 12
) -> Trial:
    """Compares both sides at up to `wanted` points where both are defined as real numbers."""
    difference = add(left, neg(right))
    names = sorted({*left.free_symbols(), *right.free_symbols()})
    real = not any(getattr(node, "name", "") == "I" for node in difference.walk())
    agreed = unsure = 0
    for point in points_for(names, conditions):
        values: dict[str, Expr] = {name: number(value) for name, value in point.items()}
        try:
            ball = enclosure(difference.substitute(values), bits=_BITS, real=real)
            size = abs(enclosure(left.substitute(values), bits=_BITS, real=real)).upper()
        except (NotEnclosed, OutsideReals):
            continue
        if not ball.contains(0):
            shown = ", ".join(f"{name} = {value}" for name, value in point.items())
            return Trial(agreed, f"{shown}: difference {ball.str(8)}")
        if abs(ball) < _CLOSE * (1 + size):
            agreed += 1
        else:
            unsure += 1
        if agreed >= wanted:
            break
    return Trial(agreed, "", unsure)
