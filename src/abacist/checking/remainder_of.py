"""A remainder: small enough, and what is taken off the dividend is divisible.

For integers the difference dividend − value is taken in FLINT's ring of residues modulo the divisor, so that
huge powers are never written out; for polynomials the difference is divided exactly by FLINT over the
rationals and the degrees are compared. A remainder is unique, so this is a proof.

Source: D. E. Knuth, The Art of Computer Programming, vol. 2 (3rd ed.), sections 4.3.1 and 4.6.1.
"""

from __future__ import annotations

from typing import Any

from abacist.checking.integer_relations import NotAnInteger, integer, value_of
from abacist.core.answer import Finding
from abacist.core.claim import RemainderOf
from abacist.core.expr import Call, Expr, Symbol, add, call, neg, number
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_DEGREE = 2_000


@checker("remainder_of")
def check(claim: RemainderOf) -> Finding:
    """Decides the claim; see the module's page."""
    try:
        if claim.variable is None:
            return _of_integers(claim)
        return _of_polynomials(claim, claim.variable)
    except NotAnInteger as why:
        return _finding(Verdict.UNDECIDED, why=str(why))


def _of_integers(claim: RemainderOf) -> Finding:
    divisor, value = abs(integer(claim.divisor)), integer(claim.value)
    if divisor == 0:
        return _finding(Verdict.REFUTED, divisor="0")
    if not 0 <= value < divisor:
        return _finding(Verdict.REFUTED, value=str(value), divisor=str(divisor))
    difference = call("mod", add(claim.dividend, neg(claim.value)), number(divisor))
    rest = value_of(difference, {})
    verdict = Verdict.PROVED if rest == 0 else Verdict.REFUTED
    return _finding(verdict, divisor=str(divisor), left_over=str(rest))


def _of_polynomials(claim: RemainderOf, variable: str) -> Finding:
    dividend, divisor, value = (
        _polynomial(expr, variable) for expr in (claim.dividend, claim.divisor, claim.value)
    )
    if divisor.degree() < 0:
        return _finding(Verdict.REFUTED, divisor="0")
    if value.degree() >= divisor.degree():
        return _finding(
            Verdict.REFUTED, degree=str(value.degree()), divisor_degree=str(divisor.degree())
        )
    quotient, rest = divmod(dividend - value, divisor)
    exact = rest == 0 and quotient * divisor + value == dividend
    verdict = Verdict.PROVED if exact else Verdict.REFUTED
    return _finding(verdict, quotient_degree=str(quotient.degree()), left_over=str(rest))


def _polynomial(expr: Expr, variable: str) -> Any:
    """The FLINT polynomial over the rationals. Raises `NotAnInteger` for anything else."""
    from flint import fmpq_poly

    if variable not in expr.free_symbols():
        return fmpq_poly([value_of(expr, {})])
    if isinstance(expr, Symbol):
        return fmpq_poly([0, 1])
    assert isinstance(expr, Call)
    if expr.head == "pow" and variable not in expr.args[1].free_symbols():
        exponent = integer(expr.args[1])
        base = _polynomial(expr.args[0], variable)
        if exponent < 0 or exponent * max(base.degree(), 1) > _DEGREE:
            raise NotAnInteger("no polynomial of a bearable degree")
        return base**exponent
    if expr.head == "div" and variable not in expr.args[1].free_symbols():
        return _polynomial(expr.args[0], variable) / value_of(expr.args[1], {})
    if expr.head not in ("add", "mul", "neg"):
        raise NotAnInteger(f"{expr.head} of {variable} is no polynomial")
    parts = [_polynomial(arg, variable) for arg in expr.args]
    if expr.head == "neg":
        return -parts[0]
    total = parts[0]
    for part in parts[1:]:
        total = total + part if expr.head == "add" else total * part
    return total


_METHOD = Message(
    en="the difference of dividend and remainder divided exactly, the sizes compared",
    zh="验证被除数减余数恰能整除，并比较大小（次数）",
)


def _finding(verdict: Verdict, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=_METHOD, evidence=evidence)
