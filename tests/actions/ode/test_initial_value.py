"""Initial value problems: tables of stages, adaptive methods, blow-ups; nothing wrong is ever confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from abacist.actions.ode.initial_value import Arguments, initial_value
from abacist.checking.initial_value_of import check as check_value
from abacist.checking.method_table_of import check as check_table
from abacist.checking.solves_ode import check as check_formula
from abacist.core.answer import Solution
from abacist.core.claim import InitialValueOf, MethodTableOf, SolvesODE
from abacist.core.errors import AbacistError
from abacist.core.outcome import Outcome, Verdict
from abacist.core.value import Named
from abacist.notation.values import answer_text

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)


def arguments(equations: list[str], conditions: list[str], **more: Any) -> Arguments:
    fields: dict[str, Any] = {"equations": equations, "conditions": conditions, **more}
    return Arguments.model_validate(fields)


def solve(equations: list[str], conditions: list[str], **more: Any) -> Solution:
    return initial_value(arguments(equations, conditions, **more))


def verdicts(solution: Solution) -> list[Verdict]:
    found = []
    for claim in solution.claims:
        if isinstance(claim, MethodTableOf):
            found.append(check_table(claim).verdict)
        elif isinstance(claim, SolvesODE):
            found.append(check_formula(claim).verdict)
        else:
            assert isinstance(claim, InitialValueOf)
            found.append(check_value(claim).verdict)
    return found


GOLDEN = (["derivative(y, x, 1) = -2*y + x"], ["y(0) = 1"])
DUFFING = (["x'' + 0.1*x' + x**3 = cos(t)"], ["x(0) = 0.5", "x'(0) = 0"])


def test_the_table_of_rk4() -> None:
    solution = solve(*GOLDEN, method="rk4", step="0.1", wanted=["y(0.5)"])
    assert solution.value is not None
    assert answer_text(solution.value) == "0.459857"
    assert verdicts(solution) == [Verdict.PROVED, Verdict.PROVED]
    (table,) = (step.table for step in solution.steps if step.table is not None)
    assert len(table.rows) == 5
    assert table.columns == ("n", "x_n", "y_n", "k1", "k2", "k3", "k4", "y_(n+1)")
    assert table.rows[0] == ("0", "0", "1", "-2", "-1.75", "-1.775", "-1.545", "0.823416667")
    error = next(step for step in solution.steps if step.rule == "error")
    assert str(error.values["error"]) == "0.0000072"
    assert "0.4598493015" in str(error.values["value"])


@pytest.mark.parametrize(
    "method, answer",
    [("euler", "0.409600"), ("heun", "0.463425"), ("midpoint", "0.463425"), ("rk4", "0.459857")],
)
def test_each_method_by_its_number_of_steps(method: str, answer: str) -> None:
    """Source: the recurrences in exact fractions; for linear f Heun and midpoint agree."""
    solution = solve(*GOLDEN, method=method, steps="5", wanted=["0.5"])
    assert solution.value is not None
    assert answer_text(solution.value) == answer
    assert Verdict.PROVED in verdicts(solution)


def test_the_duffing_equation() -> None:
    solution = solve(*DUFFING, span=["in(t, [0, 2*pi])"], tolerance="0.000001")
    assert solution.value is not None
    assert answer_text(solution.value) == "{x: 1.896049, x': 0.747199}"
    assert verdicts(solution) == [Verdict.ENCLOSED]


def test_one_wanted_value_stands_alone() -> None:
    solution = solve(*DUFFING, wanted=["x'(2*pi)"])
    assert solution.value is not None
    assert answer_text(solution.value) == "0.747199"


def test_wordings_mean_the_same_plan() -> None:
    spans = [
        {"span": ["in(t, [0, 2*pi])"]},
        {"span": ["[0, 2*pi]"]},
        {"span": ["(0, 2*pi)"]},
        {"wanted": ["t = 2*pi"]},
        {"wanted": ["2*pi"]},
        {"wanted": ["x'(2*pi)", "x(2*pi)"]},
    ]
    plans = {arguments(*DUFFING, **span).model_dump_json() for span in spans}
    assert len(plans) == 1


def test_assignments_are_steps_counts_or_parameters() -> None:
    h = arguments(*GOLDEN, assignments=["h = 0.1"], wanted=["y(0.5)"])
    assert h == arguments(*GOLDEN, step="h = 0.1", wanted=["y(0.5)"])
    n = arguments(*GOLDEN, assignments=["n = 5"], wanted=["y(0.5)"])
    assert n == h
    k = arguments(["y' = k*y"], ["y(0) = 1"], assignments=["k = 3"], wanted=["y(1)"])
    assert [str(one) for one in k.equations] == ["y' = 3*y"]
    with pytest.raises(AbacistError):
        arguments(*GOLDEN, assignments=["q = 3"], wanted=["y(1)"])


@pytest.mark.parametrize(
    "more, kind",
    [({"method": "rk4", "step": "0.1"}, "missing"), ({}, "value_error")],
)
def test_no_end_is_a_question_or_another_problem(more: dict[str, Any], kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        arguments(*GOLDEN, **more)
    assert [one["type"] for one in caught.value.errors()] == [kind]


@pytest.mark.parametrize(
    "equations, conditions, end",
    [
        (["y' = y**2"], ["y(0) = 1"], "y(2)"),
        (["y' = 1 + y**2"], ["y(0) = 0"], "y(2)"),
        (["y' = -y**2"], ["y(0) = -1"], "y(3)"),
        (["y' = y**3"], ["y(0) = 1"], "y(1)"),
        (["y' = y**2 - x*y"], ["y(0) = 3"], "y(1)"),
    ],
)
def test_a_blow_up_gives_no_number(equations: list[str], conditions: list[str], end: str) -> None:
    solution = solve(equations, conditions, wanted=[end])
    assert solution.outcome is Outcome.UNDEFINED
    assert solution.value is None
    assert verdicts(solution) == [Verdict.ENCLOSED]


@pytest.mark.parametrize(
    "equations, conditions, end",
    [
        (["y' = -1/y"], ["y(0) = 1"], "y(2)"),
        (["y' = 1/(x - 1)"], ["y(0) = 0"], "y(2)"),
        (["y' = ln(y)"], ["y(0) = -1"], "y(1)"),
        (["x' = x**2 + y**2", "y' = x*y"], ["x(0) = 1", "y(0) = 1"], "x(5)"),
    ],
)
def test_a_singularity_gives_no_number(
    equations: list[str], conditions: list[str], end: str
) -> None:
    solution = solve(equations, conditions, wanted=[end])
    assert solution.outcome in (Outcome.UNABLE, Outcome.UNDEFINED)
    assert solution.value is None
    assert solution.notes


def test_stiff_problems_get_an_implicit_method_with_the_reason() -> None:
    """Van der Pol with mu = 1000; source: enclosed by the agreement of Radau and LSODA at 1e-12."""
    solution = solve(
        ["y'' - 1000*(1 - y**2)*y' + y = 0"], ["y(0) = 2", "y'(0) = 0"], wanted=["y(20)"]
    )
    assert solution.method is not None
    assert "stiff" in solution.method.en
    assert "Radau" in solution.method.en
    assert "刚性" in solution.method.zh
    assert verdicts(solution)[0] in CONFIRMED


def test_chaos_shows_no_digit_that_is_not_certain() -> None:
    lorenz = ["x' = 10*(y - x)", "y' = x*(28 - z) - y", "z' = x*y - 8/3*z"]
    solution = solve(lorenz, ["x(0) = 1", "y(0) = 1", "z(0) = 1"], wanted=["45"])
    assert solution.outcome is Outcome.UNABLE
    assert "sensitive" in solution.notes[0].en


@pytest.mark.parametrize(
    "more, outcome",
    [
        ({"method": "euler", "wanted": ["y(0.5)"]}, Outcome.NEEDS_CLARIFICATION),
        ({"method": "rk4", "step": "0.3", "wanted": ["y(0.5)"]}, Outcome.UNABLE),
        ({"method": "rk4", "step": "1", "wanted": ["y(0.5)"]}, Outcome.UNABLE),
        ({"method": "rk4", "step": "0.00001", "wanted": ["y(0.5)"]}, Outcome.TOO_LARGE),
        ({"method": "radau", "step": "0.1", "wanted": ["y(0.5)"]}, Outcome.UNABLE),
        ({"wanted": ["y(0)"]}, Outcome.UNABLE),
    ],
)
def test_what_cannot_be_done_says_so(more: dict[str, Any], outcome: Outcome) -> None:
    solution = solve(*GOLDEN, **more)
    assert solution.outcome is outcome
    assert solution.notes


def test_an_unstable_method_overflows_honestly() -> None:
    solution = solve(["y' = y**2"], ["y(0) = 100"], method="euler", step="0.1", wanted=["y(5)"])
    assert solution.outcome is Outcome.UNABLE


def test_long_tables_are_extracts() -> None:
    solution = solve(*GOLDEN, method="euler", step="0.001", wanted=["y(0.5)"])
    claim = solution.claims[0]
    assert isinstance(claim, MethodTableOf)
    assert claim.rows[-1] == 500
    assert len(claim.points) == 41
    assert check_table(claim).verdict in CONFIRMED


def test_systems_have_names() -> None:
    solution = solve(["x' = y", "y' = -x"], ["x(0) = 0", "y(0) = 1"], wanted=["pi/2"])
    assert isinstance(solution.value, Named)
    assert answer_text(solution.value) == "{x: 1.000000, y: 0}"
    assert verdicts(solution) == [Verdict.ENCLOSED]


def test_the_exact_solution_stands_beside_the_numbers() -> None:
    solution = solve(*GOLDEN, wanted=["y(0.5)"])
    assert solution.value is not None
    assert answer_text(solution.value) == "0.4598493"
    exact = next(step for step in solution.steps if step.rule == "exact solution")
    assert str(exact.after) == "y(0.5) = 0.5/2 - 1/4 + 5*exp(-2*0.5)/4"
    assert verdicts(solution) == [Verdict.ENCLOSED, Verdict.PROVED]


def test_backwards_in_time() -> None:
    solution = solve(["y' = y"], ["y(1) = E"], wanted=["y(0)"])
    assert solution.value is not None
    assert answer_text(solution.value) == "1.00000"
    assert verdicts(solution) == [Verdict.ENCLOSED, Verdict.PROVED]
