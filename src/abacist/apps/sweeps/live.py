"""The rows of a sweep for somebody who waits for them: computed by the workers of a service."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator

from abacist import pipeline
from abacist.apps.answering import Answering
from abacist.apps.in_worker import READ, Understood
from abacist.apps.sweeps.asking import Compute, not_read, prepare
from abacist.apps.sweeps.running import stream
from abacist.apps.sweeps.spec import Sweep
from abacist.apps.sweeps.summary import Summary
from abacist.core.answer import Answer
from abacist.core.errors import TooLarge
from abacist.core.language import Message, language_of
from abacist.core.outcome import Outcome
from abacist.core.plan import Plan
from abacist.execution.executor import Executor

__all__ = ["live_rows", "reader"]

_MOST_ROWS = 10_000_000
_MOST_PLANS = 100_000
_READING_SECONDS = 10.0


def live_rows(
    sweep: Sweep, answering: Answering, executor: Executor, *, summarised: bool = True
) -> Generator[bytes, None, None]:
    """The bytes of all rows, and of JSON lines, where `summarised`, the summary behind them.

    Raises `InputError`, and `TooLarge` where a caller would wait for too many.
    """

    def answer(plan: Plan) -> Answer:
        timeout = min(sweep.timeout, answering.settings.timeout)
        return pipeline.run(plan, language=sweep.language, timeout=timeout, executor=executor)

    def compute() -> Compute:
        return Compute(answer, answering.settings.workers, reader(executor))

    ready = prepare(sweep, compute)
    most = _MOST_PLANS if ready.subject.has_answers else _MOST_ROWS
    if ready.design.size is None or ready.design.size > most:
        raise TooLarge(
            Message(
                en=f"a sweep over HTTP has at most {most:,} rows", zh=f"HTTP 遍历至多 {most:,} 行"
            ),
            Message(en="`abacist sweep` takes more", zh="更大的遍历请用命令行 `abacist sweep`"),
        )
    told: list[Summary] = []
    yield from stream(ready.subject, ready.design, ready.layout, sweep.format, told.append)
    if summarised and sweep.format == "jsonl":
        yield (json.dumps({"summary": told[0].model_dump(mode="json")}) + "\n").encode()


def reader(executor: Executor) -> Callable[[str], Plan]:
    """Reads a problem in a worker, so that the server goes on meanwhile."""

    def read(problem: str) -> Plan:
        task = {"text": problem, "language": language_of(problem), "reading": 1}
        report = executor.call(READ, json.dumps(task), _READING_SECONDS).checked()
        if report.error is not None:
            raise report.error
        if not report.ok:
            raise not_read((report.outcome or Outcome.CRASHED).message)
        understood = Understood.model_validate_json(report.value)
        if understood.plan is None:
            why = understood.refusal.message if understood.refusal is not None else ""
            raise not_read(Message(en=why, zh=why))
        return understood.plan

    return read
