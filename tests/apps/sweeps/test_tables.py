"""Points from files: CSV, JSONL and Parquet, units in the head, cells that hold no number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from abacist.apps.sweeps.tables import FileTable
from abacist.core.errors import DocumentError, InputError, UnitError
from tests.apps.sweeps.running_sweeps import jsonl, write

ROWS: list[dict[str, Any]] = [
    {"id": "a", "x": 3, "y": 4.5},
    {"id": "b", "x": None, "y": 1},
    {"id": "c", "x": -0.25, "y": 2e10},
]


def csv_file(folder: Path) -> Path:
    path = folder / "points.csv"
    lines = [
        "\ufeffid,x,y",
        *(f"{r['id']},{'' if r['x'] is None else r['x']},{r['y']}" for r in ROWS),
    ]
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    return path


def jsonl_file(folder: Path) -> Path:
    path = folder / "points.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return path


def parquet_file(folder: Path) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    path = folder / "points.parquet"
    parquet.write_table(pa.Table.from_pylist(ROWS), path)
    return path


@pytest.mark.parametrize("make", [csv_file, jsonl_file, parquet_file])
def test_every_format_gives_the_same_points(make: Any, tmp_path: Path) -> None:
    table = FileTable(make(tmp_path), ["x", "y"])
    rows, summary = jsonl(table, formula="z = x*y")
    assert [row["z"] for row in rows] == [13.5, None, -5e9]
    assert rows[1]["outcome"] == "not_understood"
    assert "x is empty" in rows[1]["message"]
    assert summary.outcomes == {"solved": 2, "not_understood": 1}


@pytest.mark.parametrize("make", [csv_file, jsonl_file, parquet_file])
@pytest.mark.parametrize("start, limit", [(0, 1), (1, 1), (2, 5), (3, 1)])
def test_a_table_is_read_from_any_row_on(make: Any, start: int, limit: int, tmp_path: Path) -> None:
    blocks = list(FileTable(make(tmp_path), ["y"]).blocks(start, limit))
    assert [block.start for block in blocks] == list(range(start, 3, limit))
    found = [value for block in blocks for value in block.columns()["y"].tolist()]
    assert found == [4.5, 1, 2e10][start:]


@pytest.mark.parametrize("cell", ["oops", "nan", "inf", "1e999", "1,5", "", "TRUE"])
def test_a_cell_that_is_no_number_is_told(cell: str, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(f'x\n1\n"{cell}"\n3\n', encoding="utf-8")
    rows, _ = jsonl(FileTable(path, ["x"]), formula="y = 2x")
    assert [row["y"] for row in rows] == [2, None, 6]
    assert [row["x"] for row in rows] == [1, None, 3]
    assert "x" in rows[1]["message"]


def test_a_unit_stands_in_the_head(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("a [mm],b [cm]\n5,1\n", encoding="utf-8")
    [row], summary = jsonl(FileTable(path), formula="L = a + b")
    assert (row["L"], summary.unit) == (15, "mm")
    path.write_text("a [parrots]\n5\n", encoding="utf-8")
    with pytest.raises(UnitError):
        FileTable(path)


def test_units_that_a_sweep_wrote_are_read_again(tmp_path: Path) -> None:
    for name in ("areas.parquet", "areas.csv"):
        path = tmp_path / name
        write(path, formula="A = a*b", over=("a=3 mm", "b=2,5 cm"))
        [first, _], summary = jsonl(FileTable(path, ["A", "a"]), formula="c = A/a")
        assert first["c"] == 2
        assert summary.unit == "cm"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column w; it has id, x, y"):
        FileTable(csv_file(tmp_path), ["x", "w"])


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_a_missing_or_damaged_file_is_told(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"points{ending}"
    with pytest.raises(DocumentError):
        FileTable(path, ["x"])
    path.write_bytes(b"\xff\xfe\x00garbage")
    with pytest.raises(InputError):
        FileTable(path, ["x"])


def test_a_row_with_too_many_cells_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,y\n1,2\n1,2,3\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="cannot be read"):
        jsonl(FileTable(path, ["x"]), formula="z = 2x")


def test_lines_that_are_no_objects_have_no_point(tmp_path: Path) -> None:
    path = tmp_path / "points.jsonl"
    path.write_text('{"x": 1}\nnonsense\n[2]\n\n{"x": "4"}\n{"x": true}\n', encoding="utf-8")
    rows, _ = jsonl(FileTable(path, ["x"]), formula="y = 2x")
    assert [row["y"] for row in rows] == [2, None, None, 8, None]
