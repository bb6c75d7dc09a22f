"""Every golden case in every wording: right, checked, and the same plan whatever the words."""

from __future__ import annotations

import re

import pytest

from abacist.core.answer import Answer
from abacist.core.outcome import Level, Outcome
from abacist.execution.executor import InProcess
from abacist.pipeline import equal, run, solve
from tests.golden import GOLDEN, Golden

_CASES = [
    pytest.param(case, wording, id=f"{case.name}-{index}")
    for case in GOLDEN
    for index, wording in enumerate(case.wordings)
]
_CHECKED = {Level.PROVED, Level.ENCLOSED, Level.CROSS_CHECKED}


def _shown(answer: Answer) -> str:
    """Everything a person can see of an answer, in one text."""
    parts = [answer.answer, answer.message, answer.unit or ""]
    parts += [note.en for note in answer.notes]
    parts += [str(step.model_dump(mode="json")) for step in answer.steps]
    parts += [certificate.claim.model_dump_json() for certificate in answer.certificates]
    for assumption in answer.assumptions:
        if assumption.alternative is None:
            continue
        parts.append(run(assumption.alternative, executor=InProcess()).answer)
    return " ".join(parts)


def _same(got: str, wanted: str) -> bool:
    return got == wanted or equal(got, wanted, executor=InProcess()).verdict == "yes"


def _close(got: str, wanted: str, tolerance: float) -> bool:
    numbers = [float(text) for text in re.findall(r"-?\d+\.\d+", got)]
    expected = [float(text) for text in re.findall(r"-?\d+\.\d+", wanted)]
    return len(numbers) == len(expected) and all(
        abs(a - b) <= tolerance for a, b in zip(numbers, expected, strict=True)
    )


@pytest.mark.parametrize("case, wording", _CASES)
def test_golden(case: Golden, wording: str) -> None:
    answer = solve(wording, executor=InProcess())
    assert answer.outcome is case.outcome, answer.message
    if case.outcome is Outcome.NEEDS_CLARIFICATION:
        assert answer.clarification is not None
        return
    assert answer.level in _CHECKED, answer.certificates
    assert answer.restatement
    if case.tolerance:
        assert _close(answer.answer, case.answer, case.tolerance), answer.answer
    elif case.answer:
        assert _same(answer.answer, case.answer), answer.answer
    shown = _shown(answer)
    for text in case.contains:
        assert text in shown


@pytest.mark.parametrize(
    "case", [c for c in GOLDEN if c.outcome is Outcome.SOLVED], ids=lambda c: c.name
)
def test_wordings_have_one_plan(case: Golden) -> None:
    """One plan for all wordings in both languages."""
    plans = [solve(wording, executor=InProcess()).plan for wording in case.wordings]
    keys = {plan.key for plan in plans if plan is not None}
    assert None not in plans
    assert len(keys) == 1
