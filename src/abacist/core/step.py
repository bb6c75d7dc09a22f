"""A step of a solution: a rule that was applied, what it was applied to and what came out.

Steps hold mathematics and a sentence in both languages; how they look is the business of `explain` alone.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.model import Record, with_kind
from abacist.core.value import Table

__all__ = ["Step"]


class Step(Record):
    """One applied rule.

    Arguments:
        rule: short name of the rule in the field's terms (`power rule`, `quadratic formula`).
        says: one sentence; holes `{a}` are filled from `values` and shown as formulas.
        values: the expressions (or plain texts) for the holes.
        before, after: what the rule turned into what, shown as a displayed formula.
        table: rows to show with the step (the stages of a Runge-Kutta step).
        children: the steps this one is made of.
    """

    rule: str
    says: Message
    values: dict[str, Expr] = {}
    before: Expr | None = None
    after: Expr | None = None
    table: Annotated[Table, BeforeValidator(with_kind)] | None = None
    children: tuple[Step, ...] = ()
