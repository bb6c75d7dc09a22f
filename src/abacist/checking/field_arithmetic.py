"""A field of quotients of polynomials over ℚ in kernels that satisfy algebraic relations.

`Field` knows nothing of what its kernels mean: a relation says what a power of a kernel equals, and `reduce`
applies the relations until none applies. What reduces to zero is zero in every reading of the kernels that
satisfies the relations. `differential_field` gives them their meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import gcd, lcm
from typing import Any

__all__ = [
    "MOST_KERNELS",
    "Element",
    "Field",
    "Unsupported",
    "content",
    "lowest_power",
    "prime_powers",
]

MOST_KERNELS = 28
_MOST_TERMS = 2_000
_MOST_FACTORED = 10**30


class Unsupported(Exception):
    """The expression has no form in kernels here, or its form would be too large."""


@dataclass(frozen=True, slots=True)
class Element:
    """A quotient of two polynomials in the kernels."""

    above: Any
    below: Any


@cache
def _ring() -> Any:
    from flint import fmpq_mpoly_ctx

    return fmpq_mpoly_ctx.get([f"k{i}" for i in range(MOST_KERNELS)], "degrevlex")


class Field:
    """Arithmetic and reduction."""

    def __init__(self) -> None:
        self._ring = _ring()
        self._generators = self._ring.gens()
        self._relations: dict[int, tuple[int, Element]] = {}
        self.one = Element(self._ring.constant(1), self._ring.constant(1))
        self.zero = Element(self._ring.constant(0), self._ring.constant(1))

    def rational(self, value: Fraction | int) -> Element:
        """A rational number."""
        from flint import fmpq

        q = Fraction(value)
        return Element(self._ring.constant(fmpq(q.numerator, q.denominator)), self.one.below)

    def quotient(self, above: Any, below: Any) -> Element:
        if below.is_zero():
            raise Unsupported("a division by zero")
        if above.is_zero():
            return self.zero
        if len(above) > _MOST_TERMS or len(below) > _MOST_TERMS:
            raise Unsupported("too many terms")
        common = above.gcd(below)
        if not common.is_one():
            above, below = above / common, below / common
        leading = below.leading_coefficient()
        return Element(above / leading, below / leading)

    def add(self, *terms: Element) -> Element:
        """The sum."""
        total = terms[0]
        for term in terms[1:]:
            if total.below == term.below:
                total = self.quotient(total.above + term.above, total.below)
            else:
                above = total.above * term.below + term.above * total.below
                total = self.quotient(above, total.below * term.below)
        return total

    def negative(self, a: Element) -> Element:
        """−a."""
        return Element(-a.above, a.below)

    def multiply(self, *factors: Element) -> Element:
        """The product, its roots and cosines reduced."""
        total = factors[0]
        for factor in factors[1:]:
            total = self.quotient(total.above * factor.above, total.below * factor.below)
        return self.reduce(total) if len(factors) > 1 else total

    def divide(self, a: Element, b: Element) -> Element:
        """a/b."""
        b = self.reduce(b)
        return self.reduce(self.quotient(a.above * b.below, a.below * b.above))

    def power(self, a: Element, n: int) -> Element:
        """a to a whole power."""
        if abs(n) > _MOST_TERMS or (abs(n) > 64 and len(a.above) + len(a.below) > 2):
            raise Unsupported("a high power")
        base = a if n >= 0 else self.quotient(a.below, a.above)
        return self.reduce(Element(base.above ** abs(n), base.below ** abs(n)))

    def reduce(self, a: Element) -> Element:
        """The element with every relation applied above and below."""
        above, below = self._reduced(a.above), self._reduced(a.below)
        if above is None and below is None:
            return a
        high = above or Element(a.above, self.one.below)
        low = below or Element(a.below, self.one.below)
        return self.quotient(high.above * low.below, high.below * low.above)

    def _reduced(self, polynomial: Any) -> Element | None:
        """The polynomial with all relations applied, as a quotient; None where nothing applies."""
        current, changed = Element(polynomial, self.one.below), False
        while True:
            degrees = current.above.degrees()
            index = next(
                (
                    i
                    for i in sorted(self._relations, reverse=True)
                    if degrees[i] >= self._relations[i][0]
                ),
                None,
            )
            if index is None:
                return current if changed else None
            once = self._apply(current.above, index)
            current = self.quotient(once.above, once.below * current.below)
            changed = True

    def _apply(self, polynomial: Any, index: int) -> Element:
        """Replaces kernel**q by what the relation says."""
        degree, value = self._relations[index]
        parts: dict[int, dict[tuple[int, ...], Any]] = {}
        for exponents, coefficient in polynomial.to_dict().items():
            times, rest = divmod(exponents[index], degree)
            key = (*exponents[:index], rest, *exponents[index + 1 :])
            group = parts.setdefault(times, {})
            group[key] = group.get(key, 0) + coefficient
        most = max(parts)
        total = self._ring.constant(0)
        for times, group in parts.items():
            factor = value.above**times * value.below ** (most - times)
            total += self._ring.from_dict(group) * factor
        return self.quotient(total, value.below**most)

    def is_zero(self, a: Element) -> bool:
        """True where the element is identically zero; False says nothing."""
        return bool(self.reduce(a).above.is_zero())

    def generator(self, index: int, n: int = 1) -> Element:
        """The n-th power of a kernel."""
        power = self._generators[index] ** abs(n)
        return Element(power, self.one.below) if n >= 0 else Element(self.one.above, power)

    def relate(self, index: int, degree: int, value: Element) -> None:
        """Declares kernel**degree = value."""
        self._relations[index] = degree, value

    def key(self, a: Element) -> tuple[str, str]:
        """What tells elements apart."""
        return str(a.above), str(a.below)

    def as_rational(self, a: Element) -> Fraction | None:
        """The rational number that the element is, or None."""
        if not (a.above.is_constant() and a.below.is_one()):
            return None
        if a.above.is_zero():
            return Fraction(0)
        q = a.above.leading_coefficient()
        return Fraction(int(q.p), int(q.q))

    def split(self, a: Element) -> tuple[Fraction, Element]:
        """(c, g) with a = c·g, c a positive rational number and g primitive."""
        from flint import fmpq

        above, below = content(a.above), content(a.below)
        high = a.above / fmpq(above.numerator, above.denominator)
        return above / below, Element(high, a.below / fmpq(below.numerator, below.denominator))

    def terms(self, a: Element) -> list[tuple[Fraction, Element]]:
        """The rational coefficients and monomials (over the denominator) that add up to `a`."""
        return [
            (Fraction(int(q.p), int(q.q)), self.quotient(self._ring.from_dict({e: 1}), a.below))
            for e, q in a.above.to_dict().items()
        ]


def content(polynomial: Any) -> Fraction:
    """The positive rational number whose quotient leaves a primitive polynomial."""
    numerators, denominators = 0, 1
    for q in polynomial.coeffs():
        numerators = gcd(numerators, int(q.p))
        denominators = lcm(denominators, int(q.q))
    return Fraction(numerators, denominators)


def lowest_power(polynomial: Any, index: int) -> int:
    """The lowest power of a kernel in a polynomial."""
    return min((exponents[index] for exponents in polynomial.monoms()), default=0)


def prime_powers(value: Fraction) -> list[tuple[int, int]]:
    """The prime factorisation of a positive rational number; a large cofactor is left whole."""
    from flint import fmpz

    found = []
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        if number > _MOST_FACTORED:
            found.append((number, sign))
        else:
            found += [(int(p), sign * int(e)) for p, e in fmpz(number).factor()]
    return found
