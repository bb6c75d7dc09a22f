from __future__ import annotations

from fractions import Fraction

import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.errors import UnitError
from abacist.core.expr import Symbol, add, call, div, mul, number, pow_
from abacist.core.language import Language
from abacist.notation import canonical, parse_canonical
from abacist.notation.quantities import (
    common_unit,
    convert,
    divide_units,
    multiply_units,
    parse_unit,
    power_unit,
    same_dimension,
    simplify_unit,
    split_quantity,
    unit_latex,
    unit_named,
    unit_text,
)
from abacist.notation.unit_table import BY_NAME, UNITS

NAMED = {
    "m": "m meter meters metres Meter 米",
    "m**2": "m² m^2 m**2 m2 ㎡ m^{2} 平方米 米² 米的平方",
    "cm**3": "cm³ cm^3 cm3 立方厘米",
    "km/h": "km/h 千米/时 千米/小时 千米每小时 公里/小时 km·h^-1 km·h⁻¹",
    "m/s": "m/s 米/秒 米每秒 m·s^{-1}",
    "m/s**2": "m/s² m/s^2 m/s/s 米/秒² 米每二次方秒 m*s**-2",
    "kg*m/s**2": "kg·m/s² kg*m/s^2 m*kg/s**2",
    "J/(kg*K)": "J/(kg·K) 焦/(千克·开)",
    "deg": "° degree degrees 度",
    "yuan/kg": "元/千克 元每千克 元/公斤",
    "kWh": "kWh 千瓦时 kilowatt-hours",
    "ohm": "Ω ohm ohms 欧姆 欧",
    "degC": "°C ℃ 摄氏度",
    "min": "min minutes 分钟",
    "mu": "亩",
    "L": "L l liter litres 升",
    "t": "t tonne 吨",
    "1/s": "1/s s^-1 1/秒",
}


@pytest.mark.parametrize("unit, texts", NAMED.items(), ids=list(NAMED))
def test_names_of_units(unit, texts):
    for text in texts.split():
        assert canonical(unit_named(text)) == unit, text


IN_WORDS = [
    ("square meters", "m**2"),
    ("sq. ft", "ft**2"),
    ("cubic centimeters", "cm**3"),
    ("meters squared", "m**2"),
    ("Square Kilometers", "km**2"),
    ("kilometers per hour", "km/h"),
    ("miles per gallon", "mi/gal"),
    ("meters per second squared", "m/s**2"),
    ("meters per second per second", "m/s**2"),
    ("newton-meters", "N*m"),
    ("kilowatt hours", "kWh"),
    ("degrees Celsius", "degC"),
    ("light years", "ly"),
    ("kg m^2", "kg*m**2"),
    ("( m )", None),
    ("m / s", "m/s"),
]


@pytest.mark.parametrize("text, unit", IN_WORDS)
def test_names_in_words(text, unit):
    found = unit_named(text)
    assert (None if found is None else canonical(found)) == unit


NO_UNITS = [
    "", " ", "hello", "x", "M", "meters per", "per second", "square", "平方", "m**999", "m^^2", "/s", "m//s", "1", "1/",
    "__import__('os')", "m + s", "m.s()", "eval", "苹果", "本书", "m" * 200, "²", "m²³²", "square m squared",
    "(m", "m)",    "in", "mol2x", "os.system", "cm of", "米饭", "时间",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_UNITS)
def test_everything_else_is_no_unit(text):
    assert unit_named(text) is None
    with pytest.raises(UnitError):
        parse_unit(text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=30), st.text("mskg平方米秒/·*^²()2 per", max_size=20)))
def test_any_text_is_read_or_refused(text):
    unit = unit_named(text)
    if unit is not None:
        assert simplify_unit(unit) == unit
        assert unit_named(canonical(unit)) == unit


def test_every_spelling_is_read():
    for name, symbol in BY_NAME.items():
        assert unit_named(name) == Symbol(symbol), name


_PINT = {
    "um": "micrometer", "us": "microsecond", "ug": "microgram", "nmi": "nautical_mile", "ly": "light_year",
    "t": "tonne", "A": "ampere", "ha": "hectare", "L": "liter", "mL": "milliliter", "cL": "centiliter",
    "dL": "deciliter", "gal": "gallon", "cal": "calorie", "kcal": "kilocalorie", "Wh": "watt_hour",
    "kWh": "kilowatt_hour", "hp": "horsepower", "kohm": "kiloohm", "uF": "microfarad", "KB": "kilobyte",
    "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte", "Ah": "ampere_hour", "mAh": "milliampere_hour",
    "eV": "electron_volt", "keV": "kiloelectron_volt", "MeV": "megaelectron_volt",
}  # fmt: skip
_CHINESE_OR_MONEY = {"li_cn", "jin", "mu", "yuan", "jiao", "wanyuan", "USD", "cent"}
_SCALES = {"degC", "degF", "deg", "rad", "arcmin", "arcsec"}
_SQUARE_YARDS = {"acre": (Fraction(4840), "yd**2")}  # NIST Handbook 44, appendix C


def test_sizes_and_dimensions_are_those_of_pint():
    """pint has its own table; every unit of both must have the same exact size in base units."""
    registry = pint.UnitRegistry(non_int_type=Fraction)
    base = {"length": "m", "mass": "kg", "time": "s", "current": "A", "temperature": "K", "amount": "mol",
            "light": "cd", "information": "bit"}  # fmt: skip
    for name, unit in UNITS.items():
        if name in _CHINESE_OR_MONEY | _SCALES | set(_SQUARE_YARDS):
            continue
        known = registry.Quantity(Fraction(1), _PINT.get(name, name)).to_base_units()
        ours = registry.Quantity(unit.size, "dimensionless")
        for part, power in unit.dimension:
            ours = ours * registry.Quantity(Fraction(1), base[part]) ** power
        assert known.check(ours.dimensionality), name
        assert Fraction(known.magnitude) == Fraction(ours.to_base_units().magnitude), name


def test_sizes_that_pint_does_not_have():
    assert convert(number(1), Symbol("acre"), parse_unit("yd**2")) == number(4840)
    assert convert(number(3), Symbol("mu"), parse_unit("m**2")) == number(
        2000
    )  # 15 mu are a hectare
    assert convert(number(15), Symbol("mu"), Symbol("ha")) == number(1)
    assert convert(number(2), Symbol("jin"), Symbol("kg")) == number(1)
    assert convert(number(1), Symbol("wanyuan"), Symbol("jiao")) == number(100000)


CONVERSIONS = [
    ("90", "km/h", "m/s", "25"),
    ("1", "h", "s", "3600"),
    ("1", "inch", "cm", "2.54"),
    ("1", "L", "cm**3", "1000"),
    ("1", "m/s", "km/h", "3.6"),
    ("1", "s", "h", "1/3600"),
    ("x", "m", "cm", "100*x"),
    ("x", "cm", "m", "x/100"),
    ("180", "deg", "rad", "pi"),
    ("30", "deg", "rad", "pi/6"),
    ("120", "deg", "rad", "2*pi/3"),
    ("pi", "rad", "deg", "180*pi/pi"),
    ("25", "degC", "K", "298.15"),
    ("212", "degF", "degC", "100"),
    ("-40", "degC", "degF", "-40"),
    ("0", "K", "degC", "-273.15"),
    ("1", "kWh", "J", "3600000"),
    ("1", "atm", "Pa", "101325"),
    ("1", "J", "kg*m**2/s**2", "1"),
    ("5", "N*m", "J", "5"),
]


@pytest.mark.parametrize("value, source, target, result", CONVERSIONS)
def test_conversions_are_exact(value, source, target, result):
    converted = convert(parse_canonical(value), parse_unit(source), parse_unit(target))
    assert converted == parse_canonical(result)


units = st.sampled_from(sorted(set(UNITS) - _SCALES)).map(Symbol)
rational = st.fractions(-1000, 1000, max_denominator=100).map(number)


@settings(max_examples=200, deadline=None)
@given(units, units, rational)
def test_there_and_back_is_the_same_quantity(a, b, value):
    if same_dimension(a, b):
        assert convert(convert(value, a, b), b, a) == value
    else:
        with pytest.raises(UnitError):
            convert(value, a, b)


products = st.dictionaries(
    st.sampled_from(sorted(UNITS)), st.integers(-3, 3), min_size=1, max_size=4
)


@settings(max_examples=200, deadline=None)
@given(products, products)
def test_the_algebra_of_units(first, second):
    a, b = (made(powers) for powers in (first, second))
    assert multiply_units(a, b) == multiply_units(b, a)
    assert divide_units(multiply_units(a, b), b) == a
    assert divide_units(a, a) is None
    assert power_unit(a, 2) == multiply_units(a, a)
    assert power_unit(power_unit(a, 2), Fraction(1, 2)) == a
    assert simplify_unit(a) == a
    if a is not None:
        assert parse_unit(canonical(a)) == a
        if "inch" not in a.names():  # "in" is shown, but read as the word
            assert parse_unit(unit_text(a)) == a


def made(powers):
    unit = None
    for name, power in powers.items():
        unit = multiply_units(unit, power_unit(Symbol(name), power))
    return unit


def quantity(value, unit):
    return call("quantity", parse_canonical(value), parse_unit(unit))


SPLIT = [
    (add(quantity("3", "m"), quantity("50", "cm")), "3 + 0.5", "m"),
    (mul(quantity("8", "m"), quantity("5", "m")), "8*5", "m**2"),
    (div(quantity("100", "km"), quantity("2", "h")), "100/2", "km/h"),
    (div(quantity("3", "m"), quantity("50", "cm")), "3/0.5", None),
    (call("sin", quantity("30", "deg")), "sin(pi/6)", None),
    (call("sqrt", quantity("9", "m**2")), "sqrt(9)", "m"),
    (call("root", quantity("8", "m**3"), number(3)), "root(8, 3)", "m"),
    (pow_(quantity("2", "m"), number(3)), "2**3", "m**3"),
    (call("eq", quantity("1", "m"), quantity("100", "cm")), "1 = 1", None),
    (call("lt", quantity("1", "h"), quantity("90", "min")), "1 < 1.5", None),
    (call("abs", quantity("-3", "m")), "abs(-3)", "m"),
    (call("max", quantity("1", "m"), quantity("2", "km")), "max(1, 2000)", "m"),
    (mul(number(2), quantity("x", "m")), "2*x", "m"),
    (quantity("x + 1", "m"), "x + 1", "m"),
    (parse_canonical("x + 1"), "x + 1", None),
    (div(quantity("1", "m"), quantity("1", "s")), "1/1", "m/s"),
]


@pytest.mark.parametrize(
    "expr, value, unit", SPLIT, ids=[f"{value} {unit}" for _, value, unit in SPLIT]
)
def test_arithmetic_with_units(expr, value, unit):
    found, its_unit = split_quantity(expr)
    assert found == parse_canonical(value)
    assert its_unit == (None if unit is None else parse_unit(unit))


DISAGREE = [
    add(quantity("3", "m"), quantity("2", "s")),
    add(quantity("3", "m"), number(2)),
    add(number(2), quantity("3", "m")),
    call("eq", quantity("3", "m"), quantity("3", "kg")),
    call("lt", quantity("3", "m"), number(4)),
    call("sqrt", quantity("9", "m")),
    call("ln", quantity("2", "m")),
    call("exp", quantity("2", "kg")),
    pow_(number(2), quantity("3", "m")),
    pow_(quantity("2", "m"), Symbol("x")),
    pow_(quantity("2", "m"), div(number(1), number(3))),
    add(quantity("3", "degC"), quantity("2", "degC")),
    call("quantity", number(3), Symbol("x")),
    call("max", quantity("1", "m"), quantity("2", "yuan")),
    add(quantity("1", "yuan"), quantity("1", "USD")),
    call("sin", quantity("1", "m")),
]


@pytest.mark.parametrize("expr", DISAGREE, ids=canonical)
def test_units_that_do_not_agree_are_refused_in_both_languages(expr):
    with pytest.raises(UnitError) as refusal:
        split_quantity(expr)
    assert refusal.value.text(Language.EN) != refusal.value.text(Language.ZH)


def test_common_units():
    assert common_unit(Symbol("km"), Symbol("m")) == Symbol("km")
    with pytest.raises(UnitError, match="m and s measure different things"):
        common_unit(Symbol("m"), Symbol("s"))


SHOWN = [
    ("m**2", "m²", "平方米", r"\mathrm{m}^{2}"),
    ("km/h", "km/h", "千米/小时", r"\mathrm{km}/\mathrm{h}"),
    ("kg*m/s**2", "kg·m/s²", "千克·米/平方秒", r"\mathrm{kg}\cdot \mathrm{m}/\mathrm{s}^{2}"),
    ("J/(kg*K)", "J/(kg·K)", "焦耳/(千克·开尔文)", r"\mathrm{J}/(\mathrm{kg}\cdot \mathrm{K})"),
    ("1/s", "1/s", "1/秒", r"1/\mathrm{s}"),
    ("deg", "°", "度", r"{}^{\circ}"),
    ("degC", "°C", "摄氏度", r"{}^{\circ}\mathrm{C}"),
    ("yuan", "元", "元", r"\text{元}"),
    ("ohm", "Ω", "欧姆", r"\Omega"),
    ("USD", "$", "美元", r"\$"),
    ("cm**3", "cm³", "立方厘米", r"\mathrm{cm}^{3}"),
    ("m**4", "m⁴", "m⁴", r"\mathrm{m}^{4}"),
]


@pytest.mark.parametrize("unit, text, chinese, latex", SHOWN)
def test_units_as_people_write_them(unit, text, chinese, latex):
    expr = parse_unit(unit)
    assert unit_text(expr) == text
    assert unit_text(expr, Language.EN) == text
    assert unit_text(expr, Language.ZH) == chinese
    assert unit_latex(expr) == latex


def test_no_unit_is_an_empty_text():
    assert unit_text(None) == unit_latex(None) == ""
