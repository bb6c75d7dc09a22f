"""Expressions as fast functions of single floats, for the right-hand sides of differential equations.

The tree becomes closures over the tuple of values. A call costs most in Python, so sums and products whose
operands are variables or numbers get closures of their own that read them in place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.arb_real import as_ratio
from abacist.notation.float_functions import SCALAR, special_function
from abacist.notation.refusal import NotRepresentable

__all__ = ["compile_rhs", "compile_scalar"]

Values = Sequence[float]
Closure = Callable[[Values], float]
_NO_VALUE = (ValueError, ZeroDivisionError, OverflowError)
_CONSTANT = {"pi": math.pi, "E": math.e, "oo": math.inf, "undefined": math.nan}


def compile_scalar(expr: Expr, variables: Sequence[str]) -> Callable[..., float]:
    """The expression as a function of floats, given in the order of `variables`, to a float.

    nan where it has no real value. Raises `NotRepresentable` for heads without a floating-point form and for
    symbols that are no variables.
    """
    closure = _compile(expr, {name: place for place, name in enumerate(variables)})
    nan = math.nan

    def function(*values: float) -> float:
        try:
            return closure(values)
        except _NO_VALUE:
            return nan

    return function


def compile_rhs(
    derivatives: Sequence[Expr], variable: str, states: Sequence[str]
) -> Callable[[float, Sequence[float]], list[float]]:
    """The right-hand side f(t, y) of y' = f(t, y) as a function to a list with one float for each state."""
    places = {name: place for place, name in enumerate((variable, *states))}
    closures = [_compile(expr, places) for expr in derivatives]
    nan = math.nan

    def right_hand_side(t: float, y: Sequence[float]) -> list[float]:
        values = (t, *y)
        try:
            return [closure(values) for closure in closures]
        except _NO_VALUE:
            return [_or_nan(closure, values) for closure in closures]

    def _or_nan(closure: Closure, values: Values) -> float:
        try:
            return closure(values)
        except _NO_VALUE:
            return nan

    return right_hand_side


def _compile(expr: Expr, places: Mapping[str, int]) -> Closure:
    kind, value = _operand(expr, places)
    if kind == "number":
        return lambda _: value
    if kind == "variable":
        return lambda v: v[value]
    return value


def _operand(expr: Expr, places: Mapping[str, int]) -> tuple[str, Any]:
    """("number", float), ("variable", place) or ("closure", closure)."""
    if isinstance(expr, Symbol) and expr.name in places:
        return "variable", places[expr.name]
    if isinstance(expr, Symbol):
        if expr.name not in _CONSTANT:
            raise NotRepresentable(f"the symbol {expr.name}, which has no value")
        return "number", _CONSTANT[expr.name]
    if isinstance(expr, Number):
        return "number", _as_float(expr.value)
    closure = _node(expr, places)
    if any(isinstance(node, Symbol) and node.name in places for node in expr.walk()):
        return "closure", closure
    try:
        return "number", closure(())
    except _NO_VALUE:
        return "number", math.nan


def _as_float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _node(expr: Expr, places: Mapping[str, int]) -> Closure:
    assert isinstance(expr, Call)
    head, args = expr.head, expr.args
    rule = _RULES.get(head)
    if rule is not None:
        return rule(places, *args)
    if head in SCALAR:
        return _call(SCALAR[head], [_operand(arg, places) for arg in args])
    special = special_function(head)
    if special is not None:
        return _call(_quiet(special), [_operand(arg, places) for arg in args])
    raise NotRepresentable(f"{head}(…) in floating point")


def _quiet(special: Callable[..., Any]) -> Callable[..., float]:
    """A function of SciPy for single floats, without its warnings: nan says what they say."""
    import numpy as np

    def quiet(*values: float) -> float:
        with np.errstate(all="ignore"):
            return float(special(*values))

    return quiet


def _call(function: Callable[..., float], operands: list[tuple[str, Any]]) -> Closure:
    if len(operands) == 1:
        kind, a = operands[0]
        if kind == "variable":
            return lambda v: function(v[a])
        if kind == "closure":
            return lambda v: function(a(v))
    closures = [_as_closure(operand) for operand in operands]
    return lambda v: function(*[closure(v) for closure in closures])


def _as_closure(operand: tuple[str, Any]) -> Closure:
    kind, value = operand
    if kind == "number":
        return lambda _: value
    return (lambda v: v[value]) if kind == "variable" else value


def _sum(places: Mapping[str, int], *args: Expr) -> Closure:
    """A term that is a number times a variable, or subtracted, is taken in by the sum itself."""
    terms = [_operand(arg, places) for arg in args]
    return _fold(terms, 0.0, lambda a, b: a + b, _ADD)


def _product(places: Mapping[str, int], *args: Expr) -> Closure:
    factors = [_operand(arg, places) for arg in args]
    return _fold(factors, 1.0, lambda a, b: a * b, _MULTIPLY)


def _fold(
    operands: list[tuple[str, Any]],
    neutral: float,
    combine: Callable[[float, float], float],
    binary: Mapping[tuple[str, str], Callable[[Any, Any], Closure]],
) -> Closure:
    known = neutral
    for kind, value in operands:
        known = combine(known, value) if kind == "number" else known
    rest = [operand for operand in operands if operand[0] != "number"]
    if len(rest) < len(operands) and not (known == neutral and rest):
        rest.insert(0, ("number", known))
    while len(rest) > 1:
        # from the left, as the formula stands; three closures at once save a call
        if len(rest) > 2 and all(kind == "closure" for kind, _ in rest[:3]):
            closure = binary["three", ""](*[[value for _, value in rest[:3]], None])
            rest[:3] = [("closure", closure)]
            continue
        (kind_a, a), (kind_b, b) = rest[:2]
        if (kind_a, kind_b) not in binary:
            (kind_a, a), (kind_b, b) = (kind_b, b), (kind_a, a)
        rest[:2] = [("closure", binary[kind_a, kind_b](a, b))]
    return _as_closure(rest[0])


_ADD: Mapping[tuple[str, str], Callable[[Any, Any], Closure]] = {
    ("number", "variable"): lambda c, i: lambda v: c + v[i],
    ("number", "closure"): lambda c, f: lambda v: c + f(v),
    ("variable", "variable"): lambda i, j: lambda v: v[i] + v[j],
    ("variable", "closure"): lambda i, f: lambda v: v[i] + f(v),
    ("closure", "closure"): lambda f, g: lambda v: f(v) + g(v),
    ("three", ""): lambda fs, _: _add_three(*fs),
}

_MULTIPLY: Mapping[tuple[str, str], Callable[[Any, Any], Closure]] = {
    ("number", "variable"): lambda c, i: lambda v: c * v[i],
    ("number", "closure"): lambda c, f: lambda v: c * f(v),
    ("variable", "variable"): lambda i, j: lambda v: v[i] * v[j],
    ("variable", "closure"): lambda i, f: lambda v: v[i] * f(v),
    ("closure", "closure"): lambda f, g: lambda v: f(v) * g(v),
    ("three", ""): lambda fs, _: _multiply_three(*fs),
}


def _add_three(f: Closure, g: Closure, h: Closure) -> Closure:
    return lambda v: f(v) + g(v) + h(v)


def _multiply_three(f: Closure, g: Closure, h: Closure) -> Closure:
    return lambda v: f(v) * g(v) * h(v)


def _neg(places: Mapping[str, int], a: Expr) -> Closure:
    kind, value = _operand(a, places)
    if kind == "variable":
        return lambda v: -v[value]
    inner = _as_closure((kind, value))
    return lambda v: -inner(v)


def _div(places: Mapping[str, int], a: Expr, b: Expr) -> Closure:
    ratio = as_ratio(Call("div", (a, b)))
    if ratio is not None:
        quotient = _as_float(ratio)
        return lambda _: quotient
    (kind_a, top), (kind_b, bottom) = _operand(a, places), _operand(b, places)
    if kind_b == "number":
        above = _as_closure((kind_a, top))
        return lambda v: above(v) / bottom
    if kind_a == "number" and kind_b == "variable":
        return lambda v: top / v[bottom]
    above, below = _as_closure((kind_a, top)), _as_closure((kind_b, bottom))
    return lambda v: above(v) / below(v)


def _pow(places: Mapping[str, int], a: Expr, b: Expr) -> Closure:
    ratio, (kind, value) = as_ratio(b), _operand(a, places)
    if ratio is not None and ratio in (2, 3) and kind == "variable":
        return _square(value) if ratio == 2 else _cube(value)
    base, power = _as_closure((kind, value)), _power
    if ratio is not None:
        exponent = _as_float(ratio)
        return lambda v: power(base(v), exponent)
    upper = _compile(b, places)
    return lambda v: power(base(v), upper(v))


def _square(i: int) -> Closure:
    def square(v: Values) -> float:
        x = v[i]
        return x * x

    return square


def _cube(i: int) -> Closure:
    def cube(v: Values) -> float:
        x = v[i]
        return x * x * x

    return cube


def _power(x: float, y: float) -> float:
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0 and y % 2 == 1 else math.inf


def _root(places: Mapping[str, int], a: Expr, n: Expr) -> Closure:
    radicand, degree = _compile(a, places), as_ratio(n)
    if degree is None:
        inverse = _compile(n, places)
        return lambda v: _power(radicand(v), 1.0 / inverse(v))
    if degree == 3:
        cbrt = math.cbrt
        return lambda v: cbrt(radicand(v))
    exponent, odd = 1.0 / float(degree), degree.denominator == 1 and degree % 2 == 1

    def root(v: Values) -> float:
        x = radicand(v)
        return -math.pow(-x, exponent) if odd and x < 0 else math.pow(x, exponent)

    return root


def _log(places: Mapping[str, int], a: Expr, base: Expr | None = None) -> Closure:
    inner, log = _compile(a, places), math.log
    if base is None:
        return lambda v: log(inner(v))
    if as_ratio(base) in (2, 10):
        exact = math.log2 if as_ratio(base) == 2 else math.log10
        return lambda v: exact(inner(v))
    lower = _compile(base, places)
    return lambda v: log(inner(v)) / log(lower(v))


def _mod(places: Mapping[str, int], a: Expr, m: Expr) -> Closure:
    value, modulus = _compile(a, places), _compile(m, places)
    return lambda v: value(v) % modulus(v)


def _piecewise(places: Mapping[str, int], *parts: Expr) -> Closure:
    branches = []
    for part in parts:
        if not isinstance(part, Call) or part.head not in ("case", "otherwise"):
            raise NotRepresentable("a piecewise function without cases")
        condition = _condition(part.args[1], places) if part.head == "case" else _always
        branches.append((condition, _compile(part.args[0], places)))
    nan = math.nan

    def piecewise(v: Values) -> float:
        for condition, branch in branches:
            if condition(v):
                return branch(v)
        return nan

    return piecewise


def _always(_: Values) -> bool:
    return True


_COMPARE: Mapping[str, Callable[[Closure, Closure], Callable[[Values], bool]]] = {
    "lt": lambda a, b: lambda v: a(v) < b(v),
    "le": lambda a, b: lambda v: a(v) <= b(v),
    "gt": lambda a, b: lambda v: a(v) > b(v),
    "ge": lambda a, b: lambda v: a(v) >= b(v),
    "eq": lambda a, b: lambda v: a(v) == b(v),
    "ne": lambda a, b: lambda v: a(v) != b(v),
}


def _condition(expr: Expr, places: Mapping[str, int]) -> Callable[[Values], bool]:
    if isinstance(expr, Symbol) and expr.name in ("true", "false"):
        truth = expr.name == "true"
        return lambda _: truth
    if isinstance(expr, Call) and expr.head in _COMPARE:
        return _COMPARE[expr.head](*(_compile(arg, places) for arg in expr.args))
    if isinstance(expr, Call) and expr.head in ("and", "or"):
        parts, join = [_condition(arg, places) for arg in expr.args], all
        join = all if expr.head == "and" else any
        return lambda v: join(part(v) for part in parts)
    if isinstance(expr, Call) and expr.head == "not":
        inner = _condition(expr.args[0], places)
        return lambda v: not inner(v)
    raise NotRepresentable("a condition in floating point that is no relation")


_MOST_TERMS = 1_000_000


def _over_range(product: bool) -> Callable[..., Closure]:
    def rule(places: Mapping[str, int], term: Expr, n: Expr, a: Expr, b: Expr) -> Closure:
        if not isinstance(n, Symbol):
            raise NotRepresentable("a bound variable that is not a symbol")
        size = max(places.values(), default=-1) + 1
        first, last = _compile(a, places), _compile(b, places)
        inner = _compile(term, {**places, n.name: size})

        def over_range(v: Values) -> float:
            start, end = first(v), last(v)
            if start != int(start) or end != int(end) or end - start > _MOST_TERMS:
                return math.nan
            outer = (*v[:size], *([math.nan] * (size - len(v))))
            terms = (inner((*outer, float(k))) for k in range(int(start), int(end) + 1))
            return math.prod(terms) if product else math.fsum(terms)

        return over_range

    return rule


_RULES: Mapping[str, Callable[..., Closure]] = {
    "add": _sum,
    "mul": _product,
    "neg": _neg,
    "div": _div,
    "pow": _pow,
    "root": _root,
    "log": _log,
    "mod": _mod,
    "piecewise": _piecewise,
    "sum": _over_range(False),
    "product": _over_range(True),
}
