"""Lines no wider than a window: a formula breaks where it is joined least tightly, Chinese never before a stop.

Every place where a line can end has a penalty, and a short line has one too; each line ends where their sum is
least. So a sentence is broken between words and before a formula rather than inside it, and a formula that is
longer than a line before a relation rather than before a plus, and outside brackets rather than inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement

__all__ = ["Flowing", "wrapped"]

_RELATIONS = frozenset("= ≠ < > ≤ ≥ ≈ ∈ ⊆ ⟹ ⇒ →".split())
_OPERATORS = frozenset("+ − ± ∧ ∨ ∪ ∩ ∖ mod".split())
_OPENING, _CLOSING = "([{（⟨⌊⌈", ")]}）⟩⌋⌉"
_NEVER_FIRST = frozenset("，。；：、！？）】》”’…,.;:!?)]}")
_NEVER_LAST = frozenset("（【《“‘([{")
_DIFFERENTIAL = re.compile(r"d[a-zα-ω]")
_RELATION, _OPERATOR, _FACTOR = 10.0, 20.0, 200.0
_INSIDE = 8.0  # for each bracket around the place
_FORBIDDEN = 1_000.0
_EMPTY = 100.0  # of a line without anything; of a shorter one its square part


@dataclass(frozen=True, slots=True)
class _Break:
    """A line can hold the text before `end`; the next one begins at `start`."""

    end: int
    start: int
    penalty: float


def wrapped(text: str, width: int, indent: int = 0) -> list[str]:
    """The text in lines of at most `width` columns; lines after the first are `indent` columns in."""
    from rich.cells import cell_len

    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest, margin = paragraph, ""
        while cell_len(margin + rest) > width:
            end, start = _best(rest, max(4, width - len(margin)))
            lines.append(margin + rest[:end])
            rest, margin = rest[start:], " " * min(indent, width // 4)
        lines.append(margin + rest)
    return lines


def _best(text: str, width: int) -> tuple[int, int]:
    """Where the first line ends and the next begins."""
    from rich.cells import get_character_cell_size

    columns = [0]
    for character in text:
        columns.append(columns[-1] + get_character_cell_size(character))
    most = max(index for index, column in enumerate(columns) if column <= width)
    found = [each for each in _breaks(text, most + 1) if 0 < each.end <= most]
    if not found:
        return max(1, most), max(1, most)
    best = min(found, key=lambda each: (each.penalty + _slack(columns[each.end], width), -each.end))
    return best.end, best.start


def _slack(used: int, width: int) -> float:
    return _EMPTY * ((width - used) / width) ** 2


def _breaks(text: str, most: int) -> Iterator[_Break]:
    depth = 0
    for index, character in enumerate(text[:most]):
        if character == " ":
            penalty = _penalty_at_blank(text, index, depth)
            if penalty < _FORBIDDEN:
                yield _Break(index, index + 1, penalty)
        elif index and _between(text[index - 1], character):
            yield _Break(index, index, _INSIDE * depth)
        elif index and text[index - 1] == "·":
            yield _Break(index, index, _FACTOR + _INSIDE * depth)
        depth += (character in _OPENING) - (character in _CLOSING and depth > 0)


def _penalty_at_blank(text: str, index: int, depth: int) -> float:
    """What ending a line at a blank costs: nothing between words; operators begin a line, never end it."""
    before = text[:index].rpartition(" ")[2]
    after = text[index + 1 :].partition(" ")[0]
    if before in _RELATIONS or before in _OPERATORS:
        return _FORBIDDEN
    cost = _RELATION if after in _RELATIONS else _OPERATOR if after in _OPERATORS else 0.0
    if _DIFFERENTIAL.fullmatch(after):
        cost = _FACTOR
    return cost * (1 + 2 * depth) + _INSIDE * depth


def _between(before: str, after: str) -> bool:
    """True where a line can end between two characters, one of which is Chinese."""
    if after in _NEVER_FIRST or before in _NEVER_LAST or " " in (before, after):
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


@dataclass(frozen=True, slots=True)
class Flowing:
    """A text for a terminal that is wrapped so."""

    text: str
    style: str = ""
    indent: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.text import Text

        for line in wrapped(self.text, options.max_width, self.indent):
            yield Text(line, style=self.style, no_wrap=True, overflow="ignore")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        from rich.cells import cell_len
        from rich.measure import Measurement

        widest = max(map(cell_len, self.text.split("\n")))
        return Measurement(min(widest, 4), min(widest, options.max_width))
