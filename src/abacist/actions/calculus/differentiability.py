"""Whether a function has a derivative at a point: the limit of the difference quotient decides.

A formula for the derivative may have a value where the function has a corner: sign(0) is 0, but |x| has no derivative
at 0. Source: Spivak, Calculus, 4th ed., chapter 9.
"""

from __future__ import annotations

from collections.abc import Mapping

from abacist.actions.calculus.one_sided_limits import one_sided_limits
from abacist.core.answer import Solution
from abacist.core.claim import LimitOf
from abacist.core.expr import Call, Expr, call, div, sub, symbol
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.arb import decide_sign, enclose
from abacist.notation.refusal import Undecided
from abacist.notation.sympy_form import NotRepresentable, from_sympy
from abacist.notation.terminal import terminal

__all__ = ["has_kinks", "kink_at", "quotient_claims"]

_CORNERS = frozenset(
    {"abs", "sign", "floor", "ceil", "heaviside", "max", "min", "mod", "piecewise", "arg"}
)
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
    """The derivative of a function with corners or jumps, or at a branch point, by its definition; else None.

    Of a higher or mixed derivative at such a point nothing is said.
    """
    place = _place(function, orders, values)
    by_definition = place is not None and has_kinks(function, place[0])
    if not by_definition and not _is_at_a_kink(function, values):
        return None
    if place is None:
        return Solution(outcome=Outcome.UNABLE, notes=(_OPEN,))
    variable, at = place
    quotient = difference_quotient(function, variable, at)
    try:
        left, right = one_sided_limits(quotient, variable, at)
        if left.value is None or right.value is None:
            return Solution(outcome=Outcome.UNABLE, notes=(_OPEN,))
        low, high = from_sympy(left.value), from_sympy(right.value)
    except NotRepresentable:
        return Solution(outcome=Outcome.UNABLE, notes=(_OPEN,))
    same = low == high or bool((left.value - right.value).equals(0))
    step = Step(
        rule="definition of the derivative", says=_DEFINITION, before=_mark(quotient, variable, at)
    )
    claim = LimitOf(
        function=quotient,
        variable=variable,
        point=at,
        value=low if same else None,
        left=None if same else low,
        right=None if same else high,
    )
    if same and left.value.is_finite:
        return Solution(value=Exact(expr=low), claims=(claim,), steps=(step,))
    note = Message(
        en=f"The derivative does not exist here: the difference quotient tends to {terminal(low)} from the left and to "
        f"{terminal(high)} from the right.",
        zh=f"该点导数不存在：差商的左极限为 {terminal(low)}，右极限为 {terminal(high)}。",
    )
    return Solution(outcome=Outcome.UNDEFINED, claims=(claim,), steps=(step,), notes=(note,))


def _mark(quotient: Expr, variable: str, at: Expr) -> Expr:
    return call("limit", quotient, symbol(variable), at)


def _is_at_a_kink(function: Expr, values: Mapping[str, Expr]) -> bool:
    """True unless every corner, jump and branch point of the function is certainly somewhere else."""
    for node in function.walk():
        if not isinstance(node, Call) or not node.free_symbols() & set(values):
            continue
        if node.head in ("mod", "piecewise", "arg"):
            return True
        gap = _gap(node)
        if gap is not None and decide_sign(gap.substitute(values)) not in (-1, 1):
            return True
        if node.head in ("floor", "ceil") and not _is_between(node.args[0].substitute(values)):
            return True
    return False


def _gap(node: Call) -> Expr | None:
    """What vanishes where the function has a corner, a jump or a branch point."""
    if node.head in ("abs", "sign", "heaviside", "sqrt", "root"):
        return node.args[0]
    if node.head in ("max", "min") and len(node.args) == 2:
        return sub(*node.args)
    if node.head == "pow" and isinstance(node.args[1], Call) and node.args[0].free_symbols():
        return node.args[0]
    return None


def _is_between(value: Expr) -> bool:
    """True for a number that is certainly not whole."""
    try:
        return not enclose(value, field="real").contains_integer()
    except (Undecided, NotRepresentable):
        return False


def has_kinks(function: Expr, variable: str) -> bool:
    """True where a function with corners or jumps is applied to something that varies."""
    return any(
        isinstance(node, Call) and node.head in _CORNERS and variable in node.free_symbols()
        for node in function.walk()
    )


_DEFINITION = Message(
    en="The rules do not reach this point; the derivative is the limit of the difference quotient.",
    zh="求导法则不适用于该点，按定义求差商的极限。",
)
_OPEN = Message(
    en="The function has a corner, a jump or a branch point here, and no derivative was established.",
    zh="函数在该点有尖点、跳跃或支点，未能确定导数。",
)
