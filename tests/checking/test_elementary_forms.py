"""What normal forms call equal is equal: random expressions against balls at random points."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.complex_balls import NotEnclosed, OutsideReals, enclosure
from abacist.checking.elementary_forms import ElementaryForms, is_identity
from abacist.checking.exact_derivatives import derivative
from abacist.checking.form_expressions import NotWritable, expression_of
from abacist.checking.normal_forms import NotNormal
from abacist.core.expr import Expr, add, call, div, mul, neg, number, pow_, symbol
from tests.checking.claims import expr

HEADS = ["exp", "ln", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "asin", "atan", "abs"]


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Expr:
    if depth == 0 or draw(st.integers(0, 4)) == 0:
        leaf = draw(st.sampled_from(["x", "y", "pi", "number"]))
        if leaf != "number":
            return symbol(leaf)
        return number(Fraction(draw(st.integers(-5, 5)), draw(st.integers(1, 3))))
    kind = draw(st.sampled_from(["unary", "add", "mul", "div", "pow", "root", "exponent"]))
    inner = draw(trees(depth - 1))
    if kind == "unary":
        return call(draw(st.sampled_from(HEADS)), inner)
    if kind == "pow":
        return pow_(inner, number(draw(st.integers(-2, 3))))
    if kind == "root":
        return pow_(
            inner, number(Fraction(draw(st.sampled_from([1, -1, 3])), draw(st.integers(2, 3))))
        )
    if kind == "exponent":
        return pow_(number(draw(st.integers(2, 6))), inner)
    other = draw(trees(depth - 1))
    return {"add": add, "mul": mul, "div": div}[kind](inner, other)


POINTS = st.tuples(st.integers(-30, 30), st.integers(-30, 30))


@settings(deadline=None, max_examples=80)
@given(trees(), st.lists(POINTS, min_size=3, max_size=3))
def test_the_form_has_the_same_value(tree: Expr, points: list[tuple[int, int]]) -> None:
    """An expression and its form written out again agree wherever both are real and defined."""
    forms = ElementaryForms()
    try:
        written = expression_of(forms, forms.form(tree))
    except (NotNormal, NotWritable):
        return
    for a, b in points:
        values = {"x": number(Fraction(a, 7)), "y": number(Fraction(b, 7))}
        try:
            difference = enclosure(add(tree, neg(written)).substitute(values), bits=200, real=True)
        except (NotEnclosed, OutsideReals):
            continue
        assert difference.contains(0), f"{tree} is not {written} at {values}"


@settings(deadline=None, max_examples=80)
@given(trees(2), trees(2), st.lists(POINTS, min_size=3, max_size=3))
def test_identities_hold_at_points(a: Expr, b: Expr, points: list[tuple[int, int]]) -> None:
    for left, right in ((a, b), (mul(a, b), mul(b, a)), (div(mul(a, b), b), a)):
        if not is_identity(left, right):
            continue
        for m, n in points:
            values = {"x": number(Fraction(m, 7)), "y": number(Fraction(n, 7))}
            try:
                ball = enclosure(add(left, neg(right)).substitute(values), bits=200, real=True)
            except (NotEnclosed, OutsideReals):
                continue
            assert ball.contains(0)


FALSE = [
    ("sqrt(x**2)", "x"),
    ("ln(x*y)", "ln(x) + ln(y)"),
    ("ln(x**2)", "2*ln(x)"),
    ("sqrt(x)*sqrt(y)", "sqrt(x*y)"),
    ("(x**2)**(1/2)", "x"),
    ("exp(ln(x)*y)", "x*y"),
    ("asin(sin(x))", "x"),
    ("root(x, 3)", "x**(1/3)"),
    ("abs(x)", "x"),
    ("sin(x)", "sin(x + pi)"),
    ("E", "3"),
    ("pi", "22/7"),
]


@pytest.mark.parametrize("left, right", FALSE)
def test_false_identities(left: str, right: str) -> None:
    assert not is_identity(expr(left), expr(right))


@pytest.mark.parametrize(
    "left, right",
    [
        ("ln(E**2)", "2"),
        ("ln(exp(x/2)*exp(x/3)*3)", "5*x/6 + ln(3)"),
        ("ln(1/E)", "-1"),
        ("ln(sqrt(E)*2)", "1/2 + ln(2)"),
        ("ln(exp(2*exp(x)))", "2*exp(x)"),
        ("ln(exp(x)*(x - 1))", "x + ln(x - 1)"),
    ],
)
def test_logarithms_of_exponentials(left: str, right: str) -> None:
    assert is_identity(expr(left), expr(right))


@pytest.mark.parametrize("left, right", [("ln(exp(4*I))", "4*I"), ("ln(exp(ln(x)))", "x")])
def test_logarithms_of_other_exponentials(left: str, right: str) -> None:
    assert not is_identity(expr(left), expr(right))


def test_forms_of_absolute_values_are_for_real_arguments() -> None:
    """|u|² = u² is false for imaginary u, so it must not be used where u may be imaginary."""
    assert not is_identity(expr("abs(sqrt(-1 - x**2))**2"), expr("-1 - x**2"))
    assert not is_identity(expr("abs(I*x)**2"), expr("-x**2"))


# Abramowitz and Stegun, §§4.2-4.6, 9.1.
IDENTITIES = [
    ("sin(x)**2 + cos(x)**2", "1"),
    ("sin(3*x)", "3*sin(x) - 4*sin(x)**3"),
    ("cos(x/2)**2", "(1 + cos(x))/2"),
    ("exp(x)*exp(2*x)", "exp(3*x)"),
    ("exp(ln(x)/2)", "sqrt(x)"),
    ("x**(1/2)*x**(1/3)", "x**(5/6)"),
    ("sqrt(12*x)", "2*sqrt(3)*sqrt(x)"),
    ("sqrt(2/pi)*sqrt(2*pi)", "2"),
    ("ln(12)", "2*ln(2) + ln(3)"),
    ("cosh(x)**2 - sinh(x)**2", "1"),
    ("sin(pi/3)", "sqrt(3)/2"),
    ("cos(pi*5/4)", "-sqrt(2)/2"),
    ("tan(x/2)", "sin(x)/(1 + cos(x))"),
    ("abs(x)**2", "x**2"),
    ("besselk(-3, x)", "besselk(1, x) + 4*besselk(2, x)/x"),
    ("acot(x)", "atan(1/x)"),
    ("asech(2*x)", "acosh(1/(2*x))"),
    ("sign(-2*x)", "-sign(x)"),
    ("I**2", "-1"),
    ("besselj(2, x)", "2*besselj(1, x)/x - besselj(0, x)"),
    ("gamma(x + 1)", "factorial(x)"),
    ("root(x, 3)**3", "x"),
]


@pytest.mark.parametrize("left, right", IDENTITIES)
def test_identities_of_functions(left: str, right: str) -> None:
    assert is_identity(expr(left), expr(right))


@pytest.mark.parametrize(
    "left, right",
    [
        ("sqrt(x**2)", "x"),
        ("sqrt(x*y)", "sqrt(x)*sqrt(y)"),
        ("ln(x**2)", "2*ln(x)"),
        ("ln(x*y)", "ln(x) + ln(y)"),
        ("(x**2)**(1/2)", "x"),
        ("atan(tan(x))", "x"),
        ("root(x, 3)", "x**(1/3)"),
        ("exp(x)", "1 + x"),
        ("sign(x)**2", "1"),
        ("abs(x)", "sign(x)"),
    ],
)
def test_laws_with_exceptions_are_not_used(left: str, right: str) -> None:
    assert not is_identity(expr(left), expr(right))


def test_division_by_zero_has_no_form() -> None:
    with pytest.raises(NotNormal):
        ElementaryForms().form(expr("1/(sin(x)**2 + cos(x)**2 - 1)"))


def test_away_from_corners_a_sign_has_the_square_one() -> None:
    assert is_identity(expr("sign(x)**2"), number(1), smooth=True)
    assert is_identity(expr("abs(x)*sign(x)"), symbol("x"), smooth=True)
    assert not is_identity(expr("sign(x)**2"), number(1))


POLYNOMIALS = st.lists(st.integers(-9, 9), min_size=1, max_size=5).map(
    lambda cs: " + ".join(f"({c})*x**{k}" for k, c in enumerate(cs))
)


@settings(deadline=None, max_examples=30)
@given(POLYNOMIALS, POLYNOMIALS)
def test_derivation_obeys_the_product_rule(p: str, q: str) -> None:
    f, g = (expr(f"exp(x)*({t}) + sin(x)") for t in (p, q))
    rule = add(mul(derivative(f, "x"), g), mul(f, derivative(g, "x")))
    assert is_identity(derivative(mul(f, g), "x"), rule)
