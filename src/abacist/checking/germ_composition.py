"""Compositions of germs: with functions analytic at the limit, powers, logarithms, exponentials.

Coefficients are exact where they have a normal form; remainders are Taylor's, enclosed by
evaluating the next coefficient on the whole range of the inner function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from abacist.checking.exact_constants import Constant, whole_power
from abacist.checking.germs import Germ, Germs
from abacist.checking.power_series import Unsettled, series, working
from abacist.core.expr import Symbol, call

__all__ = [
    "HALF",
    "absolute",
    "composed",
    "exponential",
    "inverse",
    "limit_sign",
    "logarithm",
    "power",
    "sign",
    "sign_of",
    "split",
    "value_at",
]

HALF = Fraction(1, 2)
ZERO = (Fraction(0), 0)
_BITS = 160


def split(to: Germs, g: Germ) -> tuple[Constant | None, Germ]:
    """(c, ε) with g = c + ε and ε → 0. Raises `Unsettled` where g has no finite limit; c is None where the
    limit is open inside the remainder.
    """
    if g.growth:
        raise Unsettled("no finite limit")
    g = to.pruned(g)
    if g.terms:
        (p, k), _ = g.terms[0]
        if p < 0 or (p == 0 and k > 0):
            raise Unsettled("no finite limit")
    if g.tail is not None and (g.tail[0] < 0 or (g.tail[0] == 0 and g.tail[1] > 0)):
        raise Unsettled("no finite limit")
    constant = to.constants.zero
    rest = []
    for scale, c in g.terms:
        if scale == ZERO:
            constant = c
        else:
            rest.append((scale, c))
    if g.tail == ZERO:
        return None, g
    return constant, Germ(tuple(rest), g.tail, g.bound)


def limit_sign(to: Germs, g: Germ) -> int:
    """+1 or −1 where g tends to ±∞, 0 where it stays bounded. Raises `Unsettled` where that is open."""
    found = to.lead(g)
    if g.growth:
        if to.direction(g.growth) < 0:
            return 0
        if found is None:
            raise Unsettled("growth of unknown sign")
        return sign_of(to, found[1])
    if found is not None:
        (p, k), c = found
        return sign_of(to, c) if p < 0 or (p == 0 and k > 0) else 0
    if g.tail is not None and (g.tail[0] < 0 or (g.tail[0] == 0 and g.tail[1] > 0)):
        raise Unsettled("a remainder without bound")
    return 0


def sign_of(to: Germs, c: Constant) -> int:
    """The sign of a constant. Raises `Unsettled` where it is not decided."""
    found = to.constants.sign(c)
    if found is None:
        raise Unsettled("a sign that is not decided")
    return found


def sign(to: Germs, g: Germ) -> int:
    """The sign of g on some (0, u₁]: that of its leading coefficient."""
    found = to.lead(g)
    if found is not None:
        return sign_of(to, found[1])
    if g.tail is None:
        return 0
    if g.bound > 0 or g.bound < 0:
        return 1 if g.bound > 0 else -1
    raise Unsettled("the sign of a remainder")


def absolute(to: Germs, g: Germ) -> Germ:
    """|g|."""
    try:
        return to.negative(g) if sign(to, g) < 0 else g
    except Unsettled:
        if g.terms or g.growth or g.tail is None:
            raise
        return to.within(abs(g.bound), g.tail)


# composition with an analytic function


def composed(
    to: Germs, head: str, g: Germ, exact: Callable[[Constant], Sequence[Constant]] | None = None
) -> Germ:
    """f(g) for an f that is analytic near the limit of g."""
    constant, rest = split(to, g)
    if constant is None:
        return to.within(_coefficients(head, to.enclosure(g, ZERO), 1)[0])
    if to.is_zero(rest):
        return to.constant(value_at(to, head, constant))
    n = to.length
    span = constant.ball + to.enclosure(rest, ZERO)
    known = exact(constant) if exact is not None else _known(to, head, constant, n)
    last = _coefficients(head, span, n + 1)[n]
    return taylor(to, list(known), last, rest)


def taylor(to: Germs, coefficients: Sequence[Constant], last: Any, rest: Germ) -> Germ:
    """Σ cⱼ·εʲ for j < n, and a remainder εⁿ·last, with ε → 0."""
    n = len(coefficients)
    base = to.base(rest)
    size = to.enclosure(rest, base)
    total = to.within(last * whole_power(size, n), (base[0] * n, base[1] * n))
    power = to.number(1)
    parts = [to.constant(coefficients[0])]
    for c in coefficients[1:]:
        power = to.multiply(power, rest)
        parts.append(to.scaled(power, c))
    return to.add(*parts, total) if parts else total


def _known(to: Germs, head: str, at: Constant, n: int) -> list[Constant]:
    if at.rational == 0 and head in _RATIONAL:
        return [to.constants.of(q) for q in _rational_series(head, n)]
    balls = _coefficients(head, at.ball, n)
    first = value_at(to, head, at)
    return [first, *(Constant(ball) for ball in balls[1:])]


_RATIONAL = frozenset({"exp", "atan", "asin", "asinh", "atanh"})


def _rational_series(head: str, n: int) -> list[Fraction]:
    """The first n Taylor coefficients at 0."""
    from flint import ctx, fmpq_series

    cap, ctx.cap = ctx.cap, n
    try:
        found = getattr(fmpq_series([0, 1]), head)()
        return [Fraction(int(found[k].p), int(found[k].q)) for k in range(n)]
    finally:
        ctx.cap = cap


def value_at(to: Germs, head: str, at: Constant) -> Constant:
    """f(c), exact where it has a normal form."""
    ball = _coefficients(head, at.ball, 1)[0]
    return to.constants.value_at(head, at, ball)


def _coefficients(head: str, at: Any, n: int) -> list[Any]:
    """The first n Taylor coefficients of a function at every point of a real ball."""
    from flint import acb, acb_series

    with working(_BITS, n):
        found = series(call(head, Symbol("u")), {"u": acb_series([acb(at), 1])})
        balls = [found[k] for k in range(n)]
    if not all(ball.imag == 0 for ball in balls):
        raise Unsettled("a value that is not real")
    return [ball.real for ball in balls]


# arithmetic beyond the ring


def inverse(to: Germs, g: Germ) -> Germ:
    """1/g."""
    return power(to, g, Fraction(-1))


def power(to: Germs, g: Germ, q: Fraction) -> Germ:
    """g**q: for a whole q, or for g positive near 0."""
    if q.denominator == 1 and 0 <= q <= 8:
        return to.multiply(to.number(1), *([g] * int(q)))
    g = to.pruned(g)
    if to.is_zero(g):
        if q > 0:
            return g
        raise Unsettled("a division by zero")
    found = to.lead(g)
    if found is None:
        raise Unsettled("a power of a remainder")
    (p, k), c = found
    if q.denominator != 1:
        if sign_of(to, c) < 0:
            raise Unsettled("a fractional power of a negative number")
        if (k * q).denominator != 1:
            raise Unsettled("a fractional power of a logarithm")
    scale = to.scaled(to.power_of_u(p * q, int(k * q)), to.constants.power(c, q))
    growth = tuple((s, to.constants.multiply(to.constants.of(q), x)) for s, x in g.growth)
    scale = Germ(scale.terms, None, None, growth)
    rest = _relative(to, g, (p, k), c)
    if to.is_zero(rest):
        return scale
    return to.multiply(scale, _binomial(to, rest, q))


def _relative(to: Germs, g: Germ, scale: tuple[Fraction, int], c: Constant) -> Germ:
    """ε with g = exp(growth)·c·scale·(1 + ε)."""
    plain = Germ(g.terms[1:], g.tail, g.bound)
    unit = to.scaled(to.power_of_u(-scale[0], -scale[1]), to.constants.inverse(c))
    return to.multiply(plain, unit)


def _binomial(to: Germs, rest: Germ, q: Fraction) -> Germ:
    """(1 + ε)**q."""
    from flint import arb, fmpq

    n = to.length
    coefficients, c = [], Fraction(1)
    for j in range(n):
        coefficients.append(to.constants.of(c))
        c = c * (q - j) / (j + 1)
    span = 1 + to.enclosure(rest, ZERO)
    if not span > 0:
        raise Unsettled("the neighbourhood is too large")
    exponent = q - n
    last = arb(fmpq(c.numerator, c.denominator)) * span ** arb(
        fmpq(exponent.numerator, exponent.denominator)
    )
    return taylor(to, coefficients, last, rest)


def logarithm(to: Germs, g: Germ) -> Germ:
    """log(g) for g positive near 0: growth + log c − p·ℓ + log(1 + ε)."""
    g = to.pruned(g)
    found = to.lead(g)
    if found is None:
        raise Unsettled("the logarithm of a remainder")
    (p, k), c = found
    if sign_of(to, c) < 0:
        raise Unsettled("the logarithm of a negative number")
    if k:
        raise Unsettled("a logarithm of a logarithm")
    parts = [Germ(g.growth), to.constant(value_at(to, "ln", c))]
    if p:
        parts.append(to.scaled(to.power_of_u(Fraction(0), 1), to.constants.of(-p)))
    rest = _relative(to, g, (p, k), c)
    if not to.is_zero(rest):
        n = to.length
        coefficients = [to.constants.zero]
        coefficients += [to.constants.of(Fraction((-1) ** (j + 1), j)) for j in range(1, n)]
        span = 1 + to.enclosure(rest, ZERO)
        if not span > 0:
            raise Unsettled("the neighbourhood is too large")
        last = (-1) ** (n + 1) / (n * whole_power(span, n))
        parts.append(taylor(to, coefficients, last, rest))
    return to.add(*parts)


def exponential(to: Germs, g: Germ) -> Germ:
    """exp(g): what diverges becomes growth or a power of u, the rest is expanded."""
    if g.growth:
        raise Unsettled("an exponential of an exponential")
    growth, small, shift = [], [], Fraction(0)
    for scale, c in to.pruned(g).terms:
        p, k = scale
        if p > 0 or (p == 0 and k <= 0):
            small.append((scale, c))
        elif scale == (Fraction(0), 1) and c.rational is not None:
            shift -= c.rational
        else:
            growth.append((scale, c))
    bounded = composed(to, "exp", Germ(tuple(small), g.tail, g.bound))
    moved = to.multiply(bounded, to.power_of_u(shift)) if shift else bounded
    return Germ(moved.terms, moved.tail, moved.bound, tuple(growth))
