"""Runs a sweep: design → subject → rows → file or stream, and goes on where an earlier run ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from abacist.apps.batch import unreadable
from abacist.apps.sweeps.designs import Design
from abacist.apps.sweeps.encoding import Format, Layout
from abacist.apps.sweeps.ledger import Ledger, Written, finished_summary
from abacist.apps.sweeps.outputs import encoder, format_of, open_output
from abacist.apps.sweeps.rows import Cell, Rows
from abacist.apps.sweeps.subjects import Subject
from abacist.apps.sweeps.summary import Summary, Tally
from abacist.core.errors import DocumentError
from abacist.core.language import Message
from abacist.notation.quantities import unit_text

__all__ = ["Progress", "layout_of", "stream", "write"]

Progress = Callable[[int], None]
"""Told how many rows are done."""


def _ignore(done: int) -> None:
    pass


def layout_of(subject: Subject, design: Design, columns: tuple[str, ...], **others: Any) -> Layout:
    """The columns that a sweep writes. Raises `InputError` for wanted ones that there are not."""
    units = {name: unit_text(unit) for name, unit in design.units.items() if unit is not None}
    if subject.unit is not None:
        units[subject.name] = unit_text(subject.unit)
    return Layout.of(
        tuple(design.units),
        subject.name,
        columns,
        has_answers=subject.has_answers,
        units=units,
        **others,
    )


def _empty(subject: Subject) -> Summary:
    unit = None if subject.unit is None else str(subject.unit)
    return Summary(name=subject.name, unit=unit)


def stream(
    subject: Subject,
    design: Design,
    layout: Layout,
    form: Format,
    told: Callable[[Summary], None],
    progress: Progress = _ignore,
) -> Iterator[bytes]:
    """The rows as JSONL or CSV, as they are computed; `told` gets the summary at the end."""
    began = time.monotonic()
    tally = Tally(_empty(subject))
    head, encode = encoder(form, layout)
    if head:
        yield head
    for rows in subject.results(design.blocks(0, subject.rows_at_once), {}, _no_need):
        tally.add(rows)
        progress(tally.rows)
        yield encode(rows, layout)
    told(tally.summary(time.monotonic() - began))


def _no_need(place: int, value: float, cell: Cell) -> None:
    """A stream cannot be taken up again, so nothing is kept for that."""


def write(
    subject: Subject,
    design: Design,
    layout: Layout,
    target: Path,
    key: str,
    sweep: dict[str, Any],
    progress: Progress = _ignore,
) -> Summary:
    """Writes the rows that are not in `target` yet, and returns the summary of all.

    Raises `Conflict` where the file is something else or another run writes it, `DocumentError` where it
    cannot be written. The file can be read at any time; whatever ends the program, the next call goes on.
    """
    format_of(target)  # a wrong name leaves nothing behind
    done = finished_summary(target, key)
    if done is not None:
        return done
    try:
        with closing(Ledger(target, key, sweep)) as ledger:
            return _written(subject, design, layout, ledger, progress)
    except OSError as error:
        failed = unreadable(target, error)
        raise DocumentError(failed.message, _GOES_ON if target.exists() else None) from error


_GOES_ON = Message(
    en="once it can be written again, the same command goes on from the last sound row",
    zh="恢复可写后，再次运行同一命令即可从最后一个完好的行继续",
)


def _written(
    subject: Subject, design: Design, layout: Layout, ledger: Ledger, progress: Progress
) -> Summary:
    began = time.monotonic()
    with closing(open_output(ledger.target, layout)) as output:
        state = ledger.settle(output.length())
        output.begin(state.bytes)
        tally = Tally(state.summary if state.summary.rows else _empty(subject))
        progress(tally.rows)
        blocks = design.blocks(tally.rows, subject.rows_at_once)
        results: Iterator[Rows] = iter(subject.results(blocks, ledger.early, ledger.keep))
        for rows in results:
            length = output.write(rows)
            tally.add(rows)
            ledger.note(Written(bytes=length, summary=tally.summary(time.monotonic() - began)))
            progress(tally.rows)
        output.finish()
        summary = tally.summary(time.monotonic() - began)
        ledger.finish(summary)
        return summary
