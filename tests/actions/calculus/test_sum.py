"""Sums and products: by formulas, term by term, to infinity; divergence; refusals."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from abacist.actions.calculus.sum import Arguments, summed
from abacist.checking.sum_of import check
from abacist.core.answer import Solution
from abacist.core.expr import Expr, add, mul, number, pow_, symbol
from abacist.core.language import Language
from abacist.core.outcome import Outcome, Verdict
from abacist.core.plan import Problem
from abacist.core.value import Exact
from abacist.notation.grammar import parse
from abacist.reading import read
from tests.answers import same_answer

SETTINGS = settings(deadline=None, max_examples=25)
CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)


def _sum(term: str, index: str, lower: str, upper: str, operation: str = "sum") -> Solution:
    return summed(
        Arguments(
            term=parse(term),
            index=index,
            lower=parse(lower),
            upper=parse(upper),
            operation=operation,  # type: ignore[arg-type]
        )
    )


def _text(solution: Solution) -> str:
    assert isinstance(solution.value, Exact), solution.notes
    return str(solution.value.expr)


def _verdicts(solution: Solution) -> set[Verdict]:
    return {check(claim).verdict for claim in solution.claims}


# Concrete Mathematics, chapters 2 and 5
@pytest.mark.parametrize(
    "term, index, lower, upper, expected",
    [
        ("k", "k", "1", "n", "n*(n + 1)/2"),
        ("k^2", "k", "1", "n", "n*(n + 1)*(2*n + 1)/6"),
        ("k^3", "k", "1", "n", "n**2*(n + 1)**2/4"),
        ("2k-1", "k", "1", "n", "n**2"),
        ("a+k d", "k", "0", "n-1", "n*(2*a + d*n - d)/2"),
        ("k", "k", "m", "n", "(m + n)*(n - m + 1)/2"),
        ("k", "k", "1", "2*n", "n*(2*n + 1)"),
        ("n*k", "k", "1", "n", "n**2*(n + 1)/2"),
        ("2^k", "k", "0", "n", "2**(n + 1) - 1"),
        ("q^k", "k", "0", "n", "(1 - q**(n + 1))/(1 - q)"),
        ("k*2^k", "k", "1", "n", "(n - 1)*2**(n + 1) + 2"),
        ("(-1)^k*k", "k", "1", "n", "(-1)**n*(2*n + 1)/4 - 1/4"),
        ("1/(k(k+1))", "k", "1", "n", "n/(n + 1)"),
        ("k*factorial(k)", "k", "1", "n", "factorial(n + 1) - 1"),
        ("sin(k x)", "k", "1", "n", "sin(n*x/2)*sin((n + 1)*x/2)/sin(x/2)"),
        ("k", "k", "1", "100", "5050"),
        ("k^2", "k", "1", "50", "42925"),
        ("3^k", "k", "0", "6", "1093"),
        ("1/k", "k", "1", "10", "7381/2520"),
        ("sqrt(k)", "k", "1", "4", "3 + sqrt(2) + sqrt(3)"),
        ("k", "k", "1", "10^9", "500000000500000000"),
        ("x^k", "k", "0", "3", "1 + x + x**2 + x**3"),
        ("k", "k", "5", "1", "0"),
        ("5", "k", "1", "10", "50"),
    ],
)
def test_finite_sums(term: str, index: str, lower: str, upper: str, expected: str) -> None:
    solution = _sum(term, index, lower, upper)
    assert same_answer(_text(solution), expected), _text(solution)
    assert _verdicts(solution) == {Verdict.PROVED}
    assert solution.steps


# Knopp, Theory and Application of Infinite Series, chapters 3-8
@pytest.mark.parametrize(
    "term, lower, expected, verdict",
    [
        ("1/2^n", "0", "2", Verdict.PROVED),
        ("(-1/2)^n", "0", "2/3", Verdict.PROVED),
        ("n/2^n", "1", "2", Verdict.PROVED),
        ("n^2/3^n", "1", "3/2", Verdict.PROVED),
        ("1/(n(n+1))", "1", "1", Verdict.PROVED),
        ("1/(n^2-1)", "2", "3/4", Verdict.PROVED),
        ("1/(n(n+1)(n+2))", "1", "1/4", Verdict.PROVED),
        ("1/n^2", "1", "pi**2/6", Verdict.ENCLOSED),
        ("1/n^4", "1", "pi**4/90", Verdict.ENCLOSED),
        ("1/n^3", "1", "zeta(3)", Verdict.ENCLOSED),
        ("1/n^(3/2)", "2", "zeta(3/2) - 1", Verdict.ENCLOSED),
        ("(-1)^(n+1)/n", "1", "ln(2)", Verdict.ENCLOSED),
        ("(-1)^n/(2n+1)", "0", "pi/4", Verdict.ENCLOSED),
        ("1/factorial(n)", "0", "E", Verdict.ENCLOSED),
        ("n^2/factorial(n)", "0", "2*E", Verdict.ENCLOSED),
        ("1/(n^2+1)", "1", "pi/(2*tanh(pi)) - 1/2", Verdict.ENCLOSED),
        ("x^n", "0", "1/(1 - x)", Verdict.PROVED),
        ("x^n/factorial(n)", "0", "exp(x)", Verdict.CROSS_CHECKED),
        ("(-1)^n x^(2n+1)/factorial(2n+1)", "0", "sin(x)", Verdict.CROSS_CHECKED),
        ("1/n^s", "1", "zeta(s)", Verdict.CROSS_CHECKED),
    ],
)
def test_infinite_series(term: str, lower: str, expected: str, verdict: Verdict) -> None:
    solution = _sum(term, "n", lower, "oo")
    assert same_answer(_text(solution), expected), _text(solution)
    assert _verdicts(solution) == {verdict}


@pytest.mark.parametrize(
    "term, test",
    [
        ("1/n", "comparison with the harmonic series"),
        ("1/sqrt(n)", "comparison with the harmonic series"),
        ("n/(n^2+1)", "comparison with the harmonic series"),
        ("sin(1/n)", "comparison with the harmonic series"),
        ("ln(1+1/n)", "comparison with the harmonic series"),
        ("n", "term test"),
        ("(1+1/n)^n", "term test"),
        ("(-1)^n*n/(n+1)", "term test"),
        ("(-1)^n", "geometric series"),
        ("(3/2)^n", "geometric series"),
        ("factorial(n)/10^n", "ratio test"),
        ("2^n/n^5", "ratio test"),
    ],
)
def test_divergence_is_established(term: str, test: str) -> None:
    solution = _sum(term, "n", "1", "oo")
    assert solution.outcome is Outcome.DIVERGENT
    assert solution.value is None
    assert solution.steps[-1].rule == test
    assert _verdicts(solution) == {Verdict.PROVED}


def test_a_series_with_a_logarithm_diverges_by_the_integral_test() -> None:
    solution = _sum("1/(n ln(n))", "n", "2", "oo")
    assert solution.outcome is Outcome.DIVERGENT
    assert _verdicts(solution) == {Verdict.PROVED}


@pytest.mark.parametrize(
    "term, index, lower, upper, expected, verdict",
    [
        ("k", "k", "1", "n", "factorial(n)", Verdict.PROVED),
        ("k/(k+1)", "k", "1", "n", "1/(n + 1)", Verdict.PROVED),
        ("k", "k", "1", "20", "2432902008176640000", Verdict.PROVED),
        ("k", "k", "3", "2", "1", Verdict.PROVED),
        ("1-1/n^2", "n", "2", "oo", "1/2", Verdict.ENCLOSED),
        ("1-1/(n+1)", "n", "1", "oo", "0", Verdict.PROVED),
    ],
)
def test_products(
    term: str, index: str, lower: str, upper: str, expected: str, verdict: Verdict
) -> None:
    solution = _sum(term, index, lower, upper, "product")
    assert same_answer(_text(solution), expected), _text(solution)
    assert _verdicts(solution) == {verdict}


def test_a_product_may_diverge() -> None:
    solution = _sum("1+1/n", "n", "1", "oo", "product")
    assert solution.outcome is Outcome.DIVERGENT
    assert _verdicts(solution) == {Verdict.PROVED}


def test_double_sums() -> None:
    solution = summed(Arguments(term=parse(r"\sum_{i=1}^{n}\sum_{j=1}^{i} i j")))
    assert same_answer(_text(solution), "n*(n + 1)*(n + 2)*(3*n + 1)/24")
    assert _verdicts(solution) == {Verdict.PROVED}


def test_from_minus_infinity() -> None:
    solution = summed(Arguments(term=parse(r"\sum_{n=-\infty}^{0} 2^n")))
    assert _text(solution) == "2"
    assert _verdicts(solution) == {Verdict.PROVED}


def test_conditions_are_told() -> None:
    solution = _sum("x^n", "n", "0", "oo")
    assert any("|x| < 1" in note.en for note in solution.notes)
    assert [str(c) for c in solution.claims[0].conditions] == ["abs(x) < 1"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "term, lower, upper, outcome",
    [
        ("1/k", "1", "n", Outcome.UNABLE),
        ("1/(k^3+1)", "1", "oo", Outcome.UNABLE),
        ("2^k", "0", "10^9", Outcome.TOO_LARGE),
        ("factorial(k)", "0", "10^5", Outcome.TOO_LARGE),
        ("1/(k-3)", "1", "5", Outcome.UNDEFINED),
        ("k", "1/2", "n", Outcome.UNABLE),
        ("sin(k^2)", "1", "n", Outcome.UNABLE),
    ],
)
def test_honest_refusals(term: str, lower: str, upper: str, outcome: Outcome) -> None:
    solution = _sum(term, "k", lower, upper)
    assert solution.outcome is outcome
    assert solution.notes
    assert not solution.claims


@pytest.mark.parametrize("lower, upper", [("n", "5"), ("1", "n^2")])
def test_the_index_may_not_occur_in_a_bound(lower: str, upper: str) -> None:
    with pytest.raises(ValidationError):
        Arguments(term=parse("n"), index="n", lower=parse(lower), upper=parse(upper))


@pytest.mark.parametrize(
    "text, args",
    [
        ("sum of 1/n^2 from n=1 to infinity", ("1/n**2", "n", "1", "oo")),
        ("Find the sum from k=1 to n of k^3", ("k**3", "k", "1", "n")),
        ("sum over n=1 to 10 of n^2", ("n**2", "n", "1", "10")),
        ("Evaluate the series ∑_{n=0}^∞ 1/2^n", ("1/2**n", "n", "0", "oo")),
        ("Does ∑_{n=1}^∞ 1/n converge?", ("1/n", "n", "1", "oo")),
        (r"\sum_{k=1}^{n} k^2", ("k**2", "k", "1", "n")),
        ("求 1/n^2 从 n=1 到无穷的和", ("1/n**2", "n", "1", "oo")),
        ("求级数 ∑_{n=0}^∞ 1/2^n 的和", ("1/2**n", "n", "0", "oo")),
        ("判断级数 ∑_{n=1}^∞ 1/n 的敛散性", ("1/n", "n", "1", "oo")),
        ("对 1/(n(n+1)) 从 n=1 到 ∞ 求和", ("1/(n*(n + 1))", "n", "1", "oo")),
        ("求 n^2 从 1 加到 10", ("n**2", "n", "1", "10")),
        ("1加到100等于多少", ("k", "k", "1", "100")),
    ],
)
def test_wordings(text: str, args: tuple[str, str, str, str]) -> None:
    reading = read(Problem(text=text, language=Language.EN))
    assert reading.plan is not None, reading
    (node,) = reading.plan.nodes
    assert node.action == "calculus.sum"
    assert tuple(node.args[name] for name in ("term", "index", "lower", "upper")) == args


# laws

WHOLE = st.integers(-6, 6)


def _polynomial(coefficients: list[int]) -> Expr:
    """Without k⁰, which has no value at k = 0."""
    constant, *others = coefficients
    powers = [mul(number(c), pow_(symbol("k"), number(j))) for j, c in enumerate(others, start=1)]
    return add(*powers, number(constant), number(0))


@SETTINGS
@given(st.lists(WHOLE, min_size=1, max_size=5), st.integers(-3, 3), st.integers(1, 12))
def test_closed_forms_of_polynomials_agree_with_addition(
    coefficients: list[int], lower: int, count: int
) -> None:
    term = _polynomial(coefficients)
    whole = summed(
        Arguments(term=term, index="k", lower=number(lower), upper=number(lower + count - 1))
    )
    total = sum(c * k**j for k in range(lower, lower + count) for j, c in enumerate(coefficients))
    assert _text(whole) == str(total)
    closed = summed(Arguments(term=term, index="k", lower=number(lower), upper=symbol("n")))
    assert isinstance(closed.value, Exact)
    at = closed.value.expr.substitute({"n": number(lower + count - 1)})
    assert same_answer(str(at), str(total))
    assert _verdicts(whole) == _verdicts(closed) == {Verdict.PROVED}


@SETTINGS
@given(
    st.fractions(min_value=-3, max_value=3, max_denominator=7),
    st.fractions(min_value=-2, max_value=2, max_denominator=9).filter(
        lambda q: abs(q) != 1 and q != 0
    ),
    st.integers(0, 3),
)
def test_geometric_series(first: Fraction, ratio: Fraction, lower: int) -> None:
    term = mul(number(first), pow_(number(ratio), symbol("n")))
    solution = summed(Arguments(term=term, index="n", lower=number(lower), upper=symbol("oo")))
    if first and abs(ratio) > 1:
        assert solution.outcome is Outcome.DIVERGENT
    elif first:
        assert same_answer(_text(solution), str(number(first * ratio**lower / (1 - ratio))))
    assert _verdicts(solution) <= {Verdict.PROVED}


@settings(deadline=None, max_examples=10)
@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 3))
def test_telescoping_series(a: int, gap: int, lower: int) -> None:
    """Σ gap/((n + a)(n + a + gap)) from m on is Σ 1/(n + a) over the first `gap` terms."""
    n = symbol("n")
    term = parse("g/((n+a)(n+a+g))").substitute({"g": number(gap), "a": number(a), "n": n})
    solution = summed(Arguments(term=term, index="n", lower=number(lower), upper=symbol("oo")))
    total = sum((Fraction(1, lower + a + j) for j in range(gap)), Fraction(0))
    assert same_answer(_text(solution), str(number(total)))
    assert _verdicts(solution) == {Verdict.PROVED}


# dots


@pytest.mark.parametrize(
    "terms, last, expected",
    [
        ("1+2+3", "100", ("k", "1", "100")),
        ("1+2", "n", ("k", "1", "n")),
        ("1+3+5", "2*n-1", ("2*k - 1", "1", "n")),
        ("2+4+8", "1024", ("2*2**k", "0", "9")),
        ("1+2+4", "2^n", ("2**k", "0", "n")),
        ("1^2+2^2", "n^2", ("k**2", "1", "n")),
        ("1*2+2*3", "n*(n+1)", ("k*(k + 1)", "1", "n")),
        ("1+1/2+1/3", "1/n", ("1/(k + 1)", "0", "n - 1")),
        ("1+1/2+1/4", "oo", ("1/2**k", "0", "oo")),
        ("1-1/2+1/4", "oo", ("(-1/2)**k", "0", "oo")),
    ],
)
def test_dots_with_a_certain_pattern(terms: str, last: str, expected: tuple[str, str, str]) -> None:
    arguments = Arguments(term=parse(terms), last=parse(last))
    assert (str(arguments.term), str(arguments.lower), str(arguments.upper)) == expected
    assert arguments.last is None


@pytest.mark.parametrize(
    "terms, last",
    [
        ("1+2", "64"),  # 1, 2, 3 … or 1, 2, 4 …
        ("1+4+9", "100"),  # squares, but not written so
        ("1+2", "oo"),  # two terms are too few
        ("1+3+5", "100"),  # 100 is not odd
        ("1+2+4", "100"),
        ("1+1+2+3+5", "89"),
        ("a+b", "z"),
    ],
)
def test_dots_that_could_mean_anything_are_asked_about(terms: str, last: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Arguments(term=parse(terms), last=parse(last))
    assert [(e["type"], e["loc"]) for e in raised.value.errors()] == [("missing", ("last",))]


def test_a_question_is_asked_about_dots() -> None:
    reading = read(Problem(text="1+2+...+64", language=Language.EN))
    assert reading.outcome is Outcome.NEEDS_CLARIFICATION
    assert reading.clarification is not None
    assert "general term" in reading.clarification.question.en
