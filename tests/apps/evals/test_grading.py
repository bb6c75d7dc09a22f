"""Grades: what is right however it is written, what is wrong, and what cannot be told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from abacist.apps.evals.answers import comparing
from abacist.apps.evals.grading import Grade, Same, grade
from abacist.apps.evals.items import Item, items
from abacist.core.errors import DocumentError, InputError


@pytest.fixture(scope="module")
def same() -> Iterator[Same]:
    with comparing() as comparison:
        yield comparison


def _answer(text: str, outcome: str = "solved") -> dict[str, Any]:
    return {"answer": text, "outcome": outcome, "level": "proved", "assumptions": []}


def _item(right: str | None, **known: Any) -> Item:
    return Item(id=1, problem="?", right=right, **known)


@pytest.mark.parametrize(
    ("right", "got"),
    [
        ("23", "23"),
        ("x = 23", "23"),
        ("$\\frac{1}{2}$", "1/2"),
        ("$$140$$", "140"),
        ("10{,}000", "10000"),
        ("65.333", "196/3"),
        ("-2, 1", "{-2, 1}"),
        ("7,3", "{3, 7}"),
        ("2 and 3", "{2, 3}"),
        ("-6, -2, 0", "[-6, -2, 0]"),
        ("5", "{5}"),
        ("4", "{x: 3, minimum: 4}"),
        ("-11 + 27i", "-11 + 27*I"),
        ("(x-1)(x+1)", "x**2 - 1"),
        ("-153.59", "(-(1 + 12/cos(12)**2)*(1/E**2 + 1) - 2*(tan(12) + 1)/E**2)/(tan(12) + 1)**2"),
    ],
)
def test_right_however_it_is_written(same: Same, right: str, got: str) -> None:
    assert grade(_item(right), _answer(got), same) is Grade.RIGHT


@pytest.mark.parametrize(("right", "grade_"), [("37.4", Grade.RIGHT), ("37.5", Grade.WRONG)])
def test_the_problem_names_the_unit(same: Same, right: str, grade_: Grade) -> None:
    answer = {**_answer("187/5 m"), "unit": "m"}
    assert grade(_item(right), answer, same) is grade_


def test_the_objective_has_a_name(same: Same) -> None:
    named = _answer("{x: 1/2, y: 0, f: 1/4}")
    optimum = {**named, "plan": {"nodes": [{"action": "optimize.minimize"}]}}
    assert grade(_item("1/4"), optimum, same) is Grade.RIGHT
    assert grade(_item("1/2"), optimum, same) is Grade.WRONG
    assert grade(_item("1/4"), named, same) is not Grade.RIGHT


@pytest.mark.parametrize(
    ("right", "got"),
    [
        ("23", "24"),
        ("-2, 1", "{-2, 2}"),
        ("1, 2", "{1}"),
        ("4", "{x: 4, minimum: 3}"),
        ("2x", "3*x"),
    ],
)
def test_wrong(same: Same, right: str, got: str) -> None:
    assert grade(_item(right), _answer(got), same) is Grade.WRONG


def test_what_cannot_be_told(same: Same) -> None:
    assert grade(_item("a red apple"), _answer("3"), same) is Grade.UNGRADED
    assert grade(_item("atanh(x)", kind="antiderivative"), _answer("x"), same) is Grade.UNGRADED
    assert grade(_item(None), _answer("3"), same) is Grade.UNGRADED


def test_outcomes(same: Same) -> None:
    none = _answer("", "no_solution")
    assert grade(_item(None, expected="no_solution"), none, same) is Grade.RIGHT
    assert grade(_item("no solution"), none, same) is Grade.RIGHT
    assert grade(_item("3"), none, same) is Grade.WRONG
    assert grade(_item(None, expected="divergent"), _answer("3"), same) is Grade.WRONG
    assert grade(_item(None, expected="clarify"), _answer("3"), same) is Grade.WRONG
    for refusal in ("not_understood", "timeout", "unable"):
        assert grade(_item("3"), _answer("", refusal), same) is Grade.UNANSWERED


def test_the_answer_that_a_person_rejected(same: Same) -> None:
    item = _item(None, wrong="3")
    assert grade(item, _answer("6/2"), same) is Grade.WRONG
    assert grade(item, _answer("4"), same) is Grade.UNGRADED


def test_a_tolerance(same: Same) -> None:
    assert grade(_item("100", rel_tol=0.05), _answer("104"), same) is Grade.RIGHT
    assert grade(_item("100", rel_tol=0.05), _answer("106"), same) is Grade.WRONG


def test_problems_from_a_file(tmp_path: Path) -> None:
    rows = [
        {"problem": "a", "answer": 8},
        {"id": "x", "question": "b", "answer": "b", "options": ["A)37", "B) $38$"]},
        {"problem": "c", "answer": True, "answer_kind": "number_rel5%"},
        {"problem": "d", "answer": None, "computed": "9", "expected": "answer"},
        {"problem": "e", "answer": "C", "options": ["1", "2"]},
    ]
    file = tmp_path / "a.jsonl"
    file.write_text("\n\n".join(json.dumps(row) for row in rows))
    found = list(items(file))
    assert [each.right for each in found] == ["8", "$38$", "true", None, "C"]
    assert [each.id for each in found] == [1, "x", 5, 7, 9]
    assert found[2].rel_tol == 0.05
    assert found[3].wrong == "9"


@pytest.mark.parametrize("text", ["not json", "[]", '{"answer": 1}', '{"problem": 1}'])
def test_a_line_that_is_no_problem(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"problem": "a", "answer": "1"}\n' + text)
    with pytest.raises(InputError, match="line 2"):
        list(items(file))
    with pytest.raises(DocumentError):
        list(items(tmp_path / "missing"))
