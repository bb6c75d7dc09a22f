"""Canonical text is a bijection; what answers show can be read again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from abacist.core.expr import Expr, add, apply, call, div, mul, neg, number, pow_, symbol
from abacist.notation.grammar import parse, parse_canonical
from abacist.notation.text import canonical, display
from tests.notation.expressions import arithmetic, expressions
from tests.notation.formulas import READ

x, y, m, pi = symbol("x"), symbol("y"), symbol("m"), symbol("pi")
two = number(2)

PRINTED = [
    (add(mul(number(-28), pow_(m, two)), number(6)), "-28*m**2 + 6", "-28*m**2 + 6"),
    (add(number(16), mul(number(-4), pi)), "16 - 4*pi", "16 - 4*pi"),
    (call("set", two, number(3)), "{2, 3}", "{2, 3}"),
    (call("list", number(1), two), "list(1, 2)", "[1, 2]"),
    (call("tuple", number(1), two), "(1, 2)", "(1, 2)"),
    (call("tuple", number(1)), "tuple(1)", "tuple(1)"),
    (call("interval_right_open", x, y), "[x, y)", "[x, y)"),
    (call("interval_open", number(0), symbol("oo")), "open(0, oo)", "(0, oo)"),
    (
        call(
            "union",
            call("interval", number(0), number(1)),
            call("interval_open", two, symbol("oo")),
        ),
        "union([0, 1], open(2, oo))",
        "[0, 1] U (2, oo)",
    ),
    (
        call("named", call("eq", x, number(1)), call("eq", y, two)),
        "{x: 1, y: 2}",
        "{x: 1, y: 2}",
    ),
    (
        call("matrix", call("list", number(1), two), call("list", x, y)),
        "[[1, 2], [x, y]]",
        "[[1, 2], [x, y]]",
    ),
    (
        call("and", call("lt", number(1), x), call("le", x, two)),
        "and(1 < x, x <= 2)",
        "1 < x and x <= 2",
    ),
    (mul(neg(x), y), "(-x)*y", "(-x)*y"),
    (neg(mul(x, y)), "-x*y", "-x*y"),
    (pow_(number(-3), two), "(-3)**2", "(-3)**2"),
    (neg(pow_(number(3), two)), "-3**2", "-3**2"),
    (pow_(two, neg(x)), "2**(-x)", "2**(-x)"),
    (pow_(pow_(x, y), two), "(x**y)**2", "(x**y)**2"),
    (div(div(x, y), two), "x/y/2", "x/y/2"),
    (div(x, div(y, two)), "x/(y/2)", "x/(y/2)"),
    (mul(x, div(y, two)), "x*(y/2)", "x*(y/2)"),
    (mul(div(number(-3), number(4)), x), "-3/4*x", "-3/4*x"),
    (apply("f", x), "f(x)", "f(x)"),
    (apply("gamma", x), "apply(gamma, x)", "apply(gamma, x)"),
    (call("apply", call("prime", symbol("y"), two), number(0)), "y''(0)", "y''(0)"),
    (call("prime", symbol("y"), number(7)), "prime(y, 7)", "prime(y, 7)"),
    (number("1.50"), "1.5", "1.5"),
    (number("1e-2"), "0.01", "0.01"),
    (
        call("quantity", number(3), div(symbol("m"), symbol("s"))),
        "quantity(3, m/s)",
        "3 m/s",
    ),
]


@pytest.mark.parametrize(("expr", "stored", "shown"), PRINTED, ids=[case[1] for case in PRINTED])
def test_printed(expr: Expr, stored: str, shown: str) -> None:
    assert canonical(expr) == stored == str(expr)
    assert parse_canonical(stored) == expr
    assert display(expr) == shown


@settings(deadline=None, max_examples=1500)
@given(expressions)
def test_canonical_text_is_a_bijection(expr: Expr) -> None:
    stored = canonical(expr)
    assert parse_canonical(stored) == expr
    assert canonical(parse_canonical(stored)) == stored


@settings(deadline=None, max_examples=500)
@given(arithmetic)
def test_people_read_canonical_arithmetic_alike(expr: Expr) -> None:
    assert parse(canonical(expr)) == expr
    assert parse(display(expr)) == expr


@pytest.mark.parametrize("meaning", sorted({meaning for _, meaning, _ in READ}))
def test_answers_can_be_read_again(meaning: str) -> None:
    """Lists of two print as intervals do, E and I are variables when typed; the rest is read as it was."""
    expr = parse_canonical(meaning)
    again = parse(display(expr))
    if not ({"E", "I", "E_", "I_"} & {str(node) for node in expr.walk()} or expr.has("list")):
        assert again == expr


def test_long_numbers() -> None:
    expr = number(3**20_000)
    assert parse_canonical(canonical(expr)) == expr
    tiny = number("1e-4000")
    assert canonical(tiny) == "1e-4000"
    assert parse_canonical(canonical(tiny)) == tiny
