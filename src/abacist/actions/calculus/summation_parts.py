"""What the rules of summation work on and what they give back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.sympy_form import from_sympy

__all__ = ["Divergence", "Found", "Problem", "limit_at_infinity", "step_of"]


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
