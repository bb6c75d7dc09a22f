"""True claims about roots are proved (or enclosed), each by the method for its kind of equation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.outcome import Verdict
from tests.checking.claims import roots, roots_in_x, verdict

# equation, roots, options, source
ALGEBRAIC = [
    ("2*x + 5 = 17", ["6"], {}, "2·6 + 5 = 17"),
    ("x**2 - 5*x + 6 = 0", ["2", "3"], {}, "(x − 2)(x − 3)"),
    ("x**2 - 2*x - 1 = 0", ["1 - sqrt(2)", "1 + sqrt(2)"], {}, "completing the square"),
    ("(x - 1)**3 = 0", ["1"], {}, "a triple root is one root"),
    ("x**2 + 1 = 0", [], {}, "a square is never negative"),
    ("x**4 - 10*x**2 + 1 = 0",
     ["sqrt(2) + sqrt(3)", "sqrt(2) - sqrt(3)", "sqrt(3) - sqrt(2)", "-sqrt(2) - sqrt(3)"],
     {}, "minimal polynomial of √2 + √3"),
    ("x**5 - x - 1 = 0", ["plus_minus(1.1673039782614187, 0.0000000001)"], {},
     "OEIS A160155"),
    ("1/(x - 1) = 2/(x**2 - 1)", [], {}, "x = 1 is a pole"),
    ("(x**2 - 1)/(x - 1) = 0", ["-1"], {}, "the factor x − 1 cancels, its zero does not"),
    ("sqrt(x + 1) = x - 1", ["3"], {}, "√4 = 2; 0 is extraneous"),
    ("sqrt(x - 1) + sqrt(x + 4) = 5", ["5"], {}, "2 + 3"),
    ("abs(2*x - 3) = 5", ["-1", "4"], {}, "2x − 3 = ±5"),
    ("root(x, 3) = -2", ["-8"], {}, "(−2)³"),
    ("sqrt(2)*x = 2", ["sqrt(2)"], {}, "2/√2"),
    ("x = x", ["x"], {}, "an identity"),
    ("x**4 - 5*x**2 + 4 = 0", ["1", "2"], {"conditions": ["x > 0"]}, "±1, ±2"),
    ("x**2 + 1 = 0", ["I", "-I"], {"domain": "complex"}, "i² = −1"),
    ("x**3 = 1", ["1", "-1/2 + sqrt(3)*I/2", "-1/2 - sqrt(3)*I/2"], {"domain": "complex"},
     "cube roots of unity"),
    ("x**2 - 5*x + 6 = 0", ["2", "3"], {"domain": "integer"}, "(x − 2)(x − 3)"),
    ("2*x**2 - 5*x + 2 = 0", ["2"], {"domain": "integer"}, "the other root is 1/2"),
    ("x**2 = 4", ["2"], {"domain": "natural"}, "−2 is no natural number"),
]  # fmt: skip


@pytest.mark.parametrize("equation, values, options, source", ALGEBRAIC)
def test_algebraic_equations(
    equation: str, values: list[str], options: dict[str, object], source: str
) -> None:
    assert source
    assert verdict(roots_in_x(equation, *values, **options)) is Verdict.PROVED


PERIODIC = [
    ("sin(x) = 1/2", ["pi/6 + 2*pi*n", "5*pi/6 + 2*pi*n"]),
    ("cos(x) = 0", ["pi/2 + pi*n"]),
    ("tan(x) = sqrt(3)", ["pi/3 + pi*n"]),
    ("sin(x) = 1/3", ["asin(1/3) + 2*pi*n", "pi - asin(1/3) + 2*pi*n"]),
    ("sin(2*x) = cos(x)", ["pi/2 + pi*n", "pi/6 + 2*pi*n", "5*pi/6 + 2*pi*n"]),
    ("sin(x) + cos(x) = 1", ["2*pi*n", "pi/2 + 2*pi*n"]),
    ("3*sin(x) + 4*cos(x) = 5", ["atan(3/4) + 2*pi*n"]),
    ("sin(x) = cos(2*x)", ["pi/6 + 2*pi*n/3"]),
    ("sin(pi*x) = 0", ["n"]),
    ("sin(x) = 2", []),
    ("(1 - cos(x))/sin(x) = 0", []),
]


@pytest.mark.parametrize("equation, values", PERIODIC)
def test_periodic_families(equation: str, values: list[str]) -> None:
    claim = roots_in_x(equation, *values, parameters=["n"] if values else [])
    assert verdict(claim) is Verdict.PROVED


@pytest.mark.parametrize(
    "conditions, values",
    [
        (["0 <= x", "x <= 2*pi"], ["pi/6", "5*pi/6"]),
        (["in(x, [0, 2*pi])"], ["pi/6", "5*pi/6"]),
        (["in(x, [pi/6, pi/2])"], ["pi/6"]),
        (["pi/6 < x", "x < 5*pi/6"], []),
    ],
)
def test_periodic_within_bounds(conditions: list[str], values: list[str]) -> None:
    claim = roots_in_x("sin(x) = 1/2", *values, conditions=conditions)
    assert verdict(claim) is Verdict.PROVED


TRANSCENDENTAL = [
    ("2**x = 8", ["3"], Verdict.PROVED),
    ("exp(2*x) - 3*exp(x) + 2 = 0", ["0", "ln(2)"], Verdict.PROVED),
    ("ln(x) + ln(x - 1) = ln(2)", ["2"], Verdict.PROVED),
    ("ln(x)**2 - 3*ln(x) + 2 = 0", ["E", "E**2"], Verdict.PROVED),
    ("x*exp(x) = 1", ["lambertw(1)"], Verdict.PROVED),
    ("2**x = x**2", ["-2*lambertw(ln(2)/2)/ln(2)", "2", "4"], Verdict.PROVED),
    ("exp(x) = x", [], Verdict.PROVED),
    ("exp(x) = x + 1", ["0"], Verdict.PROVED),
    ("sin(x) = x", ["0"], Verdict.PROVED),
    ("sqrt(x)*ln(x) = 0", ["1"], Verdict.PROVED),
    ("cos(x) = x", ["plus_minus(0.7390851332151606, 0.0000000000001)"], Verdict.ENCLOSED),
]


@pytest.mark.parametrize("equation, values, expected", TRANSCENDENTAL)
def test_whole_line_is_searched(equation: str, values: list[str], expected: Verdict) -> None:
    assert verdict(roots_in_x(equation, *values)) is expected


SYSTEMS = [
    (["x + y = 5", "x - y = 1"], "xy", [["3", "2"]], "real"),
    (["x + y = 5"], "xy", [["5 - y", "y"]], "real"),
    (["x + y = 5", "2*x + 2*y = 11"], "xy", [], "real"),
    (["x + y = 5", "x*y = 6"], "xy", [["2", "3"], ["3", "2"]], "real"),
    (["x**2 + y**2 = 1", "y = x"], "xy",
     [["sqrt(2)/2", "sqrt(2)/2"], ["-sqrt(2)/2", "-sqrt(2)/2"]], "real"),
    (["x**2 + y**2 = -1", "y = x"], "xy", [], "real"),
    (["1/x + 1/y = 1/2", "x + y = 9"], "xy", [["3", "6"], ["6", "3"]], "real"),
    (["3*x + 5*y = 1"], "xy", [["2 + 5*k", "-1 - 3*k"]], "integer"),
    (["6*x + 9*y = 5"], "xy", [], "integer"),
    (["x + 2*y = 3"], "xy", [["1", "1"], ["3", "0"]], "natural"),
]  # fmt: skip


@pytest.mark.parametrize("equations, unknowns, values, domain", SYSTEMS)
def test_systems(equations: list[str], unknowns: str, values: list[list[str]], domain: str) -> None:
    parameters = ["k"] if any("k" in value for row in values for value in row) else []
    claim = roots(equations, unknowns, values, domain, parameters=parameters)  # type: ignore[arg-type]
    assert verdict(claim) is Verdict.PROVED


LITERAL = [
    ("a*x + b = 0", ["-b/a"], ["a != 0"]),
    ("a*x**2 + b*x + c = 0",
     ["(-b + sqrt(b**2 - 4*a*c))/(2*a)", "(-b - sqrt(b**2 - 4*a*c))/(2*a)"], ["a != 0"]),
    ("A = pi*x**2", ["sqrt(A/pi)"], ["x > 0", "A > 0"]),
    ("V = 4/3*pi*x**3", ["root(3*V/(4*pi), 3)"], []),
    ("1/f = 1/x + 1/v", ["f*v/(v - f)"], ["v - f != 0"]),
]  # fmt: skip


@pytest.mark.parametrize("equation, values, conditions", LITERAL)
def test_literal_equations(equation: str, values: list[str], conditions: list[str]) -> None:
    assert verdict(roots_in_x(equation, *values, conditions=conditions)) is Verdict.PROVED


def test_a_division_by_a_parameter_needs_its_condition() -> None:
    assert verdict(roots_in_x("a*x + b = 0", "-b/a")) is Verdict.UNDECIDED


def polynomial(numbers: list[int]) -> str:
    return "*".join(f"(x - ({number}))" for number in numbers) + " = 0"


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-30, 30), min_size=1, max_size=5))
def test_every_product_of_linear_factors(numbers: list[int]) -> None:
    claim = roots_in_x(polynomial(numbers), *map(str, set(numbers)))
    assert verdict(claim) is Verdict.PROVED


@settings(deadline=None, max_examples=20)
@given(st.integers(-20, 20), st.integers(-20, 20), st.integers(-20, 20), st.integers(-20, 20))
def test_linear_systems_with_known_solution(a: int, b: int, x: int, y: int) -> None:
    equations = [f"{a}*x + y = {a * x + y}", f"x + {b}*y = {x + b * y}"]
    if a * b == 1:
        return
    assert verdict(roots(equations, "xy", [[str(x), str(y)]])) is Verdict.PROVED
