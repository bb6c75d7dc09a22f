"""Optimisation: linear, integer, smooth and kinked problems; what is not attained or not bounded says so."""

from __future__ import annotations

from typing import Any

import pytest

from abacist.actions.optimize.minimize import Arguments, minimize
from abacist.checking.optimum_of import check
from abacist.core.answer import Solution
from abacist.core.claim import OptimumOf
from abacist.core.errors import AbacistError
from abacist.core.outcome import Outcome, Verdict
from abacist.notation.values import answer_text

GOOD = (Verdict.PROVED, Verdict.ENCLOSED)


def solve(objective: str, *constraints: str, **more: Any) -> Solution:
    fields = {"objective": objective, "constraints": constraints, **more}
    return minimize(Arguments.model_validate(fields))


def verdicts(solution: Solution) -> list[Verdict]:
    return [check(claim).verdict for claim in solution.claims if isinstance(claim, OptimumOf)]


def test_the_plates() -> None:
    solution = solve(
        "S = (R1**2 + R2**2)/d + 0.02*abs(R1 - R2)", "in((R1, R2), [50, 150])", "in(d, [5, 20])"
    )
    assert solution.value is not None
    assert answer_text(solution.value) == "{R1: 50, R2: 50, d: 20, S: 250}"
    assert verdicts(solution) == [Verdict.PROVED]
    assert solution.method is not None
    assert "differential evolution" in solution.method.en
    assert "kinks" in solution.method.en


SOLVED = [
    (("3*x + 2*y", "x + y <= 4", "x + 3*y <= 6", "x >= 0", "y >= 0"), "max", "{x: 4, y: 0, maximum: 12}"),
    (("100*x + 150*y", "2*x + y >= 8", "x + 2*y >= 10", "x >= 0", "y >= 0"), "min", "{x: 2, y: 4, minimum: 800}"),
    (("x + 2*y", "3*x + 3*y <= 1", "x >= 0", "y >= 0"), "max", "{x: 0, y: 1/3, maximum: 2/3}"),
    (("x**2 + y**2", "x + y = 10"), "min", "{x: 5, y: 5, minimum: 50}"),
    (("x**2 + y**2 + z**2", "x + 2*y + 3*z = 14"), "min", "{x: 1, y: 2, z: 3, minimum: 14}"),
    (("x*y", "2*x + 2*y = 100", "x >= 0", "y >= 0"), "max", "{x: 25, y: 25, maximum: 625}"),
    (("(1 - x)**2 + 100*(y - x**2)**2",), "min", "{x: 1, y: 1, minimum: 0}"),
    (("(x**2 + y - 11)**2 + (x + y**2 - 7)**2",), "min", "{x: 3, y: 2, minimum: 0}"),
    (("x + y", "x**2 + y**2 = 1"), "max", "{x: sqrt(2)/2, y: sqrt(2)/2, maximum: sqrt(2)}"),
    (("x**2 + (y - 1)**2 + abs(x + y - 3)",), "min", "{x: 1/2, y: 3/2, minimum: 3/2}"),
    (("sin(x)*cos(y)", "0 <= x", "x <= 2*pi", "0 <= y", "y <= 2*pi"), "min", "{x: pi/2, y: pi, minimum: -1}"),
    (("f(x, y) = x**2 - 4*x + y**2 - 6*y",), "min", "{x: 2, y: 3, f: -13}"),
    (("x**2*y", "x**2 + y**2 <= 1"), "max", "{x: sqrt(6)/3, y: sqrt(3)/3, maximum: 2*sqrt(3)/9}"),
    (("7*x + 9*y", "-x + 3*y <= 6", "7*x + y <= 35", "in((x, y), Naturals)"), "max", "{x: 4, y: 3, maximum: 55}"),
    (("x**2 + y", "x + y >= 7/2", "y >= 0", "in((x, y), Integers)"), "min", "{x: 1, y: 3, minimum: 4}"),
]  # fmt: skip


@pytest.mark.parametrize("texts, sense, answer", SOLVED, ids=lambda case: str(case)[:60])
def test_optima(texts: tuple[str, ...], sense: str, answer: str) -> None:
    solution = solve(*texts, sense=sense)
    assert solution.value is not None
    assert answer_text(solution.value) == answer
    assert verdicts(solution)[0] in GOOD
    assert solution.steps
    assert solution.code


def test_decimals_have_a_radius() -> None:
    solution = solve("x**4 - 3*x**2 + x", method="descent")
    assert solution.value is not None
    assert answer_text(solution.value) == "{x: -1.30084, minimum: -3.5139050}"
    assert verdicts(solution) == [Verdict.ENCLOSED]


def test_moore_garbow_hillstrom() -> None:
    """Freudenstein-Roth, Beale, Powell singular, Wood; doi:10.1145/355934.355936, problems 2, 5, 13, 14."""
    objectives = [
        "(-13 + x + ((5 - y)*y - 2)*y)**2 + (-29 + x + ((y + 1)*y - 14)*y)**2",
        "(1.5 - x*(1 - y))**2 + (2.25 - x*(1 - y**2))**2 + (2.625 - x*(1 - y**3))**2",
        "(x + 10*y)**2 + 5*(z - w)**2 + (y - 2*z)**4 + 10*(x - w)**4",
        "100*(y - x**2)**2 + (1 - x)**2 + 90*(w - z**2)**2 + (1 - z)**2 + 10*(y + w - 2)**2 + (y - w)**2/10",
    ]
    answers = [
        "{x: 5, y: 4,",
        "{x: 3, y: 1/2,",
        "{x: 0, y: 0, z: 0, w: 0,",
        "{x: 1, y: 1, z: 1, w: 1,",
    ]
    for objective, answer in zip(objectives, answers, strict=True):
        solution = solve(objective)
        assert solution.value is not None
        assert answer_text(solution.value) == f"{answer} minimum: 0}}"
        assert verdicts(solution) == [Verdict.PROVED]


@pytest.mark.parametrize(
    "texts, sense",
    [
        (("x + y", "x - y >= 0"), "max"),
        (("x*y",), "min"),
        (("x**3 + y**2",), "min"),
        (("x + y", "y >= 2"), "min"),
    ],
)
def test_no_bound_is_proved(texts: tuple[str, ...], sense: str) -> None:
    solution = solve(*texts, sense=sense)
    assert solution.outcome is Outcome.DIVERGENT
    assert solution.value is None
    assert verdicts(solution) == [Verdict.PROVED]


@pytest.mark.parametrize(
    "texts",
    [
        ("x + y", "x + y >= 5", "x + y <= 3"),
        ("x + y", "2*x = 1", "in(x, Integers)", "x >= 0", "x <= 3", "y >= 0"),
    ],
)
def test_infeasible_linear_programs_are_proved(texts: tuple[str, ...]) -> None:
    solution = solve(*texts)
    assert solution.outcome is Outcome.NO_SOLUTION
    assert verdicts(solution) == [Verdict.PROVED]


@pytest.mark.parametrize(
    "texts, more, outcome",
    [
        (("exp(x)",), {"method": "descent"}, Outcome.UNABLE),
        (("exp(x) + exp(y)",), {}, Outcome.UNABLE),
        (("1/x + 1/y", "x > 0", "y > 0"), {}, Outcome.UNABLE),
        (("x**2 + y", "0 < x", "x < 1", "y >= 0"), {}, Outcome.UNDEFINED),
        (("x**2 + y**2", "x**2 + y**2 <= -1"), {}, Outcome.UNABLE),
    ],
)
def test_what_is_not_attained_is_no_minimum(
    texts: tuple[str, ...], more: dict[str, Any], outcome: Outcome
) -> None:
    solution = solve(*texts, **more)
    assert solution.outcome is outcome
    assert solution.value is None
    assert solution.notes


def test_local_optima_say_so() -> None:
    solution = solve("x**4 + y**4 - 4*x*y + 1", scope="local")
    assert "local" in solution.notes[0].en
    assert verdicts(solution)[0] in GOOD


def test_several_optima_are_told() -> None:
    assert "3 other" in solve("(x**2 + y - 11)**2 + (x + y**2 - 7)**2").notes[0].en


def test_wordings_are_one_plan() -> None:
    plain = {"objective": "S = x + y", "constraints": ["in(x, [0, 1])", "in(y, [0, 1])"]}
    tuple_ = {"objective": "S = x + y", "constraints": ["in((x, y), [0, 1])"]}
    assert Arguments.model_validate(plain) == Arguments.model_validate(tuple_)


@pytest.mark.parametrize(
    "fields",
    [
        {"objective": "3"},
        {"objective": "_n1"},
        {"objective": "x + y", "constraints": ["x + y"]},
        {"objective": "x + y", "constraints": ["[0, 1]"]},
        {"objective": "x + y", "constraints": ["in(x, {1, 2})"]},
    ],
)
def test_what_is_no_problem_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(AbacistError):
        Arguments.model_validate(fields)


def test_too_many_variables() -> None:
    objective = " + ".join(f"x_{k}**2" for k in range(60))
    assert solve(objective).outcome is Outcome.TOO_LARGE


def test_a_function_that_jumps_is_not_searched() -> None:
    """The search found 11 for a sum of four floors whose least value is 9."""
    found = solve("floor((b + c)/a) + floor((a + c)/b)", "a > 0", "b > 0", "c > 0")
    assert found.outcome is Outcome.UNABLE
