"""One line of Unicode that a person reads at a glance and that reads back with the same meaning."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from abacist.core.errors import AbacistError
from abacist.core.expr import Expr
from abacist.notation.grammar import parse, parse_canonical
from abacist.notation.terminal import terminal
from tests.notation.expressions import arithmetic, expressions
from tests.notation.formulas import READ
from tests.notation.test_latex import alike

CASES = [
    ("x**2 - 5*x + 6 = 0", "x² − 5x + 6 = 0"),
    ("16 - 4*pi", "16 − 4π"),
    ("-28*m**2 + 6", "−28m² + 6"),
    ("sqrt(2) + sqrt(x + 1)", "√2 + √(x + 1)"),
    ("root(x, 3)", "∛x"),
    ("2*sqrt(3)*x", "2√3·x"),
    ("x*y/(2*z)", "x·y/(2z)"),
    ("1/2*x", "1/2·x"),
    ("(x + 1)/(x - 1)", "(x + 1)/(x − 1)"),
    ("E**(-x) + I", "e⁻ˣ + i"),
    ("x**(1/2)", "x^(1/2)"),
    ("sin(x)**2", "sin²(x)"),
    ("log(x, 2)", "log₂(x)"),
    ("abs(x - 3)", "|x − 3|"),
    ("and(1 < x, x <= 2)", "1 < x ≤ 2"),
    ("or(x = 1, x = 2)", "x = 1 ∨ x = 2"),
    ("union(open(-oo, 1), [2, oo))", "(−∞, 1) ∪ [2, ∞)"),
    ("{2, 3}", "{2, 3}"),
    ("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
    ("{x: 1, y: 2}", "x = 1, y = 2"),
    ("y'' + y = 0", "y'' + y = 0"),
    ("derivative(y, x, 1)", "dy/dx"),
    ("derivative(x, t, 2)", "d²x/dt²"),
    ("derivative(f, x, 1, y, 1)", "∂²f/∂x ∂y"),
    ("integral(sin(x**2), x)", "∫ sin(x²) dx"),
    ("integral(1/x, x, 0, oo)", "∫₀^∞ 1/x dx"),
    ("sum(1/n**2, n, 1, oo)", "∑_{n=1}^{∞} 1/n²"),
    ("limit_right(1/x, x, 0)", "lim_{x→0⁺} 1/x"),
    ("alpha + x_1 + R1", "α + x₁ + R1"),
    ("quantity(3, m/s**2)", "3 m/s²"),
    ("degree(30) + percent(5)", "30° + 5%"),
    ("factorial(n)", "n!"),
    ("piecewise(case(x, x > 0), otherwise(0))", "{ x, x > 0; 0, otherwise }"),
]


@pytest.mark.parametrize(("stored", "printed"), CASES, ids=[case[0] for case in CASES])
def test_printed(stored: str, printed: str) -> None:
    """Source: ISO 80000-2 and the usual Unicode signs."""
    assert terminal(parse_canonical(stored)) == printed


@pytest.mark.parametrize("meaning", sorted({meaning for _, meaning, _ in READ}))
def test_reads_back(meaning: str) -> None:
    expr = parse_canonical(meaning)
    if not expr.has("list", "named"):
        assert alike(parse(terminal(expr))) == alike(expr)


@settings(deadline=None, max_examples=600)
@given(arithmetic)
def test_arithmetic_reads_back_or_is_refused(expr: Expr) -> None:
    try:
        again = parse(terminal(expr))
    except AbacistError:
        return
    assert alike(again) == alike(expr)


@settings(deadline=None, max_examples=300)
@given(expressions)
def test_everything_prints_on_one_line(expr: Expr) -> None:
    printed = terminal(expr)
    assert printed
    assert "\n" not in printed
