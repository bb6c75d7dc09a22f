"""Exact rational arithmetic as it is taught: one operation at a time, each a step.

Only sums, products, quotients, whole powers, percentages and a few whole-number functions are worked out
here, by Python's fractions; what is irrational stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from abacist.core.expr import Call, Expr, Number, call, number
from abacist.core.language import Message
from abacist.core.limits import LIMITS
from abacist.core.step import Step

__all__ = [
    "Undefined",
    "exponents_of",
    "fraction_of",
    "rational_expr",
    "reduction",
    "undefined_part",
]

_MOST_STEPS = 14


class Undefined(Exception):
    """A division by zero or 0⁰; `why` says which."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.en)
        self.why = why


def fraction_of(expr: Expr) -> Fraction | None:
    """The rational number that a literal (5, 0.5, −3, 2/3) is."""
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Call) and expr.head == "div":
        top, bottom = expr.args
        if isinstance(top, Number) and isinstance(bottom, Number) and bottom.value:
            return top.value / bottom.value
    if isinstance(expr, Call) and expr.head == "neg":
        inner = fraction_of(expr.args[0])
        return None if inner is None else -inner
    return None


def exponents_of(expr: Expr) -> list[Fraction]:
    """The exponents of powers of unknowns that are numbers, worked out: 10⁹ of x^(10^9)."""
    found: list[Fraction] = []
    for node in expr.walk():
        if isinstance(node, Call) and node.head == "pow" and node.args[0].free_symbols():
            value = _constant(node.args[1])
            if value is not None:
                found.append(value)
    return found


def undefined_part(expr: Expr) -> tuple[Expr, Message] | None:
    """A constant part without a value, and why: 1/0 of 1/0 = x, and of x/(1 − 1) = 2 the 1/(1 − 1)."""
    for node in expr.walk():
        if not isinstance(node, Call) or not node.args:
            continue
        part: Expr = node
        if node.head == "div" and not node.args[1].free_symbols():
            part = call("div", number(1), node.args[1])
        if part.free_symbols():
            continue
        try:
            reduction(part)
        except Undefined as reason:
            return part, reason.why
    return None


def _constant(expr: Expr) -> Fraction | None:
    """The number that an expression without symbols comes to by rational operations."""
    if expr.free_symbols():
        return None
    try:
        return fraction_of(reduction(expr)[0])
    except Undefined:
        return None


def rational_expr(value: Fraction, decimal: bool = False) -> Expr:
    """A fraction in lowest terms; as a decimal where that is asked for and finite."""
    if value.denominator == 1:
        return number(value)
    if decimal:
        found = number(value)
        if isinstance(found, Number):
            return found
    return call("div", number(value.numerator), number(value.denominator))


def reduction(expr: Expr) -> tuple[Expr, tuple[Step, ...]]:
    """The expression with all rational operations worked out, and the steps.

    Raises `Undefined` at a division by zero.
    """
    decimal = any(isinstance(n, Number) and n.value.denominator > 1 for n in expr.walk())
    steps: list[Step] = []
    current = expr
    while True:
        worked, found = _innermost(current, decimal)
        if worked is None:
            return current, tuple(_shortened(steps, expr, current))
        rule, after = worked, found
        steps.append(Step(rule=rule[0], says=rule[1], before=current, after=after))
        current = after


def _shortened(steps: list[Step], first: Expr, last: Expr) -> list[Step]:
    """At most `_MOST_STEPS` steps: what lies in the middle is one step with children."""
    if len(steps) <= _MOST_STEPS:
        return steps
    says = Message(en="Work out the operations in order.", zh="按运算顺序逐步计算。")
    children = tuple(steps[: _MOST_STEPS - 2])
    return [
        Step(rule="order of operations", says=says, before=first, after=last, children=children)
    ]


_Rule = tuple[str, Message]


def _innermost(expr: Expr, decimal: bool) -> tuple[_Rule | None, Expr]:
    """Works out the first innermost operation on numbers; (None, expr) where there is none."""
    if not isinstance(expr, Call) or (fraction_of(expr) is not None and _lowest(expr)):
        return None, expr
    for index, arg in enumerate(expr.args):
        rule, after = _innermost(arg, decimal)
        if rule is not None:
            return rule, call(expr.head, *expr.args[:index], after, *expr.args[index + 1 :])
    return _operate(expr, decimal)


def _lowest(expr: Call) -> bool:
    """True for −a and for a fraction of coprime integers, which need no work."""
    if expr.head == "neg":
        return True
    top, bottom = (fraction_of(arg) for arg in expr.args)
    if top is None or bottom is None or top.denominator != 1 or bottom.denominator != 1:
        return False
    return bottom > 1 and math.gcd(int(top), int(bottom)) == 1


def _operate(expr: Call, decimal: bool) -> tuple[_Rule | None, Expr]:
    rule = _OPERATIONS.get(expr.head)
    if rule is None:
        return None, expr
    values = [fraction_of(arg) for arg in expr.args]
    if expr.head in ("add", "mul"):
        return _together(expr, values, decimal)
    known = [value for value in values if value is not None]
    if len(known) != len(values):
        return None, expr
    name, says, function = rule
    result = function(*known)
    if result is None:
        return None, expr
    return (name, says), rational_expr(result, decimal)


def _together(
    expr: Call, values: list[Fraction | None], decimal: bool
) -> tuple[_Rule | None, Expr]:
    """Adds or multiplies the numbers of a sum or product; the other parts stay in their order."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None, expr
    total = sum(known) if expr.head == "add" else math.prod(known, start=Fraction(1))
    total = Fraction(total)
    place = next(k for k, value in enumerate(values) if value is not None)
    others = [arg for arg, value in zip(expr.args, values, strict=True) if value is None]
    if expr.head == "mul" and total == 0:
        return _OPERATIONS["mul"][:2], number(0)
    merged = rational_expr(total, decimal)
    if others and expr.head == "add" and total == 0:
        after = call("add", *others)
    elif others:
        position = 0 if expr.head == "mul" else min(place, len(others))
        after = call(expr.head, *others[:position], merged, *others[position:])
    else:
        after = merged
    if after == expr:
        return None, expr
    name, says = _sum_rule(known) if expr.head == "add" else _OPERATIONS["mul"][:2]
    return (name, says), after


def _sum_rule(values: list[Fraction]) -> _Rule:
    bottoms = {value.denominator for value in values}
    if bottoms == {1} or (
        all(number(v) == Number(v) for v in values if _finite(v)) and all(map(_finite, values))
    ):
        return _OPERATIONS["add"][:2]
    if len(bottoms) == 1:
        says = Message(
            en="Add the numerators over the denominator they share.",
            zh="同分母分数相加，分子相加减。",
        )
        return "common denominator", says
    common = math.lcm(*bottoms)
    says = Message(
        en=f"Bring the fractions to the common denominator {common} and add.",
        zh=f"通分，公分母为 {common}，再相加减。",
    )
    return "common denominator", says


def _finite(value: Fraction) -> bool:
    return isinstance(number(value), Number)


def _divide(a: Fraction, b: Fraction) -> Fraction:
    if b == 0:
        raise Undefined(Message(en="Division by zero is undefined.", zh="除数为零，没有意义。"))
    return a / b


def _raise(a: Fraction, b: Fraction) -> Fraction | None:
    if b.denominator != 1:
        return None
    if a == 0 and b == 0:
        raise Undefined(Message(en="0^0 is left undefined here.", zh="0 的 0 次方在此视为无定义。"))
    if a == 0 and b < 0:
        raise Undefined(Message(en="Division by zero is undefined.", zh="除数为零，没有意义。"))
    size = max(a.numerator.bit_length(), a.denominator.bit_length())
    if 3 * size * abs(int(b)) > 10 * LIMITS.result_digits:
        return None
    return a ** int(b)


def _root(a: Fraction) -> Fraction | None:
    if a < 0:
        return None
    top, bottom = math.isqrt(a.numerator), math.isqrt(a.denominator)
    if top * top == a.numerator and bottom * bottom == a.denominator:
        return Fraction(top, bottom)
    return None


def _absolute(a: Fraction) -> Fraction:
    return abs(a)


def _percent(a: Fraction) -> Fraction:
    return a / 100


def _later(*values: Fraction) -> None:
    """Sums and products are worked out by `_together`."""


def _factorial(n: Fraction) -> Fraction | None:
    if n.denominator != 1 or not 0 <= n <= 1_000:
        return None
    return Fraction(math.factorial(int(n)))


def _binomial(n: Fraction, k: Fraction) -> Fraction | None:
    if n.denominator != 1 or k.denominator != 1 or not 0 <= k <= n <= 2_000:
        return None
    return Fraction(math.comb(int(n), int(k)))


_OPERATIONS: Mapping[str, tuple[str, Message, Callable[..., Fraction | None]]] = {
    "add": ("addition", Message(en="Add the numbers.", zh="做加减法。"), _later),
    "mul": ("multiplication", Message(en="Multiply the numbers.", zh="做乘法。"), _later),
    "div": (
        "division",
        Message(en="Divide and reduce the fraction.", zh="做除法并约分。"),
        _divide,
    ),
    "pow": ("power", Message(en="Work out the power.", zh="计算乘方。"), _raise),
    "sqrt": ("square root", Message(en="Take the square root.", zh="开平方。"), _root),
    "percent": (
        "percentage",
        Message(en="A percentage is so many hundredths.", zh="百分数即百分之几。"),
        _percent,
    ),
    "abs": ("absolute value", Message(en="Take the absolute value.", zh="取绝对值。"), _absolute),
    "factorial": ("factorial", Message(en="Work out the factorial.", zh="计算阶乘。"), _factorial),
    "binomial": (
        "binomial coefficient",
        Message(en="Work out the binomial coefficient.", zh="计算组合数。"),
        _binomial,
    ),
}
