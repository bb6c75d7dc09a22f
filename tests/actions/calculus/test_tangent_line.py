"""Tangents: y = f(a) + f'(a)·(x − a), and where there is none."""

from __future__ import annotations

import pytest

from abacist.actions.calculus.tangent_line import Arguments, tangent_line
from abacist.core.outcome import Outcome
from abacist.core.value import Exact

# Stewart, Calculus, 8th ed., §2.7 and §3.1.
TANGENTS = [
    ("y = x**3", "x = 1", "y = 3*x - 2"),
    ("x**2 - 3*x", "3/2", "y = -9/4"),
    ("x**2 - 3*x", "(2, -2)", "y = x - 4"),
    ("exp(x)", "0", "y = x + 1"),
    ("ln(x)", "(1, 0)", "y = x - 1"),
    ("x*abs(x)", "0", "y = 0"),
]


@pytest.mark.parametrize("function, point, expected", TANGENTS)
def test_tangents(function: str, point: str, expected: str) -> None:
    solution = tangent_line(Arguments.model_validate({"function": function, "point": point}))
    assert isinstance(solution.value, Exact)
    assert str(solution.value.expr) == expected
    assert {claim.kind for claim in solution.claims} == {"series_of", "limit_of"}


@pytest.mark.parametrize("function, point", [("abs(x)", "0"), ("root(x, 3)", "0"), ("1/x", "0")])
def test_no_tangent(function: str, point: str) -> None:
    solution = tangent_line(Arguments.model_validate({"function": function, "point": point}))
    assert solution.outcome is Outcome.UNDEFINED


def test_a_point_off_the_graph_is_refused() -> None:
    with pytest.raises(ValueError, match="not on the graph"):
        Arguments.model_validate({"function": "x**2", "point": "(1, 2)"})
