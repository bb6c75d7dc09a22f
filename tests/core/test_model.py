"""Unions told apart by `kind`: only what occurs is prepared, and they read, write and describe as pydantic's do."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Annotated, Any, get_args

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from abacist.core.answer import Answer, Solution
from abacist.core.claim import Claim, RootsOf
from abacist.core.expr import number
from abacist.core.value import Ball, Exact, SetOf, Value, Vector

CLAIM = {"kind": "roots_of", "equations": ["x = 1"], "unknowns": ["x"], "roots": [["1"]]}
PLAIN = TypeAdapter[Any](Annotated[get_args(Claim)[0], Field(discriminator="kind")])
BY_KIND = TypeAdapter[Any](Claim)


def test_it_reads_the_record_of_its_kind() -> None:
    read = BY_KIND.validate_python(CLAIM)
    assert isinstance(read, RootsOf)
    assert read == PLAIN.validate_python(CLAIM)
    assert BY_KIND.validate_json(json.dumps(CLAIM)) == read
    assert BY_KIND.validate_python(read) is read
    assert BY_KIND.dump_json(read) == PLAIN.dump_json(read)


@pytest.mark.parametrize(
    "wrong", [{}, [], None, {"kind": "other"}, {"kind": 3}, {"kind": ["roots_of"]}]
)
def test_it_refuses_with_the_errors_of_a_discriminator(wrong: object) -> None:
    with pytest.raises(ValidationError) as refused:
        BY_KIND.validate_python(wrong)
    with pytest.raises(ValidationError) as expected:
        PLAIN.validate_python(wrong)
    assert len(refused.value.errors()) == len(expected.value.errors()) == 1
    if not isinstance(wrong, dict) or not isinstance(wrong.get("kind", ""), list):
        assert refused.value.errors()[0]["type"] == expected.value.errors()[0]["type"]


def test_an_error_inside_says_where() -> None:
    broken = {"claims": [CLAIM, CLAIM | {"unknowns": [1]}]}
    with pytest.raises(ValidationError) as refused:
        Solution.model_validate(broken)
    assert [error["loc"] for error in refused.value.errors()] == [("claims", 1, "unknowns", 0)]


def test_values_within_values_travel() -> None:
    inner = Vector(items=(Exact(expr=number(2)), Ball(mid="0.5")))  # type: ignore[arg-type]
    value = SetOf(items=(inner,))
    adapter = TypeAdapter[Any](Value)
    assert adapter.validate_json(adapter.dump_json(value)) == value


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_json_schema_names_every_kind(mode: Any) -> None:
    schema = Answer.model_json_schema(mode=mode)
    claims = schema["$defs"]["Certificate"]["properties"]["claim"]
    assert set(claims["discriminator"]["mapping"]) == set(
        PLAIN.json_schema()["discriminator"]["mapping"]
    )
    assert {"Vector", "SetOf", "Ball"} <= schema["$defs"].keys()


BUILT = """
from pydantic_core import SchemaValidator
from abacist.core import claim
from abacist.core.answer import Solution

Solution.model_validate({"claims": [{"kind": "factorization_of", "number": "6", "factorization": "2*3"}]})
built = [n for n in claim.__all__ if isinstance(getattr(vars(claim)[n], "__pydantic_validator__", 0), SchemaValidator)]
print(built)
"""


def test_only_the_kinds_that_occur_are_built() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", BUILT], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['FactorizationOf']"
