"""Tokens, stops and lengths: where a text ends for the caller.

A token here is a word, a number, a Chinese character or a sign: a count that needs no tables and means the same
for everybody. It is not the token of any language model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["Cutter", "count_tokens"]

_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+|[^\w\s]|_")


def count_tokens(text: str) -> int:
    """How many tokens a text has."""
    return sum(1 for _ in _TOKEN.finditer(text))


class Cutter:
    """Lets text pass until a stop or the greatest length, however the text is cut into pieces."""

    def __init__(self, stops: Sequence[str], most_tokens: int | None) -> None:
        self._stops = stops
        self._most = most_tokens
        self._held = ""
        self._ahead = max((len(stop) for stop in stops), default=1) - 1
        self.passed = 0
        self.reason: str | None = None

    def add(self, text: str) -> str:
        """What may be shown now; what could still become a stop is held back."""
        if self.reason is not None:
            return ""
        text = self._held + text
        ends = [place for stop in self._stops if (place := text.find(stop)) >= 0]
        if ends:
            self.reason, self._held = "stop", ""
            return self._within(text[: min(ends)])
        keep = self._open(text)
        self._held = text[len(text) - keep :]
        return self._within(text[: len(text) - keep])

    def rest(self) -> str:
        """What was held back, once no more text comes."""
        held, self._held = self._held, ""
        shown = "" if self.reason is not None else self._within(held)
        self.reason = self.reason or "stop"
        return shown

    def _open(self, text: str) -> int:
        """How many last characters must wait: the beginning of a stop, or a word that may go on."""
        keep = 0
        for size in range(min(self._ahead, len(text)), 0, -1):
            if any(stop.startswith(text[-size:]) for stop in self._stops):
                keep = size
                break
        if self._most is not None:
            word = re.search(r"[^\W_\u3400-\u9fff]+$", text)
            keep = max(keep, len(text) - word.start() if word else 0)
        return keep

    def _within(self, text: str) -> str:
        if self._most is None:
            self.passed += count_tokens(text)
            return text
        for match in _TOKEN.finditer(text):
            if self.passed == self._most:
                self.reason = "length"
                return text[: match.start()]
            self.passed += 1
        return text
