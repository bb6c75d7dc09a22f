"""Points from a file: the rows of CSV, Parquet or JSONL, in their order. A cell that holds no number makes
its row one without a point, which says so; it does not stop the others.

A unit may stand in the head of a column: `R1 [mm]`, or be kept with a column of Parquet. Columns that nobody
asks for are left alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from abacist.apps.batch import unreadable
from abacist.apps.sweeps.encoding import library
from abacist.apps.sweeps.outputs import format_of
from abacist.apps.sweeps.rows import Block
from abacist.core.errors import DocumentError, InputError
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.notation.quantities import parse_unit

__all__ = ["FileTable"]

_BYTES = 1 << 22  # of a file of text, read at a time


class FileTable:
    """The design of a file; see `Design`. `names` are the columns that are wanted, all where it is None.

    Raises `DocumentError` for a file that cannot be read, `InputError` for a missing column, `UnitError`.
    """

    def __init__(self, path: Path, names: Iterable[str] | None = None) -> None:
        self.path, self._form = path, format_of(path)
        heads = {_name_of(head): head for head in self._heads()}
        wanted = list(heads if names is None else names)
        missing = [name for name in wanted if name not in heads]
        if missing:
            shown, there = ", ".join(missing), ", ".join(heads)
            raise InputError(
                Message(
                    en=f"{path} has no column {shown}; it has {there}",
                    zh=f"{path} 没有列 {shown}；其中的列为 {there}",
                )
            )
        self._columns = {name: heads[name] for name in heads if name in wanted}
        kept = self._kept_units()
        self.units: Mapping[str, Expr | None] = {
            name: kept.get(head) or _unit_of(head) for name, head in self._columns.items()
        }
        self.size = self._counted()

    @property
    def identity(self) -> str:
        """What tells this state of the file from others: its place, length and time."""
        state = self.path.stat()
        return f"{self.path.resolve()} {state.st_size} {state.st_mtime_ns}"

    def blocks(self, start: int, limit: int) -> Iterator[Block]:
        """See `Design`."""
        place = 0
        for columns in self._tables():
            count = len(next(iter(columns.values())))
            for first in range(max(0, start - place), count, limit):
                part = {name: each[first : first + limit] for name, each in columns.items()}
                yield _block(place + first, part)
            place += count

    def _heads(self) -> list[str]:
        try:
            if self._form == "parquet":
                return list(library("pyarrow.parquet").read_schema(self.path).names)
            with self.path.open(encoding="utf-8-sig") as lines:
                first = lines.readline()
            if self._form == "csv":
                import csv

                return next(csv.reader([first]), [])
            record = json.loads(first or "{}")
            return list(record) if isinstance(record, dict) else []
        except (OSError, ValueError) as error:
            raise _unusable(self.path, error) from error

    def _kept_units(self) -> dict[str, Expr]:
        """The units that a Parquet file keeps with its columns, as a sweep writes them."""
        if self._form != "parquet":
            return {}
        try:
            schema = library("pyarrow.parquet").read_schema(self.path)
        except (OSError, ValueError) as error:
            raise _unusable(self.path, error) from error
        fields = [schema.field(place) for place in range(len(schema.names))]
        kept = {field.name: (field.metadata or {}).get(b"unit") for field in fields}
        return {name: parse_unit(unit.decode()) for name, unit in kept.items() if unit}

    def _counted(self) -> int | None:
        if self._form == "parquet":
            return int(library("pyarrow.parquet").ParquetFile(self.path).metadata.num_rows)
        return None

    def _tables(self) -> Iterator[dict[str, Any]]:
        """The wanted columns, a part of the file at a time, as sequences."""
        readers = {"csv": self._csv, "jsonl": self._jsonl, "parquet": self._parquet}
        try:
            for columns in readers[self._form]():
                yield {name: columns[head] for name, head in self._columns.items()}
        except (OSError, ValueError, KeyError) as error:
            raise _unusable(self.path, error) from error

    def _csv(self) -> Iterator[Mapping[str, Any]]:
        csv, pa = library("pyarrow.csv"), library("pyarrow")
        heads = list(self._columns.values())
        reader = csv.open_csv(
            self.path,
            read_options=csv.ReadOptions(block_size=_BYTES),
            convert_options=csv.ConvertOptions(
                include_columns=heads, column_types=dict.fromkeys(heads, pa.string())
            ),
        )
        for batch in reader:
            yield {head: batch.column(head) for head in heads}

    def _parquet(self) -> Iterator[Mapping[str, Any]]:
        heads = list(self._columns.values())
        file = library("pyarrow.parquet").ParquetFile(self.path)
        for batch in file.iter_batches(columns=heads):
            yield {head: batch.column(head) for head in heads}

    def _jsonl(self) -> Iterator[Mapping[str, Any]]:
        heads = list(self._columns.values())
        with self.path.open("rb") as lines:
            while part := lines.readlines(_BYTES):
                records = [_record(line) for line in part if line.strip()]
                if records:
                    yield {head: [each.get(head) for each in records] for head in heads}


def _record(line: bytes) -> Mapping[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _unusable(path: Path, error: Exception) -> DocumentError:
    if isinstance(error, OSError) and error.errno:
        return unreadable(path, error)
    why = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
    return DocumentError(Message(en=f"{path} cannot be read: {why}", zh=f"无法读取 {path}：{why}"))


def _name_of(head: str) -> str:
    return head.partition("[")[0].strip()


def _unit_of(head: str) -> Expr | None:
    _, bracket, unit = head.partition("[")
    return parse_unit(unit.rstrip("] ")) if bracket else None


def _block(start: int, columns: Mapping[str, Any]) -> Block:
    import numpy as np

    bad: dict[int, Message] = {}
    arrays: dict[str, Any] = {}
    for name, cells in columns.items():
        numbers = _numbers(cells)
        for place in map(int, np.flatnonzero(~np.isfinite(numbers))):
            bad[place] = _bad(name, cells[place])
            numbers[place] = math.nan
        arrays[name] = numbers
    count = len(next(iter(arrays.values())))
    return Block(start, (count,), arrays, bad)


def _numbers(cells: Any) -> Any:
    """The cells as floats, nan for what is no number."""
    import numpy as np

    if hasattr(cells, "cast"):
        try:
            return cells.cast("float64").to_numpy(zero_copy_only=False).copy()
        except ValueError:  # one of them is no number
            cells = cells.to_pylist()
    return np.array([_number(cell) for cell in cells], dtype=float)


def _number(cell: object) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return math.nan
    try:
        return float(cell)
    except (ValueError, OverflowError):
        return math.nan


def _bad(name: str, cell: Any) -> Message:
    value = cell.as_py() if hasattr(cell, "as_py") else cell
    if value is None or value == "":
        return Message(en=f"{name} is empty", zh=f"{name} 为空")
    shown = str(value)[:40]
    return Message(en=f"{name} is no number: {shown}", zh=f"{name} 不是数：{shown}")
