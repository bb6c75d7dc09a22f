"""Every way in which something can end says so in both languages."""

from __future__ import annotations

import inspect
import pickle
from string import Formatter

import pytest

from abacist.core import errors
from abacist.core.errors import AbacistError, ParseError
from abacist.core.language import Language, language_of
from abacist.core.outcome import Level, Outcome, Verdict

ERRORS = [
    cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, AbacistError)
]
FAMILIES = {"InputError": 2, "LimitError": 3, "EngineError": 4, "StoreError": 5, "ConfigError": 6}
HTTP_STATUSES = {400, 404, 409, 413, 422, 429, 500, 502, 503, 504}


@pytest.mark.parametrize("outcome", Outcome)
def test_outcome_has_a_message_in_both_languages(outcome: Outcome) -> None:
    message = outcome.message
    assert message.en.strip()
    assert language_of(message.en) is Language.EN
    assert language_of(message.zh) is Language.ZH


@pytest.mark.parametrize("outcome", Outcome)
def test_message_has_no_hole_left(outcome: Outcome) -> None:
    for language in Language:
        text = outcome.message.render(language)
        assert [field for _, field, _, _ in Formatter().parse(text) if field] == []


def test_messages_tell_outcomes_apart() -> None:
    """A timeout is never read as "no solution"."""
    for language in Language:
        assert len({outcome.message.render(language) for outcome in Outcome}) == len(Outcome)


def test_what_counts_as_an_answer() -> None:
    answers = {outcome for outcome in Outcome if outcome.is_answer}
    assert not answers & {Outcome.TIMEOUT, Outcome.UNABLE, Outcome.REFUTED, Outcome.NOT_UNDERSTOOD}


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_level(verdict: Verdict) -> None:
    assert Level.weakest([verdict]) in Level


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_error_class_is_complete(error: type[AbacistError]) -> None:
    assert error.code
    assert error.http_status in HTTP_STATUSES
    assert error.__doc__
    assert error.__name__ in errors.__all__


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_exit_code_is_the_one_of_the_family(error: type[AbacistError]) -> None:
    family = next((cls.__name__ for cls in error.__mro__ if cls.__name__ in FAMILIES), None)
    assert error.exit_code == FAMILIES.get(family or "", 1)


def test_error_codes_are_unique() -> None:
    codes = [error.code for error in ERRORS]
    assert sorted(codes) == sorted(set(codes))


def test_the_drawing_names_every_error() -> None:
    drawing = errors.__doc__ or ""
    assert [error.__name__ for error in ERRORS if error.__name__ not in drawing] == []


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_errors_survive_the_way_from_a_worker(error: type[AbacistError]) -> None:
    """They are raised in one process and shown by another."""
    arguments = ("what", "2 +* 3", 3) if issubclass(error, ParseError) else ("what",)
    copy = pickle.loads(pickle.dumps(error(*arguments, hint="next")))
    assert type(copy) is error
    assert copy.text(Language.ZH) == error(*arguments, hint="next").text(Language.ZH)
