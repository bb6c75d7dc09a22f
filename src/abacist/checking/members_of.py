"""Which members of a set satisfy conditions: every one is tested, or all divisors are found by factoring.

Within a finite set each member is tested on its own (integers and fractions in FLINT, irrational algebraic
numbers by exact comparison). Integers of an interval are tested one by one; where there are too many and a
condition says that they divide a number, FLINT factors that number and its divisors are what is tested.
All of this is finite and exact: the verdicts are proofs.

Source: G. H. Hardy, E. M. Wright, An Introduction to the Theory of Numbers (6th ed.), section 16.7.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from abacist.checking.integer_relations import (
    NotAnInteger,
    integer,
    range_of,
    relation,
    single,
    value_of,
)
from abacist.core.answer import Finding
from abacist.core.claim import MembersOf
from abacist.core.expr import Call, Expr, Symbol, call
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_MOST_TESTED = 20_000
_FEW = 100
_ORDER = frozenset({"lt", "le", "gt", "ge", "eq", "ne"})


@checker("members_of")
def check(claim: MembersOf) -> Finding:
    """Decides the claim member by member; see the module's page."""
    from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue

    try:
        stated = _listed(claim.value)
        if isinstance(claim.within, Call) and claim.within.head == "set":
            return _of_finite_set(claim, claim.within.args, stated)
        return _of_interval(claim, [integer(member) for member in stated])
    except (NotAnInteger, NotAlgebraic, UndefinedValue) as why:
        return _finding(Verdict.UNDECIDED, why=str(why))


def _listed(value: Expr) -> tuple[Expr, ...]:
    if not (isinstance(value, Call) and value.head == "set"):
        raise NotAnInteger("the value is no finite set")
    return value.args


def _of_finite_set(claim: MembersOf, members: Sequence[Expr], stated: Sequence[Expr]) -> Finding:
    if len(members) > _MOST_TESTED:
        raise NotAnInteger("too many members")
    wrong = [m for m in stated if m not in members]
    if wrong:
        return _finding(Verdict.REFUTED, foreign=str(wrong[0]))
    for member in members:
        fits = _satisfies(claim, member)
        if fits != (member in stated):
            kind = "missing" if fits else "extra"
            return _finding(Verdict.REFUTED, **{kind: str(member)})
    if len(set(stated)) != len(stated):
        return _finding(Verdict.REFUTED, repeated=str(claim.value))
    return _finding(Verdict.PROVED, tested=str(len(members)), members=str(len(stated)))


def _satisfies(claim: MembersOf, member: Expr) -> bool:
    try:
        value = value_of(member, {})
    except NotAnInteger:
        return all(_compares(claim.unknown, c, member) for c in claim.conditions)
    exact = Fraction(int(value.p), int(value.q))
    return all(relation(condition, {claim.unknown: exact}) for condition in claim.conditions)


def _compares(unknown: str, condition: Expr, member: Expr) -> bool:
    """A condition on an irrational member: comparisons in the field of algebraic numbers."""
    from abacist.checking.algebraic_numbers import algebraic, is_real, less

    if not isinstance(condition, Call):
        raise NotAnInteger(f"{condition} is no relation")
    if condition.head in ("and", "or", "not"):
        parts = [_compares(unknown, arg, member) for arg in condition.args]
        return {"and": all(parts), "or": any(parts), "not": not parts[0]}[condition.head]
    if condition.head not in _ORDER or condition.has("mod", "gcd", "lcm", "floor", "ceil"):
        raise NotAnInteger(f"{condition} of a number that is no integer")
    left, right = (algebraic(arg.substitute({unknown: member})) for arg in condition.args)
    if condition.head in ("eq", "ne"):
        return bool(left == right) == (condition.head == "eq")
    if not (is_real(left) and is_real(right)):
        raise NotAnInteger("an order of complex numbers")
    if condition.head in ("gt", "le"):
        return less(right, left) == (condition.head == "gt")
    return less(left, right) == (condition.head == "lt")


def _of_interval(claim: MembersOf, stated: Sequence[int]) -> Finding:
    membership = call("in", Symbol(claim.unknown), claim.within)
    conditions = (membership, *claim.conditions)
    bounds = range_of(conditions, claim.unknown)
    if bounds.lower is None or bounds.upper is None:
        raise NotAnInteger("nothing bounds the members")
    size = bounds.upper - bounds.lower + 1
    tested: Iterable[int] = range(bounds.lower, bounds.upper + 1)
    divided = _divided(claim) if size > _FEW else None
    if size > _MOST_TESTED and divided is None:
        raise NotAnInteger(f"{size} integers to test")
    if divided is not None:
        positive = _divisors(divided)
        tested = sorted([*positive, *(-d for d in positive)])
    found = [n for n in tested if all(relation(c, {claim.unknown: n}) for c in conditions)]
    if sorted(stated) != found:
        differing = sorted(set(stated) ^ set(found))
        return _finding(Verdict.REFUTED, differing=", ".join(map(str, differing[:5])))
    return _finding(
        Verdict.PROVED,
        tested=str(size),
        members=str(len(found)),
        largest=str(max(found, default="-")),
    )


def _divided(claim: MembersOf) -> int | None:
    """N where a condition says that the members, or their absolute values, divide N ≠ 0."""
    unknown = Symbol(claim.unknown)
    for condition in single(claim.conditions):
        if not (isinstance(condition, Call) and condition.head == "eq"):
            continue
        left, right = condition.args
        if (
            isinstance(left, Call)
            and left.head == "mod"
            and left.args[1] in (unknown, call("abs", unknown))
            and claim.unknown not in left.args[0].free_symbols()
            and not right.free_symbols()
            and integer(right) == 0
        ):
            return integer(left.args[0]) or None
    return None


def _divisors(n: int) -> list[int]:
    """All positive divisors, by FLINT's factorisation, whose factors are proved primes."""
    from flint import fmpz

    powers = fmpz(abs(n)).factor()
    if math.prod(int(p) ** int(e) for p, e in powers) != abs(n) or not all(
        fmpz(p).is_prime() for p, _ in powers
    ):
        raise NotAnInteger("the factorisation is not certain")
    if math.prod(int(e) + 1 for _, e in powers) > _MOST_TESTED:
        raise NotAnInteger("too many divisors")
    found = [1]
    for prime, exponent in powers:
        found = [d * int(prime) ** k for d in found for k in range(int(exponent) + 1)]
    return sorted(found)


_METHOD = Message(
    en="every candidate tested exactly against every condition",
    zh="对每个候选元素逐条精确检验",
)


def _finding(verdict: Verdict, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=_METHOD, evidence=evidence)
