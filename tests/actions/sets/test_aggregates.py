"""Sum, product, number, largest, smallest and mean of sets."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.actions.numbers.integer_arithmetic import rational_of
from abacist.actions.sets.aggregates import Operation, aggregate
from abacist.checking.aggregate_of import check
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical

SETTINGS = settings(deadline=None, max_examples=60)
CHECKED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)


@pytest.mark.parametrize(
    "operation, members, answer",
    [
        ("sum", "{3, 6, 12, 24, 48}", "93"),
        ("sum", "{}", "0"),
        ("product", "{}", "1"),
        ("count", "{1, 2, 2, 3}", "3"),
        ("count", "list(1, 2, 2, 3)", "4"),
        ("mean", "list(1, 2, 2)", "5/3"),
        ("maximum", "{1/2, 3/4, -2}", "3/4"),
        ("minimum", "{sqrt(2), 7/5, 3/2}", "7/5"),
        ("maximum", "{sqrt(2) + sqrt(3), sqrt(10)}", "sqrt(10)"),
        ("sum", "{1 + sqrt(2), 1 - sqrt(2)}", "2"),
        ("product", "{1 + sqrt(2), 1 - sqrt(2)}", "-1"),
        ("sum", "{pi, 2*pi}", "3*pi"),
        ("count", "{sqrt(2), sqrt(3)}", "2"),
    ],
)
def test_known_answers(operation: Operation, members: str, answer: str) -> None:
    solution = aggregate(operation, parse_canonical(members))
    assert isinstance(solution.value, Exact)
    assert str(solution.value.expr) == answer
    assert all(check(claim).verdict in CHECKED for claim in solution.claims)  # type: ignore[arg-type]
    assert solution.claims
    assert solution.code


@SETTINGS
@given(
    st.lists(st.fractions(-20, 20, max_denominator=12), min_size=1, max_size=8),
    st.sampled_from(["sum", "count", "maximum", "minimum", "mean"]),
)
def test_lists_against_python(values: list[Fraction], operation: Operation) -> None:
    members = parse_canonical(f"list({', '.join(map(str, values))})")
    solution = aggregate(operation, members)
    expected = {
        "sum": sum(values),
        "count": len(values),
        "maximum": max(values),
        "minimum": min(values),
        "mean": sum(values) / Fraction(len(values)),
    }[operation]
    assert isinstance(solution.value, Exact)
    assert Fraction(rational_of(solution.value.expr)) == expected
    assert all(check(claim).verdict is Verdict.PROVED for claim in solution.claims)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "operation, members, outcome",
    [
        ("maximum", "{}", Outcome.UNDEFINED),
        ("mean", "{}", Outcome.UNDEFINED),
        ("maximum", "{I, 1}", Outcome.UNABLE),
        ("sum", "[0, 1]", Outcome.UNABLE),
    ],
)
def test_refusals(operation: Operation, members: str, outcome: Outcome) -> None:
    solution = aggregate(operation, parse_canonical(members))
    assert solution.outcome is outcome
    assert solution.notes
