"""Arithmetic, powers and roots for real balls. See `arb_real`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from abacist.core.expr import Expr, div
from abacist.notation.arb_real import Closure, RealCompiler, Rule, as_ratio, whole_number
from abacist.notation.refusal import NotRepresentable

__all__ = ["ARITHMETIC", "integer_power"]

_MOST_FACTORS = 10_000_000


def _add(to: RealCompiler, *terms: Expr) -> Closure:
    first, *rest = [to.compile(term) for term in terms]
    if len(rest) == 1:
        second = rest[0]
        return lambda v: first(v) + second(v)

    def add(v: Sequence[Any]) -> Any:
        total = first(v)
        for term in rest:
            total = total + term(v)
        return total

    return add


def _mul(to: RealCompiler, *factors: Expr) -> Closure:
    first, *rest = [to.compile(factor) for factor in factors]
    if len(rest) == 1:
        second = rest[0]
        return lambda v: first(v) * second(v)

    def multiply(v: Sequence[Any]) -> Any:
        product = first(v)
        for factor in rest:
            product = product * factor(v)
        return product

    return multiply


def _neg(to: RealCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: -inner(v)


def _div(to: RealCompiler, a: Expr, b: Expr) -> Closure:
    ratio = as_ratio(div(a, b))
    if ratio is not None:
        exact, arb = to.flint.fmpq(ratio.numerator, ratio.denominator), to.flint.arb
        return lambda _: arb(exact)
    above, below = to.compile(a), to.compile(b)
    return lambda v: above(v) / below(v)


def integer_power(x: Any, n: int) -> Any:
    """x**n for n ≥ 0 by products, so that balls around 0 and of any width stay finite.

    FLINT's own power goes through the logarithm for balls that are not exact.
    """
    if n == 0:
        return type(x)(1)
    if x.is_exact():
        return x**n
    result = None
    while True:
        if n & 1:
            result = x if result is None else result * x
        n >>= 1
        if not n:
            return result
        x = x * x
        if x.contains(0):
            x = x.nonnegative_part()


def _pow(to: RealCompiler, a: Expr, b: Expr) -> Closure:
    base, ratio = to.compile(a), as_ratio(b)
    if ratio is not None and abs(ratio) > _MOST_FACTORS:
        ratio = None
    if ratio is None:
        return _general_power(to, base, to.compile(b))
    if ratio.denominator == 1:
        return _whole_power(to, base, int(ratio))
    root = _principal_root(to, base, ratio.denominator)
    return _whole_power(to, root, ratio.numerator)


def _whole_power(to: RealCompiler, base: Closure, n: int) -> Closure:
    if n == 1:
        return base
    if n >= 0:
        return lambda v: integer_power(base(v), n)
    return lambda v: 1 / integer_power(base(v), -n)


def _general_power(to: RealCompiler, base: Closure, exponent: Closure) -> Closure:
    nan = to.nan

    def power(v: Sequence[Any]) -> Any:
        x, y = base(v), exponent(v)
        n = whole_number(y) if y.is_finite() else None
        if n is not None and abs(n) <= _MOST_FACTORS:
            return integer_power(x, n) if n >= 0 else 1 / integer_power(x, -n)
        if x.is_zero():
            return x if y > 0 else nan
        return (y * x.log()).exp() if n is None else x**y

    return power


def _principal_root(to: RealCompiler, radicand: Closure, degree: int) -> Closure:
    """The root of degree 2, 3, …: the number ≥ 0 for a number ≥ 0, not finite for any other."""
    partial = to.partial

    def root(v: Sequence[Any]) -> Any:
        x = radicand(v)
        if partial and x.is_finite() and not (x > 0 or x < 0):
            return _root_from_zero(x.nonnegative_part(), degree)
        if degree == 2:
            return x.sqrt()
        return x if x.is_zero() else x.root(degree)

    return root


def _root_from_zero(x: Any, degree: int) -> Any:
    """All roots of the numbers of a ball that are not negative, where 0 may be among them."""
    if x.is_zero():
        return x
    highest = x.upper()
    top = highest.sqrt() if degree == 2 else highest.root(degree)
    return (top * 0).union(top)


def _sqrt(to: RealCompiler, a: Expr) -> Closure:
    return _principal_root(to, to.compile(a), 2)


def _root(to: RealCompiler, a: Expr, n: Expr) -> Closure:
    radicand, degree = to.compile(a), as_ratio(n)
    if degree is None:
        inverse = to.compile(n)
        return _general_power(to, radicand, lambda v: 1 / inverse(v))
    if degree.denominator != 1 or degree < 2:
        raise NotRepresentable("a root whose degree is not an integer of at least 2")
    if degree % 2 == 0:
        return _principal_root(to, radicand, int(degree))
    return _odd_root(to, radicand, int(degree))


def _odd_root(to: RealCompiler, radicand: Closure, degree: int) -> Closure:
    """Monotonic on the whole line, so a ball around 0 is enclosed by the roots of its ends."""

    def of_exact(x: Any) -> Any:
        if x.is_zero():
            return x
        return x.root(degree) if x > 0 else -((-x).root(degree))

    def root(v: Sequence[Any]) -> Any:
        x = radicand(v)
        if not x.is_finite():
            return x
        if x > 0:
            return x.root(degree)
        if x < 0:
            return -((-x).root(degree))
        return of_exact(x.lower()).union(of_exact(x.upper()))

    return root


def _ln(to: RealCompiler, a: Expr) -> Closure:
    inner, log = to.compile(a), to.flint.arb.log
    return lambda v: log(inner(v))


def _log(to: RealCompiler, a: Expr, base: Expr | None = None) -> Closure:
    if base is None:
        return _ln(to, a)
    above, below = _ln(to, a), _ln(to, base)
    return lambda v: above(v) / below(v)


def _percent(to: RealCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: inner(v) / 100


def _degree(to: RealCompiler, a: Expr) -> Closure:
    inner, pi = to.compile(a), to.flint.arb.pi
    return lambda v: inner(v) * pi() / 180


ARITHMETIC: Mapping[str, Rule] = {
    "add": _add,
    "mul": _mul,
    "neg": _neg,
    "div": _div,
    "pow": _pow,
    "sqrt": _sqrt,
    "root": _root,
    "ln": _ln,
    "log": _log,
    "percent": _percent,
    "degree": _degree,
}
