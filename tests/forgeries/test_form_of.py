"""Forms that are not reached, or of another expression. None may pass."""

from __future__ import annotations

import pytest

from tests.checking.claims import STRONG, form, verdict

CASES = [
    ("(x + 1)*(x - 2)", "expanded", "x**2 - x - 2"),
    ("x**2 + x - 2*x - 2", "expanded", "(x + 1)*(x - 2)"),
    ("x**2 - x - 3", "expanded", "(x + 1)*(x - 2)"),
    ("(x**2 - 1)*(x**2 + 1)", "factored", "x**4 - 1"),
    ("(x - 1)*(x + 1)", "factored", "x**4 - 1"),
    ("(x - 1)*(x - 1)", "factored", "x**2 - 2*x + 1"),
    ("(2*x - 4)*(x + 2) + 0*x", "factored", "2*x**2 - 9"),
    ("(x**2 - 1)/(x - 1) + 0*x", "simplified", "x + 1"),
]


@pytest.mark.parametrize("expression, kind, original", CASES)
def test_false_forms(expression: str, kind: str, original: str) -> None:
    assert verdict(form(expression, kind, original)) not in STRONG
