"""The remainder of a division of polynomials in one variable with rational coefficients, by long division."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from abacist.actions.numbers.integer_arithmetic import (
    Unsupported,
    fraction_expr,
    integer_of,
    rational_of,
)
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Symbol, add, mul, neg, number, pow_, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["coefficients", "divided", "polynomial_expr"]

_DEGREE = 1_000
_MOST_STEPS = 12
Coefficients = list[Fraction]


def coefficients(expr: Expr, variable: str) -> Coefficients:
    """The coefficients, the constant first, no zero last. Raises `Unsupported` or `TooLarge`."""
    return _trimmed(_coefficients(expr, variable))


def _coefficients(expr: Expr, variable: str) -> Coefficients:
    if variable not in expr.free_symbols():
        return [Fraction(rational_of(expr))]
    if isinstance(expr, Symbol):
        return [Fraction(0), Fraction(1)]
    assert isinstance(expr, Call)
    if expr.head == "pow" and variable not in expr.args[1].free_symbols():
        return _power(_coefficients(expr.args[0], variable), integer_of(expr.args[1]))
    if expr.head == "div" and variable not in expr.args[1].free_symbols():
        scale = Fraction(rational_of(expr.args[1]))
        if not scale:
            raise Unsupported("a division by zero")
        return [c / scale for c in _coefficients(expr.args[0], variable)]
    parts = [_coefficients(arg, variable) for arg in expr.args]
    if expr.head == "neg":
        return [-c for c in parts[0]]
    if expr.head not in ("add", "mul"):
        raise Unsupported(f"{expr} is no polynomial in {variable}")
    total = parts[0]
    for part in parts[1:]:
        total = _sum(total, part) if expr.head == "add" else _product(total, part)
    return total


def _power(base: Coefficients, exponent: int) -> Coefficients:
    if exponent < 0:
        raise Unsupported("a negative power is no polynomial")
    if exponent * (len(base) - 1) > _DEGREE:
        raise TooLarge(Message(en=f"a degree above {_DEGREE}", zh=f"次数超过 {_DEGREE}"))
    if base[:-1] == [0] * (len(base) - 1) and base[-1] == 1:
        return [Fraction(0)] * (exponent * (len(base) - 1)) + [Fraction(1)]
    result = [Fraction(1)]
    for _ in range(exponent):
        result = _product(result, base)
    return result


def _sum(a: Coefficients, b: Coefficients) -> Coefficients:
    size = max(len(a), len(b))
    padded = [[*p, *[Fraction(0)] * (size - len(p))] for p in (a, b)]
    return [x + y for x, y in zip(*padded, strict=True)]


def _product(a: Coefficients, b: Coefficients) -> Coefficients:
    found = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            found[i + j] += x * y
    return found


def _trimmed(a: Coefficients) -> Coefficients:
    while a and not a[-1]:
        a.pop()
    return a


def divided(
    dividend: Coefficients, divisor: Coefficients, variable: str
) -> tuple[Coefficients, tuple[Step, ...]]:
    """The remainder, and a step for each term of the quotient. The divisor is not zero."""
    rest, steps = list(dividend), []
    while len(rest) >= len(divisor):
        shift = len(rest) - len(divisor)
        factor = rest[-1] / divisor[-1]
        for index, c in enumerate(divisor):
            rest[index + shift] -= factor * c
        _trimmed(rest)
        if len(steps) < _MOST_STEPS:
            steps.append(_step(factor, shift, rest, variable))
    return rest, tuple(steps)


def _step(factor: Fraction, shift: int, rest: Coefficients, variable: str) -> Step:
    term = polynomial_expr([Fraction(0)] * shift + [factor], variable)
    return Step(
        rule="long division",
        says=Message(
            en="Subtract {t} times the divisor; what is left is {r}.",
            zh="减去除式的 {t} 倍，剩下 {r}。",
        ),
        values={"t": term, "r": polynomial_expr(rest, variable)},
    )


def polynomial_expr(values: Sequence[Fraction], variable: str) -> Expr:
    """The polynomial with the highest power first."""
    terms = [_term(c, k, variable) for k, c in reversed(list(enumerate(values))) if c]
    return add(*terms) if terms else number(0)


def _term(coefficient: Fraction, power: int, variable: str) -> Expr:
    if not power:
        return fraction_expr(coefficient)
    x = symbol(variable)
    monomial = x if power == 1 else pow_(x, number(power))
    if abs(coefficient) == 1:
        return monomial if coefficient > 0 else neg(monomial)
    return mul(fraction_expr(coefficient), monomial)
