"""Differential equations as trees: which functions are unknown, of which variable, up to which order.

A derivative may be written derivative(y, x, n), derivative(y(x), x, n), y', y'(x) or nested; all of these are
the pair (function, order). `replaced` puts any expression for each pair, so that an equation becomes an
ordinary relation between symbols, and a solution can be put in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from abacist.core.expr import CONSTANTS, Call, Expr, Number, Symbol, call
from abacist.core.language import Message
from abacist.notation.refusal import NotRepresentable

__all__ = ["Condition", "condition_of", "independent_variable", "orders_of", "replaced"]

Condition = tuple[str, int, Expr, Expr]
"""(function, order, point, value): y'(0) = 1 is ("y", 1, 0, 1)."""

_USUAL = ("t", "x", "s", "z", "r", "theta", "u")


def orders_of(equations: Iterable[Expr]) -> dict[str, int]:
    """The unknown functions in the order of their first derivative's appearance, with the highest order."""
    orders: dict[str, int] = {}
    for equation in equations:
        for node in _nodes(equation):
            found = _derivative(node)
            if found is not None:
                name, order, _ = found
                orders[name] = max(order, orders.get(name, 0))
    return orders


def independent_variable(equations: Sequence[Expr], functions: Iterable[str]) -> str:
    """The variable the functions depend on: the one differentiated by, else a usual name that occurs."""
    unknown = set(functions)
    named = [
        variable
        for equation in equations
        for node in _nodes(equation)
        if (found := _derivative(node) or _value(node, unknown)) is not None
        for variable in [found[2]]
        if variable is not None
    ]
    if named:
        return named[0]
    free = {name for equation in equations for name in equation.free_symbols()} - unknown
    for usual in _USUAL:
        if usual in free:
            return usual
    if "x" in unknown or len(unknown) > 1:
        return "t"
    return "x"


def replaced(
    expression: Expr, functions: Iterable[str], variable: str, put: Callable[[str, int], Expr]
) -> Expr:
    """The tree with put(function, order) for every derivative, y(x) and bare y of `functions`.

    Raises `NotRepresentable` for y(x − 1), for derivatives by another variable or of a compound expression.
    """
    known = set(functions)

    def change(node: Expr) -> Expr:
        found = _derivative(node)
        if found is not None and found[0] in known:
            name, order, by = found
            if by not in (None, variable):
                raise NotRepresentable(_elsewhere(name))
            return put(name, order)
        if isinstance(node, Symbol):
            return put(node.name, 0) if node.name in known else node
        if not isinstance(node, Call):
            return node
        if node.head == "apply" and isinstance(node.args[0], Symbol) and node.args[0].name in known:
            if node.args[1:] != (Symbol(variable),):
                raise NotRepresentable(_elsewhere(node.args[0].name))
            return put(node.args[0].name, 0)
        if node.head in ("derivative", "prime") or _is_primed(node):
            raise NotRepresentable(Message(en="a derivative of this form", zh="这种形式的导数"))
        return call(node.head, *(change(arg) for arg in node.args))

    return change(expression)


def condition_of(equation: Expr) -> Condition | None:
    """The initial condition that an equation like y(0) = 1 or y'(0) = 2 states; None for any other."""
    if not (isinstance(equation, Call) and equation.head == "eq"):
        return None
    left, right = equation.args
    if isinstance(left, Call) and left.head == "apply" and len(left.args) == 2:
        function, order = left.args[0], 0
        if isinstance(function, Call) and function.head == "prime":
            function, order = function.args[0], _integer(function.args[1]) or 0
        if isinstance(function, Symbol):
            return function.name, order, left.args[1], right
    return None


def _elsewhere(name: str) -> Message:
    return Message(
        en=f"{name} at another place than its variable", zh=f"{name} 在其自变量以外的点处的值"
    )


def _nodes(equation: Expr) -> Iterable[Expr]:
    """Every node, but not the inside of a derivative that was recognised."""
    if _derivative(equation) is not None:
        yield equation
        return
    yield equation
    if isinstance(equation, Call):
        for arg in equation.args:
            yield from _nodes(arg)


def _derivative(node: Expr) -> tuple[str, int, str | None] | None:
    """(function, order, variable if it is written) of a derivative in any of its forms."""
    if not isinstance(node, Call):
        return None
    if node.head == "prime" and isinstance(node.args[0], Symbol):
        order = _integer(node.args[1])
        return None if order is None else (node.args[0].name, order, None)
    if _is_primed(node) and len(node.args) == 2:
        inner = _derivative(node.args[0])
        place = node.args[1]
        if inner is None or not isinstance(place, Symbol):
            return None
        return inner[0], inner[1], place.name
    if node.head == "derivative" and len(node.args) == 3 and isinstance(node.args[1], Symbol):
        return _by(node.args[0], node.args[1].name, _integer(node.args[2]))
    return None


def _by(function: Expr, variable: str, order: int | None) -> tuple[str, int, str | None] | None:
    if order is None:
        return None
    if isinstance(function, Symbol):
        return function.name, order, variable
    inner = _derivative(function) or _value(function, None)
    if inner is None or inner[2] not in (None, variable):
        return None
    return inner[0], inner[1] + order, variable


def _value(node: Expr, functions: set[str] | None) -> tuple[str, int, str | None] | None:
    """y(x) as a derivative of order nought."""
    if isinstance(node, Call) and node.head == "apply" and len(node.args) == 2:
        function, place = node.args
        if isinstance(function, Symbol) and isinstance(place, Symbol):
            known = functions is None or function.name in functions
            return (function.name, 0, place.name) if known and place.name not in CONSTANTS else None
    return None


def _is_primed(node: Call) -> bool:
    return node.head == "apply" and isinstance(node.args[0], Call) and node.args[0].head == "prime"


def _integer(expr: Expr) -> int | None:
    if isinstance(expr, Number) and expr.value.denominator == 1:
        return int(expr.value)
    return None
