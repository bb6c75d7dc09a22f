"""Which letters a person means: the main variable, the unknowns of equations, definitions of functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from abacist.core.expr import CONSTANTS, Call, Expr, Symbol

__all__ = ["function_body", "main_variable", "unknowns_of"]

_USUAL = ("x", "y", "z", "t", "u", "v", "w", "s", "r", "n", "k", "m", "theta", "phi", "p", "q")
"""Names that stand for unknowns, most usual first; others only where they are alone."""


def main_variable(expr: Expr, prefer: Sequence[str] = ()) -> str | None:
    """The unknown a person means: one of `prefer`, then x, y, z, t, …, then the only one there is.

    None where there is none, or where several unusual names leave it open. Names that start with `_` are
    never meant.
    """
    free = {name for name in expr.free_symbols() if not name.startswith("_")}
    for name in (*prefer, *_USUAL):
        if name in free:
            return name
    for name in _USUAL:
        indexed = sorted(other for other in free if other.startswith(f"{name}_"))
        if len(indexed) == 1:
            return indexed[0]
    return next(iter(free)) if len(free) == 1 else None


def unknowns_of(equations: Iterable[Expr]) -> tuple[str, ...]:
    """All free symbols of equations but those that start with `_`, x, y, z, t first, then by name."""
    names = {
        name
        for equation in equations
        for name in equation.free_symbols()
        if not name.startswith("_")
    }
    return tuple(sorted(names, key=lambda name: (_rank(name), name)))


def _rank(name: str) -> int:
    return _USUAL.index(name) if name in _USUAL else len(_USUAL)


def function_body(equation: Expr) -> tuple[str, tuple[str, ...], Expr] | None:
    """The name, parameters and body of `f(x) = body` or `y = body`, else None.

    Parameters must be different symbols that are no constants: y(pi) = 1 is a value. For `y = body` they are
    the free symbols of the body in the order of `unknowns_of`, and y must not occur in it.
    """
    if not isinstance(equation, Call) or equation.head != "eq":
        return None
    left, body = equation.args
    if isinstance(left, Symbol):
        return _of_symbol(left, body)
    if not isinstance(left, Call) or left.head != "apply" or not isinstance(left.args[0], Symbol):
        return None
    function, parameters = left.args[0].name, left.args[1:]
    names = tuple(arg.name for arg in parameters if isinstance(arg, Symbol))
    if len(names) != len(parameters) or len(set(names) - CONSTANTS) != len(names):
        return None
    if function in names or _calls(body, function):
        return None
    return function, names, body


def _of_symbol(left: Symbol, body: Expr) -> tuple[str, tuple[str, ...], Expr] | None:
    if not Expr.names(left) or left.name in body.names() or _is_relation(body):
        return None
    return left.name, unknowns_of([body]), body


def _calls(body: Expr, function: str) -> bool:
    """True where the body mentions the function itself: a recursion or a functional equation."""
    return function in body.names()


def _is_relation(body: Expr) -> bool:
    return isinstance(body, Call) and body.head in ("eq", "ne", "lt", "le", "gt", "ge", "and", "or")
