"""One node of a plan: its arguments with the values of earlier nodes put in, and its certificates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from abacist.core.answer import Certificate, Finding, Solution
from abacist.core.claim import Claim
from abacist.core.errors import AbacistError, LimitError, ParseError, PlanError, UnitError
from abacist.core.expr import Expr, call, eq, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome, Verdict
from abacist.core.plan import Node
from abacist.core.registry import find_action
from abacist.core.value import Exact, Named, SetOf, Value, Vector
from abacist.execution.addresses import ACTION, CHECKER
from abacist.execution.binding import is_bound
from abacist.execution.budget import Budget
from abacist.execution.executor import Executor
from abacist.execution.progress import Progress
from abacist.workers import Report

__all__ = [
    "Result",
    "arguments_of",
    "certify",
    "compute",
    "exact_value",
    "passed_on",
    "put_in",
    "result_of",
]

_T = TypeVar("_T")
_PASSED_ON = frozenset({Outcome.SOLVED, Outcome.NO_SOLUTION, Outcome.INFINITELY_MANY})
"""Outcomes with a value that can be computed with: no solution is the empty set."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one node. `is_bound`: its value is what its certificates' claims assert."""

    node: Node
    solution: Solution
    certificates: tuple[Certificate, ...] = ()
    is_bound: bool = False

    @property
    def level(self) -> Level:
        """The weakest of its certificates; `computed` at most where no claim states its value."""
        level = Level.weakest([certificate.verdict for certificate in self.certificates])
        return level if self.is_bound else max(level, Level.COMPUTED, key=list(Level).index)


def arguments_of(node: Node) -> Record:
    """The node's arguments as its action's model. Raises `PlanError` that names each wrong one."""
    action = find_action(node.action)
    try:
        return action.arguments.model_validate(node.args)
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise PlanError(
            Message(
                en=f"{node.id} ({node.action}): " + "; ".join(wrong),
                zh=f"{node.id}（{node.action}）的参数有误：" + "；".join(wrong),
            ),
            Message(
                en=f"`abacist actions {node.action}` shows what it takes",
                zh=f"`abacist actions {node.action}` 列出所需参数",
            ),
        ) from error


def put_in(part: _T, values: Mapping[str, Expr]) -> _T:
    """A record (or any part of one) with symbols replaced by values in all its expressions."""
    changed: Any = part
    if isinstance(part, Expr):
        changed = part.substitute(values)
    elif isinstance(part, BaseModel):
        fields = {name: put_in(getattr(part, name), values) for name in type(part).model_fields}
        changed = part.model_copy(update=fields)
    elif isinstance(part, tuple | list):
        changed = type(part)(put_in(each, values) for each in part)
    elif isinstance(part, dict):
        changed = {key: put_in(each, values) for key, each in part.items()}
    return changed


def exact_value(value: Value | None) -> Expr | None:
    """The value as an expression that a later node can compute with; None where it is not exact."""
    if isinstance(value, Exact):
        return value.expr
    if isinstance(value, Vector | SetOf):
        items = [exact_value(item) for item in value.items]
        head = "set" if isinstance(value, SetOf) else value.shape
        found = [item for item in items if item is not None]
        return call(head, *found) if len(found) == len(items) else None
    if isinstance(value, Named):
        return _named(value)
    return None


def _named(value: Named) -> Expr | None:
    equations: list[Expr] = []
    for name, item in value.items:
        expr = exact_value(item)
        if expr is None or not name.replace("_", "a").isalnum():
            return None
        equations.append(eq(symbol(name), expr))
    return call("named", *equations)


def passed_on(result: Result) -> Expr | None:
    """What later nodes put in for this one; None where there is nothing exact to compute with."""
    if result.level is Level.REFUTED or result.solution.outcome not in _PASSED_ON:
        return None
    value, unit = exact_value(result.solution.value), result.solution.unit
    if value is None or unit is None:
        return value
    return call("quantity", value, unit) if isinstance(result.solution.value, Exact) else None


def compute(node: Node, arguments: Record, executor: Executor, budget: Budget) -> Solution:
    """What the action returns; where it was ended or raised an error, a solution that says so."""
    if budget.is_spent:
        return Solution(outcome=Outcome.TIMEOUT)
    task = {
        "action": node.action,
        "module": find_action(node.action).module,
        "arguments": arguments.model_dump(mode="json"),
    }
    report = executor.call(ACTION, json.dumps(task), budget.for_action)
    _log(report, node.action)
    if report.ok:
        return Solution.model_validate(json.loads(report.value)["solution"])
    if report.error is not None:
        return Solution(outcome=_outcome_of(report.error), notes=(report.error.message,))
    return Solution(outcome=report.outcome or Outcome.CRASHED)


def _log(report: Report, name: str) -> None:
    """A crash is a mistake of ours: the operator finds it in the log, the person a plain sentence."""
    if report.outcome is Outcome.CRASHED:
        import logging

        logger = logging.getLogger("abacist")
        if logger.hasHandlers():  # else Python would print it on the person's screen
            logger.error("%s crashed: %s", name, report.log)


def _outcome_of(error: AbacistError) -> Outcome:
    match error:
        case UnitError():
            return Outcome.UNIT_MISMATCH
        case LimitError():
            return Outcome.TOO_LARGE
        case ParseError():
            return Outcome.NOT_UNDERSTOOD
        case _:
            return Outcome.UNABLE


def certify(claim: Claim, executor: Executor, budget: Budget) -> Certificate:
    """The certificate of one claim; a check that does not end well leaves it undecided."""
    if budget.is_spent:
        return _undecided(claim, Report(Outcome.TIMEOUT))
    report = executor.call(CHECKER, claim.model_dump_json(), budget.for_check)
    _log(report, claim.kind)
    if not report.ok:
        return _undecided(claim, report)
    told = json.loads(report.value)
    finding = Finding.model_validate(told["finding"])
    return Certificate(
        claim=claim,
        verdict=finding.verdict,
        method=finding.method,
        evidence=finding.evidence,
        versions=told["versions"],
        seconds=round(report.seconds, 6),
    )


def _undecided(claim: Claim, report: Report) -> Certificate:
    outcome = report.outcome or Outcome.CRASHED
    why = report.message or outcome.message
    return Certificate(
        claim=claim,
        verdict=Verdict.UNDECIDED,
        method=Message(
            en=f"the check did not come to an end: {why.en}", zh=f"核验未能完成：{why.zh}"
        ),
        evidence={"outcome": report.error.code if report.error is not None else outcome.value},
        seconds=round(report.seconds, 6),
    )


def result_of(
    node: Node, arguments: Record, executor: Executor, budget: Budget, progress: Progress
) -> Result:
    """Computes a node and checks everything it claims; `progress` is told of both as they come."""
    solution = compute(node, arguments, executor, budget)
    progress.solved(node, solution)
    if not solution.outcome.is_answer:
        return Result(node, solution)
    certificates: list[Certificate] = []
    for claim in solution.claims:
        certificates.append(certify(claim, executor, budget))
        progress.certified(node, certificates[-1])
    bound = is_bound(solution.outcome, solution.value, solution.unit, arguments, solution.claims)
    return Result(node, solution, tuple(certificates), bound)
