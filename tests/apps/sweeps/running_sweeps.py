"""A sweep without the command line: its rows as they are written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from abacist.apps.sweeps.asking import Compute, Prepared, prepare
from abacist.apps.sweeps.designs import Design
from abacist.apps.sweeps.running import stream
from abacist.apps.sweeps.running import write as write_rows
from abacist.apps.sweeps.spec import Sweep
from abacist.apps.sweeps.summary import Summary
from abacist.core.answer import Answer
from abacist.core.plan import Plan

__all__ = ["jsonl", "prepared", "rows_in", "write"]


def _never(plan: Plan) -> Answer:
    raise AssertionError(plan)


def prepared(design: Design | None = None, **wanted: Any) -> Prepared:
    return prepare(Sweep(**wanted), lambda: Compute(_never, 1), design)


def _strict(name: str) -> Any:
    raise AssertionError(f"{name} is no JSON")


def jsonl(design: Design | None = None, **wanted: Any) -> tuple[list[dict[str, Any]], Summary]:
    """The rows of a sweep, read back from strict JSON, and its summary."""
    ready = prepared(design, **wanted)
    told: list[Summary] = []
    lines = b"".join(stream(ready.subject, ready.design, ready.layout, "jsonl", told.append))
    rows = [json.loads(line, parse_constant=_strict) for line in lines.decode().splitlines()]
    return rows, told[0]


def write(target: Path, **wanted: Any) -> Summary:
    ready = prepared(**wanted)
    key = ready.sweep.key()
    return write_rows(ready.subject, ready.design, ready.layout, target, key, {})


def rows_in(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of any format."""
    if path.suffix == ".parquet":
        import pyarrow.parquet as parquet

        return parquet.read_table(path).to_pylist()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return [
            {name: _number(cell) for name, cell in row.items()}
            for row in csv.DictReader(io.StringIO(text, newline=""))
        ]
    return [json.loads(line, parse_constant=_strict) for line in text.splitlines()]


def _number(cell: str) -> float | str | None:
    try:
        return float(cell)
    except ValueError:
        return cell or None
