"""Roots of quadratics, of x^n = c and of quadratics in x², written with the fewest radicals."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from abacist.actions.equation.solution_forms import fraction_expr
from abacist.core.expr import Expr, Symbol, add, call, div, mul, neg, number

__all__ = ["binomial_roots", "biquadratic_roots", "quadratic_roots", "square_root"]

_MOST_DEGREE = 6
_MOST_PRIME = 10_000


def square_part(n: int) -> tuple[int, int]:
    """(s, r) with n = s²·r and r free of squares of primes up to a bound; n > 0."""
    s, r, p = 1, n, 2
    whole = isqrt(r)
    if whole * whole == r:
        return whole, 1
    while p * p <= r and p < _MOST_PRIME:
        while r % (p * p) == 0:
            r //= p * p
            s *= p
        p += 1 if p == 2 else 2
    whole = isqrt(r)
    return (s * whole, 1) if whole * whole == r else (s, r)


def square_root(value: Fraction) -> tuple[Fraction, int]:
    """(c, r) with √value = c·√r, r a squarefree integer; value > 0."""
    s, r = square_part(value.numerator * value.denominator)
    return Fraction(s, value.denominator), r


def quadratic_roots(a: Fraction, b: Fraction, c: Fraction) -> list[Expr]:
    """Both roots of a·x² + b·x + c, the smaller first; once where they are equal; with i where not real."""
    discriminant = b * b - 4 * a * c
    middle = -b / (2 * a)
    if discriminant == 0:
        return [fraction_expr(middle)]
    factor, radicand = square_root(abs(discriminant))
    step = abs(factor / (2 * a))
    imaginary = discriminant < 0
    if radicand == 1 and not imaginary:
        return [fraction_expr(middle - step), fraction_expr(middle + step)]
    surd: list[Expr] = [] if radicand == 1 else [call("sqrt", number(radicand))]
    if imaginary:
        surd.append(Symbol("I"))
    return [_surd_sum(middle, -step, surd), _surd_sum(middle, step, surd)]


def _surd_sum(middle: Fraction, step: Fraction, surd: list[Expr]) -> Expr:
    """(p + q·√r)/d over one denominator."""
    bottom = middle.denominator * step.denominator // _gcd(middle.denominator, step.denominator)
    top_middle, top_step = middle * bottom, step * bottom
    factors = ([] if abs(top_step) == 1 else [number(abs(top_step))]) + surd
    term = factors[0] if len(factors) == 1 else mul(*factors)
    if top_step < 0:
        term = neg(term)
    top = term if not top_middle else add(number(top_middle), term)
    return top if bottom == 1 else div(top, number(bottom))


def _gcd(a: int, b: int) -> int:
    from math import gcd

    return gcd(a, b)


def binomial_roots(value: Fraction, degree: int, is_complex: bool) -> list[Expr] | None:
    """The roots of x^degree = value; None where the complex ones are not written here."""
    if not is_complex:
        if degree % 2 == 0:
            return [] if value < 0 else [neg(_root(value, degree)), _root(value, degree)]
        root = _root(abs(value), degree)
        return [neg(root) if value < 0 else root]
    if degree not in (3, 4, 6):
        return None
    return [_times_unit(_root(abs(value), degree), turn) for turn in _turns(value, degree)]


def _root(value: Fraction, degree: int) -> Expr:
    """The positive root, as a root of an integer over a rational denominator where that is shorter."""
    top, bottom = _exact_root(value.numerator, degree), _exact_root(value.denominator, degree)
    if top is not None and bottom is not None:
        return fraction_expr(Fraction(top, bottom))
    head = (
        (lambda a: call("sqrt", a)) if degree == 2 else (lambda a: call("root", a, number(degree)))
    )
    if bottom is not None and bottom != 1:
        return div(head(number(value.numerator)), number(bottom))
    return head(fraction_expr(value))


def _exact_root(n: int, degree: int) -> int | None:
    found = round(n ** (1 / degree)) if n < 2**900 else 0
    for candidate in (found - 1, found, found + 1):
        if candidate >= 0 and candidate**degree == n:
            return candidate
    return None


def _turns(value: Fraction, degree: int) -> list[Fraction]:
    """The angles of the roots as parts of a full turn."""
    start = Fraction(0) if value > 0 else Fraction(1, 2 * degree)
    return [(start + Fraction(k, degree)) % 1 for k in range(degree)]


def _times_unit(size: Expr, turn: Fraction) -> Expr:
    """size·(cos 2πt + i·sin 2πt) for multiples of a twelfth and an eighth of a turn."""
    cosine, sine = _SURDS[_fold(turn)], _SURDS[_fold(turn - Fraction(1, 4))]
    parts: list[Expr] = []
    for (sign, top, bottom), unit in ((cosine, None), (sine, Symbol("I"))):
        if sign == 0:
            continue
        factors = [f for f in (size if size != number(1) else None, top, unit) if f is not None]
        term: Expr = mul(*factors) if len(factors) > 1 else factors[0] if factors else number(1)
        if bottom != 1:
            term = div(term, number(bottom))
        parts.append(term if sign > 0 else neg(term))
    return add(*parts) if len(parts) > 1 else parts[0]


def _fold(turn: Fraction) -> Fraction:
    return turn % 1


def _cosines() -> dict[Fraction, tuple[int, Expr | None, int]]:
    """cos 2πt as (sign, surd, denominator)."""
    quarter = {
        Fraction(0): (None, 1),
        Fraction(1, 12): (call("sqrt", number(3)), 2),
        Fraction(1, 8): (call("sqrt", number(2)), 2),
        Fraction(1, 6): (None, 2),
    }
    table: dict[Fraction, tuple[int, Expr | None, int]] = {
        Fraction(1, 4): (0, None, 1),
        Fraction(3, 4): (0, None, 1),
    }
    for turn, (surd, bottom) in quarter.items():
        table[turn] = table[(-turn) % 1] = (1, surd, bottom)
        table[Fraction(1, 2) - turn] = table[Fraction(1, 2) + turn] = (-1, surd, bottom)
    return table


_SURDS = _cosines()


def biquadratic_roots(a: Fraction, b: Fraction, c: Fraction, is_complex: bool) -> list[Expr]:
    """The roots of a·x⁴ + b·x² + c: ± the square roots of the roots of the quadratic."""
    import sympy

    from abacist.notation.sympy_form import from_sympy, to_sympy

    found: list[Expr] = []
    for square in quadratic_roots(a, b, c):
        value = to_sympy(square)
        if not is_complex and not (value.is_real and value >= 0):
            continue
        root = sympy.sqrtdenest(sympy.sqrt(value))
        found += [from_sympy(sympy.expand(-root)), from_sympy(root)]
    return found
