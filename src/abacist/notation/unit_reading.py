"""Names of units in running text to expressions of units, by a grammar of its own: never a library's parser.

unit    = product { ("/" | "per" | "每") product }
product = factor { ("*" | "·" | "-" | blank) factor }
factor  = [ "square" | "cubic" | "平方" | "立方" ] name [ exponent ] | name "squared" | "(" unit ")"
"""

from __future__ import annotations

import re
from functools import cache

from abacist.core.errors import UnitError
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.notation.unit_algebra import Powers, as_expr
from abacist.notation.unit_table import BY_NAME

__all__ = ["parse_unit", "unit_named"]

_LONGEST = 80
_BEFORE = {"square": 2, "sq": 2, "cubic": 3, "平方": 2, "立方": 3, "二次方": 2, "三次方": 3}
_AFTER = {"squared": 2, "cubed": 3, "平方": 2, "立方": 3, "的平方": 2, "的立方": 3}
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_ONE_SIGN = str.maketrans({"㎡": "m²", "㎥": "m³", "㎝": "cm", "㎞": "km", "㎏": "kg", "㎜": "mm"})
_EXPONENT = re.compile(
    r"(?:\*\*|\^)\s*(?:\{\s*(-?\d{1,2})\s*\}|\(\s*(-?\d{1,2})\s*\)|(-?\d{1,2}))"
    r"|([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
    r"|([23])(?![0-9A-Za-z])"  # m2, cm3
)
_PER = re.compile(r"\s*(?:/|÷|每|(?<![A-Za-z])per(?![A-Za-z]))\s*", re.IGNORECASE)
_TIMES = re.compile(r"\s*(?:\*(?!\*)|[·⋅×・-]|\s)\s*")
_WORD = re.compile(r"[A-Za-z]+")


def unit_named(text: str) -> Expr | None:
    """The unit that a text names, all of it: `m**2` for "square meters", "平方米", "m²"; else None."""
    text = text.strip().translate(_ONE_SIGN)
    if not text or len(text) > _LONGEST:
        return None
    reader = _Reader(text)
    powers = reader.quotient()
    return None if powers is None or reader.place != len(text) else as_expr(powers)


def parse_unit(text: str) -> Expr:
    """The unit that a text names. Raises `UnitError` for a text that names none."""
    found = unit_named(text)
    if found is None:
        shown = text.strip()[:_LONGEST]
        raise UnitError(
            Message(en=f"no unit is called {shown!r}", zh=f"没有名为“{shown}”的单位"),
            Message(
                en="units look like m, km/h, kg*m/s**2", zh="单位的写法如 m、km/h、千克、平方米"
            ),
        )
    return found


@cache
def _lower_case() -> dict[str, str]:
    """Words of three letters and more in lower case; shorter ones are symbols, in which case counts."""
    return {
        name.lower(): unit for name, unit in BY_NAME.items() if name.isascii() and len(name) > 2
    }


@cache
def _name_pattern() -> re.Pattern[str]:
    """Names that are no plain words: with signs, blanks or Chinese characters; longest first."""
    others = sorted((name for name in BY_NAME if not _WORD.fullmatch(name)), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in others), re.IGNORECASE)


class _Reader:
    """Reads one text from left to right; every method returns None where its rule does not apply."""

    __slots__ = ("place", "text")

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def quotient(self) -> Powers | None:
        """A product, divided by further products."""
        first = self.product()
        if first is None and self.text.startswith("1", self.place):
            # 1/s
            self.place += 1
            first = {}
            if _PER.match(self.text, self.place) is None:
                return None
        if first is None:
            return None
        result = dict(first)
        while per := _PER.match(self.text, self.place):
            before, self.place = self.place, per.end()
            below = self.product()
            if below is None:
                self.place = before
                break
            _multiply(result, below, -1)
        return result

    def product(self) -> Powers | None:
        """Factors with a sign or a blank between them; Chinese names may follow each other."""
        result = self.factor()
        while result is not None:
            before = self.place
            if _PER.match(self.text, before):
                break
            times = _TIMES.match(self.text, before)
            if times:
                self.place = times.end()
            elif self.text[before : before + 1].isascii():
                break
            following = self.factor()
            if following is None:
                self.place = before
                break
            result = dict(result)
            _multiply(result, following, 1)
        return result

    def factor(self) -> Powers | None:
        """A name with its exponent before or after it, or a unit in brackets."""
        if self.text.startswith("(", self.place):
            return self.bracket()
        power, start = self.word_power(_BEFORE), self.place
        name = self.name()
        if name is None:
            self.place = start
            return None
        exponent = self.exponent()
        if exponent is not None and power is not None:
            return None
        return {name: exponent if exponent is not None else (power or 1)}

    def bracket(self) -> Powers | None:
        """A unit in brackets with an exponent perhaps."""
        self.place += 1
        inner = self.quotient()
        if inner is None or not self.text.startswith(")", self.place):
            return None
        self.place += 1
        exponent = self.exponent() or 1
        return {name: power * exponent for name, power in inner.items()}

    def name(self) -> str | None:
        """The symbol of the longest name that stands here."""
        word = _WORD.match(self.text, self.place)
        special = _name_pattern().match(self.text, self.place)
        if special and (word is None or special.end() > word.end()):
            spelled = special[0]
            found = BY_NAME.get(spelled) or _lower_case().get(spelled.lower())
            end = special.end()
        elif word:
            spelled = word[0]
            found = BY_NAME.get(spelled)
            if found is None and len(spelled) > 2 and spelled not in _BEFORE:
                found = _lower_case().get(spelled.lower())
            end = word.end()
        else:
            return None
        if found is not None:
            self.place = end
        return found

    def exponent(self) -> int | None:
        """`**2`, `^2`, `^{-1}`, `²`, "squared", 的平方; the word may stand apart."""
        written = _EXPONENT.match(self.text, self.place)
        if written:
            self.place = written.end()
            digits = next(group for group in written.groups() if group)
            return int(digits.translate(_SUPERSCRIPT))
        start = self.place
        while self.text.startswith(" ", self.place):
            self.place += 1
        power = self.word_power(_AFTER)
        if power is None:
            self.place = start
        return power

    def word_power(self, words: dict[str, int]) -> int | None:
        """A word of power, and the blanks after it."""
        for word, power in sorted(words.items(), key=lambda item: -len(item[0])):
            end = self.place + len(word)
            if self.text[self.place : end].lower() != word:
                continue
            following = self.text[end : end + 1]
            if word.isascii() and following.isalnum():
                continue
            if words is _BEFORE:
                while self.text.startswith((" ", "."), end):
                    end += 1
            self.place = end
            return power
        return None


def _multiply(result: dict[str, int], other: Powers, sign: int) -> None:
    for name, power in other.items():
        result[name] = result.get(name, 0) + sign * power
