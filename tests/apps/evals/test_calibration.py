"""Confidence: fitted where answers were counted, monotone, and measured against what came out."""

from __future__ import annotations

import json
import random
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from abacist.apps.confidence import CALIBRATION_FILE, Evidence, Fitted, ReadBy, fitted
from abacist.apps.evals.fitting import LEVELS, PRIOR, decreasing, fit
from abacist.apps.evals.reliability import bins, calibration_error, wilson
from abacist.core.outcome import Level

graded = st.lists(st.tuples(st.sampled_from(LEVELS), st.booleans(), st.booleans()), max_size=200)


@given(graded)
def test_stronger_checks_never_mean_less(answers: list[tuple[Level, bool, bool]]) -> None:
    table = fit(answers)
    for column in (0, 1):
        shares = [table[level][column] for level in LEVELS]
        assert shares == sorted(shares, reverse=True)
        assert all(0 < share < 1 for share in shares)
    assert all(among <= alone for alone, among in table.values())


def test_what_was_not_counted_is_what_was_expected() -> None:
    assert fit([]) == {level: (PRIOR[level], PRIOR[level]) for level in LEVELS}


def test_many_answers_decide() -> None:
    right = [(Level.COMPUTED, False, place % 10 > 0) for place in range(100_000)]
    assert fit(right)["computed"][0] == pytest.approx(0.9, abs=1e-3)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 50)), min_size=1, max_size=12))
def test_pooling_keeps_the_weighted_mean(pairs: list[tuple[float, int]]) -> None:
    values, weights = [value for value, _ in pairs], [weight for _, weight in pairs]
    found = decreasing(values, weights)
    assert found == sorted(found, reverse=True)
    before = sum(value * weight for value, weight in pairs)
    after = sum(value * weight for value, weight in zip(found, weights, strict=True))
    assert after == pytest.approx(before)
    assert decreasing(found, weights) == pytest.approx(found)


def test_a_true_confidence_has_no_error() -> None:
    chance = random.Random(7)
    shares = [chance.choice((0.55, 0.85, 0.97)) for _ in range(30_000)]
    points = [(share, chance.random() < share) for share in shares]
    found = bins(points)
    assert [each.count for each in found] == [shares.count(each) for each in (0.55, 0.85, 0.97)]
    assert calibration_error(found) < 0.01
    boastful = bins([(0.999, right) for _, right in points])
    assert calibration_error(boastful) == pytest.approx(0.999 - 0.79, abs=0.02)
    assert calibration_error([]) == 0.0


def test_the_interval_of_a_share() -> None:
    """Wilson's interval for 9 of 10, as R's binom.confint gives it."""
    assert wilson(9, 10) == pytest.approx((0.5958500, 0.9821238), abs=1e-6)
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_packaged_table_is_one_that_was_fitted() -> None:
    record = json.loads(files("abacist.apps").joinpath(CALIBRATION_FILE).read_text())
    assert record["source"]
    assert record["answers"] > 100
    assert list(record["table"]) == [level.value for level in LEVELS]
    for level in LEVELS:
        alone = Evidence(read_by=ReadBy.GRAMMAR, level=level)
        among = Evidence(read_by=ReadBy.GRAMMAR, level=level, assumptions=2)
        assert 0.5 < fitted().confidence(among) <= fitted().confidence(alone) < 1


def test_a_model_is_trusted_less() -> None:
    table = Fitted({"proved": (0.9, 0.8)})

    def confidence(**known: object) -> float:
        return table.confidence(Evidence(level=Level.PROVED, **known))  # type: ignore[arg-type]

    grammar, model = confidence(read_by="grammar"), confidence(read_by="model")
    assert (grammar, confidence(read_by="nobody")) == (0.9, 0.9)
    assert model < grammar
    assert confidence(read_by="model", explained=0.5) == pytest.approx(model / 2)
    assert confidence(read_by="model", agreement=0.6) == pytest.approx(model * 0.6)


def test_what_is_no_answer_has_no_confidence() -> None:
    for level in (None, Level.REFUTED):
        assert fitted().confidence(Evidence(read_by=ReadBy.GRAMMAR, level=level)) == 0.0
