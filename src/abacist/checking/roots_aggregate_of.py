"""Sum and product of all roots of a polynomial equation, from the roots themselves.

FLINT isolates every complex root of the integer polynomial a_n·xⁿ + … + a_0. The sum (product) of the balls,
times a_n, encloses an integer; a ball that holds one integer only proves which.
Source: F. Johansson, Arb, IEEE Trans. Comput. 66 (2017) 1281, doi:10.1109/TC.2017.2690633.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from abacist.checking.exact_terms import NotExact, polynomial_in
from abacist.checking.findings import finding, undecided
from abacist.checking.rational_values import NotRational, rational_value
from abacist.core.answer import Finding
from abacist.core.claim import RootsAggregateOf
from abacist.core.expr import Call, Expr, add, neg
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_MOST_DEGREE = 100
_BITS = 128
_MOST_BITS = 1 << 16


@checker("roots_aggregate_of")
def check(claim: RootsAggregateOf) -> Finding:
    """Decides the claim; undecided where the equation is no polynomial one."""
    try:
        polynomial = _whole_polynomial(claim.equation, claim.unknown)
        stated = rational_value(claim.value)
    except (NotExact, NotRational, ZeroDivisionError) as why:
        return undecided(str(why))
    if not 1 <= polynomial.degree() <= _MOST_DEGREE:
        return undecided("no polynomial of degree one or more")
    found = _aggregate(polynomial, claim.operation)
    if found is None:
        return undecided("the roots were not enclosed closely enough")
    return finding(
        Verdict.PROVED if found == stated else Verdict.REFUTED,
        en="all complex roots isolated and put together (FLINT); a multiple of the result is an integer",
        zh="隔离全部复根后合并（FLINT）；结果的倍数是整数，由此确定",
        roots=str(polynomial.degree()),
        found=str(found),
    )


def _whole_polynomial(equation: Expr, name: str) -> Any:
    if not (isinstance(equation, Call) and equation.head == "eq"):
        raise NotExact("no equation")
    left, right = equation.args
    from flint import fmpz_poly

    return fmpz_poly(polynomial_in(add(left, neg(right)), name).numer())


def _aggregate(polynomial: Any, operation: str) -> Fraction | None:
    from flint import acb, ctx

    lead = polynomial[polynomial.degree()]
    before, bits = ctx.prec, _BITS
    try:
        while bits <= _MOST_BITS:
            ctx.prec = bits
            total = acb(0) if operation == "sum" else acb(1)
            for ball, times in polynomial.complex_roots():
                total = total + ball * times if operation == "sum" else total * ball**times
            integer = (total * lead).real.unique_fmpz()
            if integer is not None:
                return Fraction(int(integer), int(lead))
            bits *= 4
    finally:
        ctx.prec = before
    return None
