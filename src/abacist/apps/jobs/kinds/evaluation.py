"""Jobs of evaluations: problems with known answers; every row is the answer given and its grade.

The answers are those that anybody gets, but for what people said in reviews: a verdict is no answer of the
program, and what is evaluated is not offered for review.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar, Literal

from pydantic import AliasChoices, ConfigDict, Field, JsonValue

from abacist.apps.answering import Asked
from abacist.apps.batch import failed
from abacist.apps.confidence import fitted
from abacist.apps.evals.answers import same_by
from abacist.apps.evals.evaluation import Evaluation, Judged, report
from abacist.apps.evals.grading import Grade, grade
from abacist.apps.evals.items import Item, item_of
from abacist.apps.jobs.job import Submission
from abacist.apps.jobs.kinds.kind import Entered, Kind, Lines, Read, Tools
from abacist.apps.jobs.kinds.problems import LARGEST, lost_answer
from abacist.core.errors import InputError, TooLarge
from abacist.core.language import Language
from abacist.core.limits import LIMITS
from abacist.core.model import Record
from abacist.store.jobs import Entry, Kept

__all__ = ["EVALUATION", "EvaluationJob", "Known"]


class Options(Record):
    """Of a whole job: seconds for each problem."""

    timeout: float = Field(default=LIMITS.solve_seconds, ge=0.1, le=3600)


class Known(Record):
    """A problem and what is right: see `abacist.apps.evals.items`. Other fields are left alone."""

    model_config = ConfigDict(extra="ignore")

    id: JsonValue = None
    problem: str = Field(validation_alias=AliasChoices("problem", "question"))
    answer: JsonValue = None
    expected: str | None = None
    options: tuple[JsonValue, ...] | None = None
    answer_kind: str | None = None
    rel_tol: float | None = None
    computed: str | None = None


class EvaluationJob(Submission):
    """Problems with known answers, to be answered and graded."""

    model_config = ConfigDict(json_schema_extra={"required": ["kind", "items"]})

    name: ClassVar[str] = "evaluation"
    kind: Literal["evaluation"] = "evaluation"
    items: tuple[Known, ...] = Field(min_length=1, max_length=LARGEST)
    options: Options = Options()


def _entered(job: EvaluationJob, read: Read) -> Entered:
    named = (
        item if item.id is not None else item.model_copy(update={"id": number})
        for number, item in enumerate(job.items, 1)
    )
    return Entered(job.options, [Entry(1, item.model_dump_json()) for item in named])


def _work(known: Known, options: Options, tools: Tools) -> str:
    asked = Asked(known.problem, timeout=options.timeout)
    answering = replace(tools.answering, reviews=None, verdicts=None)
    try:
        answer = answering.answer(asked, cancellation=tools.cancellation).body.decode()
    except (InputError, TooLarge) as error:
        answer = failed(known.problem, asked.spoken, error).model_dump_json()
    item = _item(known)
    return _line(item, grade(item, json.loads(answer), same_by(tools.executor)), answer)


def _lost(known: Known, options: Options) -> str:
    answer = lost_answer(known.problem, None).model_dump_json()
    return _line(_item(known), Grade.UNANSWERED, answer)


def _item(known: Known) -> Item:
    return item_of(known.model_dump(), known.problem, known.id)


def _line(item: Item, given: Grade, answer: str) -> str:
    """The answer, a JSON object, with the id, what is right and the grade in front."""
    told = {"id": item.id, "right": item.right, "grade": given}
    head = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"{head[:-1]},{answer[1:]}"


class _Report:
    """See `Report`."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation

    def figures(self) -> dict[str, Any]:
        """See `Report`."""
        return self._evaluation.figures()

    def text(self, language: Language) -> str:
        """See `Report`."""
        return report(self._evaluation, language)


def _report(options: Options, lines: Iterable[Kept]) -> _Report:
    return _Report(Evaluation.of(_judged(lines), fitted()))


def _judged(lines: Iterable[Kept]) -> Iterator[Judged]:
    for kept in lines:
        line = json.loads(kept.line)
        item = Item(id=line["id"], problem=line["problem"], right=line["right"])
        yield Judged(item, line, Grade(line["grade"]))


EVALUATION = Kind(
    options=Options,
    item=Known,
    entered=_entered,
    work=_work,
    lost=_lost,
    formats={"jsonl": Lines},
    report=_report,
)
