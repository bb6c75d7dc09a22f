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
from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.value import Value
from abacist.execution.assertions import asserts, results

__all__ = ["is_about", "is_bound", "linked", "supports"]

_COLLECTIONS = frozenset(
    "eq ne lt le gt ge and or in tuple list set vector matrix named interval interval_open "
    "interval_left_open interval_right_open union add mul neg div quantity".split()
)
"""Heads that a claim may take apart: it is about them where it is about all their parts."""


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
    return all(
        occurring.has(name, getattr(arguments, name))
        for name in type(arguments).model_fields
        if name in arguments.model_fields_set
    )


class _Occurring:
    """Everything that occurs in some claims."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.trees: set[Expr] = set()
        self.texts: set[str] = set()
        self.numbers: set[Fraction] = set()
        self.fields: dict[str, list[object]] = {}
        for claim in claims:
            for name in type(claim).model_fields:
                value = getattr(claim, name)
                self.fields.setdefault(name, []).append(value)
                self._add(value)

    def _add(self, value: object) -> None:
        for leaf in _leaves(value):
            if isinstance(leaf, Expr):
                for part in leaf.walk():
                    self.trees.add(part)
                    if isinstance(part, Number):
                        self.numbers.add(part.value)
            elif isinstance(leaf, str):
                self.texts.add(leaf)
            else:
                self.numbers.add(leaf)

    def has(self, name: str, value: object) -> bool:
        """True where an argument occurs; a text or a truth only counts where the claim has its field."""
        if isinstance(value, str | bool):
            stated = self.fields.get(name)
            return stated is None or value in stated
        return all(self._has_leaf(leaf) for leaf in _leaves(value))

    def _has_leaf(self, leaf: Expr | str | Fraction) -> bool:
        if isinstance(leaf, Fraction):
            return leaf in self.numbers
        if isinstance(leaf, str):
            return True
        return self._has_tree(leaf)

    def _has_tree(self, tree: Expr) -> bool:
        if tree in self.trees:
            return True
        if isinstance(tree, Symbol):
            return tree.name in self.texts
        if isinstance(tree, Number):
            return tree.value in self.numbers
        if isinstance(tree, Call) and tree.head in _COLLECTIONS:
            return all(self._has_tree(arg) for arg in tree.args)
        return isinstance(tree, Call) and tree.head in ("apply", "prime") and self._is_name(tree)

    def _is_name(self, tree: Call) -> bool:
        """True for f(x), f' and f'(x): they name what the claim is about."""
        return all(isinstance(part, Symbol | Number | Call) for part in tree.args) and not tree.has(
            "add", "mul", "pow", "div"
        )


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
