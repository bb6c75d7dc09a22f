"""What runs in a worker process: an action, a checker, a comparison. JSON text in, JSON text out.

Each function takes and returns text, finds what it runs in the registry and translates the exceptions
of libraries. An `AbacistError` goes through: the worker carries it to the caller.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from functools import cache
from importlib import import_module, metadata
from typing import Any

from pydantic import TypeAdapter, ValidationError

from abacist.core.answer import Finding, Solution
from abacist.core.claim import Claim
from abacist.core.errors import AbacistError, PlanError
from abacist.core.language import Message
from abacist.core.outcome import Outcome, Verdict
from abacist.core.registry import checker_for, find_action
from abacist.execution.exceptions import family_of, outcome_of

__all__ = ["act", "check", "compare", "library_versions"]

_VERSIONED = ("sympy", "python-flint", "scipy", "mpmath")
_LOG_LENGTH = 20_000  # characters


def act(text: str) -> str:
    """Runs `{"action", "module", "arguments"}`; returns `{"solution", "log"}`.

    The caller knows the module, so a worker that has just started need not import every other one.
    """
    task = json.loads(text)
    import_module(task["module"])
    action = find_action(task["action"])
    try:
        arguments = action.arguments.model_validate(task["arguments"])
    except ValidationError as error:
        raise PlanError(str(error)) from error
    solution, log = _guarded(lambda: action.run(arguments), _given_up)
    return json.dumps({"solution": solution.model_dump(mode="json"), "log": log})


def check(text: str) -> str:
    """Checks a claim; returns `{"finding", "versions", "log"}`."""
    claim = _claims().validate_json(text)
    checker = checker_for(claim.kind)
    if checker is None:
        finding, log = Finding(verdict=Verdict.UNDECIDED, method=_NO_CHECKER), ""
    else:
        finding, log = _guarded(lambda: checker.check(claim), _undecided)
    report = {
        "finding": finding.model_dump(mode="json"),
        "versions": library_versions(),
        "log": log,
    }
    return json.dumps(report)


def compare(text: str) -> str:
    """Compares the two texts of `{"a", "b"}`; returns an `Equality`."""
    task = json.loads(text)
    equality = import_module("abacist.checking.equality")
    result, _ = _guarded(
        lambda: equality.compare(task["a"], task["b"]), lambda _, why: equality.undecided(why)
    )
    return str(result.model_dump_json())


@cache
def library_versions() -> dict[str, str]:
    """The versions of the libraries that checkers use."""
    return {name: metadata.version(name) for name in _VERSIONED}


@cache
def _claims() -> TypeAdapter[Claim]:
    return TypeAdapter(Claim)


def _guarded(
    compute: Callable[[], Any], instead: Callable[[Outcome, Message], Any]
) -> tuple[Any, str]:
    """What `compute` returns, or `instead` of the outcome that a library's exception means, and a log."""
    try:
        return compute(), ""
    except (AbacistError, MemoryError):
        raise  # the worker tells the caller of both
    except Exception as error:
        outcome = outcome_of(error)
        if outcome is None:
            raise
        trace = "".join(traceback.format_exception(error))
        return instead(outcome, _what_gave_up(error)), trace[-_LOG_LENGTH:]


def _what_gave_up(error: Exception) -> Message:
    library, name = family_of(type(error).__module__), type(error).__name__
    shown = name if library == "builtins" else f"{library}: {name}"
    return Message(en=f"the method gave up ({shown})", zh=f"所用方法未能得到结果（{shown}）")


def _given_up(outcome: Outcome, why: Message) -> Solution:
    return Solution(outcome=outcome, notes=(why,))


def _undecided(outcome: Outcome, why: Message) -> Finding:
    return Finding(verdict=Verdict.UNDECIDED, method=why, evidence={"outcome": outcome.value})


_NO_CHECKER = Message(
    en="nothing here can check this kind of claim", zh="目前没有方法能核验这类结论"
)
