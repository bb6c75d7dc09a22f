"""Expressions as functions of NumPy arrays, element by element, by closures; nan outside the domain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.arb_real import as_ratio
from abacist.notation.float_functions import array_function, special_function
from abacist.notation.refusal import NotRepresentable
from abacist.notation.scalar_form import compile_rhs, compile_scalar

__all__ = ["compile_numpy", "compile_rhs", "compile_scalar"]

Closure = Callable[[Sequence[Any]], Any]


def compile_numpy(expr: Expr, variables: Sequence[str]) -> Callable[..., Any]:
    """The expression as a function of arrays or floats, in the order of `variables`.

    Arrays are broadcast against each other; the result has their common shape, or is a float for floats.
    Elements without a real value, or one too large for a float, are nan. Raises `NotRepresentable` for
    heads without a floating-point form and for symbols that are no variables.
    """
    import numpy as np

    closure = _Compiler({name: place for place, name in enumerate(variables)}).compile(expr)

    def function(*values: Any) -> Any:
        arrays = [np.asarray(value, dtype=float) for value in values]
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        with np.errstate(all="ignore"):
            result = np.asarray(closure(arrays), dtype=float)
        finite = np.isfinite(result)
        if not finite.all():  # a pole and an overflow are no values
            result = np.where(finite, result, np.nan)
        if shape == ():
            return float(result)
        if result.shape != shape:  # a constant has the shape of its arguments too
            return np.broadcast_to(result, shape).copy()
        return result.copy() if any(result is array for array in arrays) else result

    return function


@dataclass(frozen=True)
class _Compiler:
    places: Mapping[str, int]

    @cached_property
    def np(self) -> Any:
        """The module `numpy`, imported on first use."""
        import numpy as np

        return np

    def compile(self, expr: Expr) -> Closure:
        """The closure of an expression over a list of arrays."""
        if isinstance(expr, Number):
            value = self.np.float64(_as_float(expr))
            return lambda _: value
        if isinstance(expr, Symbol):
            return self._symbol(expr.name)
        assert isinstance(expr, Call)
        rule = _RULES.get(expr.head)
        if rule is not None:
            return rule(self, *expr.args)
        function = array_function(expr.head) or special_function(expr.head)
        if function is None:
            raise NotRepresentable(f"{expr.head}(…) in NumPy")
        closures = [self.compile(arg) for arg in expr.args]
        if len(closures) == 1:
            inner = closures[0]
            return lambda v: function(inner(v))
        return lambda v: function(*(closure(v) for closure in closures))

    def _symbol(self, name: str) -> Closure:
        if name in self.places:
            place = self.places[name]
            return lambda v: v[place]
        np = self.np
        known = {"pi": np.pi, "E": np.e, "oo": np.inf, "undefined": np.nan}.get(name)
        if known is None:
            raise NotRepresentable(f"the symbol {name}, which has no value")
        value = np.float64(known)
        return lambda _: value

    def condition(self, expr: Expr) -> Closure:
        """The closure of a condition, to an array of truths."""
        np = self.np
        if isinstance(expr, Symbol) and expr.name in ("true", "false"):
            truth = np.bool_(expr.name == "true")
            return lambda _: truth
        if isinstance(expr, Call) and expr.head in _COMPARE:
            compare = getattr(np, _COMPARE[expr.head])
            left, right = (self.compile(arg) for arg in expr.args)
            return lambda v: compare(left(v), right(v))
        if isinstance(expr, Call) and expr.head in ("and", "or"):
            parts = [self.condition(arg) for arg in expr.args]
            join = np.logical_and if expr.head == "and" else np.logical_or
            return lambda v: _chain(join, parts, v)
        if isinstance(expr, Call) and expr.head == "not":
            inner = self.condition(expr.args[0])
            return lambda v: np.logical_not(inner(v))
        raise NotRepresentable("a condition in NumPy that is no relation")


_COMPARE = {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "eq": "equal",
    "ne": "not_equal",
}


def _as_float(expr: Number) -> float:
    try:
        return float(expr.value)
    except OverflowError:
        return float("inf") if expr.value > 0 else float("-inf")


def _chain(join: Callable[[Any, Any], Any], parts: list[Closure], v: Sequence[Any]) -> Any:
    result = parts[0](v)
    for part in parts[1:]:
        result = join(result, part(v))
    return result


def _joined(name: str) -> Callable[..., Closure]:
    def rule(to: _Compiler, *args: Expr) -> Closure:
        join, parts = getattr(to.np, name), [to.compile(arg) for arg in args]
        return lambda v: _chain(join, parts, v)

    return rule


def _pow(to: _Compiler, a: Expr, b: Expr) -> Closure:
    np, base, ratio = to.np, to.compile(a), as_ratio(b)
    if ratio == 2:
        return lambda v: np.square(base(v))
    if ratio is not None and ratio.denominator == 1 and abs(ratio) <= 64:
        n = int(ratio)
        # NumPy's power of a float is exact for small whole exponents of either sign
        return lambda v: np.power(base(v), float(n))
    exponent = to.compile(b)
    return lambda v: np.power(base(v), exponent(v))


def _root(to: _Compiler, a: Expr, n: Expr) -> Closure:
    np, radicand, degree = to.np, to.compile(a), as_ratio(n)
    if degree is None:
        inverse = to.compile(n)
        return lambda v: np.power(radicand(v), 1.0 / inverse(v))
    if degree == 3:
        return lambda v: np.cbrt(radicand(v))
    exponent = 1.0 / float(degree)
    if degree.denominator != 1 or degree % 2 == 0:
        return lambda v: np.power(radicand(v), exponent)

    def root(v: Sequence[Any]) -> Any:
        x = radicand(v)
        return np.copysign(np.power(np.abs(x), exponent), x)

    return root


def _log(to: _Compiler, a: Expr, base: Expr | None = None) -> Closure:
    np, inner = to.np, to.compile(a)
    if base is None:
        return lambda v: np.log(inner(v))
    if as_ratio(base) in (2, 10):
        exact = np.log2 if as_ratio(base) == 2 else np.log10
        return lambda v: exact(inner(v))
    lower = to.compile(base)
    return lambda v: np.log(inner(v)) / np.log(lower(v))


def _neg(to: _Compiler, a: Expr) -> Closure:
    inner = to.compile(a)
    return lambda v: -inner(v)


def _div(to: _Compiler, a: Expr, b: Expr) -> Closure:
    """A division by 0 is nan, not an infinity: the quotient has no value there."""
    np, above, below = to.np, to.compile(a), to.compile(b)

    def divide(v: Sequence[Any]) -> Any:
        bottom = below(v)
        quotient = above(v) / bottom
        if np.not_equal(bottom, 0).all():
            return quotient
        return np.where(np.equal(bottom, 0), np.nan, quotient)

    return divide


def _piecewise(to: _Compiler, *parts: Expr) -> Closure:
    np, branches = to.np, []
    for part in parts:
        if not isinstance(part, Call) or part.head not in ("case", "otherwise"):
            raise NotRepresentable("a piecewise function without cases")
        condition = to.condition(part.args[1] if part.head == "case" else Symbol("true"))
        branches.append((condition, to.compile(part.args[0])))

    def piecewise(v: Sequence[Any]) -> Any:
        result: Any = np.float64(np.nan)
        for condition, branch in reversed(branches):
            result = np.where(condition(v), branch(v), result)
        return result

    return piecewise


def _over_range(product: bool) -> Callable[..., Closure]:
    """A sum or product over the integers between two numbers, as many terms as there are."""

    def rule(to: _Compiler, term: Expr, n: Expr, a: Expr, b: Expr) -> Closure:
        first, last = as_ratio(a), as_ratio(b)
        whole = first is not None and last is not None and first.denominator * last.denominator == 1
        if not isinstance(n, Symbol) or first is None or last is None or not whole:
            raise NotRepresentable("a sum in NumPy whose bounds are not written as integers")
        size = max(to.places.values(), default=-1) + 1
        inner = _Compiler({**to.places, n.name: size}).compile(term)
        indices = range(int(first), int(last) + 1)

        def over_range(v: Sequence[Any]) -> Any:
            outer = (*list(v)[:size], *([to.np.nan] * (size - len(v))))
            result: Any = to.np.float64(1.0 if product else 0.0)
            for index in indices:
                value = inner((*outer, to.np.float64(index)))
                result = result * value if product else result + value
            return result

        return over_range

    return rule


_RULES: Mapping[str, Callable[..., Closure]] = {
    "add": _joined("add"),
    "mul": _joined("multiply"),
    "max": _joined("maximum"),
    "min": _joined("minimum"),
    "neg": _neg,
    "div": _div,
    "pow": _pow,
    "root": _root,
    "log": _log,
    "mod": _joined("mod"),
    "piecewise": _piecewise,
    "sum": _over_range(False),
    "product": _over_range(True),
}
