"""Solutions of equations of every kind, complete and explained."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.actions.equation.solve import Arguments, solve
from abacist.core.outcome import Level, Outcome
from abacist.notation import parse_canonical
from tests.actions.solutions import level_of, text_of, well_explained


def arguments(equations: list[str], **options: object) -> Arguments:
    conditions = tuple(map(parse_canonical, options.pop("conditions", ())))  # type: ignore[arg-type,call-overload]
    return Arguments(
        equations=tuple(map(parse_canonical, equations)), conditions=conditions, **options
    )


UNITS = ["0 <= x", "x <= 2*pi"]
GOLDEN = [
    (["2*x + 5 = 17"], {}, "6"),
    (["3*(x - 2) = 5*x + 1"], {}, "-7/2"),
    (["x**2 - 5*x + 6 = 0"], {}, "{2, 3}"),
    (["x**2 - 5*x + 6 = 0"], {"domain": "integer"}, "{2, 3}"),
    (["2*x**2 - 4*x - 1 = 0"], {}, "{(2 - sqrt(6))/2, (2 + sqrt(6))/2}"),
    (["x**2 + 1 = 0"], {"domain": "complex"}, "{-I, I}"),
    (["x**4 + 4 = 0"], {"domain": "complex"}, "{1 - I, 1 + I, -1 - I, -1 + I}"),
    (["x**3 = 8/27"], {}, "2/3"),
    (["x**3 = 2"], {}, "root(2, 3)"),
    (["x**5 - x - 1 = 0"], {}, "1.167303978"),
    (["x**3 - 3*x + 1 = 0"], {}, "{-1.879385242, 0.3472963553, 1.532088886}"),
    (["x**4 - 5*x**2 + 4 = 0"], {"conditions": ["x > 0"]}, "{1, 2}"),
    (["(x**2 - 1)/(x - 1) = 0"], {}, "-1"),
    (["sqrt(x + 1) = x - 1"], {}, "3"),
    (["sqrt(x - 1) + sqrt(x + 4) = 5"], {}, "5"),
    (["abs(2*x - 3) = 5"], {}, "{-1, 4}"),
    (["2**x = 8"], {}, "3"),
    (["4**x - 2**x - 2 = 0"], {}, "1"),
    (["log(x, 2) = 5"], {}, "32"),
    (["ln(x) + ln(x - 1) = ln(2)"], {}, "2"),
    (["exp(2*x) - 3*exp(x) + 2 = 0"], {}, "{0, ln(2)}"),
    (["x*exp(x) = 1"], {}, "lambertw(1)"),
    (["sin(x) = 1/2"], {"conditions": UNITS}, "{pi/6, 5*pi/6}"),
    (["2*cos(x)**2 + 3*sin(x) = 0"], {"conditions": UNITS}, "{7*pi/6, 11*pi/6}"),
    (["cos(x) = 0"], {}, "image(pi*n + pi/2, n, Integers)"),
    (["sin(x) = cos(2*x)"], {}, "image(2*pi*n/3 + pi/6, n, Integers)"),
    (["x + y = 5", "x - y = 1"], {}, "{x: 3, y: 2}"),
    (["x + y = 5", "x*y = 6"], {}, "{(2, 3), (3, 2)}"),
    (["x + y + z = 6", "x - y = 0", "2*z = x + 1"], {}, "{x: 11/5, y: 11/5, z: 8/5}"),
    (["x + y = 5", "x - y = 1"], {"unknowns": ("y",)}, "2"),
    (["x**2 + y**2 = 25"], {"domain": "natural"}, "{(0, 5), (3, 4), (4, 3), (5, 0)}"),
    (["a*x + b = 0"], {}, "-b/a"),
    (["y = 2*x + 1"], {"unknowns": ("x",)}, "(y - 1)/2"),
    (["A = pi*r**2"], {"unknowns": ("r",), "conditions": ["r > 0", "A > 0"]}, "sqrt(A)/sqrt(pi)"),
    (["1/R = 1/a + 1/b"], {"unknowns": ("R",)}, "a*b/(a + b)"),
]


@pytest.mark.parametrize("equations, options, answer", GOLDEN)
def test_solutions(equations: list[str], options: dict[str, object], answer: str) -> None:
    solution = solve(arguments(equations, **options))
    assert solution.outcome is Outcome.SOLVED
    assert text_of(solution) == answer
    assert level_of(solution) in (Level.PROVED, Level.ENCLOSED)
    assert well_explained(solution)
    assert solution.code.startswith("# ")


def test_a_root_without_a_closed_form_is_enclosed() -> None:
    solution = solve(arguments(["cos(x) = x"]))
    assert text_of(solution) == "0.7390851332"
    assert level_of(solution) is Level.ENCLOSED


@pytest.mark.parametrize(
    "equations",
    [
        ["x**2 + 1 = 0"],
        ["x = x + 1"],
        ["1/(x - 1) = 2/(x**2 - 1)"],
        ["sin(x) = 2"],
        ["x + y = 1", "x + y = 2"],
        ["sqrt(x) = -1"],
        ["exp(x) = x"],
    ],
)
def test_no_solution(equations: list[str]) -> None:
    solution = solve(arguments(equations))
    assert solution.outcome is Outcome.NO_SOLUTION
    assert level_of(solution) is Level.PROVED


@pytest.mark.parametrize(
    "equations, options, answer",
    [
        (["x + 1 = x + 1"], {}, "Reals"),
        (["x/x = 1"], {}, "difference(Reals, {0})"),
        (["abs(x) = x"], {}, "[0, oo)"),
        (["x + y = 5", "2*x + 2*y = 10"], {}, "{x: -y + 5, y: y}"),
        (["3*x + 5*y = 1"], {"domain": "integer"}, "{x: 2 + 5*k, y: -1 - 3*k}"),
    ],
)
def test_infinitely_many(equations: list[str], options: dict[str, object], answer: str) -> None:
    solution = solve(arguments(equations, **options))
    assert solution.outcome is Outcome.INFINITELY_MANY
    assert text_of(solution) in (answer, answer.replace("-y + 5", "5 - y"))
    assert level_of(solution) is Level.PROVED


@pytest.mark.parametrize(
    ("equation", "others"),
    [
        ("x**2 + 1 = 0", 2),
        ("x**8 - 17*x**4 + 16 = 0", 4),
        ("x**5 - x - 1 = 0", 4),
        ("(x**2 + 1)**3*(x - 1) = 0", 2),
        ("x**2 + 2*x + 1 = 0", 0),
        ("2*x + 5 = 17", 0),
    ],
)
def test_roots_left_out_because_they_are_not_real_are_counted(equation: str, others: int) -> None:
    notes = [note.en for note in solve(arguments([equation])).notes]
    assert notes == (
        [f"Real solutions are meant; over the complex numbers there are {others} more."]
        if others
        else []
    )
    assert not solve(arguments([equation], domain="complex")).notes


def test_the_condition_of_a_literal_equation_is_said() -> None:
    solution = solve(arguments(["a*x + b = 0"]))
    assert "a ≠ 0" in solution.notes[0].en
    assert level_of(solution) is Level.PROVED


def test_what_cannot_be_found_is_not_called_absent() -> None:
    solution = solve(arguments(["x**5 + a*x = 1"]))
    assert solution.outcome is Outcome.UNABLE


@pytest.mark.parametrize("equation", ["1/0 = x", "x/0 = 1", "x/(1 - 1) + 3 = 2", "0**0*x = 2"])
def test_no_meaning(equation: str) -> None:
    solution = solve(arguments([equation]))
    assert solution.outcome is Outcome.UNDEFINED
    assert level_of(solution) is Level.PROVED


@pytest.mark.parametrize("equation", ["x**(10**9) = 1", "x**5000 + x = 3"])
def test_powers_beyond_all_bounds(equation: str) -> None:
    assert solve(arguments([equation])).outcome is Outcome.TOO_LARGE


@pytest.mark.parametrize(
    "equation, noted", [("x**(1/3) = -2", True), ("x**(2/3) = 4", True), ("x**(1/3) = 2", False)]
)
def test_the_reading_of_fractional_powers_is_said(equation: str, noted: bool) -> None:
    notes = solve(arguments([equation])).notes
    assert any("principal" in note.en for note in notes) is noted


@pytest.mark.parametrize(
    "equation, answer",
    [
        ("sqrt(x**2 - 6*x + 9) = 5", "{-2, 8}"),
        ("sqrt(4*x**2) = 6", "{-3, 3}"),
        ("ln(x**2) = 2", "{-E, E}"),
    ],
)
def test_roots_of_squares(equation: str, answer: str) -> None:
    solution = solve(arguments([equation]))
    assert text_of(solution) == answer
    assert level_of(solution) is Level.PROVED


@pytest.mark.parametrize(
    "equations",
    [["y = 2*x + 1"], ["derivative(y, x) = y"], ["f(x) = 2"], ["x > 1"], ["mod(x, 3) = 1"]],
)
def test_refused_arguments(equations: list[str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        arguments(equations)


def test_the_plan_does_not_depend_on_how_it_was_asked() -> None:
    plain = arguments(["x**2 = 4"])
    named = arguments(["x**2 = 4"], unknowns=("x",))
    member = arguments(["x**2 = 4"], conditions=["in(x, Integers)"])
    assert plain == named
    assert member == arguments(["x**2 = 4"], domain="integer")


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(-12, 12), min_size=1, max_size=4))
def test_products_of_linear_factors(numbers: list[int]) -> None:
    """All roots are found, each once, in order."""
    import sympy

    x = sympy.Symbol("x")
    product = sympy.expand(sympy.prod([x - n for n in numbers]))
    solution = solve(arguments([f"{product} = 0"]))
    roots = sorted(set(numbers))
    shown = ", ".join(map(str, roots))
    assert text_of(solution) == (shown if len(roots) == 1 else f"{{{shown}}}")
    assert level_of(solution) is Level.PROVED


@pytest.mark.parametrize(
    "method, rules",
    [
        ("", ["quadratic formula"]),
        ("formula", ["quadratic formula"]),
        ("completing_square", ["normal form", "completing the square", "square root"]),
    ],
)
def test_the_way_that_was_asked_for(method: str, rules: list[str]) -> None:
    solution = solve(arguments(["x**2 - 4*x + 1 = 0"], method=method))
    assert text_of(solution) == "{2 - sqrt(3), 2 + sqrt(3)}"
    assert [step.rule for step in solution.steps] == rules
    assert level_of(solution) is Level.PROVED
