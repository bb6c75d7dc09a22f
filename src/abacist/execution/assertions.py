"""What each kind of claim states: which outcome, which value, which unit.

`asserts` is exact: the value must be the claim's result in the same form, up to the order in which a set
is written, a constant of integration and a name in front (`y = …`). Numbers with an error must be the
claim's number itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from abacist.core.claim import (
    AntiderivativeOf,
    Claim,
    EqualTo,
    EvaluatesTo,
    ExtremaOf,
    HoldsFor,
    InitialValueOf,
    IntegralOf,
    MeasureOf,
    MethodTableOf,
    OptimumOf,
    RootsOf,
    SolutionSetOf,
    SolvesODE,
)
from abacist.core.expr import Expr, Symbol, add, call, neg, number, symbol
from abacist.core.outcome import Outcome
from abacist.core.value import Ball, Exact, Value
from abacist.execution.forms import form_of, is_call, is_implied, row
from abacist.execution.subjects import end_values, state_names

__all__ = ["STATED_KINDS", "asserts", "results", "stated_values"]

_RESULT_FIELD: Mapping[str, str] = {
    "form_of": "expression",
    "derivative_of": "derivative",
    "antiderivative_of": "antiderivative",
    "series_of": "polynomial",
    "solution_set_of": "solutions",
    "limit_of": "value",
    "sum_of": "value",
    "congruence_of": "value",
    "measure_of": "value",
    "members_of": "value",
    "aggregate_of": "value",
    "roots_aggregate_of": "value",
    "factorization_of": "factorization",
    "remainder_of": "value",
    "optimum_of": "value",
}
"""Kinds of claims whose result is one expression, and the field that holds it."""

_WITHOUT_VALUE: Mapping[str, Outcome] = {
    "limit_of": Outcome.UNDEFINED,
    "sum_of": Outcome.DIVERGENT,
    "integral_of": Outcome.DIVERGENT,
    "congruence_of": Outcome.NO_SOLUTION,
    "measure_of": Outcome.NO_SOLUTION,
}
"""What a claim states when its value is None."""


_OF_OPTIMUM: Mapping[Expr, Outcome] = {
    symbol("undefined"): Outcome.NO_SOLUTION,
    symbol("oo"): Outcome.DIVERGENT,
    neg(symbol("oo")): Outcome.DIVERGENT,
}
"""What an optimum that is no number means: no point is feasible, or there is no bound."""


def results(claim: Claim) -> tuple[Expr, ...]:
    """The expressions that a claim states as its result; both sides of an equality."""
    if isinstance(claim, EqualTo):
        return claim.left, claim.right
    if claim.kind == "count_of" or claim.kind == "arrangements_of":
        return (number(claim.count),)
    if claim.kind == "rolle_argument":
        return claim.auxiliary, claim.multiplier
    if claim.kind == "solves_ode":
        return claim.solutions
    if isinstance(claim, RootsOf):
        return tuple(root for row in claim.roots for root in row)
    if isinstance(claim, EvaluatesTo | IntegralOf):
        return (claim.value.expr,) if isinstance(claim.value, Exact) else ()
    found = getattr(claim, _RESULT_FIELD.get(claim.kind, ""), None)
    return (found,) if isinstance(found, Expr) else ()


def stated_values(claim: Claim) -> Iterator[Expr]:
    """Every expression that may be passed on as the value that a claim states."""
    unit = getattr(claim, "unit", None)
    for stated in results(claim):
        yield call("quantity", stated, unit) if isinstance(unit, Expr) else stated
    if isinstance(claim, RootsOf):
        rows = [row[0] if len(row) == 1 else call("tuple", *row) for row in claim.roots]
        yield call("set", *rows)
        yield call("list", *rows)
    if isinstance(claim, ExtremaOf | OptimumOf):
        points = [claim.point] if isinstance(claim, OptimumOf) else [e.point for e in claim.extrema]
        rows = [point[0] if len(point) == 1 else call("tuple", *point) for point in points]
        yield from rows
        yield call("set", *rows)
        if isinstance(claim, ExtremaOf):
            yield from (extremum.value for extremum in claim.extrema)


def asserts(claim: Claim, outcome: Outcome, value: Value | None, unit: Expr | None) -> bool:
    """True where `claim` states that the problem ends so, with this value in this unit."""
    if value is None:
        return unit is None and _states_outcome(claim, outcome)
    if outcome is not Outcome.SOLVED and not _fits(outcome, value):
        return False
    if isinstance(value, Exact) and is_call(value.expr, "quantity") and unit is None:
        value, unit = Exact(expr=value.expr.args[0]), value.expr.args[1]
    if not _states_unit(claim, unit):
        return False
    test = _TESTS.get(claim.kind, _is_result)
    return test(claim, form_of(_without_name(value)))


def _states_outcome(claim: Claim, outcome: Outcome) -> bool:
    if _WITHOUT_VALUE.get(claim.kind) is outcome:
        return getattr(claim, "value", 0) is None
    if isinstance(claim, RootsOf):
        return outcome is Outcome.NO_SOLUTION and not claim.roots and claim.complete
    if isinstance(claim, SolutionSetOf):
        return (
            outcome is Outcome.NO_SOLUTION
            and is_call(claim.solutions, "set")
            and (not claim.solutions.args)
        )
    if isinstance(claim, OptimumOf):
        return outcome is _OF_OPTIMUM.get(claim.value)
    if isinstance(claim, SolvesODE):
        return outcome is Outcome.NO_SOLUTION and not claim.solutions
    if isinstance(claim, InitialValueOf):
        return outcome is Outcome.UNDEFINED and claim.blow_up is not None
    if isinstance(claim, EvaluatesTo):
        return outcome is Outcome.UNDEFINED and form_of(claim.value) == symbol("undefined")
    return False


def _fits(outcome: Outcome, value: Value) -> bool:
    """Whether a value may stand beside an outcome that is not SOLVED."""
    form = form_of(value)
    match outcome:
        case Outcome.NO_SOLUTION:
            return form in (("set", frozenset()), ("list", ()))
        case Outcome.INFINITELY_MANY:
            return not (isinstance(form, tuple) and form[0] == "set" and _is_finite(form))
        case Outcome.DIVERGENT:
            return form in (symbol("oo"), neg(symbol("oo")))
        case Outcome.UNDEFINED:
            return form == symbol("undefined")
        case _:
            return False


def _is_finite(form: Any) -> bool:
    return not any(isinstance(member, Expr) and member.free_symbols() for member in form[1])


def _states_unit(claim: Claim, unit: Expr | None) -> bool:
    if isinstance(claim, EvaluatesTo | MeasureOf):
        return claim.unit == unit
    stated = getattr(claim, "value", None)
    return unit is None or (is_call(stated, "quantity") and stated.args[1] == unit)


def _without_name(value: Value) -> Value:
    """The right side of `y = …`, `f(x) = …`."""
    if isinstance(value, Exact) and is_call(value.expr, "eq"):
        left, right = value.expr.args
        if isinstance(left, Symbol) or is_call(left, "apply", "prime", "derivative"):
            return Exact(expr=right)
    return value


def _is_result(claim: Any, form: Any) -> bool:
    return form in {form_of(result) for result in results(claim)}


def _is_value(claim: EvaluatesTo | IntegralOf, form: Any) -> bool:
    if isinstance(claim.value, Ball):
        return is_implied(form, claim.value.mid, claim.value.rad)
    return claim.value is not None and form == form_of(claim.value)


def _is_truth(claim: HoldsFor, form: Any) -> bool:
    return form == ("truth", claim.value)


def _is_antiderivative(claim: AntiderivativeOf, form: Any) -> bool:
    """With or without the constant of integration C."""
    with_constant = add(claim.antiderivative, symbol("C"))
    return form == form_of(claim.antiderivative) or form == with_constant


def _is_equality(claim: EqualTo, form: Any) -> bool:
    return form == ("truth", True) or _is_result(claim, form)


def _are_roots(claim: RootsOf, form: Any) -> bool:
    """Exactly the claimed roots: alone, as a set or list, as tuples or with names."""
    wanted = claim.wanted or claim.unknowns
    places = [claim.unknowns.index(name) for name in wanted if name in claim.unknowns]
    stated = {row(tuple(form_of(root[place]) for place in places)) for root in claim.roots}
    members = set(_members(form))
    rows = {_named_row(member, wanted) for member in members}
    return len(members) == len(rows) and rows == stated


def _members(form: Any) -> list[Any]:
    if isinstance(form, tuple) and form[0] in ("set", "list"):
        return [member for part in form[1] for member in _members(part)]
    if is_call(form, "union", "or"):
        return [member for part in form.args for member in _members(form_of(part))]
    if is_call(form, "image"):
        return _members(form_of(form.args[0]))
    return [form]


def _named_row(member: Any, unknowns: tuple[str, ...]) -> Any:
    """A member with names as the tuple of its values in the order of the unknowns."""
    if isinstance(member, tuple) and member[0] == "named":
        values = dict(member[1])
        if set(values) == set(unknowns):
            return row(tuple(values[name] for name in unknowns))
    if is_call(member, "eq") and str(member.args[0]) in unknowns and len(unknowns) == 1:
        return form_of(member.args[1])
    return member


def _are_states(claim: InitialValueOf | MethodTableOf, form: Any) -> bool:
    """The values of the states with their names, or all of them in order, no more exact than claimed."""
    stated = dict(zip(state_names(claim), end_values(claim), strict=False))
    if isinstance(form, tuple) and form[0] == "named":
        return all(name in stated and is_implied(each, *stated[name]) for name, each in form[1])
    parts = form[1] if isinstance(form, tuple) and form[0] in ("tuple", "list") else (form,)
    return len(parts) == len(stated) and all(
        is_implied(part, *value) for part, value in zip(parts, stated.values(), strict=True)
    )


def _is_solution(claim: SolvesODE, form: Any) -> bool:
    """The formula of the only function, or those of all functions with their names."""
    stated = dict(zip(claim.functions, claim.solutions, strict=False))
    if isinstance(form, tuple) and form[0] == "named":
        named = dict(form[1])
        return set(named) == set(stated) and all(
            named[name] == form_of(one) for name, one in stated.items()
        )
    return len(claim.solutions) == 1 and _is_result(claim, form)


def _is_optimum(claim: OptimumOf, form: Any) -> bool:
    """The value, the point, or both with names; a name that is no variable's is the value's."""
    if is_implied(form, claim.value, claim.tolerance):
        return True
    stated = dict(zip(claim.variables, claim.point, strict=False))
    if isinstance(form, tuple) and form[0] == "named":
        return all(
            is_implied(each, stated[name], Decimal(0))
            if name in stated
            else is_implied(each, claim.value, claim.tolerance)
            for name, each in form[1]
        )
    parts = form[1] if isinstance(form, tuple) and form[0] in ("tuple", "list") else (form,)
    return len(parts) == len(stated) and all(
        is_implied(part, value, Decimal(0))
        for part, value in zip(parts, stated.values(), strict=True)
    )


_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equal_to": _is_equality,
    "evaluates_to": _is_value,
    "holds_for": _is_truth,
    "integral_of": _is_value,
    "antiderivative_of": _is_antiderivative,
    "roots_of": _are_roots,
    "initial_value_of": _are_states,
    "method_table_of": _are_states,
    "optimum_of": _is_optimum,
    "solves_ode": _is_solution,
}

STATED_KINDS = frozenset(
    {
        *_RESULT_FIELD,
        *_TESTS,
        "extrema_of",
        "count_of",
        "arrangements_of",
        "rolle_argument",
        "solves_ode",
    }
)
"""The kinds of claims that are known here."""
