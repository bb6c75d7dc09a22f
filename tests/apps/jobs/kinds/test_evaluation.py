"""Jobs of evaluations: the grade of each answer, and the report; people's verdicts do not count."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from pydantic import ValidationError

from abacist.apps.answering import Answering
from abacist.apps.jobs.kinds.evaluation import EVALUATION, EvaluationJob
from abacist.apps.jobs.kinds.kind import Tools
from abacist.apps.settings import Settings
from abacist.core.language import Language
from abacist.execution.executor import Cancellation, InProcess
from abacist.store.jobs import Kept
from tests.apps.jobs.processes import Desk

ITEMS = (
    {"id": "a", "problem": "What is 2 + 3?", "answer": 5, "source": "nobody asks for this"},
    {"question": "2 加 4 等于多少？", "answer": "7"},
    {"problem": "What is the meaning of life?", "answer": "42"},
    {"problem": "Solve x = x + 1", "answer": None, "expected": "no_solution"},
)


class Unasked:
    """Whoever asks it for a review or a verdict fails."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"an evaluation has no use for {name}")


@pytest.fixture
def tools() -> Tools:
    executor, unasked = cast("Any", InProcess()), cast("Any", Unasked())
    answering = Answering(executor, Settings(), reviews=unasked, verdicts=unasked)
    return Tools(answering, executor, Cancellation())


def test_from_problems_to_the_report(desk: Desk, tools: Tools) -> None:
    submission = EvaluationJob.model_validate({"items": ITEMS})
    job, _ = desk.office.submit(submission)
    assert (job.kind, job.total) == ("evaluation", 4)
    options = EVALUATION.options()
    for item in desk.office.jobs.waiting(job.id, 0, 4):
        line = EVALUATION.work(EVALUATION.item.model_validate_json(item.text), options, tools)
        desk.office.jobs.keep(job.id, 0, [(item.place, line)])
    lines = [json.loads(kept.line) for kept in desk.office.lines(job.id)]
    assert [(line["id"], line["grade"]) for line in lines] == [
        ("a", "right"),
        (2, "wrong"),
        (3, "unanswered"),
        (4, "right"),
    ]
    assert (lines[0]["right"], lines[0]["answer"], lines[0]["level"]) == ("5", "5", "proved")
    report = desk.office.report(job.id)
    figures = report.figures()
    assert (figures["coverage"], figures["accuracy"]) == (0.75, 0.6667)
    assert figures["levels"]["proved"]["wrong"] == figures["silent_errors"] == 1
    assert figures["reliability"]
    assert "95 % interval" in report.text(Language.EN)
    assert "可信程度" in report.text(Language.ZH)


def test_what_ends_the_program_is_unanswered() -> None:
    known = EVALUATION.item.model_validate(ITEMS[0])
    line = EVALUATION.lost(known, EVALUATION.options())
    told = json.loads(line)
    assert (told["id"], told["grade"], told["outcome"]) == ("a", "unanswered", "crashed")
    figures = EVALUATION.report(EVALUATION.options(), [Kept(0, 1, line)]).figures()
    assert (figures["problems"], figures["answered"], figures["levels"]) == (1, 0, {})


@pytest.mark.parametrize("items", [(), ({"answer": "5"},), ({"problem": 5, "answer": "5"},)])
def test_what_no_evaluation_can_be(items: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError):
        EvaluationJob.model_validate({"items": items})
