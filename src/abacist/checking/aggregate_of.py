"""Sum, product, number, largest, smallest and mean of a set, worked out again with FLINT.

Fractions are added as FLINT fractions, in pairs from both ends rather than from left to right; other algebraic
numbers in FLINT's field of algebraic numbers, where equality and order are decided. A proof either way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from abacist.checking.integer_relations import NotAnInteger, value_of
from abacist.core.answer import Finding
from abacist.core.claim import AggregateOf, EqualTo
from abacist.core.expr import Call, Expr, add, div, mul, number
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_MOST = 20_000


@checker("aggregate_of")
def check(claim: AggregateOf) -> Finding:
    """Decides the claim by exact arithmetic; see the module's page."""
    from abacist.checking.algebraic_field import NotAlgebraic, UndefinedValue

    try:
        return _decide(claim)
    except NotAlgebraic as why:
        return _as_equality(claim, str(why))
    except (NotAnInteger, UndefinedValue) as why:
        return _finding(Verdict.UNDECIDED, why=str(why))


def _as_equality(claim: AggregateOf, why: str) -> Finding:
    """A sum, product or mean of other numbers is an equality between expressions, and checked as one."""
    from abacist.checking.equal_to import check as check_equality

    entries = _entries(claim.members)
    if claim.operation not in ("sum", "product", "mean") or len(set(entries)) != len(entries):
        return _finding(Verdict.UNDECIDED, why=why)
    if isinstance(claim.members, Call) and claim.members.head == "set" and not _all_differ(entries):
        return _finding(Verdict.UNDECIDED, why="two members may be equal")
    total = mul(*entries) if claim.operation == "product" else add(*entries)
    left = div(total, number(len(entries))) if claim.operation == "mean" else total
    return check_equality(EqualTo(left=left, right=claim.value))


def _all_differ(entries: Sequence[Expr]) -> bool:
    """True where ball arithmetic separates every two members."""
    from abacist.checking.ball_program import NotEnclosable, ball_of

    try:
        balls = [ball_of(entry) for entry in entries]
    except NotEnclosable:
        return False
    return all(not a.overlaps(b) for i, a in enumerate(balls) for b in balls[:i])


def _decide(claim: AggregateOf) -> Finding:
    entries = _entries(claim.members)
    read = _reader([*entries, claim.value])
    values = [read(entry) for entry in entries]
    if isinstance(claim.members, Call) and claim.members.head == "set":
        values = _distinct(values)
    if not values and claim.operation not in ("sum", "product", "count"):
        return _finding(Verdict.REFUTED, members="0")
    found = _OPERATIONS[claim.operation](values, read)
    stated = read(claim.value)
    verdict = Verdict.PROVED if bool(found == stated) else Verdict.REFUTED
    return _finding(verdict, members=str(len(values)), found=_shown(found))


def _shown(value: Any) -> str:
    text = str(value) if type(value).__name__ == "fmpq" else repr(value)
    return text[:200]


def _entries(members: Expr) -> tuple[Expr, ...]:
    if not (isinstance(members, Call) and members.head in ("set", "list", "tuple", "vector")):
        raise NotAnInteger("the members are not listed")
    if len(members.args) > _MOST:
        raise NotAnInteger("too many members")
    return members.args


def _reader(exprs: Sequence[Expr]) -> Callable[[Expr], Any]:
    """What evaluates all of them: fractions where all are, else algebraic numbers."""
    try:
        for expr in exprs:
            value_of(expr, {})
    except NotAnInteger:
        from abacist.checking.algebraic_numbers import algebraic

        return algebraic
    return lambda expr: value_of(expr, {})


def _distinct(values: Sequence[Any]) -> list[Any]:
    if all(type(value).__name__ == "fmpq" for value in values):
        return sorted(set(values))
    found: list[Any] = []
    for value in values:
        if not any(bool(value == other) for other in found):
            found.append(value)
    return found


def _fold(values: Sequence[Any], combine: Callable[[Any, Any], Any], empty: Any) -> Any:
    """The values combined in pairs from both ends."""
    rest = list(values)
    if not rest:
        return empty
    while len(rest) > 1:
        half = len(rest) // 2
        paired = [combine(rest[i], rest[-1 - i]) for i in range(half)]
        rest = paired + ([rest[half]] if len(rest) % 2 else [])
    return rest[0]


def _number(read: Callable[[Expr], Any], value: int) -> Any:
    return read(number(value))


def _sum(values: Sequence[Any], read: Callable[[Expr], Any]) -> Any:
    return _fold(values, lambda a, b: a + b, _number(read, 0))


def _product(values: Sequence[Any], read: Callable[[Expr], Any]) -> Any:
    return _fold(values, lambda a, b: a * b, _number(read, 1))


def _mean(values: Sequence[Any], read: Callable[[Expr], Any]) -> Any:
    return _sum(values, read) / _number(read, len(values))


def _extreme(values: Sequence[Any], is_largest: bool) -> Any:
    from abacist.checking.algebraic_numbers import is_real, less

    if all(type(value).__name__ == "fmpq" for value in values):
        return max(values) if is_largest else min(values)
    if not all(is_real(value) for value in values):
        raise NotAnInteger("an order of complex numbers")
    best = values[0]
    for value in values[1:]:
        if less(best, value) if is_largest else less(value, best):
            best = value
    return best


def _shared(values: Sequence[Any], read: Callable[[Expr], Any], is_gcd: bool) -> Any:
    """The gcd or lcm of integers."""
    from flint import fmpz

    if not values or any(type(v).__name__ != "fmpq" or v.q != 1 for v in values):
        raise NotAnInteger("gcd and lcm are those of integers")
    integers = [abs(fmpz(v.p)) for v in values]
    found = integers[0]
    for each in integers[1:]:
        found = found.gcd(each) if is_gcd else found.lcm(each)
    return _number(read, int(found))


_OPERATIONS: Mapping[str, Callable[[Sequence[Any], Callable[[Expr], Any]], Any]] = {
    "sum": _sum,
    "product": _product,
    "mean": _mean,
    "count": lambda values, read: _number(read, len(values)),
    "maximum": lambda values, read: _extreme(values, True),
    "minimum": lambda values, read: _extreme(values, False),
    "gcd": lambda values, read: _shared(values, read, True),
    "lcm": lambda values, read: _shared(values, read, False),
}

_METHOD = Message(
    en="worked out again in exact arithmetic, in another order",
    zh="换一种次序用精确算术重新计算",
)


def _finding(verdict: Verdict, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=_METHOD, evidence=evidence)
