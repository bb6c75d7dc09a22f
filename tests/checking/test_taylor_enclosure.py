"""Enclosures of solutions hold the exact values, stop at singularities, and stay narrow where flows contract."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.ball_program import ball_of
from abacist.checking.taylor_enclosure import Enclosure, InitialValueProblem, enclose
from abacist.notation.grammar import parse_canonical


def run(slopes: list[str], states: str, start: str, initial: list[str], end: str) -> Enclosure:
    problem = InitialValueProblem(
        tuple(parse_canonical(one) for one in slopes),
        "t",
        tuple(states.split()),
        parse_canonical(start),
        tuple(parse_canonical(one) for one in initial),
    )
    found = enclose(problem, parse_canonical(end), 1e-10)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "slopes, states, initial, end, exact",
    [
        (["y"], "y", ["1"], "1", ["E"]),
        (["-2*y + t"], "y", ["1"], "1/2", ["5/4*exp(-1)"]),
        (["y**2"], "y", ["1"], "9/10", ["10"]),
        (["v", "-x"], "x v", ["0", "1"], "pi", ["0", "-1"]),
        (["v", "-x"], "x v", ["0", "1"], "-pi/2", ["-1", "0"]),
        (["1/(1 + t)"], "y", ["0"], "1", ["ln(2)"]),
        (["-50*y"], "y", ["1"], "5", ["exp(-250)"]),
        (["sqrt(y)"], "y", ["1"], "2", ["4"]),
        (["y*cos(t)"], "y", ["1"], "10", ["exp(sin(10))"]),
        (["abs(y)"], "y", ["-1"], "1", ["-exp(-1)"]),
        (["1/cos(y)"], "y", ["0"], "1/2", ["pi/6"]),
    ],
)
def test_exact_values_lie_inside(
    slopes: list[str], states: str, initial: list[str], end: str, exact: list[str]
) -> None:
    from flint import ctx

    found = run(slopes, states, "0", initial, end)
    assert found.complete
    with ctx.workprec(300):
        for ball, text in zip(found.values, exact, strict=True):
            assert ball.contains(ball_of(parse_canonical(text))) or ball.overlaps(
                ball_of(parse_canonical(text))
            )
            assert float(ball.rad()) < 1e-9


@settings(deadline=None, max_examples=12)
@given(st.integers(-6, 6), st.integers(-6, 6), st.integers(1, 12))
def test_linear_flows(a: int, b: int, tenths: int) -> None:
    """x' = a·x + b, x(0) = 1 has the solution (1 + b/a)·e^(a·t) − b/a (1 + b·t for a = 0)."""
    from flint import ctx

    end = f"{tenths}/10"
    exact = f"1 + {b}*{end}" if a == 0 else f"(1 + {b}/({a}))*exp({a}*{end}) - {b}/({a})"
    found = run([f"{a}*x + {b}"], "x", "0", ["1"], end)
    assert found.complete
    with ctx.workprec(300):
        assert found.values[0].overlaps(ball_of(parse_canonical(exact)))


@pytest.mark.parametrize("slopes, initial, place", [("y**2", "1", 1.0), ("-1/y", "1", 0.5)])
def test_a_singularity_stops_it(slopes: str, initial: str, place: float) -> None:
    found = run([slopes], "y", "0", [initial], "2")
    assert not found.complete
    assert found.stalled
    assert abs(float(found.reached.mid()) - place) < 1e-6


def test_a_chaotic_system_is_followed_for_a_while() -> None:
    """Lorenz; source: agreement with a Taylor integration at 512 bits and order 128."""
    lorenz = ["10*(y - x)", "x*(28 - z) - y", "x*y - 8/3*z"]
    found = run(lorenz, "x y z", "0", ["1", "1", "1"], "3/2")
    assert found.complete
    assert max(float(ball.rad()) for ball in found.values) < 1e-9


def test_a_kink_is_not_crossed() -> None:
    found = run(["abs(y) - 1"], "y", "0", ["1/2"], "3")
    assert not found.complete
