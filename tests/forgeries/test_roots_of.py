"""Forged claims about roots: a lost root, one too many, a shifted one, a wrong domain. None may pass."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from abacist.core.outcome import Verdict
from tests.checking.claims import STRONG, roots, roots_in_x, verdict

REFUTED = [
    ("2*x + 5 = 17", ["7"], {}),
    ("x**2 - 5*x + 6 = 0", ["2"], {}),
    ("x**2 - 5*x + 6 = 0", ["2", "3", "4"], {}),
    ("x**2 - 5*x + 6 = 0", [], {}),
    ("x**2 - 5*x + 6 = 0", ["2", "2"], {}),
    ("x**2 - 5*x + 6 = 0", ["2", "4/2", "3"], {"domain": "complex"}),
    ("x**2 + 1 = 0", ["I"], {"domain": "complex"}),
    ("x**2 + 1 = 0", ["I", "-I"], {}),
    ("2*x**2 - 5*x + 2 = 0", ["2", "1/2"], {"domain": "integer"}),
    ("x**2 = 4", ["2", "-2"], {"domain": "natural"}),
    ("1/(x - 1) = 2/(x**2 - 1)", ["1"], {}),
    ("sqrt(x + 1) = x - 1", ["0", "3"], {}),
    ("abs(x) = x", [], {}),
    ("abs(x) = x", ["0", "1"], {}),
    ("x**3 - x - 1 = 0", ["plus_minus(1.32472, 0.0000001)"], {}),
    ("x**4 - 5*x**2 + 4 = 0", ["1", "2", "-1"], {"conditions": ["x > 0"]}),
    ("x = x", [], {}),
    ("x + 1 = x", ["x"], {}),
    # circular functions
    ("sin(x) = 1/2", ["pi/6 + 2*pi*n"], {"parameters": ["n"]}),
    ("sin(x) = 1/2", ["pi/6 + 2*pi*n", "2*pi/3 + 2*pi*n"], {"parameters": ["n"]}),
    ("cos(x) = 0", ["pi/2 + 2*pi*n"], {"parameters": ["n"]}),
    ("cos(x) = 0", ["pi/2 + pi*n/2"], {"parameters": ["n"]}),
    ("tan(x) = 0", ["pi*n/2"], {"parameters": ["n"]}),
    ("sin(x) = 0", ["2*pi*n"], {"parameters": ["n"]}),
    ("sin(x) = 0", ["0", "pi"], {"conditions": ["in(x, [0, 2*pi])"]}),
    ("sin(x) = 0", ["0", "pi", "2*pi"], {"conditions": ["0 <= x", "x < 2*pi"]}),
    ("sin(pi*x) = 0", ["2*n"], {"parameters": ["n"]}),
    # exponentials and logarithms
    ("2**x = 8", ["4"], {}),
    ("2**x = 8", [], {}),
    ("exp(2*x) - 3*exp(x) + 2 = 0", ["0"], {}),
    ("exp(2*x) - 3*exp(x) + 2 = 0", ["ln(2)"], {}),
    ("2**x = x**2", ["2", "4"], {}),
    ("ln(x) + ln(x - 1) = ln(2)", ["2", "-1"], {}),
    ("cos(x) = x", ["plus_minus(0.73908514, 0.000000001)"], {}),
    ("cos(x) = x", [], {}),
]


@pytest.mark.parametrize("equation, values, options", REFUTED)
def test_refuted(equation: str, values: list[str], options: dict[str, object]) -> None:
    assert verdict(roots_in_x(equation, *values, **options)) is Verdict.REFUTED


SYSTEMS = [
    (["x + y = 5", "x - y = 1"], "xy", [["3", "3"]], "real"),
    (["x + y = 5", "x - y = 1"], "xy", [], "real"),
    (["x + y = 5"], "xy", [["2", "3"]], "real"),
    (["x + y = 5"], "xy", [["4 - y", "y"]], "real"),
    (["x + y = 5", "x*y = 6"], "xy", [["2", "3"]], "real"),
    (["x + y = 5", "x*y = 6"], "xy", [["2", "3"], ["3", "2"], ["1", "4"]], "real"),
    (["x**2 + y**2 = 25", "x*y = 12"], "xy", [["3", "4"], ["4", "3"]], "real"),
    (["3*x + 5*y = 1"], "xy", [["2 + 10*k", "-1 - 6*k"]], "integer"),
    (["3*x + 5*y = 1"], "xy", [["2 + 5*k", "1 - 3*k"]], "integer"),
    (["x + 2*y = 3"], "xy", [["1", "1"]], "natural"),
    (["x**2 + y**2 = 25"], "xy", [["3", "4"], ["4", "3"]], "integer"),
]


@pytest.mark.parametrize("equations, unknowns, values, domain", SYSTEMS)
def test_refuted_systems(
    equations: list[str], unknowns: str, values: list[list[str]], domain: str
) -> None:
    parameters = ["k"] if any("k" in value for row in values for value in row) else []
    claim = roots(equations, unknowns, values, domain, parameters=parameters)  # type: ignore[arg-type]
    assert verdict(claim) is Verdict.REFUTED


NEVER = [
    ("a*x + b = 0", ["b/a"], ["a != 0"]),
    ("a*x + b = 0", [], ["a != 0"]),
    ("a*x**2 + b*x + c = 0", ["(-b + sqrt(b**2 - 4*a*c))/(2*a)"], ["a != 0"]),
    ("A = pi*x**2", ["sqrt(A/pi)"], ["A > 0"]),
    ("A = pi*x**2", ["-sqrt(A/pi)"], ["A > 0", "x > 0"]),
    ("A = 2*pi*x", ["A/pi"], []),
    ("a*x = a", ["1"], []),
    ("x**2 = a", ["sqrt(a)"], []),
    ("x**3 = a*x", ["0"], []),
    ("x**x = 1/4", [], []),  # −2 is a solution
]


@pytest.mark.parametrize("equation, values, conditions", NEVER)
def test_never_confirmed(equation: str, values: list[str], conditions: list[str]) -> None:
    assert verdict(roots_in_x(equation, *values, conditions=conditions)) not in STRONG


def polynomial(numbers: list[int]) -> str:
    return "*".join(f"(x - ({number}))" for number in numbers) + " = 0"


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-20, 20), min_size=1, max_size=5, unique=True), st.data())
def test_mutated_roots_of_polynomials(numbers: list[int], data: st.DataObject) -> None:
    """A root lost, moved or added."""
    place = data.draw(st.integers(0, len(numbers) - 1))
    other = data.draw(st.integers(-25, 25))
    assume(other not in numbers)
    moved = [other if k == place else n for k, n in enumerate(numbers)]
    lost = numbers[:place] + numbers[place + 1 :]
    domain = data.draw(st.sampled_from(["real", "complex", "integer"]))
    for forged in (moved, lost, [*numbers, other]):
        claim = roots_in_x(polynomial(numbers), *map(str, forged), domain=domain)
        assert verdict(claim) is Verdict.REFUTED


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 11), st.integers(1, 12), st.integers(1, 12))
def test_shifted_families(k: int, shift: int, step: int) -> None:
    """sin x = sin(kπ/12) with a moved family or another period."""
    base = f"{k}*pi/12"
    others = [f"{base} + 2*pi*n", f"pi - {base} + 2*pi*n + {shift}*pi/13"]
    equation = f"sin(x) = sin({base})"
    assert verdict(roots_in_x(equation, *others, parameters=["n"])) is Verdict.REFUTED
    if step != 6 and k != 6:
        periods = [f"{base} + {step}*pi*n/3", f"pi - {base} + {step}*pi*n/3"]
        assert verdict(roots_in_x(equation, *periods, parameters=["n"])) not in STRONG


@settings(deadline=None, max_examples=8)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 4))
def test_lost_root_of_an_exponential_equation(a: int, b: int, k: int) -> None:
    """(e^{kx} − a)(e^{kx} − b) = 0 with one root only."""
    assume(a != b)
    equation = f"exp({2 * k}*x) - {a + b}*exp({k}*x) + {a * b} = 0"
    both = [f"ln({a})/{k}", f"ln({b})/{k}"]
    assert verdict(roots_in_x(equation, *both)) in STRONG
    assert verdict(roots_in_x(equation, both[0])) not in STRONG
