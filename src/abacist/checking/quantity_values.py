"""The value of an expression with quantities, worked out in base units with the factors of Pint.

The action converts with the program's own table of units; the factors and dimensions here are Pint's.
Numbers are exact algebraic numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce
from typing import Any

from abacist.checking.algebraic_field import (
    NotAlgebraic,
    UndefinedValue,
    element,
    field,
    less,
    rational,
)
from abacist.checking.algebraic_numbers import algebraic
from abacist.checking.findings import finding, refuted, undecided
from abacist.core.answer import Finding
from abacist.core.claim import EvaluatesTo
from abacist.core.expr import Call, Expr, Number, Symbol
from abacist.core.outcome import Verdict
from abacist.core.value import Ball, Exact

__all__ = ["check_quantity"]

_EN = "exact conversion to base units (Pint) and exact arithmetic (FLINT)"
_ZH = "精确换算到基本单位（Pint）并作精确运算（FLINT）"
_SPELLED = {"L": "liter", "mL": "milliliter", "ha": "hectare", "t": "metric_ton", "d": "day"}
_CURRENCIES = ("yuan", "dollar")
_OFFSETS = frozenset({"degC", "degF"})


class _Unknown(Exception):
    """A unit or an operation that is not worked out here."""


class _Mixed(Exception):
    """Quantities of different kinds were added."""


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number of base units, and the powers of the base units."""

    size: Any
    dimension: tuple[tuple[str, Fraction], ...]


def check_quantity(claim: EvaluatesTo) -> Finding:
    """Proved where value and unit are right, refuted where either is wrong."""
    try:
        found = _of(claim.expression)
        unit = _unit(claim.unit) if claim.unit is not None else _plain(element(Fraction(1)))
    except (_Unknown, NotAlgebraic):
        return undecided("a unit or operation that is not known here")
    except _Mixed:
        return refuted("quantities of different kinds are added")
    except UndefinedValue:
        return refuted("the expression is undefined")
    if found.dimension != unit.dimension:
        return refuted("the unit measures something else")
    size = found.size / unit.size
    if isinstance(claim.value, Exact):
        try:
            same = size == algebraic(claim.value.expr)
        except (NotAlgebraic, UndefinedValue):
            return undecided("the value is no algebraic number")
        if same:
            return finding(Verdict.PROVED, en=_EN, zh=_ZH, value=_shown(size))
        return refuted(f"the value is {_shown(size)}")
    if isinstance(claim.value, Ball):
        low, high = (Fraction(claim.value.mid) + s * Fraction(claim.value.rad) for s in (-1, 1))
        if less(size, element(low)) or less(element(high), size):
            return refuted("the value lies outside the interval")
        return finding(Verdict.ENCLOSED, en=_EN, zh=_ZH, value=_shown(size))
    return undecided("only numbers are compared")


def _shown(size: Any) -> str:
    known = rational(size)
    return str(known) if known is not None else repr(size)


@cache
def _registry() -> Any:
    from pint import UnitRegistry

    kind: Any = Fraction
    registry = UnitRegistry(non_int_type=kind, cache_folder=None)
    for currency in _CURRENCIES:
        registry.define(f"{currency} = [{currency}_]")
    return registry


def _unit(unit: Expr) -> _Quantity:
    """One of this unit in base units."""
    if isinstance(unit, Symbol):
        return _named(unit.name)
    if isinstance(unit, Number):
        return _plain(element(unit.value))
    assert isinstance(unit, Call)
    if unit.head == "pow" and isinstance(unit.args[1], Number):
        return _power(_unit(unit.args[0]), unit.args[1].value)
    if unit.head == "mul":
        return reduce(_times, map(_unit, unit.args))
    if unit.head == "div":
        return _times(_unit(unit.args[0]), _power(_unit(unit.args[1]), Fraction(-1)))
    raise _Unknown


@cache
def _named(name: str) -> _Quantity:
    from pint.errors import PintError

    if name in _OFFSETS:
        raise _Unknown
    try:
        factor, base = _registry().get_base_units(_SPELLED.get(name, name))
    except (PintError, AttributeError, ValueError) as error:
        raise _Unknown from error
    if not isinstance(factor, Fraction | int):
        raise _Unknown
    powers = tuple(sorted((str(k), Fraction(v)) for k, v in base._units.items() if k != "radian"))
    return _Quantity(element(Fraction(factor)), powers)


def _plain(size: Any) -> _Quantity:
    return _Quantity(size, ())


def _times(a: _Quantity, b: _Quantity) -> _Quantity:
    powers: dict[str, Fraction] = {}
    for name, exponent in (*a.dimension, *b.dimension):
        powers[name] = powers.get(name, Fraction(0)) + exponent
    kept = tuple(sorted((n, e) for n, e in powers.items() if e))
    return _Quantity(a.size * b.size, kept)


def _power(a: _Quantity, exponent: Fraction) -> _Quantity:
    if a.size.is_zero() and exponent <= 0:
        raise UndefinedValue
    exact = field().pow(a.size, element(exponent))
    return _Quantity(exact, tuple((n, e * exponent) for n, e in a.dimension))


def _plus(a: _Quantity, b: _Quantity) -> _Quantity:
    if a.dimension != b.dimension:
        raise _Mixed
    return _Quantity(a.size + b.size, a.dimension)


def _of(expr: Expr) -> _Quantity:
    """An expression in base units."""
    if not isinstance(expr, Call) or not expr.has("quantity"):
        return _plain(algebraic(expr))
    head, args = expr.head, expr.args
    if head == "quantity":
        return _times(_of(args[0]), _unit(args[1]))
    if head == "neg":
        inner = _of(args[0])
        return _Quantity(-inner.size, inner.dimension)
    if head == "add":
        return reduce(_plus, map(_of, args))
    if head == "mul":
        return reduce(_times, map(_of, args))
    if head == "div":
        return _times(_of(args[0]), _power(_of(args[1]), Fraction(-1)))
    if head in ("pow", "sqrt", "root"):
        exponent = Fraction(1, 2) if head == "sqrt" else _exponent(args[1])
        return _power(_of(args[0]), 1 / exponent if head == "root" else exponent)
    raise _Unknown


def _exponent(expr: Expr) -> Fraction:
    value = rational(algebraic(expr))
    if value is None or not value:
        raise _Unknown
    return value
