"""Numbers in words, against numbers spelled out by rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.reading.numerals import chinese_numeral, english_numeral

_DIGITS = "零一二三四五六七八九"


def _spell_below_ten_thousand(n: int) -> str:
    text, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // size % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    return text


@given(st.integers(1, 9999))
@settings(deadline=None)
def test_chinese_numerals_below_ten_thousand(n: int) -> None:
    assert chinese_numeral(_spell_below_ten_thousand(n)) == n


@pytest.mark.parametrize(
    "text, value",
    [
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三百零五", 305),
        ("一万两千", 12000),
        ("三亿", 300_000_000),
    ],
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese_numeral(text) == value


@pytest.mark.parametrize("text", ["", "本", "三本", "二零二六", "一二"])
def test_what_is_no_chinese_numeral(text: str) -> None:
    assert chinese_numeral(text) is None


@pytest.mark.parametrize(
    "words, found",
    [
        (["three", "books"], (3, 1)),
        (["twenty", "-", "one"], (21, 3)),
        (["twenty", "one"], (21, 2)),
        (["five", "hundred"], (500, 2)),
        (["twelve", "thousand", "x"], (12000, 2)),
        (["books"], None),
        ([], None),
    ],
)
def test_english_numerals(words: list[str], found: tuple[int, int] | None) -> None:
    assert english_numeral(words) == found
