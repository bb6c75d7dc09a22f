"""Sums and products, finite or infinite, or that they diverge.

Finite ones are enumerated exactly or proved by induction (`finite_sums`); infinite ones are summed exactly, enclosed
with a rigorous tail, or proved to diverge (`infinite_sums`). With parameters, a geometric sum is proved as an
identity; other claims are tested at sample values that satisfy the conditions: one can refute, several cross-check.
The action computes with SymPy. Sources: see the modules named.
"""

from __future__ import annotations

from fractions import Fraction

from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_terms import NotExact, compile_term, whole
from abacist.checking.factorial_shifts import as_factorials
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.finite_sums import check_finite
from abacist.checking.infinite_sums import check_infinite, exact_sum
from abacist.checking.sum_parts import Part, samples
from abacist.core.answer import Finding
from abacist.core.claim import SumOf
from abacist.core.expr import Call, Expr, Symbol, neg, number, pow_
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_OO = Symbol("oo")
_TRIED = 5
_LEAST = 3


@checker("sum_of")
def check(claim: SumOf) -> Finding:
    """See the module's page."""
    claim = _forward(claim)
    if claim.lower in (_OO, neg(_OO)) or claim.upper == neg(_OO):
        return undecided("a sum over all whole numbers")
    if claim.index in claim.lower.free_symbols() | claim.upper.free_symbols():
        return undecided("the index occurs in a bound")
    if claim.value is not None and claim.index in claim.value.free_symbols():
        return refuted("the index occurs in the value")
    if claim.upper != _OO:
        return check_finite(claim)
    names = claim.term.free_symbols() - {claim.index} | claim.lower.free_symbols()
    names |= claim.value.free_symbols() if claim.value is not None else set()
    if names:
        return _with_parameters(claim, names)
    return _definite(claim)


def _definite(claim: SumOf, *, rigorous: bool = False) -> Finding:
    try:
        lower = whole(compile_term(claim.lower, "")(Fraction(0)))
    except (NotExact, ZeroDivisionError):
        return undecided("the lower bound is no whole number")
    return check_infinite(claim, lower, rigorous=rigorous)


def _forward(claim: SumOf) -> SumOf:
    """From −∞ to b is from −b to ∞ with the index reversed."""
    if claim.lower != neg(_OO) or claim.upper == _OO:
        return claim
    reversed_term = claim.term.substitute({claim.index: neg(Symbol(claim.index))})
    return claim.model_copy(update={"term": reversed_term, "lower": neg(claim.upper), "upper": _OO})


def _with_parameters(claim: SumOf, names: frozenset[str] | set[str]) -> Finding:
    sampled = _sampled(claim, names)
    if sampled.verdict is Verdict.REFUTED or claim.value is None or claim.operation != "sum":
        return sampled
    part = Part(as_factorials(claim.term), claim.index)
    exact = exact_sum(part, claim.lower, lambda q: _assumed(q, claim.conditions))
    if exact is None or not is_identity(exact, claim.value):
        return sampled
    return finding(
        Verdict.PROVED,
        en="the recurrence that the terms satisfy, summed; the result is the same by exact normal forms",
        zh="对通项满足的递推关系求和；所得结果按精确标准形与之相同",
        sum=str(exact),
    )


def _assumed(q: Expr, conditions: tuple[Expr, ...]) -> bool:
    """True where |q| < 1 is among the conditions, as it stands or as −1 < q < 1."""
    for condition in conditions:
        if not isinstance(condition, Call):
            continue
        if condition.head == "lt" and condition.args[1] == number(1):
            inner = condition.args[0]
            if isinstance(inner, Call) and inner.head == "abs" and _same_size(inner.args[0], q):
                return True
    return False


def _same_size(a: Expr, q: Expr) -> bool:
    """Whether q is ±aᵏ for a small k > 0, so that |a| < 1 gives |q| < 1."""
    powers = (a, *(pow_(a, number(k)) for k in range(2, 5)))
    return any(is_identity(q, b) or is_identity(q, neg(b)) for b in powers)


def _sampled(claim: SumOf, names: frozenset[str] | set[str]) -> Finding:
    """The claim at sample values of the parameters."""
    agreed = 0
    for point in samples(sorted(names), claim.conditions, str(claim.term), _TRIED):
        values = {name: number(at) for name, at in point.items()}
        definite = claim.model_copy(
            update={
                "term": claim.term.substitute(values),
                "lower": claim.lower.substitute(values),
                "value": None if claim.value is None else claim.value.substitute(values),
                "conditions": (),
            }
        )
        found = _definite(definite, rigorous=True)
        if found.verdict is Verdict.REFUTED:
            shown = ", ".join(f"{name} = {at}" for name, at in point.items())
            return refuted(f"at {shown}: {found.evidence.get('reason', '')}")
        agreed += found.verdict is not Verdict.UNDECIDED
    if agreed < _LEAST:
        return undecided("too few sample values could be decided")
    return finding(
        Verdict.CROSS_CHECKED,
        en="tested at sample values of the parameters, each with a rigorous enclosure",
        zh="对参数的样本值逐一用严格包围检验",
        samples=str(agreed),
    )
