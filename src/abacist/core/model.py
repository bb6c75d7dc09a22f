"""The base of every record that travels: immutable, closed, round-trips through JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, cast, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    TypeAdapter,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

__all__ = ["ByKind", "Record", "with_kind"]


class Record(BaseModel):
    """A frozen pydantic model that refuses unknown fields; its validator is built when it is first used."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_inf_nan="constants", defer_build=True
    )


def with_kind(value: object) -> object:
    """For a field that has one record of a union (`BeforeValidator(with_kind)`): its kind is told there too."""
    if isinstance(value, dict) and "kind" not in value:
        raise PydanticKnownError("union_tag_not_found", {"discriminator": "'kind'"})
    return cast(object, value)


class ByKind:
    """Marks a union of records that their field `kind` tells apart: `Annotated[A | B, ByKind()]`.

    It means what `Field(discriminator="kind")` means. But only the validators of those records are built
    that occur, not those of all of them wherever the union is named: there are dozens.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """A function that hands the value to the record of its kind."""
        union = _Union(source)
        return core_schema.no_info_plain_validator_function(
            union.validate, metadata={"pydantic_js_functions": [union.json_schema]}
        )


class _Union:
    def __init__(self, source: Any) -> None:
        self.source = source

    @cached_property
    def records(self) -> dict[str, type[Record]]:
        """The members by their kind; late, since a member may be declared in terms of the union."""
        return {record.model_fields["kind"].default: record for record in get_args(self.source)}

    def validate(self, value: Any) -> Record:
        """The record of its kind. Raises pydantic's errors of a union with a discriminator."""
        if isinstance(value, tuple(self.records.values())):
            return value
        if not isinstance(value, dict):
            raise PydanticKnownError("model_attributes_type")
        kind = cast("dict[object, object]", value).get("kind")
        if kind is None:
            raise PydanticKnownError("union_tag_not_found", {"discriminator": "'kind'"})
        record = self.records.get(kind) if isinstance(kind, str) else None
        if record is None:
            known = ", ".join(f"'{name}'" for name in self.records)
            told = {"discriminator": "'kind'", "tag": str(kind), "expected_tags": known}
            raise PydanticKnownError("union_tag_invalid", told)
        return record.model_validate(value)

    def json_schema(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema of the union; within itself (a list of values is a value) it is referred to."""
        kinds = tuple(self.records)
        known = _described.get()
        if kinds in known:
            return known[kinds]
        discriminated: Any = Annotated[self.source, Field(discriminator="kind")]
        whole: Any = TypeAdapter[Any](discriminated).core_schema
        members = [_referred(choice, handler) for choice in whole["choices"].values()]
        token = _described.set({**known, kinds: {"oneOf": members}})
        try:
            described = handler(whole)
        finally:
            _described.reset(token)
        for member in members:  # what tells the members apart cannot be left out
            definition = handler.resolve_ref_schema(member)
            definition["required"] = ["kind", *_without_kind(definition.get("required", ()))]
        return described


def _referred(choice: dict[str, Any], handler: GetJsonSchemaHandler) -> JsonSchemaValue:
    """The reference to a record, whose own schema may still be on its way."""
    name = choice.get("schema_ref") or choice["ref"]
    return handler(core_schema.definition_reference_schema(name))


def _without_kind(names: Iterable[str]) -> list[str]:
    return [name for name in names if name != "kind"]


_described = ContextVar[Mapping[tuple[str, ...], JsonSchemaValue]](
    "_described", default=MappingProxyType({})
)
"""The unions whose JSON schema is being written, by their kinds, and how they are referred to."""
