"""Files of rows: every format, and that no end of the program loses, doubles or changes a row."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from abacist.apps.sweeps.summary import Summary
from abacist.core.errors import Conflict, DocumentError, InputError
from tests.apps.program import COMMAND, environment
from tests.apps.sweeps.running_sweeps import rows_in, write

FORMATS = ("jsonl", "csv", "parquet")
# 40,000 rows in some hundred blocks
SLOW: dict[str, Any] = {
    "formula": "y = sum(sin(k*x)/k, k, 1, 1000) + 1/(x-7)",
    "over": ("x=0:3999.9:0.1",),
    "check": 0,
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], Summary]:
    target = tmp_path_factory.mktemp("whole") / "rows.jsonl"
    summary = write(target, **SLOW)
    return rows_in(target), summary


def plain(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["x"], row["y"], row.get("outcome") or "solved") for row in rows]


def start(target: Path, limit: int | None = None) -> subprocess.Popen[bytes]:
    text, over = SLOW["formula"], SLOW["over"][0]
    command = [*COMMAND, "sweep", text, "--over", over, "--check", "0", "--out", str(target)]

    def restrict() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        command,
        env=environment(),
        preexec_fn=restrict,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> bool:
    """Waits until the condition holds; False where the process ended before."""
    ends = time.monotonic() + 60
    while process.poll() is None:
        if condition():
            return True
        assert time.monotonic() < ends
        time.sleep(0.002)
    return False


def lines_of(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.parametrize("form", FORMATS)
def test_killed_again_and_again_it_goes_on(
    form: str, tmp_path: Path, expected: tuple[list[dict[str, Any]], Summary]
) -> None:
    """kill -9 three times, and once something torn behind the last sound row."""
    target = tmp_path / f"rows.{form}"
    ledger = tmp_path / f"rows.{form}.ledger"
    growing = tmp_path / f"rows.{form}.arrows" if form == "parquet" else target
    kills = 0
    for _ in range(3):
        before = lines_of(ledger)
        process = start(target)
        if wait_until(lambda before=before: lines_of(ledger) >= before + 5, process):
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.communicate()
        with growing.open("ab") as torn:
            torn.write(b'{"x":1,"y":')
    assert kills >= 2
    assert lines_of(ledger) > 10  # it went on, and did not begin anew
    process = start(target)
    process.communicate()
    assert process.returncode == 0
    rows, summary = expected
    assert plain(rows_in(target)) == plain(rows)
    told = json.loads((tmp_path / f"rows.{form}.summary.json").read_text())["summary"]
    assert {**told, "seconds": 0} == {**summary.model_dump(mode="json"), "seconds": 0}
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {f"rows.{form}", f"rows.{form}.summary.json"}


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_told_and_loses_nothing(
    form: str, tmp_path: Path, expected: tuple[list[dict[str, Any]], Summary]
) -> None:
    target = tmp_path / f"rows.{form}"
    process = start(target, limit=40_000)
    _, told = process.communicate()
    assert process.returncode == 2
    assert b"File too large" in told
    write(target, **SLOW)
    assert plain(rows_in(target)) == plain(expected[0])


def test_a_finished_sweep_is_not_computed_again(tmp_path: Path) -> None:
    target = tmp_path / "rows.csv"
    summary = write(target, formula="y = x^2", over=("x=1:5",))
    before = target.stat().st_mtime_ns
    assert write(target, formula="y = x^2", over=("x=1:5",)) == summary
    assert target.stat().st_mtime_ns == before


@pytest.mark.parametrize("form", FORMATS)
def test_another_sweep_does_not_touch_the_file(form: str, tmp_path: Path) -> None:
    target = tmp_path / f"rows.{form}"
    write(target, formula="y = x^2", over=("x=1:5",))
    before = target.read_bytes()
    with pytest.raises(Conflict, match="something else"):
        write(target, formula="y = x^3", over=("x=1:5",))
    assert target.read_bytes() == before


def test_a_file_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    target = tmp_path / "rows.jsonl"
    target.write_text("my diary\n")
    with pytest.raises(Conflict):
        write(target, formula="y = x^2", over=("x=1:5",))
    assert target.read_text() == "my diary\n"
    assert [path.name for path in tmp_path.iterdir()] == ["rows.jsonl"]


def test_a_changed_file_is_not_taken_for_finished(tmp_path: Path) -> None:
    target = tmp_path / "rows.jsonl"
    write(target, formula="y = x^2", over=("x=1:5",))
    with target.open("a") as rows:
        rows.write("{}\n")
    with pytest.raises(Conflict):
        write(target, formula="y = x^2", over=("x=1:5",))


def test_rows_that_were_taken_away_are_computed_anew(tmp_path: Path) -> None:
    target = tmp_path / "rows.jsonl"
    write(target, formula="y = x^2", over=("x=1:5",))
    target.unlink()
    write(target, formula="y = x^2", over=("x=1:5",))
    assert len(rows_in(target)) == 5


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="nowhere"):
        write(tmp_path / "nowhere" / "rows.csv", formula="y = x", over=("x=1",))


def test_a_name_tells_the_format(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.parquet"):
        write(tmp_path / "rows.txt", formula="y = x", over=("x=1",))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", FORMATS)
def test_no_row_is_nan_or_infinite(form: str, tmp_path: Path) -> None:
    target = tmp_path / f"rows.{form}"
    write(target, formula="y = exp(x)/x + ln(x-1)", over=("x=-1:3",))
    write(tmp_path / f"more.{form}", formula="y = exp(x)", over=("x=-1000,0,1000",))
    assert [row["y"] is None for row in rows_in(target)] == [True, True, True, False, False]
    assert [row["y"] for row in rows_in(tmp_path / f"more.{form}")][1:] == [1, None]
    if form != "parquet":
        text = target.read_text().lower() + (tmp_path / f"more.{form}").read_text().lower()
        assert "nan" not in text
        assert "inf" not in text
