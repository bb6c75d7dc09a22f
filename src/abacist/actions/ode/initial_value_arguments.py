"""The canonical form of what was asked of an initial value problem, whatever words said it.

h = 0.1 becomes the step, n = 10 the number of steps, μ = 5 goes into the equations; "t from 0 to 2π",
t ∈ [0, 2π] and "x(2π) and x'(2π)" become the same list of wanted values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from abacist.actions.ode.first_order_system import prime_name
from abacist.core.expr import Call, Expr, Number, Symbol, apply, call, div, number, sub
from abacist.core.language import Message
from abacist.notation.differential import condition_of, independent_variable, orders_of
from abacist.notation.refusal import NotRepresentable

__all__ = ["canonical_fields", "end_of", "label_of"]

_STEPS = frozenset({"h", "dx", "dt", "Delta_x", "Delta_t", "tau"})
_COUNTS = frozenset({"n", "N", "m"})


class _Given(Protocol):
    equations: tuple[Expr, ...]
    conditions: tuple[Expr, ...]
    span: tuple[Expr, ...]
    step: Expr | None
    steps: Expr | None
    tolerance: Expr | None
    assignments: tuple[Expr, ...]
    wanted: tuple[Expr, ...]


def canonical_fields(given: _Given) -> dict[str, Any]:
    """The fields in canonical form. Raises `NotRepresentable` for what has no meaning here."""
    names = {name for equation in given.equations for name in equation.free_symbols()}
    found: dict[str, Any] = {"step": _right(given.step), "steps": _right(given.steps)}
    values: dict[str, Expr] = {}
    for assignment in given.assignments:
        name, value = _assigned(assignment)
        if name in names:
            values[name] = value
        elif name in _STEPS and found["step"] is None:
            found["step"] = value
        elif name in _COUNTS and found["steps"] is None:
            found["steps"] = value
        else:
            raise NotRepresentable(f"{name} = {value}")
    equations = tuple(one.substitute(values) for one in given.equations)
    conditions = tuple(one.substitute(values) for one in given.conditions)
    found["assignments"], found["span"] = (), ()
    found["equations"], found["conditions"] = equations, conditions
    found["tolerance"] = _right(given.tolerance)
    found["wanted"] = _wanted(given, equations, conditions)
    if found["steps"] is not None and found["step"] is None:
        width = _width(found["wanted"], conditions, found["steps"])
        if width is not None:
            found["step"], found["steps"] = width, None
    return found


def _width(wanted: Sequence[Expr], conditions: Sequence[Expr], steps: Expr) -> Expr | None:
    """The step that so many steps have, so that "10 steps" and "h = 0.1" are one plan."""
    starts = [found[2] for one in conditions if (found := condition_of(one)) is not None]
    if not starts or not isinstance(steps, Number) or steps.value < 1:
        return None
    start, end = starts[0], end_of(wanted)
    if isinstance(start, Number) and isinstance(end, Number):
        return number((end.value - start.value) / steps.value)
    length = end if start == number(0) else sub(end, start)
    return div(length, steps)


def end_of(wanted: Sequence[Expr]) -> Expr:
    """The one point where values are wanted."""
    places = {one.args[1] for one in wanted if isinstance(one, Call)}
    if len(places) != 1:
        raise NotRepresentable(Message(en="values at several points", zh="在多个点处的值"))
    return places.pop()


def label_of(wanted: Expr) -> str:
    """x, x', … of a wanted value."""
    found = condition_of(call("eq", wanted, number(0)))
    if found is None:
        raise NotRepresentable(str(wanted))
    return prime_name(found[0], found[1])


def _right(value: Expr | None) -> Expr | None:
    """0.1 of h = 0.1."""
    if isinstance(value, Call) and value.head == "eq":
        return value.args[1]
    return value


def _assigned(assignment: Expr) -> tuple[str, Expr]:
    if isinstance(assignment, Call) and assignment.head == "eq":
        left, right = assignment.args
        if isinstance(left, Symbol):
            return left.name, right
    raise NotRepresentable(f"{assignment}")


def _wanted(
    given: _Given, equations: Sequence[Expr], conditions: Sequence[Expr]
) -> tuple[Expr, ...]:
    orders = orders_of(equations)
    variable = independent_variable([*equations, *_named(given)], orders)
    asked: list[Expr] = []
    for one in (_named_value(each, variable) for each in given.wanted):
        condition = condition_of(call("eq", one, number(0)))
        if condition is not None:
            if condition[0] not in orders or condition[1] >= orders[condition[0]]:
                raise NotRepresentable(f"{one}")
            _place(condition[2], variable)
            asked.append(one)
            continue
        asked.extend(_everything(_place(one, variable), orders))
    for span in given.span:
        end = _end(span, variable, conditions)
        if asked and end_of(asked) != end:
            continue  # the values asked for lie inside the span
        if not asked:
            asked.extend(_everything(end, orders))
    unique = tuple(dict.fromkeys(asked))
    end_of(unique)
    order = [prime_name(name, k) for name, top in orders.items() for k in range(top)]
    return tuple(sorted(unique, key=lambda one: order.index(label_of(one))))


def _named(given: _Given) -> list[Expr]:
    """The variable that t ∈ [0, 2π], "from t = 0 to t = 5" or "at t = 2" names."""
    found = [one.args[0] for one in given.span if isinstance(one, Call) and one.head == "in"]
    ends = [end for one in given.span if isinstance(one, Call) for end in one.args]
    found += [
        one.args[0]
        for one in (*ends, *map(_place_of, given.wanted))
        if isinstance(one, Call) and one.head == "eq"
    ]
    return [one for one in found if isinstance(one, Symbol)]


def _place_of(wanted: Expr) -> Expr:
    """x = 0.5 of "y at x = 0.5", which is written (y, x = 0.5)."""
    if isinstance(wanted, Call) and wanted.head == "tuple":
        return wanted.args[-1]
    return wanted


def _named_value(wanted: Expr, variable: str) -> Expr:
    """y(0.5) of "y at x = 0.5" and "y(x) at x = 0.5"; everything else as it is."""
    if not (isinstance(wanted, Call) and wanted.head == "tuple"):
        return wanted
    function, place = wanted.args[0], _place(wanted.args[-1], variable)
    if isinstance(function, Call) and function.head == "apply":
        if function.args[1:] != (Symbol(variable),):
            raise NotRepresentable(f"{function}")
        function = function.args[0]
    return (
        apply(function, place) if isinstance(function, Symbol) else call("apply", function, place)
    )


def _everything(place: Expr, orders: dict[str, int]) -> list[Expr]:
    """All functions and their derivatives below the highest at a point."""
    found = []
    for name, order in orders.items():
        found.append(apply(name, place))
        for k in range(1, order):
            found.append(apply(call("prime", Symbol(name), number(k)), place))
    return found


def _place(one: Expr, variable: str) -> Expr:
    """The number of "at 0.5" or "at x = 0.5"."""
    if isinstance(one, Call) and one.head == "eq":
        name, value = _assigned(one)
        if name != variable:
            raise NotRepresentable(f"{one}")
        one = value
    if one.names():
        raise NotRepresentable(f"{one}")
    return one


def _end(span: Expr, variable: str, conditions: Sequence[Expr]) -> Expr:
    """The end of a span that the initial conditions do not stand at."""
    if isinstance(span, Call) and span.head == "in":
        if span.args[0] != Symbol(variable):
            raise NotRepresentable(f"{span}")
        span = span.args[1]
    if not isinstance(span, Call) or len(span.args) != 2:
        raise NotRepresentable(f"{span}")
    ends = [_place(one, variable) for one in span.args]
    starts = {found[2] for one in conditions if (found := condition_of(one)) is not None}
    if ends[0] in starts and ends[1] not in starts:
        return ends[1]
    if ends[1] in starts:
        return ends[0]
    raise NotRepresentable(
        Message(en="a span that does not begin at the initial point", zh="区间不从初始点开始")
    )
