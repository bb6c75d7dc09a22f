"""A box outside of which a polynomial exceeds a value: makes an unbounded search bounded.

By the weighted inequality of means |x^a·y^b| ≤ (a·|x|^n + b·|y|^n)/n with n = a + b, so a polynomial is at least
Σ p_i(|x_i|) with one-variable polynomials p_i; monomials with even exponents and positive coefficients are
nonnegative and may be left out. If each p_i grows without bound, a radius follows.
Source: G. H. Hardy, J. E. Littlewood, G. Pólya, Inequalities (1934), §2.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol

__all__ = ["Monomials", "coercive_radius", "monomials"]

Monomials = dict[tuple[int, ...], Fraction]
_MOST_TERMS = 2_000
_MOST_DEGREE = 60


class _NotPolynomial(Exception):
    pass


def monomials(expression: Expr, names: Sequence[str]) -> Monomials | None:
    """The polynomial as exponents → coefficient, or None where it is none (or too long)."""
    try:
        return _expanded(expression, list(names))
    except _NotPolynomial:
        return None


def coercive_radius(
    polynomial: Mapping[tuple[int, ...], Fraction], value: Fraction
) -> list[Fraction] | None:
    """Radii R_i such that the polynomial exceeds `value` wherever some |x_i| > R_i; None if none is found."""
    parts = _separated(polynomial)
    if parts is None:
        return None
    least = [_least(part) for part in parts]
    if any(one is None for one in least):
        return None
    floors = [one for one in least if one is not None]
    constant = polynomial.get((0,) * len(parts), Fraction(0))
    radii = []
    for index, part in enumerate(parts):
        needed = value - constant - sum(floors) + floors[index]
        radius = Fraction(1)
        while not _exceeds_beyond(part, radius, needed):
            radius *= 2
            if radius > 2**80:
                return None
        radii.append(radius)
    return radii


def _separated(polynomial: Mapping[tuple[int, ...], Fraction]) -> list[dict[int, Fraction]] | None:
    """p_i as degree → coefficient, for |x_i|, so that the polynomial is at least their sum plus its constant."""
    size = len(next(iter(polynomial), ()))
    parts: list[dict[int, Fraction]] = [{} for _ in range(size)]
    for exponents, coefficient in polynomial.items():
        used = [k for k, e in enumerate(exponents) if e]
        if not used:
            continue
        even = all(e % 2 == 0 for e in exponents)
        if len(used) == 1:
            (k,) = used
            weight = coefficient if even else -abs(coefficient)
            parts[k][exponents[k]] = parts[k].get(exponents[k], Fraction(0)) + weight
            continue
        if even and coefficient > 0:
            continue
        degree = sum(exponents)
        for k in used:
            weight = -abs(coefficient) * Fraction(exponents[k], degree)
            parts[k][degree] = parts[k].get(degree, Fraction(0)) + weight
    for part in parts:
        top = max((d for d, c in part.items() if c), default=0)
        if top == 0 or part[top] <= 0:
            return None
    return parts


def _least(part: Mapping[int, Fraction]) -> Fraction | None:
    """A lower bound of p(r) for r ≥ 0: beyond R it is positive, up to R each negative term is at most its size at R."""
    radius = Fraction(1)
    while not _exceeds_beyond(part, radius, Fraction(0)):
        radius *= 2
        if radius > 2**80:
            return None
    return sum((c * radius**d for d, c in part.items() if c < 0), Fraction(0))


def _exceeds_beyond(part: Mapping[int, Fraction], radius: Fraction, needed: Fraction) -> bool:
    """True where p(r) > needed for all r ≥ radius ≥ 1, seen from the leading term alone.

    p(r) ≥ r^(n−1)·(c_n·r − Σ|negative c_k|), which grows with r once the bracket is positive.
    """
    top = max(d for d, c in part.items() if c)
    negative = sum((-c for c in part.values() if c < 0), Fraction(0))
    bracket = part[top] * radius - negative
    return bracket > 0 and radius ** (top - 1) * bracket > needed


def _expanded(expression: Expr, names: Sequence[str]) -> Monomials:
    one = (0,) * len(names)
    if isinstance(expression, Number):
        return {one: expression.value} if expression.value else {}
    if isinstance(expression, Symbol):
        if expression.name not in names:
            raise _NotPolynomial
        place = names.index(expression.name)
        return {tuple(int(k == place) for k in range(len(names))): Fraction(1)}
    assert isinstance(expression, Call)
    head = expression.head
    if head not in ("add", "mul", "neg", "div", "pow"):
        raise _NotPolynomial
    if head == "pow":
        return _raised(expression, names)
    parts = [_expanded(arg, names) for arg in expression.args]
    if head == "neg":
        return {e: -c for e, c in parts[0].items()}
    if head == "add":
        return _sum(parts)
    if head == "div":
        divisor = parts[1]
        if set(divisor) != {one}:
            raise _NotPolynomial
        return {e: c / divisor[one] for e, c in parts[0].items()}
    total = parts[0]
    for part in parts[1:]:
        total = _product(total, part)
    return total


def _raised(expression: Call, names: Sequence[str]) -> Monomials:
    exponent = expression.args[1]
    if not (isinstance(exponent, Number) and exponent.value.denominator == 1):
        raise _NotPolynomial
    power = int(exponent.value)
    if not 0 <= power <= _MOST_DEGREE:
        raise _NotPolynomial
    base = _expanded(expression.args[0], names)
    total: Monomials = {(0,) * len(names): Fraction(1)}
    for _ in range(power):
        total = _product(total, base)
    return total


def _sum(parts: Sequence[Monomials]) -> Monomials:
    total: Monomials = {}
    for part in parts:
        for exponents, coefficient in part.items():
            total[exponents] = total.get(exponents, Fraction(0)) + coefficient
    return {e: c for e, c in total.items() if c}


def _product(a: Monomials, b: Monomials) -> Monomials:
    if len(a) * len(b) > _MOST_TERMS:
        raise _NotPolynomial
    total: Monomials = {}
    for left, c in a.items():
        for right, d in b.items():
            exponents = tuple(x + y for x, y in zip(left, right, strict=True))
            total[exponents] = total.get(exponents, Fraction(0)) + c * d
    return {e: c for e, c in total.items() if c}
