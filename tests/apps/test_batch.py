"""Files of problems: order, parallel rows, bad lines, and that no interruption loses or repeats a row."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.apps.batch import Batch, rows
from abacist.core.answer import Answer
from abacist.core.errors import Conflict, DocumentError, TooLarge
from abacist.core.language import Language
from abacist.core.outcome import Outcome


def echo(problem: str) -> Answer:
    return Answer(problem=problem, language=Language.EN, outcome=Outcome.SOLVED, answer=problem)


class Files:
    def __init__(self, folder: Path) -> None:
        self.source, self.target = folder / "problems.jsonl", folder / "answers.jsonl"

    def write(self, count: int) -> None:
        lines = (json.dumps({"id": f"p{n}", "problem": f"{n}"}) for n in range(count))
        self.source.write_text("\n".join(lines), encoding="utf-8")

    def run(self, solve: Callable[[str], Answer] = echo, workers: int = 3) -> int:
        return Batch(self.source, self.target, solve, workers).run()

    def answers(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.target.read_text(encoding="utf-8").splitlines()]

    def ids(self) -> list[object]:
        return [answer["id"] for answer in self.answers()]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_answers_come_in_the_order_of_the_problems(files: Files) -> None:
    files.write(40)

    def uneven(problem: str) -> Answer:
        time.sleep(0.02 if int(problem) % 5 == 0 else 0)
        return echo(problem)

    assert files.run(uneven) == 40
    assert files.ids() == [f"p{n}" for n in range(40)]
    assert [answer["answer"] for answer in files.answers()] == [str(n) for n in range(40)]
    assert sorted(path.name for path in files.target.parent.iterdir()) == [
        "answers.jsonl",
        "problems.jsonl",
    ]


def test_rows_are_answered_at_the_same_time(files: Files) -> None:
    files.write(4)
    together = threading.Barrier(4, timeout=20)

    def meeting(problem: str) -> Answer:
        together.wait()
        return echo(problem)

    assert files.run(meeting, workers=4) == 4


LINES = [
    (b'{"id": 7, "question": "1+1"}', 7, "solved"),
    (b'{"problem": "1+1"}', 2, "solved"),
    (b"not json", 3, "not_understood"),
    (b'\xff\xfe{"id": 1}', 4, "not_understood"),
    (b"[1, 2]", 5, "not_understood"),
    (b'{"id": "a"}', "a", "not_understood"),
    (b'{"id": "b", "problem": 5}', "b", "not_understood"),
    (b"", None, ""),
    (b'{"id": "c", "problem": "' + b"1" * 400_000 + b'"}', 9, "too_large"),
    (b"[" * 100_000, 10, "not_understood"),
    (b'{"id": null, "problem": "\xe6\xb1\x82"}', None, "solved"),
]


def test_a_bad_line_is_an_answer_that_says_so(files: Files) -> None:
    files.source.write_bytes(b"\n".join(line for line, _, _ in LINES))
    files.run()
    told = [(answer["id"], answer["outcome"]) for answer in files.answers()]
    assert told == [(name, outcome) for line, name, outcome in LINES if line]
    bad = [answer for answer in files.answers() if answer["outcome"] == "not_understood"]
    assert all(str(answer["message"]).strip() for answer in bad)


def test_an_error_of_the_problem_is_its_answer(files: Files) -> None:
    files.write(2)

    def refuse(problem: str) -> Answer:
        raise TooLarge("too much")

    files.run(refuse)
    assert [answer["outcome"] for answer in files.answers()] == ["too_large"] * 2


def test_a_mistake_of_the_program_costs_its_row_alone(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    files.write(3)

    def stumble(problem: str) -> Answer:
        if problem == "1":
            raise ZeroDivisionError
        return echo(problem)

    files.run(stumble)
    assert [answer["outcome"] for answer in files.answers()] == ["solved", "crashed", "solved"]
    assert "incident" in capsys.readouterr().err


def test_a_finished_run_computes_nothing_again(files: Files) -> None:
    files.write(5)
    files.run()
    before = files.target.read_bytes()

    def never(problem: str) -> Answer:
        raise AssertionError(problem)

    assert files.run(never) == 5
    assert files.target.read_bytes() == before


@settings(max_examples=30, deadline=None)
@given(cut=st.integers(min_value=0, max_value=2_000))
def test_a_torn_end_is_repaired(cut: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    files = Files(tmp_path_factory.mktemp("torn"))
    files.write(6)
    files.run()
    whole = files.target.read_bytes()
    files.target.write_bytes(whole[: max(0, len(whole) - cut)])
    files.run()
    assert files.target.read_bytes() == whole


def test_answers_to_other_problems_are_not_touched(files: Files) -> None:
    files.write(3)
    files.run()
    before = files.target.read_bytes()
    files.source.write_text('{"id": "other", "problem": "1"}\n', encoding="utf-8")
    with pytest.raises(DocumentError, match="other problems"):
        files.run()
    assert files.target.read_bytes() == before
    assert not list(files.target.parent.glob("*.journal"))


def test_a_file_that_holds_no_answers_is_not_touched(files: Files) -> None:
    files.write(3)
    files.target.write_text("my diary\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="line 1"):
        files.run()
    assert files.target.read_text(encoding="utf-8") == "my diary\n"


def test_two_runs_do_not_share_an_output(files: Files) -> None:
    files.write(1)

    def again(problem: str) -> Answer:
        with pytest.raises(Conflict):
            files.run()
        return echo(problem)

    assert files.run(again) == 1


def test_a_missing_file_is_named(files: Files) -> None:
    with pytest.raises(DocumentError, match="problems"):
        files.run()
    assert list(files.target.parent.iterdir()) == []


def test_rows_are_read_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text('{"problem": "1"}\n' * 1_000, encoding="utf-8")
    assert next(rows(path)).problem == "1"
    assert sum(1 for _ in rows(path)) == 1_000


SLOW = """
import sys, time
from pathlib import Path
from abacist.apps.batch import Batch
from abacist.core.answer import Answer

source, target, log = map(Path, sys.argv[1:])

def solve(problem):
    time.sleep(0.3 if int(problem) % 4 == 0 else 0.01)
    with log.open("a") as done:
        done.write(problem + "\\n")
    return Answer(problem=problem, language="en", outcome="solved", answer=problem)

Batch(source, target, solve, 3).run()
"""


def test_killed_at_any_moment_it_goes_on(files: Files, tmp_path: Path) -> None:
    """With kill -9 again and again: every row is answered once, and hardly one computed twice."""
    files.write(60)
    log = tmp_path / "computed"
    command = [sys.executable, "-c", SLOW, str(files.source), str(files.target), str(log)]
    kills = 0
    for patience in (0.5, 0.5, 0.6, 0.8, 60):
        process = subprocess.Popen(command)
        try:
            process.wait(patience)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    assert kills >= 2
    assert process.returncode == 0
    assert files.ids() == [f"p{n}" for n in range(60)]
    computed = Counter(log.read_text(encoding="utf-8").split())
    assert set(computed) == {str(n) for n in range(60)}
    # Only what was under way when the program was killed can have been computed a second time.
    assert sum(computed.values()) <= 60 + 3 * kills
