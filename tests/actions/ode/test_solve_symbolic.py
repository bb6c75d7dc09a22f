"""Formulas for solutions: every rule, conditions, and honest refusals; each answer is verified by substitution."""

from __future__ import annotations

import re

import pytest

from abacist.actions.ode.solve_symbolic import Arguments, solve_symbolic
from abacist.checking.solves_ode import check
from abacist.core.answer import Solution
from abacist.core.claim import SolvesODE
from abacist.core.errors import AbacistError
from abacist.core.outcome import Outcome, Verdict
from abacist.notation.values import answer_text


def solve(*texts: str) -> Solution:
    """The solution of what is given: equations with derivatives, conditions without."""
    conditions = [one for one in texts if re.match(r"\w+'*\([^()]*\) =", one)]
    equations = [one for one in texts if one not in conditions]
    arguments = {"equations": equations, "conditions": conditions}
    return solve_symbolic(Arguments.model_validate(arguments))


def verdicts(solution: Solution) -> list[Verdict]:
    return [check(claim).verdict for claim in solution.claims if isinstance(claim, SolvesODE)]


SOURCE = "E. L. Ince, Ordinary Differential Equations (1926), chapters II, V, VI; verified by substitution"
CASES = [
    (("y' = -2*y + x", "y(0) = 1"), "linear, constant coefficients"),
    (("y'' + y = sin(x)",), "linear, constant coefficients"),
    (("y'' + 2*y' + y = exp(-x)",), "linear, constant coefficients"),
    (("y'' - 3*y' + 2*y = x*exp(x)", "y(0) = 1", "y'(0) = 0"), "linear, constant coefficients"),
    (("y''' - y = 0",), "linear, constant coefficients"),
    (("y'''' - 2*y'' + y = x**2",), "linear, constant coefficients"),
    (("y'' + 4*y = sin(x)**2",), "linear, constant coefficients"),
    (("y'' + y = 1/cos(x)",), "linear, constant coefficients"),
    (("y'' = -9.8", "y(0) = 100", "y'(0) = 0"), "linear, constant coefficients"),
    (("y' = a*y", "y(0) = b"), "linear, constant coefficients"),
    (("m*x'' + k*x = 0",), "linear, constant coefficients"),
    (("L*i' + R*i = V", "i(0) = 0"), "linear, constant coefficients"),
    (("y' + y*tan(x) = cos(x)",), "linear, first order"),
    (("x*y' + 2*y = x**2", "y(1) = 1"), "linear, first order"),
    (("y' = y**2", "y(0) = 1"), "separable"),
    (("y' = x/y",), "separable"),
    (("y' = (1 + y**2)*x",), "separable"),
    (("y' = y*(1 - y)", "y(0) = 1/2"), "separable"),
    (("y' = exp(x - y)",), "separable"),
    (("y' + y = x*y**3",), "Bernoulli"),
    (("x*y' + y = y**2*ln(x)",), "Bernoulli"),
    (("2*x*y + 1 + (x**2 + 2*y)*y' = 0",), "exact"),
    (("y' = (x + y)/(x - y)",), "homogeneous"),
    (("x**2*y'' - 3*x*y' + 4*y = 0",), "dsolve"),
    (("x' = y", "y' = -x"), "dsolve"),
    (("x' = x + 2*y", "y' = 3*x + 2*y", "x(0) = 1", "y(0) = 0"), "dsolve"),
]


@pytest.mark.parametrize("texts, method", CASES, ids=lambda case: str(case))
def test_rules(texts: tuple[str, ...], method: str) -> None:
    solution = solve(*texts)
    assert solution.outcome is Outcome.SOLVED
    assert solution.method is not None
    assert solution.method.en == method
    assert set(verdicts(solution)) == {Verdict.PROVED}
    assert solution.steps


@pytest.mark.parametrize(
    "texts, answer",
    [
        (("y'' + y = 0",), "y = C1*cos(x) + C2*sin(x)"),
        (("y' = y",), "y = C1*exp(x)"),
        (("y'' = 0",), "y = C1 + C2*x"),
        (("y' = y**2", "y(0) = 1"), "y = -1/(x - 1)"),
        (("y' = x/y", "y(0) = -2"), "y = -sqrt(x**2 + 4)"),
        (("y'' + y = 0", "y(0) = 0", "y(pi) = 0"), "y = C2*sin(x)"),
    ],
)
def test_answers(texts: tuple[str, ...], answer: str) -> None:
    value = solve(*texts).value
    assert value is not None
    assert answer_text(value) == answer


def test_lost_constant_solutions_are_told() -> None:
    notes = solve("y' = y*(1 - y)").notes
    assert "y = 0, y = 1" in notes[0].en


def test_assumed_signs_are_told() -> None:
    assert "k, m" in solve("m*x'' + k*x = 0").notes[0].en


def test_contradictory_conditions_have_no_solution() -> None:
    solution = solve("y'' + y = 0", "y(0) = 0", "y(pi) = 1")
    assert solution.outcome is Outcome.NO_SOLUTION
    assert verdicts(solution) == [Verdict.PROVED]


@pytest.mark.parametrize("text", ["y' = sin(x*y)", "y' = x**2 + y**2", "y' + I*y'' = 0"])
def test_no_formula_is_no_statement(text: str) -> None:
    solution = solve(text)
    assert solution.outcome is Outcome.UNABLE
    assert solution.value is None


@pytest.mark.parametrize(
    "texts",
    [("y' = 3*y**(2/3)", "y(0) = 0"), ("x*y' = y", "y(0) = 0"), ("y' = sqrt(y)", "y(0) = 0")],
)
def test_problems_with_several_solutions_are_never_confirmed(texts: tuple[str, ...]) -> None:
    solution = solve(*texts)
    assert Verdict.PROVED not in verdicts(solution)
    assert solution.outcome is not Outcome.NO_SOLUTION


def test_parameters_may_be_given() -> None:
    given = Arguments.model_validate({"equations": ["y' = k*y"], "assignments": ["k = 2"]})
    assert [str(one) for one in given.equations] == ["y' = 2*y"]
    with pytest.raises(AbacistError):
        Arguments.model_validate({"equations": ["y' = k*y"], "assignments": ["q = 2"]})
    with pytest.raises(AbacistError):
        Arguments.model_validate({"equations": ["y' = y"], "conditions": ["z(0) = 1"]})
