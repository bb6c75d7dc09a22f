"""A text as a sequence of clauses: demands, definitions, givens, options and fillers, in any order.

The cheapest few ways of covering the text are kept. Where none covers it, the cheapest way of leaving words
out says which words were not understood; such a covering is never a reading.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from abacist.notation.lexer import Token
from abacist.reading.chart import Chart, Derivation
from abacist.reading.words import is_separator

__all__ = ["Covering", "coverings"]

_KEPT = 24
_CLAUSE = 0.1
_LEFT_OUT = 100.0
_CLAUSES = frozenset({"Request", "Definition", "Filler", "Form"})


@dataclass(frozen=True, slots=True)
class Covering:
    """Clauses from left to right, their cost, and the indices of the tokens that no clause covers."""

    cost: float
    clauses: tuple[Derivation, ...]
    left_out: tuple[int, ...] = ()


def coverings(chart: Chart) -> list[Covering]:
    """The cheapest coverings of the whole text, best first; with left-out words only if need be."""
    size = len(chart.tokens)
    clauses = [list(_clauses_at(chart, start)) for start in range(size)]
    reached = _reachable(clauses, chart.tokens)
    best: list[list[Covering]] = [[] for _ in range(size)] + [[Covering(0.0, ())]]
    for start in range(size - 1, -1, -1):
        if start in reached:
            best[start] = heapq.nsmallest(
                _KEPT, _from(chart.tokens, clauses[start], start, best), key=lambda c: c.cost
            )
    return best[0]


def _from(
    tokens: Sequence[Token],
    clauses: Sequence[Derivation],
    start: int,
    best: Sequence[Sequence[Covering]],
) -> Iterator[Covering]:
    if is_separator(tokens[start]):
        yield from best[start + 1]
    else:
        for rest in best[start + 1][:2]:
            yield Covering(rest.cost + _LEFT_OUT, rest.clauses, (start, *rest.left_out))
    for clause in clauses:
        cost = clause.cost + (_CLAUSE / 5 if clause.type == "Filler" else _CLAUSE)
        for rest in best[clause.end]:
            yield Covering(rest.cost + cost, (clause, *rest.clauses), rest.left_out)


def _reachable(clauses: Sequence[Sequence[Derivation]], tokens: Sequence[Token]) -> set[int]:
    """Positions where a clause may begin; while everything before is covered, only these matter."""
    reached = {0}
    for start in range(len(tokens)):
        if start in reached:
            reached.update(clause.end for clause in clauses[start])
            reached.add(start + 1)
    return reached


def _clauses_at(chart: Chart, start: int) -> Iterator[Derivation]:
    grammar = chart.grammar
    for (kind, _), kept in chart.edges[start].items():
        if kind in _CLAUSES or grammar.is_clause(kind):
            yield from kept
