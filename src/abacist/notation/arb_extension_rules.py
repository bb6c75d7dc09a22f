"""How single heads are continued analytically: arithmetic, jumps and corners, some special functions.

See `arb_extension`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from abacist.core.expr import Call, Expr, Symbol
from abacist.notation.arb_conditions import NotReal, compile_condition
from abacist.notation.arb_extension import (
    ExtensionCompiler,
    guarded_method,
    positive,
    real_parts,
    within_one_of_the_line,
)
from abacist.notation.arb_real import Closure, as_ratio
from abacist.notation.refusal import NotRepresentable

__all__ = ["EXTENSIONS"]


# ---- arithmetic


def _add(to: ExtensionCompiler, *terms: Expr) -> Closure:
    first, *rest = [to.compile(term) for term in terms]

    def add(v: Sequence[Any]) -> Any:
        total = first(v)
        for term in rest:
            total = total + term(v)
        return total

    return add


def _mul(to: ExtensionCompiler, *factors: Expr) -> Closure:
    first, *rest = [to.compile(factor) for factor in factors]

    def multiply(v: Sequence[Any]) -> Any:
        product = first(v)
        for factor in rest:
            product = product * factor(v)
        return product

    return multiply


def _neg(to: ExtensionCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: -inner(v)


def _div(to: ExtensionCompiler, a: Expr, b: Expr) -> Closure:
    above, below = to.compile(a), to.compile(b)
    return lambda v: above(v) / below(v)


def _pow(to: ExtensionCompiler, a: Expr, b: Expr) -> Closure:
    base, ratio, nan = to.compile(a), as_ratio(b), to.nan
    if ratio is not None and ratio.denominator == 1 and abs(ratio) < 10_000:
        n = int(ratio)
        return lambda v: _whole_power(base(v), n)
    exponent = to.compile(b)

    def power(v: Sequence[Any]) -> Any:
        w = base(v)
        return (exponent(v) * w.log()).exp() if w.real > 0 else nan

    return power


def _whole_power(w: Any, n: int) -> Any:
    if n < 0:
        return 1 / _whole_power(w, -n)
    result = type(w)(1)
    while n:
        if n & 1:
            result = result * w
        n >>= 1
        if n:
            w = w * w
    return result


def _root(to: ExtensionCompiler, a: Expr, n: Expr) -> Closure:
    radicand, degree, nan = to.compile(a), as_ratio(n), to.nan
    if degree is None or degree.denominator != 1 or degree < 2:
        raise NotRepresentable("the integration of a root of another degree than 2, 3, …")
    k = int(degree)

    def root(v: Sequence[Any]) -> Any:
        w = radicand(v)
        if w.real > 0:
            return w.root(k)
        return -((-w).root(k)) if k % 2 == 1 and w.real < 0 else nan

    return root


def _log(to: ExtensionCompiler, a: Expr, base: Expr | None = None) -> Closure:
    above = guarded_method(to, to.compile(a), "log", positive)
    if base is None:
        return above
    below = guarded_method(to, to.compile(base), "log", positive)
    return lambda v: above(v) / below(v)


def _percent(to: ExtensionCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: inner(v) / 100


def _degree(to: ExtensionCompiler, a: Expr) -> Closure:
    inner, pi = to.compile(a), to.flint.arb.pi
    return lambda v: inner(v) * pi() / 180


# ---- functions with jumps and corners: analytic between them


def _abs(to: ExtensionCompiler, a: Expr) -> Closure:
    inner, nan = to.compile(a), to.nan

    def absolute(v: Sequence[Any]) -> Any:
        w = inner(v)
        return w if w.real > 0 else (-w if w.real < 0 else nan)

    return absolute


def _step(below: int, above: int, scale: str = "") -> Callable[..., Closure]:
    """A function with one value on either side of 0, times π where `scale` says so."""

    def rule(to: ExtensionCompiler, a: Expr) -> Closure:
        inner, nan, acb, arb = to.compile(a), to.nan, to.flint.acb, to.flint.arb

        def step(v: Sequence[Any]) -> Any:
            side = inner(v).real
            if not (side > 0 or side < 0):
                return nan
            value = acb(above if side > 0 else below)
            return value * arb.pi() if scale else value

        return step

    return rule


def _rounded(name: str) -> Callable[..., Closure]:
    def rule(to: ExtensionCompiler, a: Expr) -> Closure:
        inner, acb, nan = to.compile(a), to.flint.acb, to.nan

        def rounded(v: Sequence[Any]) -> Any:
            x = inner(v).real
            if not x.is_finite() or x.contains_integer():
                return nan
            whole = getattr(x, name)().unique_fmpz()
            return nan if whole is None else acb(whole)

        return rounded

    return rule


def _mod(to: ExtensionCompiler, a: Expr, m: Expr) -> Closure:
    value, modulus, nan = to.compile(a), to.compile(m), to.nan

    def mod(v: Sequence[Any]) -> Any:
        x, y = value(v), modulus(v)
        quotient = (x / y).real
        if not quotient.is_finite() or quotient.contains_integer():
            return nan
        whole = quotient.floor().unique_fmpz()
        return nan if whole is None else x - y * whole

    return mod


def _extreme(largest: bool) -> Callable[..., Closure]:
    def rule(to: ExtensionCompiler, *args: Expr) -> Closure:
        closures, nan = [to.compile(arg) for arg in args], to.nan

        def extreme(v: Sequence[Any]) -> Any:
            best, *others = (closure(v) for closure in closures)
            for other in others:
                gap = (other - best).real
                if not (gap > 0 or gap < 0):
                    return nan
                best = other if (gap > 0) is largest else best
            return best

        return extreme

    return rule


def _atan2(to: ExtensionCompiler, a: Expr, b: Expr) -> Closure:
    up, along, arb, nan = to.compile(a), to.compile(b), to.flint.arb, to.nan

    def atan2(v: Sequence[Any]) -> Any:
        y, x = up(v), along(v)
        if x.real > 0:
            slope, turn = y / x, None
        elif y.real > 0 or y.real < 0:
            slope, turn = -x / y, arb.pi() / (2 if y.real > 0 else -2)
        else:
            return nan
        if not within_one_of_the_line(slope):
            return nan
        return slope.atan() if turn is None else slope.atan() + turn

    return atan2


def _piecewise(to: ExtensionCompiler, *parts: Expr) -> Closure:
    branches = []
    for part in parts:
        if not isinstance(part, Call) or part.head not in ("case", "otherwise"):
            raise NotRepresentable("a piecewise function without cases")
        condition = compile_condition(to.real, part.args[1] if part.head == "case" else _TRUE)
        branches.append((to.compile(part.args[0]), condition))
    nan = to.nan

    def piecewise(v: Sequence[Any]) -> Any:
        parts_ = real_parts(v)
        try:
            for branch, condition in branches:
                truth = condition(parts_)
                if truth is not False:
                    return branch(v) if truth else nan
        except NotReal:
            return nan
        return nan

    return piecewise


_TRUE = Symbol("true")


# ---- special functions


def _same(to: ExtensionCompiler, a: Expr) -> Closure:
    return to.compile(a)


def _imaginary(to: ExtensionCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: inner(v) * 0


def _factorial(to: ExtensionCompiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: (inner(v) + 1).gamma()


def _polygamma(to: ExtensionCompiler, n: Expr, x: Expr) -> Closure:
    order, point = as_ratio(n), to.compile(x)
    if order is None or order.denominator != 1 or order < 0:
        raise NotRepresentable("the integration of polygamma of another order than 0, 1, …")
    return lambda v: point(v).polygamma(int(order))


def _beta(to: ExtensionCompiler, a: Expr, b: Expr) -> Closure:
    first, second = to.compile(a), to.compile(b)

    def beta(v: Sequence[Any]) -> Any:
        x, y = first(v), second(v)
        return x.gamma() * y.gamma() * (x + y).rgamma()

    return beta


def _lambertw(to: ExtensionCompiler, a: Expr, branch: Expr | None = None) -> Closure:
    if branch is not None and as_ratio(branch) != 0:
        raise NotRepresentable("the integration of another branch of the Lambert function")
    inner, nan, lowest = to.compile(a), to.nan, to.flint.arb("-0.36")  # above −1/e

    def lambertw(v: Sequence[Any]) -> Any:
        w = inner(v)
        return w.lambertw() if w.real > lowest else nan

    return lambertw


EXTENSIONS: Mapping[str, Callable[..., Closure]] = {
    "add": _add,
    "mul": _mul,
    "neg": _neg,
    "div": _div,
    "pow": _pow,
    "root": _root,
    "log": _log,
    "percent": _percent,
    "degree": _degree,
    "abs": _abs,
    "sign": _step(-1, 1),
    "heaviside": _step(0, 1),
    "arg": _step(1, 0, "pi"),
    "floor": _rounded("floor"),
    "ceil": _rounded("ceil"),
    "mod": _mod,
    "max": _extreme(True),
    "min": _extreme(False),
    "atan2": _atan2,
    "piecewise": _piecewise,
    "re": _same,
    "conj": _same,
    "im": _imaginary,
    "factorial": _factorial,
    "polygamma": _polygamma,
    "beta": _beta,
    "lambertw": _lambertw,
}
