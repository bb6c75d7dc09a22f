"""Jobs of sweeps: what is kept of one, its blocks, its formats; and rows that end their process."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any, cast

import pyarrow.parquet
import pytest

from abacist.apps.answering import Answering
from abacist.apps.jobs.job import Job
from abacist.apps.jobs.kinds.kind import Tools
from abacist.apps.jobs.kinds.sweep import SWEEP, Options, Span, SweepJob
from abacist.apps.settings import Settings
from abacist.apps.sweeps.part import PART, Part, compute_part
from abacist.apps.sweeps.spec import Sweep
from abacist.core.errors import InputError, ParseError, TooLarge
from abacist.core.language import Language
from abacist.core.outcome import Outcome
from abacist.execution.executor import Cancellation, InProcess
from abacist.store.jobs import Item, Kept
from abacist.workers import Report
from tests.apps.jobs.processes import Desk

FORMULA = {"formula": "S = sqrt(a - b)", "over": ("a=0:399 mm^2", "b=0:99 mm^2")}  # 40,000 rows


class Worker(InProcess):
    """Computes here; what holds the row `deadly` ends as its process would."""

    def __init__(self, deadly: int = -1, outcome: Outcome = Outcome.CRASHED) -> None:
        self.deadly, self.outcome = deadly, outcome
        self.asked: list[tuple[int, int]] = []

    def call(self, target: str, text: str, deadline: float) -> Report:
        if target != PART:
            return super().call(target, text, deadline)
        part = Part.model_validate_json(text)
        self.asked.append((part.first, part.stop))
        if part.first <= self.deadly < part.stop:
            return Report(self.outcome)
        return Report(value=compute_part(text))


@pytest.fixture
def submitted(desk: Desk) -> Callable[..., Job]:
    def submit(**sweep: Any) -> Job:
        return desk.office.submit(SweepJob(sweep=Sweep(**sweep)))[0]

    return submit


def _computed(desk: Desk, job: Job, worker: Worker | None = None) -> list[Kept]:
    """Computes everything here, and keeps it."""
    executor = cast("Any", worker or Worker())
    tools = Tools(Answering(executor, Settings()), executor, Cancellation())
    for first, stop in desk.office.jobs.chunks(job.id):
        items = desk.office.jobs.waiting(job.id, first, stop)
        desk.office.jobs.keep(
            job.id, first, [(each.place, _line(desk, job, each, tools)) for each in items]
        )
    assert desk.office.jobs.finish(job.id)
    return [*desk.office.lines(job.id)]


def _line(desk: Desk, job: Job, item: Item, tools: Tools) -> str:
    options = SWEEP.options.model_validate_json(desk.office.jobs.get(job.id).options)
    return SWEEP.work(SWEEP.item.model_validate_json(item.text), options, tools)


def _rows(desk: Desk, job: Job, form: str = "jsonl", start: int = 0) -> bytes:
    writer = desk.office.writer(job.id, form, start)
    lines = [*desk.office.lines(job.id, start)]
    return b"".join((*(writer.lines([kept]) for kept in lines), writer.end()))


def test_a_formula_is_kept_in_blocks(desk: Desk, submitted: Callable[..., Job]) -> None:
    job = submitted(**FORMULA)
    assert (job.kind, job.total) == ("sweep", 40_000)
    lines = _computed(desk, job)
    assert [(kept.place, kept.size) for kept in lines] == [
        (0, 16_300),
        (16_300, 16_300),
        (32_600, 7_400),
    ]
    rows = [json.loads(line) for line in _rows(desk, job).splitlines()]
    assert [(row["a"], row["b"]) for row in rows] == [
        (a, b) for a in range(400) for b in range(100)
    ]
    assert rows[99]["outcome"] == "undefined"
    assert rows[500] == {"a": 5, "b": 0, "S": 5**0.5}
    figures = desk.office.report(job.id).figures()
    assert (figures["rows"], figures["refuted"], figures["unit"]) == (40_000, 0, "mm")
    assert 400 <= figures["checked"] <= 500  # one in a hundred
    assert figures["greatest"] == {"a": 399.0, "b": 0.0, "S": 399**0.5}
    assert "共 40,000 行" in desk.office.report(job.id).text(Language.ZH)


def test_rows_are_given_out_from_any_place_in_any_format(
    desk: Desk, submitted: Callable[..., Job]
) -> None:
    job = submitted(**FORMULA, columns=("S", "a"))
    _computed(desk, job)
    rows = _rows(desk, job).splitlines(keepends=True)
    assert b"".join(rows[20_000:]) == _rows(desk, job, start=20_000)
    assert _rows(desk, job, start=40_000) == b""
    table = _rows(desk, job, "csv").splitlines()
    assert table[0].decode() == "S [mm],a [mm²],outcome,level"
    assert len(table) == 40_001
    assert _rows(desk, job, "csv", start=39_999).splitlines() == table[-1:]
    parquet = pyarrow.parquet.read_table(io.BytesIO(_rows(desk, job, "parquet")))
    assert parquet.column_names == ["S", "a", "outcome", "level", "message"]
    assert parquet.column("a").to_pylist() == [float(a) for a in range(400) for _ in range(100)]
    with pytest.raises(InputError, match="no results as xml; there are: jsonl, csv, parquet"):
        desk.office.writer(job.id, "xml")


@pytest.mark.parametrize("outcome", [Outcome.CRASHED, Outcome.OUT_OF_MEMORY, Outcome.TIMEOUT])
def test_a_row_that_ends_its_process_costs_no_other(outcome: Outcome) -> None:
    entered = SWEEP.entered(SweepJob(sweep=Sweep(**FORMULA)), _no_reading)
    options = Options.model_validate_json(entered.options.model_dump_json())
    worker = Worker(deadly=1234, outcome=outcome)
    tools = Tools(cast("Any", None), cast("Any", worker), Cancellation())
    line = SWEEP.work(Span(first=0, stop=2_000), options, tools)
    rows = SWEEP.formats["jsonl"](options, 0).lines([Kept(0, 2_000, line)]).splitlines()
    failed = json.loads(rows.pop(1234))
    assert (failed["a"], failed["b"], failed["S"], failed["outcome"]) == (
        12,
        34,
        None,
        outcome.value,
    )
    assert not any(outcome.value.encode() in row for row in rows)
    assert len(rows) == 1_999
    assert len(worker.asked) < 25  # it is halved, not tried row by row


def test_a_block_that_ends_the_whole_program_is_told_as_lost() -> None:
    entered = SWEEP.entered(SweepJob(sweep=Sweep(**FORMULA, language=Language.ZH)), _no_reading)
    line = SWEEP.lost(Span(first=7, stop=9), entered.options)
    rows = SWEEP.formats["jsonl"](entered.options, 7).lines([Kept(7, 2, line)]).splitlines()
    assert [json.loads(row)["b"] for row in rows] == [7, 8]
    assert all(json.loads(row)["message"] == Outcome.CRASHED.message.zh for row in rows)


def test_rows_that_are_all_enclosed_come_in_smaller_blocks() -> None:
    entered = SWEEP.entered(SweepJob(sweep=Sweep(**FORMULA, exact=True)), _no_reading)
    assert [entry.size for entry in entered.entries] == [1_000] * 40


def test_a_problem_is_kept_row_by_row(desk: Desk, submitted: Callable[..., Job]) -> None:
    job = submitted(plan=_plan("Integrate x^2 from 0 to c"), over=("c=1:3",))
    lines = _computed(desk, job)
    assert [(kept.place, kept.size) for kept in lines] == [(0, 1), (1, 1), (2, 1)]
    rows = [json.loads(row) for row in _rows(desk, job).splitlines()]
    assert [(row["c"], row["answer"], row["level"]) for row in rows] == [
        (1, "1/3", "proved"),
        (2, "8/3", "proved"),
        (3, "9", "proved"),
    ]


def test_random_points_are_the_same_in_every_block() -> None:
    told = {"formula": "a*b", "over": ("a=0:1", "b=normal(0, 1)"), "sample": 40_000, "seed": 7}
    for design in ("random", "lhs", "sobol"):
        entered = SWEEP.entered(SweepJob(sweep=Sweep(**told, design=design)), _no_reading)
        worker = Worker()
        tools = Tools(cast("Any", None), cast("Any", worker), Cancellation())
        whole, parts = (
            b"".join(
                SWEEP.formats["jsonl"](entered.options, 0).lines(
                    [Kept(span.first, 0, SWEEP.work(span, entered.options, tools))]
                )
                for span in spans
            )
            for spans in (
                [Span(first=0, stop=40_000)],
                [SWEEP.item.model_validate_json(entry.text) for entry in entered.entries],
            )
        )
        assert len(entered.entries) == 3
        assert whole == parts


def test_what_no_sweep_can_be(desk: Desk, submitted: Callable[..., Job]) -> None:
    for wrong, error in (
        ({"formula": "S = a^2", "over": ("b=1:3",)}, InputError),
        ({"formula": "S = (a", "over": ("a=1:3",)}, ParseError),
        ({"formula": "a", "over": ("a=1:10000001",)}, TooLarge),
        ({"plan": _plan("Integrate x from 0 to c"), "over": ("c=1:100001",)}, TooLarge),
        ({"formula": "a", "points": {"a": ()}}, InputError),
        ({"problem": "what is the meaning of {c}", "over": ("c=1:3",)}, InputError),
    ):
        with pytest.raises(error):
            submitted(**wrong)
    assert desk.office.list() == []


def _plan(problem: str) -> Any:
    from abacist.apps.sweeps.asking import plan_of

    return plan_of(problem)


def _no_reading(problem: str) -> Any:
    raise AssertionError("a formula is not read as a problem")
