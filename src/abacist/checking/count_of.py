"""A number of choices: every choice is generated, or the coefficient of a generating function is taken.

Up to 20,000 choices are generated one by one and tested. Beyond that the generating function is multiplied out
with FLINT polynomials: for kinds of n things (1 + x t)^n, (1 − x t)^(−n) with repetition, or the exponential ones
where the order counts; its coefficients at the splits that satisfy the conditions add up to the number. The
conditions are evaluated with FLINT, so the verdicts are proofs.

Source: R. P. Stanley, Enumerative Combinatorics, vol. 1 (2nd ed.), section 1.1.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from abacist.checking.integer_relations import NotAnInteger, integer, relation
from abacist.core.answer import Finding
from abacist.core.claim import CountOf
from abacist.core.expr import Call, Expr, Symbol
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_MOST_GENERATED = 20_000
_MOST_SPLITS = 50_000
_MOST_CHOSEN = 400


@checker("count_of")
def check(claim: CountOf) -> Finding:
    """Decides the claim; see the module's page."""
    try:
        if claim.selection is not None and _stated(claim.selection) != (claim.choose, claim.pools):
            return _finding(Verdict.REFUTED, _GENERATED, selection=str(claim.selection))
        if claim.choose < 0 or any(size < 0 for _, size in claim.pools):
            raise NotAnInteger("a number of things is not negative")
        return _decide(claim)
    except NotAnInteger as why:
        return _finding(Verdict.UNDECIDED, _GENERATED, why=str(why))


def _decide(claim: CountOf) -> Finding:
    size = sum(size for _, size in claim.pools)
    if _number_generated(claim, size) <= _MOST_GENERATED:
        found = sum(_satisfies(claim, choice) for choice in _choices(claim, size))
        method = _GENERATED
    else:
        found, method = _from_series(claim), _SERIES
    verdict = Verdict.PROVED if found == claim.count else Verdict.REFUTED
    return _finding(verdict, method, found=str(found), stated=str(claim.count))


def _stated(selection: Expr) -> tuple[int, tuple[tuple[str, int], ...]]:
    """Number and pools that the problem's own expression says."""
    if not (isinstance(selection, Call) and selection.head == "apply" and len(selection.args) == 3):
        raise NotAnInteger("the selection is not in its form")
    pools = selection.args[2]
    parts = pools.args if isinstance(pools, Call) and pools.head == "and" else (pools,)
    return integer(selection.args[1]), tuple(_pool(part) for part in parts)


def _pool(part: Expr) -> tuple[str, int]:
    if isinstance(part, Call) and part.head == "eq" and isinstance(part.args[0], Symbol):
        return part.args[0].name, integer(part.args[1])
    raise NotAnInteger(f"{part} is no pool")


def _number_generated(claim: CountOf, size: int) -> int:
    k = claim.choose
    if max(k, size) > 10_000:
        return _MOST_GENERATED + 1
    if claim.repetition:
        return size**k if claim.ordered else math.comb(max(size + k - 1, 0), k)
    return math.perm(size, k) if claim.ordered else math.comb(size, k)


def _choices(claim: CountOf, size: int) -> Iterable[tuple[int, ...]]:
    """Every choice as places in the list of all members."""
    members, k = range(size), claim.choose
    if claim.repetition:
        if claim.ordered:
            return itertools.product(members, repeat=k)
        return itertools.combinations_with_replacement(members, k)
    if claim.ordered:
        return itertools.permutations(members, k)
    return itertools.combinations(members, k)


def _satisfies(claim: CountOf, choice: Sequence[int]) -> bool:
    if not claim.conditions:  # one coefficient of the whole product
        return True
    values: dict[str, int | Fraction] = {}
    start = 0
    for name, size in claim.pools:
        values[name] = sum(start <= place < start + size for place in choice)
        start += size
    return _fits(claim, tuple(values.items()))


def _fits(claim: CountOf, values: tuple[tuple[str, int | Fraction], ...]) -> bool:
    return all(relation(condition, dict(values)) for condition in claim.conditions)


def _from_series(claim: CountOf) -> int:
    """The coefficients of the product of the series of all kinds at the splits that fit."""
    if claim.choose > _MOST_CHOSEN:
        raise NotAnInteger("too many are chosen")
    series = [_series(claim, size) for _, size in claim.pools]
    whole = not claim.conditions
    total = _product(series, claim.choose)[claim.choose] if whole else _by_splits(claim, series)
    if claim.ordered:
        total *= math.factorial(claim.choose)
    if total.q != 1:
        raise NotAnInteger("the series has no integer coefficient")
    return int(total.p)


def _series(claim: CountOf, size: int) -> Any:
    """The series of one kind up to the number chosen, as a FLINT polynomial over the rationals."""
    from flint import fmpq, fmpq_poly

    k = claim.choose
    if claim.ordered and claim.repetition:
        terms, term = [], fmpq(1)
        for index in range(k + 1):
            terms.append(term)
            term = term * size / (index + 1)
        return fmpq_poly(terms)
    if claim.repetition:
        geometric = fmpq_poly([1] * (k + 1))
        return _power(geometric, size, k)
    return _power(fmpq_poly([1, 1]), size, k)


def _power(base: Any, exponent: int, degree: int) -> Any:
    """base**exponent cut after `degree`, by repeated squaring."""
    from flint import fmpq_poly

    result, square = fmpq_poly([1]), base
    while exponent:
        if exponent & 1:
            result = _cut(result * square, degree)
        square = _cut(square * square, degree)
        exponent >>= 1
    return result


def _cut(a: Any, degree: int) -> Any:
    from flint import fmpq_poly

    return fmpq_poly(list(a)[: degree + 1])


def _product(series: Sequence[Any], degree: int) -> Any:
    total = series[0]
    for each in series[1:]:
        total = _cut(total * each, degree)
    return total


def _by_splits(claim: CountOf, series: Sequence[Any]) -> Any:
    from flint import fmpq

    names = [name for name, _ in claim.pools]
    if math.comb(claim.choose + len(names) - 1, len(names) - 1) > _MOST_SPLITS:
        raise NotAnInteger("too many splits")
    total = fmpq(0)
    for split in _splits(claim.choose, len(names)):
        if _fits(claim, tuple(zip(names, split, strict=True))):
            term = fmpq(1)
            for each, k in zip(series, split, strict=True):
                term *= each[k]
            total += term
    return total


def _splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways to write the total as that many numbers, by the bars between stars."""
    for bars in itertools.combinations(range(total + parts - 1), parts - 1):
        ends = (-1, *bars, total + parts - 1)
        yield tuple(b - a - 1 for a, b in itertools.pairwise(ends))


_GENERATED = Message(en="every choice generated and tested", zh="逐一生成所有选法并检验")
_SERIES = Message(
    en="coefficients of the generating function, multiplied out in exact arithmetic",
    zh="用精确算术展开生成函数并取系数",
)


def _finding(verdict: Verdict, method: Message, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=method, evidence=evidence)
