"""Bounds that several names share: "x, y ≥ 0" is said of both, and so is "−1 ≤ x, y ≤ 1"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from abacist.core.expr import Call, Expr, Symbol, call, symbol
from abacist.notation.lexer import Kind, Token
from abacist.reading.measurements import Leaf
from abacist.reading.words import COMMA, word_of

__all__ = ["with_shared_bounds"]

_UPWARDS = frozenset({"lt", "le"})
_ORDERS = frozenset({"lt", "le", "gt", "ge"})
_AND = frozenset({COMMA, "and", "和", "与"})


def with_shared_bounds(leaves: Iterable[Leaf], tokens: Sequence[Token]) -> list[Leaf]:
    """The leaves, with bounds given to every name that they are written for."""
    found = list(leaves)
    orders = [leaf for leaf in found if _order(leaf.expr) is not None]
    apart: set[tuple[int, int]] = set()
    for leaf in orders:
        for after in orders:
            joined = _joined(leaf, after, tokens)
            if joined is not None:
                found.append(joined)
                apart |= {(leaf.start, leaf.end), (after.start, after.end)}
    for leaf in orders:
        if (leaf.start, leaf.end) not in apart:
            found.extend(_of_names_before(leaf, tokens))
    return [leaf for leaf in found if (leaf.start, leaf.end) not in apart]


def _order(expr: Expr) -> tuple[str, Expr, Expr] | None:
    """Head and sides of a single inequality."""
    if isinstance(expr, Call) and expr.head in _ORDERS:
        return expr.head, *expr.args  # type: ignore[return-value]
    return None


def _of_names_before(leaf: Leaf, tokens: Sequence[Token]) -> Iterator[Leaf]:
    """x, y ≥ 0 for the leaf y ≥ 0."""
    order = _order(leaf.expr)
    if order is None or not isinstance(order[1], Symbol) or order[2].names():
        return
    start, names = leaf.start, list[str]()
    while start > 1 and word_of(tokens[start - 1]) in _AND and _is_name(tokens[start - 2]):
        start -= 2
        if start and tokens[start - 1].kind is Kind.OPERATOR:
            return  # the name is part of a formula
        names.insert(0, tokens[start].text)
        bounds = [call(order[0], symbol(name), order[2]) for name in names]
        yield Leaf("Inequality", start, leaf.end, call("and", *bounds, leaf.expr), 0.02)


def _is_name(token: Token) -> bool:
    return token.kind is Kind.NAME and len(token.text) == 1


def _joined(leaf: Leaf, after: Leaf, tokens: Sequence[Token]) -> Leaf | None:
    """Both bounds for x, y and z in "a ≤ x, y, z ≤ b", whose leaves are a ≤ x and z ≤ b."""
    low, high = _order(leaf.expr), _order(after.expr)
    if low is None or high is None or not {low[0], high[0]} <= _UPWARDS:
        return None
    between = _names_between(tokens, leaf.end, after.start)
    ends = (low[2], high[1])
    if between is None or not all(isinstance(name, Symbol) for name in ends) or ends[0] == ends[1]:
        return None
    if low[1].names() or high[2].names():
        return None
    names = (ends[0], *map(symbol, between), ends[1])
    bounds = [b for n in names for b in (call(low[0], low[1], n), call(high[0], n, high[2]))]
    return Leaf("Inequality", leaf.start, after.end, call("and", *bounds))


def _names_between(tokens: Sequence[Token], start: int, end: int) -> list[str] | None:
    """The names in ", y, " between two leaves; None for anything else than names and commas."""
    names: list[str] = []
    if start >= end or word_of(tokens[start]) not in _AND:
        return None
    for index in range(start, end):
        if _is_name(tokens[index]) and word_of(tokens[index - 1]) in _AND:
            names.append(tokens[index].text)
        elif word_of(tokens[index]) not in _AND:
            return None
    return names
