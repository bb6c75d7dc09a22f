"""Whether a value is what the claims of an answer assert, and whether the claims are about the problem.

A certificate vouches for a claim, not for an answer. An answer is bound to its claims when

1. some claim states exactly this value (`assertions.py` says, kind by kind, what a claim states), and
2. every argument of the computation occurs in that claim or in one linked with it by a claimed equality.

An answer that is not bound is `computed` at most, however well its claims were proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel

from abacist.core.claim import Claim, EqualTo
from abacist.core.expr import Call, Expr, Symbol, number
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.value import Value
from abacist.execution.assertions import asserts, results

__all__ = ["is_about", "is_bound", "linked", "supports"]

_OPENED = frozenset(
    "eq ne lt le gt ge approx and or in tuple list vector set matrix named interval interval_open "
    "interval_left_open interval_right_open union quantity".split()
)
"""Heads whose parts stand by themselves: a claim about a = b is about a and about b."""

_TAKEN_APART = _OPENED - {"eq", "ne", "lt", "le", "gt", "ge", "approx"}
"""Heads of arguments that occur where all their parts do; a relation must occur as a whole."""

_OF_FORM = frozenset({"digits", "significant", "decimals", "places", "method", "form"})
"""Arguments that say how an answer is computed or written, not what it is."""


def is_bound(
    outcome: Outcome,
    value: Value | None,
    unit: Expr | None,
    arguments: Record,
    claims: Sequence[Claim],
) -> bool:
    """True where some claims state this outcome, value and unit of these arguments."""
    found = supports(outcome, value, unit, claims)
    return bool(found) and is_about(linked(found, claims), arguments)


def supports(
    outcome: Outcome, value: Value | None, unit: Expr | None, claims: Sequence[Claim]
) -> list[Claim]:
    """The claims that state this outcome with this value and unit."""
    return [claim for claim in claims if asserts(claim, outcome, value, unit)]


def linked(found: Sequence[Claim], claims: Sequence[Claim]) -> list[Claim]:
    """`found` and every claim that shares a result with one of them, by claimed equalities."""
    reached = list(found)
    rest = [claim for claim in claims if claim not in reached]
    known = {expr for claim in reached if isinstance(claim, EqualTo) for expr in results(claim)}
    changed = True
    while changed:
        changed = False
        for claim in list(rest):
            stated = set(results(claim))
            if stated & known:
                rest.remove(claim)
                reached.append(claim)
                changed = True
                if isinstance(claim, EqualTo):
                    known |= stated
    return reached


def is_about(claims: Sequence[Claim], arguments: Record) -> bool:
    """True where every argument occurs in the claims: expressions as they stand or part by part."""
    occurring = _Occurring(claims)
    given = {
        name: getattr(arguments, name)
        for name in type(arguments).model_fields
        if name in arguments.model_fields_set and name not in _OF_FORM
    }
    return all(occurring.has(name, value) for name, value in given.items())


class _Occurring:
    """Everything that stands by itself in some claims: their fields, and what those are collections of.

    Parts of formulas do not count, or a claim about x·sin x would seem to be one about sin x.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.trees: set[Expr] = set()
        self.texts: set[str] = set()
        self.fields: dict[str, list[object]] = {}
        for claim in claims:
            for name in type(claim).model_fields:
                value = getattr(claim, name)
                self.fields.setdefault(name, []).append(value)
                for leaf in _leaves(value):
                    self._add(leaf)

    def _add(self, leaf: Expr | str | Fraction) -> None:
        if isinstance(leaf, str):
            self.texts.add(leaf)
        elif isinstance(leaf, Fraction):
            self.trees.add(number(leaf))
        elif leaf not in self.trees:
            self.trees.add(leaf)
            if isinstance(leaf, Call) and leaf.head in _OPENED:
                for part in leaf.args:
                    self._add(part)

    def has(self, name: str, value: object) -> bool:
        """True where an argument occurs. A text or a truth must agree with the claims' field of its name."""
        if isinstance(value, str | bool):
            stated = self.fields.get(name)
            return stated is None or value in stated
        return all(self._has_leaf(leaf) for leaf in _leaves(value))

    def _has_leaf(self, leaf: Expr | str | Fraction) -> bool:
        if isinstance(leaf, Fraction):
            return number(leaf) in self.trees
        return isinstance(leaf, str) or self._has_tree(leaf)

    def _has_tree(self, tree: Expr) -> bool:
        if tree in self.trees or (isinstance(tree, Symbol) and tree.name in self.texts):
            return True
        if not isinstance(tree, Call):
            return False
        if tree.head == "eq" and _is_name(tree.args[0]):
            return self._has_tree(tree.args[1])
        return tree.head in _TAKEN_APART and all(self._has_tree(arg) for arg in tree.args)


def _is_name(expr: Expr) -> bool:
    """True for f(x), f and f', which say what the other side is called."""
    if isinstance(expr, Call) and expr.head == "apply":
        return all(isinstance(arg, Symbol) for arg in expr.args)
    return isinstance(expr, Symbol) or (isinstance(expr, Call) and expr.head == "prime")


def _leaves(value: object) -> Iterator[Expr | str | Fraction]:
    if isinstance(value, Expr | str):
        yield value
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | Decimal | Fraction):
        if not (isinstance(value, Decimal) and not value.is_finite()):
            yield Fraction(value)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(key)
            yield from _leaves(each)
    elif isinstance(value, tuple | list | frozenset | set):
        for each in value:
            yield from _leaves(each)
