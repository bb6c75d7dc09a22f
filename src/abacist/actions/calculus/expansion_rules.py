"""Expansions of expressions by known series: which rule expands what, and the step that says so.

Source: NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, sections 4.6, 4.19, 4.24, 4.33, 4.38
(elementary functions), 6.6, 7.6 (exponential integrals and error functions).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from abacist.actions.calculus.truncated_series import NoExpansion, Series, SeriesArithmetic
from abacist.core.expr import Call, Expr, Number, Symbol, add, call, neg, number, sub, symbol
from abacist.core.language import Message
from abacist.core.step import Step
from abacist.notation.sympy_form import from_sympy, to_sympy

__all__ = ["Expansion", "polynomial_expr"]

_T = "_t"
_MOST_STEPS = 12


def polynomial_expr(terms: Mapping[Any, Any], variable: str, point: Expr) -> Expr:
    """Σ c·(x − a)ᵏ in ascending order, from exponent → SymPy coefficient; 0 where there is no term."""
    base: Expr = symbol(variable)
    left = {k: c for k, c in sorted(terms.items()) if c != 0}
    shown: list[Expr] = []
    if point != number(0):
        base = sub(base, point)
        if (
            left.get(1) == 1 and not point.free_symbols()
        ):  # c + (x − a) is a sum of two, not of three
            del left[1]
            rest = from_sympy(left.pop(0, 0) - to_sympy(point))
            shown = [symbol(variable)] if rest == number(0) else [add(symbol(variable), rest)]
            lower = [_term(c, k, base) for k, c in left.items() if k < 1]
            shown = [*lower, *shown]
            left = {k: c for k, c in left.items() if k > 1}
    shown += [_term(c, k, base) for k, c in left.items()]
    return add(*shown) if len(shown) > 1 else shown[0] if shown else number(0)


def _term(coefficient: Any, exponent: Any, base: Expr) -> Expr:
    import sympy

    t = sympy.Symbol(_T, positive=True)
    power = t**exponent
    if coefficient.is_number and not isinstance(coefficient, sympy.Add):
        return from_sympy(coefficient * power).substitute({_T: base})
    if exponent == 0:
        return from_sympy(coefficient)
    if coefficient.could_extract_minus_sign() and not isinstance(coefficient, sympy.Add):
        return neg(_term(-coefficient, exponent, base))
    above, below = sympy.fraction(coefficient)
    raised = from_sympy(power).substitute({_T: base})
    found = raised if above == 1 else call("mul", from_sympy(above), raised)
    return found if below == 1 else call("div", found, from_sympy(below))


class Expansion:
    """Expands trees with x = a + t^`branches`, keeping `length` coefficients; collects steps.

    Arguments:
        one_sided: t > 0 only; needed for fractional powers (`branches` > 1).
        order: terms of higher degree are not shown in the steps.
    """

    def __init__(
        self, variable: str, point: Expr, order: int, length: int, branches: int = 1
    ) -> None:
        self.variable, self.point, self.order, self.branches = variable, point, order, branches
        self.arithmetic = SeriesArithmetic(length, one_sided=branches > 1)
        self.steps: list[Step] = []
        self._memo: dict[Expr, Series] = {}

    def of(self, expr: Expr) -> Series:
        """The series of an expression in t. Raises `NoExpansion` and `NotRepresentable`."""
        found = self._memo.get(expr)
        if found is None:
            found = self._memo[expr] = self._of(expr)
        return found

    def _of(self, expr: Expr) -> Series:
        if self.variable not in expr.free_symbols():
            domain = dict.fromkeys(expr.free_symbols(), "real")
            return self.arithmetic.constant(to_sympy(expr, domain=domain))  # type: ignore[arg-type]
        if isinstance(expr, Symbol):
            domain = dict.fromkeys(self.point.free_symbols(), "real")
            at = self.arithmetic.constant(to_sympy(self.point, domain=domain))  # type: ignore[arg-type]
            return self.arithmetic.add(at, self.arithmetic.power_of_t(self.branches))
        assert isinstance(expr, Call)
        rule = _RULES.get(expr.head)
        if rule is None:
            raise NoExpansion(
                f"no series of {expr.head} is known here", f"没有 {expr.head} 的已知级数"
            )
        return rule(self, expr)

    # steps

    def terms(self, found: Series) -> dict[Any, Any]:
        """Exponent of x − a → coefficient, up to the order."""
        import sympy

        return {
            sympy.Rational(k, self.branches): found.coefficient(k)
            for k in range(found.start, min(found.end, self.order * self.branches + 1))
        }

    def record(self, rule: str, says: Message, before: Expr, found: Series) -> Series:
        """Adds a step, if there is room, and returns the series."""
        if len(self.steps) < _MOST_STEPS:
            after = polynomial_expr(self.terms(found), self.variable, self.point)
            if after != before:
                self.steps.append(
                    Step(rule=rule, says=says, values={"u": before}, before=before, after=after)
                )
        return found


_Rule = Callable[[Expansion, Call], Series]


def _add(to: Expansion, expr: Call) -> Series:
    return to.arithmetic.add(*(to.of(arg) for arg in expr.args))


def _mul(to: Expansion, expr: Call) -> Series:
    found = to.of(expr.args[0])
    for arg in expr.args[1:]:
        found = to.arithmetic.multiply(found, to.of(arg))
    varying = [a for a in expr.args if _is_series(a, to.variable)]
    if varying and len([a for a in expr.args if to.variable in a.free_symbols()]) > 1:
        to.record("product of series", _PRODUCT, expr, found)
    return found


def _is_series(expr: Expr, variable: str) -> bool:
    """True for what is no polynomial in the variable, roughly: it has a function or a quotient in it."""
    return any(
        isinstance(node, Call)
        and node.head not in ("add", "mul", "neg")
        and variable in node.free_symbols()
        and not (
            node.head == "pow" and isinstance(node.args[1], Number) and node.args[1].value >= 0
        )
        for node in expr.walk()
    )


def _div(to: Expansion, expr: Call) -> Series:
    above, below = to.of(expr.args[0]), to.of(expr.args[1])
    found = to.arithmetic.divide(above, below)
    if to.variable not in expr.args[1].free_symbols():
        return found
    plain = to.variable not in expr.args[0].free_symbols()
    rule, says = ("geometric series", _GEOMETRIC) if plain else ("quotient of series", _QUOTIENT)
    return to.record(rule, says, expr, found)


def _pow(to: Expansion, expr: Call) -> Series:
    base, exponent = expr.args
    if to.variable in exponent.free_symbols():
        if to.variable in base.free_symbols() or base != Symbol("E"):
            inner = call("mul", exponent, call("ln", base))
            found = to.arithmetic.exp(to.of(inner))
            return to.record("exponential series", _AS_EXPONENTIAL, expr, found)
        return to.record("exponential series", _EXP, expr, to.arithmetic.exp(to.of(exponent)))
    domain = dict.fromkeys(exponent.free_symbols(), "real")
    power = to_sympy(exponent, domain=domain)  # type: ignore[arg-type]
    found = to.arithmetic.power(to.of(base), power)
    if power.is_Integer and power >= 0 and not _is_series(base, to.variable):
        return found
    return to.record("binomial series", _BINOMIAL, expr, found)


def _root(to: Expansion, expr: Call) -> Series:
    degree = to_sympy(expr.args[1]) if len(expr.args) == 2 else 2 * to.arithmetic.sp.S.One
    inner = to.of(expr.args[0])
    odd = degree.is_Integer and degree % 2 == 1
    lead = inner.coefficients[0] if inner.coefficients else to.arithmetic.sp.S.Zero
    if odd and lead.is_negative:  # the real root of odd degree is odd
        minus = to.arithmetic.scale(inner, -1)
        found = to.arithmetic.scale(to.arithmetic.power(minus, 1 / degree), -1)
    else:
        found = to.arithmetic.power(inner, 1 / degree)
    return to.record("binomial series", _BINOMIAL, expr, found)


def _log(to: Expansion, expr: Call) -> Series:
    found = to.arithmetic.log(to.of(expr.args[0]))
    if len(expr.args) == 2:
        found = to.arithmetic.divide(found, to.arithmetic.log(to.of(expr.args[1])))
    return to.record("logarithmic series", _LOG, expr, found)


def _abs(to: Expansion, expr: Call) -> Series:
    inner = to.of(expr.args[0])
    lead = inner.coefficients[0] if inner.coefficients else to.arithmetic.sp.S.Zero
    if inner.start == 0 or to.branches > 1:
        if lead.is_positive:
            return inner
        if lead.is_negative:
            return to.arithmetic.scale(inner, -1)
    raise NoExpansion("the function has a corner there", "函数在该点有尖角")


def _known(
    name: str, says: Message, function: Callable[[SeriesArithmetic, Series], Series]
) -> _Rule:
    def rule(to: Expansion, expr: Call) -> Series:
        return to.record(name, says, expr, function(to.arithmetic, to.of(expr.args[0])))

    return rule


_PRODUCT = Message(
    en="Multiply the series and drop the terms of too high degree.", zh="级数相乘，舍去过高次的项。"
)
_QUOTIENT = Message(en="Divide the series by long division.", zh="用长除法作级数相除。")
_GEOMETRIC = Message(
    en="A reciprocal is a geometric series: 1/(1 − q) = 1 + q + q² + ….",
    zh="倒数按几何级数展开：1/(1 − q) = 1 + q + q² + …。",
)
_EXP = Message(
    en="The exponential series: eᵠ = 1 + q + q²/2! + q³/3! + ….",
    zh="指数级数：eᵠ = 1 + q + q²/2! + q³/3! + …。",
)
_AS_EXPONENTIAL = Message(
    en="Write the power as e^(exponent·ln(base)) and use the exponential series.",
    zh="把幂写成 e^(指数·ln 底数)，再用指数级数。",
)
_BINOMIAL = Message(
    en="The binomial series: (1 + q)^α = 1 + αq + α(α − 1)/2!·q² + ….",
    zh="二项级数：(1 + q)^α = 1 + αq + α(α − 1)/2!·q² + …。",
)
_LOG = Message(
    en="The logarithmic series: ln(1 + q) = q − q²/2 + q³/3 − ….",
    zh="对数级数：ln(1 + q) = q − q²/2 + q³/3 − …。",
)
_SIN = Message(
    en="The sine series: sin q = q − q³/3! + q⁵/5! − ….",
    zh="正弦级数：sin q = q − q³/3! + q⁵/5! − …。",
)
_COS = Message(
    en="The cosine series: cos q = 1 − q²/2! + q⁴/4! − ….",
    zh="余弦级数：cos q = 1 − q²/2! + q⁴/4! − …。",
)
_SINH = Message(
    en="The series sinh q = q + q³/3! + q⁵/5! + ….", zh="级数 sinh q = q + q³/3! + q⁵/5! + …。"
)
_COSH = Message(
    en="The series cosh q = 1 + q²/2! + q⁴/4! + ….", zh="级数 cosh q = 1 + q²/2! + q⁴/4! + …。"
)
_RATIO = Message(
    en="Divide the series of the two functions that {u} is a quotient of.",
    zh="{u} 是两个函数之商，将它们的级数相除。",
)
_INTEGRATE = Message(
    en="Expand the derivative, which is simpler, and integrate term by term.",
    zh="先展开较简单的导数，再逐项积分。",
)
_TAYLOR = Message(
    en="Taylor's formula: the coefficient of degree k is the k-th derivative at the point over k!.",
    zh="泰勒公式：k 次项系数为该点的 k 阶导数除以 k!。",
)


def _circular(
    which: int, *, hyperbolic: bool = False
) -> Callable[[SeriesArithmetic, Series], Series]:
    return lambda to, a: to.sine_and_cosine(a, hyperbolic=hyperbolic)[which]


def _ratio(above: int | None, below: int, *, hyperbolic: bool = False) -> Callable[..., Series]:
    def function(to: SeriesArithmetic, a: Series) -> Series:
        both = to.sine_and_cosine(a, hyperbolic=hyperbolic)
        top = to.constant(to.sp.S.One) if above is None else both[above]
        return to.divide(top, both[below])

    return function


def _inverse_function(
    head: str, slope: Callable[[SeriesArithmetic, Series], Series]
) -> Callable[..., Series]:
    def function(to: SeriesArithmetic, a: Series) -> Series:
        value = getattr(to.sp, head)
        return to.integrated(a, value, lambda u: slope(to, u))

    return function


def _one_plus_square(to: SeriesArithmetic, u: Series, sign: int, exponent: Any) -> Series:
    """(1 + sign·u²)^exponent."""
    square = to.scale(to.multiply(u, u), to.sp.Integer(sign))
    return to.power(to.add(to.constant(to.sp.S.One), square), exponent)


def _half(to: SeriesArithmetic) -> Any:
    return to.sp.Rational(-1, 2)


def _error_slope(sign: int) -> Callable[[SeriesArithmetic, Series], Series]:
    def slope(to: SeriesArithmetic, u: Series) -> Series:
        inner = to.exp(to.scale(to.multiply(u, u), to.sp.Integer(sign)))
        return to.scale(inner, 2 / to.sp.sqrt(to.sp.pi))

    return slope


def _by_derivatives(to: Expansion, expr: Call) -> Series:
    """A function of one argument that SymPy differentiates: Taylor's formula."""
    import sympy

    inner = to.of(expr.args[-1])
    if any(to.variable in arg.free_symbols() for arg in expr.args[:-1]):
        raise NoExpansion("a varying index", "指标含变量")
    t = sympy.Symbol(_T, real=True)
    outer = to_sympy(call(expr.head, *expr.args[:-1], symbol(_T)), domain={_T: "real"})
    derivatives = [outer]

    def coefficient(value: Any, k: int) -> Any:
        while len(derivatives) <= k:
            derivatives.append(sympy.diff(derivatives[-1], t))
        found = derivatives[k].subs(t, value)
        if found.has(sympy.Derivative, sympy.Subs, sympy.nan, sympy.zoo, sympy.oo):
            raise NoExpansion("a derivative has no value there", "某阶导数在该点无值")
        return sympy.expand_func(found) / sympy.factorial(k)

    return to.record("Taylor's formula", _TAYLOR, expr, to.arithmetic.composed(inner, coefficient))


_RULES: Mapping[str, _Rule] = {
    "add": _add,
    "neg": lambda to, expr: to.arithmetic.scale(to.of(expr.args[0]), -1),
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "sqrt": _root,
    "root": _root,
    "ln": _log,
    "log": _log,
    "abs": _abs,
    "exp": _known("exponential series", _EXP, SeriesArithmetic.exp),
    "sin": _known("sine series", _SIN, _circular(0)),
    "cos": _known("cosine series", _COS, _circular(1)),
    "tan": _known("quotient of series", _RATIO, _ratio(0, 1)),
    "cot": _known("quotient of series", _RATIO, _ratio(1, 0)),
    "sec": _known("quotient of series", _RATIO, _ratio(None, 1)),
    "csc": _known("quotient of series", _RATIO, _ratio(None, 0)),
    "sinh": _known("hyperbolic sine series", _SINH, _circular(0, hyperbolic=True)),
    "cosh": _known("hyperbolic cosine series", _COSH, _circular(1, hyperbolic=True)),
    "tanh": _known("quotient of series", _RATIO, _ratio(0, 1, hyperbolic=True)),
    "coth": _known("quotient of series", _RATIO, _ratio(1, 0, hyperbolic=True)),
    "sech": _known("quotient of series", _RATIO, _ratio(None, 1, hyperbolic=True)),
    "csch": _known("quotient of series", _RATIO, _ratio(None, 0, hyperbolic=True)),
    "atan": _known("integrate a series", _INTEGRATE, _inverse_function(
        "atan", lambda to, u: _one_plus_square(to, u, 1, to.sp.S.NegativeOne))),
    "asin": _known("integrate a series", _INTEGRATE, _inverse_function(
        "asin", lambda to, u: _one_plus_square(to, u, -1, _half(to)))),
    "acos": _known("integrate a series", _INTEGRATE, _inverse_function(
        "acos", lambda to, u: to.scale(_one_plus_square(to, u, -1, _half(to)), -1))),
    "asinh": _known("integrate a series", _INTEGRATE, _inverse_function(
        "asinh", lambda to, u: _one_plus_square(to, u, 1, _half(to)))),
    "atanh": _known("integrate a series", _INTEGRATE, _inverse_function(
        "atanh", lambda to, u: _one_plus_square(to, u, -1, to.sp.S.NegativeOne))),
    "erf": _known("integrate a series", _INTEGRATE, _inverse_function("erf", _error_slope(-1))),
    "erfi": _known("integrate a series", _INTEGRATE, _inverse_function("erfi", _error_slope(1))),
    **dict.fromkeys(
        ("gamma", "loggamma", "digamma", "lambertw", "besselj", "besseli", "airyai", "airybi", "zeta",
         "erfc", "acosh", "Ei", "Shi", "Chi", "Ci", "polygamma", "factorial"),
        _by_derivatives,
    ),
    "Si": _known("integrate a series", _INTEGRATE, _inverse_function(
        "Si", lambda to, u: to.divide(to.sine_and_cosine(u)[0], u))),
}  # fmt: skip
