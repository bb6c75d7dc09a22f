"""Decimal numbers that travel as text, so that no digit is lost on the way."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

__all__ = ["Digits"]

_PATTERN = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,9})?$"
_DECIMAL = re.compile(_PATTERN)


def _as_text(value: object) -> object:
    """A decimal, or the text of one in digits alone."""
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise ValueError("no decimal number")
    return value


Digits = Annotated[
    Decimal, BeforeValidator(_as_text), WithJsonSchema({"type": "string", "pattern": _PATTERN})
]
"""A decimal; in JSON a text such as `-0.125` or `1E-30`."""
