"""Quantities: units read and shown, exact conversion, arithmetic that refuses 3 m + 2 s.

    unit_named("平方米")                     m**2
    convert(number(90), km/h, m/s)           25
    split_quantity(quantity(3, m) + …)       the value and its unit

A unit is an expression of unit symbols, see `unit_algebra`; None is no unit. All conversions are exact.
"""

from __future__ import annotations

from fractions import Fraction

from abacist.core.errors import UnitError
from abacist.core.expr import Call, Expr, Number, Symbol, add, call, div, mul, neg, number, pow_
from abacist.core.language import Language, Message
from abacist.notation.arb_real import as_ratio
from abacist.notation.unit_algebra import as_expr, dimension_of, powers_of, size_of
from abacist.notation.unit_reading import parse_unit, unit_named
from abacist.notation.unit_table import UNITS

__all__ = [
    "common_unit",
    "convert",
    "divide_units",
    "multiply_units",
    "parse_unit",
    "power_unit",
    "same_dimension",
    "simplify_unit",
    "split_quantity",
    "unit_latex",
    "unit_named",
    "unit_text",
]


# ---- algebra of units


def simplify_unit(unit: Expr | None) -> Expr | None:
    """The canonical spelling: equal symbols joined, mass before length before time; None for none."""
    return as_expr(powers_of(unit))


def multiply_units(a: Expr | None, b: Expr | None) -> Expr | None:
    """The unit of a product."""
    return _joined(a, b, 1)


def divide_units(a: Expr | None, b: Expr | None) -> Expr | None:
    """The unit of a quotient; m/m is None."""
    return _joined(a, b, -1)


def _joined(a: Expr | None, b: Expr | None, sign: int) -> Expr | None:
    powers = powers_of(a)
    for name, power in powers_of(b).items():
        powers[name] = powers.get(name, 0) + sign * power
    return as_expr(powers)


def power_unit(unit: Expr | None, exponent: int | Fraction) -> Expr | None:
    """The unit of a power. Raises `UnitError` where an exponent would not be whole, as for √m."""
    powers = {name: power * Fraction(exponent) for name, power in powers_of(unit).items()}
    if any(power.denominator != 1 for power in powers.values()):
        raise UnitError(
            Message(
                en=f"a quantity in {unit_text(unit)} has no unit after this root or power",
                zh=f"以 {unit_text(unit)} 为单位的量不能这样开方或乘方",
            )
        )
    return as_expr({name: int(power) for name, power in powers.items()})


def same_dimension(a: Expr | None, b: Expr | None) -> bool:
    """True where quantities in the two units can be added and compared."""
    return dimension_of(a) == dimension_of(b)


def common_unit(a: Expr | None, b: Expr | None) -> Expr | None:
    """The first unit, where both have one dimension. Raises `UnitError` otherwise: 3 m + 2 s."""
    if not same_dimension(a, b):
        raise _mismatch(a, b)
    return simplify_unit(a)


def _mismatch(a: Expr | None, b: Expr | None) -> UnitError:
    if a is None or b is None:
        one = unit_text(a if b is None else b)
        return UnitError(
            Message(
                en=f"a quantity in {one} cannot be combined with a number without a unit",
                zh=f"以 {one} 为单位的量不能与没有单位的数相加减或比较",
            )
        )
    return UnitError(
        Message(
            en=f"{unit_text(a)} and {unit_text(b)} measure different things and cannot be combined",
            zh=f"{unit_text(a)} 与 {unit_text(b)} 是不同种类的单位，不能相加减、比较或换算",
        )
    )


def convert(value: Expr, source: Expr | None, target: Expr | None) -> Expr:
    """The same quantity in another unit, exactly; 180 deg is π rad.

    Raises `UnitError` where the dimensions differ. Temperatures on scales with a zero of their own (°C) are
    converted as points of the scale.
    """
    if not same_dimension(source, target):
        raise _mismatch(source, target)
    if _offset(source) != _offset(target):
        return _shifted(value, source, target)
    size, pi = _factor(source, target)
    ratio = as_ratio(value)
    scaled = number(ratio * size) if ratio is not None else _scaled(value, size)
    if pi == 0:
        return scaled
    constant = Symbol("pi") if abs(pi) == 1 else pow_(Symbol("pi"), number(abs(pi)))
    if pi < 0:
        return div(scaled, constant)
    return _times_pi(scaled, constant)


def _factor(source: Expr | None, target: Expr | None) -> tuple[Fraction, int]:
    (size_a, pi_a), (size_b, pi_b) = size_of(source), size_of(target)
    return size_a / size_b, pi_a - pi_b


def _scaled(value: Expr, size: Fraction) -> Expr:
    if size == 1:
        return value
    top = value if size.numerator == 1 else mul(number(size.numerator), value)
    return top if size.denominator == 1 else div(top, number(size.denominator))


def _times_pi(scaled: Expr, constant: Expr) -> Expr:
    if scaled == number(1):
        return constant
    if isinstance(scaled, Call) and scaled.head == "div" and as_ratio(scaled) is not None:
        top = scaled.args[0]
        return div(constant if top == number(1) else mul(top, constant), scaled.args[1])
    return mul(scaled, constant)


def _offset(unit: Expr | None) -> Fraction:
    """The zero of a scale, for a unit that is one by itself; differences of degrees have none."""
    return (
        UNITS[unit.name].offset if isinstance(unit, Symbol) and unit.name in UNITS else Fraction(0)
    )


def _shifted(value: Expr, source: Expr | None, target: Expr | None) -> Expr:
    size, _ = _factor(source, target)
    zero = (_offset(source) - _offset(target)) / size_of(target)[0]
    ratio = as_ratio(value)
    if ratio is not None:
        return number(ratio * size + zero)
    return add(_scaled(value, size), number(zero))


# ---- quantities in expressions


def split_quantity(expr: Expr) -> tuple[Expr, Expr | None]:
    """An expression with quantities as an expression of numbers and the unit it is in.

    Sums and relations are brought to the unit of their first term. Angles in functions become radians.
    Raises `UnitError` where units do not agree, or meet an operation that takes numbers alone.
    """
    if not isinstance(expr, Call):
        return expr, None
    if not expr.has("quantity"):
        return expr, None
    rule = _RULES.get(expr.head)
    if rule is not None:
        return rule(expr)
    parts = [split_quantity(arg) for arg in expr.args]
    values = [_in_radians(value, unit) for value, unit in parts]
    return call(expr.head, *values), None


def _in_radians(value: Expr, unit: Expr | None) -> Expr:
    if unit is None:
        return value
    return convert(value, unit, _RAD) if same_dimension(unit, _RAD) else _plain(value, unit)


_RAD = Symbol("rad")


def _plain(value: Expr, unit: Expr | None) -> Expr:
    """A value that has no dimension, such as m/cm."""
    if dimension_of(unit):
        raise UnitError(
            Message(
                en=f"a quantity in {unit_text(unit)} stands where a number must stand",
                zh=f"此处应为没有单位的数，不能是以 {unit_text(unit)} 为单位的量",
            )
        )
    return convert(value, unit, None)


def _quantity(expr: Call) -> tuple[Expr, Expr | None]:
    value, unit = split_quantity(expr.args[0])
    return value, multiply_units(unit, expr.args[1])


def _same_unit(expr: Call) -> tuple[Expr, Expr | None]:
    """Sums, and functions with the unit of their arguments: all in the unit of the first."""
    (first, unit), *others = [split_quantity(arg) for arg in expr.args]
    values = [first, *(_brought(value, other, unit) for value, other in others)]
    return call(expr.head, *values), unit


def _brought(value: Expr, source: Expr | None, target: Expr | None) -> Expr:
    common_unit(target, source)
    if _offset(source) or _offset(target):
        raise UnitError(
            Message(
                en="temperatures in °C or °F can be converted, not added or compared; use K",
                zh="以 °C 或 °F 表示的温度可以换算，但不能相加减或比较；请用 K",
            )
        )
    return convert(value, source, target)


def _relation(expr: Call) -> tuple[Expr, Expr | None]:
    return _same_unit(expr)[0], None


def _product(expr: Call) -> tuple[Expr, Expr | None]:
    values: list[Expr] = []
    unit: Expr | None = None
    for arg in expr.args:
        value, own = split_quantity(arg)
        values.append(value)
        unit = multiply_units(unit, own)
    return mul(*values), unit


def _quotient(expr: Call) -> tuple[Expr, Expr | None]:
    (top, unit), (bottom, other) = (split_quantity(arg) for arg in expr.args)
    if unit is not None and other is not None and same_dimension(unit, other):
        return div(top, convert(bottom, other, unit)), None
    return div(top, bottom), divide_units(unit, other)


def _power(expr: Call) -> tuple[Expr, Expr | None]:
    (base, unit), (exponent, other) = (split_quantity(arg) for arg in expr.args)
    exponent = _plain(exponent, other)
    if unit is None:
        return pow_(base, exponent), None
    ratio = as_ratio(exponent)
    if ratio is None:
        return pow_(_plain(base, unit), exponent), None
    return pow_(base, exponent), power_unit(unit, ratio)


def _root(expr: Call) -> tuple[Expr, Expr | None]:
    value, unit = split_quantity(expr.args[0])
    if unit is None:
        return call(expr.head, value, *expr.args[1:]), None
    degree = expr.args[1] if len(expr.args) > 1 else number(2)
    if not isinstance(degree, Number) or not degree.value:
        return call(expr.head, _plain(value, unit), *expr.args[1:]), None
    return call(expr.head, value, *expr.args[1:]), power_unit(unit, 1 / degree.value)


def _negative(expr: Call) -> tuple[Expr, Expr | None]:
    value, unit = split_quantity(expr.args[0])
    return neg(value), unit


_RULES = {
    "quantity": _quantity,
    "neg": _negative,
    "mul": _product,
    "div": _quotient,
    "pow": _power,
    "sqrt": _root,
    "root": _root,
    **dict.fromkeys(("add", "max", "min", "abs"), _same_unit),
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge", "approx"), _relation),
}


# ---- display

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_ZH_POWER = {1: "", 2: "平方", 3: "立方"}


def unit_text(unit: Expr | None, language: Language | None = None) -> str:
    """A unit on one line: `m²`, `km/h`, `°`; in Chinese words where `language` is Chinese: 平方米, 千米/小时."""
    powers = powers_of(unit)
    above = {name: power for name, power in powers.items() if power > 0}
    below = {name: -power for name, power in powers.items() if power < 0}
    write = _word_zh if language is Language.ZH else _symbol
    top = "·".join(write(name, power) for name, power in _ordered(above))
    bottom = "·".join(write(name, power) for name, power in _ordered(below))
    if not bottom:
        return top
    return f"{top or '1'}/{f'({bottom})' if len(below) > 1 else bottom}"


def _ordered(powers: dict[str, int]) -> list[tuple[str, int]]:
    order = [
        node.name for node in (as_expr(powers) or number(1)).walk() if isinstance(node, Symbol)
    ]
    return [(name, powers[name]) for name in order]


def _symbol(name: str, power: int) -> str:
    return UNITS[name].shown + ("" if power == 1 else str(power).translate(_RAISED))


def _word_zh(name: str, power: int) -> str:
    words = UNITS[name].zh
    if not words or power not in _ZH_POWER:
        return _symbol(name, power)
    return _ZH_POWER[power] + words[0]


def unit_latex(unit: Expr | None) -> str:
    """A unit in LaTeX, upright: `\\mathrm{m}^{2}`, `\\mathrm{km}/\\mathrm{h}`."""
    powers = powers_of(unit)
    above = {name: power for name, power in powers.items() if power > 0}
    below = {name: -power for name, power in powers.items() if power < 0}
    top = r"\cdot ".join(_latex(name, power) for name, power in _ordered(above))
    bottom = r"\cdot ".join(_latex(name, power) for name, power in _ordered(below))
    if not bottom:
        return top
    return f"{top or '1'}/{f'({bottom})' if len(below) > 1 else bottom}"


_LATEX_SHOWN = {
    "deg": r"{}^{\circ}",
    "degC": r"{}^{\circ}\mathrm{C}",
    "degF": r"{}^{\circ}\mathrm{F}",
    "ohm": r"\Omega",
    "kohm": r"\mathrm{k}\Omega",
    "um": r"\mu\mathrm{m}",
    "us": r"\mu\mathrm{s}",
    "ug": r"\mu\mathrm{g}",
    "uF": r"\mu\mathrm{F}",
    "USD": r"\$",
    "arcmin": r"{}'",
    "arcsec": r"{}''",
    "cent": r"\text{¢}",
}


def _latex(name: str, power: int) -> str:
    shown = UNITS[name].shown
    plain = rf"\mathrm{{{shown}}}" if shown.isascii() else rf"\text{{{shown}}}"
    written = _LATEX_SHOWN.get(name, plain)
    return written if power == 1 else f"{written}^{{{power}}}"
