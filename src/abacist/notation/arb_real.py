"""Real ball arithmetic: an expression becomes a tree of closures over arb numbers.

A closure takes the values of the variables as a tuple of balls and returns a ball that holds the value of
the expression at every point of theirs at which it is a real number. Where it is not known to be one (a
logarithm of a ball that reaches 0, a division by one) the ball is not finite. Powers with other exponents
than integers are principal, `root` of odd degree is negative for negative numbers.

The precision is `flint.ctx.prec` at the time of the call; constants follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.refusal import NotRepresentable

__all__ = ["Closure", "RealCompiler", "Rule", "as_ratio", "whole_number"]

Closure = Callable[[Sequence[Any]], Any]
"""Values of the variables → a ball."""


@dataclass(frozen=True)
class RealCompiler:
    """Compiles expressions in the variables `places` (name → place in the tuple of values).

    With `partial` a ball that lies only in part where a root or an inverse function is real stands for that
    part: the result holds the values at those points of the balls at which the expression is defined.
    """

    places: Mapping[str, int]
    rules: Mapping[str, Rule]
    partial: bool = False

    @cached_property
    def flint(self) -> Any:
        """The module `flint`, imported on first use."""
        import flint

        return flint

    @cached_property
    def nan(self) -> Any:
        """The ball that says nothing."""
        return self.flint.arb.nan()

    def compile(self, expr: Expr) -> Closure:
        """The closure of an expression; what does not depend on a variable is computed once."""
        if any(isinstance(node, Symbol) and node.name in self.places for node in expr.walk()):
            return self._node(expr)
        return self._once(self._node(expr))

    def binding(self, name: str) -> RealCompiler:
        """A compiler with one more variable, whose value comes last in the tuple."""
        return RealCompiler({**self.places, name: self.size}, self.rules, self.partial)

    @property
    def size(self) -> int:
        """How many values a tuple has."""
        return max(self.places.values(), default=-1) + 1

    def _once(self, closure: Closure) -> Closure:
        ctx = self.flint.ctx
        known: list[Any] = [None, None]

        def constant(_: Sequence[Any]) -> Any:
            if known[0] != ctx.prec:
                # the values of enclosing sums are never needed here
                known[:] = [ctx.prec, closure(())]
            return known[1]

        return constant

    def _node(self, expr: Expr) -> Closure:
        if isinstance(expr, Number):
            exact = self.flint.fmpq(expr.value.numerator, expr.value.denominator)
            arb = self.flint.arb
            return lambda _: arb(exact)
        if isinstance(expr, Symbol):
            return self._symbol(expr.name)
        assert isinstance(expr, Call)
        rule = self.rules.get(expr.head)
        if rule is None:
            raise NotRepresentable(f"{expr.head}(…) in real ball arithmetic")
        return rule(self, *expr.args)

    def _symbol(self, name: str) -> Closure:
        if name in self.places:
            place = self.places[name]
            return lambda v: v[place]
        arb = self.flint.arb
        if name == "pi":
            return lambda _: arb.pi()
        if name == "E":
            return lambda _: arb.const_e()
        if name in ("undefined", "I", "oo"):
            nan = self.nan
            return lambda _: nan
        raise NotRepresentable(f"the symbol {name}, which has no value")


Rule = Callable[..., Closure]
"""Compiles one head: takes the compiler and the arguments of the call."""


def as_ratio(expr: Expr) -> Fraction | None:
    """The value of a number or a quotient of numbers that is written out, else None."""
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Call) and expr.head == "neg":
        inner = as_ratio(expr.args[0])
        return None if inner is None else -inner
    if isinstance(expr, Call) and expr.head == "div":
        above, below = (as_ratio(arg) for arg in expr.args)
        return above / below if above is not None and below else None
    return None


def whole_number(ball: Any) -> int | None:
    """The integer that an exact ball is, else None."""
    if not (ball.is_exact() and ball.is_integer()):
        return None
    return int(ball.unique_fmpz())
