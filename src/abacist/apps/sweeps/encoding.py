"""Rows as bytes: JSONL, CSV, and the Arrow stream that Parquet is made of.

Numbers are written as the shortest decimals that read back as the same floats, by Arrow's C++ code, a column
at a time. A value that is none is null in JSON and empty in CSV: `NaN` and `Infinity` never appear.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from abacist.apps.sweeps.rows import Cell, Rows
from abacist.core.errors import ConfigError, InputError
from abacist.core.language import Language, Message
from abacist.core.outcome import Level, Outcome

__all__ = [
    "Format",
    "Layout",
    "csv_lines",
    "header",
    "json_lines",
    "library",
    "record_batch",
    "schema",
]

Format = Literal["jsonl", "csv", "parquet"]
_BESIDE = ("answer", "outcome", "level")


def library(name: str) -> Any:
    """A module of the extra `serve`. Raises `ConfigError` where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        raise ConfigError(
            Message(en=f"sweeps need {package}", zh=f"遍历需要 {package}"),
            Message(en="pip install abacist[serve]", zh="pip install abacist[serve]"),
        ) from error


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of the rows.

    Arguments:
        inputs, result: names of the parameters and of the result.
        shown: which of them are written, in this order.
        has_answers: a text of each answer stands beside its number.
        units: shown in the header of CSV and kept in Parquet.
        language: of the messages.
    """

    inputs: tuple[str, ...]
    result: str
    shown: tuple[str, ...]
    has_answers: bool = False
    units: Mapping[str, str] | None = None
    language: Language = Language.EN

    @classmethod
    def of(cls, inputs: Sequence[str], result: str, wanted: Sequence[str], **others: Any) -> Layout:
        """A layout with the wanted columns; all where none is named. Raises `InputError`."""
        names = (*inputs, result)
        unknown = [name for name in wanted if name not in names]
        clash = [name for name in names if name in (*_BESIDE, "message")]
        if unknown or len(set(wanted)) != len(wanted):
            shown = ", ".join(unknown or wanted)
            raise InputError(
                Message(
                    en=f"there are no such columns: {shown}; choose among {', '.join(names)}",
                    zh=f"没有这样的列：{shown}；可选：{', '.join(names)}",
                )
            )
        if clash:
            raise InputError(
                Message(
                    en=f"{clash[0]} is a column of every sweep; choose another name",
                    zh=f"{clash[0]} 是固定的列名，请换一个名称",
                )
            )
        return cls(tuple(inputs), result, tuple(wanted) or names, **others)

    def column(self, rows: Rows, name: str) -> Any:
        """The numbers of a column; nan where there is none."""
        return rows.values if name == self.result else rows.inputs[name]


def json_lines(rows: Rows, layout: Layout) -> bytes:
    """One JSON object a line. A row that is no plain number says its outcome, and why."""
    pa, compute = library("pyarrow"), library("pyarrow.compute")
    parts: list[Any] = []
    for name in layout.shown:
        mark = "," if parts else "{"
        numbers = compute.cast(pa.array(layout.column(rows, name), from_pandas=True), pa.string())
        parts += [f"{mark}{json.dumps(name, ensure_ascii=False)}:", numbers]
    parts.append(_tails(rows, layout, pa))
    return _joined(parts, rows.count, pa, compute, "null")


def _joined(parts: list[Any], count: int, pa: Any, compute: Any, null: str) -> bytes:
    """The texts of all rows one after another: the buffer of a column of texts is just that."""
    if not count:
        return b""
    lines = compute.binary_join_element_wise(
        *parts, "", null_handling="replace", null_replacement=null
    )
    lines = lines.cast(pa.large_string())
    return lines.buffers()[2].to_pybytes()[: compute.sum(compute.binary_length(lines)).as_py()]


def _tails(rows: Rows, layout: Layout, pa: Any) -> Any:
    """How each line ends: with what there is to tell beside the numbers."""
    if not layout.has_answers and not any(map(_is_told, rows.cells.values())):
        return "}\n"
    tails = ["}\n"] * rows.count
    for place, cell in rows.cells.items():
        if layout.has_answers or _is_told(cell):
            told = json.dumps(_told(cell, layout), ensure_ascii=False, separators=(",", ":"))
            tails[place] = f",{told[1:]}\n"
    return pa.array(tails)


def _is_told(cell: Cell) -> bool:
    return cell.outcome is not Outcome.SOLVED


def _told(cell: Cell, layout: Layout) -> dict[str, str]:
    told: dict[str, str] = {}
    if layout.has_answers:
        told["answer"] = cell.answer
    told["outcome"] = cell.outcome.value
    if layout.has_answers and cell.level is not None:
        told["level"] = cell.level.value
    if cell.message is not None:
        told["message"] = cell.message.render(layout.language)
    return told


def header(layout: Layout) -> bytes:
    """The first line of CSV; lines end as they do in other files here."""
    units = layout.units or {}
    names = [f"{name} [{units[name]}]" if name in units else name for name in layout.shown]
    return (",".join(map(_quoted, (*names, *_beside(layout)))) + "\n").encode()


def _beside(layout: Layout) -> tuple[str, ...]:
    return _BESIDE if layout.has_answers else _BESIDE[1:]


def _quoted(text: str) -> str:
    """A field of CSV (RFC 4180)."""
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text


def csv_lines(rows: Rows, layout: Layout) -> bytes:
    """One line of CSV a row, without the header (RFC 4180)."""
    pa, compute = library("pyarrow"), library("pyarrow.compute")
    parts: list[Any] = []
    for name in layout.shown:
        numbers = compute.cast(pa.array(layout.column(rows, name), from_pandas=True), pa.string())
        parts += [numbers, ","]
    tails = [f"{Outcome.SOLVED.value},{Level.COMPUTED.value}\n"] * rows.count
    enclosed = f"{Outcome.SOLVED.value},{Level.ENCLOSED.value}\n"
    for place in rows.enclosed:
        tails[place] = enclosed
    for place, cell in rows.cells.items():
        level = "" if cell.level is None else cell.level.value
        answer = f"{_quoted(cell.answer)}," if layout.has_answers else ""
        tails[place] = f"{answer}{cell.outcome.value},{level}\n"
    parts.append(pa.array(tails))
    return _joined(parts, rows.count, pa, compute, "")


def schema(layout: Layout) -> Any:
    """The columns of the Arrow stream and of Parquet; a unit is kept with its column."""
    pa = library("pyarrow")
    units = layout.units or {}
    fields = [
        pa.field(name, pa.float64(), metadata={"unit": units[name]} if name in units else None)
        for name in layout.shown
    ]
    texts = [pa.field(name, pa.string()) for name in (*_beside(layout), "message")]
    return pa.schema([*fields, *texts])


def record_batch(rows: Rows, layout: Layout) -> Any:
    """The rows as an Arrow record batch."""
    pa = library("pyarrow")
    cells = [Cell()] * rows.count
    enclosed = Cell(level=Level.ENCLOSED)
    for place in rows.enclosed:
        cells[place] = enclosed
    for place, cell in rows.cells.items():
        cells[place] = cell
    arrays = [pa.array(layout.column(rows, name), from_pandas=True) for name in layout.shown]
    if layout.has_answers:
        arrays.append(pa.array([cell.answer for cell in cells], pa.string()))
    arrays.append(pa.array([cell.outcome.value for cell in cells], pa.string()))
    levels = [None if cell.level is None else cell.level.value for cell in cells]
    arrays.append(pa.array(levels, pa.string()))
    language = layout.language
    told = [None if each.message is None else each.message.render(language) for each in cells]
    arrays.append(pa.array(told, pa.string()))
    return pa.record_batch(arrays, schema=schema(layout))
