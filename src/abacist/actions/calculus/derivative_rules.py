"""The rules of differentiation: each evaluates and explains.

`Differentiation(variable).of(expr)` walks the tree, applies to every node the rule that its head calls for
and returns the derivative with the step that a teacher would write for it; the steps of the parts are its
children. Nothing is simplified beyond zeros, ones and numbers, so that each step can be followed.

Source: any first course, e.g. Spivak, Calculus (4th ed.), chapters 10 and 11; derivatives of the special
functions from the NIST Digital Library of Mathematical Functions, §§4-10, 19, https://dlmf.nist.gov.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from abacist.core.expr import Call, Expr, Number, Symbol, apply, call, number, symbol
from abacist.core.expr import eq as equation
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.grammar import parse_canonical

__all__ = ["Derivative", "Differentiation", "NoRule", "difference", "product", "quotient", "total"]

ZERO, ONE = number(0), number(1)


class NoRule(Exception):
    """No rule differentiates this expression; `args[0]` is the expression."""


class Derivative(NamedTuple):
    """A derivative and the step that explains it."""

    value: Expr
    step: Step


# Outer derivatives in the inner function u. A function that is missing has no rule.
OUTER: Mapping[str, str] = {
    "exp": "exp(u)",
    "ln": "1/u",
    "sqrt": "1/(2*sqrt(u))",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1/cos(u)**2",
    "cot": "-1/sin(u)**2",
    "sec": "sec(u)*tan(u)",
    "csc": "-csc(u)*cot(u)",
    "asin": "1/sqrt(1 - u**2)",
    "acos": "-1/sqrt(1 - u**2)",
    "atan": "1/(1 + u**2)",
    "acot": "-1/(1 + u**2)",
    "asec": "1/(u**2*sqrt(1 - 1/u**2))",
    "acsc": "-1/(u**2*sqrt(1 - 1/u**2))",
    "sinh": "cosh(u)",
    "cosh": "sinh(u)",
    "tanh": "1/cosh(u)**2",
    "coth": "-1/sinh(u)**2",
    "sech": "-sech(u)*tanh(u)",
    "csch": "-csch(u)*coth(u)",
    "asinh": "1/sqrt(1 + u**2)",
    "acosh": "1/(sqrt(u - 1)*sqrt(u + 1))",
    "atanh": "1/(1 - u**2)",
    "acoth": "1/(1 - u**2)",
    "abs": "sign(u)",
    "gamma": "gamma(u)*digamma(u)",
    "factorial": "gamma(u + 1)*digamma(u + 1)",
    "loggamma": "digamma(u)",
    "digamma": "polygamma(1, u)",
    "erf": "2*exp(-u**2)/sqrt(pi)",
    "erfc": "-2*exp(-u**2)/sqrt(pi)",
    "erfi": "2*exp(u**2)/sqrt(pi)",
    "fresnels": "sin(pi*u**2/2)",
    "fresnelc": "cos(pi*u**2/2)",
    "Si": "sin(u)/u",
    "Ci": "cos(u)/u",
    "Shi": "sinh(u)/u",
    "Chi": "cosh(u)/u",
    "Ei": "exp(u)/u",
    "li": "1/ln(u)",
    "lambertw": "lambertw(u)/(u*(1 + lambertw(u)))",
    "elliptic_k": "(elliptic_e1(u) - (1 - u)*elliptic_k(u))/(2*u*(1 - u))",
    "elliptic_e1": "(elliptic_e1(u) - elliptic_k(u))/(2*u)",
}
# Functions of an index n that does not depend on the variable, and of u.
INDEXED: Mapping[str, str] = {
    "besselj": "(besselj(n - 1, u) - besselj(n + 1, u))/2",
    "bessely": "(bessely(n - 1, u) - bessely(n + 1, u))/2",
    "besseli": "(besseli(n - 1, u) + besseli(n + 1, u))/2",
    "besselk": "-(besselk(n - 1, u) + besselk(n + 1, u))/2",
    "polylog": "polylog(n - 1, u)/u",
    "polygamma": "polygamma(n + 1, u)",
    "lower_gamma": "u**(n - 1)*exp(-u)",
    "upper_gamma": "-u**(n - 1)*exp(-u)",
    "expint": "-expint(n - 1, u)",
}
_STEPWISE = frozenset({"sign", "floor", "ceil", "heaviside"})


@cache
def _template(text: str) -> Expr:
    return parse_canonical(text)


def total(*terms: Expr) -> Expr:
    """The sum without zeros and with the numbers added up."""
    constant = sum((t.value for t in terms if isinstance(t, Number)), start=Fraction(0))
    rest = [t for t in terms if not isinstance(t, Number)]
    if constant:
        rest.append(number(constant))
    return call("add", *rest) if rest else ZERO


def difference(a: Expr, b: Expr) -> Expr:
    """a − b without zeros."""
    return total(a, call("neg", b))


def product(*factors: Expr) -> Expr:
    """The product without ones, with the numbers multiplied and in front; zero where one factor is."""
    constant, rest, negative = Fraction(1), [], False
    for factor in factors:
        parts = factor.args if isinstance(factor, Call) and factor.head == "mul" else (factor,)
        for part in parts:
            if isinstance(part, Call) and part.head == "neg":
                negative, part = not negative, part.args[0]
            if isinstance(part, Number):
                constant *= part.value
            else:
                rest.append(part)
    if constant == 0:
        return ZERO
    if not rest:
        return number(-constant if negative else constant)
    body = call("mul", *rest)
    if constant != 1:
        return call("mul", number(-constant if negative else constant), body)
    return call("neg", body) if negative else body


def quotient(a: Expr, b: Expr) -> Expr:
    """a/b without a zero numerator or a one below."""
    if a == ZERO or b == ONE:
        return a
    if isinstance(a, Number) and isinstance(b, Number) and b.value:
        return number(a.value / b.value)
    if isinstance(a, Call) and a.head == "neg":
        return call("neg", quotient(a.args[0], b))
    return call("div", a, b)


def power(base: Expr, exponent: Expr) -> Expr:
    """base**exponent without exponents nought and one."""
    if exponent == ZERO:
        return ONE
    return base if exponent == ONE else call("pow", base, exponent)


def _names(expr: Expr) -> frozenset[str]:
    """The free names, an unknown function's arguments included."""
    return expr.free_symbols()


class Differentiation:
    """Differentiates with respect to `variable`.

    Arguments:
        variable: the name that varies.
        dependent: names that stand for unknown functions of it (implicit differentiation): the derivative
            of y is written derivative(y, x, 1).
    """

    def __init__(self, variable: str, dependent: frozenset[str] = frozenset()) -> None:
        self.variable = variable
        self.dependent = dependent

    def of(self, expr: Expr) -> Derivative:
        """The derivative of `expr` with its step. Raises `NoRule`."""
        if not self.varies(expr):
            return self._step("constant rule", _CONSTANT, expr, ZERO)
        if isinstance(expr, Symbol):
            if expr.name == self.variable:
                return self._step("identity", _IDENTITY, expr, ONE)
            return self._step("dependent variable", _DEPENDENT, expr, self.mark(expr))
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
            return self._step("piecewise constant", _PIECEWISE_CONSTANT, expr, ZERO)
        raise NoRule(expr)

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
            "constant multiple rule", _MULTIPLE, expr, product(number(-1), inner.value),
            inner.step, c=number(-1),
        )  # fmt: skip

    def _add(self, expr: Call) -> Derivative:
        parts = [self.of(term) for term in expr.args]
        value = total(*(part.value for part in parts))
        return self._step("sum rule", _SUM, expr, value, *(part.step for part in parts))

    def _mul(self, expr: Call) -> Derivative:
        fixed = [factor for factor in expr.args if not self.varies(factor)]
        varying = [factor for factor in expr.args if self.varies(factor)]
        if fixed:
            c, inner = product(*fixed), self.of(call("mul", *varying))
            value = product(c, inner.value)
            return self._step("constant multiple rule", _MULTIPLE, expr, value, inner.step, c=c)
        parts = [self.of(factor) for factor in varying]
        terms = [
            product(*varying[:index], part.value, *varying[index + 1 :])
            for index, part in enumerate(parts)
        ]
        steps = (part.step for part in parts)
        if len(varying) == 2:
            u, v = varying
            return self._step("product rule", _PRODUCT, expr, total(*terms), *steps, u=u, v=v)
        return self._step("product rule", _PRODUCT_OF_MANY, expr, total(*terms), *steps)

    def _div(self, expr: Call) -> Derivative:
        u, v = expr.args
        if not self.varies(v):
            inner = self.of(u)
            value = quotient(inner.value, v)
            return self._step(
                "constant multiple rule", _MULTIPLE, expr, value, inner.step, c=quotient(ONE, v)
            )
        if not self.varies(u):
            inner = self.of(v)
            value = quotient(product(number(-1), u, inner.value), power(v, number(2)))
            return self._step("reciprocal rule", _RECIPROCAL, expr, value, inner.step, c=u, v=v)
        du, dv = self.of(u), self.of(v)
        above = difference(product(du.value, v), product(u, dv.value))
        value = quotient(above, power(v, number(2)))
        return self._step("quotient rule", _QUOTIENT, expr, value, du.step, dv.step, u=u, v=v)

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
            "logarithmic differentiation", _LOGARITHMIC, expr, value, d_base.step, d_exponent.step,
            u=base, v=exponent,
        )  # fmt: skip

    def _power(self, expr: Expr, base: Expr, exponent: Expr) -> Derivative:
        lower = total(exponent, number(-1)) if isinstance(exponent, Number) else _less_one(exponent)
        outer = product(exponent, power(base, lower))
        if base == symbol(self.variable):
            return self._step("power rule", _POWER, expr, outer, n=exponent)
        inner = self.of(base)
        value = product(outer, inner.value)
        return self._step("chain rule", _CHAIN_POWER, expr, value, inner.step, u=base, n=exponent)

    def _exponential(self, expr: Expr, base: Expr, exponent: Expr) -> Derivative:
        inner = self.of(exponent)
        natural = base == symbol("E")
        outer = expr if natural else product(expr, call("ln", base))
        says = _EXPONENTIAL_NATURAL if natural else _EXPONENTIAL
        value = product(outer, inner.value)
        return self._step("exponential rule", says, expr, value, inner.step, a=base, u=exponent)

    def _root(self, expr: Call) -> Derivative:
        if self.varies(expr.args[1]):
            raise NoRule(expr)
        return self._power(expr, expr.args[0], quotient(ONE, expr.args[1]))

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
            return self._step(_rule_name(expr), _TABLE, expr, d_outer, f=expr)
        d_inner = self.of(inner)
        value = _times(d_inner.value, d_outer)
        letter = symbol("u" if self.variable != "u" else "v")
        args = tuple(letter if arg == inner else arg for arg in expr.args)
        return self._step(
            "chain rule", _CHAIN, expr, value, d_inner.step,
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
            return self._step("unknown function", _UNKNOWN, expr, outer)
        inner = self.of(arguments[0])
        return self._step(
            "chain rule", _CHAIN_UNKNOWN, expr, product(outer, inner.value), inner.step,
            u=arguments[0],
        )  # fmt: skip

    def _derivative(self, expr: Call) -> Derivative:
        function, *orders = expr.args
        x = symbol(self.variable)
        if orders[0] == x and len(orders) == 2 and isinstance(orders[1], Number):
            value = call("derivative", function, x, number(orders[1].value + 1))
            return self._step("higher derivative", _HIGHER, expr, value)
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
        return self._step("rewriting", _REWRITE, expr, inner.value, inner.step, g=same)

    def _piecewise(self, expr: Call) -> Derivative:
        pieces, steps = [], []
        for piece in expr.args:
            if not isinstance(piece, Call) or piece.head not in ("case", "otherwise"):
                raise NoRule(expr)
            inner = self.of(piece.args[0])
            pieces.append(call(piece.head, inner.value, *piece.args[1:]))
            steps.append(inner.step)
        value = call("piecewise", *pieces)
        return self._step("piece by piece", _PIECES, expr, value, *steps)

    def _integral(self, expr: Call) -> Derivative:
        """Leibniz's rule: variable limits, and a parameter in the integrand."""
        integrand, inner_variable = expr.args[:2]
        if len(expr.args) == 2:
            if inner_variable != symbol(self.variable):
                raise NoRule(expr)
            return self._step("fundamental theorem", _FUNDAMENTAL, expr, integrand)
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
        return self._step("Leibniz integral rule", _LEIBNIZ, expr, total(*terms), *steps)

    def _sum(self, expr: Call) -> Derivative:
        term, index, lower, upper = expr.args
        if self.varies(lower) or self.varies(upper) or upper == symbol("oo"):
            raise NoRule(expr)
        inner = self.of(term)
        value = call("sum", inner.value, index, lower, upper) if inner.value != ZERO else ZERO
        return self._step("term by term", _TERM_BY_TERM, expr, value, inner.step)

    def _eq(self, expr: Call) -> Derivative:
        left, right = (self.of(side) for side in expr.args)
        value = equation(left.value, right.value)
        return self._step("both sides", _BOTH_SIDES, expr, value, left.step, right.step)


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


_CONSTANT = Message(en="A constant has the derivative zero.", zh="常数的导数为零。")
_IDENTITY = Message(en="The derivative of {x} is 1.", zh="{x} 的导数是 1。")
_DEPENDENT = Message(
    en="This stands for a function of {x}; its derivative stays unknown for now.",
    zh="它是 {x} 的函数，其导数暂记为未知量。",
)
_SUM = Message(en="Differentiate term by term.", zh="和的求导法则：逐项求导。")
_MULTIPLE = Message(
    en="The constant factor {c} stays; differentiate the rest.",
    zh="常数因子 {c} 保留，对其余部分求导。",
)
_PRODUCT = Message(
    en="Product rule (uv)' = u'v + uv' with u = {u} and v = {v}.",
    zh="乘积法则 (uv)' = u'v + uv'，其中 u = {u}，v = {v}。",
)
_PRODUCT_OF_MANY = Message(
    en="Product rule for several factors: differentiate each factor in turn and add.",
    zh="多个因子的乘积法则：依次对每个因子求导，再相加。",
)
_QUOTIENT = Message(
    en="Quotient rule (u/v)' = (u'v - uv')/v² with u = {u} and v = {v}.",
    zh="商的求导法则 (u/v)' = (u'v - uv')/v²，其中 u = {u}，v = {v}。",
)
_RECIPROCAL = Message(
    en="Reciprocal rule (c/v)' = -c·v'/v² with c = {c} and v = {v}.",
    zh="倒数法则 (c/v)' = -c·v'/v²，其中 c = {c}，v = {v}。",
)
_POWER = Message(
    en="Power rule: the derivative of {x}^n is n·{x}^(n-1), here with n = {n}.",
    zh="幂法则：{x}^n 的导数是 n·{x}^(n-1)，这里 n = {n}。",
)
_CHAIN_POWER = Message(
    en="Chain rule with the power rule: (u^n)' = n·u^(n-1)·u', u = {u}, n = {n}.",
    zh="链式法则与幂法则：(u^n)' = n·u^(n-1)·u'，u = {u}，n = {n}。",
)
_EXPONENTIAL = Message(
    en="Exponential rule (a^u)' = a^u·ln(a)·u' with a = {a} and u = {u}.",
    zh="指数法则 (a^u)' = a^u·ln(a)·u'，其中 a = {a}，u = {u}。",
)
_EXPONENTIAL_NATURAL = Message(
    en="Exponential rule (e^u)' = e^u·u' with u = {u}.",
    zh="指数法则 (e^u)' = e^u·u'，其中 u = {u}。",
)
_LOGARITHMIC = Message(
    en="Base and exponent both vary. Take logarithms: (u^v)' = u^v·(v'·ln(u) + v·u'/u) with "
    "u = {u} and v = {v}.",
    zh="底数与指数都含变量，取对数求导：(u^v)' = u^v·(v'·ln(u) + v·u'/u)，其中 u = {u}，v = {v}。",
)
_TABLE = Message(
    en="This is a derivative from the table.", zh="由基本导数表直接得到。"
)  # fmt: skip
_CHAIN = Message(
    en="Chain rule: with {w} = {u}, the outer function {f} has the derivative {g}; "
    "multiply by the derivative of the inner function.",
    zh="链式法则：令 {w} = {u}，外层函数 {f} 的导数是 {g}，再乘以内层函数的导数。",
)
_UNKNOWN = Message(
    en="The function is only a name; so is its derivative.", zh="抽象函数，直接记其导数。"
)
_CHAIN_UNKNOWN = Message(
    en="Chain rule with the inner function u = {u}.", zh="链式法则，内层函数 u = {u}。"
)
_HIGHER = Message(en="Raise the order of the derivative by one.", zh="导数的阶数加一。")
_REWRITE = Message(en="Rewrite as {g}, then differentiate.", zh="改写为 {g}，再求导。")
_PIECES = Message(
    en="Differentiate each piece inside its interval; the joints are looked at separately.",
    zh="在各段内部分别求导；分界点须另行讨论。",
)
_PIECEWISE_CONSTANT = Message(
    en="The function is constant between its jumps, so the derivative is zero away from them.",
    zh="该函数在跳跃点之间为常数，故在跳跃点以外导数为零。",
)
_FUNDAMENTAL = Message(
    en="Differentiating an antiderivative gives the integrand back.",
    zh="原函数的导数就是被积函数。",
)
_LEIBNIZ = Message(
    en="Leibniz's rule: integrand at the upper limit times its derivative, minus the same at the "
    "lower limit, plus the integral of the derivative of the integrand.",
    zh="含参变限积分求导（莱布尼茨法则）：上限处的被积函数乘上限的导数，减去下限的相应项，再加上被积函数对参变量求导后的积分。",
)
_TERM_BY_TERM = Message(en="Differentiate the finite sum term by term.", zh="有限和逐项求导。")
_BOTH_SIDES = Message(
    en="Differentiate both sides with respect to {x}.", zh="等式两边同时对 {x} 求导。"
)
