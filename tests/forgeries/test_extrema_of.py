"""Forged extrema: shifted points, wrong values, wrong kinds, lost and added points, extrema that are not attained."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.checking.extrema_of import check
from abacist.core.claim import ExtremaOf, Extremum
from abacist.core.expr import add, number
from abacist.core.outcome import Verdict
from tests.checking.test_extrema_of import _claim

CONFIRMED = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
SETTINGS = settings(deadline=None, max_examples=30)

_CLOSE, _AT_CLOSE = "x**3/3 - x**2/20000000", "-1/6000000000000000000000"
_SPIKE, _AT_SPIKE = "sin(x) + exp(-10**6*(x - 2)**2)", "exp(-10**6*(pi/2 - 2)**2)"

TRUE = [
    _claim("x**3 - 3*x**2 + 2", [("0", "2", "maximum"), ("2", "-2", "minimum")]),
    _claim("x**4 - 2*x**2", [("-1", "-1", "minimum"), ("0", "0", "maximum"), ("1", "-1", "minimum")]),
    _claim("x + 1/x", [("-1", "-2", "maximum"), ("1", "2", "minimum")]),
    _claim("abs(x**2 - 1)", [("-1", "0", "minimum"), ("0", "1", "maximum"), ("1", "0", "minimum")]),
    _claim("2*abs(x) - x", [("0", "0", "minimum")]),
    _claim("x*exp(-x)", [("1", "exp(-1)", "maximum")]),
    _claim("x**2", [("2", "4", "maximum"), ("-2", "4", "maximum")], "global_max", "interval(-2, 2)"),
    _claim("x**2 - 4*x + 7", [("2", "3", "minimum")], "global_min"),
    _claim("x*exp(-x)", [("1", "exp(-1)", "maximum")], "global_max"),
    _claim("sin(x)", [("pi/2", "1", "maximum")], "global_max", "interval(0, 2*pi)"),
    _claim("sqrt(x)", [("4", "2", "maximum")], "global_max", "interval(0, 4)"),
    _claim("x**3 - 3*x*y + y**3", [("0; 0", "0", "saddle"), ("1; 1", "-1", "minimum")], variables="xy"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE)
def test_the_claims_that_are_forged_below_are_true(claim: ExtremaOf) -> None:
    assert check(claim).verdict in CONFIRMED


@pytest.mark.parametrize("claim", TRUE)
def test_a_lost_point_is_not_confirmed(claim: ExtremaOf) -> None:
    for k in range(len(claim.extrema)):
        rest = (*claim.extrema[:k], *claim.extrema[k + 1 :])
        assert check(claim.model_copy(update={"extrema": rest})).verdict not in CONFIRMED


@pytest.mark.parametrize("claim", [c for c in TRUE if c.wanted == "all"])
@pytest.mark.parametrize("kind", ["maximum", "minimum", "saddle", "inflection", "undecided"])
def test_a_wrong_kind_is_not_confirmed(claim: ExtremaOf, kind: str) -> None:
    for k, extremum in enumerate(claim.extrema):
        if extremum.type != kind:
            forged = extremum.model_copy(update={"type": kind})
            extrema = (*claim.extrema[:k], forged, *claim.extrema[k + 1 :])
            assert check(claim.model_copy(update={"extrema": extrema})).verdict not in CONFIRMED


@SETTINGS
@given(
    st.sampled_from(TRUE),
    st.fractions(-2, 2, max_denominator=10**9).filter(bool),
    st.booleans(),
)
def test_no_moved_point_is_confirmed(claim: ExtremaOf, by: Fraction, honest_value: bool) -> None:
    """The point is moved; its value is kept, or taken at the new place."""
    first, *others = claim.extrema
    point = (add(first.point[0], number(by)), *first.point[1:])
    value = first.value
    if honest_value:
        value = claim.function.substitute(dict(zip(claim.variables, point, strict=True)))
    forged = first.model_copy(update={"point": point, "value": value})
    verdict = check(claim.model_copy(update={"extrema": (forged, *others)})).verdict
    assert verdict not in CONFIRMED


@SETTINGS
@given(st.sampled_from(TRUE), st.fractions(-2, 2, max_denominator=10**12).filter(bool))
def test_no_changed_value_is_confirmed(claim: ExtremaOf, by: Fraction) -> None:
    first, *others = claim.extrema
    forged = first.model_copy(update={"value": add(first.value, number(by))})
    changed = claim.model_copy(update={"extrema": (forged, *others)})
    assert check(changed).verdict is Verdict.REFUTED


@SETTINGS
@given(
    st.sampled_from([c for c in TRUE if len(c.variables) == 1]),
    st.fractions(-3, 3, max_denominator=50),
)
def test_no_added_point_is_confirmed(claim: ExtremaOf, at: Fraction) -> None:
    point = number(at)
    if any(e.point == (point,) for e in claim.extrema):
        return
    value = claim.function.substitute({"x": point})
    for kind in ("maximum", "minimum", "inflection"):
        added = Extremum(point=(point,), value=value, type=kind)
        changed = claim.model_copy(update={"extrema": (*claim.extrema, added)})
        assert check(changed).verdict not in CONFIRMED


@pytest.mark.parametrize(
    "function, points",
    [
        ("abs(x)", []),  # corners are extrema too
        ("2*abs(x) - x", []),
        ("root(x, 3)**2", []),
        ("max(x, 1 - x)", []),
        ("abs(x) + x**2", [("0", "0", "minimum"), ("5", "30", "inflection")]),  # no critical point
        ("x**2/2 - x/10000000", [("0", "0", "minimum")]),  # right next to the true one
        (_CLOSE, [("0", "0", "inflection"), ("1/10000000", _AT_CLOSE, "inflection")]),
        ("1/x", [("0", "0", "maximum")]),
        ("x + 1/x", [("-1", "-2", "minimum"), ("1", "2", "maximum")]),
        ("x**4", [("0", "0", "inflection")]),
        ("x**5 - 5*x", [("1", "-4", "minimum")]),
        ("sin(x)", [("pi/2", "1", "maximum")]),
        ("x*exp(-x)", []),
        ("exp(-x**2) + exp(-(x - 30)**2)", [("0", "1 + exp(-900)", "maximum")]),
    ],
)  # fmt: skip
def test_forged_local_extrema_are_not_confirmed(
    function: str, points: list[tuple[str, str, str]]
) -> None:
    assert check(_claim(function, points)).verdict not in CONFIRMED


@pytest.mark.parametrize(
    "function, region, wanted, points",
    [
        ("x**2", "interval(-1, 2)", "global_max", [("-1", "1", "maximum")]),
        ("x**2", "interval(-2, 2)", "global_max", [("2", "4", "maximum")]),  # one of two
        ("x**2", "interval(-1, 2)", "global_min", [("1", "1", "minimum")]),
        ("x", "interval_right_open(0, 1)", "global_max", [("1", "1", "maximum")]),  # not in the region
        ("exp(-x**2) + x/100", "", "global_max", [("0", "1", "maximum")]),  # passed far out
        ("atan(x) + 2*exp(-x**2)", "", "global_max", [("0", "2", "maximum")]),
        ("sin(x)", "interval(0, 8)", "global_max", [("pi/2", "1", "maximum")]),  # a second place
        (_SPIKE, "interval(0, 3)", "global_max", [("pi/2", f"1 + {_AT_SPIKE}", "maximum")]),
        ("sin(x)", "", "global_max", [("pi/2", "1", "maximum")]),  # there are more of them
        ("exp(-x**2) + 2*exp(-10**4*(x - 3)**2)", "", "global_max", [("0", "1 + 2*exp(-90000)", "maximum")]),
        ("sin(10*x)", "interval(0, 1)", "global_max", [("1/2", "sin(5)", "maximum")]),
        ("x**3 - 3*x", "", "global_max", [("-1", "2", "maximum")]),
        ("abs(x - 1)", "interval(0, 3)", "global_min", [("0", "1", "minimum")]),
        ("x**2 + y**2", "", "global_max", []),
    ],
)  # fmt: skip
def test_forged_global_extrema_are_not_confirmed(
    function: str, region: str, wanted: str, points: list[tuple[str, str, str]]
) -> None:
    variables = "xy" if "y" in function else "x"
    assert check(_claim(function, points, wanted, region, variables)).verdict not in CONFIRMED


@pytest.mark.parametrize(
    "function, region, wanted",
    [
        ("x**2", "", "global_min"),
        ("x", "interval(0, 1)", "global_max"),
        ("1/(1 + x**2)", "", "global_max"),
        ("x*exp(-x)", "", "global_max"),
        ("-exp(-(x - 100)**2)", "", "global_min"),
        ("abs(x - 7/3)", "", "global_min"),
        ("sin(x)", "", "global_max"),
        ("sqrt(x)", "", "global_min"),
        ("1 - x", "interval_right_open(0, oo)", "global_max"),
        ("5", "", "global_min"),
    ],
)
def test_attained_extrema_are_not_said_to_be_missing(
    function: str, region: str, wanted: str
) -> None:
    assert check(_claim(function, [], wanted, region)).verdict not in CONFIRMED
