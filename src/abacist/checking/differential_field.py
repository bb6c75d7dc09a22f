"""Exact proofs that an expression, or a derivative of one, is identically zero.

Expressions are written as quotients of polynomials over ℚ in *kernels*: variables, constants, exponentials,
logarithms, sines and cosines, roots and special functions, made so that exp(a + b) = exp(a)·exp(b), sines of
sums, powers with one base and positive rational factors under roots share their kernels. Kernels know their
derivatives and their algebraic relations (s² + c² = 1, r² = g). What reduces to the zero polynomial is zero
wherever it is defined: that is a proof, whether or not the kernels are independent. The converse is not
claimed, so "not zero" is never concluded here.

Every relation used holds for the principal branches at every real or complex point where its sides are
defined; √(ab) = √a·√b is used only for positive a. Source: M. Bronstein, Symbolic Integration I, 2nd ed.
(2005), chapters 3 and 5, https://doi.org/10.1007/b138171.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from abacist.checking import field_functions
from abacist.checking.field_arithmetic import Element, Unsupported
from abacist.checking.field_kernels import Kernel, Kernels
from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.grammar import parse_canonical

__all__ = ["Element", "Tower", "Unsupported"]


@cache
def _parsed(text: str) -> Expr:
    return parse_canonical(text)


class Tower(Kernels):
    """Makes elements of expressions and differentiates them.

    Arguments:
        dependent: names that are functions of the variable, with their derivatives as expressions in the
            names (implicit differentiation).
    """

    def __init__(self, dependent: Mapping[str, Expr] | None = None) -> None:
        super().__init__()
        self._dependent = dict(dependent or {})

    def element(self, expr: Expr, names: Mapping[str, Element] | None = None) -> Element:
        """The element of a tree; `names` stand for elements. Raises `Unsupported`."""
        names = names or {}
        if isinstance(expr, Number):
            return self.rational(expr.value)
        if isinstance(expr, Symbol):
            return names[expr.name] if expr.name in names else self._symbol(expr.name)
        assert isinstance(expr, Call)
        if expr.head in ("add", "mul"):
            parts = [self.element(arg, names) for arg in expr.args]
            return self.reduce(self.add(*parts)) if expr.head == "add" else self.multiply(*parts)
        rule = field_functions.RULES.get(expr.head)
        if rule is not None:
            return rule(self, *(self.element(arg, names) for arg in expr.args))
        if expr.head in field_functions.SLOPES:
            return self.of_slope(expr.head, *(self.element(arg, names) for arg in expr.args))
        special = field_functions.SPECIAL.get(expr.head)
        if special is None:
            raise Unsupported(expr.head)
        return special(self, expr, names)

    def _symbol(self, name: str) -> Element:
        if name == "I":
            index = self.kernel("I", Kernel)
            self.relate(index, 2, self.rational(-1))
            return self.generator(index)
        if name in ("oo", "undefined", "true", "false"):
            raise Unsupported(name)
        return self.name(name)

    def of_slope(self, head: str, *args: Element) -> Element:
        """A function of its last argument, the others being constants, known by its derivative."""
        *indices, argument = args
        if not all(self.is_constant(index) for index in indices):
            raise Unsupported("a varying index")
        bound = {"u": argument, **dict(zip("nm", indices, strict=False))}
        slope = _parsed(field_functions.SLOPES[head])
        key = (head, *(self.key(part) for part in args))
        return self.function(key, lambda: self.element(slope, bound), argument)

    def is_constant(self, a: Element) -> bool:
        """True where no name but a constant occurs, directly or inside a kernel."""
        for index, degrees in enumerate(zip(a.above.degrees(), a.below.degrees(), strict=True)):
            if max(degrees) <= 0:
                continue
            kernel = self.kernels[index]
            if kernel.name and kernel.name not in ("pi", "E"):
                return False
            if not all(self.is_constant(inner) for _, inner in kernel.parts):
                return False
        return True

    # derivatives

    def derivative(self, a: Element, variable: str) -> Element:
        """D(a) with respect to a name."""
        a = self.reduce(a)
        above, below = (
            self._of_polynomial(a.above, variable),
            self._of_polynomial(a.below, variable),
        )
        low = Element(a.below, self.one.below)
        high = Element(a.above, self.one.below)
        change = self.add(self.multiply(above, low), self.negative(self.multiply(high, below)))
        return self.divide(change, self.multiply(low, low))

    def _of_polynomial(self, polynomial: Any, variable: str) -> Element:
        total = self.zero
        for index, degree in enumerate(polynomial.degrees()):
            if degree > 0:
                slope = self._of_kernel(index, variable)
                partial = Element(polynomial.derivative(index), self.one.below)
                total = self.add(total, self.multiply(partial, slope))
        return self.reduce(total)

    def _of_kernel(self, index: int, variable: str) -> Element:
        kernel = self.kernels[index]
        if kernel.name:
            if kernel.name in self._dependent:
                return self.element(self._dependent[kernel.name])
            return self.one if kernel.name == variable else self.zero
        total = self.zero
        for outer, inner in kernel.parts:
            change = self.derivative(inner, variable)
            if not change.above.is_zero():
                total = self.add(total, self.multiply(outer(), change))
        return total
