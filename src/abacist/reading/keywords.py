"""The words a template cannot do without, found without compiling it.

Thousands of templates are declared and a text needs a few: they are told apart by plain words and characters,
in one pass over the raw template. A word counts only where the lexer is sure to see the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["needed_words", "words_in"]

_PIECE = re.compile(
    r"(?P<hole>\{[^}]*\})|(?P<mark>[()|?])|(?P<word>(?<![\w'’\\.-])[A-Za-z]{2,}(?![\w'’.-]))"
    r"|(?P<han>[\u3400-\u9fff])"
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_HOLE = re.compile(r"\{[^}]*\}")


def words_in(template: str) -> list[str]:
    """Every Latin word of a template, in small letters; those in holes are names, not words."""
    return [word.casefold() for word in _WORD.findall(_HOLE.sub(" ", template))]


def needed_words(template: str) -> frozenset[str]:
    """Words of which every match of the template has at least one; empty where there are none."""
    pieces = [(match.lastgroup or "", match[0]) for match in _PIECE.finditer(template)]
    return _sequence(iter(_Pieces(pieces)))


class _Pieces:
    """Pieces with a look ahead for the question mark behind a group or a hole."""

    def __init__(self, pieces: list[tuple[str, str]]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[tuple[str, str, bool]]:
        following = [*self.pieces[1:], ("", "")]
        for (kind, text), (_, after) in zip(self.pieces, following, strict=True):
            yield kind, text, after == "?"


def _sequence(pieces: Iterator[tuple[str, str, bool]]) -> frozenset[str]:
    """The smallest needed set of a sequence up to its bracket; longer words are rarer and preferred."""
    branches: list[list[frozenset[str]]] = [[]]
    for kind, text, _ in pieces:
        if kind in ("word", "han"):
            branches[-1].append(frozenset({text.casefold()}))
        elif text == "(":
            inner, optional = _group(pieces)
            if inner and not optional:
                branches[-1].append(inner)
        elif text == "|":
            branches.append([])
        elif text == ")":
            break
    best = [min(groups, key=_rank, default=frozenset[str]()) for groups in branches]
    return frozenset[str]().union(*best) if all(best) else frozenset()


def _group(pieces: Iterator[tuple[str, str, bool]]) -> tuple[frozenset[str], bool]:
    """The needed set of a bracket, and whether it is optional."""
    depth, inside = 1, list[tuple[str, str, bool]]()
    for piece in pieces:
        depth += (piece[1] == "(") - (piece[1] == ")")
        if depth == 0:
            return _sequence(iter(inside)), piece[2]
        inside.append(piece)
    return frozenset(), True


def _rank(group: frozenset[str]) -> tuple[int, int]:
    return len(group), -min(map(len, group))
