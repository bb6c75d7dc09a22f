"""Enclosures of expressions by complex balls (FLINT's Arb), at any precision.

A ball contains the principal value; where an argument straddles a branch cut it contains both sides. Source:
F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", IEEE Trans. Comput.
66 (2017), doi:10.1109/TC.2017.2690633.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from functools import reduce
from typing import TYPE_CHECKING, Any

from abacist.core.expr import Call, Expr, Number, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NotEnclosed", "OutsideReals", "enclosure", "precision"]

_TERMS = 20_000
_LONGEST = 1_000_000


class NotEnclosed(Exception):
    """No finite ball: a pole, a function without one here, or a symbol without a value."""


class OutsideReals(Exception):
    """A real expression has a part that is certainly not real (√−1, ln −2)."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Balls are computed with this many bits inside the block."""
    import flint

    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def enclosure(
    expr: Expr, values: Mapping[str, Any] | None = None, *, bits: int = 128, real: bool = False
) -> Any:
    """A finite `acb` that contains the value; `values` gives balls for the symbols.

    `real`: raise `OutsideReals` where any part of the expression is certainly not real.
    Raises `NotEnclosed` where no finite ball is found.
    """
    with precision(bits):
        found = _Evaluation(dict(values or {}), real).of(expr)
        if not found.is_finite():
            raise NotEnclosed
        return found


class _Evaluation:
    """One walk over one tree."""

    def __init__(self, values: dict[str, Any], real: bool) -> None:
        import flint

        self.acb, self.arb, self.fmpq = flint.acb, flint.arb, flint.fmpq
        self.values, self.real = values, real
        self.memo: dict[Expr, Any] = {}

    def of(self, expr: Expr) -> Any:
        if isinstance(expr, Number):
            return self.acb(self.fmpq(expr.value.numerator, expr.value.denominator))
        if isinstance(expr, Symbol):
            return self.symbol(expr.name)
        assert isinstance(expr, Call)
        found = self.memo.get(expr)
        if found is None:
            found = self.memo[expr] = self.call(expr)
        return found

    def symbol(self, name: str) -> Any:
        if name in self.values:
            return self.acb(self.values[name])
        if name == "pi":
            return self.acb.pi()
        if name == "E":
            return self.acb(self.arb.const_e())
        if name == "I":
            return self.acb(0, 1)
        raise NotEnclosed(name)

    def call(self, call: Call) -> Any:
        special = _SPECIAL.get(call.head)
        if special is not None:
            found = special(self, call)
        else:
            rule = _RULES.get(call.head)
            if rule is None:
                raise NotEnclosed(call.head)
            found = rule(*(self.of(arg) for arg in call.args))
        if self.real and not found.imag.contains(0):
            raise OutsideReals(str(call))
        return found

    def power(self, call: Call) -> Any:
        base, exponent = call.args
        if isinstance(exponent, Number) and exponent.value.denominator == 1:
            if abs(exponent.value) > _LONGEST:
                raise NotEnclosed
            value = self.of(base)
            if exponent.value <= 0 and value.contains(0):
                raise NotEnclosed
            return value ** int(exponent.value)
        if base == Symbol("E"):
            return self.of(exponent).exp()
        return self.principal(self.of(base), self.of(exponent))

    def principal(self, base: Any, exponent: Any) -> Any:
        if base.is_zero():
            if not exponent.real > 0:
                raise NotEnclosed
            return self.acb(0)
        return base**exponent

    def root(self, call: Call) -> Any:
        """The real root of odd degree for real arguments, else the principal value."""
        value, degree = self.of(call.args[0]), self.of(call.args[1]).unique_fmpz()
        if degree is None or degree == 0:
            raise NotEnclosed
        if int(degree) % 2 and value.imag.is_zero():
            x = value.real
            if x < 0:
                return -self.principal(-value, self.acb(1) / self.acb(degree))
            if not x >= 0:
                bound = (abs(x).abs_upper() if hasattr(x, "abs_upper") else abs(x)).root(
                    int(degree)
                )
                return self.acb(self.arb(0, bound))
        return self.principal(value, self.acb(1) / self.acb(degree))

    def logarithm(self, call: Call) -> Any:
        values = [self.of(arg) for arg in call.args]
        for value in values:
            if value.contains(0):
                raise NotEnclosed
        if len(values) == 1:
            return values[0].log()
        return values[0].log() / values[1].log()

    def real_only(self, call: Call) -> Any:
        """Functions that are for real numbers only."""
        values = [self.of(arg) for arg in call.args]
        if not all(value.imag.is_zero() for value in values):
            raise NotEnclosed
        return self.acb(_REAL[call.head](*(value.real for value in values)))

    def integers(self, call: Call) -> Any:
        """Functions of integers; the exact integer must be known."""
        from math import gcd, lcm

        numbers = [self.of(arg).unique_fmpz() for arg in call.args]
        if any(n is None for n in numbers):
            raise NotEnclosed
        return self.acb({"gcd": gcd, "lcm": lcm}[call.head](*(int(n) for n in numbers)))

    def repeated(self, call: Call) -> Any:
        """A finite sum or product, term by term."""
        term, index, lower, upper = call.args
        first, last = self.of(lower).unique_fmpz(), self.of(upper).unique_fmpz()
        if first is None or last is None or last - first > _TERMS or not isinstance(index, Symbol):
            raise NotEnclosed
        total = self.acb(0 if call.head == "sum" else 1)
        for k in range(int(first), int(last) + 1):
            inner = _Evaluation({**self.values, index.name: self.acb(k)}, self.real)
            value = inner.of(term)
            total = total + value if call.head == "sum" else total * value
        return total


def _method(name: str) -> Callable[[Any], Any]:
    return lambda a: getattr(a, name)()


def _interval(radius: Any) -> Any:
    """[−r, r]."""
    import flint

    return flint.arb(0, abs(radius).upper())


_PLAIN = (
    "exp sin cos tan cot sec csc asin acos atan sinh cosh tanh coth sech csch asinh acosh atanh gamma "
    "digamma erf erfc erfi ei li zeta lambertw elliptic_k"
).split()

_RULES: Mapping[str, Callable[..., Any]] = {
    "add": lambda *terms: reduce(lambda a, b: a + b, terms),
    "mul": lambda *factors: reduce(lambda a, b: a * b, factors),
    "neg": lambda a: -a,
    "div": lambda a, b: a / b,
    "sqrt": lambda a: a.sqrt(),
    "percent": lambda a: a / 100,
    "degree": lambda a: a * a.pi() / 180,
    **{name: _method(name) for name in _PLAIN},
    "Ei": _method("ei"),
    "Si": _method("si"),
    "Ci": _method("ci"),
    "Shi": _method("shi"),
    "Chi": _method("chi"),
    "loggamma": _method("lgamma"),
    "factorial": lambda a: (a + 1).gamma(),
    "acot": lambda a: (1 / a).atan(),
    "asec": lambda a: (1 / a).acos(),
    "acsc": lambda a: (1 / a).asin(),
    "abs": lambda a: type(a)(abs(a)),
    "re": lambda a: type(a)(a.real),
    "im": lambda a: type(a)(a.imag),
    "conj": _method("conjugate"),
    "arg": lambda a: type(a)(a.arg()),
    "sign": _method("sgn"),
    "besselj": lambda n, a: a.bessel_j(n),
    "bessely": lambda n, a: a.bessel_y(n),
    "besseli": lambda n, a: a.bessel_i(n),
    "besselk": lambda n, a: a.bessel_k(n),
    "plus_minus": lambda m, r: m + type(m)(_interval(r)),
    "binomial": lambda n, k: (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma(),
    "permutations": lambda n, k: (n + 1).gamma() * (n - k + 1).rgamma(),
}

_REAL: Mapping[str, Callable[..., Any]] = {
    "floor": lambda a: a.floor(),
    "ceil": lambda a: a.ceil(),
    "max": lambda *args: reduce(lambda a, b: a.max(b), args),
    "min": lambda *args: reduce(lambda a, b: a.min(b), args),
    "mod": lambda a, m: a - m * (a / m).floor(),
    "atan2": lambda a, b: type(a).atan2(a, b),
}

_SPECIAL: Mapping[str, Callable[[_Evaluation, Call], Any]] = {
    "pow": _Evaluation.power,
    "root": _Evaluation.root,
    "ln": _Evaluation.logarithm,
    "log": _Evaluation.logarithm,
    **dict.fromkeys(_REAL, _Evaluation.real_only),
    **dict.fromkeys(("gcd", "lcm"), _Evaluation.integers),
    **dict.fromkeys(("sum", "product"), _Evaluation.repeated),
}
