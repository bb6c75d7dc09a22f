"""A text as a sequence of clauses: demands, definitions, givens, options and fillers, in any order.

The cheapest few ways of covering the text are kept. Where none covers it, the cheapest way of leaving words
out says which words were not understood; such a covering is never a reading.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from abacist.notation.lexer import Kind, Token
from abacist.reading.chart import Chart, Derivation
from abacist.reading.words import is_separator, word_of

__all__ = ["Covering", "coverings"]

_CLAUSE = 0.1
_LEFT_OUT = 100.0
_JOINING = frozenset({"and", "then", "also", "hence", "so", "并", "且", "则", "那", "所", "再"})
"""How fillers begin that may stand between two demands."""
_CLAUSES = frozenset({"Request", "Definition", "Filler", "Form"})


@dataclass(frozen=True, slots=True)
class Covering:
    """Clauses from left to right, their cost, and the indices of the tokens that no clause covers."""

    cost: float
    clauses: tuple[Derivation, ...]
    left_out: tuple[int, ...] = ()


@dataclass(slots=True)
class _Best:
    """The cheapest coverings from a position on: with a demand among the clauses, and without."""

    asking: list[Covering] = field(default_factory=list)
    telling: list[Covering] = field(default_factory=list)


def coverings(chart: Chart, kept: int) -> list[Covering]:
    """The `kept` cheapest coverings of the whole text, those that ask for something first.

    Where no covering is whole, words are left out; then the fewest possible.
    """
    size = len(chart.tokens)
    clauses = [list(_clauses_at(chart, start)) for start in range(size)]
    reached = _reachable(clauses, size)
    best = [_Best() for _ in range(size)] + [_Best(telling=[Covering(0.0, ())])]
    for start in range(size - 1, -1, -1):
        if start in reached:
            best[start] = _extend(chart.tokens, clauses[start], start, best, kept)
    return [*best[0].asking, *best[0].telling]


def _extend(
    tokens: Sequence[Token],
    clauses: Sequence[Derivation],
    start: int,
    best: Sequence[_Best],
    kept: int,
) -> _Best:
    token = tokens[start]
    asking = list(_passed(token, start, best[start + 1].asking))
    telling = list(_passed(token, start, best[start + 1].telling))
    for clause in clauses:
        if _ends_too_early(clause, tokens):
            continue
        cost = clause.cost + (_CLAUSE / 5 if clause.type == "Filler" else _CLAUSE)
        rest = best[clause.end]
        found = [
            Covering(r.cost + cost, (clause, *r.clauses), r.left_out)
            for r in rest.telling
            if _is_apart(clause, r.clauses, tokens)
        ]
        (asking if clause.type == "Request" else telling).extend(found)
        asking.extend(
            Covering(r.cost + cost, (clause, *r.clauses), r.left_out)
            for r in rest.asking
            if _is_apart(clause, r.clauses, tokens)
        )
    return _Best(_cheapest(asking, kept), _cheapest(telling, kept))


def _ends_too_early(clause: Derivation, tokens: Sequence[Token]) -> bool:
    """True where a phrase that ends its sentence is followed by more of it."""
    ends = clause.phrase is not None and clause.phrase.ends and clause.end < len(tokens)
    return ends and tokens[clause.end].kind is not Kind.PUNCTUATION


def _is_apart(demand: Derivation, following: Sequence[Derivation], tokens: Sequence[Token]) -> bool:
    """False where the text goes on within the clause of a demand with another one, or with a mere property.

    "What is the sum of the integers k such that | k/27 is | greater than 2 …": nothing but a separator or a
    word such as "and" divides two demands, and what is said of a thing has its subject before it.
    """
    if demand.type != "Request":
        return True
    end, joined = demand.end, False
    for clause in following:
        if clause.start > end:
            return True
        if clause.type == "Predicate":
            return False
        if clause.type == "Request":
            return joined
        joined |= clause.type == "Filler" and word_of(tokens[clause.start]) in _JOINING
        end = clause.end
    return True


def _passed(token: Token, start: int, rest: Sequence[Covering]) -> Iterator[Covering]:
    """The coverings with this token before them: for nothing if it separates, else left out."""
    if is_separator(token):
        yield from rest
    else:
        for covering in rest[:2]:
            yield Covering(covering.cost + _LEFT_OUT, covering.clauses, (start, *covering.left_out))


def _cheapest(found: list[Covering], kept: int) -> list[Covering]:
    return heapq.nsmallest(kept, found, key=lambda covering: covering.cost)


def _reachable(clauses: Sequence[Sequence[Derivation]], size: int) -> set[int]:
    """Positions where a clause may begin: behind another clause, or behind a token that is passed over."""
    reached = {0}
    for start in range(size):
        if start in reached:
            reached.update(clause.end for clause in clauses[start])
            reached.add(start + 1)
    return reached


def _clauses_at(chart: Chart, start: int) -> Iterator[Derivation]:
    for (kind, _), kept in chart.edges[start].items():
        if kind in _CLAUSES or chart.grammar.is_clause(kind):
            yield from kept
