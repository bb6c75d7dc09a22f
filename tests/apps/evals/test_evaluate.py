"""`abacist evaluate` as a person uses it, on a set of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.apps.program import abacist

ROWS = [
    {"id": "a", "problem": "What is 2 + 3?", "answer": "5", "verdict": "accepted"},
    {"id": "b", "problem": "2 加 4 等于多少？", "answer": "7", "verdict": "corrected"},
    {"id": "c", "problem": "What is 2 + 5?", "answer": None, "computed": "7"},
    {"id": "d", "problem": "What is the meaning of life?", "answer": "42"},
]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS))
    return file


def test_the_figures(rows: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    done = abacist("evaluate", str(rows), "--json", "--wrong", "--out", str(out), "--workers", "1")
    assert (done.code, done.err) == (0, "")
    figures = json.loads(done.out)
    assert (figures["problems"], figures["answered"], figures["coverage"]) == (4, 3, 0.75)
    assert (figures["right"], figures["wrong"], figures["unanswered"]) == (1, 2, 1)
    assert figures["silent_errors"] == 2
    assert [each["id"] for each in figures["errors"]] == ["b", "c"]
    assert sum(each["answers"] for each in figures["reliability"]) == 3
    assert figures["ece"] > 0.5
    kept = out.read_bytes()
    again = abacist("evaluate", str(rows), "--out", str(out), "--wrong", LC_ALL="zh_CN.UTF-8")
    assert out.read_bytes() == kept
    assert "正确率  33.3%" in again.out
    assert "b: 2 加 4 等于多少？\n    7 ≠ 6" in again.out


def test_a_file_that_is_none(tmp_path: Path) -> None:
    missing = abacist("evaluate", str(tmp_path / "missing"))
    assert missing.code == 2
    assert "No such file" in missing.err
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n\n")
    none = abacist("evaluate", str(empty), LC_ALL="zh_CN.UTF-8")
    assert (none.code, none.out) == (2, "")
    assert "没有题目" in none.err
