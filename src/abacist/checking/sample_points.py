"""Rational points at which two expressions are compared: the same ones for the same claim.

Points are drawn from intervals of several scales on both sides of zero; conditions on the names are kept.
Agreement at points is never a proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from random import Random
from typing import Any

from abacist.checking.power_series import Unsettled, truth, working
from abacist.core.expr import Call, Expr, Symbol

__all__ = ["constants_of", "parameter_points", "sample_points"]

_RANGES = ((0, 1), (1, 3), (-1, 0), (3, 8), (-3, -1), (0, 2), (-8, -3), (8, 40))
_DENOMINATOR = 997
_MOST_TRIES = 40
_SPECIAL = tuple(
    Fraction(*pair) for pair in ((0, 1), (1, 1), (-1, 1), (2, 1), (-2, 1), (1, 2), (-1, 2), (-3, 1))
)


def sample_points(
    names: Iterable[str], conditions: Sequence[Expr] = (), seed: str = ""
) -> Iterator[dict[str, Fraction]]:
    """Endless points that satisfy `conditions`; a condition that cannot be decided drops the point."""
    ordered = sorted(names)
    whole = {name for condition in conditions for name in _whole_names(condition)}
    random = Random(seed)  # a seeded generator: the same claim is tested at the same points
    relations = [c for c in conditions if not (isinstance(c, Call) and c.head == "in")]
    misses = 0
    for turn in range(10**6):
        low, high = _RANGES[turn % len(_RANGES)]
        point = {name: _draw(random, low, high, name in whole) for name in ordered}
        if _holds(relations, point):
            misses = 0
            yield point
        else:
            misses += 1
            if misses > _MOST_TRIES * len(_RANGES):
                return


def parameter_points(
    names: Iterable[str], conditions: Sequence[Expr], seed: str, count: int
) -> Iterator[tuple[dict[str, Fraction], bool]]:
    """`count` points in general position (True), then whole and half numbers that may be special (False)."""
    ordered = sorted(names)
    for point in islice(sample_points(ordered, conditions, seed), count):
        yield point, True
    whole = {name for condition in conditions for name in _whole_names(condition)}
    relations = [c for c in conditions if not (isinstance(c, Call) and c.head == "in")]
    for turn in range(len(_SPECIAL)):
        chosen = (_SPECIAL[(turn + 3 * k) % len(_SPECIAL)] for k in range(len(ordered)))
        point = dict(zip(ordered, chosen, strict=True))
        if _holds(relations, point) and all(point[name].denominator == 1 for name in whole):
            yield point, False


def _draw(random: Random, low: int, high: int, whole: bool) -> Fraction:
    # Each name draws from its own range at times, so that conditions such as a < 0 < x can be met.
    if random.random() < 0.4:
        low, high = random.choice(_RANGES)
    if whole:
        return Fraction(random.randint(min(low, high - 1), high + 2))
    return low + (high - low) * Fraction(random.randint(1, _DENOMINATOR - 1), _DENOMINATOR)


def _whole_names(condition: Expr) -> Iterator[str]:
    if isinstance(condition, Call) and condition.head == "in":
        name, domain = condition.args
        if isinstance(name, Symbol) and domain in (Symbol("Integers"), Symbol("Naturals")):
            yield name.name


def _holds(relations: Sequence[Expr], point: dict[str, Fraction]) -> bool:
    with working(64):
        try:
            return all(truth(relation, constants_of(point)) for relation in relations)
        except Unsettled:
            return False


def constants_of(point: dict[str, Fraction]) -> dict[str, Any]:
    """The point as constant series, each coordinate a ball around an exact rational number."""
    from flint import acb, acb_series, fmpq

    return {
        name: acb_series([acb(fmpq(at.numerator, at.denominator))]) for name, at in point.items()
    }
