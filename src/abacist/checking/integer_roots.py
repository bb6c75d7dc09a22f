"""All integer solutions: the finitely many candidates are tried exactly, or a family is proved complete.

One unknown: a root is a critical point of the difference of the sides, and the rational ones among these are
tried. A finite polynomial system: integer roots of the characteristic polynomials of the unknowns. One linear
equation: the family is a particular solution plus the primitive multiples of the kernel.
"""

from __future__ import annotations

from itertools import product
from math import gcd, lcm
from typing import Any

from abacist.checking.algebraic_field import NotAlgebraic, element, rational
from abacist.checking.algebraic_numbers import algebraic
from abacist.checking.critical_points import critical_points
from abacist.checking.elementary_forms import ElementaryForms, is_identity
from abacist.checking.findings import NotApplicable, finding, refuted
from abacist.checking.normal_forms import NotNormal
from abacist.checking.polynomial_systems import NotPolynomial, basis_of, eliminants, residual
from abacist.checking.real_points import sample_between
from abacist.checking.system_roots import exact_solutions
from abacist.checking.truth import decide
from abacist.core.answer import Finding
from abacist.core.claim import RootsOf
from abacist.core.expr import Call, Expr, Symbol, call, number
from abacist.core.outcome import Verdict

__all__ = ["check"]

_EN = "exact test of all integer candidates (FLINT)"
_ZH = "对全部整数候选作精确检验（FLINT）"
_MOST_CANDIDATES = 20_000


def check(claim: RootsOf) -> Finding:
    """Integer (or natural) solutions."""
    if claim.parameters:
        return _linear_family(claim)
    if not claim.roots and _is_indivisible(claim):
        return finding(
            Verdict.PROVED,
            en="the greatest common divisor of the coefficients does not divide the constant",
            zh="系数的最大公约数不整除常数项",
        )
    solutions = exact_solutions(claim)
    if isinstance(solutions, Finding):
        return solutions
    for values in solutions:
        for name, value in values.items():
            known = rational(value)
            if known is None or known.denominator != 1 or (claim.domain == "natural" and known < 0):
                return refuted(f"{name} = {value!r} is not {claim.domain}")
    claimed = {tuple(int(rational(v[n]) or 0) for n in claim.unknowns) for v in solutions}
    ranges = _candidates(claim)
    size = 1
    for numbers in ranges:
        size *= len(numbers)
    if size > _MOST_CANDIDATES:
        raise NotApplicable
    parts = (*claim.equations, *claim.conditions)
    relation = parts[0] if len(parts) == 1 else call("and", *parts)
    for values in product(*ranges):
        if claim.domain == "natural" and min(values) < 0:
            continue
        point = {n: algebraic_integer(v) for n, v in zip(claim.unknowns, values, strict=True)}
        holds = decide(relation, point)
        if holds is None:
            return finding(Verdict.UNDECIDED, en=_EN, zh=_ZH, near=str(values))
        if holds and values not in claimed:
            return refuted(f"the solution {values} is missing")
    return finding(Verdict.PROVED, en=_EN, zh=_ZH, candidates=str(size), claimed=str(len(claimed)))


def _is_indivisible(claim: RootsOf) -> bool:
    """True where one linear equation fails modulo the divisor that its coefficients share."""
    if len(claim.equations) != 1:
        return False
    try:
        coefficients = _linear_coefficients(claim.equations[0], claim.unknowns)
        nothing = {name: number(0) for name in claim.unknowns}
        constant = rational(algebraic(residual(claim.equations[0]).substitute(nothing)))
    except (NotApplicable, NotAlgebraic):
        return False
    if constant is None or not any(coefficients):
        return False
    scale = lcm(constant.denominator, *(c.denominator for c in coefficients))
    return int(constant * scale) % gcd(*(int(c * scale) for c in coefficients)) != 0


def algebraic_integer(value: int) -> Any:
    """An integer as an algebraic number."""
    from fractions import Fraction

    return element(Fraction(value))


def _candidates(claim: RootsOf) -> list[list[int]]:
    """For each unknown the integers that it can be. Raises `NotApplicable` where they may be infinitely many."""
    if len(claim.unknowns) == 1:
        return [_of_one_unknown(claim)]
    try:
        basis, variables = basis_of(claim.equations, claim.unknowns)
        polynomials = eliminants(basis, variables, len(claim.unknowns))
    except NotPolynomial:
        polynomials = None
    if polynomials is not None:
        return [_integer_roots(p) for p in polynomials]
    bounds = _bounds(claim)
    if bounds is None:
        raise NotApplicable
    return bounds


def _integer_roots(polynomial: Any) -> list[int]:
    found: list[int] = []
    for factor, _ in polynomial.factor()[1]:
        if factor.degree() == 1:
            c, b = int(factor[0]), int(factor[1])
            if c % b == 0:
                found.append(-c // b)
    return sorted(found)


def _of_one_unknown(claim: RootsOf) -> list[int]:
    name = claim.unknowns[0]
    points = critical_points([residual(e) for e in claim.equations], name)
    relation = call("and", *claim.equations, Symbol("true"))
    for left, right in zip([None, *points], [*points, None], strict=True):
        if decide(relation, {name: element(sample_between(left, right))}) is not False:
            raise NotApplicable  # the equation holds on a whole interval
    found: list[int] = []
    for point in points:
        value = rational(point.element) if point.element is not None else None
        if value is not None and value.denominator == 1:
            found.append(int(value))
    return found


def _bounds(claim: RootsOf) -> list[list[int]] | None:
    """The integers between bounds that the conditions give each unknown, where they are finitely many."""
    ranges: list[list[int]] = []
    natural = claim.domain == "natural" or all(
        any(_is_not_negative(_bound(c, name)) for c in claim.conditions) for name in claim.unknowns
    )
    for name in claim.unknowns:
        low = 0 if claim.domain == "natural" else None
        high: int | None = None
        for condition in claim.conditions:
            bound = _bound(condition, name)
            if bound is not None:
                low = (
                    bound[0] if low is None else max(low, bound[0] if bound[0] is not None else low)
                )
                if bound[1] is not None:
                    high = bound[1] if high is None else min(high, bound[1])
        for equation in claim.equations:
            most = _most(equation, name, natural)
            if most is not None:
                low = -most if low is None else max(low, -most)
                high = most if high is None else min(high, most)
        if low is None or high is None or high - low > _MOST_CANDIDATES:
            return None
        ranges.append(list(range(low, high + 1)))
    return ranges


def _is_not_negative(bound: tuple[int | None, int | None] | None) -> bool:
    return bound is not None and bound[0] is not None and bound[0] >= 0


def _most(equation: Expr, name: str, natural: bool) -> int | None:
    """|x| ≤ n, where terms that are never negative add up to a constant and one holds x alone.

    A term is never negative where all its exponents are even, or all unknowns are natural numbers.
    """
    from fractions import Fraction

    forms = ElementaryForms()
    try:
        form = forms.form(residual(equation))
    except NotNormal:
        return None
    place = forms.symbol_index(name)
    if place is None or not form.denominator.is_constant():
        return None
    kinds = {generator.kind for generator in forms.ring.generators.values()}
    if kinds != {"symbol"}:
        return None
    total = Fraction(0)
    own: list[tuple[int, Fraction]] = []
    signs: set[bool] = set()
    for monom, c in form.numerator.terms():
        coefficient = Fraction(int(c.p), int(c.q))
        exponents = [int(e) for e in monom]
        if not any(exponents):
            total = coefficient
            continue
        if not natural and any(e % 2 for e in exponents):
            return None
        signs.add(coefficient > 0)
        if sum(exponents) == exponents[place]:
            own.append((exponents[place], abs(coefficient)))
    if len(signs) != 1 or not own:
        return None
    limit = total if False in signs else -total
    degree, coefficient = own[0]
    n = 0
    while coefficient * (n + 1) ** degree <= limit and n <= _MOST_CANDIDATES:
        n += 1
    return n


def _bound(condition: Expr, name: str) -> tuple[int | None, int | None] | None:
    """(lowest, highest) integers allowed by a condition on this name alone."""
    from math import ceil, floor

    if not isinstance(condition, Call):
        return None
    head, args = condition.head, condition.args
    if head == "in" and args[0] == Symbol(name) and isinstance(args[1], Call):
        if args[1].head != "interval":
            return None
        low, high = (rational(algebraic(end)) for end in args[1].args)
        if low is not None and high is not None:
            return ceil(low), floor(high)
    if head in ("le", "lt", "ge", "gt") and Symbol(name) in args:
        other = args[1] if args[0] == Symbol(name) else args[0]
        if other.free_symbols():
            return None
        value = rational(algebraic(other))
        if value is None:
            return None
        upper = (head in ("le", "lt")) == (args[0] == Symbol(name))
        return (None, floor(value)) if upper else (ceil(value), None)
    return None


def _linear_family(claim: RootsOf) -> Finding:
    """a₁x₁ + … = c with one parameter for two unknowns: step (a₂, −a₁)/gcd, up to sign."""
    if len(claim.roots) != 1 or len(claim.parameters) != 1 or claim.conditions:
        raise NotApplicable
    if len(claim.equations) != 1 or len(claim.unknowns) != 2 or claim.domain != "integer":
        raise NotApplicable
    coefficients = _linear_coefficients(claim.equations[0], claim.unknowns)
    root, parameter = claim.roots[0], claim.parameters[0]
    values = dict(zip(claim.unknowns, root, strict=True))
    left, right = claim.equations[0].args  # type: ignore[attr-defined]
    if not is_identity(left.substitute(values), right.substitute(values)):
        return refuted("the family does not satisfy the equation")
    steps = [
        _linear_coefficients(call("eq", value, Symbol("_")), (parameter,))[0] for value in root
    ]
    starts = [rational(algebraic(v.substitute({parameter: number(0)}))) for v in root]
    whole = all(s is not None and s.denominator == 1 for s in starts)
    if not whole or any(s.denominator != 1 for s in steps):
        return refuted("the family leaves the integers")
    divisor = gcd(int(steps[0]), int(steps[1]))
    primitive = divisor == 1 and coefficients[0] * steps[0] + coefficients[1] * steps[1] == 0
    if not primitive:
        return refuted("the family leaves solutions out")
    return finding(
        Verdict.PROVED,
        en="the family satisfies the equation and its step is primitive",
        zh="通解满足方程，且步长为本原向量",
        step=f"({steps[0]}, {steps[1]})",
    )


def _linear_coefficients(equation: Expr, names: tuple[str, ...]) -> list[Any]:
    """Coefficients of a linear equation in these names."""
    from fractions import Fraction

    forms = ElementaryForms()
    try:
        form = forms.form(residual(equation))
    except NotNormal as error:
        raise NotApplicable from error
    if not form.denominator.is_constant() or any(
        sum(int(e) for e in monom) > 1 for monom in form.numerator.monoms()
    ):
        raise NotApplicable
    found: list[Any] = []
    for name in names:
        place = forms.symbol_index(name)
        coefficient = Fraction(0)
        for monom, c in form.numerator.terms():
            if place is not None and monom[place]:
                if sum(int(e) for e in monom) != 1:
                    raise NotApplicable
                coefficient = Fraction(int(c.p), int(c.q))
        found.append(coefficient)
    return found
