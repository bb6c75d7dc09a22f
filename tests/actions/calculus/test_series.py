"""Expansions in powers: known series, other points, poles, branch points, parameters, refusals."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from abacist.actions.calculus.series import Arguments, series
from abacist.checking.series_of import check
from abacist.core.answer import Solution
from abacist.core.claim import SeriesOf
from abacist.core.expr import Expr, add, mul, number, pow_, symbol
from abacist.core.language import Language
from abacist.core.outcome import Outcome, Verdict
from abacist.core.plan import Problem
from abacist.core.value import Exact
from abacist.notation.grammar import parse
from abacist.reading import read
from tests.answers import same_answer

SETTINGS = settings(deadline=None, max_examples=25)


def _expand(function: str, point: str, order: int, **more: str) -> Solution:
    return series(Arguments(function=parse(function), point=parse(point), order=order, **more))  # type: ignore[arg-type]


def _text(solution: Solution) -> str:
    assert isinstance(solution.value, Exact), solution.notes
    return str(solution.value.expr)


# DLMF chapter 4 for the elementary functions, 7.6 for erf, 6.6 for Si, 24.2 for x/(eˣ − 1)
KNOWN = [
    ("e^x", "0", 5, "1 + x + x**2/2 + x**3/6 + x**4/24 + x**5/120"),
    ("sin(x)", "0", 7, "x - x**3/6 + x**5/120 - x**7/5040"),
    ("cos(x)", "0", 4, "1 - x**2/2 + x**4/24"),
    ("ln(1+x)", "0", 4, "x - x**2/2 + x**3/3 - x**4/4"),
    ("tan(x)", "0", 7, "x + x**3/3 + 2*x**5/15 + 17*x**7/315"),
    ("sinh(x)", "0", 5, "x + x**3/6 + x**5/120"),
    ("arctan(x)", "0", 5, "x - x**3/3 + x**5/5"),
    ("asin(x)", "0", 5, "x + x**3/6 + 3*x**5/40"),
    ("sqrt(1+x)", "0", 3, "1 + x/2 - x**2/8 + x**3/16"),
    ("1/(1-x)", "0", 4, "1 + x + x**2 + x**3 + x**4"),
    ("(1+x)^a", "0", 2, "1 + a*x + (a**2/2 - a/2)*x**2"),
    ("e^(a x)", "0", 2, "1 + a*x + a**2*x**2/2"),
    ("x/(e^x-1)", "0", 4, "1 - x/2 + x**2/12 - x**4/720"),
    ("erf(x)", "0", 3, "2*x/sqrt(pi) - 2*x**3/(3*sqrt(pi))"),
    ("e^(sin(x))", "0", 4, "1 + x + x**2/2 - x**4/8"),
    ("sin(x)/x", "0", 4, "1 - x**2/6 + x**4/120"),
    ("ln(x)", "2", 2, "ln(2) + (x - 2)/2 - (x - 2)**2/8"),
    ("ln(x)", "1", 3, "x - 1 - (x - 1)**2/2 + (x - 1)**3/3"),
    ("e^x", "1", 2, "E + E*(x - 1) + E*(x - 1)**2/2"),
    ("cos(x)", "pi/3", 1, "1/2 - sqrt(3)*(x - pi/3)/2"),
    ("sin(x)", "a", 1, "sin(a) + cos(a)*(x - a)"),
    ("cot(x)", "0", 3, "1/x - x/3 - x**3/45"),
    ("1/(x^2*(1-x))", "0", 1, "1/x**2 + 1/x + 1 + x"),
    ("sqrt(x)*e^x", "0", 2, "sqrt(x) + x**(3/2)"),
    ("2^x", "0", 1, "1 + ln(2)*x"),
    ("x^x", "1", 2, "x + (x - 1)**2"),
    ("(x^2+1)^3", "0", 4, "1 + 3*x**2 + 3*x**4"),
    ("1/(sin(x)-x)", "0", 1, "-6/x**3 - 3/(10*x) - 11*x/1400"),
    ("root(1+x, 3)", "0", 2, "1 + x/3 - x**2/9"),
    ("log(x, 2)", "1", 1, "(x - 1)/ln(2)"),
]


@pytest.mark.parametrize("function, point, order, expected", KNOWN)
def test_expansion_is_found_and_proved(
    function: str, point: str, order: int, expected: str
) -> None:
    solution = _expand(function, point, order)
    assert same_answer(_text(solution), expected), _text(solution)
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]
    assert str(solution.steps[-1].after) == _text(solution)
    assert solution.code


@pytest.mark.parametrize(
    "function, point", [("gamma(x)", "2"), ("besselj(0, x)", "0"), ("Si(x)", "0")]
)
def test_other_functions_are_enclosed(function: str, point: str) -> None:
    solution = _expand(function, point, 3)
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.ENCLOSED]


@pytest.mark.parametrize(
    "function, point",
    [
        ("|x|", "0"),
        ("ln(x)", "0"),
        ("ln(x)", "-1"),
        ("sin(1/x)", "0"),
        ("e^(-1/x^2)", "0"),
        ("x^x", "0"),
        ("sqrt(x)", "-1"),
        ("sqrt(x^2)", "0"),
        ("e^x", "oo"),
    ],
)
def test_what_has_no_expansion_is_refused(function: str, point: str) -> None:
    solution = _expand(function, point, 2)
    assert solution.outcome is Outcome.UNABLE
    assert solution.notes
    assert not solution.claims


def test_a_branch_point_is_expanded_on_the_right_only() -> None:
    solution = _expand("sqrt(sin(x))", "0", 3)
    assert any("x > 0" in note.en for note in solution.notes)


def test_nonzero_terms_can_be_counted() -> None:
    solution = _expand("sin(x)", "0", 4, counted="terms")
    assert _text(solution) == "x - x**3/6 + x**5/120 - x**7/5040"
    (claim,) = solution.claims
    assert isinstance(claim, SeriesOf)
    assert claim.order == 7
    assert check(claim).verdict is Verdict.PROVED


def test_too_large_is_said_before_computing() -> None:
    assert _expand("e^x", "0", 10**6).outcome is Outcome.TOO_LARGE


def test_the_order_may_be_given_as_a_power() -> None:
    assert Arguments.model_validate({"function": "exp(x)", "order": "x**5"}).order == 5
    with pytest.raises(ValidationError):
        Arguments.model_validate({"function": "exp(x)", "order": "x*y"})


@pytest.mark.parametrize(
    "one, other",
    [
        (
            {"function": "f(x) = exp(x)", "order": 2},
            {"function": "exp(x)", "order": 2, "variable": "x"},
        ),
        (
            {"function": "sin(t)", "order": 2, "point": "t = 1"},
            {"function": "sin(t)", "order": 2, "point": "1"},
        ),
    ],
)
def test_the_same_meaning_is_the_same_plan(
    one: dict[str, object], other: dict[str, object]
) -> None:
    assert Arguments.model_validate(one) == Arguments.model_validate(other)


@pytest.mark.parametrize(
    "text, order, point",
    [
        ("expand e^x to order 5", 5, "0"),
        ("Taylor expand sin(x) to 7th order", 7, "0"),
        ("Find the Taylor series of sin x at 0 to degree 5", 5, "0"),
        ("the second-order Taylor polynomial of sqrt(x) at x = 4", 2, "4"),
        ("f(x) = sqrt(1+x). Find its second-order Taylor polynomial at x=0", 2, "0"),
        ("expand sin(x) about 0 up to the x^5 term", 5, "0"),
        ("将 e^x 在 x=0 处展开到5阶", 5, "0"),
        ("求函数 f(x)=ln(1+x) 在 x=0 处带皮亚诺余项的4阶泰勒公式", 4, "0"),
        ("sin x 的三阶麦克劳林公式", 3, "0"),
        ("把 cos x 展开到 x^4 项", 4, "0"),
        ("将 f(x)=1/(1+x^2) 展开成 x 的幂级数，到6次", 6, "0"),
        ("求 ln(x) 在 x=1 处的三阶泰勒多项式", 3, "1"),
    ],
)
def test_wordings(text: str, order: int, point: str) -> None:
    reading = read(Problem(text=text, language=Language.EN))
    assert reading.plan is not None, reading
    (node,) = reading.plan.nodes
    assert node.action == "calculus.series"
    assert (node.args["order"], node.args.get("point", "0")) == (order, point)


@pytest.mark.parametrize("text", ["Find the Maclaurin series of cos x", "求 cos x 的麦克劳林级数"])
def test_without_an_order_there_is_one_question(text: str) -> None:
    reading = read(Problem(text=text, language=Language.EN))
    assert reading.outcome is Outcome.NEEDS_CLARIFICATION
    assert reading.clarification is not None
    assert reading.clarification.missing == "order"


# laws

RATIONAL = st.fractions(min_value=-3, max_value=3, max_denominator=6)


def _polynomial(coefficients: list[Fraction]) -> Expr:
    terms = [mul(number(c), pow_(symbol("x"), number(k))) for k, c in enumerate(coefficients)]
    return add(*terms, number(0))


@SETTINGS
@given(st.lists(RATIONAL, min_size=1, max_size=6), RATIONAL)
def test_a_polynomial_is_its_own_expansion(coefficients: list[Fraction], at: Fraction) -> None:
    function = _polynomial(coefficients)
    solution = series(Arguments(function=function, variable="x", point=number(at), order=6))
    assert isinstance(solution.value, Exact)
    assert same_answer(str(solution.value.expr), str(function))
    assert [check(claim).verdict for claim in solution.claims] == [Verdict.PROVED]


FUNCTIONS = st.sampled_from(
    ["sin(u)", "cos(u)", "exp(u)", "ln(2 + u)", "1/(3 + u)", "atan(u)", "sqrt(4 + u)"]
)
INNER = st.sampled_from(["x", "2*x", "x**2", "x - x**2", "x/2 + x**3", "sin(x)", "x*exp(x)"])


@SETTINGS
@given(FUNCTIONS, FUNCTIONS, INNER, INNER, st.sampled_from(["add", "mul", "div"]))
def test_compositions_products_and_quotients_are_proved(
    first: str, second: str, one: str, other: str, head: str
) -> None:
    """At 0 every inner function vanishes, so that all of these are analytic there or have a pole."""
    f = parse(first).substitute({"u": parse(one)})
    g = parse(second).substitute({"u": parse(other)})
    joined = {
        "add": add,
        "mul": mul,
        "div": lambda a, b: parse("a/b").substitute({"a": a, "b": b}),
    }[head](f, g)
    solution = series(Arguments(function=joined, variable="x", order=4))
    assert solution.outcome is Outcome.SOLVED, (str(joined), solution.notes)
    verdict = check(solution.claims[0]).verdict
    assert verdict in (Verdict.PROVED, Verdict.ENCLOSED), str(joined)
