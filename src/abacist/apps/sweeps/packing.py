"""A block of rows as text, for what is kept or sent: compressed columns, about a third of their JSON."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from abacist.apps.sweeps.encoding import Layout, library, record_batch, schema
from abacist.apps.sweeps.rows import Cell, Checked, Rows
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome

__all__ = ["joined", "pack", "unpack"]


class _Pack(Record):
    """A block: where it starts, what was checked of it, and its columns (Arrow, zstd, base64)."""

    start: int
    checked: Checked
    columns: str


_PACKS = TypeAdapter(tuple[_Pack, ...])


def _whole(layout: Layout) -> Layout:
    """All columns: which of them are shown matters only to whoever reads the rows."""
    return replace(layout, shown=(*layout.inputs, layout.result))


def pack(blocks: Iterable[Rows], layout: Layout) -> str:
    """The blocks as JSON."""
    ipc, whole = library("pyarrow.ipc"), _whole(layout)
    options = ipc.IpcWriteOptions(compression="zstd")
    packs: list[_Pack] = []
    for rows in blocks:
        sink = library("pyarrow").BufferOutputStream()
        with ipc.new_stream(sink, schema(whole), options=options) as stream:
            stream.write_batch(record_batch(rows, whole))
        columns = base64.b64encode(sink.getvalue()).decode("ascii")
        packs.append(_Pack(start=rows.start, checked=rows.checked, columns=columns))
    return _PACKS.dump_json(tuple(packs)).decode()


def unpack(text: str, layout: Layout) -> Iterator[Rows]:
    """The blocks of such a text."""
    ipc = library("pyarrow.ipc")
    for each in _PACKS.validate_json(text):
        with ipc.open_stream(base64.b64decode(each.columns)) as stream:
            table = stream.read_all()
        yield Rows(
            each.start,
            {name: table.column(name).to_numpy() for name in layout.inputs},
            table.column(layout.result).to_numpy(),
            _cells(table, layout),
            [] if layout.has_answers else _solved(table, Level.ENCLOSED).to_pylist(),
            each.checked,
        )


def _solved(table: Any, *levels: Level) -> Any:
    """The places of the rows that are solved, at one of some levels."""
    pa, compute = library("pyarrow"), library("pyarrow.compute")
    solved = compute.equal(table.column("outcome"), Outcome.SOLVED.value)
    of_level = compute.is_in(table.column("level"), pa.array([level.value for level in levels]))
    return compute.indices_nonzero(compute.and_(solved, of_level))


def _cells(table: Any, layout: Layout) -> dict[int, Cell]:
    """Rows of which there is more to tell than that they were solved, and computed or enclosed."""
    places: Sequence[int] = range(table.num_rows)
    if not layout.has_answers:
        plain = set(_solved(table, Level.COMPUTED, Level.ENCLOSED).to_pylist())
        places = [place for place in places if place not in plain]
        table = table.take(library("pyarrow").array(places, "int64"))
    outcomes, levels, messages = (
        table.column(name).to_pylist() for name in ("outcome", "level", "message")
    )
    answers = table.column("answer").to_pylist() if layout.has_answers else [""] * len(outcomes)
    return {
        place: Cell(
            Outcome(outcome),
            None if level is None else Level(level),
            answer,
            None if why is None else Message(en=why, zh=why),
        )
        for place, answer, outcome, level, why in zip(
            places, answers, outcomes, levels, messages, strict=True
        )
    }


def joined(texts: Sequence[str]) -> str:
    """The blocks of several such texts as one."""
    return "[" + ",".join(text[1:-1] for text in texts) + "]"
