"""What the service has a worker do in one piece: read a problem, walk a plan, write an answer down.

Each function takes and returns text, as everything does that runs in a worker; the service's own process
then only moves bytes. `READ` and `WALK` are their addresses.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from abacist.apps.sheet import sheet_of
from abacist.core.answer import Answer, Certificate, Solution
from abacist.core.language import Language
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome, Verdict
from abacist.core.plan import Plan, Problem
from abacist.execution.asking import alternative, as_problem
from abacist.execution.here import Here
from abacist.execution.nodes import Result
from abacist.explain.answer import assemble, refuse
from abacist.pipeline import walk
from abacist.reading import follow, restate

__all__ = [
    "READ",
    "WALK",
    "Computed",
    "Facts",
    "Task",
    "Understood",
    "read_problem",
    "walk_plan",
    "written",
]

READ = "abacist.apps.in_worker:read_problem"
WALK = "abacist.apps.in_worker:walk_plan"


class Understood(Record):
    """What a text was read as: a plan and its key, or the answer that says why there is none."""

    language: Language
    plan: Plan | None = None
    key: str = ""
    restatement: str = ""
    refusal: Answer | None = None


class Part(Record):
    """What came of one node of a plan."""

    node: str
    solution: Solution
    certificates: tuple[Certificate, ...] = ()
    is_bound: bool = False


class Computed(Record):
    """What came of a plan, in no language yet: what is kept of an answer, for everyone who asks the same."""

    parts: tuple[Part, ...]
    seconds: float

    @staticmethod
    def of(results: Sequence[Result], seconds: float) -> Computed:
        """The record of these results."""
        return Computed(
            parts=tuple(
                Part(
                    node=each.node.id,
                    solution=each.solution,
                    certificates=each.certificates,
                    is_bound=each.is_bound,
                )
                for each in results
            ),
            seconds=round(seconds, 6),
        )

    def results(self, plan: Plan) -> list[Result]:
        """The results again, with the nodes of their plan."""
        nodes = {node.id: node for node in plan.nodes}
        return [
            Result(nodes[part.node], part.solution, part.certificates, part.is_bound)
            for part in self.parts
        ]

    @property
    def is_lasting(self) -> bool:
        """True where it is worth keeping: nothing was ended from outside, and nothing refuted."""
        ends = [part.solution.outcome for part in self.parts]
        checks = [each for part in self.parts for each in part.certificates]
        return not any(end in _ENDED for end in ends) and not any(
            each.evidence.get("outcome") in _ENDED or each.verdict is Verdict.REFUTED
            for each in checks
        )


_ENDED = frozenset({Outcome.TIMEOUT, Outcome.OUT_OF_MEMORY, Outcome.CRASHED, Outcome.CANCELLED})


class Task(Record):
    """A plan to walk for a problem; with `computed`, only the answer is written.

    `restatement` is empty where the plan was not read from a text.
    """

    problem: str
    language: Language
    plan: Plan
    restatement: str = ""
    timeout: float
    computed: Computed | None = None


class Facts(Record):
    """What the service has to know of an answer without reading it."""

    outcome: Outcome
    level: Level | None
    assumptions: int
    is_lasting: bool


def read_problem(text: str) -> str:
    """Reads `{"text", "language", "reading", "earlier"}` into an `Understood`. Raises as `pipeline.solve` does."""
    asked = json.loads(text)
    problem = as_problem(asked["text"], asked["language"])
    earlier = [as_problem(text, None) for text in asked.get("earlier", ()) if text.strip()]
    found = follow(problem, earlier)
    if found.plan is None:
        refusal = refuse(problem, found)
        return Understood(language=problem.language, refusal=refusal).model_dump_json()
    plan = alternative(found.plan, asked["reading"])
    is_first = plan is found.plan
    return Understood(
        language=problem.language,
        plan=plan,
        key=plan.key,
        restatement=found.restatement if is_first else restate(plan, problem.language),
    ).model_dump_json()


def walk_plan(text: str) -> str:
    """Walks the plan of a `Task`.

    Returns four lines of JSON: `Facts`, the `Answer`, its `Sheet`, and `Computed`, which is empty where
    it was given.
    """
    task = Task.model_validate_json(text)
    began = time.monotonic()
    if task.computed is None:
        results = walk(task.plan, executor=Here(), timeout=task.timeout)
        computed = Computed.of(results, time.monotonic() - began)
    else:
        computed = task.computed
        results = computed.results(task.plan)
    problem = Problem(text=task.problem, language=task.language)
    restatement = task.restatement or restate(task.plan, task.language)
    answer = assemble(problem, task.plan, restatement, results)
    answer = answer.model_copy(update={"elapsed_ms": round(1000 * computed.seconds, 3)})
    kept = computed.model_dump_json() if task.computed is None else ""
    return "\n".join((*written(answer, computed.is_lasting), kept))


def written(answer: Answer, is_lasting: bool) -> tuple[str, str, str]:
    """`Facts`, the answer and its sheet, each as one line of JSON."""
    facts = Facts(
        outcome=answer.outcome,
        level=answer.level,
        assumptions=len(answer.assumptions),
        is_lasting=is_lasting,
    )
    return facts.model_dump_json(), answer.model_dump_json(), sheet_of(answer).model_dump_json()
