"""The one path: a problem is read into a plan, acted on, checked, explained and answered.

    text ──read──▶ Plan ──act──▶ Solution ──check──▶ certificates ──explain──▶ Answer

Every interface walks it, and nothing else computes an answer.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from abacist.core.answer import Answer
from abacist.core.expr import Expr
from abacist.core.language import Language, language_of
from abacist.core.limits import LIMITS
from abacist.core.outcome import Outcome
from abacist.core.plan import Plan, Problem
from abacist.execution.addresses import EQUALITY
from abacist.execution.asking import alternative, as_language, as_problem, check_plan
from abacist.execution.budget import Budget
from abacist.execution.executor import Executor, default_executor
from abacist.execution.nodes import Result, arguments_of, passed_on, put_in, result_of
from abacist.execution.progress import Progress
from abacist.execution.verification import Verification, verify_answer
from abacist.explain.answer import assemble, refuse
from abacist.reading import read, restate

if TYPE_CHECKING:
    from abacist.checking.equality import Equality

__all__ = ["equal", "run", "solve", "verify", "walk"]


def solve(
    problem: str | Problem,
    *,
    language: Language | str | None = None,
    timeout: float | None = None,
    executor: Executor | None = None,
    reading: int = 1,
) -> Answer:
    """Answers a problem.

    **Arguments**

    - `problem`: the text, or a `Problem`, which knows its language.
    - `language`: of the answer; by default that of the problem.
    - `timeout`: seconds for everything, checks included; by default `LIMITS.solve_seconds`.
    - `executor`: where actions and checkers run; by default a warm process of this program.
    - `reading`: 1 is the preferred one; 2 the first alternative that the answer's assumptions offer, …

    Raises `InputError` where there is no text or a formula cannot be read, and `TooLarge`. What
    happens after the reading is an outcome of the answer, never an exception.
    """
    began = time.monotonic()
    asked = as_problem(problem, language)
    found = read(asked)
    if found.plan is None:
        return _timed(refuse(asked, found), began)
    plan = alternative(found.plan, reading)
    restatement = found.restatement if reading == 1 else restate(plan, asked.language)
    results = walk(plan, executor=executor, timeout=timeout)
    answer = assemble(asked, plan, restatement, results, found.notes)
    return _timed(answer, began)


def run(
    plan: Plan,
    *,
    problem: str = "",
    language: Language | str | None = None,
    timeout: float | None = None,
    executor: Executor | None = None,
) -> Answer:
    """Answers a plan: `problem` is only the text that the answer repeats.

    Raises `PlanError` for a plan that no action accepts.
    """
    began = time.monotonic()
    spoken = as_language(language) if language else language_of(problem)
    asked = Problem(text=problem, language=spoken)
    results = walk(plan, executor=executor, timeout=timeout)
    answer = assemble(asked, plan, restate(plan, asked.language), results)
    return _timed(answer, began)


def verify(
    answer: Answer, *, timeout: float | None = None, executor: Executor | None = None
) -> Verification:
    """Checks a saved answer again: every claim, and that the claims say what the answer says.

    Nothing is computed anew and the problem is not read again; the steps and the code of the answer
    are not part of what is verified.
    """
    budget = Budget(timeout or LIMITS.solve_seconds)
    return verify_answer(answer, executor or default_executor(), budget)


def equal(
    a: str, b: str, *, timeout: float | None = None, executor: Executor | None = None
) -> Equality:
    """Whether two mathematical texts mean the same: yes, no (with a witness) or undecided.

    Raises `ParseError` for a text that cannot be read.
    """
    from abacist.checking.equality import Equality, undecided

    executor = executor or default_executor()
    text = json.dumps({"a": a, "b": b})
    report = executor.call(EQUALITY, text, timeout or LIMITS.check_seconds).checked()
    if not report.ok:
        return undecided((report.outcome or Outcome.CRASHED).message)
    return Equality.model_validate_json(report.value)


def walk(
    plan: Plan,
    *,
    timeout: float | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """The results of the nodes in order, as far as they can be computed; `progress` is told of each.

    Raises `PlanError` for a plan that no action accepts.
    """
    check_plan(plan)
    for node in plan.nodes:
        arguments_of(node)
    executor = executor or default_executor()
    budget = Budget(timeout or LIMITS.solve_seconds)
    values: dict[str, Expr] = {}
    results: list[Result] = []
    for node in plan.nodes:
        if not set(node.inputs.values()) <= values.keys():
            continue  # what it needs has no value, which is the answer's outcome
        inputs = {name: values[source] for name, source in node.inputs.items()}
        arguments = put_in(arguments_of(node), inputs)
        result = result_of(node, arguments, executor, budget, progress or Progress())
        results.append(result)
        value = passed_on(result)
        if value is not None:
            values[node.id] = value
    return results


def _timed(answer: Answer, began: float) -> Answer:
    return answer.model_copy(update={"elapsed_ms": round((time.monotonic() - began) * 1000, 3)})
