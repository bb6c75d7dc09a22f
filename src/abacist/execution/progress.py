"""Who listens while an answer is made: each part as soon as it exists."""

from __future__ import annotations

from abacist.core.answer import Certificate, Solution
from abacist.core.plan import Node, Plan

__all__ = ["Progress"]


class Progress:
    """Hears of nothing; whoever wants to hear overrides what it wants to hear of.

    In this order: `read` once, then for each node `solved` and `certified` for each of its claims. What
    is told in `solved` has not been checked yet, and a later check may refute it. The methods are called
    in the thread that computes, which waits for them; what they raise ends the computation.
    """

    def read(self, plan: Plan, restatement: str) -> None:
        """The problem was understood."""

    def solved(self, node: Node, solution: Solution) -> None:
        """A node was computed."""

    def certified(self, node: Node, certificate: Certificate) -> None:
        """A claim of a node was checked."""
