"""LaTeX of relations, collections, calculus and quantities: the parts of `latex` that are no arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.notation.latex_names import (
    ATOM,
    LOGIC,
    POWER,
    RELATION,
    SUM,
    TERM,
    UNARY,
    Writer,
    fenced,
    in_round,
)
from abacist.notation.numerals import decimal_text

__all__ = ["RELATIONS", "STRUCTURES", "chain"]

_ONE = Fraction(1)
_NEW_ROW = r" \\ "
_LIMITS = {"limit": "", "limit_left": "^{-}", "limit_right": "^{+}"}
RELATIONS = {
    "eq": "=", "ne": r"\neq", "lt": "<", "le": r"\leq", "gt": ">", "ge": r"\geq", "approx": r"\approx",
    "in": r"\in", "subset": r"\subseteq",
}  # fmt: skip
"""Relations and their signs."""


def chain(args: tuple[Expr, ...], write: Writer) -> str:
    """a < x ≤ b where each relation goes on where the one before it ended; else nothing."""
    parts: list[str] = []
    end: Expr | None = None
    for arg in args:
        if (
            not isinstance(arg, Call)
            or arg.head not in RELATIONS
            or (end is not None and arg.args[0] != end)
        ):
            return ""
        if end is None:
            parts.append(write(arg.args[0], RELATION + 1))
        parts += [RELATIONS[arg.head], write(arg.args[1], RELATION + 1)]
        end = arg.args[1]
    return " ".join(parts)


def _not(expr: Call, write: Writer) -> tuple[str, int]:
    inner = expr.args[0]
    if isinstance(inner, Call) and inner.head == "in":
        left, right = (write(arg, RELATION + 1) for arg in inner.args)
        return rf"{left} \notin {right}", RELATION
    return rf"\lnot {write(inner, ATOM)}", LOGIC + 2


def _set(expr: Call, write: Writer) -> tuple[str, int]:
    if not expr.args:
        return r"\varnothing", ATOM
    return fenced(r"\{", ", ".join(write(arg, 0) for arg in expr.args), r"\}"), ATOM


def _builder(expr: Call, write: Writer) -> tuple[str, int]:
    first, *rest = expr.args
    condition = (
        write(rest[0], 0) if len(rest) == 1 else rf"{write(rest[0], 0)} \in {write(rest[1], 0)}"
    )
    return fenced(r"\{", rf"{write(first, 0)} \mid {condition}", r"\}"), ATOM


def _named(expr: Call, write: Writer) -> tuple[str, int]:
    return ", ".join(write(arg, 0) for arg in expr.args), 1


def _matrix(expr: Call, write: Writer) -> tuple[str, int]:
    rows = (
        " & ".join(write(entry, 0) for entry in (row.args if isinstance(row, Call) else (row,)))
        for row in expr.args
    )
    return rf"\begin{{pmatrix}} {_NEW_ROW.join(rows)} \end{{pmatrix}}", ATOM


def _piecewise(expr: Call, write: Writer) -> tuple[str, int]:
    rows: list[str] = []
    for part in expr.args:
        values = part.args if isinstance(part, Call) else (part,)
        condition = write(values[1], 0) if len(values) == 2 else r"\text{otherwise}"
        rows.append(f"{write(values[0], 0)}, & {condition}")
    return rf"\begin{{cases}} {_NEW_ROW.join(rows)} \end{{cases}}", ATOM


# calculus


def _derivative(expr: Call, write: Writer) -> tuple[str, int]:
    function, *rest = expr.args
    if len(rest) % 2:
        rest.append(Number(_ONE))
    pairs = list(zip(rest[::2], rest[1::2], strict=True))
    several = isinstance(function, Call) and function.head == "apply" and len(function.args) > 2
    sign = r"\partial " if len(pairs) > 1 or several else "d"
    orders = [order.value if isinstance(order, Number) else None for _, order in pairs]
    known = [order for order in orders if order is not None]
    total = (
        decimal_text(sum(known, Fraction(0)))
        if len(known) == len(orders)
        else write(pairs[0][1], 0)
    )
    above = _above(sign, total)
    below = " ".join(
        f"{sign}{write(name, 0)}" + ("" if order == Number(_ONE) else f"^{{{write(order, 0)}}}")
        for name, order in pairs
    )
    simple = isinstance(function, Symbol) or (
        isinstance(function, Call) and function.head == "apply"
    )
    if simple:
        return rf"\frac{{{above}{write(function, 0)}}}{{{below}}}", TERM + 5
    return rf"\frac{{{above.strip()}}}{{{below}}} {in_round(write(function, 0))}", TERM


def _above(sign: str, order: str) -> str:
    return sign if order == "1" else f"{sign.strip()}^{{{order}}} "


def _integral(expr: Call, write: Writer) -> tuple[str, int]:
    integrand, variable, *limits = expr.args
    bounds = f"_{{{write(limits[0], 0)}}}^{{{write(limits[1], 0)}}}" if len(limits) == 2 else ""
    return rf"\int{bounds} {write(integrand, UNARY)} \, d{write(variable, 0)}", TERM


def _big(expr: Call, write: Writer) -> tuple[str, int]:
    term, index, lower, upper = expr.args
    sign = r"\sum" if expr.head == "sum" else r"\prod"
    below = f"{write(index, 0)} = {write(lower, 0)}"
    return rf"{sign}_{{{below}}}^{{{write(upper, 0)}}} {write(term, TERM)}", TERM


def _limit(expr: Call, write: Writer) -> tuple[str, int]:
    function, variable, point = expr.args
    below = rf"{write(variable, 0)} \to {write(point, POWER if expr.head != 'limit' else 0)}{_LIMITS[expr.head]}"
    return rf"\lim_{{{below}}} {write(function, TERM)}", TERM


# quantities


def _quantity(expr: Call, write: Writer) -> tuple[str, int]:
    value, unit = expr.args
    return rf"{write(value, TERM)}\ \mathrm{{{_unit(unit, 0, write)}}}", TERM


def _unit(expr: Expr, floor: int, write: Writer) -> str:
    if isinstance(expr, Symbol):
        return expr.name.replace("_", r"\_")
    if isinstance(expr, Call) and expr.head == "mul":
        return r" \cdot ".join(_unit(arg, 1, write) for arg in expr.args)
    if isinstance(expr, Call) and expr.head == "div":
        shown = f"{_unit(expr.args[0], 1, write)}/{_unit(expr.args[1], 2, write)}"
        return f"({shown})" if floor > 1 else shown
    if isinstance(expr, Call) and expr.head == "pow":
        return f"{_unit(expr.args[0], 2, write)}^{{{write(expr.args[1], 0)}}}"
    return write(expr, POWER)


def _plus_minus(expr: Call, write: Writer) -> tuple[str, int]:
    if len(expr.args) == 1:
        return rf"\pm {write(expr.args[0], TERM)}", UNARY
    left, right = expr.args
    return rf"{write(left, SUM)} \pm {write(right, TERM)}", SUM


STRUCTURES: dict[str, Callable[[Call, Writer], tuple[str, int]]] = {
    "not": _not, "set": _set, "such_that": _builder, "image": _builder, "named": _named, "matrix": _matrix,
    "piecewise": _piecewise, "derivative": _derivative, "integral": _integral, "sum": _big, "product": _big,
    "limit": _limit, "limit_left": _limit, "limit_right": _limit, "quantity": _quantity, "plus_minus": _plus_minus,
}  # fmt: skip
"""Head → what prints it: the LaTeX and how strongly it binds."""
