"""Claims about sums and products: what is proved, enclosed, cross-checked, refuted and left open."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.defined_terms import defined_from
from abacist.checking.elementary_forms import is_identity
from abacist.checking.exact_terms import NotExact, compile_term, polynomial_in, quotient_in
from abacist.checking.factorial_shifts import aligned
from abacist.checking.series_tails import Convergent, Divergent, Undetermined, classes_of, tail
from abacist.checking.sum_of import check
from abacist.checking.term_ratios import geometric_base, ratio_of, slope_of
from abacist.core.claim import SumOf
from abacist.core.outcome import Verdict
from abacist.notation.grammar import parse, parse_canonical

PROVED, ENCLOSED, CROSS = Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED
REFUTED, UNDECIDED = Verdict.REFUTED, Verdict.UNDECIDED


def _verdict(
    term: str,
    index: str,
    lower: str,
    upper: str,
    value: str | None,
    operation: str = "sum",
    conditions: tuple[str, ...] = (),
) -> Verdict:
    claim = SumOf(
        term=parse_canonical(term),
        index=index,
        lower=parse_canonical(lower),
        upper=parse_canonical(upper),
        value=None if value is None else parse_canonical(value),
        operation=operation,  # type: ignore[arg-type]
        conditions=tuple(parse_canonical(c) for c in conditions),
    )
    return check(claim).verdict


@pytest.mark.parametrize(
    "term, index, lower, upper, value, verdict",
    [
        ("k", "k", "1", "100", "5050", PROVED),
        ("k**3", "k", "1", "10**6", "250000500000250000000000", PROVED),
        ("1/k", "k", "1", "10", "7381/2520", PROVED),
        ("sqrt(k)", "k", "1", "4", "3 + sqrt(2) + sqrt(3)", PROVED),
        ("k", "k", "5", "3", "0", PROVED),
        ("x**k", "k", "0", "2", "1 + x + x**2", PROVED),
        ("k**2", "k", "1", "n", "n*(n + 1)*(2*n + 1)/6", PROVED),
        ("k", "k", "m", "n", "(n + m)*(n - m + 1)/2", PROVED),
        ("k", "k", "1", "2*n + 1", "(2*n + 1)*(n + 1)", PROVED),
        ("2**k", "k", "0", "n", "2**(n + 1) - 1", PROVED),
        ("k*factorial(k)", "k", "1", "n", "factorial(n + 1) - 1", PROVED),
        ("binomial(k, 2)", "k", "2", "n", "binomial(n + 1, 3)", PROVED),
        ("n*k", "k", "1", "n", "n**2*(n + 1)/2", PROVED),
        ("binomial(n, k)", "k", "0", "n", "2**n", CROSS),
        ("floor(k/2)", "k", "0", "n", "floor(n**2/4)", CROSS),
        ("1/(k + a)", "k", "1", "2", "1/(1 + a) + 1/(2 + a)", PROVED),
        ("1/(k - 3)", "k", "1", "5", "0", REFUTED),
        ("k", "k", "1/2", "5", "15", UNDECIDED),
        ("k", "k", "1", "k", "k", UNDECIDED),
        ("1/k**7", "k", "1", "10**7", "zeta(7)", UNDECIDED),
    ],
)
def test_finite_sums(
    term: str, index: str, lower: str, upper: str, value: str, verdict: Verdict
) -> None:
    assert _verdict(term, index, lower, upper, value) is verdict


def test_a_closed_form_with_a_pole_among_the_bounds_is_not_proved() -> None:
    """n·(n − 7)/(n − 7) is n, but for n = 7 it says nothing."""
    assert _verdict("1", "k", "1", "n", "n*(n - 17)/(n - 17)") is not PROVED


# Knopp, Theory and Application of Infinite Series; DLMF 25.6 and 25.12
@pytest.mark.parametrize(
    "term, lower, value, verdict",
    [
        ("1/2**n", "0", "2", PROVED),
        ("n**3/3**n", "1", "33/8", PROVED),
        ("1/(n*(n + 1))", "1", "1", PROVED),
        ("1/((n + 1/2)*(n + 3/2))", "0", "2", PROVED),
        ("1/n**2", "1", "pi**2/6", ENCLOSED),
        ("(-1)**n/n**2", "1", "-pi**2/12", ENCLOSED),
        ("(-1)**(n + 1)/n", "1", "ln(2)", ENCLOSED),
        ("cos(pi*n/3)/n**2", "1", "pi**2/36", ENCLOSED),
        ("sin(pi*n/2)/n", "1", "pi/4", ENCLOSED),
        ("1/factorial(n)", "0", "E", ENCLOSED),
        ("binomial(2*n, n)/8**n", "0", "sqrt(2)", ENCLOSED),
        ("1/n**(3/2)", "1", "zeta(3/2)", ENCLOSED),
        ("atan(1/(n**2 + n + 1))", "1", "pi/4", ENCLOSED),
        ("ln(1 - 1/n**2)", "2", "-ln(2)", ENCLOSED),
        ("exp(-n**2)", "0", "exp(-n**2)", REFUTED),
        ("1/n", "1", None, PROVED),
        ("1/n", "1", "oo", PROVED),
        ("-1/n", "1", "-oo", PROVED),
        ("1/n", "1", "-oo", REFUTED),
        ("1/(n*ln(n))", "2", None, PROVED),
        ("(-1)**n", "0", None, PROVED),
        ("(-1)**n", "0", "1/2", REFUTED),
        ("(-2)**n/n", "1", None, PROVED),
        ("factorial(n)", "0", None, PROVED),
        ("sin(n)", "1", None, UNDECIDED),
        ("sin(n)", "1", "cot(1/2)/2", UNDECIDED),
        ("1/(n - 3)**2", "1", "2", UNDECIDED),
        ("1/n", "0", None, UNDECIDED),
        ("1/2**n", "0", "oo", REFUTED),
        ("1/n**2", "1", None, REFUTED),
        ("n**(1/n - 1)", "1", None, PROVED),
    ],
)
def test_infinite_series(term: str, lower: str, value: str | None, verdict: Verdict) -> None:
    assert _verdict(term, "n", lower, "oo", value) is verdict


@pytest.mark.parametrize(
    "term, value, conditions, verdict",
    [
        ("x**n", "1/(1 - x)", ("abs(x) < 1",), PROVED),
        ("x**(2*n)", "1/(1 - x**2)", ("abs(x) < 1",), PROVED),
        ("(n + 1)*x**n", "1/(1 - x)**2", ("abs(x) < 1",), PROVED),
        ("x**n", "1/(1 - x)", (), REFUTED),
        ("x**n", "1/(1 - x)", ("abs(x) < 2",), REFUTED),
        ("x**n/factorial(n)", "exp(x)", (), CROSS),
        ("x**n/(n + 1)", "-ln(1 - x)/x", ("abs(x) < 1", "x != 0"), CROSS),
        ("(-1)**n*x**(2*n)/factorial(2*n)", "cos(x)", (), CROSS),
    ],
)
def test_parameters(term: str, value: str, conditions: tuple[str, ...], verdict: Verdict) -> None:
    assert _verdict(term, "n", "0", "oo", value, conditions=conditions) is verdict


@pytest.mark.parametrize(
    "term, lower, upper, value, verdict",
    [
        ("k", "1", "5", "120", PROVED),
        ("k", "1", "n", "factorial(n)", PROVED),
        ("k/(k + 1)", "1", "n", "1/(n + 1)", PROVED),
        ("1 - 1/k**2", "2", "oo", "1/2", ENCLOSED),
        ("1 + 1/k**2", "1", "oo", "sinh(pi)/pi", ENCLOSED),
        ("1 - 1/(4*k**2)", "1", "oo", "2/pi", ENCLOSED),
        ("1 + (-1)**k/k", "2", "oo", "1", ENCLOSED),
        ("1 + 1/k", "1", "oo", None, PROVED),
        ("1 - 1/(k + 1)", "1", "oo", "0", PROVED),
        ("1 - 1/(k + 1)", "1", "oo", None, UNDECIDED),
        ("1 - 1/(k + 1)", "1", "oo", "1/2", REFUTED),
        ("k", "0", "oo", None, UNDECIDED),
        ("1 - 1/k**2", "1", "oo", "0", ENCLOSED),
    ],
)
def test_products(term: str, lower: str, upper: str, value: str | None, verdict: Verdict) -> None:
    assert _verdict(term, "k", lower, upper, value, "product") is verdict


def test_from_minus_infinity() -> None:
    assert _verdict("2**n", "n", "-oo", "0", "2") is PROVED
    assert _verdict("2**n", "n", "-oo", "oo", "2") is UNDECIDED


# the parts


@pytest.mark.parametrize(
    "text, period", [("1/n", 1), ("(-1)**n/n", 2), ("cos(pi*n/3)", 6), ("(-1)**(n*(n + 1)/2)", 1)]
)
def test_the_period_of_the_signs(text: str, period: int) -> None:
    assert len(classes_of(parse_canonical(text), "n")) == period


@pytest.mark.parametrize(
    "term, total", [("1/n**2", math.pi**2 / 6), ("1/2**n", 1.0), ("ln(n)/n**2", 0.9375482543)]
)
def test_tails_enclose_what_is_left(term: str, total: float) -> None:
    found = tail(parse_canonical(term), "n", 1)
    assert isinstance(found, list)
    term_at = compile_term(parse_canonical(term), "n") if "ln" not in term else None
    for each in found:
        assert isinstance(each, Convergent)
        head = sum(
            float(term_at(Fraction(n))) if term_at else math.log(n) / n**2
            for n in range(1, each.start)
        )
        assert float(each.ball.lower()) - 1e-9 <= total - head <= float(each.ball.upper()) + 1e-9


def test_divergence_is_told_with_its_sign() -> None:
    found = tail(parse_canonical("-1/sqrt(n)"), "n", 1)
    assert isinstance(found, Divergent)
    assert found.sign == -1


def test_bounded_oscillation_is_not_decided() -> None:
    with pytest.raises(Undetermined):
        tail(parse_canonical("sin(n)/n"), "n", 1)


@pytest.mark.parametrize(
    "text, start, expected",
    [
        ("1/n", 1, True),
        ("1/n", 0, False),
        ("1/(n - 3)", 4, True),
        ("1/(n - 3)", 1, False),
        ("1/(2*n - 1)", 0, True),
        ("n/(n*(n + 1))", 0, False),
        ("factorial(n - 2)", 2, True),
        ("factorial(n - 2)", 1, False),
        ("2**n/(n**2 + 1)", -5, True),
        ("1/(2**n - 8)", 1, False),
        ("tan(n)", 1, False),
    ],
)
def test_where_a_term_is_certainly_defined(text: str, start: int, expected: bool) -> None:
    assert defined_from(parse_canonical(text), "n", start) is expected


@pytest.mark.parametrize(
    "text, ratio",
    [
        ("1/factorial(n)", "1/(n + 1)"),
        ("x**n/factorial(2*n)", "x/((2*n + 1)*(2*n + 2))"),
        ("n*2**n", "2*(n + 1)/n"),
        ("exp(-n)", "exp(-1)"),
        ("7", "1"),
    ],
)
def test_ratios(text: str, ratio: str) -> None:
    assert is_identity(ratio_of(parse_canonical(text), "n"), parse_canonical(ratio))


@pytest.mark.parametrize(
    "text, base",
    [
        ("n**2*3**n", "3"),
        ("x**(2*n + 1)", "x**2"),
        ("(n + 1)*2**n/3**n", "2/3"),
        ("exp(-2*n)", "exp(-2)"),
    ],
)
def test_the_base_of_a_geometric_term(text: str, base: str) -> None:
    found = geometric_base(parse_canonical(text), "n")
    assert found is not None
    assert is_identity(found, parse_canonical(base))


def test_slopes() -> None:
    assert slope_of(parse("2n+a"), "n") == 2
    assert slope_of(parse("n/3"), "n") == Fraction(1, 3)
    assert slope_of(parse("n^2"), "n") is None
    assert slope_of(parse("a n"), "n") is None


def test_factorials_are_aligned() -> None:
    assert is_identity(aligned(parse("(n+1)! - (n+1) n!")), parse("0"))
    assert is_identity(
        aligned(parse_canonical("binomial(n + 1, 3) - binomial(n, 3) - binomial(n, 2)")), parse("0")
    )
    assert not is_identity(aligned(parse("(n+1)! - n!")), parse("0"))


@settings(deadline=None, max_examples=40)
@given(st.integers(-8, 8), st.integers(1, 6))
def test_compiled_terms_agree_with_arithmetic(n: int, d: int) -> None:
    term = compile_term(
        parse_canonical(f"(n**2 - 3*n)/{d} + 2**n - factorial({d})*floor(n/2)"), "n"
    )
    expected = Fraction(n * n - 3 * n, d) + Fraction(2) ** n - math.factorial(d) * (n // 2)
    assert term(Fraction(n)) == expected


def test_what_is_not_rational_is_refused() -> None:
    with pytest.raises(NotExact):
        compile_term(parse("sqrt(n)"), "n")
    with pytest.raises(NotExact):
        compile_term(parse_canonical("factorial(n)"), "n")(Fraction(10**9))
    with pytest.raises(NotExact):
        compile_term(parse_canonical("9**n"), "n")(Fraction(10**9))
    with pytest.raises(ZeroDivisionError):
        compile_term(parse("1/n"), "n")(Fraction(0))
    with pytest.raises(NotExact):
        polynomial_in(parse("1/n"), "n")
    above, below = quotient_in(parse_canonical("1/n - 1/(n + 1)"), "n")
    assert (above.degree(), below.degree()) == (0, 2)
