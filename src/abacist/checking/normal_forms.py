"""Quotients of FLINT polynomials in generators that stand for what is not rational, with their relations.

A `Ring` grows as generators are asked for. A relation says what a power of a generator is (r² = u, the
cyclotomic polynomial of i and its kin); it is divided out after every operation. Where a numerator becomes
zero, the expression is proved to be zero wherever it is defined. Where it does not, nothing is claimed,
since generators may have relations that are not known here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

__all__ = ["Finer", "Generator", "NormalForm", "NotNormal", "Ring"]

_GENERATORS = 32
_MOST_EXPONENT = 400
_MOST_STEPS = 20_000
_MOST_TERMS = 50_000
_UNITY = 120


class NotNormal(Exception):
    """No normal form: something without a value, or one that would be too large."""


class Finer(Exception):
    """A common denominator has grown, so the generators must be chosen anew."""


@dataclass(frozen=True, slots=True)
class NormalForm:
    """A quotient of two polynomials over the rationals in the generators of a `Ring`."""

    numerator: Any
    denominator: Any

    @property
    def is_zero(self) -> bool:
        """True where the expression is certainly zero wherever it is defined."""
        return bool(self.numerator.is_zero())

    @property
    def constant(self) -> Fraction | None:
        """The value where no generator is left."""
        if not (self.numerator.is_constant() and self.denominator.is_constant()):
            return None
        return _fraction(self.numerator) / _fraction(self.denominator)

    @property
    def text(self) -> str:
        """The same for equal forms of one ring."""
        return f"{self.numerator}/({self.denominator})"


@dataclass(slots=True)
class Generator:
    """What a generator stands for: its kind and the normal form it is made of.

    `power`, `value`: generator**power = value, a quotient of polynomials in earlier generators.
    """

    kind: str
    index: int
    inside: NormalForm | None = None
    power: int = 0
    value: NormalForm | None = None


@cache
def _context() -> Any:
    from flint import Ordering, fmpq_mpoly_ctx

    return fmpq_mpoly_ctx.get([f"g{k}" for k in range(_GENERATORS)], Ordering.lex)


def _fraction(polynomial: Any) -> Fraction:
    if polynomial.is_zero():
        return Fraction(0)
    lead = polynomial.leading_coefficient()
    return Fraction(int(lead.p), int(lead.q))


class Ring:
    """Generators with their relations, and the arithmetic of quotients in them."""

    def __init__(self) -> None:
        self.parts: dict[str, int] = {}  # common denominator of the exponents of each base
        self.unity = 4  # ζ = e^{2πi/unity}, so that i = ζ^{unity/4}
        self.generators: dict[tuple[str, str], Generator] = {}

    def restart(self) -> None:
        """Forgets the generators and keeps the denominators they were found to need."""
        self.generators = {}

    def constant(self, value: int | Fraction) -> NormalForm:
        """A rational number."""
        from flint import fmpq

        value = Fraction(value)
        one = _context().constant(1)
        return NormalForm(one * fmpq(value.numerator, value.denominator), one)

    def sum(self, a: NormalForm, b: NormalForm) -> NormalForm:
        """a + b."""
        if a.denominator == b.denominator:
            return self.quotient(a.numerator + b.numerator, a.denominator)
        self._bound(len(a.numerator) * len(b.denominator) + len(b.numerator) * len(a.denominator))
        top = a.numerator * b.denominator + b.numerator * a.denominator
        return self.quotient(top, a.denominator * b.denominator)

    def times(self, a: NormalForm, b: NormalForm) -> NormalForm:
        """a·b."""
        self._bound(len(a.numerator) * len(b.numerator))
        self._bound(len(a.denominator) * len(b.denominator))
        return self.quotient(a.numerator * b.numerator, a.denominator * b.denominator)

    def scaled(self, a: NormalForm, factor: int | Fraction) -> NormalForm:
        """a times a rational number."""
        return self.times(a, self.constant(factor))

    def inverse(self, a: NormalForm) -> NormalForm:
        """1/a."""
        return self.quotient(a.denominator, a.numerator)

    def power(self, a: NormalForm, exponent: int) -> NormalForm:
        """a to an integer."""
        if exponent < 0:
            return self.power(self.inverse(a), -exponent)
        for part in (a.numerator, a.denominator):
            if len(part) > 1:
                self._bound(math.comb(min(exponent, 10**4) + len(part) - 1, len(part) - 1))
            degree = max(part.degrees(), default=0) * exponent
            bits = part.leading_coefficient().p.bit_length() if len(part) else 0
            if degree > _MOST_EXPONENT * 10 or bits * exponent > 100_000:
                raise NotNormal
        return self.quotient(a.numerator**exponent, a.denominator**exponent)

    def _bound(self, terms: int) -> None:
        if terms > _MOST_TERMS:
            raise NotNormal

    def quotient(self, top: Any, bottom: Any) -> NormalForm:
        """top/bottom with all relations divided out, in lowest terms. Raises `NotNormal` for 1/0."""
        top, bottom = self._reduced(top, bottom)
        if bottom.is_zero():
            raise NotNormal
        if not bottom.is_constant():
            common = top.gcd(bottom)
            top, bottom = top / common, bottom / common
        lead = bottom.leading_coefficient()
        return NormalForm(top / lead, bottom / lead)

    def _reduced(self, top: Any, bottom: Any) -> tuple[Any, Any]:
        """Both with every generator below the power at which it has a value; latest generators first.

        The value of a generator contains earlier ones only, so one pass is enough.
        """
        for generator in sorted(self.generators.values(), key=lambda g: -g.index):
            value, place = generator.value, generator.index
            if value is None:
                continue
            if top.degrees()[place] >= generator.power:
                top, scale = _divided(top, generator, value)
                bottom = bottom * scale
            if bottom.degrees()[place] >= generator.power:
                bottom, scale = _divided(bottom, generator, value)
                top = top * scale
        return top, bottom

    def generator(self, kind: str, inside: NormalForm | None = None, text: str = "") -> Generator:
        """The generator for this kind and content, made where it is new."""
        key = (kind, inside.text if inside is not None else text)
        found = self.generators.get(key)
        if found is None:
            if len(self.generators) >= _GENERATORS:
                raise NotNormal
            found = Generator(kind, len(self.generators), inside)
            self.generators[key] = found
        return found

    def of_index(self, index: int) -> Generator:
        """The generator with this place in the polynomials."""
        return next(g for g in self.generators.values() if g.index == index)

    def single(self, form: NormalForm) -> Generator | None:
        """The generator that a form is, if it is just one."""
        if not form.denominator.is_one() or len(form.numerator) != 1:
            return None
        exponents = [(k, int(e)) for k, e in enumerate(form.numerator.monoms()[0]) if e]
        if [e for _, e in exponents] != [1] or form.numerator.leading_coefficient() != 1:
            return None
        return self.of_index(exponents[0][0])

    def monomial(self, generator: Generator, exponent: int = 1) -> NormalForm:
        """A power of a generator."""
        power = _context().gens()[generator.index] ** abs(exponent)
        one = _context().constant(1)
        return self.quotient(power, one) if exponent >= 0 else self.quotient(one, power)

    def fine(self, key: str, exponent: Fraction) -> int:
        """exponent·d for the common denominator d of this key; asks for a fresh start where d grows."""
        known = self.parts.setdefault(key, 1)
        needed = math.lcm(known, exponent.denominator)
        if needed != known:
            self.parts[key] = needed
            raise Finer
        if abs(exponent * known) > _MOST_STEPS:
            raise NotNormal
        return int(exponent * known)

    def root_of_unity(self, turns: Fraction) -> NormalForm:
        """e^{2πi·turns}."""
        needed = math.lcm(self.unity, turns.denominator)
        if needed > _UNITY:
            raise NotNormal
        if needed != self.unity:
            self.unity = needed
            raise Finer
        exponent = int(turns * self.unity) % self.unity
        generator = self.generator("unity")
        if generator.value is None:
            _relate_unity(generator, self.unity)
        return self.monomial(generator, exponent)

    def square_root_of_prime(self, prime: int) -> NormalForm | None:
        """√2, √3, √5 as sums of roots of unity where those are in use; else they would be two things."""
        if prime == 2 and self.unity % 8 == 0:
            turns = [(1, Fraction(1, 8)), (1, Fraction(-1, 8))]
        elif prime == 3 and self.unity % 12 == 0:
            turns = [(1, Fraction(1, 12)), (1, Fraction(-1, 12))]
        elif prime == 5 and self.unity % 5 == 0:
            turns = [
                (1, Fraction(1, 5)),
                (-1, Fraction(2, 5)),
                (-1, Fraction(3, 5)),
                (1, Fraction(4, 5)),
            ]
        else:
            return None
        total = self.constant(0)
        for sign, turn in turns:
            total = self.sum(total, self.scaled(self.root_of_unity(turn), sign))
        return total

    def terms(self, a: NormalForm) -> list[tuple[Fraction, dict[int, int], NormalForm]]:
        """The terms of the numerator over the denominator: coefficient, exponents, the rest as a form.

        Each rest has leading coefficient one, so that terms that differ by a number share it.
        """
        found: list[tuple[Fraction, dict[int, int], NormalForm]] = []
        for monom, coefficient in a.numerator.terms():
            exponents = {k: int(e) for k, e in enumerate(monom) if e}
            monomial = _context().constant(1)
            for index, exponent in exponents.items():
                monomial = monomial * _context().gens()[index] ** exponent
            rest = self.quotient(monomial, a.denominator)
            found.append((Fraction(int(coefficient.p), int(coefficient.q)), exponents, rest))
        return found

    def content(self, a: NormalForm) -> tuple[Fraction, NormalForm]:
        """A positive rational c and a form b with a = c·b, b with coprime integer coefficients on top."""
        numbers = [Fraction(int(c.p), int(c.q)) for c in a.numerator.coeffs()]
        if not numbers:
            return Fraction(1), a
        top = math.gcd(*(n.numerator for n in numbers))
        bottom = math.lcm(*(n.denominator for n in numbers))
        content = Fraction(top, bottom)
        return content, self.scaled(a, 1 / content)


def _divided(polynomial: Any, generator: Generator, value: NormalForm) -> tuple[Any, Any]:
    """(P, s) with s·polynomial = P wherever generator**power = value, and P below that power in it."""
    place, power = generator.index, generator.power
    groups: dict[int, dict[tuple[int, ...], Any]] = {}
    for monom, coefficient in polynomial.terms():
        whole, rest = divmod(int(monom[place]), power)
        key = tuple(rest if k == place else int(e) for k, e in enumerate(monom))
        group = groups.setdefault(whole, {})
        group[key] = group.get(key, 0) + coefficient
    most = max(groups)
    top, bottom = value.numerator, value.denominator
    total = _context().constant(0)
    for whole, group in groups.items():
        total += _context().from_dict(group) * top**whole * bottom ** (most - whole)
    scale = bottom**most
    if total.degrees()[place] >= power:
        total, more = _divided(total, generator, value)
        scale = scale * more
    return total, scale


def _relate_unity(generator: Generator, order: int) -> None:
    """ζ^φ(N) = what the cyclotomic polynomial says."""
    from flint import fmpz_poly

    polynomial = fmpz_poly.cyclotomic(order)
    degree, symbol = polynomial.degree(), _context().gens()[generator.index]
    rest = _context().constant(0)
    for k in range(degree):
        rest -= int(polynomial[k]) * symbol**k
    generator.power = degree
    generator.value = NormalForm(rest, _context().constant(1))
