"""The checker of limits: exact leading terms, absence by sides, by phases and by residues."""

from __future__ import annotations

import pytest

from abacist.checking.limit_of import check
from abacist.core.claim import LimitOf
from abacist.core.outcome import Verdict

# Stewart, Calculus, 8th ed., chapters 2 and 4; Gruntz's thesis (1996), table 8.1.
PROVED = [
    ("sin(x)/x", "0", "1"),
    ("(sin(tan(x)) - tan(sin(x)))/x**7", "0", "-1/30"),
    ("(1 + 1/x)**x", "oo", "E"),
    ("x**x", "0", "1"),
    ("sin(x)/(x - pi)", "pi", "-1"),
    ("(sqrt(x) - sqrt(2))/(x - 2)", "2", "sqrt(2)/4"),
    ("factorial(x)/x**x", "oo", "0"),
    ("root(factorial(x), x)/x", "oo", "1/E"),
    ("(3**x + 2**x)**(1/x)", "oo", "3"),
    ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", "oo", "1"),
    ("x - ln(cosh(x))", "oo", "ln(2)"),
    ("exp(x)/x**5", "oo", "oo"),
    ("gamma(x)*x", "0", "1"),
    ("1/x**2", "0", "oo"),
    ("x/(x + sin(x))", "oo", "1"),
    ("acos(x)/sqrt(1 - x)", "1", "sqrt(2)"),
]


def claim(function: str, point: str, value: str | None, **more: object) -> LimitOf:
    fields = {"function": function, "variable": "x", "point": point, "value": value, **more}
    return LimitOf.model_validate(fields)


def _direction(function: str) -> str:
    return {"x**x": "right", "acos(x)/sqrt(1 - x)": "left"}.get(function, "both")


@pytest.mark.parametrize("function, point, value", PROVED)
def test_proved(function: str, point: str, value: str) -> None:
    found = check(claim(function, point, value, direction=_direction(function)))
    assert found.verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "function, point, left, right",
    [("1/x", "0", "-oo", "oo"), ("abs(x)/x", "0", "-1", "1"), ("atan(1/x)", "0", "-pi/2", "pi/2")],
)
def test_sides_that_differ(function: str, point: str, left: str, right: str) -> None:
    assert check(claim(function, point, None, left=left, right=right)).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "function, point",
    [
        ("sin(1/x)", "0"),
        ("cos(x)", "oo"),
        ("x*sin(x)", "oo"),
        ("sin(x) + cos(2*x)", "oo"),
        ("(1 + sin(1/x))/x", "0"),
    ],
)
def test_phases(function: str, point: str) -> None:
    assert check(claim(function, point, None)).verdict is Verdict.PROVED
    assert check(claim(function, point, "0")).verdict is Verdict.REFUTED


def test_difference_quotients_at_corners() -> None:
    corner = claim("(abs(x) - abs(0))/(x - 0)", "0", None, left="-1", right="1")
    assert check(corner).verdict is Verdict.PROVED
    assert check(claim("(x*abs(x) - 0*abs(0))/(x - 0)", "0", "0")).verdict is Verdict.PROVED
    assert check(claim("(root(x, 3) - root(0, 3))/(x - 0)", "0", "oo")).verdict is Verdict.PROVED
    assert check(claim("(sqrt(x**2) - sqrt(0))/(x - 0)", "0", "1")).verdict is Verdict.REFUTED


def test_sequences() -> None:
    def sequence(function: str, value: str | None) -> Verdict:
        return check(claim(function, "oo", value, sequence=True)).verdict

    assert sequence("(-1)**x", None) is Verdict.PROVED
    assert sequence("(-1)**x", "1") is Verdict.REFUTED
    assert sequence("(-1)**x/x", "0") is Verdict.PROVED
    assert sequence("sin(pi*x)", "0") is Verdict.PROVED
    # a real sequence of phases need not meet the whole numbers
    assert sequence("sin(x)", None) is Verdict.UNDECIDED


def test_parameters_are_only_sampled() -> None:
    assert check(claim("(1 + a/x)**x", "oo", "exp(a)")).verdict is Verdict.CROSS_CHECKED
    assert check(claim("(1 + a/x)**x", "oo", "E")).verdict is Verdict.REFUTED


def test_iterated_logarithms_are_left_open_or_cross_checked() -> None:
    assert check(claim("ln(ln(x))", "oo", "oo")).verdict in (
        Verdict.UNDECIDED,
        Verdict.CROSS_CHECKED,
    )
