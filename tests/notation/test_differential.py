"""Derivatives in every notation are the same pair (function, order)."""

from __future__ import annotations

import pytest

from abacist.core.expr import Expr, Symbol
from abacist.notation.differential import (
    condition_of,
    independent_variable,
    orders_of,
    replaced,
)
from abacist.notation.grammar import parse, parse_canonical
from abacist.notation.refusal import NotRepresentable


@pytest.mark.parametrize(
    "text",
    [
        "y'' = y",
        "derivative(y, x, 2) = y",
        "derivative(y(x), x, 2) = y(x)",
        "derivative(derivative(y, x, 1), x, 1) = y",
        "y''(x) = y(x)",
    ],
)
def test_every_notation_is_read(text: str) -> None:
    equation = parse_canonical(text)
    assert orders_of([equation]) == {"y": 2}
    put = replaced(equation, ["y"], "x", lambda name, order: Symbol(f"{name}{order}"))
    assert put == parse_canonical("y2 = y0")


@pytest.mark.parametrize("text", [r"\frac{d^2y}{dx^2} = y", "d²y/dx² = y", "y'' = y"])
def test_what_people_write_is_read(text: str) -> None:
    assert orders_of([parse(text)]) == {"y": 2}


@pytest.mark.parametrize(
    "texts, variable",
    [
        (["derivative(y, s, 1) = y"], "s"),
        (["y' = -2*y + x"], "x"),
        (["x'' + x**3 = cos(t)"], "t"),
        (["x' = y", "y' = -x"], "t"),
        (["y'' + y = 0"], "x"),
        (["x'' + x = 0"], "t"),
        (["y'(z) = y(z)"], "z"),
        (["y' = a*y"], "x"),
    ],
)
def test_the_variable_is_the_one_that_is_meant(texts: list[str], variable: str) -> None:
    equations = [parse_canonical(text) for text in texts]
    assert independent_variable(equations, orders_of(equations)) == variable


@pytest.mark.parametrize(
    "text, found",
    [
        ("y(0) = 1", ("y", 0, "0", "1")),
        ("y'(pi) = 2", ("y", 1, "pi", "2")),
        ("x''(1) = a", ("x", 2, "1", "a")),
    ],
)
def test_conditions(text: str, found: tuple[str, int, str, str]) -> None:
    condition = condition_of(parse_canonical(text))
    assert condition is not None
    assert (condition[0], condition[1], str(condition[2]), str(condition[3])) == found


def test_a_constant_is_no_variable() -> None:
    equations = [parse_canonical("y'' + y = 0"), parse_canonical("y(pi) = 0")]
    assert independent_variable(equations, ["y"]) == "x"


@pytest.mark.parametrize(
    "text", ["y'(x) = y(x - 1)", "derivative(y, z, 1) = y", "derivative(x*y, x, 1) = 0"]
)
def test_what_is_no_plain_derivative_is_refused(text: str) -> None:
    def put(name: str, order: int) -> Expr:
        return Symbol(f"{name}{order}")

    with pytest.raises(NotRepresentable):
        replaced(parse_canonical(text), ["y"], "x", put)


def test_no_condition() -> None:
    assert condition_of(parse_canonical("y = 1")) is None
    assert condition_of(parse_canonical("x + 1")) is None
