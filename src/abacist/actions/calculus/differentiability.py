"""Whether a function has a derivative at a point: the limit of the difference quotient decides.

A formula for the derivative may have a value where the function has a corner: sign(0) is 0, but |x| has no derivative
at 0. Source: Spivak, Calculus, 4th ed., chapter 9.
"""

from __future__ import annotations

from collections.abc import Mapping

from abacist.actions.calculus.one_sided_limits import one_sided_limits
from abacist.core.answer import Solution
from abacist.core.claim import LimitOf
from abacist.core.expr import Call, Expr, div, sub, symbol
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.notation.sympy_form import NotRepresentable, from_sympy

__all__ = ["has_kinks", "kink_at", "quotient_claims"]

_CORNERS = frozenset(
    {"abs", "sign", "floor", "ceil", "heaviside", "max", "min", "mod", "piecewise", "arg"}
)
_BRANCHES = ("root", "sqrt")
Orders = tuple[tuple[str, int], ...]


def difference_quotient(function: Expr, variable: str, at: Expr) -> Expr:
    """(f(x) − f(a))/(x − a)."""
    x = symbol(variable)
    return div(sub(function, function.substitute({variable: at})), sub(x, at))


def _place(function: Expr, orders: Orders, values: Mapping[str, Expr]) -> tuple[str, Expr] | None:
    """The variable and the point of a first derivative in one variable."""
    if len(orders) != 1 or orders[0][1] != 1 or set(values) != {orders[0][0]}:
        return None
    if function.free_symbols() != {orders[0][0]} or values[orders[0][0]].free_symbols():
        return None
    return orders[0][0], values[orders[0][0]]


def quotient_claims(
    function: Expr, orders: Orders, values: Mapping[str, Expr], value: Expr
) -> tuple[LimitOf, ...]:
    """The claim that the difference quotient tends to the derivative."""
    place = _place(function, orders, values)
    if place is None:
        return ()
    variable, at = place
    quotient = difference_quotient(function, variable, at)
    return (LimitOf(function=quotient, variable=variable, point=at, value=value),)


def kink_at(function: Expr, orders: Orders, values: Mapping[str, Expr]) -> Solution | None:
    """That there is no derivative at the point; None where there is one, or nothing suggests otherwise."""
    place = _place(function, orders, values)
    if place is None or not _may_have_a_kink(function):
        return None
    variable, at = place
    quotient = difference_quotient(function, variable, at)
    try:
        left, right = one_sided_limits(quotient, variable, at)
        if left.value is None or right.value is None:
            return Solution(outcome=Outcome.UNABLE, notes=(_OPEN,))
        finite = left.value.is_finite and right.value.is_finite
        if finite and (left.value - right.value).equals(0):
            return None
        low, high = from_sympy(left.value), from_sympy(right.value)
    except NotRepresentable:
        return None
    note = Message(
        en=f"The derivative does not exist here: the difference quotient tends to {low} from the left and to "
        f"{high} from the right.",
        zh=f"该点导数不存在：差商的左极限为 {low}，右极限为 {high}。",
    )
    same = low == high
    claim = LimitOf(
        function=quotient,
        variable=variable,
        point=at,
        value=low if same else None,
        left=None if same else low,
        right=None if same else high,
    )
    return Solution(outcome=Outcome.UNDEFINED, claims=(claim,), notes=(note,))


def _may_have_a_kink(function: Expr) -> bool:
    return function.has(*_CORNERS, *_BRANCHES) or any(
        isinstance(node, Call) and node.head == "pow" and isinstance(node.args[1], Call)
        for node in function.walk()
    )


def has_kinks(function: Expr, variable: str) -> bool:
    """True where a function with corners or jumps is applied to something that varies."""
    return any(
        isinstance(node, Call) and node.head in _CORNERS and variable in node.free_symbols()
        for node in function.walk()
    )


_OPEN = Message(
    en="The function may have a corner here, and its difference quotient was not decided.",
    zh="函数在该点可能有尖点，差商的极限未能判定。",
)
