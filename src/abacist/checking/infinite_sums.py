"""Infinite series and products: exact where the term obeys a linear recurrence, else enclosed.

A term p(n)·qⁿ satisfies (E − q)^(d+1) t = 0 (E the shift); summing that equation gives the sum exactly, with or
without parameters. Otherwise the first terms are added in ball arithmetic and the tail is enclosed (see
`series_tails`). Products are exponentials of sums of logarithms. What resists is compared with extrapolated partial
sums (mpmath), which cross-checks and never refutes.
Source: Knopp, Theory and Application of Infinite Series, chapters 3-7; Graham, Knuth and Patashnik, Concrete
Mathematics, section 7.3.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import comb
from typing import Any

from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.constant_equality import compare_constants
from abacist.checking.defined_terms import defined_from
from abacist.checking.elementary_forms import is_identity
from abacist.checking.factorial_shifts import as_factorials
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.power_series import Unsettled, evaluate, working
from abacist.checking.rational_series import telescoped
from abacist.checking.series_tails import Convergent, Divergent, Undetermined, tail
from abacist.checking.sum_parts import Part
from abacist.checking.term_ratios import geometric_base, shifted
from abacist.checking.truth import decide
from abacist.core.answer import Finding
from abacist.core.claim import SumOf
from abacist.core.expr import Call, Expr, Number, Symbol, add, call, div, mul, neg, number, pow_
from abacist.core.outcome import Verdict

__all__ = ["check_infinite", "exact_sum"]

_BITS = 256
_SHARP = 1e-25
_MOST_DEGREE = 4
_OO = Symbol("oo")
_FEW_DIGITS = 1e-12
_CHECKPOINTS = (500, 1_000, 2_000, 4_000, 8_000)
_NEAR, _SETTLED, _FALLING = 1e-2, 1e-20, 0.9


def check_infinite(claim: SumOf, lower: int, *, rigorous: bool = False) -> Finding:
    """Σ or Π from `lower` to ∞ of a term without parameters; `rigorous`: without extrapolation."""
    part = Part(as_factorials(claim.term), claim.index, claim.operation)
    if claim.operation == "sum" and claim.value is not None:
        exact = exact_sum(part, number(lower), lambda q: decide(_smaller(q), {}) is True)
        if exact is not None:
            return _exactly(claim, exact)
    try:
        with working(_BITS):
            head, found = _enclosed(part, lower)
    except Undetermined:
        if rigorous:
            return undecided("neither convergence nor divergence could be proved")
        return _by_extrapolation(claim, lower)
    if isinstance(found, Divergent):
        return _of_divergence(claim, found)
    return _of_enclosure(claim, head, found)


def _smaller(q: Expr) -> Expr:
    return call("lt", call("abs", q), number(1))


# exact sums


def exact_sum(part: Part, lower: Expr, contracts: Callable[[Expr], bool]) -> Expr | None:
    """The sum of p(n)·qⁿ, or of a rational term that telescopes; None where the term is neither.

    `contracts(q)` must say whether |q| < 1 is certain.
    """
    if not _is_defined(part, lower):
        return None
    if is_identity(part.term, number(0)):
        return number(0)
    if isinstance(part.term, Call) and part.term.head == "add":
        sums = [exact_sum(Part(each, part.index), lower, contracts) for each in part.term.args]
        if all(each is not None for each in sums):
            return add(*(each for each in sums if each is not None))
    rational = telescoped(part, lower)
    if rational is not None:
        return rational
    base = geometric_base(part.term, part.index)
    if base is None or not contracts(base):
        return None
    for degree in range(_MOST_DEGREE + 1):
        size = degree + 1
        weights = [
            mul(number(comb(size, i)), pow_(neg(base), number(size - i))) for i in range(size + 1)
        ]
        shifts = [shifted(part.term, part.index, i) for i in range(size + 1)]
        if not is_identity(
            add(*(mul(c, t) for c, t in zip(weights, shifts, strict=True))), number(0)
        ):
            continue
        at = [part.term.substitute({part.index: add(lower, number(m))}) for m in range(size)]
        corrections = [mul(weights[i], at[m]) for i in range(1, size + 1) for m in range(i)]
        return div(add(*corrections, number(0)), pow_(add(number(1), neg(base)), number(size)))
    return None


def _is_defined(part: Part, lower: Expr) -> bool:
    """Whether every term certainly has a value. A symbol as the lower bound is generic."""
    start = int(lower.value) if isinstance(lower, Number) else -(10**9)
    return defined_from(part.term, part.index, start)


def _exactly(claim: SumOf, exact: Expr) -> Finding:
    assert claim.value is not None
    if claim.value in (_OO, neg(_OO)):
        return refuted(f"it converges, to {exact}")
    found = compare_constants(exact, claim.value)
    if found.verdict is Verdict.REFUTED:
        return refuted(f"the sum is exactly {exact}")
    return finding(
        found.verdict,
        en="the recurrence that the terms satisfy, or their telescoping, summed exactly",
        zh="由通项满足的递推关系或裂项相消精确求和",
        sum=str(exact),
    )


# enclosures


def _enclosed(part: Part, lower: int) -> tuple[Any, Convergent | Divergent]:
    """The sum of the head (a ball, the whole sum) beside the kind of tail. Raises `Undetermined`."""
    from flint import arb

    if part.operation == "product":
        return _enclosed_product(part, lower)
    try:
        found = tail(part.term, part.index, lower)
    except Undetermined:
        return _term_by_term(part, lower)
    if isinstance(found, Divergent):
        _check_head(part, lower, found)
        return None, found
    best: tuple[Any, Convergent] | None = None
    at = _evaluator(part)
    total, reached = arb(0), lower
    for each in found:
        for n in range(reached, each.start):
            total = total + at(n)
        reached = max(reached, each.start)
        whole = total + each.ball
        if not whole.is_finite():
            raise Undetermined
        if best is None or float(whole.rad()) < float(best[0].rad()):
            best = whole, each
        if float(whole.rad()) < _SHARP * 1e-5:
            break
    if best is None:
        raise Undetermined
    return best


def _term_by_term(part: Part, lower: int) -> tuple[Any, Convergent]:
    """A sum of several series, each of which converges."""
    from flint import arb

    if not (isinstance(part.term, Call) and part.term.head == "add"):
        raise Undetermined
    total, last = arb(0), 0
    for each in part.term.args:
        whole, found = _enclosed(Part(each, part.index), lower)
        if isinstance(found, Divergent):
            raise Undetermined
        total, last = total + whole, max(last, found.start)
    return total, Convergent(last, total)


def _enclosed_product(part: Part, lower: int) -> tuple[Any, Convergent | Divergent]:
    """exp of the tail of Σ ln t, times the first factors."""
    from flint import arb

    found = tail(call("ln", part.term), part.index, max(lower, 1))
    at = _evaluator(part)
    if isinstance(found, Divergent):
        _check_head(part, lower, found)
        return None, found
    last = found[-1]
    product = arb(1)
    for n in range(lower, last.start):
        product = product * at(n)
    whole = product * last.ball.exp()
    if not whole.is_finite():
        raise Undetermined
    return whole, last


def _check_head(part: Part, lower: int, found: Divergent) -> None:
    """Before divergence is stated: every term has a value, and no factor of a product is zero."""
    at = _evaluator(part)
    for n in range(lower, found.start):
        if at(n).contains(0) and part.operation == "product":
            raise Undetermined


def _evaluator(part: Part) -> Callable[[int], Any]:
    from flint import arb

    from abacist.notation.arb import compile_enclosure
    from abacist.notation.refusal import NotRepresentable

    try:
        compiled = compile_enclosure(part.term, (part.index,))
    except NotRepresentable:
        raise Undetermined from None

    def at(n: int) -> Any:
        found = compiled((arb(n),))
        if not found.is_finite():
            raise Undetermined
        return found

    return at


def _of_divergence(claim: SumOf, found: Divergent) -> Finding:
    """The claim beside a series (or a sum of logarithms) that diverges."""
    if claim.operation == "product":
        return _of_divergent_product(claim, found)
    infinite = {_OO: 1, neg(_OO): -1}.get(claim.value) if claim.value is not None else 0
    if infinite is None:
        return refuted(f"the series diverges ({found.why})")
    if infinite and found.sign != infinite:
        return (
            undecided("whether it diverges to infinity") if not found.sign else refuted("the sign")
        )
    return finding(
        Verdict.PROVED,
        en=f"the series diverges by the {found.why}, on an expansion of the term with rigorous remainder",
        zh=f"级数发散：{_TESTS_ZH[found.why]}（基于通项带严格余项的展开）",
        test=found.why,
    )


_TESTS_ZH = {
    "term test": "通项不趋于零",
    "comparison with the harmonic series": "与调和级数比较",
    "ratio test": "比值判别法",
}


def _of_divergent_product(claim: SumOf, found: Divergent) -> Finding:
    grows = found.sign > 0
    if claim.value == number(0):
        if found.sign < 0:
            return finding(
                Verdict.PROVED,
                en="the logarithms of the factors add up to −oo, so the partial products tend to 0",
                zh="各因子对数之和为 −oo，故部分积趋于 0",
                test=found.why,
            )
        return (
            refuted("the partial products do not tend to 0")
            if grows
            else undecided("the limit is open")
        )
    if claim.value is None or claim.value == _OO:
        if grows:
            return finding(
                Verdict.PROVED,
                en="the logarithms of the factors add up to oo",
                zh="各因子对数之和为 oo",
                test=found.why,
            )
        return undecided("the partial products tend to 0, which some call divergent")
    return (
        refuted("the partial products have no limit other than 0 or infinity")
        if found.sign
        else undecided("the product oscillates")
    )


def _of_enclosure(claim: SumOf, whole: Any, found: Convergent) -> Finding:
    if claim.value is None:
        return refuted(f"it converges, to {whole.str(12)}")
    if claim.value in (_OO, neg(_OO)):
        return refuted(f"it converges, to {whole.str(12)}")
    value = _ball(claim.value)
    if value is None:
        return undecided("the value has no enclosure")
    gap = whole - value.real
    if not gap.contains(0) or not value.imag.contains(0):
        return refuted(f"the sum lies in {whole.str(15)}, the value is {value.real.str(15)}")
    if not (abs(gap) < _SHARP * (1 + abs(value.real))):
        return undecided(f"the enclosure {whole.str(10)} is too wide")
    return finding(
        Verdict.ENCLOSED,
        en="first terms in ball arithmetic, the tail enclosed rigorously (Hurwitz zeta functions or the ratio test)",
        zh="前若干项用球算术求和，余项严格包围（Hurwitz ζ 函数或比值判别法）",
        enclosure=whole.str(25),
        terms=f"the first {found.start}",
    )


def _ball(value: Expr) -> Any | None:
    """A ball around a real constant, by whichever evaluation has a rule for it."""
    try:
        return enclosure(value, bits=_BITS, real=True)
    except OutsideReals:
        return None
    except NotEnclosed:
        try:
            with working(_BITS):
                return evaluate(value, {})
        except Unsettled:
            return None


# extrapolation


def _by_extrapolation(claim: SumOf, lower: int) -> Finding:
    """Partial sums extrapolated by two methods; agreement cross-checks, if they approach the value themselves."""
    if claim.value is None or claim.operation == "product" or claim.value in (_OO, neg(_OO)):
        return undecided("neither convergence nor divergence could be proved")
    try:
        value = enclosure(claim.value, bits=_BITS, real=True).real
        found = _extrapolated(Part(claim.term, claim.index), lower, value)
    except (NotEnclosed, OutsideReals, Undetermined):
        found = None
    if found is None:
        return undecided("extrapolated partial sums do not settle it")
    return finding(
        Verdict.CROSS_CHECKED,
        en="partial sums extrapolated by Levin's and Richardson's methods (mpmath)",
        zh="部分和经 Levin 与 Richardson 外推（mpmath）",
        extrapolated=found,
    )


def _extrapolated(part: Part, lower: int, value: Any) -> str | None:
    """The extrapolated sum where both methods agree with the value; None otherwise."""
    import mpmath

    at = _evaluator(part)
    if not _approaches(at, lower, value):
        return None
    limit = mpmath.mpf(value.str(40, radius=False))

    def term(n: Any) -> Any:
        return mpmath.mpf(at(int(n)).str(60, radius=False))

    with mpmath.workdps(40):
        for method in ("levin", "richardson"):
            try:
                found = mpmath.nsum(term, [lower, mpmath.inf], method=method)
            except (ValueError, ZeroDivisionError, OverflowError):
                return None
            if not abs(found - limit) <= _FEW_DIGITS * (1 + abs(limit)):
                return None
        return mpmath.nstr(found, 15)


def _approaches(at: Callable[[int], Any], lower: int, value: Any) -> bool:
    """Whether plain partial sums come ever closer: extrapolation also sums series that diverge."""
    from flint import arb

    total, gaps = arb(0), []
    reached = lower
    with working(_BITS):
        for end in _CHECKPOINTS:
            for n in range(reached, lower + end):
                total = total + at(n)
            reached = lower + end
            gaps.append(float(abs(total - value).mid()))
            if gaps[-1] < _SETTLED:
                return True
    return gaps[-1] <= _NEAR and all(b < a * _FALLING for a, b in pairwise(gaps))
