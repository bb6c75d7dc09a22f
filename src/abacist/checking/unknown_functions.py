"""Definite functions in place of functions that are only names.

An identity that holds for every f holds for a definite one; a definite one that breaks it refutes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from abacist.core.expr import Call, Expr, Number, Symbol, call
from abacist.notation.grammar import parse_canonical

__all__ = ["made_definite"]

# The n-th derivatives (n from 0) of the function that stands for the first, second, … unknown name.
_DEFINITE: Sequence[Sequence[str]] = (
    ("exp(u/2) + u**3", "exp(u/2)/2 + 3*u**2", "exp(u/2)/4 + 6*u", "exp(u/2)/8 + 6"),
    ("sin(u) + u**2", "cos(u) + 2*u", "2 - sin(u)", "-cos(u)"),
    ("cos(2*u) + 5*u", "5 - 2*sin(2*u)", "-4*cos(2*u)", "8*sin(2*u)"),
)


def made_definite(expr: Expr) -> Expr:
    """The tree with f(u), f'(u), … of up to three unknown functions replaced."""
    names = sorted({_name(node) for node in expr.walk() if _is_applied(node)})
    places = {name: i for i, name in enumerate(names)}

    def change(node: Expr) -> Expr:
        if not _is_applied(node) or places[_name(node)] >= len(_DEFINITE):
            return node
        assert isinstance(node, Call)
        order = _order(node.args[0])
        derivatives = _DEFINITE[places[_name(node)]]
        if order >= len(derivatives) or len(node.args) != 2:
            return node
        return parse_canonical(derivatives[order]).substitute({"u": node.args[1]})

    return _rebuilt(expr, change) if names else expr


def _rebuilt(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Like `Expr.rebuild`, but the name of an applied function is left alone."""
    if not isinstance(expr, Call):
        return expr
    if _is_applied(expr):
        inner = tuple(_rebuilt(arg, change) for arg in expr.args[1:])
        return change(call("apply", expr.args[0], *inner))
    return call(expr.head, *(_rebuilt(arg, change) for arg in expr.args))


def _is_applied(node: Expr) -> bool:
    return isinstance(node, Call) and node.head == "apply"


def _name(node: Expr) -> str:
    assert isinstance(node, Call)
    function = node.args[0]
    if isinstance(function, Call):
        function = function.args[0]
    return function.name if isinstance(function, Symbol) else ""


def _order(function: Expr) -> int:
    if isinstance(function, Call) and function.head == "prime":
        order = function.args[1]
        return int(order.value) if isinstance(order, Number) else 0
    return 0
