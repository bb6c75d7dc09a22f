"""Powers such as (−8)^(1/3), which schools take as the real root −2 and complex analysis as 1 + √3·i.

The principal value is computed; where it is not the real one, the answer says what the other reading gives.
"""

from __future__ import annotations

from abacist.actions.arithmetic.exact_numbers import fraction_of
from abacist.actions.arithmetic.simplest_constant import simplest_constant
from abacist.core.expr import Call, Expr, call, number
from abacist.core.language import Message
from abacist.notation.terminal import terminal

__all__ = ["real_power_note", "with_real_roots"]


def real_power_note(expression: Expr) -> tuple[Message, ...]:
    """What the expression is worth with real roots, where that is another value than the principal one."""
    real = with_real_roots(expression)
    if real == expression:
        return ()
    value = terminal(simplest_constant(real))
    note = Message(
        en="A negative number to a fractional power is taken as the principal complex power; with the real "
        f"root it is {value}. Write root(x, n) for the real root.",
        zh=f"负数的分数次幂按复数主值理解；若取实方根，结果为 {value}。实方根请写作 root(x, n)。",
    )
    return (note,)


def with_real_roots(expression: Expr) -> Expr:
    """The expression with root(a, n)^m for every a^(m/n) of a negative number a and an odd n."""

    def change(node: Expr) -> Expr:
        if not isinstance(node, Call) or node.head != "pow":
            return node
        base, power = map(fraction_of, node.args)
        if base is None or base >= 0 or power is None or power.denominator % 2 == 0:
            return node
        if power.denominator == 1:
            return node
        root = call("root", node.args[0], number(power.denominator))
        return call("pow", root, number(power.numerator))

    return expression.rebuild(change)
