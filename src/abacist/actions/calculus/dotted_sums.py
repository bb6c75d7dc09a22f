"""What dots in a sum stand for: 1 + 2 + … + 100 and its kin, only where the pattern is certain.

Two patterns are known. Either the terms are written alike and the numbers in them run in arithmetic progression
(1·2 + 2·3 + … + n(n + 1)), or their values have a constant ratio (1 + 2 + 4 + … + 2ⁿ). Where none fits, or both fit
and differ (1 + 2 + … + 64), nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from abacist.core.expr import Call, Expr, Number, add, call, div, mul, number, pow_, symbol
from abacist.notation.refusal import NotRepresentable
from abacist.notation.sympy_form import from_sympy, to_sympy

__all__ = ["Pattern", "pattern_of"]

_INDEX = "k"
_LEAST, _LEAST_OPEN = 2, 3


@dataclass(frozen=True, slots=True)
class Pattern:
    """The general term in the index k, and where k runs."""

    term: Expr
    lower: Expr
    upper: Expr


def pattern_of(terms: Sequence[Expr], last: Expr) -> Pattern | None:
    """The one pattern that fits the first terms and the last (`oo` where there is none), else None."""
    endless = last == symbol("oo")
    if len(terms) < (_LEAST_OPEN if endless else _LEAST):
        return None
    if any(_INDEX in part.names() for part in (*terms, last)):
        return None
    try:
        found = [_alike(terms, last, endless), _geometric(terms, last, endless)]
        fitting = [pattern for pattern in found if pattern is not None]
        if not fitting and len(terms) > _LEAST:
            later = _after_the_first(terms, last, endless)
            fitting = [later] if later is not None else []
    except NotRepresentable:
        return None
    return fitting[0] if len(fitting) == 1 else None


# terms that are written alike


def _alike(terms: Sequence[Expr], last: Expr, endless: bool) -> Pattern | None:
    """Equal trees but for numbers, each of which grows by a fixed amount."""
    counts: list[Any] = []
    made = _generalised(terms, None if endless else last, counts)
    if made is None or not counts:
        return None
    if endless:
        return Pattern(made, number(1), last)
    if any(_differs(count, counts[0]) for count in counts[1:]):
        return None
    return _counted(made, 1, counts[0])


def _counted(term: Expr, lower: int, count: Any) -> Pattern | None:
    """The pattern with so many terms, if that can be a number of terms."""
    import sympy

    upper = sympy.simplify(count + lower - 1)
    if upper.is_number and not (upper.is_Integer and upper >= lower):
        return None
    return Pattern(term, number(lower), from_sympy(upper))


def _differs(a: Any, b: Any) -> bool:
    import sympy

    return sympy.simplify(a - b) != 0


def _generalised(terms: Sequence[Expr], last: Expr | None, counts: list[Any]) -> Expr | None:
    """The common tree with k in it; `counts` collects how many terms each place says there are."""
    first = terms[0]
    if all(isinstance(term, Number) for term in terms):
        return _progression(
            [term.value for term in terms if isinstance(term, Number)], last, counts
        )
    if not isinstance(first, Call):
        same = all(term == first for term in terms) and last in (None, first)
        return first if same else None
    others = [*terms[1:], *([last] if last is not None else [])]
    for term in others:
        if not (
            isinstance(term, Call) and term.head == first.head and len(term.args) == len(first.args)
        ):
            return None
    args: list[Expr] = []
    for place in range(len(first.args)):
        column = [term.args[place] for term in terms if isinstance(term, Call)]
        end = last.args[place] if isinstance(last, Call) else None
        made = _generalised(column, end, counts)
        if made is None:
            return None
        args.append(made)
    return call(first.head, *args)


def _progression(values: Sequence[Fraction], last: Expr | None, counts: list[Any]) -> Expr | None:
    start, step = values[0], values[1] - values[0]
    if any(value != start + step * k for k, value in enumerate(values)):
        return None
    if step == 0:
        return number(start) if last in (None, number(start)) else None
    if last is not None:
        counts.append((to_sympy(last) - _sympy(start)) / _sympy(step) + 1)
    else:
        counts.append(0)
    grown = symbol(_INDEX) if step == 1 else mul(number(step), symbol(_INDEX))
    return grown if start == step else add(grown, number(start - step))


def _sympy(value: Fraction) -> Any:
    return to_sympy(number(value))


def _after_the_first(terms: Sequence[Expr], last: Expr, endless: bool) -> Pattern | None:
    """1 + 1/2 + 1/3 + …: the first term is written shorter, but is what the pattern gives one step before."""
    import sympy

    pattern = _alike(terms[1:], last, endless)
    if pattern is None:
        return None
    before = to_sympy(pattern.term.substitute({_INDEX: number(0)}))
    if before.has(sympy.zoo, sympy.nan) or _differs(before, to_sympy(terms[0])):
        return None
    return Pattern(pattern.term, number(0), pattern.upper)


# terms with a constant ratio


def _geometric(terms: Sequence[Expr], last: Expr, endless: bool) -> Pattern | None:
    import sympy

    values = [to_sympy(term) for term in terms]
    if any(value.free_symbols or value == 0 for value in values):
        return None
    ratio = sympy.simplify(values[1] / values[0])
    if ratio in (0, 1) or any(_differs(b, a * ratio) for a, b in pairwise(values)):
        return None
    start, base = from_sympy(values[0]), from_sympy(ratio)
    power = pow_(base, symbol(_INDEX))
    term = power if values[0] == 1 else mul(start, power)
    if isinstance(base, Call) and base.head == "div" and base.args[0] == number(1):
        term = div(start, pow_(base.args[1], symbol(_INDEX)))
    if endless:
        return Pattern(term, number(0), last)
    steps = sympy.simplify(
        sympy.expand_log(sympy.log(to_sympy(last) / values[0]), force=True) / sympy.log(ratio)
    )
    if (
        ratio.is_negative
        or steps.has(sympy.log, sympy.I)
        or _differs(to_sympy(last), values[0] * ratio**steps)
    ):
        return None
    return _counted(term, 0, steps + 1)
