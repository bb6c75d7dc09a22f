"""Conventions that differ between schools: what a bare `log` is, and sin 30 without a degree sign.

Nothing in the text decides them, so the one that is followed is said, with the other one as a plan that can be run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from abacist.core.expr import Call, Expr, Number, call, number
from abacist.core.language import Message
from abacist.core.plan import Assumption, Node, Plan
from abacist.core.registry import find_action

__all__ = ["conventions"]

_CIRCULAR = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_LEAST_DEGREES = 10  # sin 1 and sin 2 are meant in radians by everybody who writes them


@dataclass(frozen=True, slots=True)
class _Convention:
    """`other` gives the part of a formula as the other convention reads it; the part itself if it is no case of it."""

    says: Message
    other: Callable[[Expr], Expr]


def conventions(plan: Plan) -> Iterator[Assumption]:
    """The conventions that the formulas of a plan follow, where there are others."""
    for convention in _CONVENTIONS:
        nodes = tuple(_with(convention.other, node) for node in plan.nodes)
        if any(a is not b for a, b in zip(nodes, plan.nodes, strict=True)):
            alternative = plan.model_copy(update={"nodes": nodes, "assumptions": ()})
            yield Assumption(says=convention.says, alternative=alternative)


def _with(other: Callable[[Expr], Expr], node: Node) -> Node:
    declared = find_action(node.action).arguments
    arguments = declared.model_validate(node.args)
    fields = {name: getattr(arguments, name) for name in declared.model_fields}
    changed = {name: _rebuilt(value, other) for name, value in fields.items()}
    if changed == fields:
        return node
    try:
        other_arguments = declared.model_validate(changed)
    except ValidationError:
        return node  # the other convention has no place here
    body = other_arguments.model_dump(mode="json", exclude_defaults=True)
    return node.model_copy(update={"args": body})


def _rebuilt(value: Any, other: Callable[[Expr], Expr]) -> Any:
    if isinstance(value, tuple):
        return tuple(_rebuilt(each, other) for each in value)
    return value.rebuild(other) if isinstance(value, Expr) else value


def _common_logarithm(part: Expr) -> Expr:
    if isinstance(part, Call) and part.head == "log" and len(part.args) == 1:
        return call("log", part.args[0], number(10))
    return part


def _in_degrees(part: Expr) -> Expr:
    if not (isinstance(part, Call) and part.head in _CIRCULAR):
        return part
    angle = part.args[0]
    if isinstance(angle, Number) and angle.value.denominator == 1 and angle.value >= _LEAST_DEGREES:
        return call(part.head, call("degree", angle))
    return part


_CONVENTIONS = (
    _Convention(
        Message(
            en="log without a base is taken as the natural logarithm ln, not as the one to base 10.",
            zh="未写底数的 log 理解为自然对数 ln，而不是以 10 为底的对数。",
        ),
        _common_logarithm,
    ),
    _Convention(
        Message(
            en="An angle without a degree sign is taken in radians, not in degrees.",
            zh="没有度数符号的角按弧度理解，而不是度。",
        ),
        _in_degrees,
    ),
)
