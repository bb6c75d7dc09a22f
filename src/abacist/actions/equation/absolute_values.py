"""Absolute values, signs, maxima and minima resolved by cases."""

from __future__ import annotations

from itertools import product

from abacist.actions.equation.polynomial_equations import is_rational_in
from abacist.actions.equation.solution_forms import Unsolved
from abacist.core.expr import Call, Expr, add, call, neg, number

__all__ = ["PIECEWISE", "cases", "with_absolute_values"]

PIECEWISE = ("abs", "max", "min", "sign")
"""The heads that cases resolve."""

_MOST_PIECES = 4


def cases(equation: Expr) -> tuple[list[Call], list[tuple[tuple[int, ...], Expr]]]:
    """The absolute values of an equation, and for each choice of their signs the equation without them."""
    plain = equation.rebuild(_without_maxima)
    pieces = list(
        dict.fromkeys(n for n in plain.walk() if isinstance(n, Call) and n.head in ("abs", "sign"))
    )
    if len(pieces) > _MOST_PIECES:
        raise Unsolved
    choices = product((1, -1), repeat=len(pieces))
    return pieces, [(s, _signed(plain, dict(zip(pieces, s, strict=True)))) for s in choices]


def with_absolute_values(expr: Expr) -> Expr:
    """√(u²) and √(c·u²) as |u| and √c·|u|; polynomials under roots are factored for that."""
    return expr.rebuild(_absolute_root)


def _absolute_root(node: Expr) -> Expr:
    if not isinstance(node, Call) or node.head != "sqrt" or len(node.free_symbols()) != 1:
        return node
    (name,) = node.free_symbols()
    if not is_rational_in(node.args[0], name):
        return node
    import sympy

    from abacist.notation.sympy_form import from_sympy, sympy_symbol, to_sympy

    inside = to_sympy(node.args[0])
    if not inside.is_polynomial(sympy_symbol(name)):
        return node
    content, factors = sympy.factor_list(inside)
    if content <= 0 or any(power % 2 for _, power in factors):
        return node
    root = call("abs", from_sympy(sympy.Mul(*(f ** (power // 2) for f, power in factors))))
    return root if content == 1 else call("mul", from_sympy(sympy.sqrt(content)), root)


def _without_maxima(node: Expr) -> Expr:
    if isinstance(node, Call) and node.head in ("max", "min"):
        total = node.args[0]
        for arg in node.args[1:]:
            gap = call("abs", add(total, neg(arg)))
            total = call("div", add(total, arg, gap if node.head == "max" else neg(gap)), number(2))
        return total
    return node


def _signed(expr: Expr, chosen: dict[Call, int]) -> Expr:
    if not isinstance(expr, Call):
        return expr
    inner = tuple(_signed(arg, chosen) for arg in expr.args)
    sign = chosen.get(expr)
    if sign is None:
        return call(expr.head, *inner)
    if expr.head == "sign":
        return number(sign)
    return inner[0] if sign > 0 else neg(inner[0])
