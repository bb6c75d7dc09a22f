"""Sums written out, and sample values of their parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Literal

from abacist.checking.sample_points import sample_points
from abacist.core.expr import Expr, call, number

__all__ = ["Part", "explicit", "samples", "substituted"]


@dataclass(frozen=True, slots=True)
class Part:
    """What is summed (or multiplied) over which index."""

    term: Expr
    index: str
    operation: Literal["sum", "product"] = "sum"


def explicit(part: Part, lower: int, upper: int) -> Expr:
    """t(lower) + … + t(upper), or the product; 0 or 1 where there is no term."""
    terms = [part.term.substitute({part.index: number(n)}) for n in range(lower, upper + 1)]
    if not terms:
        return number(0 if part.operation == "sum" else 1)
    return call("add" if part.operation == "sum" else "mul", *terms)


def samples(
    names: Iterable[str], conditions: Iterable[Expr], seed: str, count: int
) -> Iterator[dict[str, Fraction]]:
    """Values of the names that satisfy the conditions; one empty point where there are no names."""
    ordered = tuple(names)
    if not ordered:
        yield {}
        return
    relevant = tuple(c for c in conditions if c.free_symbols() & set(ordered))
    yield from islice(sample_points(ordered, relevant, seed=seed), count)


def substituted(expr: Expr, point: Mapping[str, Fraction]) -> Expr:
    """The expression at a point."""
    return expr.substitute({name: number(value) for name, value in point.items()})
