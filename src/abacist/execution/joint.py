"""What several claims state together, and what a claim states that depends on what was asked.

a gradient              one claim for each partial derivative, in the order of the variables
one component           the claim is about the whole state; which value is the answer was asked
extrema                 the claim lists all critical points; which of them are the answer was asked
a derivative at a point the derivative, and the value of it with the point put in
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from abacist.core.claim import (
    Claim,
    DerivativeOf,
    ExtremaOf,
    Extremum,
    InitialValueOf,
    MethodTableOf,
    SolvesODE,
)
from abacist.core.expr import Call, Expr, Symbol, call
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.execution.forms import form_of, is_implied, row
from abacist.execution.subjects import end_values, state_names
from abacist.notation.variables import unknowns_of

__all__ = ["assignments", "state_together"]

_KINDS = {
    "local_max": "maximum",
    "max_point": "maximum",
    "local_min": "minimum",
    "min_point": "minimum",
}
_GLOBAL = {"max": "maximum", "min": "minimum"}


def state_together(
    outcome: Outcome, form: Any, claims: Sequence[Claim], arguments: Record
) -> list[Claim]:
    """The claims that state this outcome and value between them; none where they do not.

    `form` is the form of the value, None where there is none.
    """
    extrema = [claim for claim in claims if isinstance(claim, ExtremaOf)]
    if extrema:
        wanted = str(getattr(arguments, "wanted", "all"))
        return list(extrema) if _state_extrema(outcome, form, extrema, wanted) else []
    states = [claim for claim in claims if isinstance(claim, InitialValueOf | MethodTableOf)]
    if states and outcome is Outcome.SOLVED:
        return [claim for claim in states if _states_component(form, claim, arguments)]
    branches = [claim for claim in claims if isinstance(claim, SolvesODE)]
    if outcome is Outcome.SOLVED and len(branches) > 1 and _state_branches(form, branches):
        return list(branches)
    partial = [claim for claim in claims if isinstance(claim, DerivativeOf)]
    if outcome is Outcome.SOLVED and len(partial) > 1 and _state_gradient(form, partial):
        return list(partial)
    return []


def _states_component(form: Any, claim: InitialValueOf | MethodTableOf, arguments: Record) -> bool:
    """The one component of the state that was asked for, x' in x'(2π)."""
    wanted = getattr(arguments, "wanted", ())
    names = {_component(each) for each in (wanted if isinstance(wanted, tuple) else (wanted,))}
    stated = dict(zip(state_names(claim), end_values(claim), strict=False))
    return len(names) == 1 and all(
        name in stated and is_implied(form, *stated[name]) for name in names
    )


def _component(wanted: object) -> str:
    """x or x' in x(1), x'(1), x and x'."""
    if isinstance(wanted, Call) and wanted.head == "apply":
        wanted = wanted.args[0]
    if isinstance(wanted, Call) and wanted.head == "prime":
        return str(wanted.args[0]) + "'" * int(str(wanted.args[1]))
    return str(wanted)


def _state_branches(form: Any, claims: Sequence[SolvesODE]) -> bool:
    """Every branch y = … of the solution of one equation, as a set."""
    first = claims[0]
    same = all(
        (claim.equations, claim.conditions) == (first.equations, first.conditions)
        and len(claim.functions) == len(claim.solutions) == 1
        for claim in claims
    )
    name = Symbol(first.functions[0])
    stated = {
        form_of(one if isinstance(one, Call) and one.head == "eq" else call("eq", name, one))
        for claim in claims
        for one in claim.solutions
    }
    return same and form == ("set", frozenset(stated))


def _state_gradient(form: Any, claims: Sequence[DerivativeOf]) -> bool:
    """Every first partial derivative of one function, in the order in which variables are named."""
    function = claims[0].function
    if any(claim.function != function or claim.implicit for claim in claims):
        return False
    orders = tuple(claim.orders for claim in claims)
    if orders != tuple(((name, 1),) for name in unknowns_of([function])):
        return False
    return form == ("tuple", tuple(form_of(claim.derivative) for claim in claims))


def _state_extrema(outcome: Outcome, form: Any, claims: Sequence[ExtremaOf], wanted: str) -> bool:
    if wanted.startswith("global"):
        return _state_global(outcome, form, claims, wanted)
    if len(claims) != 1 or claims[0].wanted != "all":
        return False
    found = claims[0].extrema
    kind = _KINDS.get(wanted)
    if kind is not None:
        found = tuple(each for each in found if each.type == kind)
    elif wanted == "all":
        found = tuple(each for each in found if each.type in ("maximum", "minimum"))
    if not found:
        return outcome is Outcome.NO_SOLUTION and form is None
    return outcome is Outcome.SOLVED and form == _local_form(wanted, found)


def _local_form(wanted: str, found: Sequence[Extremum]) -> Any:
    if wanted in ("local_max", "local_min"):
        return _one_or_set([form_of(each.value) for each in found])
    if wanted in ("max_point", "min_point"):
        return _one_or_set([_place(each) for each in found])
    if wanted == "critical_points":
        return "set", frozenset(map(_place, found))
    named: list[tuple[str, Any]] = []
    for kind in ("maximum", "minimum"):
        points = [
            ("tuple", (*map(form_of, each.point), form_of(each.value)))
            for each in found
            if each.type == kind
        ]
        if points:
            named.append((kind, _one_or_set(points)))
    return "named", frozenset(named)


def _state_global(outcome: Outcome, form: Any, claims: Sequence[ExtremaOf], wanted: str) -> bool:
    """The largest or smallest value, where it is attained, or both with their names."""
    sought = ["max", "min"] if wanted == "global_both" else [wanted.split("_")[1]]
    stated = {claim.wanted.removeprefix("global_"): claim for claim in claims}
    if set(stated) != set(sought) or len({(c.function, c.region) for c in claims}) != 1:
        return outcome is Outcome.UNDEFINED and form is None and _not_attained(stated, sought)
    if not all(claim.extrema for claim in stated.values()):
        return outcome is Outcome.UNDEFINED and form is None
    if wanted.endswith("point"):
        shown = _one_or_set([_place(each) for each in stated[sought[0]].extrema])
        return outcome is Outcome.SOLVED and form == shown
    values = {sense: _common_value(stated[sense]) for sense in sought}
    named = "named", frozenset((_GLOBAL[sense], value) for sense, value in values.items())
    return outcome is Outcome.SOLVED and form == (named if len(sought) > 1 else values[sought[0]])


def _not_attained(stated: Mapping[str, ExtremaOf], sought: Sequence[str]) -> bool:
    """True where one of those sought is claimed to be attained nowhere."""
    return any(sense in stated and not stated[sense].extrema for sense in sought)


def _common_value(claim: ExtremaOf) -> Any:
    return _one_or_set([form_of(each.value) for each in claim.extrema])


def _place(extremum: Extremum) -> Any:
    return row(tuple(map(form_of, extremum.point)))


def _one_or_set(forms: Sequence[Any]) -> Any:
    different = frozenset(forms)
    return next(iter(different)) if len(different) == 1 else ("set", different)


def assignments(arguments: Record) -> dict[str, Expr]:
    """The values that were given for variables: x = 2."""
    found: dict[str, Expr] = {}
    for name in type(arguments).model_fields:
        value = getattr(arguments, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Call) and each.head == "eq" and isinstance(each.args[0], Symbol):
                found[each.args[0].name] = each.args[1]
    return found
