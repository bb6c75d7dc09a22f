"""Whether an answer is right: by its text, else by comparing the two as mathematics.

What the comparison cannot decide is not graded, neither right nor wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from abacist.apps.evals.items import Item
from abacist.core.outcome import Outcome

__all__ = ["Grade", "Same", "grade"]

Same = Callable[[str, str], bool | None]
"""Whether two texts mean the same; None where that is not known."""

_STATEMENTS = frozenset(each.value for each in Outcome if each.is_answer) - {Outcome.SOLVED}
_NOTHING = frozenset({"nosolution", "none", "noreal", "emptyset", "varnothing", "无解"})
_NAMED = re.compile(r"^\s*[A-Za-z]\w*(?:\([a-z]\))?\s*=\s*(?=\S)")
_EXTREME = re.compile(r"\b(?:minimum|maximum): ([^,{}\[\]()]+)(?=[,}])")
_LAST = re.compile(r"\b\w+: ([^,{}\[\]()]+)\}$")
_EULER = re.compile(r"\bE\b")


class Grade(StrEnum):
    """What an answer is worth."""

    RIGHT = "right"
    WRONG = "wrong"
    UNANSWERED = "unanswered"
    UNGRADED = "ungraded"


def grade(item: Item, answer: Mapping[str, Any], same: Same) -> Grade:
    """The grade of an `Answer` (as JSON) to a problem."""
    outcome = Outcome(answer["outcome"])
    if not outcome.is_answer:
        return Grade.UNANSWERED
    if item.expected in _STATEMENTS:
        return _of(outcome.value == item.expected)
    if item.expected != "answer":
        return Grade.WRONG  # there was nothing to answer
    got = str(answer["answer"])
    if item.right is None:
        is_same = item.wrong is not None and _is_same(item.wrong, got, item, same)
        return Grade.WRONG if is_same else Grade.UNGRADED
    if not got:
        says_none = _squashed(item.right) in _NOTHING
        return _of(says_none and outcome is Outcome.NO_SOLUTION)
    found = [_is_same(item.right, each, item, same) for each in _forms(got, answer)]
    if True in found:
        return Grade.RIGHT
    if found[-1] is None or item.kind == "antiderivative":
        return Grade.UNGRADED
    return Grade.WRONG


def _of(is_right: bool) -> Grade:
    return Grade.RIGHT if is_right else Grade.WRONG


def _forms(got: str, answer: Mapping[str, Any]) -> Iterator[str]:
    """The answer as it stands; the one member of a set; the extreme value beside its place; without its unit."""
    yield got
    unit = answer.get("unit")
    if unit and got.endswith(f" {unit}"):
        yield got.removesuffix(f" {unit}")  # "how many litres": the problem names the unit
    if got.startswith("{") and got.endswith("}") and not set(got[1:-1]) & set(",{}"):
        yield got[1:-1].partition(": ")[2] or got[1:-1]
    extreme = _EXTREME.search(got) or (_LAST.search(got) if _is_optimum(answer) else None)
    if extreme is not None:
        yield extreme[1].strip()


def _is_optimum(answer: Mapping[str, Any]) -> bool:
    """True where the last of the named values is that of the objective."""
    nodes = (answer.get("plan") or {}).get("nodes") or [{}]
    return nodes[-1].get("action") == "optimize.minimize"


def _beside(right: str, got: str) -> str:
    """The right answer written as the given one is: a set in braces, the imaginary unit as `I`."""
    right = _NAMED.sub("", right.strip().strip("$").strip())
    if got[:1] in _BRACKETS and right[:1] not in ("[", "(", "{", "\\"):
        right = got[0] + _AND.sub(", ", right) + _BRACKETS[got[0]]
    if _CAPITAL.search(got) and not _CAPITAL.search(right):
        right = _SMALL.sub("I", right)
    return right


_BRACKETS = {"{": "}", "[": "]", "(": ")"}
_AND = re.compile(r"\s*(?:,|，|;|、|\band\b|\bor\b|和|或)\s*")
_CAPITAL = re.compile(r"\bI\b")
_SMALL = re.compile(r"(?<![A-Za-z\\])i(?![A-Za-z])")


def _is_same(right: str, got: str, item: Item, same: Same) -> bool | None:
    right, got = (
        _beside(right, got),
        _EULER.sub("e", got),
    )  # in our answers E is always the constant
    if _squashed(right) == _squashed(got):
        return True
    a, b = _number(right), _number(got)
    if a is not None and b is not None:
        near = item.rel_tol or 1e-9
        if math.isclose(a, b, rel_tol=near, abs_tol=1e-12):
            return True
    return same(right, got)


def _number(text: str) -> float | None:
    plain = re.sub(r"(?<=\d)[,，](?=\d{3}(\D|$))", "", text.replace("{,}", ",")).replace(" ", "")
    try:
        return float(plain)
    except ValueError:
        return None


def _squashed(text: str) -> str:
    return re.sub(r"[\s$\\]|\\?left|\\?right", "", text).rstrip(".。").casefold()
