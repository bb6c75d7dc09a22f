"""A problem and its plan: an acyclic graph of actions with typed arguments.

The plan is canonical: nodes are in the order they are computed in and numbered from `n1`, so that the same
meaning has the same text and the same hash, whatever the words or the language it was read from.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from abacist.core.errors import PlanError
from abacist.core.language import Language, Message
from abacist.core.model import Record

__all__ = ["Assumption", "Node", "Plan", "Problem"]


class Problem(Record):
    """What a person asked, as written."""

    text: str
    language: Language


class Node(Record):
    """One action of a plan.

    Arguments:
        id: `n1`, `n2`, … in the order of computation.
        action: registered name, `calculus.integrate`.
        args: the action's arguments as JSON (expressions as canonical text); defaults left out.
        inputs: symbol that occurs in `args` → id of the earlier node whose value stands for it.
    """

    id: str
    action: str
    args: dict[str, Any] = {}
    inputs: dict[str, str] = {}


class Assumption(Record):
    """How an ambiguous text was read, and the other reading as a plan that can be run."""

    says: Message
    alternative: Plan | None = None


class Plan(Record):
    """What will be computed. `outputs` are the ids whose values answer the problem, in order."""

    nodes: tuple[Node, ...]
    outputs: tuple[str, ...]
    assumptions: tuple[Assumption, ...] = ()

    def check(self) -> None:
        """Raises `PlanError` unless ids are unique and every reference is to an earlier node."""
        seen: set[str] = set()
        for node in self.nodes:
            missing = set(node.inputs.values()) - seen
            if missing:
                raise PlanError(
                    f"node {node.id} uses {', '.join(sorted(missing))} before it is computed"
                )
            if node.id in seen:
                raise PlanError(f"two nodes are called {node.id}")
            seen.add(node.id)
        if not self.outputs or not set(self.outputs) <= seen:
            raise PlanError("the plan's outputs are not among its nodes")

    @property
    def key(self) -> str:
        """SHA-256 of the canonical text; assumptions are remarks and do not count."""
        body = self.model_dump(mode="json", exclude={"assumptions"})
        text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


for _model in (Assumption, Plan):
    _model.model_rebuild()
