"""The rules of differentiation: each evaluates and explains.

`Differentiation(variable).of(expr)` walks the tree, applies to every node the rule that its head calls for
and returns the derivative with the step that a teacher would write for it; the steps of the parts are its
children. Nothing is simplified beyond zeros, ones and numbers, so that each step can be followed.

Source: any first course, e.g. Spivak, Calculus (4th ed.), chapters 10 and 11; derivatives of the special
functions from the NIST Digital Library of Mathematical Functions, §§4-10, 19, https://dlmf.nist.gov.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from abacist.actions.calculus import derivative_sentences as sentences
from abacist.actions.calculus.derivative_table import INDEXED, OUTER
from abacist.actions.calculus.open_regions import negated, strict
from abacist.actions.calculus.plain_algebra import (
    ONE,
    ZERO,
    difference,
    power,
    product,
    quotient,
    total,
)
from abacist.core.expr import Call, Expr, Number, Symbol, apply, call, number, symbol
from abacist.core.expr import eq as equation
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.grammar import parse_canonical

__all__ = ["Derivative", "Differentiation", "NoRule"]


class NoRule(Exception):
    """No rule differentiates this expression; `args[0]` is the expression."""


class Derivative(NamedTuple):
    """A derivative and the step that explains it."""

    value: Expr
    step: Step


_STEPWISE = frozenset({"sign", "floor", "ceil", "heaviside"})


@cache
def _template(text: str) -> Expr:
    return parse_canonical(text)


def _names(expr: Expr) -> frozenset[str]:
    """The free names, an unknown function's arguments included."""
    return expr.free_symbols()


class Differentiation:
    """Differentiates with respect to `variable`.

    Arguments:
        variable: the name that varies.
        dependent: names that stand for unknown functions of it (implicit differentiation): the derivative
            of y is written derivative(y, x, 1).

    `conditions` collects where the steps of step functions are not: the derivative holds there only.
    """

    def __init__(self, variable: str, dependent: frozenset[str] = frozenset()) -> None:
        self.variable = variable
        self.dependent = dependent
        self.conditions: list[Expr] = []

    def of(self, expr: Expr) -> Derivative:
        """The derivative of `expr` with its step. Raises `NoRule`."""
        if not self.varies(expr):
            return self._step("constant rule", sentences.CONSTANT, expr, ZERO)
        if isinstance(expr, Symbol):
            if expr.name == self.variable:
                return self._step("identity", sentences.IDENTITY, expr, ONE)
            return self._step("dependent variable", sentences.DEPENDENT, expr, self.mark(expr))
        if not isinstance(expr, Call):
            raise NoRule(expr)
        rule = getattr(self, f"_{expr.head}", None)
        if rule is not None:
            return rule(expr)
        if expr.head in OUTER:
            return self._chain(expr, expr.args[0], OUTER[expr.head])
        if expr.head in INDEXED and not self.varies(expr.args[0]):
            return self._chain(expr, expr.args[1], INDEXED[expr.head], n=expr.args[0])
        if expr.head in _STEPWISE:
            return self._stepwise(expr)
        raise NoRule(expr)

    def _stepwise(self, expr: Call) -> Derivative:
        """Zero, away from the jumps."""
        inner = expr.args[0]
        jump = inner if expr.head in ("floor", "ceil") else ZERO
        value = expr if expr.head in ("floor", "ceil") else inner
        self.conditions.append(call("ne", value, jump))
        return self._step("piecewise constant", sentences.PIECEWISE_CONSTANT, expr, ZERO)

    def varies(self, expr: Expr) -> bool:
        """True where the expression depends on the variable, directly or through a dependent name."""
        return not _names(expr).isdisjoint(self.dependent | {self.variable})

    def mark(self, expr: Expr) -> Expr:
        """The derivative of an expression as a formula: derivative(expr, x, 1)."""
        return call("derivative", expr, symbol(self.variable), ONE)

    def _step(
        self, rule: str, says: Message, expr: Expr, value: Expr, *parts: Step, **values: Expr
    ) -> Derivative:
        names = {"x": symbol(self.variable), **values}
        named = {key: item for key, item in names.items() if f"{{{key}}}" in says.en + says.zh}
        children = tuple(part for part in parts if part.rule not in ("constant rule", "identity"))
        return Derivative(
            value,
            Step(
                rule=rule, says=says, values=named, before=self.mark(expr), after=value,
                children=children,
            ),
        )  # fmt: skip

    # sums, products, quotients, powers

    def _neg(self, expr: Call) -> Derivative:
        inner = self.of(expr.args[0])
        return self._step(
            "constant multiple rule", sentences.MULTIPLE, expr, product(number(-1), inner.value),
            inner.step, c=number(-1),
        )  # fmt: skip

    def _add(self, expr: Call) -> Derivative:
        parts = [self.of(term) for term in expr.args]
        value = total(*(part.value for part in parts))
        return self._step("sum rule", sentences.SUM, expr, value, *(part.step for part in parts))

    def _mul(self, expr: Call) -> Derivative:
        fixed = [factor for factor in expr.args if not self.varies(factor)]
        varying = [factor for factor in expr.args if self.varies(factor)]
        if fixed:
            c, inner = product(*fixed), self.of(call("mul", *varying))
            value = product(c, inner.value)
            return self._step(
                "constant multiple rule", sentences.MULTIPLE, expr, value, inner.step, c=c
            )
        parts = [self.of(factor) for factor in varying]
        terms = [
            product(*varying[:index], part.value, *varying[index + 1 :])
            for index, part in enumerate(parts)
        ]
        steps = (part.step for part in parts)
        if len(varying) == 2:
            u, v = varying
            return self._step(
                "product rule", sentences.PRODUCT, expr, total(*terms), *steps, u=u, v=v
            )
        return self._step("product rule", sentences.PRODUCT_OF_MANY, expr, total(*terms), *steps)

    def _div(self, expr: Call) -> Derivative:
        u, v = expr.args
        if not self.varies(v):
            inner = self.of(u)
            value = quotient(inner.value, v)
            return self._step(
                "constant multiple rule",
                sentences.MULTIPLE,
                expr,
                value,
                inner.step,
                c=quotient(ONE, v),
            )
        if not self.varies(u):
            inner = self.of(v)
            value = quotient(product(number(-1), u, inner.value), power(v, number(2)))
            return self._step(
                "reciprocal rule", sentences.RECIPROCAL, expr, value, inner.step, c=u, v=v
            )
        du, dv = self.of(u), self.of(v)
        above = difference(product(du.value, v), product(u, dv.value))
        value = quotient(above, power(v, number(2)))
        return self._step(
            "quotient rule", sentences.QUOTIENT, expr, value, du.step, dv.step, u=u, v=v
        )

    def _pow(self, expr: Call) -> Derivative:
        base, exponent = expr.args
        if not self.varies(exponent):
            return self._power(expr, base, exponent)
        if not self.varies(base):
            return self._exponential(expr, base, exponent)
        d_exponent, d_base = self.of(exponent), self.of(base)
        logarithm = call("ln", base)
        inside = total(
            product(d_exponent.value, logarithm),
            quotient(product(exponent, d_base.value), base),
        )
        value = product(expr, inside)
        return self._step(
            "logarithmic differentiation", sentences.LOGARITHMIC, expr, value, d_base.step, d_exponent.step,
            u=base, v=exponent,
        )  # fmt: skip

    def _power(self, expr: Expr, base: Expr, exponent: Expr) -> Derivative:
        lower = total(exponent, number(-1)) if isinstance(exponent, Number) else _less_one(exponent)
        outer = product(exponent, power(base, lower))
        if base == symbol(self.variable):
            return self._step("power rule", sentences.POWER, expr, outer, n=exponent)
        inner = self.of(base)
        value = product(outer, inner.value)
        return self._step(
            "chain rule", sentences.CHAIN_POWER, expr, value, inner.step, u=base, n=exponent
        )

    def _exponential(self, expr: Expr, base: Expr, exponent: Expr) -> Derivative:
        inner = self.of(exponent)
        natural = base == symbol("E")
        outer = expr if natural else product(expr, call("ln", base))
        says = sentences.EXPONENTIAL_NATURAL if natural else sentences.EXPONENTIAL
        value = product(outer, inner.value)
        return self._step("exponential rule", says, expr, value, inner.step, a=base, u=exponent)

    def _root(self, expr: Call) -> Derivative:
        radicand, degree = expr.args
        if self.varies(degree):
            raise NoRule(expr)
        inner = self.of(radicand)
        # in terms of the root itself, so that it holds for negative radicands of odd roots too
        below = product(degree, power(expr, total(degree, number(-1))))
        value = quotient(inner.value, below)
        return self._step(
            "root rule", sentences.ROOT, expr, value, inner.step, u=radicand, n=degree
        )

    def _log(self, expr: Call) -> Derivative:
        if len(expr.args) == 1:
            return self._chain(expr, expr.args[0], "1/u")
        argument, base = expr.args
        if self.varies(base):
            return self._rewritten(expr, quotient(call("ln", argument), call("ln", base)))
        return self._chain(expr, argument, "1/(u*ln(b))", b=base)

    # functions

    def _chain(self, expr: Call, inner: Expr, outer: str, **names: Expr) -> Derivative:
        d_outer = _template(outer).substitute({"u": inner, **names})
        if inner == symbol(self.variable):
            return self._step(_rule_name(expr), sentences.TABLE, expr, d_outer, f=expr)
        d_inner = self.of(inner)
        value = _times(d_inner.value, d_outer)
        letter = symbol("u" if self.variable != "u" else "v")
        args = tuple(letter if arg == inner else arg for arg in expr.args)
        return self._step(
            "chain rule", sentences.CHAIN, expr, value, d_inner.step,
            f=call(expr.head, *args), g=_template(outer).substitute({"u": letter, **names}),
            u=inner, w=letter,
        )  # fmt: skip

    def _apply(self, expr: Call) -> Derivative:
        function, *arguments = expr.args
        if len(arguments) != 1:
            raise NoRule(expr)
        name, order = function, 0
        if isinstance(function, Call) and function.head == "prime":
            if not isinstance(function.args[1], Number):
                raise NoRule(expr)
            name, order = function.args[0], int(function.args[1].value)
        outer = apply(call("prime", name, number(order + 1)), arguments[0])
        if arguments[0] == symbol(self.variable):
            return self._step("unknown function", sentences.UNKNOWN, expr, outer)
        inner = self.of(arguments[0])
        return self._step(
            "chain rule", sentences.CHAIN_UNKNOWN, expr, product(outer, inner.value), inner.step,
            u=arguments[0],
        )  # fmt: skip

    def _derivative(self, expr: Call) -> Derivative:
        function, *orders = expr.args
        x = symbol(self.variable)
        if orders[0] == x and len(orders) == 2 and isinstance(orders[1], Number):
            value = call("derivative", function, x, number(orders[1].value + 1))
            return self._step("higher derivative", sentences.HIGHER, expr, value)
        raise NoRule(expr)

    # two-argument and piecewise functions

    def _atan2(self, expr: Call) -> Derivative:
        return self._rewritten(expr, call("atan", quotient(*expr.args)))

    def _max(self, expr: Call) -> Derivative:
        return self._greater(expr, 1)

    def _min(self, expr: Call) -> Derivative:
        return self._greater(expr, -1)

    def _greater(self, expr: Call, sign: int) -> Derivative:
        if len(expr.args) != 2:
            raise NoRule(expr)
        a, b = expr.args
        gap = product(number(sign), call("abs", difference(a, b)))
        return self._rewritten(expr, quotient(total(a, b, gap), number(2)))

    def _rewritten(self, expr: Expr, same: Expr) -> Derivative:
        inner = self.of(same)
        return self._step("rewriting", sentences.REWRITE, expr, inner.value, inner.step, g=same)

    def _piecewise(self, expr: Call) -> Derivative:
        """Each piece inside its interval; at the joints nothing is said."""
        pieces: list[Expr] = []
        steps: list[Step] = []
        outside: list[Expr] = []
        for piece in expr.args:
            if not isinstance(piece, Call) or piece.head not in ("case", "otherwise"):
                raise NoRule(expr)
            inner = self.of(piece.args[0])
            conditions = list(outside)
            if piece.head == "case":
                inside, rest = strict(piece.args[1]), negated(piece.args[1])
                beyond = strict(rest) if rest is not None else None
                if inside is None or beyond is None:
                    raise NoRule(expr)
                conditions.append(inside)
                outside.append(beyond)
            where = conditions[0] if len(conditions) == 1 else call("and", *conditions)
            pieces.append(call("case", inner.value, where))
            steps.append(inner.step)
        value = call("piecewise", *pieces)
        return self._step("piece by piece", sentences.PIECES, expr, value, *steps)

    def _integral(self, expr: Call) -> Derivative:
        """Leibniz's rule: variable limits, and a parameter in the integrand."""
        integrand, inner_variable = expr.args[:2]
        if len(expr.args) == 2:
            if inner_variable != symbol(self.variable):
                raise NoRule(expr)
            return self._step("fundamental theorem", sentences.FUNDAMENTAL, expr, integrand)
        assert isinstance(inner_variable, Symbol)
        lower, upper = expr.args[2:]
        terms: list[Expr] = []
        steps: list[Step] = []
        for sign, end in ((1, upper), (-1, lower)):
            if self.varies(end):
                inner = self.of(end)
                at_end = integrand.substitute({inner_variable.name: end})
                terms.append(product(number(sign), at_end, inner.value))
                steps.append(inner.step)
        if inner_variable.name != self.variable and self.varies(integrand):
            inner = self.of(integrand)
            terms.append(call("integral", inner.value, inner_variable, lower, upper))
            steps.append(inner.step)
        return self._step("Leibniz integral rule", sentences.LEIBNIZ, expr, total(*terms), *steps)

    def _sum(self, expr: Call) -> Derivative:
        term, index, lower, upper = expr.args
        if self.varies(lower) or self.varies(upper) or upper == symbol("oo"):
            raise NoRule(expr)
        inner = self.of(term)
        value = call("sum", inner.value, index, lower, upper) if inner.value != ZERO else ZERO
        return self._step("term by term", sentences.TERM_BY_TERM, expr, value, inner.step)

    def _eq(self, expr: Call) -> Derivative:
        left, right = (self.of(side) for side in expr.args)
        value = equation(left.value, right.value)
        return self._step("both sides", sentences.BOTH_SIDES, expr, value, left.step, right.step)


def _less_one(exponent: Expr) -> Expr:
    """n − 1, computed where n is a fraction."""
    if isinstance(exponent, Call) and exponent.head == "div":
        above, below = exponent.args
        if isinstance(above, Number) and isinstance(below, Number) and below.value:
            return number(above.value / below.value - 1)
    return total(exponent, number(-1))


def _times(inner: Expr, outer: Expr) -> Expr:
    """inner·outer, the inner derivative drawn into the numerator of a quotient."""
    if isinstance(outer, Call) and outer.head == "div":
        return quotient(product(inner, outer.args[0]), outer.args[1])
    return product(inner, outer)


def _rule_name(expr: Call) -> str:
    return f"derivative of {expr.head}"
