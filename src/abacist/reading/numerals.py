"""Numbers written as words: "three", "twenty-one", 两, 十二, 三百零五."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["chinese_numeral", "english_numeral"]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ENGLISH = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * (index + 2) for index, word in enumerate(_TENS)
}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}


def english_numeral(words: Sequence[str]) -> tuple[int, int] | None:
    """The number that the words begin with and how many words it takes; None where there is none."""
    first = _ENGLISH.get(words[0]) if words else None
    if first is None:
        return None
    value, used = first, 1
    after = 2 if words[1:2] == ["-"] else 1
    if 20 <= value < 100 and 0 < _ENGLISH.get("".join(words[after : after + 1]), 0) < 10:
        value, used = value + _ENGLISH[words[after]], after + 1
    for scale, size in (("hundred", 100), ("thousand", 1000), ("million", 1_000_000)):
        if words[used : used + 1] == [scale]:
            value, used = value * size, used + 1
    return value, used


def chinese_numeral(text: str) -> int | None:
    """The number that a run of Chinese numerals stands for, up to 亿; None where it is no numeral."""
    if not text or any(c not in _DIGITS and c not in _SCALES and c not in _GROUPS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return None  # digits read out one by one ("二零二六") are a label, not a quantity
    total, group, digit = 0, 0, None
    for c in text:
        if c in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[c]
        elif c in _SCALES:
            group += (1 if digit in (None, 0) else digit) * _SCALES[c]
            digit = None
        else:
            total = (total + group + (digit or 0)) * _GROUPS[c]
            group, digit = 0, None
    return total + group + (digit or 0)
