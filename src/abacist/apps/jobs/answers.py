"""The kind "answers": every item is a problem, every line its id and its answer."""

from __future__ import annotations

import json

from pydantic import Field, JsonValue

from abacist.apps.answering import Asked
from abacist.apps.batch import failed
from abacist.apps.jobs.kinds import Kind, Tools
from abacist.core.answer import Answer
from abacist.core.errors import InputError, TooLarge
from abacist.core.language import Language, language_of
from abacist.core.limits import LIMITS
from abacist.core.model import Record
from abacist.core.outcome import Outcome

__all__ = ["ANSWERS", "Options", "Problem"]

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
    language = options.language or language_of(item.problem)
    answer = Answer(
        problem=item.problem,
        language=language,
        outcome=Outcome.CRASHED,
        message=Outcome.CRASHED.message.render(language),
    )
    return _line(item, answer.model_dump_json())


def _line(item: Problem, answer: str) -> str:
    """The answer, a JSON object, with the id in front."""
    return f'{{"id":{json.dumps(item.id, ensure_ascii=False)},{answer[1:]}'


ANSWERS = Kind(options=Options, item=Problem, work=_work, lost=_lost)
