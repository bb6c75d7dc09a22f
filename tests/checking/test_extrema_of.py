"""Claims about extrema: what is proved, enclosed, cross-checked, refuted and left open."""

from __future__ import annotations

import pytest

from abacist.checking.extrema_of import check
from abacist.checking.local_extrema import corners, is_entire
from abacist.checking.real_points import NotCellular
from abacist.checking.sign_chart import sign_chart
from abacist.core.claim import ExtremaOf, Extremum
from abacist.core.outcome import Verdict
from abacist.notation.grammar import parse_canonical

PROVED, ENCLOSED, CROSS = Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED
REFUTED, UNDECIDED = Verdict.REFUTED, Verdict.UNDECIDED

_CLOSE, _AT_CLOSE = "x**3/3 - x**2/20000000", "-1/6000000000000000000000"
Points = list[tuple[str, str, str]]


def _claim(
    function: str, points: Points, wanted: str = "all", region: str = "", variables: str = "x"
) -> ExtremaOf:
    ends = parse_canonical(region).args if region else ()  # type: ignore[attr-defined]
    extrema = tuple(
        Extremum(
            point=tuple(parse_canonical(part) for part in point.split("; ")),
            value=parse_canonical(value),
            type=kind,  # type: ignore[arg-type]
            place="boundary" if parse_canonical(point.split("; ")[0]) in ends else "interior",
        )
        for point, value, kind in points
    )
    return ExtremaOf(
        function=parse_canonical(function),
        variables=tuple(variables),
        region=(parse_canonical(region),) if region else (),
        extrema=extrema,
        wanted=wanted,  # type: ignore[arg-type]
    )


def _verdict(*args: object, **more: object) -> Verdict:
    return check(_claim(*args, **more)).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "function, points, verdict",
    [
        ("x**3 - 3*x**2 + 2", [("0", "2", "maximum"), ("2", "-2", "minimum")], PROVED),
        ("x**3", [("0", "0", "inflection")], PROVED),
        ("x", [], PROVED),
        ("abs(x)", [("0", "0", "minimum")], PROVED),
        ("abs(x) + 2*x", [("0", "0", "inflection")], PROVED),
        ("abs(x) + 2*x", [], PROVED),
        ("root(x, 3)**2", [("0", "0", "minimum")], PROVED),
        ("max(x, 1 - x)", [("1/2", "1/2", "minimum")], PROVED),
        ("x + 1/x", [("-1", "-2", "maximum"), ("1", "2", "minimum")], PROVED),
        (_CLOSE, [("0", "0", "maximum"), ("1/10000000", _AT_CLOSE, "minimum")], PROVED),
        ("sqrt(1 - x**2)", [("0", "1", "maximum")], PROVED),
        ("exp(-x**2)", [("0", "1", "maximum")], PROVED),
        ("x*exp(-x)", [("1", "exp(-1)", "maximum")], PROVED),
        ("x*ln(x)", [("exp(-1)", "-exp(-1)", "minimum")], PROVED),
        ("abs(x)*exp(x)", [("-1", "exp(-1)", "maximum"), ("0", "0", "minimum")], CROSS),
        ("5", [], UNDECIDED),
        ("max(0, x)", [("0", "0", "minimum")], UNDECIDED),
        ("max(0, x)", [], UNDECIDED),
        ("floor(x)", [], UNDECIDED),
        ("x**4", [("0", "0", "undecided")], REFUTED),
    ],
)  # fmt: skip
def test_local_extrema(function: str, points: Points, verdict: Verdict) -> None:
    assert _verdict(function, points) is verdict


@pytest.mark.parametrize(
    "function, region, wanted, points, verdict",
    [
        ("x**2", "interval(-1, 2)", "global_max", [("2", "4", "maximum")], PROVED),
        ("x**2", "interval(-2, 2)", "global_max", [("2", "4", "maximum"), ("-2", "4", "maximum")], PROVED),
        ("sqrt(x)", "", "global_min", [("0", "0", "minimum")], PROVED),
        ("exp(x) - x", "", "global_min", [("0", "1", "minimum")], PROVED),
        ("sin(x)", "interval(0, pi)", "global_max", [("pi/2", "1", "maximum")], PROVED),
        ("sin(x)", "interval(0, 2*pi)", "global_max", [("pi/2", "1", "maximum")], ENCLOSED),
        ("x*sin(x)", "interval(0, 1)", "global_max", [("1", "sin(1)", "maximum")], ENCLOSED),
        ("sin(x)", "interval(0, 8)", "global_max", [("pi/2", "1", "maximum")], UNDECIDED),
        ("ln(x)/x", "", "global_max", [("E", "1/E", "maximum")], CROSS),
        ("x", "interval_open(0, 1)", "global_max", [], PROVED),
        ("1/x", "interval_left_open(0, 1)", "global_max", [], PROVED),
        ("1/x", "interval_left_open(0, 1)", "global_min", [], REFUTED),
        ("x**2", "", "global_max", [], PROVED),
        ("x**2", "", "global_min", [], REFUTED),
        ("exp(x)", "", "global_min", [], PROVED),
        ("atan(x)", "", "global_max", [], PROVED),
        ("x**2/(1 + x**2)", "", "global_max", [], PROVED),
        ("exp(-x**2) + x/100", "", "global_max", [], CROSS),
        ("5", "", "global_max", [], REFUTED),
        ("x", "interval(0, 1)", "global_max", [], REFUTED),
    ],
)  # fmt: skip
def test_global_extrema(
    function: str, region: str, wanted: str, points: Points, verdict: Verdict
) -> None:
    assert _verdict(function, points, wanted, region) is verdict


@pytest.mark.parametrize(
    "function, points, verdict",
    [
        ("x**2 + y**2", [("0; 0", "0", "minimum")], PROVED),
        ("x**2 - y**2", [("0; 0", "0", "saddle")], PROVED),
        ("x**3 - 3*x*y + y**3", [("0; 0", "0", "saddle"), ("1; 1", "-1", "minimum")], PROVED),
        ("-x**2 - y**2 + 4*x", [("2; 0", "4", "maximum")], PROVED),
        ("x**4 + y**4", [("0; 0", "0", "minimum")], UNDECIDED),
        ("sqrt(x**2 + y**2)", [], UNDECIDED),
        ("abs(x) + y**2", [], UNDECIDED),
    ],
)
def test_several_variables(function: str, points: Points, verdict: Verdict) -> None:
    assert _verdict(function, points, variables="xy") is verdict


def test_a_region_that_is_no_single_interval_is_left_open() -> None:
    """Its ends are not known, so nothing can be said about what is attained there."""
    assert _verdict("1 - x", [], "global_max", "ge(x, 0)") is UNDECIDED
    assert _verdict("1 - x", [], "global_max", "interval_right_open(0, oo)") is REFUTED


def test_a_point_with_too_many_coordinates_is_refuted() -> None:
    assert _verdict("x**2", [("0; 0", "0", "minimum")]) is REFUTED


# the parts


def test_the_chart_shows_corners_poles_and_ends() -> None:
    chart = sign_chart(parse_canonical("abs(x - 1) + 1/x + sqrt(x + 2)"), "x", [])
    corner = chart.at(parse_canonical("1"))
    pole = chart.at(parse_canonical("0"))
    end = chart.at(parse_canonical("-2"))
    assert corner is not None
    assert corner.corner
    assert corner.defined
    assert pole is not None
    assert not pole.defined
    assert end is not None
    assert end.left is None
    assert chart.at(parse_canonical("7/5")) is None


@pytest.mark.parametrize("function", ["floor(x)", "sign(x)", "exp(x)", "sin(x)", "x**x"])
def test_what_jumps_or_is_not_algebraic_has_no_chart(function: str) -> None:
    with pytest.raises(NotCellular):
        sign_chart(parse_canonical(function), "x", [])


@pytest.mark.parametrize(
    "function, entire, cornered",
    [
        ("x*exp(-x)", True, False),
        ("sin(x) + cosh(x)/2", True, False),
        ("2**x", True, False),
        ("1/x", False, False),
        ("ln(x)", False, False),
        ("(-2)**x", False, False),
        ("abs(x)", False, True),
        ("x**(2/3)", False, True),
        ("sqrt(x)", False, True),
    ],
)
def test_smoothness(function: str, entire: bool, cornered: bool) -> None:
    expr = parse_canonical(function)
    assert is_entire(expr) is entire
    assert corners(expr) is cornered
