"""Text to tokens: formulas and whole problems alike, in Chinese and English, in time linear in the length.

`tokenize` never fails. Offsets count characters of the original text. Blanks make no token; a token knows
whether one stands before it (`blank`). What a token's text says is normalised: full-width forms, the signs
× ÷ · − ≤ ≠ …, Greek letters (`alpha`) and the LaTeX commands for them all look alike.

    NUMBER       12   0.5   1.5e-3   1,234,567   1/2 (from ½)
    NAME         x   R1   x_1   alpha   oo   sin   Reals   cm
    WORD         two or more Latin letters that are none of these: an English word, or the product xy
    HAN          one Chinese character
    OPERATOR     + - * / ^ _ = != < <= → ∈ ∪ √ ∫ ∑ ∂ | ! % ° ' '' & \\\\ …
    OPEN CLOSE   ( ) [ ] { } \\{ \\} ⌊ ⌋ ⌈ ⌉ ⟨ ⟩, and | ‖ where \\left, \\right or \\lvert say so
    SUPERSCRIPT  SUBSCRIPT   the run ⁻¹ as the text -1
    COMMAND      any other LaTeX command, with its backslash
    COMMA PUNCTUATION        , and . ? ! ; 、 : in text
    MATH_OPEN MATH_CLOSE     $ $$ \\( \\) \\[ \\]
    OTHER        a character that means nothing here

A run of letters is a NAME where it is a single letter, a function, a constant, a Greek letter spelled out or
a unit, or ends in digits or a subscript; a head of the vocabulary that is also an English word (`sum`, `in`)
is one only where a bracket follows at once; every other run is a WORD. `sinx` and `xcosx` are taken apart.
`1e-6` is a decimal numeral (2·e − 6 needs a blank or a sign). A comma between digits belongs to the number
where the groups are of three digits, no bracket is open, and there are two commas or no Chinese text.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from abacist.core.expr import HEADS
from abacist.notation.folding import dollar_pairs, folded
from abacist.notation.fused import fused_parts
from abacist.notation.vocabulary import (
    BARE_FUNCTIONS,
    COMMAND_BLANKS,
    COMMANDS,
    CONSTANT_NAMES,
    DOTTED_LETTERS,
    ENGLISH_HEADS,
    FUNCTION_NAMES,
    GREEK,
    SIGNS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    UNIT_NAMES,
)

__all__ = ["Kind", "Token", "tokenize"]


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    NAME = "name"
    WORD = "word"
    HAN = "han"
    OPERATOR = "operator"
    OPEN = "open"
    CLOSE = "close"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    COMMAND = "command"
    COMMA = "comma"
    PUNCTUATION = "punctuation"
    MATH_OPEN = "math_open"
    MATH_CLOSE = "math_close"
    OTHER = "other"
    END = "end"


class Token(NamedTuple):
    """A token: its kind, its normalised text, where it stands, and whether a blank stands before it."""

    kind: Kind
    text: str
    start: int
    end: int
    blank: bool


_KINDS = {kind.value: kind for kind in Kind}
_SUPER, _SUB = "".join(map(re.escape, SUPERSCRIPTS)), "".join(map(re.escape, SUBSCRIPTS))
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(
    rf"""
    (?P<blank>[\s\u200b\ufeff\u2061-\u2063]+)
  | (?P<number>(?:[0-9]+(?:\.[0-9]+)?|(?<![\w.)\]}}])\.[0-9]+)(?:[eE][+-]?[0-9]+(?![\w.]))?)
  | (?P<letters>[A-Za-z]+)
  | (?P<han>[{_HAN}])
  | (?P<command>\\(?:[A-Za-z]+|.|\Z))
  | (?P<super>[{_SUPER}]+)
  | (?P<sub>[{_SUB}]+)
  | (?P<prime>'+)
  | (?P<pair>\*\*|<=|>=|!=|==|->|=>|:=|<>|\.\.\.?|//)
  | (?P<dollar>\$\$?)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PAIRS = {
    "**": "^", "<=": "<=", ">=": ">=", "!=": "!=", "==": "=", "->": "→", "=>": "⇒", ":=": "=", "<>": "!=",
    "..": "…", "...": "…", "//": "//",
}  # fmt: skip
_SUBSCRIPT = re.compile(r"_(?:\{(?![0-9]+[nkmij]\})([A-Za-z0-9]+)\}|([0-9]+|[A-Za-z]+)(?!\w))")
_SUBSCRIPT_COMMAND = re.compile(r"_(?:\{\\([A-Za-z]+)\}|\\([A-Za-z]+))")
_LATIN = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00fe\u0100-\u017b\u017d-\u024f]")
_HAN_SIGN = re.compile(f"[{_HAN}]")
_TAIL = re.compile(r"[0-9]+")
_OWN_VARIABLE = re.compile(r"_(?![\w{\\])")
_GROUPS = re.compile(
    r"[1-9][0-9]{0,2}(?:(?:,\\!|\{,\}|,)[0-9]{3})+(?!,?[0-9])(?:\.[0-9]+)?(?![.\w])"
)
_CONTRACTION = re.compile(r"['’](?:t|re|ve|ll|d|m)\b")
_POSSESSIVE = re.compile(r"['’]s\b")
_DOTS = {"\u0307": "'", "\u0308": "''"}
_BARS = {"\u0304": "bar", "\u0305": "bar", "\u0302": "hat", "\u0303": "tilde", "\u20d7": "vec"}


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens of a text, in order."""
    return tuple(_Lexer(text).run())


class _Lexer:
    """One pass over one text; `at` is where the next token begins."""

    __slots__ = (
        "at",
        "blank",
        "brackets",
        "closes",
        "environments",
        "found",
        "han",
        "opens",
        "sized",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = folded(text)
        self.han = not text.isascii() and _HAN_SIGN.search(text) is not None
        self.found: list[Token] = []
        self.at = 0
        self.blank = False
        self.brackets = 0
        self.environments = 0  # in a matrix, `\\ ` may be a row's end with a backslash lost
        self.sized = ""
        self.opens, self.closes = dollar_pairs(self.text) if "$" in self.text else (_NONE, _NONE)

    def run(self) -> list[Token]:
        """Reads the whole text."""
        text, match = self.text, _TOKEN.match
        handlers = {
            "number": self.number, "letters": self.letters, "command": self.command, "prime": self.prime,
            "dollar": self.dollar, "sign": self.sign, "super": self.superscript, "sub": self.subscript,
        }  # fmt: skip
        end = len(text)
        while self.at < end:
            found = match(text, self.at)
            assert found is not None  # the last alternative takes any character
            group, piece, start = found.lastgroup, found[0], self.at
            self.at = found.end()
            if group == "blank":
                self.blank = True
            elif group == "han":
                self.add(Kind.HAN, piece, start)
            elif group == "pair":
                sign = _PAIRS[piece]
                self.add(Kind.PUNCTUATION if sign == "…" else Kind.OPERATOR, sign, start)
            else:
                handlers[group or "sign"](piece, start)
        return self.found

    def add(self, kind: Kind, text: str, start: int) -> None:
        """Appends a token that ends where the next one begins."""
        if self.sized and text in ("|", "‖"):
            kind = Kind.OPEN if self.sized == "left" else Kind.CLOSE
        self.sized = ""
        if kind is Kind.OPEN:
            self.brackets += 1
        elif kind is Kind.CLOSE:
            self.brackets = max(0, self.brackets - 1)
        self.found.append(Token(kind, text, start, self.at, self.blank))
        self.blank = False

    def number(self, piece: str, start: int) -> None:
        """A numeral, with its thousands separators."""
        if len(piece) <= 3 and self.text[self.at : self.at + 1] in (",", "{"):
            groups = _GROUPS.match(self.text, start)
            if groups is not None:
                plain = re.sub(r"[^0-9.]", "", groups[0])
                written = "\\!" in groups[0] or "{" in groups[0]
                several = groups[0].count(",") > 1 or not self.han
                if written or (self.brackets == 0 and several):
                    self.at = groups.end()
                    self.add(Kind.NUMBER, plain, start)
                    return
        self.add(Kind.NUMBER, "0" + piece if piece[0] == "." else piece, start)

    def letters(self, run: str, start: int) -> None:
        """A run of Latin letters: see the module's page for what it becomes."""
        after = self.text[self.at : self.at + 1]
        if after > "\x7f" and _LATIN.match(after):
            return self.word(start)
        if len(run) > 1:
            if (after == "(" and run in HEADS) or (run == "open" and after == "("):
                return self.add(Kind.NAME, run, start)
            if after in "'’" and after and (tail := _CONTRACTION.match(self.text, self.at)):
                self.at = tail.end()
                return self.add(Kind.WORD, run + "'" + tail[0][1:], start)
            if self.fused(run, start, after):
                return None
        if run in ("log", "lim", "max", "min", "sum", "int", "prod") or run in BARE_FUNCTIONS:
            return self.function(run, start)
        return self.identifier(run, start, after)

    def function(self, run: str, start: int) -> None:
        """A function's name; `log2` and `log10` keep their digits, `sin2` does not."""
        tail = _TAIL.match(self.text, self.at)
        if tail is not None and run + tail[0] in FUNCTION_NAMES:
            self.at = tail.end()
            run += tail[0]
        self.add(Kind.WORD if run in ("sum", "int", "prod") else Kind.NAME, run, start)

    def identifier(self, run: str, start: int, after: str) -> None:
        """A name with its digits and subscripts, or else a word."""
        named = len(run) == 1 or run in CONSTANT_NAMES or run in _SPELLED or run in UNIT_NAMES
        if not named and run in FUNCTION_NAMES and run not in ENGLISH_HEADS:
            return self.function(run, start)
        name = run
        if run in ("E", "I") and _OWN_VARIABLE.match(self.text, self.at):
            self.at += 1  # E_ and I_ are what answers call the variables E and I
            return self.add(Kind.NAME, f"{run}_", start)
        fixed = run in FUNCTION_NAMES or run in CONSTANT_NAMES or self.argument_alone()
        if after.isdecimal() and not fixed:
            tail = _TAIL.match(self.text, self.at)
            if tail is not None:
                name += tail[0]
                self.at = tail.end()
                named = True
        index = self.index() if run not in CONSTANT_NAMES else ""
        if index:
            name, named = f"{name}_{index}", True
        self.add(Kind.NAME if named else Kind.WORD, name, start)
        return self.accents()

    def argument_alone(self) -> bool:
        """Whether one letter is all that ^ or \\frac takes here: 2^x3 is 2^x·3."""
        last = self.found[-1] if self.found else None
        if last is None:
            return False
        return last.text in _ONE_LETTER or (last.text == "^" and self.text[last.start] == "^")

    def index(self) -> str:
        """The subscript that stands here as a simple name or number, or nothing."""
        here = self.text[self.at : self.at + 1]
        if here == "_" and not self.above_big():
            simple = _SUBSCRIPT.match(self.text, self.at)
            if simple is not None:
                self.at = simple.end()
                return simple[1] or simple[2]
            command = _SUBSCRIPT_COMMAND.match(self.text, self.at)
            if command is not None:
                kind, text = COMMANDS.get(command[1] or command[2], ("", ""))
                if kind == "name" and text.isalpha():
                    self.at = command.end()
                    return text
        elif here and here in SUBSCRIPTS:
            found = re.compile(f"[{_SUB}]+").match(self.text, self.at)
            inner = "".join(SUBSCRIPTS[sign] for sign in found[0]) if found else ""
            if found and inner.isalnum():
                self.at = found.end()
                return inner
        return ""

    def above_big(self) -> bool:
        """Whether the name at hand is an upper bound: the subscript of \\int^b_a is the lower one."""
        return len(self.found) > 1 and self.found[-1].text == "^" and self.found[-2].text in _BIG

    def accents(self) -> None:
        """Combining dots are derivatives; bars, hats and tildes belong to the name."""
        while self.at < len(self.text) and (mark := self.text[self.at]) in _ACCENTS:
            self.at += 1
            last = self.found[-1]
            if mark in _DOTS:
                self.add(Kind.OPERATOR, _DOTS[mark], self.at - 1)
            else:
                self.found[-1] = last._replace(text=f"{last.text}_{_BARS[mark]}", end=self.at)

    def fused(self, run: str, start: int, after: str) -> bool:
        """Takes `sinx`, `xcosx`, `xsin` (before a blank or a bracket) apart."""
        parts = fused_parts(run)
        for part, offset in parts:
            self.at = start + offset + len(part)
            if offset + len(part) < len(run):
                self.add(Kind.NAME, part, start + offset)
            elif len(part) == 1:
                self.identifier(part, start + offset, after)
            else:
                self.function(part, start + offset)
        return bool(parts)

    def command(self, piece: str, start: int) -> None:
        """A LaTeX command, or what it stands for."""
        name = piece[1:]
        if name in COMMAND_BLANKS and not (self.environments and name in (" ", "\n")):
            return self.sizing(name)
        self.environments += (name == "begin") - (name == "end")
        kind, text = COMMANDS.get(name, ("command", piece))
        if kind == "name" and text not in FUNCTION_NAMES and text not in ("lim", "oo"):
            index = self.index()
            text = f"{text}_{index}" if index else text
        self.add(_KINDS[kind], text, start)
        return None

    def sizing(self, name: str) -> None:
        """\\left and \\right say which way a bar faces, and may stand before a dot; the rest is blank."""
        if name in ("left", "right"):
            blank = re.compile(r"\s*").match(self.text, self.at)
            self.at = blank.end() if blank else self.at
            if self.text[self.at : self.at + 1] == ".":
                self.at += 1
            else:
                self.sized = name
        self.blank = self.blank or not name[0].isalpha() or name.endswith(("space", "quad"))

    def prime(self, piece: str, start: int) -> None:
        """'s after a name, else a derivative or an apostrophe."""
        if start and not self.blank and (tail := _POSSESSIVE.match(self.text, start)):
            self.at = tail.end()
            self.add(Kind.WORD, "'s", start)
        else:
            self.add(Kind.OPERATOR, piece, start)

    def dollar(self, piece: str, start: int) -> None:
        """A delimiter of mathematics, or the currency."""
        if start in self.opens:
            self.add(Kind.MATH_OPEN, piece, start)
        elif start in self.closes:
            self.add(Kind.MATH_CLOSE, piece, start)
        else:
            self.at = start + 1
            self.add(Kind.WORD, "$", start)

    def word(self, start: int) -> None:
        """A word in letters that formulas do not use: naïve."""
        self.at = start + 1
        while (sign := self.text[self.at : self.at + 1]).isalpha() and not _HAN_SIGN.match(sign):
            self.at += 1
        self.add(Kind.WORD, self.text[start : self.at], start)

    def superscript(self, piece: str, start: int) -> None:
        self.add(Kind.SUPERSCRIPT, "".join(SUPERSCRIPTS[sign] for sign in piece), start)

    def subscript(self, piece: str, start: int) -> None:
        self.add(Kind.SUBSCRIPT, "".join(SUBSCRIPTS[sign] for sign in piece), start)

    def sign(self, piece: str, start: int) -> None:
        """Any other single character."""
        known = SIGNS.get(piece)
        if known is not None:
            kind, text = known
            if piece == "’" and (tail := _POSSESSIVE.match(self.text, start)):
                self.at, kind, text = tail.end(), "word", "'s"
            if kind == "name" and text.isalpha() and text != "oo":
                index = self.index()
                text = f"{text}_{index}" if index else text
            self.add(_KINDS[kind], text, start)
            if kind == "name":
                self.accents()
        elif piece in DOTTED_LETTERS:
            name, dots = DOTTED_LETTERS[piece]
            self.add(Kind.NAME, name, start)
            self.add(Kind.OPERATOR, dots, self.at)
        elif "⁄" in (form := unicodedata.normalize("NFKC", piece)) and form[-1].isdecimal():
            self.add(Kind.NUMBER, form.replace("⁄", "/"), start)
        elif piece.isalpha():
            self.word(start)
        else:
            self.add(Kind.OTHER, piece, start)


_SPELLED = frozenset(name for name in GREEK.values()) - {
    "Pi",
    "nabla",
    "ell",
    "Nu",
    "Mu",
    "Eta",
    "Chi",
}
_ACCENTS = frozenset(_DOTS) | frozenset(_BARS)
_ONE_LETTER = frozenset(r"\frac \dfrac \tfrac \sqrt \binom".split())
_NONE: set[int] = set()
_BIG = frozenset("∫ ∑ ∏ sum prod int".split())
