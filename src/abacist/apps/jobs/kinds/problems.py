"""Jobs of problems: every item is a problem, every row its id and its answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from pydantic import Field, JsonValue

from abacist.apps.answering import Asked
from abacist.apps.batch import failed
from abacist.apps.jobs.job import Submission
from abacist.apps.jobs.kinds.kind import Entered, Kind, Lines, Read, Tools
from abacist.core.answer import Answer
from abacist.core.errors import InputError, TooLarge
from abacist.core.language import Language, Message, language_of
from abacist.core.limits import LIMITS
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.store.jobs import Entry, Kept

__all__ = ["LARGEST", "PROBLEMS", "Options", "Problem", "ProblemsJob", "check_count", "lost_answer"]

LARGEST = 100_000
_AGAIN = (Outcome.CRASHED, Outcome.OUT_OF_MEMORY)  # perhaps for want of something on that machine


class Options(Record):
    """Of a whole job: language of the answers (by default each problem's), seconds for each problem.

    `retries`: how often a problem is tried again whose process crashed or ran out of memory.
    """

    language: Language | None = None
    timeout: float = Field(default=LIMITS.solve_seconds, ge=0.1, le=3600)
    retries: int = Field(default=1, ge=0, le=5)


class Problem(Record):
    """One problem, and what the caller knows it by."""

    id: JsonValue = None
    problem: str


def check_count(items: int) -> None:
    """Raises `TooLarge` where a job has too many problems."""
    if items > LARGEST:
        raise TooLarge(
            Message(
                en=f"a job has at most {LARGEST:,} problems, not {items:,}",
                zh=f"一个任务最多 {LARGEST:,} 题，现有 {items:,} 题",
            )
        )


class ProblemsJob(Submission):
    """Problems to be answered. `answers` is what this kind was called at first."""

    name: ClassVar[str] = "problems"
    kind: Literal["problems", "answers"] = "problems"
    items: tuple[Problem, ...] = Field(min_length=1, max_length=LARGEST)
    options: Options = Options()


def _entered(job: ProblemsJob, read: Read) -> Entered:
    return Entered(job.options, [Entry(1, item.model_dump_json()) for item in job.items])


def _work(item: Problem, options: Options, tools: Tools) -> str:
    asked = Asked(item.problem, options.language, timeout=options.timeout)
    reply = tools.answering.remembered(asked)
    if reply is not None:
        return _line(item, reply.body.decode())
    left = options.retries
    try:
        reply = tools.answering.answer(asked, cancellation=tools.cancellation)
        while left and reply.outcome in _AGAIN:
            left -= 1
            reply = tools.answering.answer(asked, cancellation=tools.cancellation)
    except (InputError, TooLarge) as error:
        return _line(item, failed(item.problem, asked.spoken, error).model_dump_json())
    return _line(item, reply.body.decode())


def _lost(item: Problem, options: Options) -> str:
    return _line(item, lost_answer(item.problem, options.language).model_dump_json())


def lost_answer(problem: str, language: Language | None) -> Answer:
    """The answer to a problem that ends the program."""
    language = language or language_of(problem)
    return Answer(
        problem=problem,
        language=language,
        outcome=Outcome.CRASHED,
        message=Outcome.CRASHED.message.render(language),
    )


def _line(item: Problem, answer: str) -> str:
    """The answer, a JSON object, with the id in front."""
    return f'{{"id":{json.dumps(item.id, ensure_ascii=False)},{answer[1:]}'


class Counts:
    """How the answers ended and how far they are checked."""

    def __init__(self, lines: Iterable[Kept]) -> None:
        self.outcomes: Counter[str] = Counter()
        self.levels: Counter[str] = Counter()
        for kept in lines:
            answer = json.loads(kept.line)
            self.outcomes[answer["outcome"]] += 1
            if answer["level"] is not None:
                self.levels[answer["level"]] += 1

    def figures(self) -> dict[str, Any]:
        """See `Report`."""
        return {
            "problems": self.outcomes.total(),
            "outcomes": dict(self.outcomes.most_common()),
            "levels": dict(self.levels.most_common()),
        }

    def text(self, language: Language) -> str:
        """See `Report`."""
        comma = _COMMA.render(language)
        outcomes, levels = (
            comma.join(f"{count:,} {name}" for name, count in counter.most_common()) or "–"
            for counter in (self.outcomes, self.levels)
        )
        count = f"{self.outcomes.total():,}"
        return _COUNTS.render(language, count=count, outcomes=outcomes, levels=levels)


_COMMA = Message(en=", ", zh="，")
_COUNTS = Message(
    en="{count} problems: {outcomes}\nlevels: {levels}\n",
    zh="共 {count} 题：{outcomes}\n可信程度：{levels}\n",
)


def _report(options: Options, lines: Iterable[Kept]) -> Counts:
    return Counts(lines)


PROBLEMS = Kind(
    options=Options,
    item=Problem,
    entered=_entered,
    work=_work,
    lost=_lost,
    formats={"jsonl": Lines},
    report=_report,
)
