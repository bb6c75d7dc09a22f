"""Truncated power series with exact SymPy coefficients: the arithmetic of expansions by hand.

A series is Σ cₖ·tᵏ for k = `start`, `start` + 1, …, known up to the last coefficient it holds. Functions of a
series are found by the recurrences that their differential equations give (f = eᵍ: f' = g'·f, and so on).
Source: D. E. Knuth, The Art of Computer Programming, volume 2, 3rd ed., section 4.7; Brent and Kung, Fast
algorithms for manipulating formal power series, J. ACM 25 (1978), https://doi.org/10.1145/322092.322099.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["NoExpansion", "Series", "SeriesArithmetic"]


class NoExpansion(Exception):
    """There is none, or none was found; `ramified` says that fractional powers may help."""

    def __init__(self, en: str, zh: str, *, ramified: bool = False) -> None:
        self.en, self.zh, self.ramified = en, zh, ramified
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Series:
    """The coefficients of t^start, t^(start + 1), …; everything beyond them is unknown."""

    start: int
    coefficients: tuple[Any, ...]

    @property
    def end(self) -> int:
        """The first exponent that is not known."""
        return self.start + len(self.coefficients)

    def coefficient(self, exponent: int) -> Any:
        """The coefficient of a known exponent."""
        return self.coefficients[exponent - self.start] if exponent >= self.start else 0


class SeriesArithmetic:
    """Operations on series with `length` coefficients; `one_sided` where t > 0 may be taken."""

    def __init__(self, length: int, *, one_sided: bool = False) -> None:
        import sympy

        self.sp, self.length, self.one_sided = sympy, length, one_sided

    # making series

    def constant(self, value: Any) -> Series:
        """A constant; it must be a finite number."""
        if value.has(self.sp.oo, self.sp.zoo, self.sp.nan, -self.sp.oo):
            raise NoExpansion("the function is singular there", "函数在该点奇异")
        if value.is_number and value.is_real is False:
            raise NoExpansion("the function has no real value there", "函数在该点没有实数值")
        return self.made(0, [value])

    def power_of_t(self, exponent: int) -> Series:
        """t^exponent."""
        return self.made(exponent, [self.sp.S.One])

    def made(self, start: int, known: Sequence[Any], *, exact: bool = True) -> Series:
        """A series from coefficients; where they are all there are (`exact`), zeros follow."""
        missing = self.length - len(known)
        filled = [*known, *([self.sp.S.Zero] * missing if exact else ())]
        return self._normal(Series(start, tuple(filled[: self.length])))

    def _normal(self, a: Series) -> Series:
        """Without leading zeros (the zero series keeps its last exponent)."""
        first = 0
        while first < len(a.coefficients) and self.is_zero(a.coefficients[first]):
            first += 1
        return Series(a.start + first, a.coefficients[first:]) if first else a

    def is_zero(self, value: Any) -> bool:
        """Whether a coefficient is zero; refuses where that cannot be told."""
        if value == 0:
            return True
        if value.is_Rational or value.is_zero is False:
            return False
        if not value.is_number:
            return self.sp.simplify(value) == 0
        equal = value.equals(0)
        if equal is None:
            raise NoExpansion("whether a coefficient is zero is open", "无法判定某个系数是否为零")
        return bool(equal)

    def tidy(self, value: Any) -> Any:
        """A coefficient, expanded where it is no rational number."""
        return value if value.is_Rational else self.sp.expand(value)

    # the ring

    def add(self, *parts: Series) -> Series:
        """The sum."""
        start, end = min(p.start for p in parts), min(p.end for p in parts)
        return self._normal(
            Series(
                start,
                tuple(
                    self.tidy(sum((p.coefficient(k) for p in parts), self.sp.S.Zero))
                    for k in range(start, end)
                ),
            )
        )

    def scale(self, a: Series, factor: Any) -> Series:
        """factor·a."""
        return Series(a.start, tuple(self.tidy(factor * c) for c in a.coefficients))

    def multiply(self, a: Series, b: Series) -> Series:
        """a·b."""
        size = min(len(a.coefficients), len(b.coefficients))
        found = tuple(
            self.tidy(self._convolved(a.coefficients, b.coefficients, k)) for k in range(size)
        )
        return self._normal(Series(a.start + b.start, found))

    def _convolved(self, a: Sequence[Any], b: Sequence[Any], k: int) -> Any:
        return sum((a[j] * b[k - j] for j in range(k + 1) if a[j] != 0), self.sp.S.Zero)

    def divide(self, a: Series, b: Series) -> Series:
        """a/b."""
        return self.multiply(a, self.power(b, self.sp.S.NegativeOne))

    def power(self, a: Series, exponent: Any) -> Series:
        """a^exponent for a constant exponent, by P' ·a = exponent·a'·P."""
        if exponent == 0:
            return self.constant(self.sp.S.One)
        if not a.coefficients:
            raise NoExpansion("a division by zero", "除数为零", ramified=True)
        moved = a.start * exponent
        if a.start and not exponent.is_Integer and not (self.one_sided and moved.is_Integer):
            raise NoExpansion(
                "a power of the variable that is not whole", "出现非整数次幂", ramified=True
            )
        lead, *_ = g = a.coefficients
        if not exponent.is_Integer and (lead.is_real is False or lead.is_negative):
            raise NoExpansion("a root of a negative number", "出现负数的方根")
        found = [self.tidy(lead**exponent)]
        for k in range(1, len(g)):
            total = sum(
                (
                    (exponent * j - (k - j)) * g[j] * found[k - j]
                    for j in range(1, k + 1)
                    if g[j] != 0
                ),
                self.sp.S.Zero,
            )
            found.append(self.tidy(total / (k * lead)))
        return self._normal(Series(int(moved), tuple(found)))

    # calculus

    def derivative(self, a: Series) -> Series:
        """da/dt."""
        found = tuple(self.tidy((a.start + k) * c) for k, c in enumerate(a.coefficients))
        return self._normal(Series(a.start - 1, found))

    def integral(self, a: Series, value: Any) -> Series:
        """∫ a dt with the given value at t = 0."""
        if a.start <= -1 < a.end and not self.is_zero(a.coefficient(-1)):
            raise NoExpansion("a logarithm of the variable", "出现变量的对数")
        if a.start < 0:
            raise NoExpansion("a pole under an integral", "被积级数有极点")
        found = [self.sp.S.Zero] * a.start + list(a.coefficients)
        terms = [self.tidy(c / (k + 1)) for k, c in enumerate(found)]
        return self._normal(Series(0, tuple([value, *terms][: self.length])))

    # functions: the constant term must be finite

    def split(self, a: Series) -> tuple[Any, tuple[Any, ...]]:
        """The value at t = 0 and all coefficients from exponent 0 on."""
        if a.start < 0:
            raise NoExpansion(
                "an essential singularity or a pole inside a function", "函数内出现极点"
            )
        full = (*([self.sp.S.Zero] * a.start), *a.coefficients)[: self.length]
        if not full:
            raise NoExpansion("too few terms are known", "已知项数不足")
        return full[0], full

    def exp(self, a: Series) -> Series:
        """e^a."""
        value, g = self.split(a)
        found = [self.sp.exp(value)]
        for k in range(1, len(g)):
            total = sum(
                (j * g[j] * found[k - j] for j in range(1, k + 1) if g[j] != 0), self.sp.S.Zero
            )
            found.append(self.tidy(total / k))
        return self._normal(Series(0, tuple(found)))

    def log(self, a: Series) -> Series:
        """ln a."""
        if a.start or not a.coefficients:
            raise NoExpansion("a logarithm of zero", "出现零的对数")
        g = a.coefficients
        lead = g[0]
        if lead.is_negative:
            raise NoExpansion("the logarithm of a negative number", "出现负数的对数")
        found = [self.sp.log(lead)]
        for k in range(1, len(g)):
            total = k * g[k] - sum(
                (j * found[j] * g[k - j] for j in range(1, k) if g[k - j] != 0), self.sp.S.Zero
            )
            found.append(self.tidy(total / (k * lead)))
        return self._normal(Series(0, tuple(found)))

    def sine_and_cosine(self, a: Series, *, hyperbolic: bool = False) -> tuple[Series, Series]:
        """sin a and cos a, or sinh a and cosh a."""
        value, g = self.split(a)
        sine, cosine = ("sinh", "cosh") if hyperbolic else ("sin", "cos")
        s, c = [getattr(self.sp, sine)(value)], [getattr(self.sp, cosine)(value)]
        sign = 1 if hyperbolic else -1
        for k in range(1, len(g)):
            up = sum((j * g[j] * c[k - j] for j in range(1, k + 1) if g[j] != 0), self.sp.S.Zero)
            down = sum((j * g[j] * s[k - j] for j in range(1, k + 1) if g[j] != 0), self.sp.S.Zero)
            s.append(self.tidy(up / k))
            c.append(self.tidy(sign * down / k))
        return self._normal(Series(0, tuple(s))), self._normal(Series(0, tuple(c)))

    def integrated(
        self, a: Series, value: Callable[[Any], Any], slope: Callable[[Series], Series]
    ) -> Series:
        """f(a) from f at the constant term and f' as a function of a series: f(a)' = f'(a)·a'."""
        start = value(self.split(a)[0])
        if start.is_number and start.is_real is False:
            raise NoExpansion("the function has no real value there", "函数在该点没有实数值")
        return self.integral(self.multiply(slope(a), self.derivative(a)), start)

    def composed(self, a: Series, coefficient: Callable[[Any, int], Any]) -> Series:
        """f(a) with f's Taylor coefficients at the constant term, by Horner's rule."""
        value, g = self.split(a)
        rest = self._normal(Series(0, (self.sp.S.Zero, *g[1:])))
        total = self.constant(coefficient(value, len(g) - 1))
        for k in range(len(g) - 2, -1, -1):
            total = self.add(self.multiply(total, rest), self.constant(coefficient(value, k)))
        return total
