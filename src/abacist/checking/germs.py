"""Rigorous one-sided expansions: what a function does as u → 0+.

A germ stands for a function on (0, u₀]:

    exp(growth(u))·( Σ c·uᵖ·ℓᵏ  +  R(u)·u^P·ℓ^K ),     ℓ = log(1/u),  R(u) in a ball for every u in (0, u₀]

with growth a sum of terms that tend to ±∞. Leading terms are decided exactly (`exact_constants`); remainders
are true enclosures, so limits read off a germ are theorems, and integrals up to a singularity can be bounded.
Where a leading coefficient cannot be told from zero, `Unsettled` is raised, or, where the domain allows it, it
is taken for zero and `assumed` says so.

Source: Taylor models: K. Makino, M. Berz, Taylor models and other validated functional inclusion methods, Int. J.
Pure Appl. Math. 4 (2003); orders of growth: G. H. Hardy, Orders of Infinity (1910).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from abacist.checking.exact_constants import Constant, Constants
from abacist.checking.power_series import Unsettled

__all__ = ["Germ", "Germs", "Scale"]

Scale = tuple[Fraction, int]
"""(p, k) stands for uᵖ·ℓᵏ."""

_FLAT = Fraction(12)


def _rank(scale: Scale) -> tuple[Fraction, int]:
    """Sorts scales by dominance as u → 0+: the largest first."""
    return scale[0], -scale[1]


@dataclass(frozen=True, slots=True)
class Germ:
    """See the module's page. `terms` and `growth` are sorted, the dominant term first."""

    terms: tuple[tuple[Scale, Constant], ...] = ()
    tail: Scale | None = None
    bound: Any = None
    growth: tuple[tuple[Scale, Constant], ...] = ()


@dataclass
class Germs:
    """Arithmetic of germs on (0, 2^−`depth`], keeping `length` terms.

    Arguments:
        assume: take a coefficient that balls cannot tell from zero for zero.
    """

    depth: int = 10
    length: int = 8
    assume: bool = False
    assumed: bool = False
    constants: Constants = field(default_factory=Constants)

    def __post_init__(self) -> None:
        from flint import arb

        self.edge = arb(2) ** (-self.depth)
        self.log_edge = -self.edge.log()

    # making germs

    def constant(self, value: Constant) -> Germ:
        """A constant function."""
        return self._made({(Fraction(0), 0): value})

    def number(self, value: Fraction | int) -> Germ:
        """A rational constant."""
        return self.constant(self.constants.of(value))

    def power_of_u(self, p: Fraction, k: int = 0) -> Germ:
        """uᵖ·ℓᵏ."""
        return Germ((((p, k), self.constants.one),))

    def within(self, ball: Any, scale: Scale = (Fraction(0), 0)) -> Germ:
        """Anything between the ends of a ball, times a scale."""
        return Germ((), scale, ball)

    def _made(
        self,
        terms: Mapping[Scale, Constant],
        tail: Scale | None = None,
        bound: Any = None,
        growth: tuple[tuple[Scale, Constant], ...] = (),
    ) -> Germ:
        """A germ with sorted terms; those beyond the length or the tail go into the remainder."""
        ordered = sorted(
            ((s, c) for s, c in terms.items() if c.rational != 0), key=lambda item: _rank(item[0])
        )
        kept = [item for item in ordered if tail is None or _rank(item[0]) < _rank(tail)]
        kept, dropped = kept[: self.length], [i for i in ordered if i not in kept[: self.length]]
        if bound is not None and tail is not None and not bound.is_finite():
            raise Unsettled("a remainder without bound")
        if not dropped:
            return Germ(tuple(kept), tail, bound, growth)
        low = min((scale for scale, _ in dropped), key=_rank)
        new = low if tail is None or _rank(low) < _rank(tail) else tail
        total = self.ratio(tail, new) * bound if tail is not None else 0
        for scale, c in dropped:
            total = total + c.ball * self.ratio(scale, new)
        return Germ(tuple(kept), new, total, growth)

    # sizes

    def size(self, scale: Scale) -> Any:
        """A ball that holds uᵖ·ℓᵏ for all u in (0, u₀], for scales that stay bounded."""
        from flint import arb, fmpq

        p, k = scale
        if p == 0 and k == 0:
            return arb(1)
        if p < 0 or (p == 0 and k > 0):
            raise Unsettled("an unbounded scale")
        if k > 0 and not self.log_edge * arb(fmpq(p.numerator, p.denominator)) > k:
            raise Unsettled("the neighbourhood is too large for this scale")
        top = self.edge ** arb(fmpq(p.numerator, p.denominator)) * self.log_edge**k
        return arb(0).union(top)

    def ratio(self, scale: Scale, base: Scale) -> Any:
        """The size of scale/base."""
        return self.size((scale[0] - base[0], scale[1] - base[1]))

    def enclosure(self, germ: Germ, base: Scale) -> Any:
        """A ball that holds germ/(exp(growth)·base) on (0, u₀]."""
        from flint import arb

        total = arb(0)
        for scale, c in germ.terms:
            total = total + c.ball * self.ratio(scale, base)
        if germ.tail is not None:
            total = total + germ.bound * self.ratio(germ.tail, base)
        return total

    # leading terms

    def lead(self, germ: Germ) -> tuple[Scale, Constant] | None:
        """The dominant term, its coefficient certainly not zero; None where only a remainder is left."""
        for scale, c in germ.terms:
            zero = self.constants.is_zero(c)
            if zero is False:
                return scale, c
            if zero is None:
                if not self.assume:
                    raise Unsettled("a leading coefficient that may be zero")
                self.assumed = True
        return None

    def pruned(self, germ: Germ) -> Germ:
        """The germ without leading terms that are zero."""
        found = self.lead(germ)
        rest = tuple(t for t in germ.terms if found and _rank(t[0]) >= _rank(found[0]))
        return Germ(rest, germ.tail, germ.bound, germ.growth)

    def base(self, germ: Germ) -> Scale:
        """The scale of the dominant term, or of the remainder."""
        found = self.lead(germ)
        if found is not None:
            return found[0]
        if germ.tail is None:
            raise Unsettled("the zero function has no leading term")
        return germ.tail

    def is_zero(self, germ: Germ) -> bool:
        """True for the function that is identically zero."""
        return germ.tail is None and self.lead(germ) is None

    # arithmetic

    def negative(self, a: Germ) -> Germ:
        """−a."""
        return self.scaled(a, self.constants.of(-1))

    def scaled(self, a: Germ, c: Constant) -> Germ:
        """c·a."""
        terms = tuple((s, self.constants.multiply(c, x)) for s, x in a.terms)
        return Germ(terms, a.tail, None if a.tail is None else a.bound * c.ball, a.growth)

    def add(self, *germs: Germ) -> Germ:
        """The sum."""
        total = germs[0]
        for germ in germs[1:]:
            total = self._add(total, germ)
        return total

    def _add(self, a: Germ, b: Germ) -> Germ:
        if self.is_zero(a):
            return b
        if self.is_zero(b):
            return a
        gap = self._growth_gap(a, b)
        if gap:
            direction = self.direction(gap)
            small, large = (a, b) if direction < 0 else (b, a)
            return self._absorbed(small, large, gap if direction < 0 else self._opposite(gap))
        terms = dict(a.terms)
        for scale, c in b.terms:
            terms[scale] = self.constants.add(terms[scale], c) if scale in terms else c
        tails = [g.tail for g in (a, b) if g.tail is not None]
        if not tails:
            return self._made(terms, growth=a.growth)
        tail = min(tails, key=_rank)
        bound = sum(g.bound * self.ratio(g.tail, tail) for g in (a, b) if g.tail is not None)
        return self._made(terms, tail, bound, a.growth)

    def multiply(self, *germs: Germ) -> Germ:
        """The product."""
        total = germs[0]
        for germ in germs[1:]:
            total = self._multiply(total, germ)
        return total

    def _multiply(self, a: Germ, b: Germ) -> Germ:
        if self.is_zero(a) or self.is_zero(b):
            return self.number(0)
        growth = self._growth_sum(a.growth, b.growth)
        terms: dict[Scale, Constant] = {}
        for (p, k), c in a.terms:
            for (q, m), d in b.terms:
                scale = p + q, k + m
                product = self.constants.multiply(c, d)
                terms[scale] = (
                    self.constants.add(terms[scale], product) if scale in terms else product
                )
        remainders = list(self._remainders(a, b))
        if not remainders:
            return self._made(terms, growth=growth)
        tail = min((scale for scale, _ in remainders), key=_rank)
        bound = sum(ball * self.ratio(scale, tail) for scale, ball in remainders)
        return self._made(terms, tail, bound, growth)

    def _remainders(self, a: Germ, b: Germ) -> Iterable[tuple[Scale, Any]]:
        """The products in which a remainder takes part."""
        for first, second in ((a, b), (b, a)):
            if first.tail is not None:
                p, k = first.tail
                for (q, m), c in second.terms:
                    yield (p + q, k + m), first.bound * c.ball
        if a.tail is not None and b.tail is not None:
            yield (a.tail[0] + b.tail[0], a.tail[1] + b.tail[1]), a.bound * b.bound

    # growth

    def _growth_sum(self, *growths: Iterable[tuple[Scale, Constant]]) -> tuple[Any, ...]:
        total: dict[Scale, Constant] = {}
        for growth in growths:
            for scale, c in growth:
                total[scale] = self.constants.add(total[scale], c) if scale in total else c
        kept = [(s, c) for s, c in total.items() if self.constants.is_zero(c) is not True]
        return tuple(sorted(kept, key=lambda item: _rank(item[0])))

    def _opposite(self, growth: Iterable[tuple[Scale, Constant]]) -> tuple[Any, ...]:
        return tuple((s, self.constants.negative(c)) for s, c in growth)

    def _growth_gap(self, a: Germ, b: Germ) -> tuple[Any, ...]:
        return self._growth_sum(a.growth, self._opposite(b.growth))

    def direction(self, growth: tuple[Any, ...]) -> int:
        """+1 where the growth tends to +∞, −1 where to −∞."""
        sign = self.constants.sign(growth[0][1])
        if not sign:
            raise Unsettled("two rates of growth that cannot be compared")
        return sign

    def _absorbed(self, small: Germ, large: Germ, gap: tuple[Any, ...]) -> Germ:
        """large + exp(gap)·small with gap → −∞: the second is smaller than every power of u."""
        if large.tail is not None:
            tail, bound = large.tail, large.bound
        else:
            p, _ = self.base(large)
            tail, bound = (p + _FLAT, 0), 0
        flat = self._flat_bound(small, gap, tail)
        return Germ(large.terms, tail, bound + flat, large.growth)

    def _flat_bound(self, small: Germ, gap: tuple[Any, ...], tail: Scale) -> Any:
        """A ball that holds exp(gap)·small/tail on (0, u₀].

        With gap ≤ −c·u^(−a) and |small/tail| ≤ A·u^(−m) the product is at most A·exp(−c·u^(−a))·u^(−m), which
        increases in u as long as c·a·u^(−a) ≥ m; so its largest value is at u₀.
        """
        from flint import arb, fmpq

        (p, k), _ = gap[0]
        if p >= 0 or k < 0:
            raise Unsettled("a slow exponential")
        c = -self.enclosure(Germ(gap), (p, k))
        base = self.base(small)
        size = abs(self.enclosure(small, base)).upper()
        m = tail[0] - base[0] + max(base[1] - tail[1], 0)
        a = arb(fmpq(-p.numerator, p.denominator))
        rate = c.lower() * self.edge ** (-a)
        power = arb(fmpq(m.numerator, m.denominator))
        if not rate > 0 or not rate * a >= power or not self.log_edge > 1:
            raise Unsettled("the neighbourhood is too large for this exponential")
        largest = arb(size) * (-rate).exp() * self.edge ** (-power)
        return (-largest).union(largest)
