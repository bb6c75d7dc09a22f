"""Claims about expansions: what is proved, enclosed, cross-checked, refuted and left open."""

from __future__ import annotations

import pytest

from abacist.checking.constant_equality import compare_constants
from abacist.checking.power_terms import NotPowers, power_terms
from abacist.checking.series_of import check
from abacist.core.claim import SeriesOf
from abacist.core.expr import number
from abacist.core.outcome import Verdict
from abacist.notation.grammar import parse, parse_canonical

PROVED, ENCLOSED, CROSS = Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED
REFUTED, UNDECIDED = Verdict.REFUTED, Verdict.UNDECIDED


def _verdict(function: str, point: str, order: int, polynomial: str) -> Verdict:
    claim = SeriesOf(
        function=parse_canonical(function),
        variable="x",
        point=parse_canonical(point),
        order=order,
        polynomial=parse_canonical(polynomial),
    )
    return check(claim).verdict


# DLMF, https://dlmf.nist.gov: 4.2, 4.6, 4.19, 4.24, 5.7, 6.6, 7.6, 10.2, 24.2
@pytest.mark.parametrize(
    "function, point, order, polynomial, verdict",
    [
        ("exp(x)", "0", 3, "1 + x + x**2/2 + x**3/6", PROVED),
        ("exp(x)", "0", 3, "x**3/6 + x**2/2 + 1 + x", PROVED),
        ("sin(x)", "0", 4, "x - x**3/6", PROVED),
        ("ln(x)", "1", 2, "x - 1 - (x - 1)**2/2", PROVED),
        ("ln(x)", "1", 2, "-3/2 + 2*x - x**2/2", PROVED),
        ("exp(x)", "1", 1, "E*x", PROVED),
        ("exp(x)", "1", 1, "E + E*(x - 1)", PROVED),
        ("sin(x)", "pi/4", 1, "sqrt(2)/2 + sqrt(2)*(x - pi/4)/2", PROVED),
        ("1/x", "0", 2, "1/x", PROVED),
        ("1/(x**2*(1 - x))", "0", 0, "x**(-2) + 1/x + 1", PROVED),
        ("sqrt(x)*exp(x)", "0", 1, "sqrt(x)", PROVED),
        ("sqrt(x)*exp(x)", "0", 2, "sqrt(x) + x**(3/2)", PROVED),
        ("x**7", "0", 3, "0", PROVED),
        ("abs(x - 3)", "0", 2, "3 - x", PROVED),
        ("abs(x)", "2", 2, "x", PROVED),
        ("exp(a*x)", "0", 2, "1 + a*x + a**2*x**2/2", PROVED),
        ("(1 + x)**a", "0", 2, "1 + a*x + a*(a - 1)*x**2/2", PROVED),
        ("sin(a*x)/x", "0", 2, "a - a**3*x**2/6", CROSS),
        ("gamma(x)", "1", 0, "1", PROVED),
        ("besselj(0, x)", "0", 2, "1 - x**2/4", ENCLOSED),
        ("Si(x)", "0", 3, "x - x**3/18", ENCLOSED),
        ("exp(-1/x**2)", "0", 3, "0", UNDECIDED),
        ("airyai(x)", "0", 0, "airyai(0)", UNDECIDED),
        ("exp(x)", "0", 2, "1 + x*(1 + x/2)", PROVED),
        ("exp(x)", "0", 2, "((x + 1)**2 + 1)/2", PROVED),
        ("exp(x)", "0", 2, "1/2 + (1 + sin(x))/2", UNDECIDED),
        ("exp(x)", "0", 10**6, "1", UNDECIDED),
    ],
)
def test_verdicts(function: str, point: str, order: int, polynomial: str, verdict: Verdict) -> None:
    assert _verdict(function, point, order, polynomial) is verdict


@pytest.mark.parametrize(
    "function, polynomial",
    [("abs(x)", "x"), ("abs(x)**3", "0 + x**3"), ("sqrt(x**2)", "x"), ("x*abs(x)", "x**2")],
)
def test_both_sides_count(function: str, polynomial: str) -> None:
    """On the right these are right; on the left they are not."""
    assert _verdict(function, "0", 3, polynomial) is REFUTED


def test_a_kink_of_higher_order_does_not_matter() -> None:
    assert _verdict("x + abs(x)**3", "0", 2, "x") is PROVED
    assert _verdict("x + abs(x)**3", "0", 3, "x + x**3") is REFUTED


def test_a_logarithm_in_the_expansion_refutes() -> None:
    assert _verdict("x*ln(x)", "0", 1, "x") in (REFUTED, UNDECIDED)
    assert _verdict("x*ln(abs(x))", "0", 1, "x") is REFUTED


def test_terms_are_taken_apart() -> None:
    terms = power_terms(parse("2(x-1)^2/3 - x + sqrt(2)"), "x", number(1))
    assert set(terms) == {0, 1, 2}
    expected = {0: "-1 + sqrt(2)", 1: "-1", 2: "2/3"}
    for exponent, coefficient in terms.items():
        wanted = parse_canonical(expected[int(exponent)])
        assert compare_constants(coefficient, wanted).verdict is PROVED


@pytest.mark.parametrize("text", ["sin(x)", "x**x", "1/(1 - x)", "sqrt(1 + x)", "(1 + x)**1000"])
def test_what_is_no_sum_of_powers_is_refused(text: str) -> None:
    with pytest.raises(NotPowers):
        power_terms(parse_canonical(text), "x", number(0))
