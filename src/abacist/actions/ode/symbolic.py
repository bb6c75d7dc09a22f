"""What the rules for solving differential equations by formulas share: the problem, a rule's result, a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["Rule", "Scalar", "Unmatched", "step"]


class Unmatched(Exception):
    """The rule does not apply, or its integrals have no closed form."""


@dataclass(frozen=True)
class Rule:
    """What a rule found: `solution` = y explicitly, or `implicit` equations with left sides F(x, y, C1)."""

    name: str
    solution: Any
    steps: list[Step]
    implicit: bool = False
    others: list[Any] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class Scalar:
    """One equation for one function: `residual` = 0 in the symbols x, y and `tops[k]` = y⁽ᵏ⁾.

    All are SymPy objects; symbols are real.
    """

    residual: Any
    x: Any
    y: Any
    derivatives: tuple[Any, ...]
    taken: frozenset[str]

    @property
    def order(self) -> int:
        """The order of the equation."""
        return len(self.derivatives)

    @property
    def name(self) -> str:
        """The name of the unknown function."""
        return str(self.y)

    def constant(self, index: int) -> Any:
        """C1, C2, …"""
        import sympy

        return sympy.Symbol(f"C{index}", real=True)

    def linear(self) -> tuple[list[Any], Any]:
        """Coefficients a_0 … a_n and the right side g of Σ a_k·y⁽ᵏ⁾ = g. Raises `Unmatched`."""
        import sympy

        unknowns = [self.y, *self.derivatives]
        try:
            polynomial = sympy.Poly(self.residual, *unknowns)
        except sympy.PolynomialError as reason:
            raise Unmatched from reason
        if polynomial.total_degree() > 1 or any(c.has(*unknowns) for c in polynomial.coeffs()):
            raise Unmatched
        coefficients = [polynomial.coeff_monomial(u) for u in unknowns]
        return coefficients, -polynomial.coeff_monomial(1)

    @cached_property
    def slope(self) -> Any:
        """f of y' = f(x, y), for an equation of first order that is linear in y'. Raises `Unmatched`."""
        import sympy

        if self.order != 1:
            raise Unmatched
        top = self.derivatives[0]
        a = sympy.diff(self.residual, top)
        if a == 0 or a.has(top):
            raise Unmatched
        b = self.residual.subs(top, 0)
        return sympy.together(sympy.cancel(-b / a) if _rational(b / a) else -b / a)

    def integral(self, integrand: Any, variable: Any) -> Any:
        """An antiderivative in closed form. Raises `Unmatched` where none is found."""
        import sympy

        found = sympy.integrate(integrand, variable)
        if found.has(sympy.Integral, sympy.Piecewise, sympy.nan, sympy.zoo):
            raise Unmatched
        return found


def _rational(expression: Any) -> bool:
    return bool(expression.is_rational_function())


def step(rule: str, says: Message, after: Any = None, **values: Any) -> Step:
    """A teaching step from SymPy objects."""
    from abacist.notation.sympy_form import from_sympy

    shown: Mapping[str, Expr] = {name: from_sympy(value) for name, value in values.items()}
    formula = None if after is None else from_sympy(after)
    return Step(rule=rule, says=says, values=dict(shown), after=formula)
