"""Constants as exact algebraic numbers: +, −, ×, ÷, radicals, and sines and cosines of known angles.

An element is a number of the algebraic closure of the rationals, kept by FLINT as its minimal polynomial
and an isolating ball, so that equality and order are decided, never guessed. Powers are principal values;
`root(a, n)` with odd n and real a is the real root.

Source: F. Johansson, "Calcium: computing in exact real and complex fields", ISSAC 2021,
doi:10.1145/3452143.3465513.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Any

from abacist.checking.algebraic_field import (
    NotAlgebraic,
    UndefinedValue,
    element,
    field,
    is_real,
    less,
    power,
    quotient,
    rational,
)
from abacist.checking.degree_bounds import degree_bound
from abacist.checking.integer_functions import INTEGER_FUNCTIONS
from abacist.checking.linear_terms import (
    TooManyTerms,
    linear_terms,
    sorted_factors,
)
from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["algebraic", "angle_unit", "is_zero_angle", "is_zero_logarithm"]

_DEGREES = 64
_TERMS = 2_000


def algebraic(expr: Expr, values: Mapping[str, Any] | None = None, *, real: bool = False) -> Any:
    """The exact value of a constant expression; `values` gives elements for symbols.

    `real`: an expression with a part that is not real (√−1) has no value.
    Raises `NotAlgebraic` where it is not known to be algebraic, `UndefinedValue` where it has no value.
    """
    if degree_bound(expr) > _DEGREES:
        raise NotAlgebraic
    return _Evaluation(dict(values or {}), real).of(expr)


def angle_unit(angle: Expr) -> Any:
    """cos + i·sin of a real angle made of multiples of π and of inverse circular functions."""
    if degree_bound(angle) > _DEGREES:
        raise NotAlgebraic
    return _Evaluation({}, True).unit(angle)


def is_zero_angle(angle: Expr) -> bool:
    """True where a combination of π and inverse circular functions is certainly a multiple of 2π."""
    try:
        return bool(angle_unit(angle).is_one())
    except (NotAlgebraic, UndefinedValue):
        return False


def is_zero_logarithm(exponent: Expr) -> bool:
    """True where e to a combination of logarithms of algebraic numbers is certainly one."""
    try:
        return bool(_Evaluation({}, False).exponential(exponent).is_one())
    except (NotAlgebraic, UndefinedValue):
        return False


class _Evaluation:
    """One walk over one tree."""

    __slots__ = ("must_be_real", "values")

    def __init__(self, values: dict[str, Any], must_be_real: bool) -> None:
        self.values = values
        self.must_be_real = must_be_real

    def of(self, expr: Expr) -> Any:
        if isinstance(expr, Number):
            return element(expr.value)
        if isinstance(expr, Symbol):
            if expr.name == "I":
                return field()(-1).sqrt()
            if expr.name == "undefined":
                raise UndefinedValue
            if expr.name not in self.values:
                raise NotAlgebraic
            return self.values[expr.name]
        assert isinstance(expr, Call)
        value = self.call(expr)
        if self.must_be_real and not is_real(value):
            raise UndefinedValue
        return value

    def call(self, expr: Call) -> Any:
        rule = _RULES.get(expr.head)
        if rule is not None:
            return rule(*(self.of(arg) for arg in expr.args))
        special = _SPECIAL.get(expr.head)
        if special is None:
            raise NotAlgebraic
        return special(self, expr)

    def real(self, expr: Expr) -> Any:
        """The value, which must be real."""
        value = self.of(expr)
        if not is_real(value):
            raise NotAlgebraic
        return value

    def fraction(self, expr: Expr) -> Fraction:
        """The value, which must be rational."""
        value = rational(self.of(expr))
        if value is None:
            raise NotAlgebraic
        return value

    def integer(self, expr: Expr, most: int = 10_000) -> int:
        value = self.fraction(expr)
        if value.denominator != 1 or abs(value) > most:
            raise NotAlgebraic
        return int(value)

    def power(self, call: Call) -> Any:
        base, exponent = call.args
        if base == Symbol("E"):
            return self.exponential(exponent)
        return power(self.of(base), self.fraction(exponent))

    def root(self, call: Call) -> Any:
        value, degree = self.of(call.args[0]), self.fraction(call.args[1])
        if degree == 0:
            raise UndefinedValue
        if degree.denominator == 1 and degree % 2 and is_real(value) and less(value, field()(0)):
            return -power(-value, 1 / degree)
        return power(value, 1 / degree)

    def exponential(self, exponent: Expr) -> Any:
        """e to a combination of logarithms of algebraic numbers and of angles times i."""
        result = field()(1)
        for coefficient, kind, value in self.logarithmic_terms(exponent):
            if kind == "log":
                result *= power(value, coefficient)
            elif kind == "turn":
                result *= power(field()(-1), coefficient % 2)
            elif coefficient:
                raise NotAlgebraic
        return result

    def logarithmic_terms(self, expr: Expr) -> list[tuple[Fraction, str, Any]]:
        """A sum of c·ln(a), c·iπ and constants c, as (c, kind, a)."""
        terms: list[tuple[Fraction, str, Any]] = []
        for coefficient, factors in _terms(expr):
            match sorted_factors(factors):
                case ():
                    terms.append((coefficient, "one", None))
                case (Call(head="ln", args=(inner,)),) | (Call(head="log", args=(inner,)),):
                    terms.append((coefficient, "log", self.of(inner)))
                case (Symbol(name="I"), Symbol(name="pi")) | (Symbol(name="pi"), Symbol(name="I")):
                    terms.append((coefficient, "turn", None))
                case _:
                    raise NotAlgebraic
        return terms

    def unit(self, angle: Expr) -> Any:
        """cos + i·sin of a real angle made of multiples of π and of inverse functions."""
        result = field()(1)
        turns = rest = Fraction(0)
        for coefficient, factors in _terms(angle):
            match sorted_factors(factors):
                case ():
                    rest += coefficient
                case (Symbol(name="pi"),):
                    turns += coefficient
                case (Call(head=head, args=(inner,)),) if head in _ARCS:
                    result *= power(_ARCS[head](self.real(inner)), coefficient)
                case _:
                    raise NotAlgebraic
        if rest:
            raise NotAlgebraic
        return result * power(field()(-1), turns % 2)

    def trigonometric(self, call: Call) -> Any:
        unit = self.unit(call.args[0])
        cosine, sine = field().real(unit), field().imag(unit)
        top, bottom = {
            "sin": (sine, None),
            "cos": (cosine, None),
            "tan": (sine, cosine),
            "cot": (cosine, sine),
            "sec": (field()(1), cosine),
            "csc": (field()(1), sine),
        }[call.head]
        return top if bottom is None else quotient(top, bottom)

    def hyperbolic(self, call: Call) -> Any:
        up = self.exponential(call.args[0])
        down = quotient(field()(1), up)
        sine, cosine = (up - down) / field()(2), (up + down) / field()(2)
        top, bottom = {
            "sinh": (sine, None),
            "cosh": (cosine, None),
            "tanh": (sine, cosine),
            "coth": (cosine, sine),
            "sech": (field()(1), cosine),
            "csch": (field()(1), sine),
        }[call.head]
        return top if bottom is None else quotient(top, bottom)

    def natural_logarithm(self, call: Call) -> Any:
        """ln 1 = 0 and ln e^q = q; the logarithm of any other algebraic number is transcendental."""
        if len(call.args) == 2:
            return self.logarithm(call)
        argument = call.args[0]
        if argument == Symbol("E"):
            return field()(1)
        if isinstance(argument, Call) and argument.head in ("exp", "pow"):
            base, exponent = (
                (Symbol("E"), argument.args[0]) if argument.head == "exp" else argument.args
            )
            if base == Symbol("E"):
                return self.real(exponent)
        value = self.of(argument)
        if value.is_zero():
            raise UndefinedValue
        if value.is_one():
            return field()(0)
        raise NotAlgebraic

    def logarithm(self, call: Call) -> Any:
        """The rational q with base^q = a, where there is one: both are powers of one rational number."""
        value, base = self.of(call.args[0]), self.of(call.args[1])
        if value.is_zero() or base.is_zero() or base.is_one():
            raise UndefinedValue
        if value.is_one():
            return field()(0)
        if not (is_real(value) and is_real(base)):
            raise NotAlgebraic
        for denominator in range(1, 13):
            raised = power(value, Fraction(denominator))
            for sign in (1, -1):
                current = field()(1)
                for numerator in range(1, 65):
                    current = quotient(current, base) if sign < 0 else current * base
                    if current == raised:
                        return element(Fraction(sign * numerator, denominator))
                    if rational(base) is None and numerator > 12:
                        break
        raise NotAlgebraic

    def arc(self, call: Call) -> Any:
        """asin 0, atan 0, acos 1: every other value is transcendental."""
        inner = self.real(call.args[0])
        if _ARCS[call.head](inner).is_one():
            return field()(0)
        raise NotAlgebraic

    def whole(self, call: Call) -> Any:
        """Functions of integers, by Python's integers."""
        numbers = [self.integer(arg) for arg in call.args]
        try:
            return field()(INTEGER_FUNCTIONS[call.head](*numbers))
        except (ValueError, ZeroDivisionError) as error:
            raise UndefinedValue from error

    def divisors(self, call: Call) -> Any:
        numbers = [self.integer(arg, 10**30) for arg in call.args]
        return field()((math.gcd if call.head == "gcd" else math.lcm)(*numbers))

    def extreme(self, call: Call) -> Any:
        values = [self.real(arg) for arg in call.args]
        if call.head == "max":
            return reduce(lambda a, b: b if less(a, b) else a, values)
        return reduce(lambda a, b: b if less(b, a) else a, values)

    def rounded(self, call: Call) -> Any:
        """Floor, ceiling, and the remainder a − m·⌊a/m⌋."""
        a = self.real(call.args[0])
        if call.head == "ceil":
            return field().ceil(a)
        if call.head == "floor":
            return field().floor(a)
        m = self.real(call.args[1])
        return a - m * field().floor(quotient(a, m))

    def repeated(self, call: Call) -> Any:
        """A finite sum or product, term by term."""
        term, index, lower, upper = call.args
        assert isinstance(index, Symbol)
        first, last = self.integer(lower, 10**9), self.integer(upper, 10**9)
        if last - first > _TERMS:
            raise NotAlgebraic
        total = field()(0 if call.head == "sum" else 1)
        outside = self.values.get(index.name)
        for k in range(first, last + 1):
            self.values[index.name] = field()(k)
            value = self.of(term)
            total = total + value if call.head == "sum" else total * value
        self.values.pop(index.name, None)
        if outside is not None:
            self.values[index.name] = outside
        return total


def _terms(expr: Expr) -> list[tuple[Fraction, tuple[Expr, ...]]]:
    try:
        return linear_terms(expr)
    except TooManyTerms as error:
        raise NotAlgebraic from error


def _absolute(a: Any) -> Any:
    return field().abs(a)


def _sign(a: Any) -> Any:
    return field().sgn(a)


def _in_disc(u: Any) -> Any:
    """√(1 − u²) for a sine or cosine u; an angle is real only for −1 ≤ u ≤ 1."""
    rest = field()(1) - u * u
    if less(rest, field()(0)):
        raise NotAlgebraic
    return rest.sqrt()


def _imaginary() -> Any:
    return field()(-1).sqrt()


_ARCS: Mapping[str, Callable[[Any], Any]] = {
    "asin": lambda u: _in_disc(u) + _imaginary() * u,
    "acos": lambda u: u + _imaginary() * _in_disc(u),
    "atan": lambda u: (field()(1) + _imaginary() * u) / (field()(1) + u * u).sqrt(),
}
"""Inverse functions of a real number: cos + i·sin of the angle."""


_RULES: Mapping[str, Callable[..., Any]] = {
    "add": lambda *terms: reduce(lambda a, b: a + b, terms),
    "mul": lambda *factors: reduce(lambda a, b: a * b, factors),
    "neg": lambda a: -a,
    "div": quotient,
    "sqrt": lambda a: a.sqrt(),
    "abs": _absolute,
    "sign": _sign,
    "re": lambda a: field().real(a),
    "im": lambda a: field().imag(a),
    "conj": lambda a: field().conj(a),
    "percent": lambda a: a / field()(100),
}

_SPECIAL: Mapping[str, Callable[[_Evaluation, Call], Any]] = {
    "pow": _Evaluation.power,
    "root": _Evaluation.root,
    "exp": lambda self, call: self.exponential(call.args[0]),
    **dict.fromkeys(("floor", "ceil", "mod"), _Evaluation.rounded),
    "ln": _Evaluation.natural_logarithm,
    "log": _Evaluation.natural_logarithm,
    **dict.fromkeys(("sin", "cos", "tan", "cot", "sec", "csc"), _Evaluation.trigonometric),
    **dict.fromkeys(("sinh", "cosh", "tanh", "coth", "sech", "csch"), _Evaluation.hyperbolic),
    **dict.fromkeys(_ARCS, _Evaluation.arc),
    **dict.fromkeys(INTEGER_FUNCTIONS, _Evaluation.whole),
    **dict.fromkeys(("gcd", "lcm"), _Evaluation.divisors),
    **dict.fromkeys(("max", "min"), _Evaluation.extreme),
    **dict.fromkeys(("sum", "product"), _Evaluation.repeated),
}
