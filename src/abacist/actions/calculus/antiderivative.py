"""What an integration rule returns, and the engine that tries the rules one after another.

A rule takes the integrand (a SymPy expression in real symbols) and the engine, and returns an `Antiderivative`, or
None where it does not apply. The engine is the only one that calls rules, so that every rule may call it for the
integrals it leaves over; it ends by depth and by the number of attempts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from abacist.core.expr import Expr, call
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.sympy_form import NotRepresentable, from_sympy

__all__ = ["Antiderivative", "Engine", "Rule", "integral_mark"]

_MOST_DEPTH = 7
_MOST_ATTEMPTS = 160
_MOST_OPERATIONS = 300
_MOST_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class Antiderivative:
    """An antiderivative (SymPy), how it was found, and whether it is elementary.

    Arguments:
        value: the antiderivative, without a constant.
        step: the rule with the steps below it.
        theorem: where special functions were needed: the integral that is known to have no elementary
            antiderivative; None for an elementary one.
    """

    value: Any
    step: Step
    theorem: Message | None = None
    special_terms: int = 0


Rule = Callable[["Engine", Any, Any], "Antiderivative | None"]


def integral_mark(f: Any, x: Any) -> Expr:
    """∫ f dx as a formula."""
    return call("integral", from_sympy(f), from_sympy(x))


@dataclass
class Engine:
    """Tries `rules` in order; remembers what failed."""

    rules: Sequence[Rule]
    depth: int = 0
    attempts: int = 0
    failed: set[Any] = field(default_factory=set)
    began: float = field(default_factory=monotonic)

    def integrate(self, f: Any, x: Any) -> Antiderivative | None:
        """An antiderivative of f in x by the first rule that finds one."""
        self.attempts += 1
        if self.depth >= _MOST_DEPTH or self.attempts > _MOST_ATTEMPTS or (f, x) in self.failed:
            return None
        if monotonic() - self.began > _MOST_SECONDS:
            return None
        if f.count_ops() > _MOST_OPERATIONS:
            return None
        self.depth += 1
        try:
            for rule in self.rules:
                try:
                    found = rule(self, f, x)
                except (NotRepresentable, NotImplementedError, ZeroDivisionError):
                    continue
                if found is not None:
                    return found
        finally:
            self.depth -= 1
        self.failed.add((f, x))
        return None

    def made(
        self,
        rule: str,
        says: Message,
        f: Any,
        x: Any,
        value: Any,
        parts: Sequence[Antiderivative] = (),
        **values: Any,
    ) -> Antiderivative:
        """An antiderivative with its step; `values` are SymPy objects for the holes of the sentence."""
        step = Step(
            rule=rule,
            says=says,
            values={name: from_sympy(item) for name, item in values.items()},
            before=integral_mark(f, x),
            after=from_sympy(value),
            children=tuple(part.step for part in parts),
        )
        theorems = [part.theorem for part in parts if part.theorem is not None]
        count = sum(part.special_terms for part in parts)
        return Antiderivative(value, step, theorems[0] if theorems else None, count)
