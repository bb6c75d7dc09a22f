"""Kernels: what the generators of a `Field` stand for, and the laws by which they share.

exp(a + b) = exp(a)·exp(b) term by term, (exp a)^(p/q) by a common q-th part; powers with one base and positive
rational factors under roots likewise; sines and cosines of sums by the addition theorems, s² + c² = 1; the
logarithm of a positive rational factor apart. Every law used holds for the principal branches wherever its
sides are defined; √(ab) = √a·√b is used only for positive constants a.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from abacist.checking.field_arithmetic import (
    MOST_KERNELS,
    Element,
    Field,
    Unsupported,
    lowest_power,
    prime_powers,
)

__all__ = ["Kernel", "Kernels"]

_MOST_MULTIPLE = 48
_MOST_ANGLE, _MOST_ANGLES = 16, 3


@dataclass(slots=True)
class Kernel:
    """What a kernel's derivative is: Σ outer()·D(inner)."""

    parts: list[tuple[Callable[[], Element], Element]] = field(default_factory=list)
    name: str = ""
    positive: bool = False
    argument: Element | None = None  # of a logarithm


class Kernels(Field):
    """A field whose kernels are made on demand."""

    def __init__(self) -> None:
        super().__init__()
        self.kernels: list[Kernel] = []
        self._index: dict[object, int] = {}
        self._families: dict[object, tuple[int, int]] = {}

    def kernel(self, key: object, make: Callable[[], Kernel]) -> int:
        """The number of the kernel with this key, made on first use."""
        found = self._index.get(key)
        if found is None:
            made = make()
            if len(self.kernels) == MOST_KERNELS:
                raise Unsupported("too many kernels")
            found = self._index[key] = len(self.kernels)
            self.kernels.append(made)
        return found

    def name(self, name: str) -> Element:
        """A variable, a parameter or a constant."""
        positive = name in ("pi", "E")
        return self.generator(self.kernel(name, lambda: Kernel(name=name, positive=positive)))

    def function(self, key: object, outer: Callable[[], Element], inner: Element) -> Element:
        """A kernel with the derivative outer·D(inner)."""
        return self.generator(self.kernel(key, lambda: Kernel([(outer, inner)])))

    def several(self, key: object, parts: list[tuple[Callable[[], Element], Element]]) -> Element:
        """A kernel whose derivative is the sum of outer()·D(inner)."""
        return self.generator(self.kernel(key, lambda: Kernel(parts)))

    def number_of(self, key: object) -> int:
        """The number of a kernel that exists."""
        return self._index[key]

    def _family(self, key: object, denominator: int, make: Callable[[int], int]) -> tuple[int, int]:
        """(L, kernel) of a family of parts 1/L, refined so that `denominator` divides L."""
        have = self._families.get(key)
        if have is not None and have[0] % denominator == 0:
            return have
        parts = lcm(have[0], denominator) if have else denominator
        if parts > _MOST_MULTIPLE:
            raise Unsupported("a high root")
        found = parts, make(parts)
        self._families[key] = found
        return found

    # powers, exponentials and logarithms

    def exponential(self, a: Element) -> Element:
        """exp(a), a factor for each term of a."""
        total = self.one
        for q, term in self.terms(self.reduce(a)):
            total = self.multiply(total, self._exponential_of(q, term))
        return total

    def _exponential_of(self, q: Fraction, term: Element) -> Element:
        argument = self._logarithm_argument(term)
        if argument is not None:
            return self.rational_power(argument, q)
        if term == self.one and q.denominator == 1:
            return self.power(self.name("E"), int(q))
        if term == self.one:
            return self.rational_power(self.name("E"), q)
        key = ("exp", *self.key(term))
        before = self._families.get(key)

        def make(parts: int) -> int:
            inner = self.multiply(term, self.rational(Fraction(1, parts)))
            holder: list[int] = []
            holder.append(
                self.kernel(
                    (*key, parts), lambda: Kernel([(lambda: self.generator(holder[0]), inner)])
                )
            )
            return holder[0]

        parts, index = self._family(key, q.denominator, make)
        if before is not None and before[1] != index:
            self.relate(before[1], 1, self.generator(index, parts // before[0]))
        return self.generator(index, int(q * parts))

    def _logarithm_argument(self, term: Element) -> Element | None:
        """g where the term is just the kernel log(g)."""
        for kernel, generator in zip(self.kernels, self._generators, strict=False):
            if kernel.argument is not None and term == Element(generator, self.one.below):
                return kernel.argument
        return None

    def raise_to(self, base: Element, exponent: Element) -> Element:
        """base**exponent for any exponent."""
        q = self.as_rational(exponent)
        if q is None:
            if base == self.name("E"):
                return self.exponential(exponent)
            return self.exponential(self.multiply(exponent, self.logarithm(base)))
        return self.rational_power(base, q)

    def rational_power(self, base: Element, q: Fraction) -> Element:
        """base**q, the positive rational content and positive constants taken out of the root."""
        base = self.reduce(base)
        if q.denominator == 1:
            return self.power(base, int(q))
        if base.above.is_zero():
            if q > 0:
                return self.zero
            raise Unsupported("a power of zero")
        content, rest = self.split(base)
        total = self._number_power(content, q)
        rest, powers = self._positive_factors(rest)
        for index, exponent in powers:
            root = self._root_of(self.generator(index), q.denominator)
            total = self.multiply(total, self.power(root[1], int(q * root[0]) * exponent))
        if rest == self.one:
            return total
        parts, root_element = self._root_of(rest, q.denominator)
        return self.multiply(total, self.power(root_element, int(q * parts)))

    def _number_power(self, value: Fraction, q: Fraction) -> Element:
        total = self.one
        for prime, exponent in prime_powers(value):
            whole, part = divmod(q * exponent, 1)
            total = self.multiply(total, self.power(self.rational(prime), int(whole)))
            if part:
                parts, root = self._root_of(self.rational(prime), part.denominator)
                total = self.multiply(total, self.power(root, int(part * parts)))
        return total

    def _positive_factors(self, a: Element) -> tuple[Element, list[tuple[int, int]]]:
        """The element without its factors that are positive constants, and those with their powers."""
        powers = []
        for index, kernel in enumerate(self.kernels):
            if kernel.positive:
                exponent = lowest_power(a.above, index) - lowest_power(a.below, index)
                if exponent:
                    powers.append((index, exponent))
                    a = self.quotient(
                        a.above * self.generator(index, -exponent).above,
                        a.below * self.generator(index, -exponent).below,
                    )
        return a, powers

    def _root_of(self, base: Element, denominator: int) -> tuple[int, Element]:
        """(L, base**(1/L)) with `denominator` dividing L."""
        key = ("root", *self.key(base))
        before = self._families.get(key)

        def make(parts: int) -> int:
            def outer() -> Element:
                own = self.generator(self._index[(*key, parts)], 1)
                return self.divide(own, self.multiply(self.rational(parts), base))

            value = self.as_rational(base)
            positive = value is not None and value > 0
            positive = positive or any(
                kernel.positive and base == self.generator(i)
                for i, kernel in enumerate(self.kernels)
            )
            index = self.kernel((*key, parts), lambda: Kernel([(outer, base)], positive=positive))
            self.relate(index, parts, base)
            return index

        parts, index = self._family(key, denominator, make)
        if before is not None and before[1] != index:
            self.relate(before[1], 1, self.generator(index, parts // before[0]))
        return parts, self.generator(index)

    def logarithm(self, a: Element) -> Element:
        """log(a), the logarithm of the positive rational content apart."""
        a = self.reduce(a)
        if a.above.is_zero():
            raise Unsupported("the logarithm of zero")
        if a == self.name("E"):
            return self.one
        content, rest = self.split(a)
        terms = [
            self.multiply(self.rational(exponent), self._logarithm_of(self.rational(prime)))
            for prime, exponent in prime_powers(content)
        ]
        if rest != self.one:
            terms.append(self._logarithm_of(rest))
        return self.add(*terms) if terms else self.zero

    def _logarithm_of(self, a: Element) -> Element:
        def make() -> Kernel:
            return Kernel([(lambda: self.divide(self.one, a), a)], argument=a)

        return self.generator(self.kernel(("log", *self.key(a)), make))

    # sines and cosines

    def sine_cosine(self, a: Element) -> tuple[Element, Element]:
        """(sin a, cos a) by the addition theorems."""
        sine, cosine = self.zero, self.one
        for q, term in self._angle_terms(self.reduce(a)):
            s, c = self._angle(q, term)
            sine, cosine = (
                self.add(self.multiply(sine, c), self.multiply(cosine, s)),
                self.add(
                    self.multiply(cosine, c), self.negative(self.multiply(sine, s))
                ),
            )  # fmt: skip
        return sine, cosine

    def _angle_terms(self, a: Element) -> list[tuple[Fraction, Element]]:
        """The terms of an angle; a long one is left whole, as its expansion would be huge."""
        terms = self.terms(a)
        if len(terms) <= _MOST_ANGLES and all(abs(q.numerator) <= _MOST_ANGLE for q, _ in terms):
            return terms
        content, rest = self.split(a)
        return [(Fraction(1, content.denominator), self._times(content.numerator, rest))]

    def _times(self, n: int, a: Element) -> Element:
        return Element(a.above * n, a.below)

    def _angle(self, q: Fraction, term: Element) -> tuple[Element, Element]:
        if term == self.name("pi") and q.denominator in (1, 2, 3, 4, 6):
            return self._exact_angle(q)
        key = ("trig", *self.key(term))
        before = self._families.get(key)

        def make(parts: int) -> int:
            inner = self.multiply(term, self.rational(Fraction(1, parts)))
            sine = self.kernel(("sin", *key, parts), lambda: Kernel([(lambda: cosine_of(), inner)]))
            cosine = self.kernel(
                ("cos", *key, parts),
                lambda: Kernel([(lambda: self.negative(self.generator(sine)), inner)]),
            )

            def cosine_of() -> Element:
                return self.generator(cosine)

            squared = self.add(self.one, self.negative(self.generator(sine, 2)))
            self.relate(cosine, 2, squared)
            return sine

        parts, sine = self._family(key, q.denominator, make)
        cosine = self._index[("cos", *key, parts)]
        if before is not None and before[1] != sine:
            s, c = self._multiple(sine, cosine, parts // before[0])
            self.relate(before[1], 1, s)
            self.relate(self._index[("cos", *key, before[0])], 1, c)
        return self._multiple(sine, cosine, int(q * parts))

    def _multiple(self, sine: int, cosine: int, n: int) -> tuple[Element, Element]:
        """(sin nθ, cos nθ) from sin θ and cos θ."""
        if abs(n) > _MOST_MULTIPLE:
            raise Unsupported("a large multiple of an angle")
        s, c = self.zero, self.one
        s1, c1 = self.generator(sine), self.generator(cosine)
        for _ in range(abs(n)):
            s, c = (
                self.add(self.multiply(s, c1), self.multiply(c, s1)),
                self.add(self.multiply(c, c1), self.negative(self.multiply(s, s1))),
            )
        return (s if n >= 0 else self.negative(s)), c

    def _exact_angle(self, q: Fraction) -> tuple[Element, Element]:
        """sin and cos of a multiple of π/6 or π/4 by the squares of the cosine."""
        return self._exact_sine(q), self._exact_sine(q + Fraction(1, 2))

    def _exact_sine(self, q: Fraction) -> Element:
        q %= 2
        sign = 1
        if q > 1:
            q, sign = q - 1, -1
        square = {0: 0, 6: Fraction(1, 4), 4: Fraction(1, 2), 3: Fraction(3, 4), 2: 1}
        nearest = min(q, 1 - q)
        found = square[nearest.denominator if nearest else 0]
        root = self.rational_power(self.rational(found), Fraction(1, 2)) if found else self.zero
        return self.multiply(self.rational(sign), root)

    def absolute_sign(self, a: Element) -> Element:
        """sign(a) for real a away from zero: its square is one, its derivative zero."""
        a = self.reduce(a)
        if a.above.is_zero():
            return self.zero
        _, rest = self.split(a)
        index = self.kernel(("sign", *self.key(rest)), Kernel)
        self.relate(index, 2, self.one)
        return self.generator(index)
