"""How many solutions a polynomial system has, by exact linear algebra in its quotient ring.

A Gröbner basis (FLINT) gives the finite-dimensional algebra Q[x]/I. Its trace form (Hermite) has as rank the
number of different complex solutions and as signature the number of different real ones.

Source: D. Cox, J. Little, D. O'Shea, Using Algebraic Geometry, 2nd ed., Springer 2005, ch. 2, §§4-5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.normal_forms import NotNormal
from abacist.core.expr import Call, Expr, add, neg

__all__ = [
    "Counts",
    "NotPolynomial",
    "basis_of",
    "contains_one",
    "counts_of",
    "divisors",
    "eliminants",
    "residual",
]

_LIMITS = (300, 2_000, 20_000)
_MOST_DIMENSION = 48


class NotPolynomial(Exception):
    """The equations are not rational over Q in the unknowns, or their basis is too large."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Different complex and real solutions; None where there are infinitely many complex ones."""

    complex: int | None
    real: int | None


def residual(equation: Expr) -> Expr:
    """left − right."""
    if isinstance(equation, Call) and equation.head == "eq":
        return add(equation.args[0], neg(equation.args[1]))
    raise NotPolynomial


def basis_of(
    equations: Sequence[Expr],
    unknowns: Sequence[str],
    nonzero: Iterable[Expr] = (),
    unreal: Iterable[str] = (),
) -> tuple[list[Any], int]:
    """A reduced Gröbner basis of the equations with all denominators inverted, and the number of variables.

    `nonzero`: expressions that may not vanish. Variables are the unknowns, then one for the inverse of the
    product of all denominators. `unreal` names the unknowns that may be complex. Raises `NotPolynomial`.
    """
    from flint import Ordering, fmpq_mpoly_ctx, fmpz_mpoly_ctx, fmpz_mpoly_vec

    numerators: list[Any] = []
    denominators: list[Any] = []
    names = [*unknowns, "inverse_"]
    source = fmpq_mpoly_ctx.get(names, Ordering.degrevlex)
    for equation in equations:
        expr = residual(equation)
        for part in divisors(expr):
            denominators += [_polynomial(part, unknowns, source, unreal)[0]]
        top, bottom = _polynomial(expr, unknowns, source, unreal)
        numerators.append(top)
        denominators.append(bottom)
    for expr in nonzero:
        denominators += list(_polynomial(expr, unknowns, source, unreal))
    product = source.constant(1)
    for bottom in denominators:
        if not bottom.is_constant():
            product = product * bottom / product.gcd(bottom)
    numerators.append(source.gens()[-1] * product - 1)
    context = fmpz_mpoly_ctx.get(names, Ordering.degrevlex)
    integral = [_integral(p, context) for p in numerators if not p.is_zero()]
    found: Any = fmpz_mpoly_vec(integral, context)
    basis, done = found.buchberger_naive(limits=_LIMITS)
    if not done:
        raise NotPolynomial
    return [p for p in basis.autoreduction() if not p.is_zero()], len(names)


def contains_one(basis: Iterable[Any]) -> bool:
    """True where the basis is that of the whole ring: no solution, even over the complex numbers."""
    return any(p.is_constant() and not p.is_zero() for p in basis)


def divisors(expr: Expr) -> list[Expr]:
    """What the expression divides by, cancelled or not."""
    found: list[Expr] = []
    for node in expr.walk():
        if isinstance(node, Call) and node.head == "div" and node.args[1].free_symbols():
            found.append(node.args[1])
        if isinstance(node, Call) and node.head == "pow" and node.args[0].free_symbols():
            found += [node.args[0]] if _negative(node.args[1]) else []
    return found


def _negative(exponent: Expr) -> bool:
    return str(exponent).startswith("-")


def _polynomial(
    expr: Expr, unknowns: Sequence[str], context: Any, unreal: Iterable[str]
) -> tuple[Any, Any]:
    """Numerator and denominator as polynomials in exactly the unknowns."""
    forms = ElementaryForms(unreal=unreal)
    try:
        form = forms.form(expr)
    except NotNormal as error:
        raise NotPolynomial from error
    place = {forms.symbol_index(name): k for k, name in enumerate(unknowns)}
    found: list[Any] = []
    for side in (form.numerator, form.denominator):
        terms: dict[tuple[int, ...], Any] = {}
        for monom, coefficient in side.terms():
            exponents = [0] * (len(unknowns) + 1)
            for index, exponent in enumerate(monom):
                if exponent:
                    if index not in place:
                        raise NotPolynomial
                    exponents[place[index]] = int(exponent)
            terms[tuple(exponents)] = coefficient
        found.append(context.from_dict(terms))
    return found[0], found[1]


def _integral(polynomial: Any, context: Any) -> Any:
    from math import lcm

    scale = lcm(*(int(c.q) for c in polynomial.coeffs()))
    terms = {tuple(int(e) for e in monom): int((c * scale).p) for monom, c in polynomial.terms()}
    return context.from_dict(terms)


def counts_of(basis: list[Any], variables: int) -> Counts:
    """Different solutions of the system with this Gröbner basis. Raises `NotPolynomial` if too large."""
    if contains_one(basis):
        return Counts(0, 0)
    leading = [tuple(int(e) for e in p.monoms()[0]) for p in basis]
    standard = _standard_monomials(leading, variables)
    if standard is None:
        return Counts(None, None)
    form = _trace_form(basis, leading, standard)
    polynomial = form.charpoly()
    signs = [1 if c > 0 else -1 for c in polynomial.coeffs() if c != 0]
    positive = sum(1 for a, b in pairwise(signs) if a != b)
    rank = int(form.rank())
    return Counts(rank, 2 * positive - rank)


def eliminants(basis: list[Any], variables: int, wanted: int) -> list[Any] | None:
    """For each of the first unknowns a polynomial that its values in all solutions are roots of.

    It is the characteristic polynomial of multiplication by the unknown in the quotient ring; None where
    there are infinitely many solutions.
    """
    from flint import fmpq, fmpq_mat, fmpz_poly

    if contains_one(basis):
        return [fmpz_poly([1]) for _ in range(wanted)]
    leading = [tuple(int(e) for e in p.monoms()[0]) for p in basis]
    standard = _standard_monomials(leading, variables)
    if standard is None:
        return None
    reduce = _Reduction(basis, leading)
    found: list[Any] = []
    for k in range(wanted):
        unknown = tuple(int(j == k) for j in range(variables))
        images = [reduce.normal(_sum(unknown, b)) for b in standard]
        entries = [image.get(b, fmpq(0)) for image in images for b in standard]
        polynomial = fmpq_mat(len(standard), len(standard), entries).charpoly()
        found.append(fmpz_poly(polynomial.numer()))
    return found


def _standard_monomials(
    leading: list[tuple[int, ...]], variables: int
) -> list[tuple[int, ...]] | None:
    """The monomials that no leading monomial divides; None where there are infinitely many."""
    for k in range(variables):
        if not any(all(e == 0 for j, e in enumerate(m) if j != k) for m in leading):
            return None
    found: list[tuple[int, ...]] = []
    waiting = [(0,) * variables]
    seen = set(waiting)
    while waiting:
        monomial = waiting.pop()
        if any(all(a <= b for a, b in zip(m, monomial, strict=True)) for m in leading):
            continue
        found.append(monomial)
        if len(found) > _MOST_DIMENSION:
            raise NotPolynomial
        for k in range(variables):
            above = (*monomial[:k], monomial[k] + 1, *monomial[k + 1 :])
            if above not in seen:
                seen.add(above)
                waiting.append(above)
    return sorted(found)


def _trace_form(
    basis: list[Any], leading: list[tuple[int, ...]], standard: list[tuple[int, ...]]
) -> Any:
    """The matrix of tr(b_i·b_j) for the standard monomials b."""
    from flint import fmpq, fmpq_mat

    reduce = _Reduction(basis, leading)
    size, position = len(standard), {m: k for k, m in enumerate(standard)}
    trace: dict[tuple[int, ...], Any] = {}

    def trace_of(monomial: tuple[int, ...]) -> Any:
        if monomial not in trace:
            total = fmpq(0)
            for b in standard:
                total += reduce.normal(_sum(monomial, b)).get(b, fmpq(0))
            trace[monomial] = total
        return trace[monomial]

    entries: list[Any] = []
    for a in standard:
        for b in standard:
            form = reduce.normal(_sum(a, b))
            entries.append(sum((c * trace_of(m) for m, c in form.items()), fmpq(0)))
    assert len(position) == size
    return fmpq_mat(size, size, entries)


def _sum(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(x + y for x, y in zip(a, b, strict=True))


class _Reduction:
    """Normal forms of monomials modulo a Gröbner basis, remembered."""

    def __init__(self, basis: list[Any], leading: list[tuple[int, ...]]) -> None:
        from flint import fmpq

        self.rules: list[tuple[tuple[int, ...], dict[tuple[int, ...], Any]]] = []
        for polynomial, lead in zip(basis, leading, strict=True):
            top = fmpq(int(polynomial.leading_coefficient()))
            tail = {tuple(int(e) for e in m): -fmpq(int(c)) / top for m, c in polynomial.terms()}
            tail.pop(lead)
            self.rules.append((lead, tail))
        self.memo: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}

    def normal(self, monomial: tuple[int, ...]) -> dict[tuple[int, ...], Any]:
        """The monomial as a combination of standard monomials."""
        from flint import fmpq

        found = self.memo.get(monomial)
        if found is not None:
            return found
        for lead, tail in self.rules:
            if all(a <= b for a, b in zip(lead, monomial, strict=True)):
                rest = tuple(b - a for a, b in zip(lead, monomial, strict=True))
                found = {}
                for m, c in tail.items():
                    for n, d in self.normal(_sum(m, rest)).items():
                        found[n] = found.get(n, fmpq(0)) + c * d
                break
        else:
            found = {monomial: fmpq(1)}
        self.memo[monomial] = found
        return found
