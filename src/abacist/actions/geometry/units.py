"""Lengths of a figure brought to one unit, exactly: 8 m by 50 cm is 8 by 0.5, in metres."""

from __future__ import annotations

from collections.abc import Iterator

from abacist.actions.geometry.figures import dimensions
from abacist.core.errors import UnitError
from abacist.core.expr import Call, Expr, call
from abacist.core.language import Message

__all__ = ["without_units"]


def without_units(figure: Expr) -> tuple[Expr, Expr | None]:
    """The figure with plain numbers, and the unit of length that they are in (None where none is given).

    Raises `UnitError` where a quantity is no length (or area), or only some lengths have a unit.
    """
    units = [
        (unit, power) for value, power in _values(figure) for unit in [_unit(value)] if power > 0
    ]
    given = [(unit, power) for unit, power in units if unit is not None]
    if not given:
        return figure, None
    if len(given) < len(units):
        raise UnitError(
            Message(
                en="some of the lengths have a unit and some have none",
                zh="有的长度带单位，有的没有单位",
            )
        )
    unit = _unit_of_length(*given[0])
    return _converted(figure, unit), unit


def _values(figure: Expr) -> Iterator[tuple[Expr, int]]:
    """The numbers of a figure with the power of length that each has."""
    if isinstance(figure, Call) and figure.head == "apply":
        for arg, power in zip(figure.args[1:], dimensions(figure), strict=False):
            if power < 0:
                yield from _values(arg)
            else:
                yield arg, power


def _unit(value: Expr) -> Expr | None:
    """The unit of a quantity, of a computation with quantities, or None. Raises `UnitError`."""
    from abacist.notation.quantities import split_quantity

    return split_quantity(value)[1] if value.has("quantity") else None


def _unit_of_length(unit: Expr, power: int) -> Expr:
    """The unit of length that this one is a power of; metres for litres of area and the like."""
    from abacist.notation.quantities import power_unit, same_dimension
    from abacist.notation.unit_reading import parse_unit

    metre = parse_unit("m")
    if not same_dimension(unit, power_unit(metre, power)):
        raise UnitError(
            Message(
                en=f"{unit} is not a unit of {'length' if power == 1 else 'area'}",
                zh=f"{unit} 不是{'长度' if power == 1 else '面积'}单位",
            )
        )
    if power == 1:
        return unit
    if isinstance(unit, Call) and unit.head == "pow" and str(unit.args[1]) == "2":
        return unit.args[0]
    assert metre is not None
    return metre


def _converted(figure: Expr, unit: Expr) -> Expr:
    from abacist.notation.quantities import convert, power_unit, split_quantity

    assert isinstance(figure, Call)
    args: list[Expr] = [figure.args[0]]
    for arg, power in zip(figure.args[1:], dimensions(figure), strict=True):
        if power < 0:
            args.append(_converted(arg, unit))
        elif power == 0:
            args.append(arg)
        else:
            value, source = split_quantity(arg)
            args.append(convert(value, source, power_unit(unit, power)))
    return call("apply", *args)
