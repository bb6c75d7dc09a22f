"""The members of a finite set that satisfy a condition.

Arguments: a finite set of exact numbers, or an interval, whose integers are then meant, and relations in one
unknown; no units.
Outcomes: solved (the empty set too); too_large for a long interval; unable where a condition cannot be
decided for a member.
Method: every member is tested; irrational members are compared with numbers by SymPy.
Source: the axiom of specification.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

from pydantic import model_validator

from abacist.actions.numbers.integer_arithmetic import Unsupported, rational_of
from abacist.actions.numbers.integer_code import condition_text, imports_for, value_text
from abacist.actions.numbers.integer_conditions import (
    UNKNOWN,
    bounds_of,
    compile_test,
    in_one_unknown,
)
from abacist.actions.sets.members import SET_SLOT, entries, not_finite
from abacist.core.answer import Solution
from abacist.core.claim import MembersOf
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, Symbol, call, number
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "filter_set"]

_MOST = 20_000
_SHOWN = 60


class Arguments(Record):
    """A set and what its members shall satisfy.

    Arguments:
        members: the set.
        conditions: relations in one unknown, which a plan calls n.
        condition: one more condition.
    """

    members: Annotated[Expr, SET_SLOT]
    conditions: tuple[Expr, ...] = ()
    condition: Annotated[
        Expr | None,
        Slot("Predicate", ask=Message(en="Which members?", zh="要哪些元素？")),
    ] = None

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        given = (*self.conditions, *((self.condition,) if self.condition is not None else ()))
        conditions = in_one_unknown(given)
        if not conditions:
            raise ValueError("no condition is given")
        object.__setattr__(self, "conditions", conditions)
        object.__setattr__(self, "condition", None)
        return self


_FILTER = Make("sets.filter", members=Hole("s"), condition=Hole("p"))

PHRASES = (
    Phrase(
        "Set",
        en=(
            "those among {s:Set} that are {conditions:Predicate+}",
            "{s:Set} {conditions:Predicate+}",
            "{s:Set} with {conditions:Relation+}",
        ),
        zh=("{s:Set}中{conditions:Predicate+}的数", "{s:Set}中满足{conditions:Relation+}的(数|元素)"),
        means=Make("sets.filter", members=Hole("s"), conditions=Hole("conditions")),
    ),
    Phrase(
        "Set",
        en=(
            "{s:Set} (that|which) {p:Predicate}",
            "{s:Set} (that|which) (are|is) (also|both) {p:Predicate}",
        ),
        zh=("{p:Predicate}的{s:Set}", "{s:Set}(中|里|里面)(的)?(，)?{p:Predicate}的(数|元素|所有数|那些)?"),
        means=_FILTER,
    ),
    Phrase(
        "Set",
        en=("(the|all|all the)? {p:Attribute} (members|elements|numbers)? (of|in|among)? {s:Set}",),
        zh=("{s:Set}(中|里|里面)(的)?(所有)?{p:Attribute}数", "{p:Attribute}{s:Set}"),
        means=_FILTER,
        cost=0.02,
    ),
)  # fmt: skip

EXAMPLES = (
    Example(
        en="the positive factors of 48 that are divisible by 3",
        zh="48的能被3整除的正因数",
        answer="{3, 6, 12, 24, 48}",
        level=Level.PROVED,
        source="3 times the divisors of 16",
    ),
    Example(
        en="Find the even divisors of 12.",
        zh="求12的偶因数。",
        answer="{2, 4, 6, 12}",
        level=Level.PROVED,
        source="2 times the divisors of 6",
    ),
    Example(
        en="the divisors of 36 that are perfect squares",
        zh="36的因数中是完全平方数的数",
        answer="{1, 4, 9, 36}",
        level=Level.PROVED,
        source="36 = 2^2 * 3^2",
    ),
)


@action(
    "sets.filter",
    title=Message(en="Members that satisfy a condition", zh="满足条件的元素"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def filter_set(arguments: Arguments) -> Solution:
    """The members that satisfy every condition, in their order; see the module's page."""
    try:
        found = _listed(arguments.members)
        if found is None:
            return not_finite(arguments.members)
        kept = tuple(m for m in found if all(_holds(c, m) for c in arguments.conditions))
    except TooLarge as error:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(error.message,))
    except Unsupported as error:
        note = Message(en=f"undecided for a member: {error}", zh=f"对某个元素无法判定：{error}")
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    value = call("set", *kept)
    claim = MembersOf(
        unknown=UNKNOWN, within=arguments.members, conditions=arguments.conditions, value=value
    )
    return Solution(
        value=Exact(expr=value),
        claims=(claim,),
        steps=(_step(arguments, len(found), kept),),
        code=_code(arguments, found),
    )


def _listed(members: Expr) -> tuple[Expr, ...] | None:
    if isinstance(members, Call) and members.head.startswith("interval"):
        bounds = bounds_of(call("in", Symbol(UNKNOWN), members))
        if bounds is None or bounds.lower is None or bounds.upper is None:
            return None
        if bounds.upper - bounds.lower > _MOST:
            raise TooLarge(Message(en=f"more than {_MOST} integers", zh=f"超过 {_MOST} 个整数"))
        return tuple(number(n) for n in range(bounds.lower, bounds.upper + 1))
    return entries(members)


def _holds(condition: Expr, member: Expr) -> bool:
    try:
        value = rational_of(member)
    except Unsupported:
        return _compares(condition, member)
    if isinstance(value, Fraction):
        return _compares(condition, member)
    return compile_test(condition)(value)


def _compares(condition: Expr, member: Expr) -> bool:
    """A condition on a member that is no integer: comparisons with numbers, decided by SymPy."""
    from abacist.notation.sympy_form import to_sympy

    if isinstance(condition, Call) and condition.head in ("and", "or", "not"):
        parts = [_compares(arg, member) for arg in condition.args]
        return {"and": all(parts), "or": any(parts), "not": not parts[0]}[condition.head]
    if not (isinstance(condition, Call) and condition.head in ("lt", "le", "gt", "ge", "eq", "ne")):
        raise Unsupported(f"{condition} for {member}")
    if condition.has("mod", "floor", "ceil", "gcd", "lcm", "factorial"):
        raise Unsupported(f"{condition} for {member}, which is no integer")
    decided = to_sympy(condition.substitute({UNKNOWN: member}))
    if decided in (True, False):
        return bool(decided)
    raise Unsupported(f"{condition} for {member}")


def _step(arguments: Arguments, tested: int, kept: Sequence[Expr]) -> Step:
    condition = (
        arguments.conditions[0]
        if len(arguments.conditions) == 1
        else call("and", *arguments.conditions)
    )
    return Step(
        rule="filter",
        says=Message(
            en="Of the {k} members, {m} satisfy {c}.", zh="{k} 个元素中有 {m} 个满足 {c}。"
        ),
        values={"k": number(tested), "m": number(len(kept)), "c": condition},
        after=call("set", *kept[:_SHOWN]),
    )


def _code(arguments: Arguments, found: Sequence[Expr]) -> str:
    try:
        members = ", ".join(value_text(member) for member in found)
        test = " and ".join(condition_text(condition) for condition in arguments.conditions)
    except KeyError:
        return ""
    body = (
        f"members = [{members}]\n"
        f"kept = [{UNKNOWN} for {UNKNOWN} in members if {test}]\n"
        'print("{" + ", ".join(map(str, kept)) + "}")\n'
    )
    return imports_for(body)
