"""Sum, product, number, largest, smallest and mean of the members of a finite set: what they share.

Fractions are added exactly; other exact members go through SymPy.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, Literal

from abacist.actions.numbers.integer_arithmetic import fraction_expr
from abacist.actions.sets.members import SET_SLOT, collected, entries, not_finite, rationals
from abacist.core.answer import Solution
from abacist.core.claim import AggregateOf
from abacist.core.expr import Expr, add, call, div, mul, number
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "Operation", "aggregate"]

Operation = Literal["sum", "product", "count", "maximum", "minimum", "mean"]
_SHOWN = 60


class Arguments(Record):
    """The set.

    Arguments:
        members: a finite set of exact numbers, or a list, whose entries count each time.
    """

    members: Annotated[Expr, SET_SLOT]


def aggregate(operation: Operation, members: Expr) -> Solution:
    """The operation on a finite set or list, with claim, steps and code."""
    members = collected(members)
    found = entries(members)
    if found is None:
        return not_finite(members)
    if not found and operation in ("maximum", "minimum", "mean"):
        return Solution(outcome=Outcome.UNDEFINED, notes=(_EMPTY,))
    values = rationals(found)
    if values is not None:
        distinct = tuple(dict.fromkeys(values)) if _is_set(members) else values
        value = fraction_expr(_EXACT[operation](distinct))
        return _solution(operation, members, found, value)
    return _irrational(operation, members, found)


def _is_set(members: Expr) -> bool:
    return getattr(members, "head", "") == "set"


def _solution(operation: Operation, members: Expr, found: Sequence[Expr], value: Expr) -> Solution:
    return Solution(
        value=Exact(expr=value),
        claims=(AggregateOf(operation=operation, members=members, value=value),),
        steps=(_step(operation, found, value),),
        notes=() if found else (_OF_NONE,),
        code=_code(operation, members, found),
    )


def _irrational(operation: Operation, members: Expr, found: Sequence[Expr]) -> Solution:
    """The same for members that are no fractions: roots, multiples of π, complex numbers, formulas."""
    if operation == "count":
        value: Expr = number(len(found))
        return _solution(operation, members, found, value)
    if operation in ("maximum", "minimum"):
        best = _extreme(operation, found)
        if best is None:
            return Solution(outcome=Outcome.UNABLE, notes=(_NOT_ORDERED,))
        return _solution(operation, members, found, best)
    written = _written(operation, found)
    value = _simplified(written)
    return _solution(operation, members, found, value)


def _written(operation: Operation, found: Sequence[Expr]) -> Expr:
    if operation == "product":
        return mul(*found)
    total = add(*found)
    return total if operation == "sum" else div(total, number(len(found)))


def _simplified(written: Expr) -> Expr:
    from sympy import expand, radsimp

    from abacist.notation.sympy_form import from_sympy, to_sympy

    return from_sympy(radsimp(expand(to_sympy(written))))


def _extreme(operation: Operation, found: Sequence[Expr]) -> Expr | None:
    """The largest or smallest by SymPy's exact comparison; None where it does not decide."""
    from abacist.notation.sympy_form import to_sympy

    best = 0
    forms: list[Any] = [to_sympy(member) for member in found]
    if not all(form.is_extended_real for form in forms):
        return None
    for index in range(1, len(forms)):
        difference = forms[index] - forms[best]
        is_larger, is_smaller = difference.is_positive, difference.is_negative
        if is_larger is None and is_smaller is None:
            return None
        if (is_larger if operation == "maximum" else is_smaller) is True:
            best = index
    return found[best]


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


_OF_NONE = Message(
    en="There is no member; the sum of no numbers is 0, their product 1.",
    zh="集合为空；约定空和为 0，空积为 1。",
)

_EXACT: Mapping[str, Callable[[Sequence[Fraction]], Fraction | int]] = {
    "sum": lambda values: sum(values, Fraction(0)),
    "product": lambda values: math.prod(values, start=Fraction(1)),
    "count": len,
    "maximum": max,
    "minimum": min,
    "mean": _mean,
}


def _step(operation: Operation, found: Sequence[Expr], value: Expr) -> Step:
    before: Expr | None = None
    if operation in ("sum", "product", "mean") and 1 < len(found) <= _SHOWN:
        before = _written(operation, found)
    return Step(
        rule=operation,
        says=_SAYS[operation],
        values={"k": number(len(found)), "v": value},
        before=before,
        after=value if before is not None else call("set", *found[:_SHOWN]),
    )


_SAYS: Mapping[str, Message] = {
    "sum": Message(en="Add the {k} members: {v}.", zh="把 {k} 个元素相加，得 {v}。"),
    "product": Message(en="Multiply the {k} members: {v}.", zh="把 {k} 个元素相乘，得 {v}。"),
    "count": Message(en="Count the members: there are {v}.", zh="数一数元素的个数，共 {v} 个。"),
    "maximum": Message(
        en="The largest of the {k} members is {v}.", zh="{k} 个元素中最大的是 {v}。"
    ),
    "minimum": Message(
        en="The smallest of the {k} members is {v}.", zh="{k} 个元素中最小的是 {v}。"
    ),
    "mean": Message(
        en="Add the {k} members and divide by {k}: {v}.", zh="把 {k} 个元素相加再除以 {k}，得 {v}。"
    ),
}

_CODE: Mapping[str, str] = {
    "sum": "sum(members)",
    "product": "math.prod(members)",
    "count": "len(members)",
    "maximum": "max(members)",
    "minimum": "min(members)",
    "mean": "sum(members) / Fraction(len(members))",
}


def _code(operation: Operation, members: Expr, found: Sequence[Expr]) -> str:
    values = rationals(tuple(found))
    if values is None:
        return _symbolic_code(operation, found)
    shown = [
        str(v) if v.denominator == 1 else f"Fraction({v.numerator}, {v.denominator})"
        for v in values
    ]
    opening, closing = ("{", "}") if _is_set(members) and shown else ("[", "]")
    lines = [f"members = {opening}{', '.join(shown)}{closing}", f"print({_CODE[operation]})"]
    imports = ["from fractions import Fraction"] if "Fraction" in "".join(lines) else []
    imports += ["import math"] if "math." in lines[1] else []
    return "\n".join([*imports, *([""] if imports else []), *lines]) + "\n"


def _symbolic_code(operation: Operation, found: Sequence[Expr]) -> str:
    from sympy.printing.str import StrPrinter

    from abacist.notation.sympy_form import to_sympy

    printer = StrPrinter({"sympy_integers": True})
    shown = ", ".join(printer.doprint(to_sympy(member)) for member in found)
    names = sorted({name for member in found for name in member.free_symbols()})
    declared = [f"{', '.join(names)} = symbols({' '.join(names)!r})"] if names else []
    asked = {
        "sum": "radsimp(expand(sum(members)))",
        "product": "radsimp(expand(prod(members)))",
        "mean": "radsimp(expand(sum(members) / len(members)))",
        "count": "len(members)",
        "maximum": "Max(*members)",
        "minimum": "Min(*members)",
    }[operation]
    lines = ["from sympy import *", "", *declared, f"members = [{shown}]", f"print({asked})"]
    return "\n".join(lines) + "\n"


_EMPTY = Message(en="The set is empty.", zh="这个集合是空集。")
_NOT_ORDERED = Message(
    en="the members cannot be put in order: they are not all known real numbers",
    zh="元素不都是可比较的实数，无法排序",
)
