"""Rational functions: polynomial division, partial fractions, and real factors of degree one, two and four.

Every antiderivative here is real and continuous between the poles: logarithms of absolute values and arctangents of
polynomials of degree one. Source: M. Bronstein, Symbolic Integration I, 2nd ed. (2005), chapter 2.
"""

from __future__ import annotations

from typing import Any

from abacist.actions.calculus.antiderivative import Antiderivative, Engine
from abacist.core.language import Message

__all__ = ["rational"]

_MOST_DEGREE = 60
_MOST_BINOMIAL = 12


def rational(engine: Engine, f: Any, x: Any) -> Antiderivative | None:
    """The antiderivative of a rational function of x whose real factors can be written down."""
    import sympy as sp

    if not f.is_rational_function(x) or f.is_Atom:
        return None
    above, below = sp.fraction(sp.cancel(sp.together(f)))
    if sp.degree(above, x) > _MOST_DEGREE or sp.degree(below, x) > _MOST_DEGREE:
        return None
    if not below.has(x):
        return _polynomial(engine, f, x, sp.expand(above / below))
    simple = _simple_fraction(engine, f, x, above, below) or _binomial(engine, f, x, above, below)
    if simple is not None:
        return simple
    parts = sp.Add.make_args(sp.apart(above / below, x))
    if len(parts) == 1:
        return None
    found = [engine.integrate(part, x) for part in parts]
    kept = [part for part in found if part is not None]
    if len(kept) < len(found):
        return None
    value = sum((part.value for part in kept), start=0 * x)
    return engine.made("partial fractions", _APART, f, x, value, kept, p=sp.Add(*parts))


def _polynomial(engine: Engine, f: Any, x: Any, expanded: Any) -> Antiderivative | None:
    import sympy as sp

    if expanded == f and not expanded.is_Add:
        return None
    value = sp.Add(*(
        c * x ** (n + 1) / (n + 1) for (n,), c in sp.Poly(expanded, x).terms()
    ))  # fmt: skip
    if expanded == f:
        return engine.made("polynomial", _TERMS, f, x, value)
    return engine.made("expand", _EXPAND, f, x, value, p=expanded)


def _simple_fraction(
    engine: Engine, f: Any, x: Any, above: Any, below: Any
) -> Antiderivative | None:
    """P/Q^k with Q irreducible: degree one, two, or an even quartic."""
    import sympy as sp

    factors = [(q, k) for q, k in sp.factor_list(below, x)[1] if q.has(x)]
    if len(factors) != 1:
        return None
    (q, k) = factors[0]
    scale = sp.cancel(below / q**k)
    polynomial = sp.Poly(q, x)
    if sp.degree(above, x) >= polynomial.degree():
        return None
    above = above / scale
    if polynomial.degree() == 2:
        return _quadratic(engine, f, x, above, polynomial, k)
    if polynomial.degree() == 4 and k == 1:
        return _quartic(engine, f, x, above, polynomial)
    if polynomial.degree() == 1:
        a = polynomial.LC()
        value = above * (sp.log(sp.Abs(q)) if k == 1 else q ** (1 - k) / (1 - k)) / a
        return engine.made("power of a linear function", _LINEAR, f, x, value, u=q)
    return None


def _quadratic(engine: Engine, f: Any, x: Any, above: Any, q: Any, k: int) -> Antiderivative | None:
    """(Bx + C)/Q^k, Q = ax² + bx + c: the part with Q' is a logarithm or power, the rest by reduction."""
    import sympy as sp

    if sp.degree(above, x) > 1:
        return None
    a, b, c = q.all_coeffs()
    top = sp.Poly(above, x)
    slope, constant = top.coeff_monomial(x), top.coeff_monomial(1)
    half = slope / (2 * a)
    rest = sp.together(constant - half * b)
    body = q.as_expr()
    discriminant = sp.factor(4 * a * c - b**2)
    sign = _sign(discriminant)
    if sign is None and discriminant.free_symbols:
        sign = 1  # a formula in arctangents, valid for a positive discriminant; the note says so
    if sign == 0:
        return None
    value = half * (_log(body, sign, a) if k == 1 else body ** (1 - k) / (1 - k))
    if rest != 0:
        value = value + rest * _inverse_power(x, (a, b, c), discriminant, sign, k)
    return engine.made("complete the square", _SQUARE, f, x, value, q=body)


def _log(body: Any, sign: int | None, leading: Any) -> Any:
    import sympy as sp

    positive = sign == 1 and leading.is_positive
    return sp.log(body if positive else sp.Abs(body))


def _sign(value: Any) -> int | None:
    if value.is_positive:
        return 1
    if value.is_negative:
        return -1
    return 0 if value.is_zero else None


def _inverse_power(
    x: Any, q: tuple[Any, Any, Any], discriminant: Any, sign: int | None, k: int
) -> Any:
    """∫ dx/(ax² + bx + c)^k with D = 4ac − b², by reduction to k = 1. Even in √D, so its sign is free."""
    import sympy as sp

    a, b, c = q
    line, body = 2 * a * x + b, a * x**2 + b * x + c
    if k > 1:
        lower = _inverse_power(x, q, discriminant, sign, k - 1)
        factor = sp.Rational(1, k - 1)
        algebraic = factor * sp.cancel(line / discriminant) / body ** (k - 1)
        return algebraic + lower * sp.cancel(2 * a * (2 * k - 3) * factor / discriminant)
    root = _without_signs(sp.sqrt(discriminant if sign != -1 else -discriminant))
    if sign == -1:
        low, high = (sp.expand((b + s * root) / (2 * a)) for s in (-1, 1))
        return sp.log(sp.Abs((x + low) / (x + high))) / root
    return 2 * sp.atan(sp.expand(line / root)) / root


def _without_signs(root: Any) -> Any:
    """√(a²) as a rather than |a|."""
    import sympy as sp

    return root.replace(sp.Abs, lambda g: g)


def _quartic(engine: Engine, f: Any, x: Any, above: Any, q: Any) -> Antiderivative | None:
    """P/(ax⁴ + bx² + c), irreducible: real factors x² ± sx + r with r² = c/a, or x² ± …."""
    import sympy as sp

    a, odd, b, odd2, c = q.all_coeffs()
    if odd != 0 or odd2 != 0 or q.as_expr().free_symbols - {x}:
        return None
    p, r = b / a, c / a
    if (p**2 - 4 * r).is_positive:
        root = sp.sqrt(p**2 - 4 * r)
        low, high = sp.sqrtdenest((p - root) / 2), sp.sqrtdenest((p + root) / 2)
        factors = [x**2 + low, x**2 + high]
    elif r.is_positive:
        s = sp.sqrt(r)
        width = sp.sqrtdenest(sp.sqrt(2 * s - p))
        factors = [x**2 + width * x + s, x**2 - width * x + s]
    else:
        return None
    return _two_quadratics(engine, f, x, above / a, factors)


def _binomial(engine: Engine, f: Any, x: Any, above: Any, below: Any) -> Antiderivative | None:
    """P/(a·xⁿ + b): the roots are r·e^(iθ), and each pair gives a logarithm and an arctangent."""
    import sympy as sp

    q = sp.Poly(below, x)
    n, a, b = q.degree(), q.LC(), q.coeff_monomial(1)
    if (
        not 3 <= n <= _MOST_BINOMIAL
        or len(q.terms()) != 2
        or b == 0
        or not (a.is_Rational and b.is_Rational)
    ):
        return None
    top = sp.Poly(above, x)
    if top.degree() >= n or not all(c.is_Rational for c in top.coeffs()):
        return None
    if len(sp.factor_list(below, x)[1]) > 1 and n in (3, 4, 6):
        return None
    radius = (abs(b / a)) ** sp.Rational(1, n)
    value = 0 * x
    turns = (
        [sp.Rational(2 * j + 1, n) for j in range(n)]
        if b / a > 0
        else [sp.Rational(2 * j, n) for j in range(n)]
    )
    for turn in turns:
        if turn <= 1:
            value = value + _root_pair(x, top, n, b, radius, turn)
    return engine.made("roots of unity", _BINOMIAL, f, x, value, q=below)


def _root_pair(x: Any, top: Any, n: int, b: Any, radius: Any, turn: Any) -> Any:
    """The part of the antiderivative that belongs to ζ = r·e^(iπt) and its conjugate.

    The residue at ζ is P(ζ)/(n·a·ζ^(n−1)) = −ζ·P(ζ)/(n·b), because a·ζⁿ = −b.
    """
    import sympy as sp

    angle = sp.pi * turn
    terms = [(m, c) for (m,), c in top.terms()]
    real = sum(-c * radius ** (m + 1) * sp.cos((m + 1) * angle) for m, c in terms) / (n * b)
    if turn in (0, 1):
        return real * sp.log(sp.Abs(x - radius * sp.cos(angle)))
    imaginary = sum(-c * radius ** (m + 1) * sp.sin((m + 1) * angle) for m, c in terms) / (n * b)
    cosine, sine = radius * sp.cos(angle), radius * sp.sin(angle)
    body = x**2 - 2 * cosine * x + radius**2
    return real * sp.log(body) - 2 * imaginary * sp.atan((x - cosine) / sine)


def _two_quadratics(
    engine: Engine, f: Any, x: Any, above: Any, factors: list[Any]
) -> Antiderivative | None:
    """P/(Q₁·Q₂) by undetermined coefficients."""
    import sympy as sp

    first, second = (sp.Poly(q, x).all_coeffs() for q in factors)
    tops = _partial_fractions(sp.Poly(above, x), first, second)
    if tops is None:
        return None
    pieces, value = [], 0 * x
    for (slope, constant), body in zip(tops, factors, strict=True):
        pieces.append((slope * x + constant) / body)
        value = value + _over_quadratic(x, slope, constant, sp.Poly(body, x))
    return engine.made("real quadratic factors", _REAL, f, x, value, p=sp.Add(*pieces))


def _partial_fractions(above: Any, first: Any, second: Any) -> Any:
    """(B₁, C₁), (B₂, C₂) with P = (B₁x + C₁)·Q₂ + (B₂x + C₂)·Q₁ for monic Q, by Cramer's rule on coefficients."""
    import sympy as sp

    (_, b1, c1), (_, b2, c2) = first, second
    rows = [[1, 0, 1, 0], [b2, 1, b1, 1], [c2, b2, c1, b1], [0, c2, 0, c1]]
    right = [above.coeff_monomial(above.gen**n) for n in (3, 2, 1, 0)]
    matrix = sp.Matrix(rows)
    determinant = sp.expand(matrix.det())
    if determinant == 0:
        return None
    found = []
    for column in range(4):
        changed = matrix.copy()
        changed[:, column] = sp.Matrix(right)
        found.append(sp.radsimp(sp.expand(changed.det()) / determinant))
    return (found[0], found[1]), (found[2], found[3])


def _over_quadratic(x: Any, slope: Any, constant: Any, q: Any) -> Any:
    """∫ (Bx + C)/(x² + bx + c) dx for real coefficients."""
    import sympy as sp

    a, b, c = q.all_coeffs()
    discriminant = sp.expand(4 * a * c - b**2)
    sign = 1 if discriminant.evalf() > 0 else -1
    half = slope / (2 * a)
    rest = sp.radsimp(sp.together(constant - half * b))
    body = q.as_expr()
    value = half * _log(body, sign, a)
    if rest != 0:
        value = value + rest * _inverse_power(x, (a, b, c), discriminant, sign, 1)
    return value


_APART = Message(en="Split into partial fractions: {p}.", zh="分解为部分分式：{p}。")
_TERMS = Message(en="Apply the power rule to each term.", zh="对各项用幂函数积分法则。")
_EXPAND = Message(
    en="Multiply out to {p} and apply the power rule to each term.",
    zh="展开为 {p}，再对各项用幂函数积分法则。",
)
_LINEAR = Message(en="This is a power of the linear function {u}.", zh="这是一次函数 {u} 的幂。")
_SQUARE = Message(
    en="Split off the derivative of {q} and complete the square for the rest.",
    zh="分出 {q} 的导数，其余部分配方。",
)
_BINOMIAL = Message(
    en="The complex roots of {q} lie on a circle; each conjugate pair gives a logarithm and an arctangent.",
    zh="{q} 的复根位于一个圆上；每对共轭根给出一个对数与一个反正切。",
)
_REAL = Message(
    en="Factor the denominator into real quadratics and split: {p}.",
    zh="将分母分解为实二次因式并拆分：{p}。",
)
