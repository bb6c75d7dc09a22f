"""`abacist sweep` as a person uses it: rows and summary, both languages, Ctrl-C, wrong options."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.apps.program import COMMAND, abacist, environment
from tests.disk import small_disk

SQUARES = ("sweep", "y = x^2", "--over", "x=1:3")


def test_rows_go_to_standard_output_and_the_summary_beside(tmp_path: Path) -> None:
    run = abacist(*SQUARES)
    assert run.code == 0
    assert [json.loads(line)["y"] for line in run.out.splitlines()] == [1, 4, 9]
    assert run.err.startswith(
        "3 rows: 3 solved\nchecked by ball arithmetic: 3 rows (3 by NumPy), 0 refuted"
    )


def test_a_sentence_is_answered_in_its_language() -> None:
    run = abacist("sweep", "遍历 x 从 1 到 3 步长 1，计算 y = x^2，以 CSV 格式输出 y")
    rows = ["1,solved,enclosed", "4,solved,enclosed", "9,solved,enclosed"]
    assert run.out.split() == ["y,outcome,level", *rows]
    assert run.err.startswith("共 3 行：3 已求解")


def test_a_sentence_keeps_what_the_options_do_not_say() -> None:
    run = abacist(
        "sweep", "for x from 1 to 3 in steps of 1 compute y = x^2, print y as CSV", "--exact"
    )
    assert run.out.startswith("y,outcome,level")


def test_a_file_is_written_drawn_and_told_as_json(tmp_path: Path) -> None:
    out, plot = tmp_path / "rows.csv", tmp_path / "rows.svg"
    run = abacist(*SQUARES, "--out", str(out), "--plot", str(plot), "--json")
    assert json.loads(run.out)["rows"] == 3
    assert out.read_text().startswith("x,y,outcome,level")
    assert b"<svg" in plot.read_bytes()


def test_a_plan_is_swept(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(abacist("solve", "--plan", "Solve 2x + c = 17").out)
    run = abacist("sweep", "--plan", str(plan), "--over", "c=5,7", "--workers", "1")
    assert [json.loads(line)["value"] for line in run.out.splitlines()] == [6, 5]


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("sweep",), "nothing to compute"),
        (("sweep", "the weather"), "asks for no sweep"),
        (("sweep", "y = x^2"), "asks for no sweep"),
        ((*SQUARES, "--check", "lots"), "--check takes a share"),
        ((*SQUARES, "--check", "200%"), "--check takes a share"),
        ((*SQUARES, "--plot", "a.png"), "--out"),
        ((*SQUARES, "--from", "a.csv"), "not both"),
        ((*SQUARES, "--columns", "z"), "no such columns"),
        ((*SQUARES, "--design", "nice"), "--design"),
        (("sweep", "y = x", "--from", "nowhere.csv"), "nowhere.csv"),
        (("sweep", "y = x", "--over", "x=0:1:0"), "step of x is 0"),
        (("sweep", "y = x", "--plan", "-", "--over", "x=1"), "not both"),
    ],
)
def test_wrong_options_are_told(arguments: tuple[str, ...], told: str) -> None:
    run = abacist(*arguments)
    assert run.code == 2
    assert told in run.err
    assert "Traceback" not in run.err


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    command = [*COMMAND, "sweep", "y = x^2", "--over", "x=1:2000000"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b'{"x":1,"y":1}\n'
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 141


@pytest.mark.parametrize(
    "text, over",
    [
        ("y = sum(sin(k*x)/k, k, 1, 1000)", "x=1:200000"),
        ("Solve x^2 - 5x + c = 0", "c=1:100000"),
    ],
)
def test_an_interrupt_says_how_to_go_on(text: str, over: str, tmp_path: Path) -> None:
    out = tmp_path / "rows.jsonl"
    process = subprocess.Popen(
        [*COMMAND, "sweep", text, "--over", over, "--check", "0", "--out", str(out)],
        stderr=subprocess.PIPE,
        env=environment(),
    )
    ends = time.monotonic() + 60
    while not (out.exists() and out.stat().st_size > 1_000):
        assert process.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told == b"interrupted; the same command goes on from here\n"
    assert (tmp_path / "rows.jsonl.ledger").exists()


def test_a_problem_is_told_of_in_its_language() -> None:
    run = abacist("sweep", "求 x^2-2x 在 [0,{c}] 上的最小值", "--over", "c=3", "--workers", "1")
    assert json.loads(run.out)["value"] == -1
    assert run.err.startswith("共 1 行：1 已求解")


def test_a_slip_in_a_formula_is_shown_without_other_advice() -> None:
    run = abacist("sweep", "y = 1/(x", "--over", "x=1:3")
    assert run.code == 2
    assert "ends too early" in run.err
    assert "braces" not in run.err


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    wanted = ("sweep", "y = x^2", "--over", "x=1:400000", "--out")
    with small_disk(folder, 24) as disk:
        reserve, out = folder / "reserve", folder / "rows.csv"
        reserve.write_bytes(bytes(4 << 20))
        disk.fill()
        reserve.unlink()
        full = abacist(*wanted, str(out))
        assert full.code == 2
        assert "No space left on device" in full.err
        assert "the same command goes on" in full.err
        disk.free()
        assert abacist(*wanted, str(out)).code == 0
        assert abacist(*wanted, str(tmp_path / "rows.csv")).code == 0
        assert out.read_bytes() == (tmp_path / "rows.csv").read_bytes()
