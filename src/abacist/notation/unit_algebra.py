"""Expressions of units as products of powers, and back to their canonical form.

A unit is an expression of the symbols of `unit_table` with products, quotients and whole powers, such as
`kg*m/s**2`; no unit (a pure number) is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from abacist.core.errors import UnitError
from abacist.core.expr import Call, Expr, Number, Symbol, div, mul, number, pow_
from abacist.core.language import Message
from abacist.notation.unit_table import UNITS

__all__ = ["Powers", "as_expr", "dimension_of", "one_of_each_kind", "powers_of", "size_of"]

Powers = Mapping[str, int]
"""Unit symbol → exponent."""

_HIGHEST_POWER = 99


def powers_of(unit: Expr | None) -> dict[str, int]:
    """The exponents of a unit. Raises `UnitError` for a symbol that is no unit and other operations."""
    if unit is None:
        return {}
    if isinstance(unit, Symbol):
        if unit.name not in UNITS:
            raise UnitError(
                Message(en=f"{unit.name} is not a known unit", zh=f"{unit.name} 不是已知的单位")
            )
        return {unit.name: 1}
    if isinstance(unit, Number) and unit.value == 1:
        return {}
    if isinstance(unit, Call) and unit.head == "mul":
        return _combined([(powers_of(arg), 1) for arg in unit.args])
    if isinstance(unit, Call) and unit.head == "div":
        return _combined([(powers_of(unit.args[0]), 1), (powers_of(unit.args[1]), -1)])
    if isinstance(unit, Call) and unit.head == "pow" and isinstance(unit.args[1], Number):
        exponent = unit.args[1].value
        if exponent.denominator == 1 and abs(exponent) <= _HIGHEST_POWER:
            return _combined([(powers_of(unit.args[0]), int(exponent))])
    raise UnitError(Message(en="this is not a product of units", zh="这不是由单位组成的乘积"))


def _combined(parts: list[tuple[Powers, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for powers, sign in parts:
        for name, power in powers.items():
            total[name] = total.get(name, 0) + sign * power
    return {name: power for name, power in total.items() if power}


def as_expr(powers: Powers) -> Expr | None:
    """The canonical unit of some exponents: `kg*m/s**2`, `1/s`; None where nothing is left."""
    order = sorted((name for name, power in powers.items() if power), key=_rank)
    above = [_power(name, powers[name]) for name in order if powers[name] > 0]
    below = [_power(name, -powers[name]) for name in order if powers[name] < 0]
    if not above and not below:
        return None
    top = mul(*above) if above else number(1)
    return div(top, mul(*below)) if below else top


def _power(name: str, exponent: int) -> Expr:
    return Symbol(name) if exponent == 1 else pow_(Symbol(name), number(exponent))


_FIRST = {"mass": 0, "current": 2, "time": 3}


def _rank(name: str) -> tuple[int, str]:
    """Derived units first, then mass, lengths and the rest, time last: N*m, kg*m, A*h."""
    dimension = UNITS[name].dimension
    base = dict(dimension)
    return (-1 if len(base) > 1 else min(_FIRST.get(part, 1) for part in base), name)


def dimension_of(unit: Expr | None) -> dict[str, int]:
    """The exponents of the base dimensions; a pure number has none."""
    parts = [(dict(UNITS[name].dimension), power) for name, power in powers_of(unit).items()]
    return _combined([(dimension, power) for dimension, power in parts])


def one_of_each_kind(unit: Expr | None) -> Expr | None:
    """The unit with one symbol for each base dimension, the largest: km for km*min/h, m**2 for cm*m."""
    powers = powers_of(unit)
    kinds: dict[str, list[str]] = {}
    for name in powers:
        dimension = dict(UNITS[name].dimension)
        if list(dimension.values()) == [1]:
            kinds.setdefault(next(iter(dimension)), []).append(name)
    for names in kinds.values():
        largest = max(names, key=lambda name: UNITS[name].size)
        powers |= dict.fromkeys(names, 0) | {largest: sum(powers[name] for name in names)}
    return as_expr(powers)


def size_of(unit: Expr | None) -> tuple[Fraction, int]:
    """How many coherent units a unit is: a fraction and a power of π."""
    size, pi = Fraction(1), 0
    for name, power in powers_of(unit).items():
        size *= UNITS[name].size ** power
        pi += UNITS[name].pi * power
    return size, pi
