"""Equations of any order become first-order systems that say the same."""

from __future__ import annotations

import pytest

from abacist.actions.ode.first_order_system import first_order_system, initial_values
from abacist.notation.differential import independent_variable, orders_of
from abacist.notation.grammar import parse_canonical
from abacist.notation.refusal import NotRepresentable


def _system(*texts: str) -> dict[str, str]:
    equations = [parse_canonical(text) for text in texts]
    system = first_order_system(equations, independent_variable(equations, orders_of(equations)))
    return {
        state: str(slope) for state, slope in zip(system.states, system.derivatives, strict=True)
    }


@pytest.mark.parametrize(
    "texts, system",
    [
        (("y' = -2*y + x",), {"y": "-2*y + x"}),
        (("y' + 2*y = x",), {"y": "x - 2*y"}),
        (("x'' + 0.1*x' + x**3 = cos(t)",), {"x": "x_1", "x_1": "cos(t) - 0.1*x_1 - x**3"}),
        (("2*y' = y",), {"y": "y/2"}),
        (("y''' = y",), {"y": "y_1", "y_1": "y_2", "y_2": "y"}),
        (("x' = y", "y' = -x"), {"x": "y", "y": "-x"}),
        (("x' + y' = 1", "x' - y' = t"), {"x": "t/2 + 1/2", "y": "1/2 - t/2"}),
        (("0 = y' - y",), {"y": "y"}),
    ],
)
def test_reduction(texts: tuple[str, ...], system: dict[str, str]) -> None:
    found = _system(*texts)
    assert list(found) == list(system)
    for state, slope in system.items():
        from abacist.checking.elementary_forms import is_identity

        assert is_identity(parse_canonical(found[state]), parse_canonical(slope))


def test_a_taken_name_is_avoided() -> None:
    assert _system("x'' = x_1*x") == {"x": "x_1_", "x_1_": "x_1*x"}


@pytest.mark.parametrize(
    "texts",
    [("y'**2 = y",), ("x' + y' = 1", "x' + y' = t"), ("sin(y') = y",)],
)
def test_what_determines_no_system_is_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(NotRepresentable):
        _system(*texts)


def test_labels_and_initial_values() -> None:
    system = first_order_system([parse_canonical("x'' = -x")], "t")
    assert system.labels == ("x", "x'")
    conditions = [parse_canonical("x'(1) = 2"), parse_canonical("x(1) = 3")]
    start, initial = initial_values(system, conditions)
    assert (str(start), [str(one) for one in initial]) == ("1", ["3", "2"])


@pytest.mark.parametrize(
    "conditions",
    [["x(0) = 1"], ["x(0) = 1", "x'(1) = 0"], ["x(0) = 1", "x(0) = 2"], ["y(0) = 1"], ["x = 1"]],
)
def test_incomplete_conditions_are_refused(conditions: list[str]) -> None:
    system = first_order_system([parse_canonical("x'' = -x")], "t")
    with pytest.raises(NotRepresentable):
        initial_values(system, [parse_canonical(one) for one in conditions])
