"""What the rules of summation work on and what they give back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.sympy_form import from_sympy

__all__ = [
    "Divergence",
    "Found",
    "Problem",
    "agrees",
    "limit_at_infinity",
    "step_of",
    "undefined_at",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """Σ of `term` over `index` from `lower` to `upper`, all in SymPy."""

    term: Any
    index: Any
    lower: Any
    upper: Any


@dataclass(frozen=True, slots=True)
class Found:
    """A value (SymPy), under `conditions` (SymPy relations), with the steps and the name of the method."""

    value: Any
    steps: tuple[Step, ...]
    method: Message
    conditions: tuple[Any, ...] = ()
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Divergence:
    """That the series diverges, by which test; `sign` ±1 where to ±∞."""

    steps: tuple[Step, ...]
    method: Message
    sign: int = 0
    notes: tuple[Message, ...] = ()


def step_of(rule: str, en: str, zh: str, **more: Any) -> Step:
    """A step; SymPy objects in `before`, `after` and the holes are turned into expressions."""
    shown: dict[str, Any] = {}
    values: dict[str, Expr] = {}
    for key, value in more.items():
        made = value if isinstance(value, Expr) or value is None else from_sympy(value)
        if key in ("before", "after"):
            shown[key] = made
        elif made is not None:
            values[key] = made
    return Step(rule=rule, says=Message(en=en, zh=zh), values=values, **shown)


def limit_at_infinity(value: Any, n: Any) -> Any | None:
    """The limit at infinity as a number or ±∞; None where it is open."""
    import sympy as sp

    try:
        found = sp.limit(value, n, sp.oo)
    except (
        NotImplementedError,
        ValueError,
        TypeError,
        RecursionError,
        AttributeError,
        sp.PoleError,
    ):
        return None
    if found.has(sp.Limit, sp.AccumBounds, sp.nan, sp.zoo, n):
        return None
    return found


def agrees(problem: Problem, value: Any, operation: str) -> bool:
    """Whether a closed form is right for a few numeric bounds: a precaution against a wrong table.

    Bounds without symbols are not tried: there the form is a number. Parameters are given rational values.
    """
    import sympy as sp

    symbols = sorted(problem.upper.free_symbols | problem.lower.free_symbols, key=str)
    others = sorted(problem.term.free_symbols - {problem.index, *symbols}, key=str)
    fixed = {name: sp.Rational(2 * j + 3, 7) for j, name in enumerate(others)}
    if not symbols:
        return True
    for shift in _TRIED:
        at = {name: sp.Integer(shift + j) for j, name in enumerate(reversed(symbols))} | fixed
        low, high = problem.lower.subs(at), problem.upper.subs(at)
        if not (low.is_Integer and high.is_Integer) or high < low:
            continue
        terms = [
            problem.term.subs(at).subs(problem.index, k) for k in range(int(low), int(high) + 1)
        ]
        total = sp.Add(*terms) if operation == "sum" else sp.Mul(*terms)
        gap = sp.N(total - value.subs(at), 20)
        if not gap.is_number or not gap.is_finite or abs(gap) > _NEAR * (1 + abs(sp.N(total))):
            return False
    return True


def undefined_at(problem: Problem) -> int | None:
    """The first of the leading indices at which the term has no value; None where all of them have one."""
    import sympy as sp

    if not problem.lower.is_Integer:
        return None
    for k in range(int(problem.lower), int(problem.lower) + _LEADING):
        if problem.term.subs(problem.index, k).has(sp.zoo, sp.nan, sp.oo, -sp.oo):
            return k
    return None


_LEADING = 12
_TRIED = (3, 4, 6)
_NEAR = 1e-12
