"""Forged solutions of differential equations: none may be confirmed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.solves_ode import check
from abacist.core.claim import SolvesODE
from abacist.core.expr import add, mul, number, symbol
from abacist.core.outcome import Verdict
from abacist.notation.differential import orders_of
from abacist.notation.grammar import parse_canonical

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)


def claim(
    equations: list[str],
    solutions: list[str],
    conditions: tuple[str, ...] = (),
    constants: tuple[str, ...] = (),
    order: int | None = None,
) -> SolvesODE:
    parsed = tuple(parse_canonical(one) for one in equations)
    orders = orders_of(parsed)
    return SolvesODE(
        equations=parsed,
        functions=tuple(orders),
        variable="x",
        solutions=tuple(parse_canonical(one) for one in solutions),
        conditions=tuple(parse_canonical(one) for one in conditions),
        constants=constants,
        order=sum(orders.values()) if order is None else order,
    )


@pytest.mark.parametrize(
    "forged",
    [
        claim(["y'' + y = 0"], ["C1*sin(x)"], constants=("C1",)),  # a missing constant
        claim(["y'' + y = 0"], ["C1*sin(x)"], constants=("C1",), order=1),  # a false order
        claim(
            ["y'' + y = 0"], ["C1*sin(x)"], constants=("C1", "C2")
        ),  # a constant that is not there
        claim(["y'' + y = 0"], ["cos(x)"]),  # no constants at all
        claim(["y'' + y = 0"], ["C1*cos(x) + C2*sin(2*x)"], constants=("C1", "C2")),
        claim(["y'' + y = 0"], ["C1*cos(x) - C2*cosh(x)"], constants=("C1", "C2")),
        claim(["y' = -2*y + x"], ["x/2 - 1/4 + 5*exp(-2*x)/4"], ("y(0) = 2",)),
        claim(["y' = -2*y + x"], ["x/2 + 1/4 + 3*exp(-2*x)/4"], ("y(0) = 1",)),
        claim(["y' = -2*y + x"], ["x/2 - 1/4 + 5*exp(2*x)/4"], ("y(0) = 1",)),
        claim(["y' = y**2"], ["1/(1 + x)"], ("y(0) = 1",)),
        claim(["y' = -x/y"], ["x**2 - y**2 = C1"], constants=("C1",)),
        claim(["y' = -x/y"], ["x**2 + y**2 = 24"], ("y(3) = 4",)),
        claim(["x' = y", "y' = -x"], ["sin(x)"], ()),  # one function is missing
        claim(["y' = y"], ["z"], (), ()),
        claim(["y' = sin(x*y)"], ["C1*x"], constants=("C1",)),
    ],
    ids=lambda one: f"{one.equations[0]} / {one.solutions[0]}",
)
def test_forgeries_are_refuted(forged: SolvesODE) -> None:
    assert check(forged).verdict is Verdict.REFUTED


def test_a_contradiction_that_is_none_is_never_confirmed() -> None:
    equation, general = ["y'' + y = 0"], ("C1*cos(x) + C2*sin(x)",)
    impossible = claim(equation, [], ("y(0) = 0", "y(pi) = 1"), ("C1", "C2"))
    impossible = impossible.model_copy(update={"general": tuple(map(parse_canonical, general))})
    assert check(impossible).verdict is Verdict.PROVED
    possible = (parse_canonical("y(0) = 0"), parse_canonical("y(pi) = 0"))
    assert check(impossible.model_copy(update={"conditions": possible})).verdict not in CONFIRMED
    poor = (parse_canonical("C1*sin(x)"),)
    forged = impossible.model_copy(update={"general": poor, "constants": ("C1",)})
    assert check(forged).verdict not in CONFIRMED
    varying = claim(["x*y' = y"], [], ("y(0) = 1",), ("C1",))
    varying = varying.model_copy(update={"general": (parse_canonical("C1*x"),)})
    assert check(varying).verdict not in CONFIRMED


def test_dependent_constants_are_never_confirmed() -> None:
    forged = claim(["y'' + y = 0"], ["C1*sin(x) + C2*sin(x)"], constants=("C1", "C2"))
    assert check(forged).verdict not in CONFIRMED
    forged = claim(["y'' + y = 0"], ["(C1 + C2)*cos(x) + (C1 + C2)*sin(x)"], constants=("C1", "C2"))
    assert check(forged).verdict not in CONFIRMED


TRUE = [
    claim(["y' = -2*y + x"], ["x/2 - 1/4 + C1*exp(-2*x)"], constants=("C1",)),
    claim(["y'' + 4*y = x"], ["C1*cos(2*x) + C2*sin(2*x) + x/4"], constants=("C1", "C2")),
    claim(["y' = x*y"], ["C1*exp(x**2/2)"], constants=("C1",)),
    claim(["x**2*y'' - 2*y = 0"], ["C1*x**2 + C2/x"], constants=("C1", "C2")),
]


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(TRUE),
    st.sampled_from(["x**3", "x**5", "exp(3*x)", "cos(3*x)"]),
    st.fractions(-2, 2, max_denominator=5).filter(bool),
)
def test_a_perturbed_solution_is_refuted(true: SolvesODE, error: str, size: object) -> None:
    term = mul(number(size), parse_canonical(error))  # type: ignore[arg-type]
    forged = true.model_copy(update={"solutions": (add(true.solutions[0], term),)})
    assert check(true).verdict is Verdict.PROVED
    assert check(forged).verdict is Verdict.REFUTED


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(TRUE), st.integers(1, 3))
def test_a_constant_made_fixed_is_refuted(true: SolvesODE, value: int) -> None:
    fixed = true.constants[-1]
    forged = true.model_copy(
        update={
            "solutions": tuple(one.substitute({fixed: number(value)}) for one in true.solutions),
            "constants": true.constants[:-1],
        }
    )
    assert symbol(fixed).name not in forged.solutions[0].free_symbols()
    assert check(forged).verdict is Verdict.REFUTED
