"""Sum, product, number, largest, smallest and mean of a set, worked out again with FLINT.

Fractions are added as FLINT fractions, in pairs from both ends rather than from left to right; other algebraic
numbers in FLINT's field of algebraic numbers, where equality and order are decided. A proof either way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from abacist.checking.integer_relations import NotAnInteger, value_of
from abacist.core.answer import Finding
from abacist.core.claim import AggregateOf
from abacist.core.expr import Call, Expr
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]

_MOST = 20_000


@checker("aggregate_of")
def check(claim: AggregateOf) -> Finding:
    """Decides the claim by exact arithmetic; see the module's page."""
    from abacist.checking.algebraic_numbers import NotAlgebraic, UndefinedValue

    try:
        return _decide(claim)
    except (NotAnInteger, NotAlgebraic, UndefinedValue) as why:
        return _finding(Verdict.UNDECIDED, why=str(why))


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
    return _finding(verdict, members=str(len(values)), found=str(found)[:200])


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
    from abacist.core.expr import number

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


_OPERATIONS: Mapping[str, Callable[[Sequence[Any], Callable[[Expr], Any]], Any]] = {
    "sum": _sum,
    "product": _product,
    "mean": _mean,
    "count": lambda values, read: _number(read, len(values)),
    "maximum": lambda values, read: _extreme(values, True),
    "minimum": lambda values, read: _extreme(values, False),
}

_METHOD = Message(
    en="worked out again in exact arithmetic, in another order",
    zh="换一种次序用精确算术重新计算",
)


def _finding(verdict: Verdict, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=_METHOD, evidence=evidence)
