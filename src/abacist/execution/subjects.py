"""What a claim is about, in other words than its fields: y(0) = 1 for a start 0 and an initial value 1.

A plan holds a problem as it was asked, a claim as it is checked. Each function here says the same thing as the
fields of its kind of claim do, in the way a person would ask it; nothing is added and nothing left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from abacist.core.claim import (
    Claim,
    CongruenceOf,
    EvaluatesTo,
    InitialValueOf,
    LimitOf,
    MethodTableOf,
    OptimumOf,
    RolleArgument,
)
from abacist.core.expr import (
    Call,
    Expr,
    Number,
    add,
    apply,
    call,
    eq,
    mul,
    neg,
    number,
    sub,
    symbol,
)

__all__ = ["end_values", "state_names", "subjects"]

_OF_NUMBERS = frozenset({"gcd", "lcm", "mod", "max", "min", "binomial", "permutations", "atan2"})


def subjects(claim: Claim, names: Iterable[str]) -> Iterator[Expr]:
    """Other expressions of what a claim is about. `names` are free symbols of what was asked."""
    restate = _RESTATEMENTS.get(claim.kind)
    if restate is not None:
        yield from restate(claim, names)


def state_names(claim: InitialValueOf | MethodTableOf) -> tuple[str, ...]:
    """What a person calls the components of the state: x and x' for x and x_1."""
    if not claim.components:
        return claim.states
    return tuple(name + "'" * order for name, order in claim.components)


def end_values(claim: InitialValueOf | MethodTableOf) -> tuple[tuple[Decimal, Decimal], ...]:
    """The value of each state at the end, and the error that is claimed of it."""
    values = claim.end_values if isinstance(claim, InitialValueOf) else claim.values[-1]
    radii = claim.radii if isinstance(claim, InitialValueOf) else ()
    if radii:
        return tuple(zip(values, radii, strict=False))
    return tuple((value, claim.tolerance * max(Decimal(1), abs(value))) for value in values)


def _of_values(claim: EvaluatesTo, names: Iterable[str]) -> Iterator[Expr]:
    """The arguments of a function of several numbers."""
    del names
    if isinstance(claim.expression, Call) and claim.expression.head in _OF_NUMBERS:
        yield from claim.expression.args


def _of_congruences(claim: CongruenceOf, names: Iterable[str]) -> Iterator[Expr]:
    """a and m in mod(a − n, m) = 0."""
    del names
    unknown = neg(symbol(claim.unknown))
    for condition in claim.conditions:
        for part in condition.walk():
            if isinstance(part, Call) and part.head == "mod":
                yield part.args[1]
                yield from _without(part.args[0], unknown)


def _without(total: Expr, term: Expr) -> Iterator[Expr]:
    if isinstance(total, Call) and total.head == "add" and term in total.args:
        yield add(*(each for each in total.args if each != term))


def _of_initial_values(
    claim: InitialValueOf | MethodTableOf, names: Iterable[str]
) -> Iterator[Expr]:
    """y(0) = 1 and y(0.5)."""
    del names
    components = claim.components or tuple((state, 0) for state in claim.states)
    ends = [claim.end] if claim.end is not None else _grid_ends(claim)
    for (name, order), value in zip(components, claim.initial, strict=True):
        function = symbol(name) if order == 0 else call("prime", symbol(name), number(order))
        yield eq(apply(function, claim.start), value)
        for end in ends:
            yield apply(function, end)
            yield end


def _grid_ends(claim: InitialValueOf | MethodTableOf) -> list[Expr]:
    """The last point of the grid, which is a whole number of steps away from the start."""
    if isinstance(claim, InitialValueOf):
        return [claim.end]
    steps = claim.rows[-1] if claim.rows else len(claim.points) - 1
    return [_exact_sum(claim.start, claim.step, steps)] if steps > 0 else []


def _exact_sum(start: Expr, step: Expr, steps: int) -> Expr:
    if isinstance(start, Number) and isinstance(step, Number):
        return number(start.value + steps * step.value)
    return add(start, mul(number(steps), step))


def _of_bounds(claim: OptimumOf, names: Iterable[str]) -> Iterator[Expr]:
    """x ≥ 0, 0 ≤ x, 0 ≤ x ≤ 1 and x ∈ [0, 1] for bounds 0 and 1."""
    del names
    for name, (lower, upper) in zip(claim.variables, claim.bounds, strict=True):
        x = symbol(name)
        from_below, from_above = call("le", lower, x), call("le", x, upper)
        yield from (from_below, from_above, call("ge", x, lower), call("ge", upper, x))
        yield from (
            call("and", from_below, from_above),
            call("in", x, call("interval", lower, upper)),
        )


def _of_rolle(claim: RolleArgument, names: Iterable[str]) -> Iterator[Expr]:
    """The statement with the name that was given to the point."""
    for name in names:
        yield claim.statement.substitute({claim.variable: symbol(name)})


def _of_difference_quotients(claim: LimitOf, names: Iterable[str]) -> Iterator[Expr]:
    """f, x = a and the order 1 for the limit of (f(x) − f(a))/(x − a) as x → a: the derivative of f at a."""
    del names
    quotient, x = claim.function, symbol(claim.variable)
    if not (isinstance(quotient, Call) and quotient.head == "div"):
        return
    rise, run = quotient.args
    if run != sub(x, claim.point) or not (isinstance(rise, Call) and rise.head == "add"):
        return
    function = add(*rise.args[:-1])
    if rise == sub(function, function.substitute({claim.variable: claim.point})):
        yield function
        yield eq(x, claim.point)
        yield number(1)


_RESTATEMENTS: Mapping[str, Callable[[Any, Iterable[str]], Iterator[Expr]]] = {
    "evaluates_to": _of_values,
    "congruence_of": _of_congruences,
    "initial_value_of": _of_initial_values,
    "limit_of": _of_difference_quotients,
    "method_table_of": _of_initial_values,
    "optimum_of": _of_bounds,
    "rolle_argument": _of_rolle,
}
