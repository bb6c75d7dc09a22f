"""Forged optima: shifted points, better values, lost constraints, saddles. None may be confirmed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from abacist.checking.optimum_of import check
from abacist.core.claim import OptimumOf
from abacist.core.expr import add, number
from abacist.core.outcome import Verdict

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
LINE = ["-oo", "oo"]
HALF = ["0", "oo"]


def claim(
    objective: str,
    names: str,
    bounds: list[list[str]],
    point: list[str],
    value: str,
    constraints: tuple[str, ...] = (),
    **more: Any,
) -> OptimumOf:
    fields: dict[str, Any] = {
        "objective": objective,
        "variables": names.split(),
        "bounds": bounds,
        "constraints": constraints,
        "point": point,
        "value": value,
        **more,
    }
    return OptimumOf.model_validate(fields)


PLATES = "(R1**2 + R2**2)/d + 0.02*abs(R1 - R2)"
BOX = [["50", "150"], ["50", "150"], ["5", "20"]]


@pytest.mark.parametrize(
    "forged",
    [
        claim(PLATES, "R1 R2 d", BOX, ["50", "50", "20"], "249"),  # a better value than there is
        claim(PLATES, "R1 R2 d", BOX, ["50", "50", "19"], "5000/19"),  # not the best point
        claim(PLATES, "R1 R2 d", BOX, ["51", "50", "20"], "255.07"),
        claim(PLATES, "R1 R2 d", BOX, ["49", "50", "20"], "245.07"),  # outside of the box
        claim(PLATES, "R1 R2 d", BOX, ["50", "50", "20"], "250", sense="max"),
        claim("x**2 + y**2", "x y", [LINE, LINE], ["6", "4"], "52", ("x + y = 10",)),
        claim("x**2 + y**2", "x y", [LINE, LINE], ["0", "0"], "0", ("x + y = 10",)),  # lost constraint
        claim("x**4 - 3*x**2 + x", "x", [LINE], ["1"], "-1"),
        claim("x**4 + y**4 - 4*x*y + 1", "x y", [LINE, LINE], ["0", "0"], "1"),  # a saddle
        claim("x**4 + y**4 - 4*x*y + 1", "x y", [LINE, LINE], ["0", "0"], "1", scope="local"),
        claim("x**2", "x", [["-1", "1"]], ["0"], "0", sense="max", scope="local"),
        claim("x", "x", [["0", "1"]], ["0"], "0", ("x > 0",)),  # not attained
        claim("sin(x)", "x", [["0", "10"]], ["0"], "0"),
        claim("3*x + 2*y", "x y", [HALF, HALF], ["3", "1"], "11", ("x + y <= 4", "x + 3*y <= 6"), sense="max"),
        claim("x**2", "x", [LINE], ["1/2"], "1/4", integers=("x",)),  # not an integer
    ],
    ids=lambda one: f"{one.objective} {one.point} {one.scope}",
)  # fmt: skip
def test_forgeries_are_refuted(forged: OptimumOf) -> None:
    assert check(forged).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    "forged",
    [
        claim("x + y", "x y", [HALF, HALF], [], "undefined", ("x + y >= 5", "x + y <= 6")),
        claim("x + y", "x y", [HALF, HALF], [], "0", ("x + y >= 5", "x + y <= 3")),
        claim("x", "x", [["0", "3"]], [], "undefined", ("2*x >= 1",), integers=("x",)),
        claim("x", "x y", [LINE, LINE], [], "undefined", ("x**2 + y**2 <= 1",)),
        claim("x**2", "x", [LINE], ["t"], "-oo"),
        claim("x**3", "x", [["-1", "1"]], ["0"], "0", scope="local"),  # a saddle
        claim("x + y", "x y", [HALF, HALF], ["t", "0"], "oo", ("x <= 5",), sense="max"),
        claim("-x", "x", [["0", "10"]], ["t"], "-oo"),
        claim("x", "x", [LINE], ["t"], "-oo"),
        claim("exp(x)", "x", [LINE], ["-32"], "0"),  # the greatest lower bound is not attained
        claim("-x - y", "x y", [HALF, HALF], ["1", "1"], "-2", ("2*x + y <= 4",), integers=("x", "y")),
        claim("x**2 + y**2", "x", [LINE], ["0"], "0"),
        claim("x", "x y", [LINE], ["0"], "0"),
    ],
    ids=lambda one: f"{one.objective} {one.value}",
)  # fmt: skip
def test_forgeries_are_never_confirmed(forged: OptimumOf) -> None:
    assert check(forged).verdict not in CONFIRMED


TRUE = [
    claim(PLATES, "R1 R2 d", BOX, ["50", "50", "20"], "250"),
    claim("x**2 + y**2", "x y", [LINE, LINE], ["5", "5"], "50", ("x + y = 10",)),
    claim("(x - 1)**2 + abs(y - 2)", "x y", [["-5", "5"]] * 2, ["1", "2"], "0"),
    claim("x**2 - 4*x + y**2 - 6*y", "x y", [LINE, LINE], ["2", "3"], "-13"),
    claim("3*x + 2*y", "x y", [HALF, HALF], ["4", "0"], "12", ("x + y <= 4", "x + 3*y <= 6"), sense="max"),
]  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(TRUE),
    st.integers(0, 2),
    st.fractions(-3, 3, max_denominator=7).filter(lambda value: abs(value) > Fraction(1, 100)),
)
def test_a_shifted_point_with_its_own_value(true: OptimumOf, place: int, shift: Fraction) -> None:
    """The forged value is the objective's at the forged point, so that only optimality is wrong."""
    place %= len(true.variables)
    point = list(true.point)
    point[place] = add(point[place], number(shift))
    value = true.objective.substitute(dict(zip(true.variables, point, strict=True)))
    forged = true.model_copy(update={"point": tuple(point), "value": value})
    assert check(true).verdict is Verdict.PROVED
    assert check(forged).verdict not in CONFIRMED


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(TRUE), st.fractions(-2, 2, max_denominator=50).filter(bool))
def test_a_shifted_value_is_refuted(true: OptimumOf, shift: Fraction) -> None:
    forged = true.model_copy(update={"value": add(true.value, number(shift))})
    assert check(forged).verdict is Verdict.REFUTED


@settings(deadline=None, max_examples=25)
@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(1, 3), st.integers(-2, 2))
def test_quadratics_of_two_variables(a: int, b: int, c: int, d: int) -> None:
    """c·(x − a)² + (y − b + d·x)² has its least value 0 at x = a, y = b − d·a and nowhere else."""
    objective = f"{c}*(x - ({a}))**2 + (y - ({b}) + ({d})*x)**2"
    true = claim(objective, "x y", [LINE, LINE], [str(a), str(b - d * a)], "0")
    assert check(true).verdict is Verdict.PROVED
    assume(d != 0 or b != a)
    elsewhere = {"x": number(a + 1), "y": number(b)}
    value = true.objective.substitute(elsewhere)
    forged = true.model_copy(update={"point": tuple(elsewhere.values()), "value": value})
    assert check(forged).verdict is Verdict.REFUTED
