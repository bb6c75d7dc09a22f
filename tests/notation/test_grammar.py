"""What people write is read with its meaning or refused with its place, in time linear in the length."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.core.errors import AbacistError, ParseError, TooLarge
from abacist.core.expr import Expr, Number
from abacist.core.language import Language
from abacist.core.limits import LIMITS
from abacist.notation.grammar import parse, parse_canonical, parse_tokens
from abacist.notation.lexer import tokenize
from abacist.notation.text import canonical
from tests.notation.formulas import READ, REFUSED

NONE = [
    "", " ", "(", ")", "x +", "* x", "hello", "the cat", "x=", "f()", "f(,", "|x", "∫ x", "∑ n", "lim x", "\\frac{1}",
        "\\begin{cases}", "{x", "√", "x^", "x_", "1.1.1", "a // b", "\\unknown", "∂", "(]", "[)", "#", "@", "$",
        "__import__('os')", "().__class__", "exec('x')", "lambda x: x", "x if y else z", "[x for x in y]", "os.system",
        "print(1); import os", "\x00", "é", "好", "\\", "\ud800"]  # fmt: skip


def test_every_source_is_named() -> None:
    assert all(source for _, _, source in READ)


@pytest.mark.parametrize(
    ("text", "meaning"), [case[:2] for case in READ], ids=[case[0] for case in READ]
)
def test_read(text: str, meaning: str) -> None:
    assert canonical(parse(text)) == meaning
    assert parse(text) == parse_canonical(meaning)


@pytest.mark.parametrize("text", [text for text, _ in REFUSED])
def test_what_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        parse(text)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert 0 <= caught.value.offset <= len(text)


def test_place_of_an_error() -> None:
    with pytest.raises(ParseError) as caught:
        parse("x + 1\n= 2 * * 3")
    error = caught.value
    assert (error.line, error.column) == (2, 7)
    assert error.text(Language.EN).splitlines()[1:] == ["  = 2 * * 3", "        ^"]
    assert "第 2 行，第 7 列" in error.text(Language.ZH)


def test_declared_names() -> None:
    assert canonical(parse("P(x+1)", functions=frozenset({"P"}))) == "P(x + 1)"
    assert canonical(parse("f(x+1)", variables=frozenset({"f"}))) == "f*(x + 1)"
    assert canonical(parse("ab + e + i", variables=frozenset({"ab", "e", "i"}))) == "ab + e + i"
    assert canonical(parse("force*5", variables=frozenset({"force"}))) == "force*5"
    assert canonical(parse("sin + d", variables=frozenset({"sin"}))) == "sin + d"


def test_a_name_is_read_alike_in_the_whole_formula() -> None:
    with pytest.raises(ParseError):
        parse("x(t) = x + 1")
    assert canonical(parse("y(x+1) = xy + y")) == "y*(x + 1) = x*y + y"
    assert canonical(parse("x'(t) = x(t) + x(t-1)")) == "x'(t) = x(t) + x(t - 1)"


def test_i_counts_below_a_name() -> None:
    assert canonical(parse("y_{i+1} = y_i + 1")) == "y(i + 1) = y(i) + 1"


def test_slices_of_tokens() -> None:
    source = "Solve x^2 = 4 now"
    tokens = tokenize(source)
    assert canonical(parse_tokens(tokens[1:6], source)) == "x**2 = 4"
    with pytest.raises(ParseError) as caught:
        parse_tokens(tokens[1:7], source)
    assert caught.value.offset == source.index("now")


def test_decimals_are_exact() -> None:
    assert parse("0.1") == Number(Fraction(1, 10))
    assert parse("1e-3") == Number(Fraction(1, 1000))


@pytest.mark.parametrize(
    "text",
    [
        "x" * (LIMITS.formula_characters + 1),
        "9" * (LIMITS.number_digits + 1),
        "1e999999999999",
        "1e-999999999999999999999999",
        "(" * 500 + "x" + ")" * 500,
        "√" * 500 + "x",
        "2" + "^2" * 500,
        "\\frac{" * 300,
        "1" + "/x" * 500,
        "-(" * 300 + "x",
        "sin " * 500 + "x",
        "x" + "%" * 5000,
        "x" + "°" * 5000,
        "A" + "^T" * 3000,
        "a±" * 3000 + "a",
        "a mod " * 2000 + "b",
        "A∖" * 3000 + "B",
        "x=1⇒" * 500 + "x=2",
        "a^(" * 300,
    ],
)
def test_bounds(text: str) -> None:
    with pytest.raises((TooLarge, ParseError)):
        parse(text)


def test_as_deep_as_is_allowed() -> None:
    depth = LIMITS.formula_depth - 2
    assert parse("(" * depth + "x" + ")" * depth) == parse("x")
    assert parse("f(" * depth + "x" + ")" * depth) is not None
    assert parse("sin(" * (depth // 2) + "x" + ")" * (depth // 2)) is not None


UNITS = [
    "(", "|", "^", "{", "[", "\\frac", "1+", "x'", "√", "_", "∫", "∑_{k=1}^n", "lim_{x→0}", "a,", "x=",
    "\\begin{cases}",          "$", "\\left(", "2 ", "y(", "d/dx ", "!", "x_1", "C_", "{x|", "\\sqrt[", "é",
    "好", "[[", "1,234", "-",
         "y(x+1)", "dy/dx+", "sin x ", "|x|", "a≡b (mod 2),", "x∈", "f'(", "\\frac{d}{dx}", "∫_0^1 x dx ",
    "a mod b,", "x%+", "±", "1/2 x+", "\\overline{", "{{x}_{1}}", "a_{n+1}+"]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear(unit: str) -> None:
    """Eight times the text takes less than thirty-two times as long, for input made to be awkward."""

    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        best = 9.0
        for _ in range(3):
            start = time.perf_counter()
            outcome(parse, text)
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(16_000) < 32 * seconds(2_000) + 0.05


FRAGMENTS = [
    *(text for text, _, _ in READ),
    *(text for text, _ in REFUSED),
    *UNITS,
    "\\text{if}",
    "\\mathrm{d}",
    "\\end{cases}",
    "\\\\",
    "&",
    "mod",
]


@settings(deadline=None, max_examples=400)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    only_our_errors(text)


@settings(deadline=None, max_examples=800)
@given(st.data())
def test_mangled_formulas_are_read_or_refused(data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4))
    cut = [piece[: data.draw(st.integers(0, len(piece)))] for piece in pieces]
    only_our_errors("".join(cut))


def only_our_errors(text: str) -> None:
    found = outcome(parse, text)
    if isinstance(found, AbacistError):
        assert found.text(Language.EN)
        assert found.text(Language.ZH)
    else:
        assert parse_canonical(canonical(found)) == found


def outcome(read: Callable[[str], Expr], text: str) -> Expr | AbacistError:
    """What is read, or the error of ours; any other exception is a failure."""
    try:
        return read(text)
    except AbacistError as error:
        return error


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=40))
def test_canonical_form_of_any_text_is_read_or_refused(text: str) -> None:
    found = outcome(parse_canonical, text)
    if isinstance(found, AbacistError):
        assert found.text(Language.EN)


@pytest.mark.parametrize(
    "text",
    ["2x", "f(x", "x y", "1 2", "", "a b", "{x: 1, 2}", "[1]", "()", "x ^", "sin(1, 2)", "١"],
)
def test_canonical_form_is_strict(text: str) -> None:
    with pytest.raises(ParseError):
        parse_canonical(text)
