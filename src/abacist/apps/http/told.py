"""The base of every body: what a field is told must have the JSON type that OpenAPI declares.

Left to itself, pydantic reads `"2"` as 2, `true` as 1 and `1` as true. A caller who sends those has made a
mistake, and would not hear of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, cast

from pydantic import BaseModel, ModelWrapValidatorHandler, model_validator
from pydantic_core import PydanticCustomError

__all__ = ["OTHER_TYPE", "Told"]

OTHER_TYPE = "other_type"
"""The type of the error; its context has the `place` of the value."""


class Told(BaseModel):
    """Refuses values that would have been converted, however deep in the body they are."""

    @model_validator(mode="wrap")
    @classmethod
    def _as_declared(cls, told: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        heard = handler(told)
        if isinstance(told, dict):
            dumped = heard.model_dump(mode="json", by_alias=True, warnings=False)
            place = _converted(cast("dict[str, Any]", told), dumped)
            if place is not None:
                raise PydanticCustomError(OTHER_TYPE, "{place} has another type", {"place": place})
        return heard


def _converted(told: Any, heard: Any) -> str | None:
    """Where a value of JSON was converted; "" for this one itself, None where nothing was."""
    if isinstance(told, dict) and isinstance(heard, dict):
        names = (name for name in told if name in heard)
        return _first((str(name), _converted(told[name], heard[name])) for name in names)
    if isinstance(told, list) and isinstance(heard, list):
        pairs = enumerate(zip(told, heard, strict=False))
        return _first((str(place), _converted(*pair)) for place, pair in pairs)
    return None if _kind(told) is _kind(heard) else ""


def _kind(value: object) -> type:
    """Its type in JSON, which has one for numbers of both sorts."""
    return float if type(value) is int else type(value)


def _first(found: Iterable[tuple[str, str | None]]) -> str | None:
    """The first place that was found, below its name."""
    for name, below in found:
        if below is not None:
            return f"{name}.{below}" if below else name
    return None
