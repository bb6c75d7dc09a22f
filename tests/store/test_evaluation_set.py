"""The file of verdicts: every line whole, every line once, whatever ends the writer."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from abacist.core.errors import StoreUnavailable
from abacist.store.evaluation_set import EvaluationSet


def _ids(file: Path) -> list[str]:
    return [json.loads(line)["id"] for line in file.read_text().splitlines()]


def test_lines_are_added_once(tmp_path: Path) -> None:
    file = tmp_path / "new" / "set.jsonl"
    EvaluationSet(file).add([{"id": "a", "problem": "二加二\n?"}])
    EvaluationSet(file).add([{"id": "a"}, {"id": "b"}])
    assert _ids(file) == ["a", "b"]
    assert json.loads(file.read_text().splitlines()[0])["problem"] == "二加二\n?"
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ["a"]),
        ('{"id": "z"}\n', ["z", "a"]),
        ('{"id": "z"}', ["z", "a"]),
        ('{"id": "z"}\n{"id": "to', ["z", "a"]),
        ('{"id": "to', ["a"]),
        ('{"id": "z"}\n{"id": "a"', ["z", "a"]),
    ],
)
def test_what_a_killed_writer_left_is_cut_off(
    tmp_path: Path, before: str, after: list[str]
) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(before)
    EvaluationSet(file).add([{"id": "a"}])
    assert _ids(file) == after


def test_lines_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('# my problems\n\n{"problem": "1+1", "answer": "2"}\n')
    EvaluationSet(file).add([{"id": "a"}])
    assert file.read_text() == '# my problems\n\n{"problem": "1+1", "answer": "2"}\n{"id": "a"}\n'


def _add(file: str, name: str) -> None:
    for place in range(50):
        EvaluationSet(Path(file)).add([{"id": f"{name}{place}"}, {"id": f"both{place}"}])


def test_processes_add_at_once(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_add, args=(str(file), name)) for name in "abc"]
    for each in processes:
        each.start()
    for each in processes:
        each.join(60)
    found = _ids(file)
    assert len(found) == len(set(found)) == 200


FULL = """
import resource, signal, sys
from pathlib import Path
from abacist.core.errors import StoreUnavailable
from abacist.store.evaluation_set import EvaluationSet
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    EvaluationSet(Path(sys.argv[1])).add([{"id": "b", "note": "x" * 200}])
except StoreUnavailable as error:
    print(error)
"""


def test_a_file_that_cannot_grow_is_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    EvaluationSet(file).add([{"id": "a"}])
    command = [sys.executable, "-c", FULL, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert "File too large" in done.stdout, done.stderr
    assert _ids(file) == ["a"]
    EvaluationSet(file).add([{"id": "b"}])
    assert _ids(file) == ["a", "b"]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="File exists"):
        EvaluationSet(tmp_path / "file" / "set.jsonl").add([{"id": "a"}])
    with pytest.raises(StoreUnavailable, match=os.strerror(21)):
        EvaluationSet(tmp_path).add([{"id": "a"}])
