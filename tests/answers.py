"""Whether a given answer is the expected one: the same mathematics, approximate numbers to their digits."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from abacist.checking.equality import compare
from abacist.core.errors import AbacistError

__all__ = ["from_sympy", "same_answer", "same_numbers"]

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)


_INTERVAL = re.compile(r"Interval(?:\.(open|Lopen|Ropen))?\(([^(),]+), ([^(),]+)\)")
_BRACKETS = {"open": "()", "Lopen": "(]", "Ropen": "[)", None: "[]"}


def from_sympy(text: str) -> str:
    """What SymPy prints, in our way: Interval.Lopen(0, 1) is (0, 1], EmptySet is {}."""
    text = _INTERVAL.sub(lambda m: f"{_BRACKETS[m[1]][0]}{m[2]}, {m[3]}{_BRACKETS[m[1]][1]}", text)
    union = re.fullmatch(r"Union\((.*)\)", text)
    if union:
        text = re.sub(r"(?<=[)\]}]), (?=[(\[{])", " U ", union[1])
    return "{}" if text == "EmptySet" else text


def same_answer(given: str, expected: str) -> bool:
    """True where both texts mean the same; with decimals, where every number agrees to its digits."""
    if "".join(given.split()) == "".join(expected.split()):
        return True
    if same_numbers(given, expected):
        return True
    try:
        return compare(given, expected).verdict == "yes"
    except AbacistError:
        return False


def same_numbers(given: str, expected: str) -> bool:
    """True where the texts differ in nothing but decimals, which agree within the last digit of the shorter."""
    if _NUMBER.sub("#", given).split() != _NUMBER.sub("#", expected).split():
        return False
    pairs = list(zip(_NUMBER.findall(given), _NUMBER.findall(expected), strict=True))
    return any("." in a or "." in b for a, b in pairs) and all(_agree(a, b) for a, b in pairs)


def _agree(a: str, b: str) -> bool:
    try:
        first, second = Decimal(a), Decimal(b)
    except InvalidOperation:
        return False
    if first == second:
        return True
    exponents = [number.as_tuple().exponent for number in (first, second)]
    coarse = max(exponent for exponent in exponents if isinstance(exponent, int))
    return coarse < 0 and abs(first - second) <= Decimal(1).scaleb(coarse)
