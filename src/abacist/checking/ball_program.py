"""Expressions as straight-line programs over balls and over power series of balls (FLINT's Arb).

One program serves `arb` (an enclosure of a value) and `arb_series` (of Taylor coefficients): both have
the same operations under the same names. Common subexpressions are computed once. Source: F. Johansson,
Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, doi:10.1109/TC.2017.2690633.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["BallProgram", "NotEnclosable", "ball_of"]


class NotEnclosable(Exception):
    """The expression has no enclosure here: an unknown head, a kink in the box, a pole."""


class BallProgram:
    """A compiled list of expressions; call it with a value for each of `names`.

    Constants are rounded at the precision in force when the program is made, so make it again after the
    precision was raised.
    """

    def __init__(self, expressions: Sequence[Expr], names: Sequence[str]) -> None:
        self._slots: dict[Expr, int] = {}
        self._constants: list[Any] = [None] * len(names)
        self._code: list[tuple[int, Callable[..., Any], tuple[int, ...]]] = []
        for index, name in enumerate(names):
            self._slots[Symbol(name)] = index
        self._outputs = [self._compile(expression) for expression in expressions]

    @property
    def size(self) -> int:
        """How many operations one run takes."""
        return len(self._code)

    def __call__(self, *values: Any) -> list[Any]:
        """The values of the expressions. Raises `NotEnclosable` where one of them is not defined."""
        cells = self._constants.copy()
        cells[: len(values)] = values
        try:
            for target, operation, sources in self._code:
                cells[target] = operation(*[cells[source] for source in sources])
        except (ValueError, ZeroDivisionError, TypeError, AttributeError) as reason:
            raise NotEnclosable(str(reason)) from reason
        return [cells[output] for output in self._outputs]

    def _compile(self, expression: Expr) -> int:
        slot = self._slots.get(expression)
        if slot is None:
            slot = self._slots[expression] = self._emit(expression)
        return slot

    def _constant(self, value: Any) -> int:
        self._constants.append(value)
        return len(self._constants) - 1

    def _operation(self, operation: Callable[..., Any], *sources: int) -> int:
        target = self._constant(None)
        self._code.append((target, operation, sources))
        return target

    def _emit(self, expression: Expr) -> int:
        if not isinstance(expression, Call):
            return self._constant(_leaf(expression))
        head, args = expression.head, expression.args
        if head in ("add", "mul"):
            return self._fold(_plus if head == "add" else _times, args)
        if head == "pow":
            return self._power(args[0], args[1])
        if head in ("max", "min"):
            return self._fold(_larger if head == "max" else _smaller, args)
        if head == "root":
            return self._operation(_root, self._compile(args[0]), self._compile(args[1]))
        operation = _OPERATIONS.get(head)
        if operation is None or (head != "div" and len(args) != 1 and head != "log"):
            raise NotEnclosable(f"no enclosure of {head}")
        if head == "log" and len(args) == 2:
            top, base = (self._operation(_OPERATIONS["ln"], self._compile(arg)) for arg in args)
            return self._operation(_OPERATIONS["div"], top, base)
        return self._operation(operation, *(self._compile(arg) for arg in args))

    def _fold(self, operation: Callable[[Any, Any], Any], args: Sequence[Expr]) -> int:
        total = self._compile(args[0])
        for arg in args[1:]:
            total = self._operation(operation, total, self._compile(arg))
        return total

    def _power(self, base: Expr, exponent: Expr) -> int:
        if isinstance(exponent, Number) and exponent.value.denominator == 1:
            power = int(exponent.value)
            if abs(power) > 10_000:
                raise NotEnclosable("exponent too large")
            return self._operation(lambda a: _integer_power(a, power), self._compile(base))
        if base == Symbol("E"):
            return self._operation(_OPERATIONS["exp"], self._compile(exponent))
        return self._operation(_power, self._compile(base), self._compile(exponent))


def ball_of(expression: Expr, values: Mapping[str, Any] | None = None) -> Any:
    """The enclosure of an expression at the given balls, at the precision in force."""
    values = values or {}
    return BallProgram([expression], list(values))(*values.values())[0]


def _leaf(expression: Expr) -> Any:
    from flint import arb, fmpq

    if isinstance(expression, Number):
        return arb(fmpq(expression.value.numerator, expression.value.denominator))
    assert isinstance(expression, Symbol)
    if expression.name == "pi":
        return arb.pi()
    if expression.name == "E":
        return arb(1).exp()
    raise NotEnclosable(f"{expression.name} has no value")


def _plus(a: Any, b: Any) -> Any:
    return a + b


def _times(a: Any, b: Any) -> Any:
    return a * b


def _integer_power(a: Any, power: int) -> Any:
    return a**power if power >= 0 else 1 / a ** (-power)


def _leading(a: Any) -> Any:
    """The ball of an `arb`, or of the constant term of a series."""
    from flint import arb_series

    return a[0] if isinstance(a, arb_series) else a


def _power(base: Any, exponent: Any) -> Any:
    from flint import arb, arb_series

    if not _leading(base) > 0:
        if isinstance(exponent, arb) and isinstance(base, arb) and exponent > 0 and base >= 0:
            return base**exponent
        raise NotEnclosable("a power of a base that may be negative")
    if isinstance(exponent, arb_series) or isinstance(base, arb_series):
        return (base.log() * exponent).exp()
    return base**exponent


def _root(a: Any, degree: Any) -> Any:
    n = degree.unique_fmpz()
    if n is None or n < 1:
        raise NotEnclosable("a root of no integer degree")
    if n % 2 == 1 and _leading(a) < 0:
        return -_root(-a, degree)
    return _power(a, 1 / degree)


def _absolute(a: Any) -> Any:
    from flint import arb

    if isinstance(a, arb):
        return abs(a)
    if a[0] > 0:
        return a
    if a[0] < 0:
        return -a
    raise NotEnclosable("an absolute value at its kink")


def _larger(a: Any, b: Any) -> Any:
    from flint import arb

    if isinstance(a, arb) and isinstance(b, arb):
        return a.max(b)
    difference = _leading(a) - _leading(b)
    if difference > 0:
        return a
    if difference < 0:
        return b
    raise NotEnclosable("a maximum at its kink")


def _smaller(a: Any, b: Any) -> Any:
    return -_larger(-a, -b)


def _sign(a: Any) -> Any:
    from flint import arb

    leading = _leading(a)
    if isinstance(a, arb):
        return a.sgn()
    if leading > 0:
        return arb(1)
    if leading < 0:
        return arb(-1)
    raise NotEnclosable("a sign at its jump")


def _positive(method: str) -> Callable[[Any], Any]:
    """The method, where the argument is surely positive (a series needs more than a nonnegative one)."""

    def apply(a: Any) -> Any:
        from flint import arb

        if _leading(a) > 0 or (method == "sqrt" and isinstance(a, arb) and a >= 0):
            return getattr(a, method)()
        raise NotEnclosable(f"{method} of what may not be positive")

    return apply


def _reciprocal(method: str) -> Callable[[Any], Any]:
    return lambda a: 1 / getattr(a, method)()


def _quotient(top: str, bottom: str) -> Callable[[Any], Any]:
    return lambda a: getattr(a, top)() / getattr(a, bottom)()


def _sinh(a: Any) -> Any:
    e = a.exp()
    return (e - 1 / e) / 2


def _cosh(a: Any) -> Any:
    e = a.exp()
    return (e + 1 / e) / 2


def _tanh(a: Any) -> Any:
    return 1 - 2 / ((2 * a).exp() + 1)


def _method(name: str) -> Callable[[Any], Any]:
    return lambda a: getattr(a, name)()


def _atanh(a: Any) -> Any:
    return _positive("log")((1 + a) / (1 - a)) / 2


def _asinh(a: Any) -> Any:
    return (a + (a * a + 1).sqrt()).log()


def _acosh(a: Any) -> Any:
    return (a + _positive("sqrt")(a * a - 1)).log()


def _divide(a: Any, b: Any) -> Any:
    if not _leading(b) != 0:
        raise NotEnclosable("a division by what may be zero")
    return a / b


_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "neg": lambda a: -a,
    "div": _divide,
    "exp": _method("exp"),
    "ln": _positive("log"),
    "log": _positive("log"),
    "sqrt": _positive("sqrt"),
    "sin": _method("sin"),
    "cos": _method("cos"),
    "tan": _method("tan"),
    "cot": _quotient("cos", "sin"),
    "sec": _reciprocal("cos"),
    "csc": _reciprocal("sin"),
    "asin": _method("asin"),
    "acos": _method("acos"),
    "atan": _method("atan"),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _tanh,
    "asinh": _asinh,
    "acosh": _acosh,
    "atanh": _atanh,
    "abs": _absolute,
    "sign": _sign,
    "gamma": _method("gamma"),
    "loggamma": _method("lgamma"),
    "erf": _method("erf"),
    "erfc": _method("erfc"),
    "erfi": _method("erfi"),
    "Si": _method("si"),
    "Ci": _method("ci"),
    "Ei": _method("ei"),
    "fresnels": _method("fresnel_s"),
    "fresnelc": _method("fresnel_c"),
    "airyai": _method("airy_ai"),
    "airybi": _method("airy_bi"),
    "lambertw": _method("lambertw"),
}
