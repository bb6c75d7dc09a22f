"""The arguments of an integral in one form, whatever way they were given."""

from __future__ import annotations

from typing import Any

from abacist.core.expr import Call, Expr, Symbol
from abacist.notation.variables import function_body, main_variable

__all__ = ["canonical_limits", "coerced"]

_BOUNDS = {
    "lt": ("upper", "lower"),
    "le": ("upper", "lower"),
    "gt": ("lower", "upper"),
    "ge": ("lower", "upper"),
}
_INTERVALS = ("interval", "interval_open", "interval_left_open", "interval_right_open")


def coerced(data: dict[str, Any]) -> dict[str, Any]:
    """Single values where tuples are expected, expressions where names are."""
    data = dict(data)
    if isinstance(data.get("variable"), Expr):
        data["variable"] = str(data["variable"])
    if isinstance(data.get("conditions"), str | Expr):
        data["conditions"] = (data["conditions"],)
    return data


def canonical_limits(arguments: Any) -> None:
    """Takes integral(…) apart; intervals and bounds of the variable become limits."""
    iterated = _is_iterated(arguments)
    written = None if iterated else _indefinite_variable(arguments.integrand)
    integrand, limits = (arguments.integrand, ()) if iterated else _unpacked(arguments.integrand)
    limits = (*limits, *arguments.limits)
    body = function_body(integrand)
    variable = arguments.variable
    if body is not None:
        integrand = body[2]
        if variable is None and len(body[1]) == 1:
            variable = body[1][0]
    if written is not None and not limits:
        variable = written
    if variable is None:
        variable = limits[0][0] if limits else _main(integrand, arguments.conditions)
    if variable is None:
        _set(arguments, integrand=integrand, limits=limits)
        return
    conditions, interval = _sorted_conditions(arguments.conditions, variable)
    lower, upper = arguments.lower, arguments.upper
    if interval is not None:
        lower, upper = interval
    if lower is not None and upper is not None and not limits:
        limits = ((variable, _right_side(lower), _right_side(upper)),)
    _set(
        arguments, integrand=integrand, limits=limits, lower=None, upper=None, conditions=conditions
    )
    _set(arguments, variable=None if limits else variable)


def _indefinite_variable(expr: Expr) -> str | None:
    """x of integral(f, x)."""
    if isinstance(expr, Call) and expr.head == "integral" and len(expr.args) == 2:
        return str(expr.args[1])
    return None


def _is_iterated(arguments: Any) -> bool:
    """An indefinite integral that is integrated again, with respect to another variable: it stays as it is."""
    inner = _indefinite_variable(arguments.integrand)
    outer = {arguments.variable, *(name for name, _, _ in arguments.limits)} - {None}
    return inner is not None and bool(outer - {inner})


def _set(arguments: Any, **values: Any) -> None:
    for name, value in values.items():
        object.__setattr__(arguments, name, value)


def _unpacked(expr: Expr) -> tuple[Expr, tuple[tuple[str, Expr, Expr], ...]]:
    """The integrand and limits of nested integrals, innermost first."""
    limits: list[tuple[str, Expr, Expr]] = []
    while isinstance(expr, Call) and expr.head == "integral" and isinstance(expr.args[1], Symbol):
        if len(expr.args) == 4:
            limits.insert(0, (expr.args[1].name, expr.args[2], expr.args[3]))
        elif limits:
            break
        expr, last = expr.args[0], expr
        if len(last.args) == 2:
            break
    return expr, tuple(limits)


def _main(integrand: Expr, conditions: tuple[Expr, ...]) -> str | None:
    """The variable that is meant; None where a value of another node is still open."""
    free = integrand.free_symbols()
    if any(name.startswith("_") for name in free):
        return None
    for condition in conditions:
        if (
            isinstance(condition, Call)
            and condition.head == "in"
            and isinstance(condition.args[0], Symbol)
        ):
            return condition.args[0].name
    for name in ("x", "t"):
        if name in free:
            return name
    return main_variable(integrand) or (min(free) if free else "x")


def _right_side(end: Expr) -> Expr:
    return end.args[1] if isinstance(end, Call) and end.head == "eq" else end


def _sorted_conditions(
    conditions: tuple[Expr, ...], variable: str
) -> tuple[tuple[Expr, ...], tuple[Expr, Expr] | None]:
    """(conditions on parameters, the interval of the variable)."""
    kept: list[Expr] = []
    ends: dict[str, Expr] = {}
    for condition in _parts(conditions):
        if isinstance(condition, Call) and condition.head in _INTERVALS:
            ends["lower"], ends["upper"] = condition.args
        elif (
            isinstance(condition, Call)
            and condition.head == "in"
            and condition.args[0] == Symbol(variable)
        ):
            interval = condition.args[1]
            if isinstance(interval, Call) and interval.head in _INTERVALS:
                ends["lower"], ends["upper"] = interval.args
        elif (bound := _bound(condition, variable)) is not None:
            ends[bound[0]] = bound[1]
        else:
            kept.append(condition)
    if len(ends) == 2:
        return tuple(kept), (ends["lower"], ends["upper"])
    return tuple(kept), None


def _parts(conditions: tuple[Expr, ...]) -> list[Expr]:
    return [
        part
        for condition in conditions
        for part in (
            condition.args
            if isinstance(condition, Call) and condition.head == "and"
            else (condition,)
        )
    ]


def _bound(condition: Expr, variable: str) -> tuple[str, Expr] | None:
    """("lower", a) for a < x or x > a, ("upper", b) for x < b."""
    if not isinstance(condition, Call) or condition.head not in _BOUNDS:
        return None
    left, right = condition.args
    on_left, on_right = _BOUNDS[condition.head]
    if left == Symbol(variable) and variable not in right.free_symbols():
        return on_left, right
    if right == Symbol(variable) and variable not in left.free_symbols():
        return on_right, left
    return None
