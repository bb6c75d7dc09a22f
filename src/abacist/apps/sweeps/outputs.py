"""Files that rows are appended to, and that can be cut back to a sound length."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol

from abacist.apps.sweeps.encoding import (
    Format,
    Layout,
    csv_lines,
    header,
    json_lines,
    library,
    record_batch,
    schema,
)
from abacist.apps.sweeps.rows import Rows
from abacist.core.errors import InputError
from abacist.core.language import Message

__all__ = ["Output", "encoder", "format_of", "open_output"]

_GROUP = 1 << 20  # rows of a row group of Parquet
_FORMATS: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
}


def format_of(path: Path) -> Format:
    """The format that a file's name tells. Raises `InputError` for another ending."""
    found = _FORMATS.get(path.suffix.lower())
    if found is None:
        raise InputError(
            Message(
                en=f"{path}: the name must end in .jsonl, .csv or .parquet",
                zh=f"{path}：文件名须以 .jsonl、.csv 或 .parquet 结尾",
            )
        )
    return found


class Output(Protocol):
    """A file of rows."""

    def begin(self, length: int) -> None:
        """Cuts off what is behind the first `length` bytes; 0 begins anew."""
        ...

    def write(self, rows: Rows) -> int:
        """Appends rows and returns the length of the file, once they are with the operating system."""
        ...

    def length(self) -> int:
        """The length of the file that is there."""
        ...

    def finish(self) -> None:
        """Makes the file complete."""
        ...

    def close(self) -> None:
        """Closes the file as it is."""
        ...


def open_output(path: Path, layout: Layout) -> Output:
    """The output at a path, in the format that its name tells."""
    form = format_of(path)
    return _Parquet(path, layout) if form == "parquet" else _Lines(path, layout, form)


def encoder(form: Format, layout: Layout) -> tuple[bytes, Any]:
    """What a stream of rows begins with, and the function from rows to bytes. Lines alone."""
    if form == "csv":
        return header(layout), csv_lines
    return b"", json_lines


class _Lines:
    """JSONL or CSV."""

    def __init__(self, path: Path, layout: Layout, form: Format) -> None:
        self._layout = layout
        self._head, self._encode = encoder(form, layout)
        self._stream: IO[bytes] = path.open("ab+")

    def length(self) -> int:
        return self._stream.seek(0, os.SEEK_END)

    def begin(self, length: int) -> None:
        self._stream.truncate(length)
        self._stream.seek(0, os.SEEK_END)
        if length == 0:
            self._stream.write(self._head)

    def write(self, rows: Rows) -> int:
        self._stream.write(self._encode(rows, self._layout))
        self._stream.flush()
        return self._stream.tell()

    def finish(self) -> None:
        self._stream.flush()
        os.fsync(self._stream.fileno())

    def close(self) -> None:
        _close(self._stream)


class _Parquet:
    """Parquet has no rows before its end is written, so they are kept in a stream of Arrow until then."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._path, self._layout = path, layout
        self._journal = path.with_name(path.name + ".arrows")
        self._schema = schema(layout)
        self._stream: IO[bytes] = self._journal.open("ab+")

    def length(self) -> int:
        return self._stream.seek(0, os.SEEK_END)

    def begin(self, length: int) -> None:
        self._stream.truncate(length)
        self._stream.seek(0, os.SEEK_END)
        if length == 0:
            self._stream.write(self._schema.serialize())

    def write(self, rows: Rows) -> int:
        self._stream.write(record_batch(rows, self._layout).serialize())
        self._stream.flush()
        return self._stream.tell()

    def finish(self) -> None:
        ipc, parquet = library("pyarrow.ipc"), library("pyarrow.parquet")
        table = library("pyarrow").Table
        self._stream.flush()
        fresh = self._path.with_name(self._path.name + ".new")
        try:
            with self._journal.open("rb") as source, fresh.open("wb") as sink:
                waiting: list[Any] = []
                with parquet.ParquetWriter(sink, self._schema, compression="zstd") as writer:
                    for batch in ipc.open_stream(source):
                        waiting.append(batch)
                        if sum(each.num_rows for each in waiting) >= _GROUP:
                            writer.write_table(table.from_batches(waiting))
                            waiting = []
                    if waiting:
                        writer.write_table(table.from_batches(waiting))
                os.fsync(sink.fileno())
            os.replace(fresh, self._path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        self._journal.unlink()

    def close(self) -> None:
        _close(self._stream)


def _close(stream: IO[bytes]) -> None:
    """Closes a file; what a full disk did not take was told before, and will be computed again."""
    with suppress(OSError):
        stream.close()
