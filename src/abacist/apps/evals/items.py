"""Problems with known answers, from JSONL files.

A line is an object with `problem` (or `question`) and `answer`, and perhaps

    id             by default its line number
    expected       `answer`, or the outcome that is right: no_solution, divergent, …; anything else
                   (clarify, abstain) means that there is nothing to answer
    options        for an answer that is a letter: what the letters stand for, ["A) 37", "B) 38"]
    answer_kind    `antiderivative`: right up to a constant; `number_rel5%`: within 5 %
    rel_tol        how far a number may be off, relatively
    computed       for an answer that is null: the one that a person rejected
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from abacist.apps.batch import unreadable
from abacist.core.errors import InputError
from abacist.core.language import Message

__all__ = ["Item", "item_of", "items"]

_PERCENT = re.compile(r"rel(\d+)%")
_OPTION = re.compile(r"^\s*\(?([A-Za-z])\)?\s*[).、:：．]\s*")


@dataclass(frozen=True, slots=True)
class Item:
    """A problem and what is known of its answer; `right` is None where only a wrong one is known."""

    id: Any
    problem: str
    right: str | None
    expected: str = "answer"
    kind: str = ""
    rel_tol: float | None = None
    wrong: str | None = None
    fields: Mapping[str, Any] | None = None


def items(path: Path) -> Iterator[Item]:
    """The problems of a file. Raises `DocumentError`, and `InputError` for a line that is none."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _item(path, number, line)
    except OSError as error:
        raise unreadable(path, error) from error


def _item(path: Path, number: int, line: bytes) -> Item:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        record = None
    problem = record.get("problem", record.get("question")) if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(problem, str):
        raise InputError(
            Message(
                en=f'{path}, line {number}: no JSON object with "problem" and "answer"',
                zh=f"{path} 第 {number} 行：不是含 problem 与 answer 的 JSON 对象",
            )
        )
    return item_of(record, problem, record.get("id", number))


def item_of(record: Mapping[str, Any], problem: str, name: object) -> Item:
    """What an object with these fields says of a problem; `name` is its id."""
    kind = str(record.get("answer_kind") or "")
    percent = _PERCENT.search(kind)
    tolerance = record.get("rel_tol")
    return Item(
        id=name,
        problem=problem,
        right=_right(record),
        expected=str(record.get("expected") or "answer"),
        kind=kind,
        rel_tol=tolerance if tolerance is not None or percent is None else int(percent[1]) / 100,
        wrong=record.get("computed") if record.get("answer") is None else None,
        fields=record,
    )


def _right(record: Mapping[str, Any]) -> str | None:
    """The right answer as text: of a letter, what it stands for."""
    answer = record.get("answer")
    if answer is None:
        return None
    if isinstance(answer, bool):
        return str(answer).lower()
    options = record.get("options")
    if isinstance(options, list) and isinstance(answer, str):
        for option in options:
            letter = _OPTION.match(str(option))
            if letter is not None and letter[1].upper() == answer.strip().upper():
                return _OPTION.sub("", str(option))
    return str(answer)
