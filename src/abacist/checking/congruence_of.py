"""Integers under congruences: the claimed ones satisfy every condition, and no other integer could be meant.

The conditions are evaluated one by one at the claimed number (FLINT integers). An integer that satisfies
congruences n ≡ r (mod m) lies in one class modulo L, the least common multiple of the m, so that only the
steps of L within the bounds are left as rivals; each is tried. A contradiction is shown by two residues that
differ modulo a common divisor; a general solution by comparing a full period. All of this is finite and exact:
the verdicts are proofs. The action merges by modular inverses; nothing of that is used here.

Source: D. E. Knuth, The Art of Computer Programming, vol. 2 (3rd ed.), section 4.3.2, theorem C.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from abacist.checking.integer_relations import (
    NotAnInteger,
    integer,
    range_of,
    relation,
    single,
)
from abacist.core.answer import Finding
from abacist.core.claim import CongruenceOf
from abacist.core.expr import Call, Expr, Symbol
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_MOST_TRIED = 50_000
_MOST_STEPS = 500_000


@dataclass(frozen=True, slots=True)
class _Classes:
    """What the plain congruences among the conditions leave: n ≡ first (mod step), or nothing at all."""

    step: int
    first: int
    is_empty: bool = False


class _Open(Exception):
    """More to try than is bearable, or nothing that bounds it."""


@checker("congruence_of")
def check(claim: CongruenceOf) -> Finding:
    """Decides the claim by evaluation of the conditions; see the module's page."""
    try:
        return _decide(claim)
    except _Open as why:
        return _finding(Verdict.UNDECIDED, why=str(why))
    except NotAnInteger as why:
        return _finding(Verdict.UNDECIDED, why=str(why))


def _decide(claim: CongruenceOf) -> Finding:
    if not claim.conditions:
        raise _Open("there is no condition")
    if claim.wanted == "general":
        return _general(claim)
    if claim.wanted in ("smallest", "largest"):
        return _none(claim) if claim.value is None else _extreme(claim, integer(claim.value))
    if claim.value is None:
        return _none(claim)
    return _listed(claim)


def _holds(claim: CongruenceOf, n: int) -> bool:
    return all(relation(condition, {claim.unknown: n}) for condition in claim.conditions)


def _extreme(claim: CongruenceOf, found: int) -> Finding:
    failed = [str(c) for c in single(claim.conditions) if not relation(c, {claim.unknown: found})]
    if failed:
        return _finding(Verdict.REFUTED, number=str(found), fails=failed[0])
    bounds = range_of(claim.conditions, claim.unknown)
    end = bounds.lower if claim.wanted == "smallest" else bounds.upper
    if end is None:
        raise _Open("nothing bounds the numbers on that side")
    step = _step_of(claim)
    rivals = range(found - step, end - 1, -step) if end <= found else range(0)
    if claim.wanted == "largest":
        rivals = range(found + step, end + 1, step)
    if len(rivals) > _MOST_TRIED:
        raise _Open(f"{len(rivals)} rivals")
    better = next((rival for rival in rivals if _holds(claim, rival)), None)
    if better is not None:
        return _finding(Verdict.REFUTED, number=str(found), better=str(better))
    return _finding(
        Verdict.PROVED,
        number=str(found),
        period=str(step),
        rivals=f"{len(rivals)} between it and the bound {end}, none satisfies the conditions",
    )


def _plain(condition: Expr, unknown: str) -> tuple[int, int] | None:
    """(residue, modulus) of a condition n ≡ r (mod m), written mod(n, m) = r; else None."""
    if not (isinstance(condition, Call) and condition.head == "eq"):
        return None
    for left, right in (condition.args, condition.args[::-1]):
        if (
            isinstance(left, Call)
            and left.head == "mod"
            and left.args[0] == Symbol(unknown)
            and unknown not in left.args[1].free_symbols() | right.free_symbols()
        ):
            modulus = integer(left.args[1])
            return (integer(right), modulus) if modulus > 0 else None
    return None


def _plains(claim: CongruenceOf) -> list[tuple[int, int]]:
    found = (_plain(condition, claim.unknown) for condition in single(claim.conditions))
    return [pair for pair in found if pair is not None]


def _step_of(claim: CongruenceOf) -> int:
    """Solutions differ by multiples of this."""
    return math.lcm(1, *(modulus for _, modulus in _plains(claim)))


def _classes(claim: CongruenceOf) -> _Classes:
    """The class that the plain congruences leave, found by stepping through residues."""
    pairs = _plains(claim)
    if any(not 0 <= r < m for r, m in pairs) or _contradiction(pairs):
        return _Classes(1, 0, is_empty=True)
    if sum(m for _, m in pairs) > _MOST_STEPS:
        raise _Open("the moduli are too large to step through")
    first, step = 0, 1
    for residue, modulus in sorted(pairs, key=lambda pair: -pair[1]):
        while first % modulus != residue:
            first += step
        step = math.lcm(step, modulus)
    return _Classes(step, first % step)


def _contradiction(pairs: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Two congruences whose residues differ modulo a common divisor of the moduli."""
    for index, (r, m) in enumerate(pairs):
        for s, k in pairs[:index]:
            if (r - s) % math.gcd(m, k):
                return m, k
    return None


def _candidates(claim: CongruenceOf) -> range:
    """Every integer within the bounds that the plain congruences leave. Raises `_Open` without bounds."""
    classes = _classes(claim)
    if classes.is_empty:
        return range(0)
    bounds = range_of(claim.conditions, claim.unknown)
    if bounds.lower is None or bounds.upper is None:
        raise _Open("nothing bounds the numbers")
    first = bounds.lower + (classes.first - bounds.lower) % classes.step
    return range(first, bounds.upper + 1, classes.step)


def _none(claim: CongruenceOf) -> Finding:
    """That no integer satisfies the conditions."""
    pairs = _plains(claim)
    outside = next(((r, m) for r, m in pairs if not 0 <= r < m), None)
    if outside is not None:
        return _finding(Verdict.PROVED, remainder=f"{outside[0]} is none modulo {outside[1]}")
    clash = _contradiction(pairs)
    if clash is not None:
        shared = math.gcd(*clash)
        return _finding(
            Verdict.PROVED,
            contradiction=f"the residues modulo {clash[0]} and {clash[1]} differ modulo {shared}",
        )
    for condition in single(claim.conditions):
        period = _period([condition], claim.unknown)
        if period is not None and period <= _MOST_TRIED:
            values = ({claim.unknown: n} for n in range(period))
            if not any(relation(condition, each) for each in values):
                return _finding(Verdict.PROVED, period=str(period), fails=str(condition))
    candidates = _rivals_of_nothing(claim)
    if len(candidates) > _MOST_TRIED:
        raise _Open(f"{len(candidates)} candidates")
    found = next((n for n in candidates if _holds(claim, n)), None)
    if found is not None:
        return _finding(Verdict.REFUTED, solution=str(found))
    return _finding(Verdict.PROVED, candidates=f"{len(candidates)}, none satisfies the conditions")


def _rivals_of_nothing(claim: CongruenceOf) -> range:
    """All candidates within the bounds, or one full period where one side is open and all is periodic."""
    bounds = range_of(claim.conditions, claim.unknown)
    if bounds.lower is not None and bounds.upper is not None:
        return _candidates(claim)
    rest = [c for c in single(claim.conditions) if not _is_bound(c, claim.unknown)]
    period = _period(rest, claim.unknown)
    if period is None:
        raise _Open("nothing bounds the numbers")
    start = bounds.lower if bounds.lower is not None else (bounds.upper or 0) - period + 1
    return range(start, start + period)


def _is_bound(condition: Expr, unknown: str) -> bool:
    """A comparison of the unknown itself with a number, or its membership in an interval."""
    if not isinstance(condition, Call):
        return False
    if condition.head == "in":
        member, region = condition.args
        is_interval = isinstance(region, Call) and region.head.startswith("interval")
        return member == Symbol(unknown) and is_interval
    return (
        condition.head in ("lt", "le", "gt", "ge")
        and Symbol(unknown) in condition.args
        and any(unknown not in arg.free_symbols() for arg in condition.args)
    )


def _listed(claim: CongruenceOf) -> Finding:
    """The number, or the set, of all solutions within the bounds."""
    candidates = _candidates(claim)
    tested = [
        c
        for c in single(claim.conditions)
        if not _is_bound(c, claim.unknown) and _plain(c, claim.unknown) is None
    ]
    assert claim.value is not None
    if claim.wanted == "count" and not tested:
        total = len(candidates)
        return _compared(integer(claim.value) == total, str(total), len(candidates))
    if len(candidates) > _MOST_TRIED:
        raise _Open(f"{len(candidates)} candidates")
    found = [n for n in candidates if _holds(claim, n)]
    if claim.wanted == "count":
        return _compared(integer(claim.value) == len(found), str(len(found)), len(candidates))
    stated = sorted(_members(claim.value))
    return _compared(stated == found, ", ".join(map(str, found[:20])), len(candidates))


def _members(value: Expr) -> Iterator[int]:
    if not (isinstance(value, Call) and value.head == "set"):
        raise NotAnInteger("the value is no finite set")
    yield from (integer(arg) for arg in value.args)


def _compared(agrees: bool, found: str, tried: int) -> Finding:
    verdict = Verdict.PROVED if agrees else Verdict.REFUTED
    return _finding(verdict, found=found, candidates=str(tried))


def _general(claim: CongruenceOf) -> Finding:
    """A general solution says of every integer what the conditions say."""
    if claim.value is None:
        return _none(claim)
    conditions = single(claim.conditions)
    period = _period([*conditions, *_alternatives(claim.value)], claim.unknown)
    if period is None:
        raise _Open("the conditions are not periodic")
    if period > _MOST_TRIED:
        return _by_uniqueness(claim, conditions)
    for n in range(period):
        if relation(claim.value, {claim.unknown: n}) != _holds(claim, n):
            return _finding(Verdict.REFUTED, number=str(n), period=str(period))
    return _finding(Verdict.PROVED, period=f"{period}, compared at every residue")


def _by_uniqueness(claim: CongruenceOf, conditions: Sequence[Expr]) -> Finding:
    """Congruences n ≡ r (mod m) have one solution modulo the least common multiple, or none."""
    stated = None if claim.value is None else _plain(claim.value, claim.unknown)
    pairs = _plains(claim)
    if stated is None or len(pairs) != len(conditions):
        raise _Open("the period is too long")
    residue, modulus = stated
    step = math.lcm(1, *(m for _, m in pairs))
    fails = [m for r, m in pairs if residue % m != r]
    if fails or step != modulus or not 0 <= residue < modulus:
        return _finding(Verdict.REFUTED, period=str(step), number=str(residue))
    return _finding(Verdict.PROVED, period=str(step), number=str(residue))


def _alternatives(value: Expr) -> tuple[Expr, ...]:
    return value.args if isinstance(value, Call) and value.head == "or" else (value,)


def _period(conditions: Iterable[Expr], unknown: str) -> int | None:
    """A period that all the conditions have as functions of the unknown; None where one has none."""
    total = 1
    for condition in conditions:
        if not isinstance(condition, Call):
            return None
        if condition.head in ("and", "or", "not"):
            inner = _period(condition.args, unknown)
        else:
            inner = _period_of_relation(condition, unknown)
        if inner is None:
            return None
        total = math.lcm(total, inner)
    return total


def _period_of_relation(condition: Call, unknown: str) -> int | None:
    if condition.head not in ("eq", "ne"):
        return None
    for left, right in (condition.args, condition.args[::-1]):
        if not (isinstance(left, Call) and left.head == "mod"):
            continue
        inner, modulus = left.args
        if unknown in modulus.free_symbols() | right.free_symbols():
            continue
        if _is_polynomial(inner, unknown):
            return integer(modulus) if integer(modulus) > 0 else None
    return None


def _is_polynomial(expr: Expr, unknown: str) -> bool:
    """A polynomial with integer coefficients, which repeats modulo every m with period m."""
    if unknown not in expr.free_symbols():
        integer(expr)
        return True
    if isinstance(expr, Symbol):
        return True
    if not isinstance(expr, Call):
        return False
    if expr.head == "pow":
        exponent = expr.args[1]
        return (
            unknown not in exponent.free_symbols()
            and integer(exponent) >= 0
            and _is_polynomial(expr.args[0], unknown)
        )
    return expr.head in ("add", "mul", "neg") and all(
        _is_polynomial(arg, unknown) for arg in expr.args
    )


_METHOD = Message(
    en="every condition evaluated exactly, every rival within the bounds tried",
    zh="逐条精确检验条件，并试遍界内所有其他可能",
)


def _finding(verdict: Verdict, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=_METHOD, evidence=evidence)
