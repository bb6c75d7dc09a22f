"""Finite sums and products: enumerated, or proved by induction on the upper bound.

Numeric bounds: every term is computed exactly (rational arithmetic) or enclosed and added up; a polynomial term with
very many summands is summed by its differences (Newton's series), which is exact. Symbolic bounds: V is the sum
for all admissible bounds if it is right for the first and V(n) − V(n − 1) is the last term; both are decided by
exact normal forms, after making sure that no denominator vanishes on the way.
Source: Graham, Knuth and Patashnik, Concrete Mathematics, 2nd ed., sections 2.6 and 5.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice, pairwise
from math import ceil

from abacist.checking.bounded_degree import by_bounded_degree
from abacist.checking.constant_equality import compare_constants
from abacist.checking.defined_terms import defined_from, is_natural
from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_terms import NotExact, compile_term, polynomial_in, whole
from abacist.checking.factorial_shifts import aligned
from abacist.checking.findings import finding, refuted, undecided
from abacist.checking.sum_parts import Part, explicit, samples, substituted
from abacist.checking.term_ratios import slope_of
from abacist.core.answer import Finding
from abacist.core.claim import SumOf
from abacist.core.expr import Call, Expr, Symbol, add, mul, neg, number
from abacist.core.outcome import Verdict

__all__ = ["check_finite"]

_MOST_TERMS = 20_000
_MOST_EXPLICIT = 400
_MOST_NODES = 500
_TRIED = 8
_FEW = 3
_NEAR = (1, 2, 3, 4)
_FAR = (5, 6, 8, 13, 29, 61)
_FARTHEST = 120


def check_finite(claim: SumOf) -> Finding:
    """A claim whose bounds are finite numbers or expressions of parameters."""
    if claim.value is None:
        return refuted("a finite sum does not diverge")
    free = claim.lower.free_symbols() | claim.upper.free_symbols()
    if free:
        return _by_induction(claim)
    try:
        lower, upper = (
            whole(compile_term(end, "")(Fraction(0))) for end in (claim.lower, claim.upper)
        )
    except (NotExact, ZeroDivisionError):
        return undecided("the bounds are no whole numbers")
    if (claim.term.free_symbols() - {claim.index}) or claim.value.free_symbols():
        return _explicit_identity(claim, lower, upper)
    return _numeric(claim, lower, upper)


# numbers


def _numeric(claim: SumOf, lower: int, upper: int) -> Finding:
    assert claim.value is not None
    count = max(0, upper - lower + 1)
    if count > _MOST_TERMS:
        return _by_differences(claim, lower, count)
    try:
        term = compile_term(claim.term, claim.index)
        total = Fraction(0 if claim.operation == "sum" else 1)
        for n in range(lower, upper + 1):
            value = term(Fraction(n))
            total = total + value if claim.operation == "sum" else total * value
            if total.numerator.bit_length() > 2_000_000:
                return undecided("the numbers are too long")
    except ZeroDivisionError:
        return refuted("a term is undefined")
    except NotExact:
        return _compared(claim, Part(claim.term, claim.index, claim.operation), lower, upper)
    return _equal(claim, number(total), f"{count} terms were added up exactly")


def _equal(claim: SumOf, total: Expr, evidence: str) -> Finding:
    assert claim.value is not None
    found = compare_constants(total, claim.value)
    if found.verdict is Verdict.REFUTED:
        return refuted(f"the exact value is {total}")
    return finding(
        found.verdict,
        en="enumerated in exact arithmetic",
        zh="用精确算术逐项计算",
        terms=evidence,
        value=str(total),
    )


def _compared(claim: SumOf, part: Part, lower: int, upper: int) -> Finding:
    """Terms that are no rational numbers: the sum written out, compared as a constant."""
    if upper - lower + 1 > _MOST_EXPLICIT or claim.value is None:
        return undecided("too many terms that are no rational numbers")
    found = compare_constants(explicit(part, lower, upper), claim.value)
    return Finding(
        verdict=found.verdict,
        method=found.method,
        evidence={"terms": str(upper - lower + 1), "comparison": found.evidence[:300]},
    )


def _by_differences(claim: SumOf, lower: int, count: int) -> Finding:
    """Σ of a polynomial over many numbers: Σⱼ Δʲt(a)·C(count, j + 1)."""
    if claim.operation != "sum":
        return undecided("too many factors")
    try:
        degree = polynomial_in(claim.term, claim.index).degree()
        term = compile_term(claim.term, claim.index)
        row = [term(Fraction(lower + j)) for j in range(max(degree, 0) + 1)]
    except (NotExact, ZeroDivisionError):
        return undecided("too many terms for an enumeration")
    total, ways = Fraction(0), Fraction(count)
    for j in range(len(row)):
        total += row[0] * ways
        ways = ways * (count - j - 1) / (j + 2)
        row = [b - a for a, b in pairwise(row)]
    return _equal(claim, number(total), f"{count} terms by Newton's forward differences")


def _explicit_identity(claim: SumOf, lower: int, upper: int) -> Finding:
    """Numeric bounds and parameters in the terms: the sum written out is an expression."""
    assert claim.value is not None
    if upper - lower + 1 > _MOST_EXPLICIT:
        return undecided("too many terms")
    written = explicit(Part(claim.term, claim.index, claim.operation), lower, upper)
    wrong, agreed = _tried(written, claim.value, claim)
    if wrong:
        return refuted(wrong)
    short = sum(1 for _ in islice(written.walk(), _MOST_NODES)) < _MOST_NODES
    if short and is_identity(aligned(written), aligned(claim.value)):
        return finding(
            Verdict.PROVED,
            en="written out term by term; the difference has the normal form 0",
            zh="逐项写出；两者之差的标准形为 0",
            terms=str(upper - lower + 1),
        )
    return _sampled(agreed)


def _tried(left: Expr, right: Expr, claim: SumOf) -> tuple[str, int]:
    """A sample of the parameters at which the sides differ, and at how many they agree."""
    names = left.free_symbols() | right.free_symbols()
    agreed = 0
    for point in samples(names, claim.conditions, str(claim.term), _TRIED):
        found = compare_constants(substituted(left, point), substituted(right, point))
        if found.verdict is Verdict.REFUTED and "undefined" not in found.evidence:
            shown = ", ".join(f"{name} = {at}" for name, at in point.items())
            return f"{shown}: {found.evidence}", agreed
        agreed += found.verdict in (Verdict.PROVED, Verdict.CROSS_CHECKED)
    return "", agreed


def _sampled(agreed: int) -> Finding:
    if agreed < _FEW:
        return undecided("too few sample values could be compared")
    return finding(
        Verdict.CROSS_CHECKED,
        en="enumerated for sample values of the bounds and parameters",
        zh="对上下限与参数的样本值逐项计算比较",
        samples=str(agreed),
    )


# induction


def _by_induction(claim: SumOf) -> Finding:
    """The upper bound runs; see the module's page."""
    assert claim.value is not None
    runner = _runner(claim)
    if runner is None:
        return undecided("neither bound is a symbol that runs through the whole numbers")
    name, step, offset = runner
    first = _first(claim, step, offset)
    wrong, agreed = _enumerated(claim, name, step, first, _NEAR)
    if wrong:
        return refuted(wrong)
    if agreed < _FEW:
        return undecided("too few values of the bound could be enumerated")
    if name in claim.term.free_symbols():
        found = by_bounded_degree(claim, name, step, offset, first)
    else:
        found = _induction(claim, name, step, offset, first)
    if found is not None:
        return found
    others = (claim.term.free_symbols() | claim.value.free_symbols()) - {claim.index, name}
    far = _FAR if others else (*_FAR, _FARTHEST)
    wrong, more = _enumerated(claim, name, step, first, far)
    return refuted(wrong) if wrong else _sampled(agreed + more)


def _induction(
    claim: SumOf, name: str, step: int, offset: Fraction | None, first: int | None
) -> Finding | None:
    """The proof, where its three parts succeed."""
    if not (
        _is_defined(claim, name, first)
        and _steps(claim, name, step)
        and _starts(claim, name, step, offset, first)
    ):
        return None
    last = "V({n}) - V({n} - 1) is the last term"
    if claim.operation == "product":
        last = "V({n})/V({n} - 1) is the last factor"
    return finding(
        Verdict.PROVED,
        en="induction on the upper bound: right for the first, and each step adds the last term, as an exact identity",
        zh="对上限归纳：首项成立，且每步增量恰为末项（精确恒等式）",
        step=last.replace("{n}", name),
    )


def _runner(claim: SumOf) -> tuple[str, int, Fraction | None] | None:
    """(name, c, d) where the upper bound is c·name + d with a whole c > 0; d None where it has symbols."""
    for name in sorted(claim.upper.free_symbols() - claim.lower.free_symbols()):
        slope = slope_of(claim.upper, name)
        if slope is None or slope.denominator != 1 or not 1 <= slope <= 6:
            continue
        rest = claim.upper.substitute({name: number(0)})
        try:
            return name, int(slope), compile_term(rest, "")(Fraction(0))
        except (NotExact, ZeroDivisionError):
            return name, int(slope), None
    return None


def _first(claim: SumOf, step: int, offset: Fraction | None) -> int | None:
    """The first value of the name for which there is a term; None for a lower bound with symbols."""
    if offset is None:
        return None
    try:
        lower = compile_term(claim.lower, "")(Fraction(0))
    except (NotExact, ZeroDivisionError):
        return None
    return ceil((lower - offset) / step)


def _enumerated(
    claim: SumOf, name: str, step: int, first: int | None, counts: Sequence[int]
) -> tuple[str, int]:
    """Compares for a few values of the bounds; parameters are sampled."""
    assert claim.value is not None
    agreed = 0
    lowers = claim.lower.free_symbols()
    for count in counts:
        start: dict[str, Fraction] = {}
        if first is None:
            start = dict.fromkeys(lowers, Fraction(2 + count % 3))
        fixed: dict[str, Expr] = {key: number(at) for key, at in start.items()}
        try:
            low = whole(compile_term(claim.lower.substitute(fixed), "")(Fraction(0)))
            rest = claim.upper.substitute({**fixed, name: number(0)})
            base = first if first is not None else _first_after(low, rest, step)
            at = base + count - 1
            fixed[name] = number(at)
            high = whole(compile_term(claim.upper.substitute(fixed), "")(Fraction(0)))
        except (NotExact, ZeroDivisionError):
            continue
        if high < low:
            continue
        written = explicit(
            Part(claim.term.substitute(fixed), claim.index, claim.operation), low, high
        )
        wrong, same = _tried(written, claim.value.substitute(fixed), claim)
        if wrong:
            return f"{name} = {at}, {wrong}".rstrip(", "), agreed
        agreed += same > 0
    return "", agreed


def _first_after(low: int, rest: Expr, step: int) -> int:
    offset = compile_term(rest, "")(Fraction(0))
    return ceil((low - offset) / step)


def _steps(claim: SumOf, name: str, step: int) -> bool:
    """V(n) − V(n − 1) is the sum of the last terms, identically."""
    assert claim.value is not None
    before = claim.value.substitute({name: add(Symbol(name), number(-1))})
    last = [
        claim.term.substitute({claim.index: add(claim.upper, number(-j)) if j else claim.upper})
        for j in range(step)
    ]
    if claim.operation == "sum":
        difference = add(claim.value, neg(before), *(neg(term) for term in last))
    else:
        difference = add(claim.value, neg(mul(before, *last)))
    return is_identity(aligned(difference), number(0))


def _starts(claim: SumOf, name: str, step: int, offset: Fraction | None, first: int | None) -> bool:
    """The value is right for the first bound that gives a term."""
    assert claim.value is not None
    if first is not None:
        at = {name: number(first)}
        low = whole(compile_term(claim.lower, "")(Fraction(0)))
        high = whole(compile_term(claim.upper.substitute(at), "")(Fraction(0)))
        written = explicit(Part(claim.term, claim.index, claim.operation), low, high)
        value = claim.value.substitute(at)
        if written.free_symbols() or value.free_symbols():
            return is_identity(aligned(written), aligned(value))
        return compare_constants(written, value).verdict is Verdict.PROVED
    if step != 1 or offset is None or offset != 0:
        return False
    at_lower = claim.value.substitute({name: claim.lower})
    single = claim.term.substitute({claim.index: claim.lower})
    return is_identity(aligned(at_lower), aligned(single))


# nothing may vanish on the way


def _is_defined(claim: SumOf, name: str, first: int | None) -> bool:
    """True where the terms and the value are certainly defined for every bound that is admitted."""
    assert claim.value is not None
    try:
        lower = whole(compile_term(claim.lower, "")(Fraction(0)))
    except (NotExact, ZeroDivisionError):
        return not (_divides(claim.term, claim.index) or _divides(claim.value, name))
    start = first if first is not None else lower
    return defined_from(claim.term, claim.index, lower) and defined_from(claim.value, name, start)


def _divides(expr: Expr, name: str) -> bool:
    """Whether anything but polynomials and powers of constants depends on the name."""
    return any(
        isinstance(node, Call)
        and name in node.free_symbols()
        and (
            node.head not in ("add", "mul", "neg", "pow", "div")
            or (node.head == "div" and name in node.args[1].free_symbols())
            or (
                node.head == "pow"
                and name in node.args[0].free_symbols()
                and not is_natural(node.args[1])
            )
        )
        for node in expr.walk()
    )
