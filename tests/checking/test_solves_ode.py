"""Substitution of solutions: proofs, cross-checks, uniqueness and the count of constants."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.solves_ode import check
from abacist.core.claim import SolvesODE
from abacist.core.outcome import Verdict
from abacist.notation.differential import orders_of
from abacist.notation.grammar import parse_canonical


def claim(
    equations: list[str],
    solutions: list[str],
    conditions: tuple[str, ...] = (),
    constants: tuple[str, ...] = (),
    variable: str = "x",
) -> SolvesODE:
    parsed = tuple(parse_canonical(one) for one in equations)
    orders = orders_of(parsed)
    return SolvesODE(
        equations=parsed,
        functions=tuple(orders),
        variable=variable,
        solutions=tuple(parse_canonical(one) for one in solutions),
        conditions=tuple(parse_canonical(one) for one in conditions),
        constants=constants,
        order=sum(orders.values()),
    )


@pytest.mark.parametrize(
    "one",
    [
        claim(["y' = -2*y + x"], ["x/2 - 1/4 + 5*exp(-2*x)/4"], ("y(0) = 1",)),
        claim(["y'' + y = 0"], ["C1*cos(x) + C2*sin(x)"], constants=("C1", "C2")),
        claim(["y'' + y = 0"], ["C1*sin(x + C2)"], constants=("C1", "C2")),
        claim(["y' = (x + y)/(x - y)"], ["atan(y/x) - ln(x**2 + y**2)/2 = C1"], constants=("C1",)),
        claim(["y' = -x/y"], ["x**2 + y**2 = 25"], ("y(3) = 4",)),
        claim(["x' = y", "y' = -x"], ["sin(t)", "cos(t)"], ("x(0) = 0", "y(0) = 1"), (), "t"),
        claim(["y' = exp(x)*y"], ["C1*exp(exp(x))"], constants=("C1",)),
        claim(["y' = a*y + b"], ["C1*exp(a*x) - b/a"], constants=("C1",)),
    ],
    ids=lambda one: str(one.equations[0]),
)
def test_true_solutions_are_proved(one: SolvesODE) -> None:
    assert check(one).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "order, first, second, verdict",
    [
        ("2", "besselj(2, x)", "bessely(2, x)", Verdict.PROVED),
        ("nu", "besselj(nu, x)", "bessely(nu, x)", Verdict.CROSS_CHECKED),
        ("2", "besselj(2, x)", "bessely(1, x)", Verdict.REFUTED),
    ],
)
def test_special_functions(order: str, first: str, second: str, verdict: Verdict) -> None:
    bessel = claim(
        [f"x**2*y'' + x*y' + (x**2 - {order}**2)*y = 0"],
        [f"C1*{first} + C2*{second}"],
        constants=("C1", "C2"),
    )
    assert check(bessel).verdict is verdict


@pytest.mark.parametrize(
    "one",
    [
        claim(["y' = 3*y**(2/3)"], ["x**3"], ("y(0) = 0",)),
        claim(["x*y' = y"], ["3*x"], ("y(0) = 0",)),
        claim(["y' = 2*sqrt(y)"], ["x**2"], ("y(0) = 0",)),
    ],
    ids=lambda one: str(one.equations[0]),
)
def test_one_of_several_solutions_is_not_the_solution(one: SolvesODE) -> None:
    assert check(one).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "one, verdict",
    [
        (claim(["y'' + y = 0"], ["sin(x)"], ("y(0) = 0", "y(pi/2) = 1")), Verdict.PROVED),
        (claim(["y'' = 6*x"], ["x**3"], ("y(0) = 0", "y(1) = 1")), Verdict.PROVED),
        (claim(["y'' + y = 0"], ["3*sin(x)"], ("y(0) = 0", "y(pi) = 0")), Verdict.UNDECIDED),
        (claim(["y'' + y = 0"], ["3*sin(x)"], ("y(0) = 0", "y'(pi/2) = 0")), Verdict.UNDECIDED),
        (claim(["y'' + y**2 = 0"], ["0*x"], ("y(0) = 0", "y(1) = 0")), Verdict.UNDECIDED),
    ],
    ids=lambda one: str(getattr(one, "conditions", one)),
)
def test_boundary_values(one: SolvesODE, verdict: Verdict) -> None:
    """One solution is proved to be the only one, or nothing is said."""
    assert check(one).verdict is verdict


def test_a_condition_counts_once() -> None:
    twice = claim(["y'' + y = 0"], ["3*sin(x)"], ("y(0) = 0", "y(0) = 0*1"))
    assert check(twice).verdict is Verdict.REFUTED


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.integers(-3, 3), min_size=2, max_size=3, unique=True),
    st.integers(-3, 3),
    st.integers(1, 4),
)
def test_linear_equations_made_from_their_roots(roots: list[int], shift: int, value: int) -> None:
    """(D − r1)(D − r2)…y = 0 has the solutions e^(r·x); another exponent is refuted."""
    from sympy import Poly, symbols

    s = symbols("s")
    product = 1
    for root in roots:
        product = product * (s - root)
    coefficients = list(reversed(Poly(product, s).all_coeffs()))
    primes = ["y", "y'", "y''", "y'''"]
    equation = " + ".join(f"({c})*{p}" for c, p in zip(coefficients, primes, strict=False)) + " = 0"
    constants = tuple(f"C{k + 1}" for k in range(len(roots)))
    terms = [f"{c}*exp({r}*x)" for c, r in zip(constants, roots, strict=True)]
    true = claim([equation], [" + ".join(terms)], constants=constants)
    assert check(true).verdict is Verdict.PROVED
    wrong = max(roots) + abs(shift) + value
    forged = claim(
        [equation],
        [" + ".join([*terms[:-1], f"{constants[-1]}*exp({wrong}*x)"])],
        constants=constants,
    )
    assert check(forged).verdict is Verdict.REFUTED
