"""Small actions and readings for tests of the path itself, registered under names of their own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from abacist.core import registry
from abacist.core.answer import Finding, Solution
from abacist.core.claim import CongruenceOf, SumOf
from abacist.core.errors import UnitError
from abacist.core.expr import Expr, mul, number
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome, Verdict
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Ball, Exact

__all__ = ["checking_with"]


class Amount(Record):
    """One expression, and how the action shall misbehave."""

    amount: Expr
    mishap: str = ""


def _said(text: str) -> Message:
    return Message(en=text, zh=f"{text}（中）")


def _solved(value: Expr, *claims: SumOf, code: str = "") -> Solution:
    step = Step(rule="doubling", says=_said("it becomes {a}"), values={"a": value}, after=value)
    return Solution(value=Exact(expr=value), claims=claims, steps=(step,), code=code)


@action("test.double", title=_said("Doubling"), arguments=Amount)
def double(arguments: Amount) -> Solution:
    """Twice the amount."""
    value = mul(number(2), arguments.amount)
    code = f"print('{value}')"
    if arguments.mishap == "no claim":
        return _solved(value, code=code)
    amount = number(1) if arguments.mishap == "other claim" else arguments.amount
    twice = SumOf(term=amount, index="k", lower=number(1), upper=number(2), value=value)
    return _solved(value, twice, code=code)


@action("test.fail", title=_said("Failing"), arguments=Amount)
def fail(arguments: Amount) -> Solution:
    """Ends in every way but well."""
    match arguments.mishap:
        case "hang":
            time.sleep(600)
        case "die":
            os.kill(os.getpid(), 9)
        case "library":
            import sympy

            raise sympy.PolynomialError("no")
        case "units":
            raise UnitError("metres and seconds")
        case "mistake":
            raise KeyError("our own")
        case "approximate":
            return Solution(value=Ball(mid="1.5", rad="0.1"))
        case "none":
            claim = CongruenceOf(unknown="n", conditions=(arguments.amount,), value=None)
            return Solution(outcome=Outcome.NO_SOLUTION, claims=(claim,))
        case _:
            pass
    return Solution(outcome=Outcome.UNABLE, notes=(_said("no method"),))


@contextmanager
def checking_with(kind: str, verdict: Verdict | Exception | str) -> Iterator[None]:
    """The checker of this kind says so (or raises, or hangs) inside the block, in this process."""

    def check(claim: object) -> Finding:
        if isinstance(verdict, Exception):
            raise verdict
        assert isinstance(verdict, Verdict)
        return Finding(verdict=verdict, method=_said("by decree"))

    entries = registry._TABLE.entries
    before = registry.checker_for(kind)
    entries["checker", kind] = registry.Checker(kind, check, __name__)
    try:
        yield
    finally:
        if before is None:
            del entries["checker", kind]
        else:
            entries["checker", kind] = before
