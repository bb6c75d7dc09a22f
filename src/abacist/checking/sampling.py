"""An identity tried at many points with balls: one point can refute it, none can prove it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from abacist.checking.algebraic_field import element
from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.truth import decide
from abacist.core.expr import Call, Expr, Symbol, add, mul, neg, number

__all__ = ["Trial", "complex_names", "points_for", "try_identity"]

_SEED = 20_240_229
_ATTEMPTS = 240
_BITS = 320
_CLOSE = 2.0**-200
_ROUND = tuple(
    number(Fraction(*pair))
    for pair in ((-2, 1), (2, 1), (1, 2), (-1, 1), (3, 1), (-1, 2), (1, 1), (0, 1))
)
_UNREAL = tuple(
    add(number(a), mul(number(b), Symbol("I")))
    for a, b in ((-2, 0), (0, 2), (-1, -3), (2, 5), (-3, -7), (0, -1), (-90, 3), (70, -800))
)


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


def complex_names(conditions: Iterable[Expr]) -> frozenset[str]:
    """The symbols that a condition places among the complex numbers."""
    return frozenset(
        condition.args[0].name
        for condition in conditions
        if isinstance(condition, Call)
        and condition.head == "in"
        and condition.args[1] == Symbol("Complexes")
        and isinstance(condition.args[0], Symbol)
    )


def _round_points(names: Sequence[str], conditions: Sequence[Expr]) -> Iterator[dict[str, Expr]]:
    """Small numbers in all combinations: where a power of a negative number is real, points drawn at random miss."""
    unreal = complex_names(conditions)
    if not 1 <= len(names) <= 3 or not _is_simple(conditions, unreal):
        return
    ordinary = _ROUND if len(names) < 3 else _ROUND[:5]
    relations = [c for c in conditions if not c.names() & unreal]
    choices = [_UNREAL if name in unreal else ordinary for name in names]
    for chosen in product(*choices):
        point = dict(zip(names, chosen, strict=True))
        if all(decide(relation.substitute(point), {}) is True for relation in relations):
            yield point


def _drawn(names: Sequence[str], conditions: Sequence[Expr]) -> Iterator[dict[str, Expr]]:
    """Points drawn at random; a complex number takes two draws."""
    unreal = complex_names(conditions)
    if not _is_simple(conditions, unreal):
        return
    beside = {name: f"{name}_imaginary" for name in unreal}
    relations = [c for c in conditions if not c.names() & unreal]
    for point in points_for([*names, *(beside[n] for n in names if n in unreal)], relations):
        yield {
            name: add(number(point[name]), mul(number(point[beside[name]]), Symbol("I")))
            if name in unreal
            else number(point[name])
            for name in names
        }


def _is_simple(conditions: Sequence[Expr], unreal: frozenset[str]) -> bool:
    """True where nothing but their being complex is said of complex numbers."""
    return all(
        not condition.names() & unreal or complex_names((condition,)) for condition in conditions
    )


def try_identity(
    left: Expr, right: Expr, conditions: Iterable[Expr] = (), wanted: int = 12
) -> Trial:
    """Compares both sides at up to `wanted` points where both are defined, as real numbers unless `I` occurs.

    Small numbers come first; what they show can only refute.
    """
    conditions = tuple(conditions)
    difference = add(left, neg(right))
    names = sorted({*left.free_symbols(), *right.free_symbols()})
    real = not complex_names(conditions) and Symbol("I") not in set(difference.walk())
    agreed = unsure = 0
    for counted, points in ((False, _round_points), (True, _drawn)):
        for values in points(names, conditions):
            found = _compared(left, difference, values, real)
            if found is None:
                continue
            gap, close = found
            if not gap.contains(0):
                shown = ", ".join(f"{name} = {value}" for name, value in values.items())
                return Trial(agreed, f"{shown}: difference {gap.str(8)}")
            agreed += counted and close
            unsure += counted and not close
            if agreed >= wanted:
                break
    return Trial(agreed, "", unsure)


def _compared(
    left: Expr, difference: Expr, values: dict[str, Expr], real: bool
) -> tuple[Any, bool] | None:
    """The ball of the difference and whether it is narrow; None where a side has no value."""
    try:
        gap = enclosure(difference.substitute(values), bits=_BITS, real=real)
        size = abs(enclosure(left.substitute(values), bits=_BITS, real=real)).upper()
    except (NotEnclosed, OutsideReals):
        return None
    return gap, bool(abs(gap) < _CLOSE * (1 + size))
