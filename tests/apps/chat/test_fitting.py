"""Answers fitted to schemas: what is said is found under its name, and nothing is invented."""

from __future__ import annotations

from typing import Any

import pytest

from abacist import solve
from abacist.apps.chat.fitting import Unfit, fitted
from abacist.core.answer import Answer
from abacist.core.errors import InputError


def strict(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@pytest.fixture(scope="module")
def quadratic() -> Answer:
    return solve("x^2-5x+6=0")


@pytest.fixture(scope="module")
def system() -> Answer:
    return solve("x+y=3, x-y=1")


STEP = strict(explanation={"type": "string"}, output={"type": "string"})


@pytest.mark.parametrize(
    "schema, wanted",
    [
        (strict(answer={"type": "string"}), {"answer": "{2, 3}"}),
        (strict(x={"type": "array", "items": {"type": "integer"}}), {"x": [2, 3]}),
        (strict(答案={"type": "array", "items": {"type": "number"}}), {"答案": [2, 3]}),
        (strict(verified={"type": "boolean"}, unit={"type": ["string", "null"]}),
         {"verified": True, "unit": None}),
        (strict(confidence={"type": "number"}), {"confidence": 0.75}),
        (strict(answer={"anyOf": [{"type": "integer"}, {"type": "string"}]}), {"answer": "{2, 3}"}),
        ({"type": "array", "items": {"type": "integer"}}, [2, 3]),
        ({"type": "object", "properties": {"answer": {}, "colour": {"type": "string"}}},
         {"answer": [2, 3]}),
    ],
)  # fmt: skip
def test_what_fits(quadratic: Answer, schema: dict[str, Any], wanted: Any) -> None:
    assert fitted(quadratic, 0.75, schema) == wanted


def test_steps_as_objects_behind_a_reference(quadratic: Answer) -> None:
    schema = strict(steps={"type": "array", "items": {"$ref": "#/$defs/step"}})
    found = fitted(quadratic, 1.0, {**schema, "$defs": {"step": STEP}})
    assert found["steps"][1] == {"explanation": "This gives x = 2.", "output": "x − 2 = 0 ⟹ x = 2"}


def test_named_values(system: Answer) -> None:
    assert fitted(system, 1.0, strict(x={"type": "integer"}, y={"type": "number"})) == {
        "x": 2,
        "y": 1,
    }
    assert fitted(system, 1.0, strict(answer=strict(x={"type": "integer"}, y={}))) == {
        "answer": {"x": 2, "y": 1}
    }


@pytest.mark.parametrize(
    "schema, place",
    [
        (strict(colour={"type": "string"}), "$.colour"),
        (strict(answer={"type": "number"}), "$.answer"),
        (strict(answer={"type": "string", "enum": ["A", "B"]}), "answer"),
        (strict(x={"type": "array", "items": {"type": "string"}, "maxItems": 1}), "x"),
        (strict(y={"type": "integer"}), "$.y"),
    ],
)
def test_what_the_answer_does_not_say_is_not_invented(
    quadratic: Answer, schema: dict[str, Any], place: str
) -> None:
    with pytest.raises(Unfit) as unfit:
        fitted(quadratic, 1.0, schema)
    assert unfit.value.place == place


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "nonsense"},
        {"$ref": "http://127.0.0.1:9/schema"},
        {"$ref": "file:///etc/passwd"},
        strict(answer={"type": "string", "pattern": "("}),
    ],
)
def test_wrong_schemas(quadratic: Answer, schema: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        fitted(quadratic, 1.0, schema)


def test_a_schema_that_refers_to_itself_ends(quadratic: Answer) -> None:
    endless = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}
    with pytest.raises((Unfit, InputError)):
        fitted(quadratic, 1.0, endless)


def test_a_slow_pattern_costs_nothing(quadratic: Answer) -> None:
    schema = strict(answer={"type": "string", "pattern": "^(a+)+$"})
    with pytest.raises(Unfit):
        fitted(quadratic, 1.0, schema)
