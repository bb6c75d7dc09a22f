"""Verdicts taken in: kept once, written down once, whatever goes wrong in between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from abacist.apps.reviewing import Reviewing, shown, shown_whole
from abacist.core.errors import Conflict, InputError, StoreUnavailable
from abacist.core.outcome import Outcome
from abacist.store.database import Database
from abacist.store.evaluation_set import EvaluationSet
from abacist.store.reviews import Correction, Reviews, Scope, Status
from tests.store.reviewed import answer_to


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with Database(database_url) as opened:
        yield opened


@pytest.fixture
def reviewing(database: Database, tmp_path: Path) -> Reviewing:
    return Reviewing(Reviews(database), EvaluationSet(tmp_path / "set.jsonl"))


def _open(reviewing: Reviewing, problem: str) -> str:
    answer = answer_to(problem, plan=problem)
    assert answer.plan is not None
    body = answer.model_dump_json().encode()
    reviewing.reviews.offer(answer.plan.key, problem, body, 0.25)
    (review,) = [each for each in reviewing.reviews.list() if each.answer.problem == problem]
    return review.id


def _lines(reviewing: Reviewing) -> list[dict[str, object]]:
    text = reviewing.evaluation_set.path.read_text()
    return [json.loads(line) for line in text.splitlines()]


def test_every_verdict_becomes_a_line(reviewing: Reviewing) -> None:
    reviewing.accept(_open(reviewing, "二加二"), by="Ada", note="对")
    reviewing.correct(_open(reviewing, "b"), Correction(answer="5"), by="Ada", scope=Scope.PLAN)
    reviewing.correct(_open(reviewing, "c"), Correction(outcome=Outcome.DIVERGENT), by="Ada")
    reviewing.reject(_open(reviewing, "d"), by="Bob")
    lines = _lines(reviewing)
    told = [(each["problem"], each["answer"], each["expected"], each["verdict"]) for each in lines]
    assert told == [
        ("二加二", "4", "answer", "accepted"),
        ("b", "5", "answer", "corrected"),
        ("c", None, "divergent", "corrected"),
        ("d", None, "answer", "rejected"),
    ]
    assert [each["scope"] for each in lines] == ["plan", "plan", "text", "text"]
    assert {each["computed"] for each in lines} == {"4"}
    assert (lines[0]["lang"], lines[0]["note"], lines[0]["by"]) == ("zh", "对", "Ada")
    assert str(lines[0]["decided_at"]).endswith("+00:00")


def test_who_listens_is_told(database: Database, tmp_path: Path) -> None:
    told: list[int] = []
    reviewing = Reviewing(
        Reviews(database), EvaluationSet(tmp_path / "s"), decided=lambda: told.append(1)
    )
    id = _open(reviewing, "a")
    reviewing.accept(id, by="Ada")
    with pytest.raises(Conflict):
        reviewing.accept(id, by="Ada")
    assert told == [1]
    assert len(_lines(reviewing)) == 1


def test_a_set_that_cannot_be_written_gets_its_line_later(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "in the way").touch()
    broken = Reviewing(Reviews(database), EvaluationSet(tmp_path / "in the way" / "set.jsonl"))
    broken.accept(_open(broken, "a"), by="Ada")
    assert isinstance(broken.unwritten, StoreUnavailable)
    whole = Reviewing(Reviews(database), EvaluationSet(tmp_path / "set.jsonl"))
    whole.accept(_open(whole, "b"), by="Ada")
    assert whole.unwritten is None
    assert [each["problem"] for each in _lines(whole)] == ["a", "b"]


KILLED = """
import os, signal, sys
from pathlib import Path
from abacist.apps.reviewing import Reviewing
from abacist.store.database import Database
from abacist.store.evaluation_set import EvaluationSet
from abacist.store.reviews import Reviews
with Database(sys.argv[1]) as database:
    reviews, lines = Reviews(database), EvaluationSet(Path(sys.argv[2]))
    setattr(*{"before": (lines, "add"), "after": (reviews, "recorded")}[sys.argv[4]],
        lambda rows: os.kill(os.getpid(), signal.SIGKILL))
    Reviewing(reviews, lines).accept(sys.argv[3], by="Ada")
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_between_the_verdict_and_its_line(
    reviewing: Reviewing, database_url: str, moment: str
) -> None:
    """Before the line was written, and after it but before that was noted."""
    id, path = _open(reviewing, "a"), str(reviewing.evaluation_set.path)
    command = [sys.executable, "-c", KILLED, database_url, path, id, moment]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert os.path.exists(path) is (moment == "after")
    (kept,) = reviewing.reviews.list(Status.ACCEPTED)
    assert (kept.id, kept.is_recorded) == (id, False)
    reviewing.write_down()
    assert [each["id"] for each in _lines(reviewing)] == [id]
    assert reviewing.reviews.list(Status.ACCEPTED)[0].is_recorded


def test_what_is_no_verdict(reviewing: Reviewing) -> None:
    id = _open(reviewing, "a")
    for by, note in (
        ("", ""),
        (" ", ""),
        ("a\nb", ""),
        ("x" * 201, ""),
        ("A", "\0"),
        ("A", "x" * 10_001),
    ):
        with pytest.raises(InputError):
            reviewing.accept(id, by=by, note=note)
    for correction in (
        Correction(),
        Correction(answer=" "),
        Correction(outcome=Outcome.TIMEOUT),
        Correction(answer="\0"),
        Correction(answer="\ud800"),
        Correction(answer="x" * 10_001),
    ):
        with pytest.raises(InputError):
            reviewing.correct(id, correction, by="Ada")
    assert reviewing.reviews.count() == 1


def test_reviews_as_json(reviewing: Reviewing) -> None:
    id = _open(reviewing, "a")
    review = reviewing.reviews.find(id)
    plain = json.loads(shown_whole(review).model_dump_json())
    assert plain["given"] == json.loads(review.answer.model_dump_json())
    assert (plain["status"], plain["decided_at"], plain["confidence"]) == ("open", None, 0.25)
    decided = shown(reviewing.correct(id, Correction(answer="5"), by="Ada"))
    assert decided.correction == Correction(answer="5")
