"""One parameter of a sweep and its values, as they are written: `R1=50:150:10 mm`.

    a:b         a, a + 1, … up to b; the end belongs to it. With --sample: anywhere between a and b
    a:b:s       in steps of s, which may be negative
    1, 2, 5     a list; one number is a constant
    linspace(a, b, n)     n values, evenly from a to b
    logspace(a, b, n)     n values from a to b in equal ratios (a and b are the values themselves)
    uniform(a, b)   normal(m, s)     random, with --sample

Numbers may be constants such as 2*pi or 1/3. Values with a finite or periodic decimal form are exact until
they are rounded, once, to a float: the fourth value of 0:1:0.1 is 0.3 and no 0.30000000000000004.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from abacist.apps.sweeps.axis_values import (
    Evenly,
    Listed,
    Normal,
    Points,
    Random,
    Rounded,
    Uniform,
)
from abacist.core.errors import InputError, TooLarge
from abacist.core.expr import CONSTANTS, Expr
from abacist.core.language import Message
from abacist.notation import parse
from abacist.notation.arb_real import as_ratio
from abacist.notation.quantities import unit_named

__all__ = ["Axis", "read_axis"]

_MOST_CHARACTERS = 100_000
_MOST_POINTS = 10**12
_SHAPE = re.compile(r"\s*([^\W\d]\w*)\s*(?:=|in\b|∈)\s*(.*\S)\s*", re.DOTALL)
_UNIT = re.compile(r"(.*\S)\s+([^\s\d,:()=+*/^-][^,:()=]*)", re.DOTALL)
_CALL = re.compile(r"([a-z]+)\s*\((.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Axis:
    """A parameter with its values and their unit. `span`: where it was written as a:b without a step."""

    name: str
    values: Points | Random
    unit: Expr | None = None
    span: tuple[float, float] | None = None


def read_axis(text: str) -> Axis:
    """The axis that a text describes. Raises `InputError` (`UnitError`, `ParseError`) or `TooLarge`."""
    if len(text) > _MOST_CHARACTERS:
        raise TooLarge(
            Message(
                en=f"a parameter is given in more than {_MOST_CHARACTERS} characters; put it into a file",
                zh=f"参数的写法超过 {_MOST_CHARACTERS} 个字符；请改用文件",
            )
        )
    found = _SHAPE.fullmatch(text)
    if found is None or found[1] in CONSTANTS:
        raise _unreadable(text)
    name, written = found[1], found[2]
    written, unit = _without_unit(_in_degrees(written))
    return _axis(name, written, unit)


def _unreadable(text: str) -> InputError:
    shown = text.strip()[:80]
    return InputError(
        Message(en=f"this gives no values: {shown!r}", zh=f"无法读出取值：“{shown}”"),
        Message(
            en='write for example "R=50:150:10", "d=5,10,20" or "x=linspace(0, 1, 101)"',
            zh="写法例如 R=50:150:10、d=5,10,20 或 x=linspace(0, 1, 101)",
        ),
    )


def _in_degrees(written: str) -> str:
    """`0:90:30°` is in degrees throughout: none of its numbers is a radian beside others in degrees."""
    parts = re.split("[:,，、]", written)
    marked = ["°" in part for part in parts]
    if "(" in written or all(marked) or not any(marked):
        return written
    if marked.index(True) == len(parts) - 1 and written.endswith("°"):
        return f"{written[:-1]} deg"
    raise InputError(
        Message(
            en=f"some of these numbers are in degrees and others are not: {written[:80]}",
            zh=f"其中有的数以度为单位，有的没有：{written[:80]}",
        ),
        Message(en="write for example x=0:90:30 deg", zh="写法例如 x=0:90:30 deg"),
    )


def _without_unit(written: str) -> tuple[str, Expr | None]:
    found = _UNIT.fullmatch(written)
    unit = None if found is None else unit_named(found[2])
    return (written, None) if found is None or unit is None else (found[1], unit)


def _axis(name: str, written: str, unit: Expr | None) -> Axis:
    called = _CALL.fullmatch(written)
    if called is not None and called[1] in _CALLS:
        arguments = _split(called[2])
        count, make = _CALLS[called[1]]
        if len(arguments) != count:
            raise InputError(
                Message(
                    en=f"{called[1]} takes {count} numbers, as in {_EXAMPLES[called[1]]}",
                    zh=f"{called[1]} 需要 {count} 个数，例如 {_EXAMPLES[called[1]]}",
                )
            )
        return Axis(name, make(name, arguments), unit)
    if ":" in written:
        ends = written.split(":")
        if len(ends) > 3 or not all(end.strip() for end in ends):
            raise _unreadable(f"{name}={written}")
        span = (_float(ends[0]), _float(ends[1])) if len(ends) == 2 else None
        return Axis(name, _stepped(name, ends), unit, span)
    return Axis(name, Listed(tuple(_float(each) for each in _split(written))), unit)


def _split(text: str) -> list[str]:
    """The parts between commas that stand in no brackets."""
    parts, depth = [""], 0
    for sign in text.replace("，", ",").replace("、", ","):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _number(text: str) -> Fraction | Expr:
    """A constant: a fraction where it is rational, else its expression."""
    if not text.strip():
        raise InputError(Message(en="a number is missing in a list", zh="列表中缺少一个数"))
    expr = parse(text.strip())
    ratio = as_ratio(expr)
    if ratio is not None:
        return ratio
    if expr.free_symbols():
        letter = min(expr.free_symbols())
        raise InputError(
            Message(
                en=f"{letter} is no number; a parameter takes numbers",
                zh=f"{letter} 不是数；参数的取值必须是数",
            )
        )
    return expr


def _float(text: str) -> float:
    value = _number(text)
    if isinstance(value, Expr):
        from abacist.notation.arb import enclose
        from abacist.notation.refusal import NotRepresentable, Undecided

        try:
            ball: Any = enclose(value, field="real")
            number = float(ball.mid())
        except (Undecided, NotRepresentable):
            raise _no_number(text) from None
    else:
        try:
            number = float(value)
        except OverflowError:
            raise _no_number(text) from None
    if number - number != 0:
        raise _no_number(text)
    return number


def _no_number(text: str) -> InputError:
    shown = text.strip()[:40]
    return InputError(
        Message(
            en=f"{shown} is not one real number within the range of floating point",
            zh=f"{shown} 不是浮点数范围内的一个实数",
        ),
        Message(
            en="several values are separated by commas: d=5,10,20",
            zh="多个取值以逗号分隔：d=5,10,20",
        ),
    )


def _stepped(name: str, ends: Sequence[str]) -> Points:
    first, last = _number(ends[0]), _number(ends[1])
    step = _number(ends[2]) if len(ends) == 3 else Fraction(1)
    start, end = _float(ends[0]), _float(ends[1])
    by = _float(ends[2]) if len(ends) == 3 else 1.0
    if by == 0:
        raise InputError(Message(en=f"the step of {name} is 0", zh=f"{name} 的步长为 0"))
    if isinstance(first, Fraction) and isinstance(last, Fraction) and isinstance(step, Fraction):
        count = (last - first) // step + 1
        return Evenly(first, step, _counted(name, count))
    count = int((end - start) / by + 1e-9) + 1 if (end - start) / by > -1e-9 else 0
    size = _counted(name, count)
    return Rounded(start, start + by * (size - 1), size)


def _counted(name: str, count: int) -> int:
    if count < 1:
        raise InputError(
            Message(
                en=f"{name} has no values: its step leads away from its end",
                zh=f"{name} 没有取值：步长的方向与终点相反",
            ),
            Message(
                en="a falling range has a negative step, as in 150:50:-10",
                zh="递减的范围要用负步长，例如 150:50:-10",
            ),
        )
    if count > _MOST_POINTS:
        raise TooLarge(
            Message(en=f"{name} has {count} values", zh=f"{name} 有 {count} 个取值"),
            Message(en=f"the limit is {_MOST_POINTS}", zh=f"上限为 {_MOST_POINTS}"),
        )
    return count


def _how_many(name: str, text: str) -> int:
    count = _number(text)
    if isinstance(count, Expr) or count.denominator != 1 or count < 1:
        raise InputError(
            Message(
                en=f"{name}: {text.strip()} is no number of values",
                zh=f"{name}：{text.strip()} 不能作为取值的个数",
            )
        )
    return _counted(name, int(count))


def _linspace(name: str, arguments: Sequence[str]) -> Points:
    first, last, size = (
        _number(arguments[0]),
        _number(arguments[1]),
        _how_many(name, arguments[2]),
    )
    if isinstance(first, Fraction) and isinstance(last, Fraction):
        return Evenly(first, (last - first) / max(1, size - 1), size)
    return Rounded(_float(arguments[0]), _float(arguments[1]), size)


def _logspace(name: str, arguments: Sequence[str]) -> Points:
    first, last, size = _float(arguments[0]), _float(arguments[1]), _how_many(name, arguments[2])
    if first * last <= 0:
        raise InputError(
            Message(
                en=f"{name}: logspace takes two numbers of one sign, 0 excluded",
                zh=f"{name}：logspace 的两端必须同号且不为 0",
            )
        )
    return Rounded(first, last, size, in_ratios=True)


def _uniform(name: str, arguments: Sequence[str]) -> Uniform:
    lower, upper = map(_float, arguments)
    if not lower < upper:
        raise InputError(
            Message(
                en=f"{name}: the first end of uniform(…) must be the smaller one",
                zh=f"{name}：uniform(…) 的下端必须小于上端",
            )
        )
    return Uniform(lower, upper)


def _normal(name: str, arguments: Sequence[str]) -> Normal:
    mean, deviation = map(_float, arguments)
    if not deviation > 0:
        raise InputError(
            Message(
                en=f"{name}: the standard deviation must be positive",
                zh=f"{name}：标准差必须为正",
            )
        )
    return Normal(mean, deviation)


_CALLS: dict[str, tuple[int, Callable[[str, Sequence[str]], Points | Random]]] = {
    "linspace": (3, _linspace),
    "logspace": (3, _logspace),
    "uniform": (2, _uniform),
    "normal": (2, _normal),
}
_EXAMPLES = {
    "linspace": "linspace(0, 1, 101)",
    "logspace": "logspace(1, 1000, 4)",
    "uniform": "uniform(0, 1)",
    "normal": "normal(100, 5)",
}
