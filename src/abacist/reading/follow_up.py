"""Turns of a conversation: a text that is read together with what was asked before.

A turn that is a problem of its own is read alone. Any other is one of three things:

    a change       "把步长改成 0.05", "now for x in [0, 5]": what it says takes the place of what was said
    an exchange    "what about x^3?": the same is asked of something else
    a question     "what about its derivative?", "最小值呢": asks of what was spoken about; what the question
                   leaves open (its function, its region) is as it was

As in any reading every word counts, and what finds no place makes the turn not understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy

from abacist.core.expr import Call, Expr
from abacist.core.phrase import is_subtype
from abacist.core.plan import Problem
from abacist.core.registry import find_action
from abacist.reading.chart import Derivation
from abacist.reading.definitions import Given, apply_definitions
from abacist.reading.discourse import (
    Demand,
    Missing,
    Unread,
    demands_of,
    givens_of,
    nodes_in,
    placed,
    require_all,
)
from abacist.reading.document import Covering, coverings
from abacist.reading.frames import unframed
from abacist.reading.meaning import Made, Meanings, Term, Typed
from abacist.reading.planning import plan_of
from abacist.reading.reader import Found, Reading, chart_of, read, reading_of, understood
from abacist.reading.standard import unless_altered

__all__ = ["follow"]

_KEPT = 24
_LEANING = 0.3
"""A turn that asks for something by itself is likelier meant so."""


@unless_altered
def follow(problem: Problem, earlier: Sequence[Problem]) -> Reading:
    """The reading of a text after the texts before it, oldest first. Raises `TooLarge` as `read` does."""
    alone = read(problem)
    formula = alone.plan is not None and _is_formula(problem)
    if not earlier or (alone.plan is not None and not formula):
        return alone
    context = _spoken_about(earlier)
    if context is None:
        return alone
    found = _followed(problem, context)
    if not found:
        return alone
    if (
        formula and alone.plan is not None
    ):  # a formula by itself: the same again, or just its value?
        found.append(Found(alone.plan, found[-1].cost + _LEANING, Demand()))
    return reading_of(problem, found)


def _is_formula(problem: Problem) -> bool:
    """True where a text says nothing but a formula with unknowns in it."""
    chart = chart_of(problem.text)
    way = next(iter(coverings(chart, 1)), None) if chart is not None else None
    formula = _formula(way) if way is not None else None
    return (
        formula is not None and formula.leaf is not None and bool(formula.leaf.expr.free_symbols())
    )


def _spoken_about(earlier: Sequence[Problem]) -> Demand | None:
    """What the conversation so far is about: the last problem of its own with the changes since."""
    changes: list[Problem] = []
    for problem in reversed(earlier):
        demand = understood(problem)
        if demand is not None:
            for change in reversed(changes):
                demand = next((found.demand for found in _followed(change, demand)), demand)
            return demand
        changes.append(problem)
    return None


def _followed(problem: Problem, before: Demand) -> list[Found]:
    """Every reading of a turn, cheapest first: those of the first frame that gives any."""
    for text in unframed(problem.text, problem.language):
        chart = chart_of(text)
        ways = coverings(chart, _KEPT) if chart is not None else []
        plans: dict[str, Found] = {}
        for way in ways:
            for cost, demand in _demands(way, before):
                with suppress(Unread, Missing):
                    plan = plan_of(demand)
                    plans.setdefault(plan.key, Found(plan, cost, demand))
        if plans:
            return sorted(plans.values(), key=lambda each: each.cost)
    return []


def _demands(way: Covering, before: Demand) -> Iterator[tuple[float, Demand]]:
    """What a covering may ask for: by itself, and leaning on what was said."""
    if way.left_out:
        return
    before = deepcopy(before)
    if not any(clause.type == "Request" for clause in way.clauses):
        with suppress(Unread, Missing):
            yield way.cost, _changed(before, givens_of(way.clauses))
        return
    formula = _formula(way)
    if formula is not None:
        with suppress(Unread, Missing):
            yield way.cost, _changed(before, [_exchange(formula)], exchanged=True)
        return
    with suppress(Unread, Missing):
        yield way.cost, demands_of(way.clauses)
    with suppress(Unread, Missing):
        demand = demands_of(way.clauses, before)
        demand.givens.extend(before.givens)  # what was defined stays defined
        yield way.cost + _LEANING, demand


def _formula(way: Covering) -> Derivation | None:
    """The formula that a turn consists of, where it is nothing else."""
    spoken = [clause for clause in way.clauses if clause.type != "Filler"]
    return _bare(spoken[0]) if len(spoken) == 1 else None


def _exchange(formula: Derivation) -> Given:
    """The formula as that of which the same is asked as before."""
    if is_subtype(formula.type, "Number") or formula.type == "Symbol":
        raise Unread("a number or a letter could stand for anything")
    return Given(formula.type, Meanings().of(formula), formula.start)


def _bare(clause: Derivation) -> Derivation | None:
    """The formula that a clause consists of."""
    part = clause
    while part.leaf is None:
        inside = [each for filled in part.filled for each in filled.parts]
        if len(inside) != 1 or (inside[0].start, inside[0].end) != (part.start, part.end):
            return None
        part = inside[0]
    return None if part.adjuncts else part


def _changed(context: Demand, givens: list[Given], exchanged: bool = False) -> Demand:
    """The demand with every given in the place of what was said there before.

    `exchanged`: the only given is the object that the same is asked of.
    """
    if not givens:
        raise Unread("nothing is changed")
    if not exchanged and any(is_subtype(given.type, "Function") for given in givens):
        raise Unread("a formula beside a change")
    nodes = list(nodes_in(context.asked))
    for given in givens:
        places = [(node, name) for node in nodes for name in _places(node, given)]
        if len({(id(node)) for node, _ in places}) > 1:
            raise Unread("it is open what is changed")
        if places:
            node, name = places[0]
            _put(node, name, given, exchanged)
    apply_definitions(givens, nodes)
    if not all(given.used for given in givens):
        raise Unread("a change has no place")
    for node in nodes:
        require_all(node)
    return context


def _places(node: Made, given: Given) -> Iterator[str]:
    """The arguments of a node that a given may replace: those that were said, then those left open."""
    slots = find_action(node.action).slots()
    fitting = [name for name, slot in slots.items() if slot.accepts(given.type)]
    yield from sorted(fitting, key=lambda name: name not in node.args)


def _put(node: Made, name: str, given: Given, exchanged: bool) -> None:
    slot = find_action(node.action).slots()[name]
    term, before = placed(given.term, slot), node.args.get(name)
    if slot.many:
        said = before if isinstance(before, tuple) else () if before is None else (before,)
        node.args[name] = _replaced(said, term, exchanged)
    else:
        node.args[name] = term
    given.used = True
    variable = node.args.get("variable")
    if (
        "Function" in slot.type
        and isinstance(term, Typed)
        and isinstance(variable, Typed)
        and not variable.expr.names() <= term.expr.names()
    ):
        del node.args["variable"]  # the other function has another variable


def _replaced(said: tuple[Term, ...], term: Term, exchanged: bool) -> tuple[Term, ...]:
    """The terms with one in the place of the one about the same thing; raises where that is open."""
    if not said:
        return (term,)
    about = _subject(term)
    same = [index for index, each in enumerate(said) if _subject(each) == about]
    if len(said) == 1 and (exchanged or None in (about, _subject(said[0]))):
        return (term,)
    if len(same) != 1:
        raise Unread("it is open which of several is replaced")
    return (*said[: same[0]], term, *said[same[0] + 1 :])


def _subject(term: Term) -> Expr | None:
    """What a relation is about: y(0) of y(0) = 1, x of x ∈ [0, 5]."""
    if isinstance(term, Typed) and isinstance(term.expr, Call) and term.expr.head in ("eq", "in"):
        return term.expr.args[0]
    return None
