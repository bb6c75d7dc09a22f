"""The queue: once per plan, one verdict each, whoever is quicker."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from abacist.core.errors import Conflict, NotFound
from abacist.core.outcome import Outcome
from abacist.store.database import Database
from abacist.store.reviews import Correction, Review, Reviews, Scope, Status
from tests.postgres import PostgreSQL
from tests.store.reviewed import answer_to


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with Database(database_url) as opened:
        yield opened


@pytest.fixture
def reviews(database: Database) -> Reviews:
    return Reviews(database)


def _offer(reviews: Reviews, problem: str, plan: str = "2 + 2", confidence: float = 0.5) -> None:
    answer = answer_to(problem, plan=plan)
    assert answer.plan is not None
    reviews.offer(answer.plan.key, problem, answer.model_dump_json().encode(), confidence)


def _only(reviews: Reviews, status: Status | None = Status.OPEN) -> Review:
    (review,) = reviews.list(status)
    return review


def test_an_answer_enters_once_per_plan(database: Database, reviews: Reviews) -> None:
    _offer(reviews, "two and two")
    _offer(reviews, "two and two")
    _offer(Reviews(database), "二加二")
    review = _only(reviews)
    assert review.answer == answer_to("two and two")
    assert (review.status, review.confidence, review.scope) == (Status.OPEN, 0.5, None)
    assert reviews.count() == 1


def test_the_least_certain_comes_first(reviews: Reviews) -> None:
    for place, confidence in enumerate((0.6, 0.2, 0.4)):
        _offer(reviews, str(place), plan=str(place), confidence=confidence)
    assert [each.answer.problem for each in reviews.list()] == ["1", "2", "0"]
    assert [each.answer.problem for each in reviews.list(limit=1, skip=1)] == ["2"]


def test_what_was_not_read_has_no_plan_to_review(reviews: Reviews) -> None:
    answer = answer_to("?").model_copy(update={"plan": None})
    reviews.offer("k", "?", answer.model_dump_json().encode(), 0.1)
    assert reviews.list(None) == []


def test_a_review_is_found_by_the_beginning_of_its_id(reviews: Reviews) -> None:
    _offer(reviews, "a")
    review = _only(reviews)
    assert reviews.find(review.id) == reviews.find(review.id[:4]) == review
    for wrong in ("", review.id[:3], "zzzz", "%%%%", "____"):
        with pytest.raises(NotFound):
            reviews.find(wrong)


def test_an_accepted_plan_is_not_asked_about_again(reviews: Reviews, database: Database) -> None:
    _offer(reviews, "a")
    decided = reviews.accept(_only(reviews).id, by="Ada", note="checked by hand")
    assert (decided.status, decided.scope) == (Status.ACCEPTED, Scope.PLAN)
    assert (decided.decided_by, decided.note) == ("Ada", "checked by hand")
    assert decided.decided_at == pytest.approx(time.time(), abs=60)
    _offer(Reviews(database), "b")
    assert reviews.list() == []


def test_a_corrected_text_leaves_other_texts_to_be_asked_about(
    reviews: Reviews, database: Database
) -> None:
    _offer(reviews, "a")
    reviews.correct(_only(reviews).id, Correction(answer="5"), by="Ada")
    later = Reviews(database)
    _offer(later, "a")
    _offer(later, " a\n")
    assert reviews.list() == [], "the same words"
    _offer(later, "b")
    review = _only(reviews)
    assert review.answer.problem == "b"
    reviews.reject(review.id, by="Ada")
    _offer(later, "c")
    assert _only(reviews).answer.problem == "c"


def test_a_corrected_plan_is_settled(reviews: Reviews, database: Database) -> None:
    _offer(reviews, "a")
    correction = Correction(outcome=Outcome.NO_SOLUTION)
    decided = reviews.correct(_only(reviews).id, correction, by="Ada", scope=Scope.PLAN)
    assert decided.correction == correction
    _offer(Reviews(database), "b")
    assert reviews.list() == []
    assert _only(reviews, Status.CORRECTED) == decided


def test_a_verdict_is_final(reviews: Reviews) -> None:
    _offer(reviews, "a")
    id = _only(reviews).id
    reviews.accept(id, by="Ada")
    with pytest.raises(Conflict, match="accepted by Ada"):
        reviews.reject(id, by="Bob")
    with pytest.raises(NotFound):
        reviews.reject("0123abcd", by="Bob")
    assert _only(reviews, None).decided_by == "Ada"


def test_the_state_changes_with_every_verdict(reviews: Reviews) -> None:
    states = [reviews.state()]
    for place in range(3):
        _offer(reviews, str(place), plan=str(place))
        assert reviews.state() == states[-1], "a new question is no verdict"
        reviews.accept(_only(reviews).id, by="Ada")
        states.append(reviews.state())
    assert len(set(states)) == 4
    assert [each.answer.problem for each in reviews.verdicts()] == ["0", "1", "2"]


def test_what_is_not_recorded_yet(reviews: Reviews) -> None:
    _offer(reviews, "a")
    assert reviews.unrecorded() == []
    decided = reviews.accept(_only(reviews).id, by="Ada")
    assert list(reviews.unrecorded()) == [decided]
    reviews.recorded([decided])
    assert reviews.unrecorded() == []
    assert _only(reviews, None).is_recorded


def _decide(url: str, start: str, name: str, results: str) -> None:
    with Database(url) as database:
        reviews = Reviews(database)
        ids = sorted(each.id for each in reviews.list(limit=100))
        while not Path(start).exists():
            time.sleep(0.001)
        won = []
        for id in ids:
            try:
                reviews.reject(id, by=name)
                won.append(id)
            except Conflict:
                continue
        Path(f"{results}-{name}").write_text(" ".join(won))


def test_two_processes_race_for_verdicts(
    reviews: Reviews, database_url: str, tmp_path: Path
) -> None:
    for place in range(20):
        _offer(reviews, str(place), plan=str(place))
    start, results = tmp_path / "start", tmp_path / "won"
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_decide, args=(database_url, str(start), name, str(results)))
        for name in ("Ada", "Bob")
    ]
    for each in processes:
        each.start()
    start.touch()
    for each in processes:
        each.join(60)
    won = {name: set(Path(f"{results}-{name}").read_text().split()) for name in ("Ada", "Bob")}
    assert not won["Ada"] & won["Bob"]
    decided = {each.id: each.decided_by for each in reviews.list(Status.REJECTED, limit=100)}
    assert decided == {id: name for name, ids in won.items() for id in ids}
    assert len(decided) == 20


def test_a_database_that_is_away_does_not_stop_answers(
    postgres: PostgreSQL, caplog: pytest.LogCaptureFixture
) -> None:
    with Database(postgres.create(), wait=2) as database:
        reviews = Reviews(database)
        postgres.stop()
        try:
            _offer(reviews, "a")
        finally:
            postgres.start()
        assert "no answers are put up for review" in caplog.text
        _offer(Reviews(database), "a")
        assert reviews.count() == 1
