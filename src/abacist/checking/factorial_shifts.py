"""Factorials whose arguments differ by whole numbers, written with one of them: (n + 1)! = (n + 1)·n!.

The normal forms know no relation between n! and (n + 1)!; after this there is nothing to know. Binomial
coefficients and gamma functions become factorials. Every rewriting holds wherever both sides are defined.
"""

from __future__ import annotations

from abacist.checking.elementary_forms import ElementaryForms
from abacist.checking.normal_forms import NotNormal
from abacist.core.expr import Call, Expr, add, call, div, mul, neg, number

__all__ = ["aligned", "as_factorials"]

_FARTHEST = 60


def as_factorials(expr: Expr) -> Expr:
    """The expression with binomial coefficients, permutations and gamma functions as factorials."""
    return expr.rebuild(_as_factorial)


def _as_factorial(node: Expr) -> Expr:
    if not isinstance(node, Call):
        return node
    if node.head == "gamma":
        return call("factorial", add(node.args[0], number(-1)))
    if node.head in ("binomial", "permutations"):
        n, k = node.args
        top, rest = call("factorial", n), call("factorial", add(n, neg(k)))
        return div(top, mul(call("factorial", k), rest) if node.head == "binomial" else rest)
    return node


def aligned(expr: Expr) -> Expr:
    """The expression with each family of factorials n!, (n + 1)!, … written with its least member."""
    expr = as_factorials(expr)
    arguments = {n.args[0] for n in expr.walk() if isinstance(n, Call) and n.head == "factorial"}
    varying = sorted((a for a in arguments if a.free_symbols()), key=str)
    least: dict[Expr, tuple[Expr, int]] = {}
    families: list[dict[Expr, int]] = []
    for argument in varying:
        for family in families:
            gap = _gap(argument, next(iter(family)))
            if gap is not None:
                family[argument] = gap
                break
        else:
            families.append({argument: 0})
    for family in families:
        base, low = min(family.items(), key=lambda item: item[1])
        for argument, place in family.items():
            if place - low <= _FARTHEST:
                least[argument] = base, place - low
    return expr.rebuild(lambda node: _shifted(node, least))


def _gap(a: Expr, b: Expr) -> int | None:
    """The whole number a − b, or None where it is none."""
    try:
        found = ElementaryForms().form(add(a, neg(b))).constant
    except NotNormal:
        return None
    return None if found is None or found.denominator != 1 else int(found)


def _shifted(node: Expr, least: dict[Expr, tuple[Expr, int]]) -> Expr:
    if not isinstance(node, Call) or node.head != "factorial" or node.args[0] not in least:
        return node
    base, steps = least[node.args[0]]
    lowest = call("factorial", base)
    if not steps:
        return lowest
    return mul(*(add(base, number(j)) for j in range(1, steps + 1)), lowest)
