"""Right-hand sides as functions of mpmath numbers, at the working precision of mpmath.

A tree becomes nested closures, each made once; nothing is compiled from text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.refusal import NotRepresentable

__all__ = ["compiled", "precise_value"]

Closure = Callable[[Sequence[Any]], Any]


def compiled(expressions: Sequence[Expr], names: Sequence[str]) -> Callable[..., list[Any]]:
    """f(v1, v2, …) → values of the expressions, in mpmath numbers.

    Raises `NotRepresentable` for a head that has no numerical counterpart here.
    """
    library = _library()
    places = {name: index for index, name in enumerate(names)}
    closures = [_closure(expression, places, library) for expression in expressions]

    def run(*values: Any) -> list[Any]:
        return [closure(values) for closure in closures]

    return run


def precise_value(expression: Expr) -> Any:
    """A constant as an mpmath number at the working precision."""
    return compiled([expression], ())()[0]


def _closure(expression: Expr, places: Mapping[str, int], library: Mapping[str, Any]) -> Closure:
    if isinstance(expression, Number):
        constant = _constant(expression)
        return lambda values: constant
    if isinstance(expression, Symbol):
        if expression.name in places:
            place = places[expression.name]
            return lambda values: values[place]
        if expression.name not in ("pi", "E"):
            raise NotRepresentable(expression.name)
        constant = +library[expression.name]
        return lambda values: constant
    assert isinstance(expression, Call)
    args = [_closure(arg, places, library) for arg in expression.args]
    return _applied(expression, args, library)


def _constant(expression: Number) -> Any:
    from mpmath import mpf

    return mpf(expression.value.numerator) / expression.value.denominator


def _applied(expression: Call, args: Sequence[Closure], library: Mapping[str, Any]) -> Closure:
    head = expression.head
    if head == "add":
        return lambda values: sum(arg(values) for arg in args)
    if head == "mul":
        return lambda values: math.prod(arg(values) for arg in args)
    if head == "pow":
        return _power(expression, args, library)
    if len(args) == 1 and head in library:
        function, inner = library[head], args[0]
        return lambda values: function(inner(values))
    if head in ("max", "min"):
        choose = max if head == "max" else min
        return lambda values: choose(arg(values) for arg in args)
    if len(args) == 2 and head in _BINARY:
        binary, (a, b) = _BINARY[head], args
        return lambda values: binary(library, a(values), b(values))
    raise NotRepresentable(head)


def _power(expression: Call, args: Sequence[Closure], library: Mapping[str, Any]) -> Closure:
    base, exponent = args
    power = expression.args[1]
    if isinstance(power, Number) and power.value.denominator == 1 and abs(power.value) < 10**4:
        whole = int(power.value)
        return lambda values: base(values) ** whole
    if expression.args[0] == Symbol("E"):
        exponential = library["exp"]
        return lambda values: exponential(exponent(values))
    return lambda values: _real_power(base(values), exponent(values))


def _real_power(base: Any, exponent: Any) -> Any:
    if base < 0:
        raise ValueError("a power of a negative number")
    return base**exponent


def _root(library: Mapping[str, Any], value: Any, degree: Any) -> Any:
    if value < 0 and degree % 2 == 1:
        return -((-value) ** (1 / degree))
    return _real_power(value, 1 / degree)


_BINARY: Mapping[str, Callable[[Mapping[str, Any], Any, Any], Any]] = {
    "div": lambda library, a, b: a / b,
    "log": lambda library, a, b: library["ln"](a) / library["ln"](b),
    "atan2": lambda library, a, b: library["arctan2"](a, b),
    "root": _root,
    "mod": lambda library, a, b: a - b * math.floor(a / b),
}

_SAME = (
    "exp sqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc gamma".split()
)


def _derived(library: dict[str, Any]) -> dict[str, Any]:
    """Functions that are made of others."""
    sin, cos, tan = library["sin"], library["cos"], library["tan"]
    sinh, cosh, tanh = library["sinh"], library["cosh"], library["tanh"]
    return {
        **library,
        "neg": lambda a: -a,
        "abs": abs,
        "sign": lambda a: (a > 0) - (a < 0),
        "heaviside": lambda a: 1 if a > 0 else 0,
        "log": library["ln"],
        "cot": lambda a: 1 / tan(a),
        "sec": lambda a: 1 / cos(a),
        "csc": lambda a: 1 / sin(a),
        "sech": lambda a: 1 / cosh(a),
        "csch": lambda a: 1 / sinh(a),
        "coth": lambda a: 1 / tanh(a),
        "floor": math.floor,
        "ceil": math.ceil,
        "percent": lambda a: a / 100,
    }


@cache
def _library() -> Mapping[str, Any]:
    from mpmath import mp

    library: dict[str, Any] = {name: getattr(mp, name) for name in _SAME}
    library.update(ln=mp.log, arctan2=mp.atan2, loggamma=mp.loggamma, pi=mp.pi, E=mp.e)
    return _derived(library)
