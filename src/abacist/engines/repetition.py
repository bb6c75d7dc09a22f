"""Endless repetition, seen while it is written: the text ends in the same piece again and again."""

from __future__ import annotations

__all__ = ["Watch", "repeated_end"]

_WINDOW = 4096
_LEAST = 400  # characters that have to repeat
_EVERY = 1024


def repeated_end(text: str) -> str:
    """The piece that the text's end repeats at least four times over 400 characters; "" where none does.

    The prefix function of the end read backwards gives the period of every ending (Knuth, Morris, Pratt 1977).
    """
    end = text[-_WINDOW:][::-1]
    if len(end) < _LEAST:
        return ""
    borders = [0] * len(end)
    length = 0
    for place in range(1, len(end)):
        while length and end[place] != end[length]:
            length = borders[length - 1]
        length += end[place] == end[length]
        borders[place] = length
        period = place + 1 - length
        if place + 1 >= max(_LEAST, 4 * period) and not end[:period].isspace():
            return end[:period][::-1]
    return ""


class Watch:
    """Looks at a growing text once every 1,024 characters."""

    def __init__(self) -> None:
        self.tail = ""
        self.unseen = 0

    def sees(self, piece: str) -> str:
        """The piece that is repeated, "" so far."""
        self.tail = (self.tail + piece)[-_WINDOW:]
        self.unseen += len(piece)
        if self.unseen < _EVERY:
            return ""
        self.unseen = 0
        return repeated_end(self.tail)
