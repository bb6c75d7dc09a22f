"""Values as people read them: plain text, LaTeX, one line of a terminal; and enclosures from numbers.

An approximate number shows its `digits` significant digits, and never a digit that its radius leaves open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from abacist.core.expr import Call, Expr
from abacist.core.value import (
    Ball,
    Exact,
    Interval,
    Named,
    SetOf,
    Table,
    Text,
    Truth,
    Value,
    Vector,
)
from abacist.notation.refusal import Undecided

__all__ = ["answer_latex", "answer_text", "ball", "ball_text", "terminal_value"]

_WIDE = Context(prec=2_100, rounding=ROUND_HALF_EVEN, Emin=-999_999_999, Emax=999_999_999)
_UP = Context(prec=3, rounding=ROUND_CEILING, Emin=-999_999_999, Emax=999_999_999)
_PLAIN_UP_TO = 15
_PLAIN_DOWN_TO = -6


# ---- enclosures


def ball(
    value: Any,
    rad: float | Decimal | str = 0,
    digits: int = 6,
) -> Ball:
    """A `Ball` from a number: an arb with its own radius, or a float, Decimal or mpf with the error `rad`.

    What is lost in writing the middle as a decimal goes into the radius, which is rounded up. `digits` is
    lowered to what the radius allows. Raises `Undecided` for what is not a finite number.
    """
    from abacist.core.limits import LIMITS

    places = max(digits + 4, 20)
    if hasattr(value, "dtype"):  # a number of NumPy
        value = value.item()
    if type(value).__name__ == "arb":
        if not value.is_finite():
            raise Undecided("a number without a finite enclosure")
        mid_digits, rad_digits, exponent = value.mid_rad_10exp(places)
        mid = Decimal(int(mid_digits)).scaleb(int(exponent), _WIDE)
        own = Decimal(int(rad_digits)).scaleb(int(exponent), _WIDE)
    else:
        exact = _exact(value)
        if not exact.is_finite():
            raise Undecided("a number that is not finite")
        short = Decimal(repr(value)) if isinstance(value, float) else exact
        # without an error to keep it in, nothing may be lost in rounding
        mid = Context(prec=min(places, LIMITS.number_digits)).plus(short) if rad else short
        own = _WIDE.subtract(exact, mid).copy_abs() if rad else Decimal(0)
    error = Decimal(rad) if isinstance(rad, str) else _exact(rad)
    radius = _UP.plus(_WIDE.add(own, error.copy_abs()))
    shown = max(1, min(digits, _digits_allowed(mid, radius)))
    return Ball(mid=mid.normalize(_WIDE), rad=radius, digits=shown)


def _exact(value: Any) -> Decimal:
    """The exact decimal form of a float, an int, a Decimal or an mpmath number."""
    if isinstance(value, (Decimal, int, float)):
        return Decimal(value)
    sign, mantissa, exponent, _ = value._mpf_
    if not mantissa and exponent:
        return Decimal("NaN")
    whole = Decimal(int(mantissa) * (-1 if sign else 1))
    if exponent >= 0:
        return _WIDE.multiply(whole, _WIDE.power(Decimal(2), int(exponent)))
    return _WIDE.divide(whole, _WIDE.power(Decimal(2), -int(exponent)))


def _digits_allowed(mid: Decimal, rad: Decimal) -> int:
    """How many significant digits of `mid` are certain to half a unit of the last one; may be below 1."""
    if rad == 0:
        return 10**9
    # half a unit of the last digit shown is at least the radius
    last = (rad * 2).adjusted()
    if (rad * 2) > Decimal(1).scaleb(last):
        last += 1
    return mid.adjusted() - last + 1 if mid else 0


def ball_text(value: Ball) -> str:
    """The middle to `digits` significant digits: 0.459857, -1.2e-9; fewer where the radius is larger.

    A ball that is too wide for one certain digit is shown to the last place its radius allows.
    """
    mid, rad = value.mid, value.rad
    allowed = _digits_allowed(mid, rad)
    if allowed < 1:
        last = (rad * 2).adjusted() + 1
        rounded = mid.quantize(Decimal(1).scaleb(last), context=_WIDE)
        return "0" if not rounded else _decimal_text(rounded)
    # a number of ordinary size shows all its whole part: 5234568, not 5.23457e6
    whole = mid.adjusted() + 1 if mid.adjusted() < _PLAIN_UP_TO else 0
    digits = min(max(value.digits, whole), allowed)
    rounded = Context(prec=digits, rounding=ROUND_HALF_EVEN).plus(mid)
    if rad == 0 and rounded == mid:
        return _decimal_text(_without_zeros(mid))
    # zeros at the end are digits too, unless the number is known exactly
    place = rounded.adjusted() - digits + 1
    return _decimal_text(rounded.quantize(Decimal(1).scaleb(place), context=_WIDE))


def _without_zeros(value: Decimal) -> Decimal:
    short = value.normalize(_WIDE)
    plain = 0 < short.adjusted() < _PLAIN_UP_TO and short == short.to_integral_value()
    return short.quantize(Decimal(1), context=_WIDE) if plain else short


def _decimal_text(value: Decimal) -> str:
    """Plain digits, or with an exponent where the number is very large, very small, or its last digits open."""
    if not value:
        return "0"
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if _PLAIN_DOWN_TO <= value.adjusted() < _PLAIN_UP_TO and exponent <= 0:
        return f"{value:f}"
    digits = "".join(map(str, value.as_tuple().digits))
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{'-' if value < 0 else ''}{mantissa}e{value.adjusted()}"


# ---- how values are written


@dataclass(frozen=True, slots=True)
class _Medium:
    """How one medium writes the parts that values are made of."""

    expr: Callable[[Expr], str]
    unit: Callable[[Expr], str]
    number: Callable[[str], str]
    brackets: dict[str, tuple[str, str]]
    named: Callable[[str, str], str]
    words: Callable[[str], str]
    truth: dict[bool, str]
    table: Callable[[Table], str]


def answer_text(value: Value, unit: Expr | None = None) -> str:
    """The canonical plain text of an answer: `16 - 4*pi`, `{2, 3}`, `{x: 1.896049, x': 0.747199}`."""
    from abacist.notation.text import display

    plain = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}"), "named": ("{", "}")}
    medium = _Medium(
        display, display, str, plain, _with_colon, str, {True: "true", False: "false"}, _rows
    )
    return _with_unit(value, unit, medium, " ", ("(", ")"))


def terminal_value(value: Value, unit: Expr | None = None, word: Callable[[str], str] = str) -> str:
    """The same for one line of a terminal: `16 − 4π`, `40 m²`, `x = 1.896049, x' = 0.747199`.

    `word` gives the words of the reader's language: for the names of values, for true and false.
    """
    from abacist.notation.quantities import unit_text
    from abacist.notation.terminal import terminal

    plain = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}"), "named": ("", "")}

    def named(name: str, shown: str) -> str:
        own = word(name)
        return f"{own} {shown}" if shown[:1] in "({" else f"{own} = {shown}"

    truth = {True: word("true"), False: word("false")}
    medium = _Medium(terminal, unit_text, _minus, plain, named, word, truth, _rows)
    return _with_unit(value, unit, medium, " ", ("(", ")"))


def answer_latex(value: Value, unit: Expr | None = None) -> str:
    """The same in LaTeX, without dollars."""
    from abacist.notation.latex import latex
    from abacist.notation.quantities import unit_latex

    brackets = {
        "list": (r"\left[", r"\right]"),
        "tuple": (r"\left(", r"\right)"),
        "set": (r"\left\{", r"\right\}"),
        "named": (r"\left\{", r"\right\}"),
    }
    medium = _Medium(
        latex,
        unit_latex,
        _latex_number,
        brackets,
        lambda name, shown: _latex_name(name) + r":\ " + shown,
        _latex_words,
        {True: r"\text{true}", False: r"\text{false}"},
        _latex_table,
    )
    return _with_unit(value, unit, medium, r"\ ", (r"\left(", r"\right)"))


def _with_unit(
    value: Value, unit: Expr | None, medium: _Medium, gap: str, around: tuple[str, str]
) -> str:
    shown = _write(value, medium)
    if unit is None:
        return shown
    if isinstance(value, Exact) and isinstance(value.expr, Call) and value.expr.head == "add":
        shown = around[0] + shown + around[1]
    return shown + gap + medium.unit(unit)


def _write(value: Value, medium: _Medium) -> str:
    match value:
        case Exact(expr=expr):
            return medium.expr(expr)
        case Ball():
            return medium.number(ball_text(value))
        case Interval(lower=lower, upper=upper):
            ends = (medium.number(_decimal_text(end)) for end in (lower, upper))
            return _enclose("list", ends, medium)
        case Vector(items=items, shape=shape):
            return _enclose(shape, (_write(item, medium) for item in items), medium)
        case SetOf(items=items):
            return _enclose("set", (_write(item, medium) for item in items), medium)
        case Named(items=pairs):
            parts = (medium.named(name, _write(item, medium)) for name, item in pairs)
            return _enclose("named", parts, medium)
        case Truth(value=truth):
            return medium.truth[truth]
        case Table():
            return medium.table(value)
        case Text(text=text):
            return medium.words(text)


def _enclose(shape: str, parts: Any, medium: _Medium) -> str:
    opening, closing = medium.brackets[shape]
    return opening + ", ".join(parts) + closing


def _rows(table: Table) -> str:
    return "\n".join(" | ".join(row) for row in (table.columns, *table.rows))


def _with_colon(name: str, shown: str) -> str:
    return f"{name}: {shown}"


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _latex_number(text: str) -> str:
    mantissa, e, exponent = text.partition("e")
    return rf"{mantissa} \times 10^{{{exponent}}}" if e else text


def _latex_name(name: str) -> str:
    from abacist.core.expr import symbol
    from abacist.notation.latex import latex

    plain = name.rstrip("'")
    try:
        return latex(symbol(plain)) + name[len(plain) :]
    except ValueError:
        return _latex_words(name)


_SPECIAL = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{mark: "\\" + mark for mark in "{}$&#%_"},
}


def _latex_words(text: str) -> str:
    return r"\text{" + "".join(_SPECIAL.get(mark, mark) for mark in text) + "}"


def _latex_table(table: Table) -> str:
    lines = [" & ".join(_latex_words(cell) for cell in table.columns) + r" \\ \hline"]
    lines += [" & ".join(_latex_cell(cell) for cell in row) + r" \\" for row in table.rows]
    body = "\n".join(lines)
    return rf"\begin{{array}}{{{'c' * len(table.columns)}}}" + "\n" + body + "\n" + r"\end{array}"


def _latex_cell(cell: str) -> str:
    try:
        Decimal(cell)
    except ArithmeticError:
        return _latex_words(cell)
    return _latex_number(cell.replace("E+", "e").replace("E", "e"))
