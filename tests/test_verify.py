"""Every checked answer is confirmed from its claims alone; every changed one is not.

Two forgers are at work. One changes the value of an answer and the texts with it. The other also changes
the claims, so that they state the new value; only a checker can tell then.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from abacist import pipeline
from abacist.core.answer import Answer
from abacist.core.errors import AbacistError
from abacist.core.registry import actions
from abacist.notation.grammar import parse_canonical
from abacist.notation.values import answer_latex, answer_text

EXAMPLES = {
    f"{name}-{number}": example.en
    for name, action in actions().items()
    for number, example in enumerate(action.examples)
}
FIRST = [key for key in EXAMPLES if key.endswith("-0")]
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
NOT_VALUES = {"kind", "rad", "digits", "shape", "text", "columns"}
MOST = 6  # forgeries of one answer


@cache
def solved(key: str) -> Answer:
    return pipeline.solve(EXAMPLES[key])


@pytest.mark.parametrize("key", EXAMPLES)
def test_a_checked_answer_is_confirmed(key: str) -> None:
    answer = solved(key)
    if answer.level is None or not answer.level.is_checked:
        return
    found = pipeline.verify(Answer.model_validate_json(answer.model_dump_json()))
    assert found.holds, [mismatch.en for mismatch in found.mismatches]
    assert found.level is answer.level


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every text or truth within a value, names and form apart."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in NOT_VALUES:
                yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        named = len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], dict)
        for index, each in enumerate(value):
            if not (named and index == 0):
                yield from leaves(each, (*path, index))
    elif isinstance(value, str | bool):
        yield path, value


def changed(leaf: str | bool) -> Iterator[str | bool]:
    """Other values for a leaf: each number in it by a tenth larger or by one."""
    if isinstance(leaf, bool):
        yield not leaf
        return
    for match in NUMBER.finditer(leaf):
        old = Fraction(match[0])
        new = f"{float(old) * 1.1:.10g}" if "." in match[0] else str(int(old) + 1)
        yield leaf[: match.start()] + new + leaf[match.end() :]
    if not NUMBER.search(leaf):
        yield f"2*({leaf})"


def replaced(tree: Any, path: tuple[Any, ...], new: Any) -> Any:
    tree = copy.deepcopy(tree)
    place = tree
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = new
    return tree


def everywhere(tree: Any, old: Any, new: Any) -> Any:
    if isinstance(tree, dict):
        return {key: everywhere(each, old, new) for key, each in tree.items()}
    if isinstance(tree, list):
        return [everywhere(each, old, new) for each in tree]
    return new if type(tree) is type(old) and tree == old else tree


def with_texts(record: dict[str, Any]) -> Answer:
    """The answer with the texts that belong to its value, as a careful forger leaves it."""
    answer = Answer.model_validate(record)
    assert answer.value is not None
    unit = None if answer.unit is None else parse_canonical(answer.unit)
    texts = {
        "answer": answer_text(answer.value, unit),
        "answer_latex": answer_latex(answer.value, unit),
    }
    return answer.model_copy(update=texts)


def forgeries(answer: Answer) -> Iterator[Answer]:
    record = json.loads(answer.model_dump_json())
    for path, leaf in leaves(record["value"]):
        for new in changed(leaf):
            careless = replaced(record, ("value", *path), new)
            careful = dict(careless)
            careful["certificates"] = [
                {**each, "claim": everywhere(each["claim"], leaf, new)}
                for each in record["certificates"]
            ]
            for forged in (careless, careful):
                try:
                    yield with_texts(forged)
                except (AbacistError, ValueError):
                    continue  # the forger has written nothing that could be read


@pytest.mark.parametrize("key", FIRST)
def test_a_forged_answer_is_not_confirmed(key: str) -> None:
    answer = solved(key)
    if answer.value is None or answer.level is None or not answer.level.is_checked:
        return
    tried = 0
    for forged in forgeries(answer):
        if forged.answer == answer.answer:
            continue  # beyond the digits that are shown
        found = pipeline.verify(forged)
        assert not found.holds, f"{answer.answer} became {forged.answer}"
        tried += 1
        if tried >= MOST:
            break
    assert tried, "nothing was forged"


@pytest.mark.parametrize("key", FIRST)
def test_another_problem_is_noticed(key: str) -> None:
    """The same answer cannot be shown for another text that can be read."""
    answer = solved(key)
    if answer.level is None or not answer.level.is_checked:
        return
    forged = answer.model_copy(update={"problem": "Find the derivative of x^7 + 41x."})
    assert not pipeline.verify(forged).holds
