r"""JSON as models write it: read forwards once, mended where only one meaning is left, every repair named.

Python's `json` refuses most of what small models write; worse, it accepts "\frac{1}{2}" and "\times" and makes
control characters of them. Here a backslash that begins a LaTeX command is a backslash, unless the same text also
writes `\\frac`: then its author escapes, and `\n` before a word is a new line.

The time is linear: each character is read once, looking ahead at most `_AHEAD` characters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from pydantic import JsonValue

__all__ = ["DEPTH", "NotJson", "Reader"]

DEPTH: Final = 64
_AHEAD = 120
_DIGITS = 300

_CLOSERS = {'"': '"”', "'": "'’", "“": '”"', "‘": "’'", "「": "」", "＂": '＂"', "”": '”"'}
_BLANK = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?=\s*(?:[,，}\]]|//|/\*|$|\n))")
_STRICT_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_WORD = re.compile(r"[^\W\d][\w$.-]*")
_LETTERS = re.compile(r"[A-Za-z]+")
_KEY = rf'(?:["“＂][^"“”＂\n]{{1,{_AHEAD}}}["”＂]|[\'‘][^\'‘’\n]{{1,{_AHEAD}}}[\'’]|[A-Za-z_]\w{{0,60}})'
_AFTER_VALUE = re.compile(
    rf"\s{{0,{_AHEAD}}}(?:[}}]|$|[,，]\s{{0,{_AHEAD}}}(?:[}}]|$|{_KEY}\s*[:：])|{_KEY}\s*[:：])"
)
_AFTER_ITEM = re.compile(
    rf"\s{{0,{_AHEAD}}}(?:[\]]|$|[,，]\s{{0,{_AHEAD}}}(?:[\]\[{{\"'“‘＂「]|[-+.\d]|[A-Za-z]|$))"
)
_AFTER_KEY = re.compile(rf"\s{{0,{_AHEAD}}}[:：]")
_NEXT_KEY = re.compile(r'"[A-Za-z_]\w{0,60}"\s{0,20}:')
_NEW_LINE = re.compile(r"\s*[,，]?[^\S\n]*\n\s*$")
_LOST_END = re.compile(r"\s*\n\s*\}?\s*$")
_CONSTANTS: dict[str, JsonValue] = {
    **{"true": True, "false": False, "null": None},
    **{"True": True, "False": False, "None": None, "undefined": None},
}
_PLAIN = {'"': '"', "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "'": "'"}

# Commands of LaTeX that begin as an escape of JSON does. Of those with n, these may also be a new line before a word.
_COMMANDS = frozenset(
    "bar begin because beta bf big Big bigcap bigcup bigg bigl bigr binom bmatrix bmod boldsymbol bot bowtie "
    "box boxed bullet backslash fbox flat forall frac frown rangle rbrace rbrack rceil Re rfloor rho right "
    "rightarrow rightharpoonup rightleftharpoons rm root rule rVert rvert tan tanh tau tbinom text textbf "
    "textit textrm textstyle texttt tfrac therefore theta thickapprox thinspace tilde times to top triangle "
    "triangleleft triangleq triangleright ni nabla natural ne nearrow neg neq nexists ngeq nleq nmid nolimits "
    "nonumber normalsize not notin nparallel nsubseteq nu nwarrow nless ngtr nrightarrow "
    "underbrace underline uparrow updownarrow uplus upsilon".split()
)
_MAYBE_LINES = frozenset({"ne", "ni", "nu", "not", "nless", "nmid", "neg"})
_MAYBE_TABS = frozenset({"to", "tan", "top"})
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class NotJson(ValueError):
    """No value begins here."""


class Reader:
    """Reads values of `text` before `stop`; `repairs` collects the names of what was mended in the last one."""

    def __init__(self, text: str, stop: int | None = None) -> None:
        self.text = text if stop is None else text[:stop]
        self.stop = len(self.text)
        self.at = 0
        self.repairs: set[str] = set()
        self.is_too_deep = False
        self.raw, self.escaped = _habit(self.text)

    def read(self, start: int) -> JsonValue:
        """The object or list that begins at `start`; `at` is then behind it. Raises `NotJson`."""
        self.at, self.repairs, self.is_too_deep = start, set(), False
        return self._value(0, in_list=True)

    def _blank(self) -> None:
        blank = _BLANK.match(self.text, self.at)
        if blank is not None and blank.end() > self.at:
            if not blank[0].isspace():
                self.repairs.add("comment")
            self.at = blank.end()

    def _peek(self) -> str:
        return self.text[self.at] if self.at < self.stop else ""

    def _value(self, depth: int, *, in_list: bool) -> JsonValue:
        self._blank()
        sign = self._peek()
        if depth > DEPTH:
            self.is_too_deep = True
            raise NotJson("too deep")
        if sign == "{":
            return self._object(depth)
        if sign == "[":
            return self._list(depth)
        if sign in _CLOSERS:
            return self._string(_AFTER_ITEM if in_list else _AFTER_VALUE)
        number = _NUMBER.match(self.text, self.at)
        if number is not None:
            self.at = number.end()
            return self._number(number[0])
        return self._bare()

    def _object(self, depth: int) -> JsonValue:
        found: dict[str, JsonValue] = {}
        self.at += 1
        while self._at_item("}", bool(found)):
            key = self._key()
            self._blank()
            if self._peek() not in (":", "："):
                if self._peek() == "":
                    self.repairs.add("truncated")
                    return found
                raise NotJson("a key without a value")
            self._punctuation()
            value = self._value(depth + 1, in_list=False)
            if key in found and found[key] != value:
                self.repairs.add("contradiction")
            found[key] = value
            self._between("}")
        return found

    def _at_item(self, end: str, behind_another: bool) -> bool:
        """True where an item begins; False behind the end of the collection, or where the text was cut off."""
        while True:
            self._blank()
            sign = self._peek()
            if sign == end:
                self.at += 1
                return False
            if sign == "":
                self.repairs.add("truncated")
                return False
            if sign not in ",，":
                return True
            self._comma(behind_another)

    def _key(self) -> str:
        if self._peek() in _CLOSERS:
            return self._string(_AFTER_KEY)
        word = _WORD.match(self.text, self.at)
        if word is None:
            raise NotJson("no key")
        self.at = word.end()
        self.repairs.add("bare_key")
        return word[0]

    def _list(self, depth: int) -> JsonValue:
        found: list[JsonValue] = []
        self.at += 1
        while self._at_item("]", bool(found)):
            if self._peek() == "}":
                raise NotJson("a list that ends as an object does")
            found.append(self._value(depth + 1, in_list=True))
            self._between("]")
        return found

    def _comma(self, expected: bool) -> None:
        """A comma where a member or the end could be: one too many."""
        if not expected:
            raise NotJson("a comma at the beginning")
        self._punctuation()
        self.repairs.add("comma")

    def _between(self, end: str) -> None:
        """The comma behind a member; where it is missing, the next member has to follow at once."""
        self._blank()
        sign = self._peek()
        if sign and sign in ",，":
            self._punctuation()
            self._blank()
            if self._peek() == end:
                self.repairs.add("comma")
        elif sign and sign != end:
            if sign not in _CLOSERS and end == "}":
                raise NotJson("no comma")
            self.repairs.add("comma")

    def _punctuation(self) -> None:
        if self._peek() in "，：":
            self.repairs.add("punctuation")
        self.at += 1

    def _number(self, text: str) -> JsonValue:
        if _STRICT_NUMBER.fullmatch(text) is None:
            self.repairs.add("number")
        if len(text) > _DIGITS:
            self.repairs.add("long_number")
            return text
        if text.lstrip("+-").isdigit():
            return int(text)
        value = float(text)
        try:
            is_same = Decimal(repr(value)) == Decimal(text)
        except InvalidOperation:
            is_same = False
        if is_same and abs(value) != float("inf"):
            return value
        self.repairs.add("long_number")
        return text

    def _bare(self) -> JsonValue:
        """A word without quotation marks, as far as the member goes: `true`, `None`, `x**2`, `\\frac{1}{2}`."""
        start, depth = self.at, 0
        while self.at < self.stop:
            sign = self.text[self.at]
            if sign == "\n" or (depth == 0 and sign in ",，}]"):
                break
            depth += (sign in "{([") - (sign in "})]")
            self.at += 1
        word = self.text[start : self.at].strip()
        if not word:
            if self.at >= self.stop:
                self.repairs.add("truncated")
                return None
            raise NotJson("no value")
        if word in _CONSTANTS:
            if word not in ("true", "false", "null"):
                self.repairs.add("constant")
            return _CONSTANTS[word]
        self.repairs.add("bare_text")
        return word

    def _string(self, after: re.Pattern[str]) -> str:
        if self.text.startswith('"""', self.at):
            return self._triple()
        closers = _CLOSERS[self.text[self.at]]
        if self.text[self.at] != '"':
            self.repairs.add("quotation_marks")
        self.at += 1
        signs = re.compile(rf"[\\\n{closers}]")
        pieces: list[str] = []
        while True:
            found = signs.search(self.text, self.at)
            if found is None:
                return self._unfinished(pieces)
            pieces.append(self.text[self.at : found.start()])
            self.at = found.start()
            if found[0] == "\\":
                pieces.append(self._escape())
                continue
            self.at += 1
            if found[0] == "\n":
                self.repairs.add("raw_line_break")
            elif after.match(self.text, self.at):
                if found[0] not in "\"'」":
                    self.repairs.add("quotation_marks")
                return "".join(pieces)
            elif after is _AFTER_VALUE and self._begins_key(found.start()):
                self.at = found.start()
                return _NEW_LINE.sub("", "".join(pieces))
            elif found[0] in "\"'":
                self.repairs.add("inner_quotation_marks")
            pieces.append(found[0])

    def _begins_key(self, place: int) -> bool:
        """Whether a line begins here with the next key: the string before it was not closed."""
        line = _NEW_LINE.search(self.text, max(0, place - _AHEAD), place)
        if line is None or _NEXT_KEY.match(self.text, place) is None:
            return False
        self.repairs.add("quotation_marks")
        return True

    def _triple(self) -> str:
        end = self.text.find('"""', self.at + 3)
        self.repairs.add("quotation_marks" if end >= 0 else "truncated")
        start, self.at = self.at + 3, end + 3 if end >= 0 else self.stop
        return self.text[start : self.at - 3 if end >= 0 else self.stop]

    def _unfinished(self, pieces: Iterable[str]) -> str:
        """The text ends within a string: cut off, unless an object's last line still follows."""
        text = "".join(pieces) + self.text[self.at :]
        self.at = self.stop
        end = _LOST_END.search(text[-_AHEAD:])
        if end is None or "}" not in end[0]:
            self.repairs.add("truncated")
            return text
        self.repairs.add("quotation_marks")
        self.at = self.text.rindex("}")
        return text[: len(text) - len(end[0])]

    def _escape(self) -> str:
        """The character or characters that a backslash stands for."""
        next_ = self.text[self.at + 1 : self.at + 2]
        if next_ == "\\":
            self.at += 2
            behind = self._peek()
            if self.raw and not self.escaped and not (behind.isalpha() or behind in "()[]{}"):
                return "\\\\"  # a new row of a matrix
            return "\\"
        if next_ == "u":
            code = self.text[self.at + 2 : self.at + 6]
            if re.fullmatch(r"[0-9a-fA-F]{4}", code):
                return self._unicode()
        elif next_ in _PLAIN and next_ and not self._is_latex():
            if next_ == "'":
                self.repairs.add("escape")
            self.at += 2
            return _PLAIN[next_]
        self.at += 1
        self.repairs.add("latex_backslash")
        return "\\"

    def _is_latex(self) -> bool:
        letters = _LETTERS.match(self.text, self.at + 1)
        if letters is None or len(letters[0]) == 1:
            return False
        command = letters[0]
        if command[0] in "bf":
            return True  # nobody means a backspace or a form feed before a word
        if command not in _COMMANDS:
            return False
        if self.escaped:
            return command[0] == "r" or (command[0] == "t" and command not in _MAYBE_TABS)
        return self.raw or command not in _MAYBE_LINES

    def _unicode(self) -> str:
        """`\\u4e2d`, or two of them for a character beyond the first plane; half a pair is no character."""
        end = self.at + 6
        if self.text[end : end + 2] == "\\u":
            end += 6
        for stop in (end, self.at + 6):
            try:
                text: str = json.loads(f'"{self.text[self.at : stop]}"')
                text.encode()
            except ValueError:
                continue
            self.at = stop
            return text
        self.at += 6
        self.repairs.add("escape")
        return "\ufffd"


def _habit(text: str) -> tuple[bool, bool]:
    """Whether the text holds backslashes that JSON does not know, and whether it holds doubled ones."""
    raw = escaped = False
    for found in _ESCAPE.finditer(text):
        if found[1] == "\\":
            behind = text[found.end() : found.end() + 1]
            escaped = escaped or behind.isalpha() or (behind != "" and behind in "()[]{},;!")
        elif found[1] not in "\"/bfnrtu'":
            raw = True
    return raw, escaped
