"""Where lines break: between words, before operators, never before a Chinese stop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from abacist.explain.wrapping import wrapped


def test_a_sentence_breaks_before_a_formula_rather_than_inside_it() -> None:
    assert wrapped("The system has the same solutions as x + y − 5 = 0.", 42) == [
        "The system has the same solutions as",
        "x + y − 5 = 0.",
    ]


def test_a_long_formula_breaks_before_its_relation_and_its_terms() -> None:
    text = "∫ sin(x + y) dx = ln(x² − 2x + 1)/2 + arctan(x − 1)/3 + ln(x + 1)/6"
    assert wrapped(text, 40, indent=2) == [
        "∫ sin(x + y) dx = ln(x² − 2x + 1)/2",
        "  + arctan(x − 1)/3 + ln(x + 1)/6",
    ]


def test_no_chinese_line_begins_with_a_stop() -> None:
    text = "将每个根精确代入原方程，结果为零；由次数可知没有遗漏（精确计算）。" * 3
    for width in range(12, 60):
        lines = wrapped(text, width)
        assert "".join(lines) == text
        assert not any(line[0] in "，。；）" for line in lines)
        assert not any(line[-1] == "（" for line in lines)


@given(
    st.text(alphabet="ab1 +−=·()，。中文x²√ ", max_size=200),
    st.integers(min_value=4, max_value=60),
)
def test_every_character_is_kept_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["", "a", "first\nsecond"])
def test_what_fits_is_left_alone(text: str) -> None:
    assert wrapped(text, 20) == text.split("\n")
