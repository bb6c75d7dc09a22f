"""Answers to be reviewed."""

from __future__ import annotations

from abacist.core.answer import Answer
from abacist.core.expr import number
from abacist.core.language import language_of
from abacist.core.outcome import Level, Outcome
from abacist.core.plan import Node, Plan
from abacist.core.value import Exact

__all__ = ["answer_to"]


def answer_to(problem: str, value: int = 4, plan: str = "2 + 2") -> Answer:
    """An answer to a problem that was read as the plan to evaluate this expression."""
    node = Node(id="n1", action="arithmetic.evaluate", args={"expression": plan})
    return Answer(
        problem=problem,
        language=language_of(problem),
        restatement=f"Evaluate {plan}.",
        plan=Plan(nodes=(node,), outputs=("n1",)),
        outcome=Outcome.SOLVED,
        level=Level.COMPUTED,
        value=Exact(expr=number(value)),
        answer=str(value),
        answer_latex=str(value),
    )
