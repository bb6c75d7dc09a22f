"""Functions written without a blank before their argument: sinx, xcosx, lnx, tanα is two tokens anyway."""

from __future__ import annotations

import re

from abacist.notation.vocabulary import BARE_FUNCTIONS, FUNCTION_NAMES

__all__ = ["fused_parts"]

_VARIABLE = "[xyztuvwnabcABC]"
_FUNCTION = "|".join(
    sorted((n for n in BARE_FUNCTIONS if n[:2] == "ar" or n[0] != "a"), key=len, reverse=True)
)
_FUSED = re.compile(rf"(?:[a-z]?(?:{_FUNCTION}){_VARIABLE})+|[a-z]?(?:{_FUNCTION})")
_PART = re.compile(rf"{_FUNCTION}|[A-Za-z]")
_EITHER = re.compile(r"a(?:sin|cos|tan|cot|sec|csc)")
_ENGLISH = frozenset(
    "cost tant sint logs expo sinc tacos basin blog slog clog flog scot along".split()
)


def fused_parts(run: str) -> list[tuple[str, int]]:
    """The parts of a run of letters with their places, or nothing where it is not such a run.

    `asinx` is none: arcsin x or a·sin x.
    """
    if run in FUNCTION_NAMES or run in _ENGLISH or not _FUSED.fullmatch(run) or _EITHER.search(run):
        return []
    return [(part[0], part.start()) for part in _PART.finditer(run)]
