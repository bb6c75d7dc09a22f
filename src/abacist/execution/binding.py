"""Whether a value is what the claims of an answer assert, and whether the claims are about the problem.

A certificate vouches for a claim, not for an answer. An answer is bound to its claims when

1. some claim states exactly this value (`assertions.py` and `joint.py` say what claims state), and
2. every argument of the computation occurs in that claim or in one whose result it starts from.

An answer that is not bound is `computed` at most, however well its claims were proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pydantic import BaseModel

from abacist.core.claim import Claim, DerivativeOf, EqualTo, EvaluatesTo, ExtremaOf
from abacist.core.expr import Call, Expr, Number, Symbol, add, eq, neg, number, symbol
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.value import Value
from abacist.execution.assertions import asserts, results
from abacist.execution.forms import form_of
from abacist.execution.joint import assignments, state_together
from abacist.execution.subjects import subjects

__all__ = ["is_about", "is_bound", "linked", "supports"]

_OPENED = frozenset(
    "eq ne lt le gt ge approx and or in tuple list vector set matrix named interval interval_open "
    "interval_left_open interval_right_open union quantity apply".split()
)
"""Heads whose parts stand by themselves: a claim about a = b is about a and about b."""

_TAKEN_APART = _OPENED - {"eq", "ne", "lt", "le", "gt", "ge", "approx", "apply"}
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
    found = supports(outcome, value, unit, claims, arguments)
    return bool(found) and is_about(linked(found, claims, arguments), arguments)


def supports(
    outcome: Outcome,
    value: Value | None,
    unit: Expr | None,
    claims: Sequence[Claim],
    arguments: Record,
) -> list[Claim]:
    """The claims that state this outcome with this value and unit, each alone or together."""
    found = [claim for claim in claims if asserts(claim, outcome, value, unit)]
    if found or unit is not None:
        return found
    form = None if value is None else form_of(value)
    return state_together(outcome, form, claims, arguments)


class Linked(NamedTuple):
    """Claims that hang together, and the given values (x = 2) that were put in on the way."""

    claims: list[Claim]
    used: set[Expr]


def linked(found: Sequence[Claim], claims: Sequence[Claim], arguments: Record) -> Linked:
    """`found`, and every claim whose result one of them starts from, again and again.

    A derivative is linked with the value of it at a point: the given values may be put in. That holds where
    the function has no corners and no jumps; else the rule says nothing about a single point.
    """
    given = assignments(arguments)
    reached, used = list(found), set[Expr]()
    rest = [claim for claim in claims if claim not in reached]
    starts = {start for claim in reached for start in _starts(claim)}
    while True:
        more: list[Claim] = []
        for claim in rest:
            for result in results(claim):
                put_in = result if _is_kinked(claim) else result.substitute(given)
                if put_in in starts:
                    used |= {
                        eq(symbol(name), given[name]) for name in result.free_symbols() & set(given)
                    }
                if put_in in starts or result in starts:
                    more.append(claim)
                    break
        if not more:
            return Linked(reached, used)
        reached += more
        rest = [claim for claim in rest if claim not in more]
        starts |= {start for claim in more for start in _starts(claim)}


_KINKED = ("abs", "sign", "floor", "ceil", "heaviside", "max", "min", "mod", "piecewise", "arg")


def _is_kinked(claim: Claim) -> bool:
    """True for the derivative of a function that may have none at some points."""
    return isinstance(claim, DerivativeOf) and claim.function.has(*_KINKED)


def _starts(claim: Claim) -> Iterator[Expr]:
    """What a claim starts from: a bare number only where it is what the claim is about."""
    if isinstance(claim, EqualTo):
        yield from (claim.left, claim.right)
    elif isinstance(claim, EvaluatesTo):
        yield claim.expression
    else:
        yield from (tree for tree in _Occurring([claim], ()).trees if not isinstance(tree, Number))


def is_about(found: Linked, arguments: Record) -> bool:
    """True where every argument occurs in the claims: expressions as they stand or part by part."""
    claims = found.claims
    asked = {name for leaf in _leaves(arguments) if isinstance(leaf, Expr) for name in leaf.names()}
    occurring = _Occurring(claims, asked, assignments(arguments))
    occurring.trees |= found.used
    given = {
        name: getattr(arguments, name)
        for name in type(arguments).model_fields
        if name in arguments.model_fields_set and name not in _OF_FORM
    }
    if any(isinstance(claim, ExtremaOf) for claim in claims):
        given.pop("wanted", None)  # `state_together` has seen to it
    # An assignment (x = 2) occurs once another argument was found with the value put in.
    missing = [name for name, value in given.items() if not occurring.has(name, value)]
    return all(occurring.has(name, given[name]) for name in missing)


_NONE: Mapping[str, Expr] = {}


class _Occurring:
    """Everything that stands by itself in some claims: their fields, and what those are collections of.

    Parts of formulas do not count, or a claim about x·sin x would seem to be one about sin x.
    """

    def __init__(
        self, claims: Sequence[Claim], names: Iterable[str], given: Mapping[str, Expr] = _NONE
    ) -> None:
        self.given = given
        self.trees: set[Expr] = set()
        self.texts: set[str] = set()
        self.fields: dict[str, list[object]] = {}
        for claim in claims:
            for name in type(claim).model_fields:
                value = getattr(claim, name)
                self.fields.setdefault(name, []).append(value)
                for leaf in _leaves(value):
                    self._add(leaf)
            for subject in subjects(claim, names):
                self._add(subject)

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
        if value is None:
            return True
        stated = self.fields.get(name)
        if name == "tolerance" and stated is not None:
            return any(isinstance(each, Decimal) and each <= _decimal(value) for each in stated)
        if isinstance(value, str | bool):
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
        if tree.substitute(self.given) in self.trees:
            used = tree.free_symbols() & set(self.given)
            self.trees |= {eq(symbol(name), self.given[name]) for name in used}
            return True
        if tree.head == "eq":
            left, right = tree.args
            return (_is_name(left) and self._has_tree(right)) or _difference(tree) in self.trees
        return tree.head in _TAKEN_APART and all(self._has_tree(arg) for arg in tree.args)


def _decimal(value: object) -> Decimal:
    """A bound on an error as a number; what is none bounds nothing."""
    bound = value.value if isinstance(value, Number) else value
    if isinstance(bound, Fraction):
        return Decimal(bound.numerator) / Decimal(bound.denominator)
    return bound if isinstance(bound, Decimal) else Decimal(-1)


def _difference(equation: Call) -> Expr:
    """l − r for l = r."""
    left, right = equation.args
    return left if right == number(0) else add(left, neg(right))


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
