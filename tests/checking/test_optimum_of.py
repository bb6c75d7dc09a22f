"""Optima: proofs by duality and by boxes, enclosures, local optima, unbounded and infeasible problems."""

from __future__ import annotations

from typing import Any

import pytest

from abacist.checking.optimum_of import check
from abacist.core.claim import OptimumOf
from abacist.core.outcome import Verdict

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


PLATES = claim(
    "(R1**2 + R2**2)/d + 0.02*abs(R1 - R2)",
    "R1 R2 d",
    [["50", "150"], ["50", "150"], ["5", "20"]],
    ["50", "50", "20"],
    "250",
)

PROVED = [
    PLATES,
    claim("x**2 + y**2", "x y", [LINE, LINE], ["5", "5"], "50", ("x + y = 10",)),
    claim("3*x + 2*y", "x y", [HALF, HALF], ["4", "0"], "12", ("x + y <= 4", "x + 3*y <= 6"), sense="max"),
    claim("(1 - x)**2 + 100*(y - x**2)**2", "x y", [LINE, LINE], ["1", "1"], "0"),
    claim("abs(x - 1) + 2*abs(x + 2)", "x", [LINE], ["-2"], "3"),
    claim("max(x, 1 - x)", "x", [LINE], ["1/2"], "1/2"),
    claim("x**2 + y**2 + x*y", "x y", [LINE, LINE], ["0", "0"], "0"),
    claim("2*x**2 + y**2", "x y", [["-1", "2"], ["-1", "3"]], ["2", "3"], "17", sense="max"),
    claim("x**2 - y**2", "x y", [LINE, LINE], ["0", "2"], "-4", ("x**2 + y**2 <= 4",)),
    claim(
        "5*x + 4*y",
        "x y",
        [HALF, HALF],
        ["4", "0"],
        "20",
        ("6*x + 4*y <= 24", "x + 2*y <= 6"),
        sense="max",
        integers=("x", "y"),
    ),
    claim(
        "8*x + 11*y + 6*z + 4*w",
        "x y z w",
        [["0", "1"]] * 4,
        ["0", "1", "1", "1"],
        "21",
        ("5*x + 7*y + 4*z + 3*w <= 14",),
        sense="max",
        integers=("x", "y", "z", "w"),
    ),
    claim("x**2 + y", "x y", [LINE, HALF], ["1", "3"], "4", ("x + y >= 7/2",), integers=("x", "y")),
    claim("sin(x)*cos(y)", "x y", [["0", "2*pi"]] * 2, ["pi/2", "pi"], "-1"),
    claim("x**4 + y**4 - 4*x*y + 1", "x y", [LINE, LINE], ["1", "1"], "-1", scope="local"),
]  # fmt: skip


@pytest.mark.parametrize("one", PROVED, ids=lambda one: str(one.objective))
def test_proofs(one: OptimumOf) -> None:
    assert check(one).verdict is Verdict.PROVED


ENCLOSED = [
    claim("x*exp(x)", "x", [["-5", "5"]], ["-1"], "-exp(-1)"),
    claim("x + y", "x y", [HALF, HALF], ["1", "1"], "2", ("x*y >= 1",)),
    claim("x + y", "x y", [LINE, LINE], ["sqrt(2)/2", "sqrt(2)/2"], "sqrt(2)", ("x**2 + y**2 = 1",), sense="max"),
    claim("sin(x) + sin(10/3*x)", "x", [["2.7", "7.5"]], ["5.1457352882"], "-1.8995993491521", tolerance="0.000000001"),
    claim("x*y", "x y", [HALF, HALF], ["25", "25"], "625", ("2*x + 2*y = 100",), sense="max"),
    claim("x**4 + y**4 - 4*x*y + 1", "x y", [LINE, LINE], ["1", "1"], "-1"),
]  # fmt: skip


@pytest.mark.parametrize("one", ENCLOSED, ids=lambda one: str(one.objective))
def test_enclosures(one: OptimumOf) -> None:
    assert check(one).verdict in (Verdict.PROVED, Verdict.ENCLOSED)


def test_a_can_of_given_volume() -> None:
    """Source: 3·(2·π·500²)^(1/3)·… at r = (500/π)^(1/3): 553.5810…; h = 2r."""
    one = claim(
        "2*pi*r**2 + 2*pi*r*h",
        "r h",
        [HALF, HALF],
        ["5.41926070139289", "10.8385214027858"],
        "553.58104459321",
        ("pi*r**2*h = 1000",),
        tolerance="0.000001",
    )
    found = check(one)
    assert (
        found.verdict is Verdict.CROSS_CHECKED
    )  # the point satisfies the equation to 10 digits only
    assert found.evidence["lower bound"].startswith("553.5810")


@pytest.mark.parametrize(
    "one",
    [
        claim("x + y", "x y", [HALF, HALF], [], "undefined", ("x + y >= 5", "x + y <= 3")),
        claim("x", "x y", [LINE, LINE], [], "undefined", ("x**2 + y**2 <= -1",)),
        claim("x", "x", [["0", "1"]], [], "undefined", ("2*x = 1",), integers=("x",)),
    ],
    ids=lambda one: str(one.constraints[0]),
)
def test_empty_regions_are_proved(one: OptimumOf) -> None:
    assert check(one).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "one",
    [
        claim("x + y", "x y", [HALF, HALF], ["t", "0"], "oo", ("x - y >= 0",), sense="max"),
        claim("x**3", "x", [LINE], ["-t"], "-oo"),
        claim("x*y", "x y", [LINE, LINE], ["t", "-t"], "-oo"),
    ],
    ids=lambda one: str(one.objective),
)
def test_unbounded_problems_are_proved(one: OptimumOf) -> None:
    assert check(one).verdict is Verdict.PROVED


def test_heads_without_intervals_are_searched() -> None:
    one = claim("besselj(0, x)", "x", [["0", "1"]], ["0"], "1", sense="max")
    assert check(one).verdict in (Verdict.CROSS_CHECKED, Verdict.UNDECIDED)


def test_parameters_are_undecided() -> None:
    assert check(claim("a*x**2", "x", [LINE], ["0"], "0")).verdict is Verdict.UNDECIDED
