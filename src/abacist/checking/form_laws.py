"""The laws that normal forms obey: of logarithms, exponentials, powers, circular functions and absolute values.

Each rule holds for principal values wherever both of its sides are defined; `elementary_forms` says which they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from abacist.checking.form_signs import is_positive, is_real
from abacist.checking.integer_functions import prime_factors
from abacist.checking.normal_forms import Generator, NormalForm, NotNormal, Ring
from abacist.core.expr import CONSTANTS

__all__ = ["ARCS", "Laws"]

ARCS = ("asin", "acos", "atan")


class Laws:
    """What is done with forms of one ring.

    `positive` names symbols that may be taken as positive, `unreal` those that may have complex values. With
    `smooth` only points are meant at which everything has a derivative, so that no |u| and no sign is taken of 0.
    """

    def __init__(
        self, positive: Iterable[str] = (), unreal: Iterable[str] = (), smooth: bool = False
    ) -> None:
        self.smooth = smooth
        self.unreal = frozenset(unreal)
        self.positive = frozenset(positive) - self.unreal
        self.ring = Ring()

    def symbol_index(self, name: str) -> int | None:
        """The place of a symbol's generator, or None where it does not occur."""
        found = self.ring.generators.get(("symbol", name))
        return None if found is None else found.index

    def symbol(self, name: str) -> NormalForm:
        """A symbol or a constant."""
        if name == "I":
            return self.ring.root_of_unity(Fraction(1, 4))
        if name == "E":
            return self.exponential(self.ring.constant(1))
        if name in CONSTANTS and name != "pi":
            raise NotNormal
        return self.ring.monomial(self.ring.generator("symbol", text=name))

    # Logarithms and exponentials.

    def logarithm(self, value: NormalForm) -> NormalForm:
        """The principal logarithm: rational numbers by their primes, positive symbols one by one."""
        if value.is_zero:
            raise NotNormal
        argument = self._of_lambert(value)
        if argument is not None and (argument.constant or 0) > 0:  # ln W(z) = ln z − W(z)
            return self.ring.sum(self.logarithm(argument), self.ring.scaled(value, -1))
        content, rest = self.ring.content(value)
        total = self._logarithm_of_number(content)
        known = rest.constant
        if known is not None:
            if known < 0:  # ln(−c) = ln c + iπ
                turn = self.ring.times(self.symbol("I"), self.symbol("pi"))
                total = self.ring.sum(total, turn)
            return total
        for part, exponent in self._positive_parts(rest):
            logarithm = self._logarithm_of_exponential(part)
            if logarithm is None:
                logarithm = self.ring.monomial(self.ring.generator("ln", part))
            total = self.ring.sum(total, self.ring.scaled(logarithm, exponent))
        return total

    def _logarithm_of_number(self, value: Fraction) -> NormalForm:
        total = self.ring.constant(0)
        for number, sign in ((value.numerator, 1), (value.denominator, -1)):
            for prime, exponent in prime_factors(number):
                generator = self.ring.generator("ln", self.ring.constant(prime))
                term = self.ring.scaled(self.ring.monomial(generator), sign * exponent)
                total = self.ring.sum(total, term)
        return total

    def _logarithm_of_exponential(self, value: NormalForm) -> NormalForm | None:
        """u where the form is e^u with a real u."""
        generator = self.ring.single(value)
        if generator is None or not self._is_real_exponential(generator):
            return None
        inside = generator.inside
        assert inside is not None
        return self.ring.scaled(inside, Fraction(1, self.ring.parts[f"e {inside.text}"]))

    def _is_real_exponential(self, generator: Generator) -> bool:
        inside = generator.inside if generator.kind == "exp" else None
        return inside is not None and self._is_real(inside)

    def _positive_parts(self, value: NormalForm) -> list[tuple[NormalForm, int]]:
        """The factors known to be positive with their exponents, and the rest as one factor."""
        parts: list[tuple[NormalForm, int]] = []
        rest = value
        for generator in list(self.ring.generators.values()):
            if not (self.is_positive(generator) or self._is_real_exponential(generator)):
                continue
            up, down = (
                min((int(m[generator.index]) for m in side.monoms()), default=0)
                for side in (rest.numerator, rest.denominator)
            )
            if up != down:
                factor = self.ring.monomial(generator)
                parts.append((factor, up - down))
                rest = self.ring.times(rest, self.ring.power(factor, down - up))
        if rest.constant != 1:
            parts.append((rest, 1))
        return parts

    def is_positive(self, generator: Generator) -> bool:
        """True for π, for symbols so declared and for roots of positive numbers."""
        return is_positive(generator, self._positive_places())

    def _is_real(self, form: NormalForm) -> bool:
        return is_real(self.ring, form, self._positive_places(), self._places(self.unreal))

    def _positive_places(self) -> set[int]:
        return self._places((*self.positive, "pi"))

    def _places(self, names: Iterable[str]) -> set[int]:
        return {place for name in names if (place := self.symbol_index(name)) is not None}

    def exponential(self, exponent: NormalForm) -> NormalForm:
        """e to a sum of terms, each by what it is made of."""
        result = self.ring.constant(1)
        for coefficient, _, rest in self.ring.terms(exponent):
            result = self.ring.times(result, self._exponential_of_term(coefficient, rest))
        return result

    def _exponential_of_term(self, coefficient: Fraction, rest: NormalForm) -> NormalForm:
        around = self._imaginary_part(rest)
        if around is not None:
            return self._circle(coefficient, around)
        generator = self.ring.single(rest)
        if generator is not None and generator.kind == "ln" and generator.inside is not None:
            return self._power_of(generator.inside, coefficient)
        argument = self._of_lambert(rest) if coefficient.denominator == 1 else None
        if argument is not None:  # W·e^W = z
            ratio = self.ring.times(argument, self.ring.inverse(rest))
            return self.ring.power(ratio, int(coefficient))
        key = f"e {rest.text}"
        steps = self.ring.fine(key, coefficient)
        return self.ring.monomial(self.ring.generator("exp", rest), steps)

    def _of_lambert(self, form: NormalForm) -> NormalForm | None:
        """z where the form is W(z)."""
        generator = self.ring.single(form)
        return generator.inside if generator is not None and generator.kind == "lambertw" else None

    def _power_of(self, base: NormalForm, exponent: Fraction) -> NormalForm:
        """base^exponent, from a generator for base^{1/d}."""
        steps = self.ring.fine(f"power {base.text}", exponent)
        parts = self.ring.parts[f"power {base.text}"]
        if parts == 1:
            return self.ring.power(base, steps)
        prime = base.constant
        if parts == 2 and prime is not None and prime.denominator == 1:
            known = self.ring.square_root_of_prime(int(prime))
            if known is not None:
                return self.ring.power(known, steps)
        generator = self.ring.generator("power", base)
        generator.power, generator.value = parts, base
        return self.ring.monomial(generator, steps)

    def _imaginary_part(self, term: NormalForm) -> NormalForm | None:
        """The real monomial m where a term is i·m, else None."""
        unity = self.ring.generators.get(("unity", ""))
        if unity is None or len(term.numerator) != 1:
            return None
        if int(term.numerator.monoms()[0][unity.index]) != self.ring.unity // 4:
            return None
        if any(int(m[unity.index]) for m in term.denominator.monoms()):
            return None
        return self.ring.times(term, self.ring.inverse(self.symbol("I")))

    def _circle(self, coefficient: Fraction, angle: NormalForm) -> NormalForm:
        """e^{i·coefficient·angle}."""
        generator = self.ring.single(angle)
        if generator is not None and generator.index == self.symbol_index("pi"):
            return self.ring.root_of_unity(coefficient / 2)
        if generator is not None and generator.kind in ARCS and generator.inside is not None:
            steps = self.ring.fine(f"turn {angle.text}", coefficient)
            if self.ring.parts[f"turn {angle.text}"] == 1:
                return self.ring.power(self._unit_of_arc(generator.kind, generator.inside), steps)
        key = f"turn {angle.text}"
        steps = self.ring.fine(key, coefficient)
        return self.ring.monomial(self.ring.generator("turn", angle), steps)

    def _unit_of_arc(self, head: str, u: NormalForm) -> NormalForm:
        """cos + i·sin of asin u, acos u, atan u; √(1 ∓ u²) is the principal one."""
        one, i = self.ring.constant(1), self.symbol("I")
        square = self.ring.power(u, 2)
        sign = 1 if head == "atan" else -1
        rest = self.square_root(self.ring.sum(one, self.ring.scaled(square, sign)))
        if head == "asin":
            return self.ring.sum(rest, self.ring.times(i, u))
        if head == "acos":
            return self.ring.sum(u, self.ring.times(i, rest))
        return self.ring.times(self.ring.sum(one, self.ring.times(i, u)), self.ring.inverse(rest))

    def square_root(self, value: NormalForm) -> NormalForm:
        """The principal square root."""
        return self.rational_power(value, Fraction(1, 2))

    def rational_power(self, value: NormalForm, q: Fraction) -> NormalForm:
        """The principal value of u^q."""
        if value.is_zero:
            if q <= 0:
                raise NotNormal
            return value
        return self.exponential(self.ring.scaled(self.logarithm(value), q))

    # Circular and hyperbolic functions.

    def circular(self, head: str, inner: NormalForm) -> NormalForm:
        """sin u = (z − 1/z)/2i, cos u = (z + 1/z)/2 with z = e^{iu}; the hyperbolic ones with z = e^u."""
        ring, i = self.ring, self.symbol("I")
        circular = head in ("sin", "cos", "tan", "cot", "sec", "csc")
        up = self.exponential(ring.times(i, inner) if circular else inner)
        down = ring.inverse(up)
        cosine = ring.scaled(ring.sum(up, down), Fraction(1, 2))
        sine = ring.scaled(ring.sum(up, ring.scaled(down, -1)), Fraction(1, 2))
        if circular:
            sine = ring.times(sine, ring.inverse(i))
        top, bottom = {
            "sin": (sine, None), "cos": (cosine, None), "tan": (sine, cosine),
            "cot": (cosine, sine), "sec": (None, cosine), "csc": (None, sine),
        }[head.removesuffix("h") if not circular else head]  # fmt: skip
        found = ring.constant(1) if top is None else top
        return found if bottom is None else ring.times(found, ring.inverse(bottom))

    def absolute(self, value: NormalForm) -> NormalForm:
        """|u|: a positive number comes out; the sign of the rest is that of its leading coefficient."""
        if value.is_zero:
            return value
        content, _, rest = self._oriented(value)
        if rest.constant is not None:
            return self.ring.constant(content * rest.constant)
        if self.smooth:
            return self.ring.scaled(self.ring.times(self._sign_of(rest), rest), content)
        generator = self.ring.generator("abs", rest)
        if self._is_real(rest):
            generator.power, generator.value = 2, self.ring.power(rest, 2)
        return self.ring.scaled(self.ring.monomial(generator), content)

    def sign(self, value: NormalForm) -> NormalForm:
        """sign u: the sign of the leading coefficient comes out."""
        if value.is_zero:
            return value
        _, sign, rest = self._oriented(value)
        if rest.constant is not None:
            return self.ring.constant(sign)
        return self.ring.scaled(self._sign_of(rest), sign)

    def _oriented(self, value: NormalForm) -> tuple[Fraction, int, NormalForm]:
        """(c, s, b) with value = c·s·b, c a positive number, s a sign, b with a positive leading coefficient."""
        content, rest = self.ring.content(value)
        if rest.numerator.leading_coefficient() < 0:
            return content, -1, self.ring.scaled(rest, -1)
        return content, 1, rest

    def _sign_of(self, value: NormalForm) -> NormalForm:
        generator = self.ring.generator("sign", value)
        if self.smooth and self._is_real(value):
            generator.power, generator.value = 2, self.ring.constant(1)
        return self.ring.monomial(generator)
