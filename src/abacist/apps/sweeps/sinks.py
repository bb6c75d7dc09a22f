"""Rows turned into the bytes of a file as they come, for whoever sends them on: JSONL, CSV, Parquet."""

from __future__ import annotations

from typing import Any, Protocol

from abacist.apps.sweeps.encoding import Format, Layout, library, record_batch, schema
from abacist.apps.sweeps.outputs import encoder
from abacist.apps.sweeps.rows import Rows

__all__ = ["Sink", "sink_of"]

_GROUP = 1 << 20  # rows of a row group of Parquet


class Sink(Protocol):
    """Takes rows and gives bytes; not every call gives any."""

    def write(self, rows: Rows) -> bytes:
        """The bytes that are complete with these rows."""
        ...

    def end(self) -> bytes:
        """What is left."""
        ...


def sink_of(form: Format, layout: Layout, *, headed: bool = True) -> Sink:
    """The sink of a format. Lines that go on what is there already are not `headed`."""
    return _Parquet(layout) if form == "parquet" else _Lines(form, layout, headed=headed)


class _Lines:
    def __init__(self, form: Format, layout: Layout, *, headed: bool) -> None:
        self._layout = layout
        head, self._encode = encoder(form, layout)
        self._head = head if headed else b""

    def write(self, rows: Rows) -> bytes:
        head, self._head = self._head, b""
        return head + self._encode(rows, self._layout)

    def end(self) -> bytes:
        return self._head


class _Parquet:
    def __init__(self, layout: Layout) -> None:
        self._layout, self._schema = layout, schema(layout)
        self._bytes = _Bytes()
        self._writer = library("pyarrow.parquet").ParquetWriter(
            library("pyarrow").PythonFile(self._bytes, "w"), self._schema, compression="zstd"
        )
        self._waiting: list[Any] = []

    def write(self, rows: Rows) -> bytes:
        self._waiting.append(record_batch(rows, self._layout))
        if sum(each.num_rows for each in self._waiting) >= _GROUP:
            self._group()
        return self._bytes.taken()

    def _group(self) -> None:
        self._writer.write_table(library("pyarrow").Table.from_batches(self._waiting))
        self._waiting = []

    def end(self) -> bytes:
        if self._waiting:
            self._group()
        self._writer.close()
        return self._bytes.taken()


class _Bytes:
    """A file that can only be written, and is emptied meanwhile."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        self._length += len(part)
        return len(part)

    def tell(self) -> int:
        return self._length

    def flush(self) -> None:
        """There is nothing behind this."""

    def close(self) -> None:
        """Nor anything to give back."""

    def taken(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts = []
        return taken
