"""What people said comes in the place of what was computed, and is never shown as checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from abacist import verify
from abacist.apps.verdicts import Standing, Verdicts, overruled, value_of
from abacist.core.language import Language
from abacist.core.outcome import Outcome
from abacist.core.value import Exact, Text
from abacist.explain.terminal import render
from abacist.store.database import Database
from abacist.store.reviews import Correction, Review, Reviews, Scope
from tests.store.reviewed import answer_to


@pytest.fixture
def reviews(tmp_path: Path) -> Iterator[Reviews]:
    with Database(f"sqlite:///{tmp_path / 'a.db'}") as database:
        yield Reviews(database)


def _opened(reviews: Reviews, problem: str) -> Review:
    answer = answer_to(problem)
    assert answer.plan is not None
    reviews.offer(answer.plan.key, problem, answer.model_dump_json().encode(), 0.5)
    (review,) = reviews.list()
    return review


def _corrected(reviews: Reviews, correction: Correction, scope: Scope = Scope.TEXT) -> Review:
    return reviews.correct(_opened(reviews, "a").id, correction, by="Ada", scope=scope)


def test_nothing_was_said(reviews: Reviews) -> None:
    verdicts = Verdicts(reviews)
    assert verdicts.on("plan", "a").standing is Standing.NOTHING
    assert verdicts.refresh()
    assert not verdicts.refresh()
    assert verdicts.on("plan", "a").standing is Standing.NOTHING


def test_an_accepted_plan_is_accepted_in_any_words(reviews: Reviews) -> None:
    review = reviews.accept(_opened(reviews, "a").id, by="Ada")
    verdicts = Verdicts(reviews)
    verdicts.refresh()
    assert verdicts.on(review.plan, "b").standing is Standing.ACCEPTED


def test_a_corrected_text_contests_the_others(reviews: Reviews) -> None:
    review = _corrected(reviews, Correction(answer="5"))
    verdicts = Verdicts(reviews)
    verdicts.refresh()
    assert verdicts.on(review.plan, " a ").review == review
    assert verdicts.on(review.plan, "b").standing is Standing.CONTESTED
    assert verdicts.on("other", "a").standing is Standing.NOTHING
    reviews.accept(_opened(reviews, "b").id, by="Bob")
    assert verdicts.refresh()
    assert verdicts.on(review.plan, "b").standing is Standing.ACCEPTED
    assert verdicts.on(review.plan, "a").standing is Standing.OVERRULED


def test_a_corrected_plan_overrules_every_wording(reviews: Reviews) -> None:
    review = _corrected(reviews, Correction(answer="5"), Scope.PLAN)
    verdicts = Verdicts(reviews)
    verdicts.refresh()
    assert verdicts.on(review.plan, "b").review == review


@pytest.mark.parametrize("language", list(Language))
def test_a_persons_answer_is_said_to_be_one(reviews: Reviews, language: Language) -> None:
    review = _corrected(reviews, Correction(answer=r"\frac{5}{2}"))
    plan = review.answer.plan
    assert plan is not None
    answer = overruled("a", language, plan, "", review)
    assert (answer.outcome, answer.answer, answer.answer_latex) == (
        Outcome.SOLVED,
        "5/2",
        r"\frac{5}{2}",
    )
    assert answer.level is None
    assert answer.certificates == ()
    assert "Ada" in answer.message
    assert ("neither computed nor checked" in answer.message) is (language is Language.EN)
    shown = "".join(str(part) for part in _texts(answer))
    assert "✓" not in shown
    assert "Ada" in shown
    assert not verify(answer).holds


def _texts(answer: object) -> Iterator[str]:
    from rich.console import Console

    console = Console(width=100, no_color=True)
    with console.capture() as captured:
        for part in render(answer):  # type: ignore[arg-type]
            console.print(part)
    yield captured.get()


def test_a_rejected_answer_is_withheld(reviews: Reviews) -> None:
    review = reviews.reject(_opened(reviews, "a").id, by="Ada")
    plan = review.answer.plan
    assert plan is not None
    answer = overruled("a", Language.EN, plan, "", review)
    assert answer.outcome is Outcome.UNABLE
    assert (answer.value, answer.answer) == (None, "")
    assert "withheld" in answer.message
    assert answer.restatement == review.answer.restatement


def test_an_outcome_can_be_the_correction(reviews: Reviews) -> None:
    review = _corrected(reviews, Correction(outcome=Outcome.NO_SOLUTION))
    plan = review.answer.plan
    assert plan is not None
    answer = overruled("甲", Language.ZH, plan, "重述", review)
    assert (answer.outcome, answer.value) == (Outcome.NO_SOLUTION, None)
    assert answer.message.startswith("无解。\n")
    assert answer.restatement == "重述"


def test_values_of_corrections() -> None:
    assert isinstance(value_of(Correction(answer="{1, 2}")), Exact)
    assert value_of(Correction(answer="the empty glass")) == Text(text="the empty glass")
    assert value_of(Correction()) is None
