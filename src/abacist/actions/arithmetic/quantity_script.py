"""Standalone scripts that work out a quantity again from the sizes of its units."""

from __future__ import annotations

from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.core.value import Ball, Exact
from abacist.notation.unit_algebra import powers_of, size_of

__all__ = ["quantity_script"]

_SIGNS = {"add": " + ", "mul": "*", "div": "/"}


def quantity_script(expression: Expr, unit: Expr | None, value: Exact | Ball) -> str:
    """A script in exact fractions that prints the value in its unit; "" for roots and angles."""
    if isinstance(value, Ball):
        return ""
    units = sorted({name for part in _units(expression) for name in powers_of(part)})
    units = sorted({*units, *powers_of(unit)})
    sizes = {name: size_of(Symbol(name)) for name in units}
    source = _source(expression)
    if source is None or any(turns for _, turns in sizes.values()):
        return ""
    lines = [
        "# Work out the quantity in coherent units of the SI.",
        "from fractions import Fraction",
        "",
    ]
    lines += [f"{_name(name)} = {_fraction(size)}" for name, (size, _) in sizes.items()]
    target = "1" if unit is None else _unit(unit)
    shown = "" if unit is None else f", {str(unit)!r}"
    return "\n".join(
        [*lines, f"value = Fraction({source}) / ({target})", f"print(value{shown})", ""]
    )


def _units(expr: Expr) -> list[Expr]:
    return [n.args[1] for n in expr.walk() if isinstance(n, Call) and n.head == "quantity"]


def _name(unit: str) -> str:
    return f"{unit}_"


def _fraction(value: Fraction) -> str:
    if value.denominator == 1:
        return f"Fraction({value.numerator})"
    return f"Fraction({value.numerator}, {value.denominator})"


def _unit(unit: Expr) -> str:
    """A unit as Python, each name with an underscore so that none hides another."""
    return str(unit.rebuild(lambda n: Symbol(_name(n.name)) if isinstance(n, Symbol) else n))


def _source(expr: Expr) -> str | None:
    """Python for sums, products and powers of quantities; None for anything else."""
    if isinstance(expr, Number):
        return _fraction(expr.value)
    if not isinstance(expr, Call):
        return None
    parts = [_source(arg) for arg in expr.args if expr.head != "quantity"]
    if None in parts:
        return None
    if expr.head == "quantity":
        amount = _source(expr.args[0])
        return None if amount is None else f"{amount}*({_unit(expr.args[1])})"
    if expr.head == "neg":
        return f"-({parts[0]})"
    if expr.head == "pow" and isinstance(expr.args[1], Number):
        exponent = expr.args[1].value
        return f"({parts[0]})**{exponent.numerator}" if exponent.denominator == 1 else None
    sign = _SIGNS.get(expr.head)
    return None if sign is None else sign.join(f"({part})" for part in parts)
