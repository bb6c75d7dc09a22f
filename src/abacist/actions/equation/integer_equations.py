"""Integer solutions of equations in several unknowns.

One linear equation in two unknowns: Euclid's algorithm gives one solution and with it all. Where the unknowns
are bounded (by conditions, or because sums of non-negative terms are), all candidates are tried. A system with
finitely many real solutions: those that are integers.

Source: I. Niven, H. Zuckerman, H. Montgomery, An Introduction to the Theory of Numbers, 5th ed., Wiley 1991, §5.1.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import isqrt
from typing import Any

from abacist.actions.equation.ranges import bounds_of
from abacist.actions.equation.restriction import holds
from abacist.actions.equation.solution_forms import Found, Unsolved, moved_to_left
from abacist.core.claim import Domain
from abacist.core.errors import AbacistError
from abacist.core.expr import Expr, Number, add, call, mul, neg, number, symbol
from abacist.core.language import Message
from abacist.core.step import Step

__all__ = ["solve_integers"]

_MOST_CANDIDATES = 20_000
_TRIAL = Message(en="trying all candidates", zh="逐一检验有限个候选")


def solve_integers(
    equations: tuple[Expr, ...],
    unknowns: tuple[str, ...],
    domain: Domain,
    conditions: tuple[Expr, ...],
) -> Found:
    """All integer (or natural) solutions. Raises `Unsolved` beyond what is handled."""
    polynomials = _polynomials(equations, unknowns)
    ranges = _ranges(polynomials, unknowns, domain, conditions)
    if ranges is not None:
        return _tried(equations, polynomials, unknowns, ranges, conditions)
    alone = len(polynomials) == 1 and len(unknowns) == 2 and not conditions
    if alone and domain == "integer" and polynomials[0].total_degree() == 1:
        return _linear(equations[0], polynomials[0], unknowns)
    if len(polynomials) >= len(unknowns):
        return _of_finite_system(equations, unknowns, domain)
    raise Unsolved


def _polynomials(equations: tuple[Expr, ...], unknowns: tuple[str, ...]) -> list[Any]:
    import sympy

    from abacist.notation.sympy_form import sympy_symbol, to_sympy

    symbols = [sympy_symbol(name) for name in unknowns]
    found: list[Any] = []
    for equation in equations:
        try:
            expr = sympy.together(to_sympy(moved_to_left(equation)))
            polynomial = sympy.Poly(sympy.expand(sympy.fraction(expr)[0]), *symbols, domain="QQ")
        except (sympy.PolynomialError, sympy.CoercionFailed, AbacistError) as error:
            raise Unsolved from error
        if sympy.fraction(expr)[1].free_symbols:
            raise Unsolved
        found.append(polynomial.clear_denoms(convert=True)[1])
    return found


def _linear(equation: Expr, polynomial: Any, unknowns: tuple[str, ...]) -> Found:
    """a·x + b·y = c by Euclid's algorithm."""
    a, b = (int(polynomial.coeff_monomial(m)) for m in ((1, 0), (0, 1)))
    c = -int(polynomial.coeff_monomial((0, 0)))
    if a == 0 or b == 0:
        raise Unsolved
    s, t, divisor = _euclid(a, b)
    shown: dict[str, Expr] = {"g": number(divisor), "c": number(c)}
    if c % divisor:
        says = Message(
            en="The greatest common divisor {g} of the coefficients does not divide {c}: no solution.",
            zh="系数的最大公约数 {g} 不整除 {c}，故无整数解。",
        )
        step = Step(rule="divisibility", says=says, values=shown, before=equation)
        return Found((), (step,), method=_EUCLID)
    x0, y0 = s * (c // divisor), t * (c // divisor)
    step_x, step_y = b // divisor, -a // divisor
    if step_x < 0:
        step_x, step_y = -step_x, -step_y
    shift = x0 // step_x
    x0, y0 = x0 - shift * step_x, y0 - shift * step_y
    parameter = "k" if "k" not in unknowns else "n"
    root = (_member(x0, step_x, parameter), _member(y0, step_y, parameter))
    first = call("tuple", number(x0), number(y0))
    steps = (
        Step(
            rule="Euclid's algorithm",
            says=Message(
                en="The greatest common divisor of the coefficients is {g}; one solution is {first}.",
                zh="系数的最大公约数是 {g}；一组特解为 {first}。",
            ),
            values={**shown, "first": first},
            before=equation,
        ),
        Step(
            rule="general solution",
            says=Message(
                en="All others differ from it by multiples of the step; {k} is any integer.",
                zh="通解等于特解加步长的整数倍，{k} 为任意整数。",
            ),
            values={"k": symbol(parameter)},
            after=call("tuple", *root),
        ),
    )
    return Found((root,), steps, parameters=(parameter,), method=_EUCLID)


_EUCLID = Message(en="Euclid's algorithm", zh="辗转相除法")


def _euclid(a: int, b: int) -> tuple[int, int, int]:
    """s, t and g > 0 with s·a + t·b = g."""
    old, new = (a, 1, 0), (b, 0, 1)
    while new[0]:
        quotient = old[0] // new[0]
        old, new = new, tuple(x - quotient * y for x, y in zip(old, new, strict=True))
    g, s, t = old
    return (s, t, g) if g > 0 else (-s, -t, -g)


def _member(start: int, step: int, parameter: str) -> Expr:
    term = symbol(parameter) if abs(step) == 1 else mul(number(abs(step)), symbol(parameter))
    signed = term if step > 0 else neg(term)
    return signed if start == 0 else add(number(start), signed)


def _ranges(
    polynomials: list[Any],
    unknowns: tuple[str, ...],
    domain: Domain,
    conditions: tuple[Expr, ...],
) -> list[range] | None:
    """Integer ranges that the unknowns must lie in, or None where one is not bounded."""
    ranges: list[range] = []
    natural = domain == "natural" or all(
        (_whole(bounds_of(name, conditions)[0], 1) or -1) >= 0
        or bounds_of(name, conditions)[0] == number(0)
        for name in unknowns
    )
    for place, name in enumerate(unknowns):
        low, high = (
            _whole(end, up) for end, up in zip(bounds_of(name, conditions), (1, 0), strict=True)
        )
        if natural:
            low = max(low or 0, 0)
        for polynomial in polynomials:
            bound = _bound_by_terms(polynomial, place, natural)
            if bound is not None:
                low = -bound if low is None else max(low, -bound)
                high = bound if high is None else min(high, bound)
        if low is None or high is None:
            return None
        ranges.append(range(low, high + 1))
    size = 1
    for each in ranges:
        size *= max(1, len(each))
    return ranges if size <= _MOST_CANDIDATES else None


def _whole(end: Expr | None, up: int) -> int | None:
    from abacist.actions.arithmetic.decimals import decimal_of

    if end is None:
        return None
    value = decimal_of(end, 20)
    if value is None:
        return None
    return value.__ceil__() if up else value.__floor__()


def _bound_by_terms(polynomial: Any, place: int, natural: bool) -> int | None:
    """|x| ≤ n from a sum of non-negative terms that equals a constant and holds a term in x alone."""
    constant = Fraction(0)
    own: list[tuple[int, Fraction]] = []
    sign = 0
    for monomial, coefficient in polynomial.terms():
        value = Fraction(int(coefficient.p), int(coefficient.q))
        if not any(monomial):
            constant = value
            continue
        if not natural and any(e % 2 for e in monomial):
            return None
        if sign and (value > 0) != (sign > 0):
            return None
        sign = 1 if value > 0 else -1
        if all(e == 0 for k, e in enumerate(monomial) if k != place):
            own.append((int(monomial[place]), abs(value)))
    if not own:
        return None
    total = -constant * sign
    if total < 0:
        return -1
    degree, value = max(own)
    limit = int(total / value)
    return limit if degree == 1 else isqrt(limit) if degree == 2 else _root_floor(limit, degree)


def _root_floor(n: int, degree: int) -> int:
    root = 0
    while (root + 1) ** degree <= n:
        root += 1
    return root


def _tried(
    equations: tuple[Expr, ...],
    polynomials: list[Any],
    unknowns: tuple[str, ...],
    ranges: list[range],
    conditions: tuple[Expr, ...],
) -> Found:
    """Every candidate put into every equation and condition."""
    tests: list[Callable[..., Any]] = [polynomial.eval for polynomial in polynomials]
    roots: list[tuple[Expr, ...]] = []
    count = 0
    for values in product(*ranges):
        count += 1
        if any(test(values) != 0 for test in tests):
            continue
        root = tuple(map(number, values))
        named = dict(zip(unknowns, root, strict=True))
        if all(holds(c, named) for c in conditions if c.free_symbols() & set(unknowns)):
            roots.append(root)
    says = Message(
        en="The unknowns are bounded, so that only {n} candidates remain; try each.",
        zh="未知数有界，只剩 {n} 个候选，逐一检验。",
    )
    before = equations[0] if len(equations) == 1 else call("and", *equations)
    rows = [root[0] if len(root) == 1 else call("tuple", *root) for root in roots]
    step = Step(
        rule="trial",
        says=says,
        values={"n": number(count)},
        before=before,
        after=call("set", *rows),
    )
    return Found(tuple(roots), (step,), method=_TRIAL)


def _of_finite_system(
    equations: tuple[Expr, ...], unknowns: tuple[str, ...], domain: Domain
) -> Found:
    from abacist.actions.equation.equation_systems import solve_system

    found = solve_system(equations, unknowns, domain)
    names = {n for root in found.roots for value in root for n in value.free_symbols()}
    if names:
        raise Unsolved
    kept = tuple(
        root
        for root in found.roots
        if all(
            isinstance(v, Number)
            and v.value.denominator == 1
            and (domain == "integer" or v.value >= 0)
            for v in root
        )
    )
    return Found(kept, found.steps, method=found.method)
