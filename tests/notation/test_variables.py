from __future__ import annotations

import pytest

from abacist.notation import canonical, parse_canonical
from abacist.notation.variables import function_body, main_variable, unknowns_of

MEANT = [
    ("a*x**2 + b*x + c", "x"),
    ("t*y", "y"),
    ("a*t + b", "t"),
    ("R1", "R1"),
    ("R1 + R2", None),
    ("3 + pi", None),
    ("_k + 1", None),
    ("_k + q2", "q2"),
    ("sum(k, k, 1, n)", "n"),
    ("integral(x, x, 0, a)", "a"),
    ("f(s)", "s"),
    ("x_1 + a", "x_1"),
    ("x_1 + x_2", None),
    ("theta + a", "theta"),
    ("quantity(3, m)*v", "v"),
]


@pytest.mark.parametrize("text, name", MEANT)
def test_the_variable_a_person_means(text, name):
    assert main_variable(parse_canonical(text)) == name


def test_preferred_names_come_first():
    assert main_variable(parse_canonical("x + a"), prefer=("b", "a")) == "a"
    assert main_variable(parse_canonical("x + a"), prefer=("b",)) == "x"


def test_unknowns():
    equations = [parse_canonical(text) for text in ("y + x = 3", "x - a = z + _k", "f(t) = 0")]
    assert unknowns_of(equations) == ("x", "y", "z", "t", "a")
    assert unknowns_of([]) == ()


DEFINITIONS = [
    ("f(x) = x**2", ("f", ("x",), "x**2")),
    ("g(x, y) = x*y + a", ("g", ("x", "y"), "x*y + a")),
    ("y = x**2 + 2*x", ("y", ("x",), "x**2 + 2*x")),
    ("z = x*y", ("z", ("x", "y"), "x*y")),
    ("y = 3", ("y", (), "3")),
    ("f(x) = g(x)", ("f", ("x",), "g(x)")),
    ("f(x) = f(x - 1) + 1", None),
    ("f(2) = 3", None),
    ("f(x, x) = x", None),
    ("f(f) = 1", None),
    ("y = y + 1", None),
    ("2*y = x", None),
    ("pi = 3", None),
    ("x**2 = y", None),
    ("y'(x) = x", None),
    ("x + 1", None),
    ("x < 1", None),
]


@pytest.mark.parametrize("text, found", DEFINITIONS)
def test_definitions_of_functions(text, found):
    result = function_body(parse_canonical(text))
    assert (result and (result[0], result[1], canonical(result[2]))) == found
