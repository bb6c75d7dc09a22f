"""Forged sums: wrong constants, shifted bounds, invented limits and divergence. None may be confirmed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.sum_of import check
from abacist.core.claim import SumOf
from abacist.core.expr import add, mul, number
from abacist.core.outcome import Verdict
from abacist.notation.grammar import parse_canonical

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
SETTINGS = settings(deadline=None, max_examples=40)

Claimed = tuple[str, str, str, str, str, str, tuple[str, ...]]

TRUE: list[Claimed] = [
    ("k", "k", "1", "100", "5050", "sum", ()),
    ("k**2", "k", "1", "n", "n*(n + 1)*(2*n + 1)/6", "sum", ()),
    ("k", "k", "m", "n", "(n + m)*(n - m + 1)/2", "sum", ()),
    ("q**k", "k", "0", "n", "(1 - q**(n + 1))/(1 - q)", "sum", ("q != 1",)),
    ("k*2**k", "k", "1", "n", "(n - 1)*2**(n + 1) + 2", "sum", ()),
    ("1/(k*(k + 1))", "k", "1", "n", "n/(n + 1)", "sum", ()),
    ("k*factorial(k)", "k", "1", "n", "factorial(n + 1) - 1", "sum", ()),
    ("binomial(n, k)", "k", "0", "n", "2**n", "sum", ()),
    ("x**k", "k", "0", "3", "1 + x + x**2 + x**3", "sum", ()),
    ("1/2**n", "n", "0", "oo", "2", "sum", ()),
    ("1/(n*(n + 1))", "n", "1", "oo", "1", "sum", ()),
    ("1/n**2", "n", "1", "oo", "pi**2/6", "sum", ()),
    ("(-1)**(n + 1)/n", "n", "1", "oo", "ln(2)", "sum", ()),
    ("1/factorial(n)", "n", "0", "oo", "E", "sum", ()),
    ("x**n", "n", "0", "oo", "1/(1 - x)", "sum", ("abs(x) < 1",)),
    ("x**n/factorial(n)", "n", "0", "oo", "exp(x)", "sum", ()),
    ("k", "k", "1", "n", "factorial(n)", "product", ()),
    ("1 - 1/n**2", "n", "2", "oo", "1/2", "product", ()),
    ("1 + 1/n**2", "n", "1", "oo", "sinh(pi)/pi", "product", ()),
]


def _claim(claimed: Claimed, **changed: object) -> SumOf:
    term, index, lower, upper, value, operation, conditions = claimed
    claim = SumOf(
        term=parse_canonical(term),
        index=index,
        lower=parse_canonical(lower),
        upper=parse_canonical(upper),
        value=parse_canonical(value),
        operation=operation,  # type: ignore[arg-type]
        conditions=tuple(parse_canonical(c) for c in conditions),
    )
    return claim.model_copy(update=changed)


@pytest.mark.parametrize("claimed", TRUE)
def test_the_claims_that_are_forged_below_are_true(claimed: Claimed) -> None:
    assert check(_claim(claimed)).verdict in CONFIRMED


@pytest.mark.parametrize("claimed", TRUE)
def test_a_tiny_error_is_refuted(claimed: Claimed) -> None:
    claim = _claim(claimed)
    assert claim.value is not None
    wrong = claim.model_copy(update={"value": add(claim.value, parse_canonical("10**(-20)"))})
    assert check(wrong).verdict is Verdict.REFUTED


@pytest.mark.parametrize("claimed", TRUE)
@pytest.mark.parametrize("by", [-1, 1])
def test_a_shifted_lower_bound_is_not_confirmed(claimed: Claimed, by: int) -> None:
    claim = _claim(claimed)
    moved = claim.model_copy(update={"lower": add(claim.lower, number(by))})
    assert check(moved).verdict not in CONFIRMED or (claimed[0], claimed[5], by) in NEUTRAL


NEUTRAL = {
    ("k", "sum", -1),
    ("k**2", "sum", -1),
    ("k*2**k", "sum", -1),
    ("k*factorial(k)", "sum", -1),
    ("k", "product", 1),
}
"""Where the term that is added or left out is 0, or the factor 1."""


@pytest.mark.parametrize("claimed", TRUE)
def test_that_it_diverges_is_not_confirmed(claimed: Claimed) -> None:
    assert check(_claim(claimed, value=None)).verdict not in CONFIRMED


@pytest.mark.parametrize("claimed", [c for c in TRUE if c[3] == "n" and "binomial" not in c[0]])
def test_a_shifted_upper_bound_is_refuted(claimed: Claimed) -> None:
    moved = _claim(claimed, upper=parse_canonical("n + 1"))
    assert check(moved).verdict is Verdict.REFUTED


@SETTINGS
@given(
    st.sampled_from(TRUE),
    st.fractions(min_value=-3, max_value=3, max_denominator=10**9).filter(bool),
    st.booleans(),
)
def test_no_changed_value_is_confirmed(claimed: Claimed, change: Fraction, multiply: bool) -> None:
    claim = _claim(claimed)
    assert claim.value is not None
    scaled, moved = mul(number(change), claim.value), add(claim.value, number(change))
    forged = scaled if multiply and change != 1 else moved
    assert check(claim.model_copy(update={"value": forged})).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "term, value",
    [
        ("1/n", "100"),
        ("1/n", "ln(2)"),
        ("(-1)**n", "1/2"),  # Cesàro
        ("n", "-1/12"),  # zeta regularisation
        ("2**n", "-2"),  # the geometric formula beyond its domain
        ("(-1)**n*n", "-1/4"),  # Abel
        ("1/sqrt(n)", "zeta(1/2)"),
        ("1", "-1/2"),
        ("(-1)**n*sqrt(n)", "-(1 - 2*sqrt(2))*zeta(-1/2)"),
        ("ln(1 + 1/n)", "ln(2)"),
        ("1/(n + 10**6)", "1"),
        ("n**2/(n**3 + 5)", "2"),
        ("factorial(n)/2**n", "1"),
    ],
)
def test_values_of_divergent_series_are_refuted(term: str, value: str) -> None:
    claim = SumOf(
        term=parse_canonical(term),
        index="n",
        lower=number(1),
        upper=parse_canonical("oo"),
        value=parse_canonical(value),
    )
    assert check(claim).verdict is Verdict.REFUTED


@pytest.mark.parametrize("term", ["sin(n)", "cos(n)", "n*sin(n)", "(-1)**n + sin(n)/n"])
@pytest.mark.parametrize("value", ["0", "1/2", "-1/2", "cot(1/2)/2"])
def test_oscillation_is_never_summed(term: str, value: str) -> None:
    """Extrapolation assigns values such as the Abel sum; they are no sums."""
    claim = SumOf(
        term=parse_canonical(term),
        index="n",
        lower=number(1),
        upper=parse_canonical("oo"),
        value=parse_canonical(value),
    )
    assert check(claim).verdict not in CONFIRMED


@pytest.mark.parametrize(
    "term, value",
    [
        ("1/n**1.001", None),
        ("1/n**2", None),
        ("(-1)**n/n", None),
        ("1/(n*ln(n + 1)**3)", None),
        ("n**100/2**n", None),
        ("0.999**n", None),
    ],
)
def test_convergent_series_do_not_diverge(term: str, value: None) -> None:
    claim = SumOf(
        term=parse_canonical(term),
        index="n",
        lower=number(1),
        upper=parse_canonical("oo"),
        value=value,
    )
    assert check(claim).verdict not in CONFIRMED


@pytest.mark.parametrize(
    "lower, upper, value",
    [
        (
            "1",
            "n",
            "n*(n + 1)/2 + (n - 1)*(n - 2)*(n - 3)*(n - 4)*(n - 5)*(n - 6)*(n - 7)*(n - 8)*(n - 9)",
        ),
        ("1", "n", "n*(n + 1)/2 + max(0, n - 30)"),
        ("1", "n", "floor(n*(n + 1)/2 + n**9/10**15)"),
    ],
)
def test_right_for_small_bounds_only_is_not_proved(lower: str, upper: str, value: str) -> None:
    claim = SumOf(
        term=parse_canonical("k"),
        index="k",
        lower=parse_canonical(lower),
        upper=parse_canonical(upper),
        value=parse_canonical(value),
    )
    assert check(claim).verdict not in CONFIRMED
