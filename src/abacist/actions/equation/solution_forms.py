"""Roots as they are found, and how they become values, claims and messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from abacist.core.answer import Solution
from abacist.core.claim import Domain, RootsOf, SolutionSetOf
from abacist.core.expr import Call, Expr, Symbol, add, call, eq, mul, neg, number, pow_, symbol
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Ball, Exact, Named, SetOf, Value, Vector

__all__ = [
    "DIGITS",
    "Found",
    "Unsolved",
    "enclosure_expr",
    "fraction_expr",
    "moved_to_left",
    "ordered",
    "polynomial_expr",
    "root_value",
    "solution_of",
]

DIGITS = 10
"""Significant digits of a root that no radicals write."""


class Unsolved(Exception):
    """No method here gives all roots."""


@dataclass(frozen=True, slots=True)
class Found:
    """All roots with the steps to them.

    `roots`: one tuple of expressions for each root, in the order of the unknowns; `parameters` run through the
    integers. `free`: every value of the unknown does, those `excluded` apart. `conditions`: under which the
    roots are right. `solutions`: a set of real numbers that is not given by single roots, such as [0, ∞).
    """

    roots: tuple[tuple[Expr, ...], ...]
    steps: tuple[Step, ...] = ()
    parameters: tuple[str, ...] = ()
    conditions: tuple[Expr, ...] = ()
    notes: tuple[Message, ...] = ()
    method: Message | None = None
    free: bool = False
    excluded: tuple[Expr, ...] = ()
    solutions: Expr | None = None


def fraction_expr(value: Fraction) -> Expr:
    """p/q as an integer or a quotient of integers."""
    if value.denominator == 1:
        return number(value)
    return call("div", number(value.numerator), number(value.denominator))


def polynomial_expr(coefficients: Sequence[Expr], variable: str) -> Expr:
    """The polynomial with these coefficients, highest degree first, terms in descending order."""
    terms: list[Expr] = []
    x: Expr = symbol(variable)
    degree = len(coefficients) - 1
    for place, coefficient in enumerate(coefficients):
        if coefficient == number(0):
            continue
        exponent = degree - place
        power = x if exponent == 1 else pow_(x, number(exponent))
        if exponent == 0:
            terms.append(coefficient)
        elif coefficient == number(1):
            terms.append(power)
        elif coefficient == number(-1):
            terms.append(neg(power))
        else:
            terms.append(mul(coefficient, power))
    return add(*terms) if terms else number(0)


def moved_to_left(equation: Expr) -> Expr:
    """left − right."""
    assert isinstance(equation, Call)
    left, right = equation.args
    return left if right == number(0) else add(left, neg(right))


def enclosure_expr(middle: Fraction, radius: Fraction) -> Expr:
    """m ± r, the one root within r of m; both must be finite decimals."""
    return call("plus_minus", number(middle), number(radius))


def root_value(root: Expr) -> Value:
    """An exact root as it is, an enclosed one as a ball."""
    if isinstance(root, Call) and root.head == "plus_minus":
        middle, radius = (_decimal(arg) for arg in root.args)
        return Ball(mid=middle, rad=radius, digits=DIGITS)
    return Exact(expr=root)


def _decimal(expr: Expr) -> Decimal:
    return Decimal(str(expr)) if not isinstance(expr, Call) else -Decimal(str(expr.args[0]))


def ordered(roots: Sequence[Expr]) -> list[Expr]:
    """Real roots ascending, then the others as they come; the same root only once."""
    from abacist.actions.arithmetic.decimals import decimal_of

    def key(item: tuple[int, Expr]) -> tuple[int, Decimal, int]:
        place, root = item
        if isinstance(root, Call) and root.head == "plus_minus":
            return 0, _decimal(root.args[0]), place
        value = decimal_of(root, 20)
        return (1, Decimal(0), place) if value is None else (0, value, place)

    unique = list(dict.fromkeys(roots))
    return [root for _, root in sorted(enumerate(unique), key=key)]


def solution_of(
    equations: tuple[Expr, ...],
    unknowns: tuple[str, ...],
    domain: Domain,
    conditions: tuple[Expr, ...],
    found: Found,
    code: str = "",
    wanted: tuple[str, ...] = (),
) -> Solution:
    """The solution with its claim: exactly these roots, or exactly this set; of `wanted` unknowns alone."""
    if found.free and domain == "real" and len(unknowns) == 1:
        reals: Expr = Symbol("Reals")
        if found.excluded:
            reals = call("difference", reals, call("set", *found.excluded))
        found = replace(found, solutions=reals)
    if found.solutions is not None:
        return _set_solution(equations, unknowns[0], conditions, found, code)
    claim = RootsOf(
        equations=equations,
        unknowns=unknowns,
        domain=domain,
        roots=found.roots,
        parameters=found.parameters,
        conditions=(*conditions, *found.conditions),
        wanted=wanted if set(wanted) != set(unknowns) else (),
    )
    outcome, value = _outcome(unknowns, found)
    if claim.wanted and found.roots:
        places = [unknowns.index(name) for name in wanted]
        rows = dict.fromkeys(tuple(root[place] for place in places) for root in found.roots)
        outcome, value = _outcome(wanted, replace(found, roots=tuple(rows)))
    return Solution(
        outcome=outcome,
        value=value,
        claims=(claim,),
        steps=found.steps,
        notes=found.notes,
        method=found.method,
        code=code,
    )


def _set_solution(
    equations: tuple[Expr, ...],
    unknown: str,
    conditions: tuple[Expr, ...],
    found: Found,
    code: str,
) -> Solution:
    """The solution where a whole set of real numbers solves the equation."""
    assert found.solutions is not None
    parts = (*equations, *conditions)
    relation = parts[0] if len(parts) == 1 else call("and", *parts)
    claim = SolutionSetOf(relation=relation, unknown=unknown, solutions=found.solutions)
    return Solution(
        outcome=Outcome.INFINITELY_MANY,
        value=Exact(expr=found.solutions),
        claims=(claim,),
        steps=found.steps,
        notes=found.notes,
        method=found.method,
        code=code,
    )


def _outcome(unknowns: tuple[str, ...], found: Found) -> tuple[Outcome, Value | None]:
    if not found.roots:
        return Outcome.NO_SOLUTION, Exact(expr=call("set"))
    names = {name for root in found.roots for value in root for name in value.free_symbols()}
    if found.free:
        return Outcome.INFINITELY_MANY, _value(unknowns, found)
    if found.parameters and len(unknowns) == 1:
        return Outcome.SOLVED, Exact(expr=family_set([r[0] for r in found.roots], found.parameters))
    if found.parameters or names & set(unknowns):
        return Outcome.INFINITELY_MANY, _value(unknowns, found)
    return Outcome.SOLVED, _value(unknowns, found)


def family_set(roots: Sequence[Expr], parameters: tuple[str, ...]) -> Expr:
    """The set of all values of periodic families, a union of images of the integers."""
    parts: list[Expr] = []
    constants: list[Expr] = []
    for root in roots:
        inside = [p for p in parameters if p in root.free_symbols()]
        if inside:
            parts.append(call("image", root, symbol(inside[0]), Symbol("Integers")))
        else:
            constants.append(root)
    if constants:
        parts.append(call("set", *constants))
    return parts[0] if len(parts) == 1 else call("union", *parts)


def _value(unknowns: tuple[str, ...], found: Found) -> Value:
    if found.free and len(unknowns) == 1:
        return Exact(expr=Symbol("Reals"))
    if len(unknowns) == 1:
        return _collected([root_value(root[0]) for root in found.roots])
    if len(found.roots) == 1:
        root = found.roots[0]
        if all(isinstance(root_value(value), Exact) for value in root):
            pairs = (eq(symbol(n), v) for n, v in zip(unknowns, root, strict=True))
            return Exact(expr=call("named", *pairs))
        return Named(items=tuple((n, root_value(v)) for n, v in zip(unknowns, root, strict=True)))
    rows: list[Value] = []
    for root in found.roots:
        values = [root_value(value) for value in root]
        rows.append(_tuple_of(values))
    return _collected(rows)


def _tuple_of(values: list[Value]) -> Value:
    exact = [value.expr for value in values if isinstance(value, Exact)]
    if len(exact) == len(values):
        return Exact(expr=call("tuple", *exact))
    return Vector(items=tuple(values), shape="tuple")


def _collected(values: list[Value]) -> Value:
    """One value alone; several as a set."""
    if len(values) == 1:
        return values[0]
    exact: list[Any] = [value.expr for value in values if isinstance(value, Exact)]
    if len(exact) == len(values):
        return Exact(expr=call("set", *exact))
    return SetOf(items=tuple(values))
