"""Values and derivatives of an expression at a point: truncated Taylor series in ball arithmetic.

`series(expr, values)` evaluates a tree on `acb_series`: give the variable the series a + t and the
coefficient of tᵏ is the k-th derivative at a over k!, enclosed in a ball. No rule of symbolic differentiation
is used. Where a ball does not decide, `Unsettled` is raised; nothing is ever guessed.

Source: A. Griewank, A. Walther, Evaluating Derivatives, 2nd ed. (2008), chapter 13; F. Johansson, Arb,
https://doi.org/10.1109/TC.2017.2690633.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from abacist.checking.series_arithmetic import Unsettled, is_real
from abacist.checking.series_functions import FUNCTIONS, VARIADIC
from abacist.core.expr import CONSTANTS, Call, Expr, Number, Symbol

if TYPE_CHECKING:
    from flint import acb, acb_series

__all__ = ["Unsettled", "evaluate", "is_real", "series", "truth", "working"]


@contextmanager
def working(bits: int, length: int = 1) -> Iterator[None]:
    """Sets FLINT's precision in bits and the number of coefficients for the block."""
    from flint import ctx

    before = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = bits, length
    try:
        yield
    finally:
        ctx.prec, ctx.cap = before


def evaluate(expr: Expr, values: Mapping[str, acb]) -> acb:
    """The value of `expr` at a point, as a complex ball. Raises `Unsettled`."""
    from flint import acb_series, ctx

    with working(ctx.prec, 1):
        return series(expr, {name: acb_series([at]) for name, at in values.items()})[0]


def series(expr: Expr, values: Mapping[str, acb_series]) -> acb_series:
    """The truncated series of `expr` when the names stand for the series `values`. Raises `Unsettled`."""
    result = _node(expr, values)
    if not all(coefficient.is_finite() for coefficient in result.coeffs()):
        raise Unsettled("singular here")
    return result


def _node(expr: Expr, values: Mapping[str, Any]) -> Any:
    from flint import acb_series, fmpq

    if isinstance(expr, Number):
        return acb_series([fmpq(expr.value.numerator, expr.value.denominator)])
    if isinstance(expr, Symbol):
        found = values.get(expr.name)
        return acb_series([_constant(expr.name)]) if found is None else found
    assert isinstance(expr, Call)
    special = _SPECIAL.get(expr.head)
    if special is not None:
        return special(expr, values)
    rule = VARIADIC.get(expr.head) or FUNCTIONS.get((expr.head, len(expr.args)))
    if rule is None:
        raise Unsettled(f"{expr.head} cannot be evaluated")
    args = [_node(arg, values) for arg in expr.args]
    try:
        return rule(*args)
    except (ValueError, ZeroDivisionError, OverflowError) as error:
        raise Unsettled(str(error)) from error


def _constant(name: str) -> Any:
    from flint import acb

    if name == "pi":
        return acb.pi()
    if name == "E":
        return acb(1).exp()
    if name == "I":
        return acb(0, 1)
    kind = "constant" if name in CONSTANTS else "free symbol"
    raise Unsettled(f"the {kind} {name} has no value")


def truth(relation: Expr, values: Mapping[str, acb_series]) -> bool:
    """Whether a relation holds at the point. Raises `Unsettled` where the balls overlap."""
    if isinstance(relation, Symbol) and relation.name in ("true", "false"):
        return relation.name == "true"
    if not isinstance(relation, Call):
        raise Unsettled("not a relation")
    if relation.head in ("and", "or"):
        found = [truth(part, values) for part in relation.args]
        return all(found) if relation.head == "and" else any(found)
    if relation.head == "not":
        return not truth(relation.args[0], values)
    if relation.head not in ("lt", "le", "gt", "ge", "ne", "eq"):
        raise Unsettled(f"the relation {relation.head}")
    left, right = (_node(side, values)[0] for side in relation.args)
    return _compare(relation.head, left - right)


def _compare(head: str, gap: Any) -> bool:
    if head in ("eq", "ne"):
        if gap == 0 or not gap.contains(0):
            return (gap == 0) == (head == "eq")
        raise Unsettled("equality of balls")
    # Off the real line the real part decides, as it does for |u|: see series_functions.
    side = gap.real
    if not gap.imag.contains(0):
        raise Unsettled("an order of numbers that are not real")
    if side > 0 or side < 0:
        return bool(side > 0) == (head in ("gt", "ge"))
    if side == 0 and is_real(gap):
        return head in ("le", "ge")
    raise Unsettled("an order of overlapping balls")


def _piecewise(expr: Call, values: Mapping[str, Any]) -> Any:
    for piece in expr.args:
        if not isinstance(piece, Call):
            break
        if piece.head == "otherwise" or truth(piece.args[1], values):
            return _node(piece.args[0], values)
    raise Unsettled("no piece applies")


def _extreme(expr: Call, values: Mapping[str, Any]) -> Any:
    best, *others = [_node(arg, values) for arg in expr.args]
    for other in others:
        gap = (other[0] - best[0]).real
        if gap.contains(0) or not (other[0].imag.contains(0) and best[0].imag.contains(0)):
            raise Unsettled("a tie")
        if bool(gap > 0) == (expr.head == "max"):
            best = other
    return best


_SPECIAL: Mapping[str, Callable[[Call, Mapping[str, Any]], Any]] = {
    "piecewise": _piecewise,
    "max": _extreme,
    "min": _extreme,
}
