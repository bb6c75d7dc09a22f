"""Jobs of sweeps: an item is a block of rows of a formula, or one row of a problem or plan.

What was kept of a sweep is the same wherever it was computed: a point depends on its place alone, and so does
the choice of the rows that are checked. A block that ends its process, or takes too long, is halved until
the row is found that does it; that row has the outcome, the others their values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict

from abacist import pipeline
from abacist.apps.jobs.job import Submission
from abacist.apps.jobs.kinds.kind import Entered, Kind, Read, Tools
from abacist.apps.remembered import Remembered
from abacist.apps.sweeps.asking import Compute, prepare
from abacist.apps.sweeps.designs import Design, Grid
from abacist.apps.sweeps.encoding import Format, Layout
from abacist.apps.sweeps.live import reader
from abacist.apps.sweeps.packing import joined, pack, unpack
from abacist.apps.sweeps.part import PART, Part, blocks_of, rows_of
from abacist.apps.sweeps.rows import Cell, Rows
from abacist.apps.sweeps.sinks import sink_of
from abacist.apps.sweeps.spec import Sweep
from abacist.apps.sweeps.subjects import Interrupted
from abacist.apps.sweeps.summary import Summary, Tally
from abacist.apps.sweeps.telling import summary_text
from abacist.core.answer import Answer
from abacist.core.errors import InputError, TooLarge
from abacist.core.language import Language, Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.plan import Plan
from abacist.store.jobs import Entry, Kept

__all__ = ["SWEEP", "SweepJob"]

_MOST_ROWS = 10_000_000
_MOST_PLANS = 100_000
_BLOCK = 1 << 14  # rows of a formula: 1 % of them are enough to be checked
_EXACT_BLOCK = 1 << 10  # rows that are all computed by ball arithmetic
_SECONDS = 120.0  # for a block, which takes much less
_READINGS = Remembered[str, Plan](64, 1 << 22)  # of this process; the plans of texts


class SweepJob(Submission):
    """A formula, a problem or a plan at many points."""

    model_config = ConfigDict(json_schema_extra={"required": ["kind", "sweep"]})

    name: ClassVar[str] = "sweep"
    kind: Literal["sweep"] = "sweep"
    sweep: Sweep


class Options(Record):
    """What is computed, its columns, and the unit of the result."""

    sweep: Sweep
    layout: Layout
    unit: str | None


class Span(Record):
    """The rows from `first` to before `stop`."""

    first: int
    stop: int


def _entered(job: SweepJob, read: Read) -> Entered:
    sweep = job.sweep
    prepared = prepare(sweep, lambda: Compute(_uncomputed, 1, read))
    subject, design = prepared.subject, prepared.design
    rows = design.size or 0
    if not rows:
        raise InputError(Message(en="this sweep has no points", zh="此遍历没有取值点"))
    most = _MOST_PLANS if subject.has_answers else _MOST_ROWS
    if rows > most:
        raise TooLarge(
            Message(
                en=f"this sweep has {rows:,} rows; a job of this kind has at most {most:,}",
                zh=f"此遍历有 {rows:,} 行；此类任务最多 {most:,} 行",
            ),
            Message(en="`abacist sweep` takes more", zh="更大的遍历请用命令行 `abacist sweep`"),
        )
    block = _EXACT_BLOCK if sweep.exact else _BLOCK
    limit = 1 if subject.has_answers else min(block, subject.rows_at_once)
    unit = None if subject.unit is None else str(subject.unit)
    options = Options(sweep=sweep, layout=prepared.layout, unit=unit)
    return Entered(options, [_entry(span) for span in _spans(design, rows, limit)])


def _uncomputed(plan: Plan) -> Answer:
    raise AssertionError("nothing is computed where a job is handed in")


def _spans(design: Design, rows: int, limit: int) -> Iterator[Span]:
    """The parts of a design: boxes of a grid, for what depends on one parameter is computed once in each."""
    if isinstance(design, Grid):
        for block in design.blocks(0, limit):
            yield Span(first=block.start, stop=block.start + block.count)
        return
    for first in range(0, rows, limit):
        yield Span(first=first, stop=min(first + limit, rows))


def _entry(span: Span) -> Entry:
    return Entry(span.stop - span.first, span.model_dump_json())


def _work(span: Span, options: Options, tools: Tools) -> str:
    if not options.layout.has_answers:
        return joined([*_computed(span, options, tools)])
    prepared = prepare(options.sweep, lambda: _compute(options.sweep, tools))
    try:
        return pack(rows_of(prepared, span.first, span.stop), options.layout)
    except Interrupted:
        return _lost(span, options)  # and thrown away


def _compute(sweep: Sweep, tools: Tools) -> Compute:
    """What reads and computes the plan of a row, in the killable workers."""
    executor = tools.executor

    def answer(plan: Plan) -> Answer:
        return pipeline.run(plan, language=sweep.language, timeout=sweep.timeout, executor=executor)

    def read(problem: str) -> Plan:
        plan = _READINGS.find(problem)
        if plan is None:
            plan = reader(executor)(problem)
            _READINGS.keep(problem, plan, len(problem) + 4096)
        return plan

    return Compute(answer, 1, read)


def _computed(span: Span, options: Options, tools: Tools) -> Iterator[str]:
    """The rows of a formula, packed: of the whole span, or of its halves where that does not work."""
    part = Part(sweep=options.sweep.model_dump_json(), first=span.first, stop=span.stop)
    report = tools.executor.call(PART, part.model_dump_json(), _SECONDS)
    if report.error is not None:
        raise report.error
    if report.ok:
        yield str(report.value)
        return
    outcome = report.outcome or Outcome.CRASHED
    if outcome is Outcome.CANCELLED or span.stop - span.first == 1:
        yield _failed(span, options, outcome)
        return
    middle = (span.first + span.stop) // 2
    yield from _computed(Span(first=span.first, stop=middle), options, tools)
    yield from _computed(Span(first=middle, stop=span.stop), options, tools)


def _lost(span: Span, options: Options) -> str:
    return _failed(span, options, Outcome.CRASHED)


def _failed(span: Span, options: Options, outcome: Outcome) -> str:
    """The points of a span, each with the outcome in the place of a value."""
    cell = Cell(outcome, None, message=outcome.message)
    blocks = blocks_of(options.sweep.points_design(), span.first, span.stop)
    return pack((Rows.without_values(block, cell) for block in blocks), options.layout)


class _Writer:
    """See `Writer`: the rows in a format, from the place `start` on."""

    def __init__(self, form: Format, options: Options, start: int) -> None:
        self._layout, self._start = options.layout, start
        self._sink = sink_of(form, options.layout, headed=not start)

    def lines(self, lines: Sequence[Kept]) -> bytes:
        """See `Writer`."""
        return b"".join(
            self._sink.write(rows.behind(self._start))
            for kept in lines
            for rows in unpack(kept.line, self._layout)
        )

    def end(self) -> bytes:
        """See `Writer`."""
        return self._sink.end()


class _Report:
    """See `Report`."""

    def __init__(self, summary: Summary) -> None:
        self._summary = summary

    def figures(self) -> dict[str, Any]:
        """See `Report`."""
        return self._summary.model_dump(mode="json", exclude={"seconds"})

    def text(self, language: Language) -> str:
        """See `Report`."""
        return summary_text(self._summary, language)


def _report(options: Options, lines: Iterable[Kept]) -> _Report:
    tally = Tally(Summary(name=options.layout.result, unit=options.unit))
    for kept in lines:
        for rows in unpack(kept.line, options.layout):
            tally.add(rows)
    return _Report(tally.summary(0.0))


SWEEP = Kind(
    options=Options,
    item=Span,
    entered=_entered,
    work=_work,
    lost=_lost,
    formats={
        "jsonl": partial(_Writer, "jsonl"),
        "csv": partial(_Writer, "csv"),
        "parquet": partial(_Writer, "parquet"),
    },
    report=_report,
)
