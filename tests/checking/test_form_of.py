"""Forms of expressions: expanded, factored, simplified."""

from __future__ import annotations

import pytest

from abacist.core.outcome import Verdict
from tests.checking.claims import form, verdict

CASES = [
    ("x**2 - x - 2", "expanded", "(x + 1)*(x - 2)"),
    ("a**2 + 2*a*b + b**2", "expanded", "(a + b)**2"),
    ("exp(2*x) + 2*exp(x) + 1", "expanded", "(exp(x) + 1)**2"),
    ("(x - 2)*(x - 3)", "factored", "x**2 - 5*x + 6"),
    ("(x - 1)*(x + 1)*(x**2 + 1)", "factored", "x**4 - 1"),
    ("3*x*y*(2*x - 3*y)", "factored", "6*x**2*y - 9*x*y**2"),
    ("(x - 1)**2", "factored", "x**2 - 2*x + 1"),
    ("(x - 1)*(x + 1)/(x + 2)", "factored", "(x**2 - 1)/(x + 2)"),
    ("x**2 + 1", "factored", "x**2 + 1"),
    ("x + 1", "simplified", "(x**2 - 1)/(x - 1)"),
]


@pytest.mark.parametrize("expression, kind, original", CASES)
def test_true_forms(expression: str, kind: str, original: str) -> None:
    assert verdict(form(expression, kind, original)) is Verdict.PROVED
