"""Derivatives: values from tables, rules that are named, points where there is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.actions.calculus.derivative_rules import Differentiation
from abacist.actions.calculus.differentiate import Arguments, differentiate
from abacist.checking.derivative_of import check
from abacist.core.answer import Solution
from abacist.core.claim import DerivativeOf
from abacist.core.expr import Expr
from abacist.core.outcome import Outcome, Verdict
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.grammar import parse_canonical

# Abramowitz and Stegun, §§4.1-4.6; Stewart, Calculus, 8th ed., chapter 3.
DERIVATIVES = [
    ("x**5", "5*x**4"),
    ("-14*m**2 + 6*m", "-28*m + 6"),
    ("sqrt(x)", "1/(2*sqrt(x))"),
    ("x**2*sin(3*x)", "3*x**2*cos(3*x) + 2*x*sin(3*x)"),
    ("(x**2 + 1)/(x - 1)", "(x**2 - 2*x - 1)/(x - 1)**2"),
    ("(2*x + 1)**5", "10*(2*x + 1)**4"),
    ("tan(x)", "1/cos(x)**2"),
    ("sin(x)/(1 + cos(x))", "1/(cos(x) + 1)"),
    ("ln(x + sqrt(x**2 + 1))", "1/sqrt(x**2 + 1)"),
    ("exp(x)*(x**2 - 2*x + 2)", "x**2*exp(x)"),
    ("x**x", "x**x*(ln(x) + 1)"),
    ("2**x", "ln(2)*2**x"),
    ("log(x, 2)", "1/(ln(2)*x)"),
    ("5", "0"),
    ("erf(x)", "2*exp(-x**2)/sqrt(pi)"),
]


def value(solution: Solution) -> str:
    assert isinstance(solution.value, Exact), solution
    return str(solution.value.expr)


def solved(text: str, **arguments: object) -> Solution:
    return differentiate(Arguments.model_validate({"function": text, **arguments}))


@pytest.mark.parametrize("function, derivative", DERIVATIVES)
def test_derivatives_of_the_table(function: str, derivative: str) -> None:
    solution = solved(function)
    assert value(solution) == derivative
    assert check(_derivative_claim(solution)).verdict is Verdict.PROVED
    assert solution.steps


def _derivative_claim(solution: Solution) -> DerivativeOf:
    claim = solution.claims[0]
    assert isinstance(claim, DerivativeOf)
    return claim


def test_steps_name_the_rules() -> None:
    (first, *_) = solved("x**2*sin(3*x)").steps
    assert first.rule == "product rule"
    assert [child.rule for child in first.children] == ["power rule", "chain rule"]


def test_each_step_is_a_true_equation() -> None:
    """before is a derivative and after is its value, at every level of the tree."""
    for step in _every(solved("x**3*exp(2*x)/(1 + x**2)").steps):
        if step.before is not None and step.after is not None and step.before.has("derivative"):
            assert str(step.before).startswith("derivative(")


def _every(steps: tuple[Step, ...]) -> list[Step]:
    return [each for step in steps for each in (step, *_every(step.children))]


def test_higher_and_mixed_derivatives() -> None:
    assert value(solved("exp(-x**2)", order=2)) == "2*(2*x**2 - 1)*exp(-x**2)"
    assert value(solved("derivative(x**2*y**3, x, 1, y, 2)")) == "12*x*y"
    assert value(solved("x**2*y**3 + sin(x*y)", variable="y")) == "3*x**2*y**2 + x*cos(x*y)"


def test_implicit_derivatives() -> None:
    """Stewart, Calculus, §3.5, examples 1 and 4."""
    circle = "x**2 + y**2 = 25"
    assert value(solved(circle)) == "-x/y"
    second = solved(circle, wanted="derivative(y, x, 2)")
    assert value(second) == "-25/y**3"
    assert check(_derivative_claim(second)).verdict is Verdict.PROVED


def test_definition_of_a_function_gives_its_variable() -> None:
    arguments = Arguments.model_validate({"function": "g(t) = t**2"})
    assert (str(arguments.function), arguments.variable) == ("t**2", "t")
    assert arguments == Arguments.model_validate({"function": "t**2", "variable": "t"})


def test_values_of_other_nodes_are_never_the_variable() -> None:
    assert Arguments.model_validate({"function": "_n1"}).variable is None
    assert Arguments.model_validate({"function": "x*_n1"}).variable is None


def test_derivative_at_a_point() -> None:
    solution = solved("x**3 - 2*x", point="x = 2")
    assert value(solution) == "10"
    assert {claim.kind for claim in solution.claims} == {
        "derivative_of",
        "evaluates_to",
        "limit_of",
    }


@pytest.mark.parametrize(
    "function, point", [("abs(x)", "0"), ("abs(x - 1)", "1"), ("root(x, 3)", "0")]
)
def test_no_derivative_at_a_corner(function: str, point: str) -> None:
    solution = solved(function, point=point)
    assert solution.outcome is Outcome.UNDEFINED
    assert solution.value is None


def test_a_corner_that_is_smoothed_out_has_a_derivative() -> None:
    assert value(solved("x*abs(x)", point="0")) == "0"


def test_a_second_derivative_at_a_corner_is_not_made_up() -> None:
    """(x·|x|)'' = 2·sign(x) away from 0, and sign(0) = 0 is not its value there."""
    solution = solved("x*abs(x)", order=2, point="0")
    assert solution.outcome is Outcome.UNABLE


def test_formulas_are_undefined_where_the_function_has_no_derivative() -> None:
    assert value(solved("abs(x)")) == "x/abs(x)"
    assert value(solved("sign(x)")) == "piecewise(case(0, x != 0))"
    assert value(solved("floor(x)*x")) == "piecewise(case(floor(x), floor(x) != x))"
    pieces = value(solved("piecewise(case(x**2, x <= 1), otherwise(x))"))
    assert pieces == "piecewise(case(2*x, x < 1), case(1, x > 1))"


def test_a_number_computed_before_is_not_differentiated() -> None:
    """ "the second derivative of x^3 at x = 2" is never the derivative of 8."""
    assert Arguments.model_validate({"function": "_n1"}).from_value
    assert solved("8", from_value=True).outcome is Outcome.UNABLE
    assert value(solved("x**3", order=2, point="x = 2")) == "12"


def test_gradient() -> None:
    assert value(solved("x**2*y + z", gradient=True)) == "(2*x*y, x**2, 1)"


def test_unknown_rule_is_a_refusal() -> None:
    assert solved("zeta(x)").outcome is Outcome.UNABLE


def test_huge_orders_are_refused() -> None:
    assert solved("x**2", order=10**6).outcome is Outcome.TOO_LARGE


def test_leibniz_rule() -> None:
    solution = solved("integral(exp(t**2), t, 0, x**2)", variable="x")
    assert value(solution) == "2*x*exp(x**4)"


EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "2", "x**2", "1/3"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} + {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]})*({p[1]})"),
        inner.map(lambda t: f"sin({t})"),
        inner.map(lambda t: f"exp(({t})/4)"),
        inner.map(lambda t: f"atan({t})"),
        inner.map(lambda t: f"1/(({t})**2 + 1)"),
    ),
    max_leaves=5,
)


@settings(deadline=None, max_examples=40)
@given(EXPRESSIONS)
def test_rules_agree_with_taylor_coefficients(text: str) -> None:
    function: Expr = parse_canonical(text)
    derivative = Differentiation("x").of(function).value
    claim = DerivativeOf(function=function, orders=(("x", 1),), derivative=derivative)
    assert check(claim).verdict in (Verdict.PROVED, Verdict.CROSS_CHECKED)
