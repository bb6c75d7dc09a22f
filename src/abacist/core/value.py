"""What an answer can be. An exact value is an `Expr`; an approximate one carries its enclosure.

Everything exact (sets, intervals, tuples, matrices, piecewise functions, relations) is `Exact`. The other
kinds are for what an expression cannot say: an enclosed real, a collection with approximate members, a
truth, a table, a text.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from abacist.core.digits import Digits
from abacist.core.expr import Expr
from abacist.core.model import ByKind, Record

__all__ = [
    "Ball",
    "Exact",
    "Interval",
    "Named",
    "SetOf",
    "Table",
    "Text",
    "Truth",
    "Value",
    "Vector",
]


class Exact(Record):
    """An exact expression."""

    kind: Literal["exact"] = "exact"
    expr: Expr


class Ball(Record):
    """A real number known to lie within `rad` of `mid`; both are decimal texts.

    `digits` is how many significant digits are shown. `rad` is a rigorous bound only where a certificate
    of level `enclosed` says so; else it is an estimate of the error.
    """

    kind: Literal["ball"] = "ball"
    mid: Digits
    rad: Digits = Decimal(0)
    digits: int = Field(default=6, ge=1, le=1000)


class Interval(Record):
    """A real number between two bounds, as decimal texts."""

    kind: Literal["interval"] = "interval"
    lower: Digits
    upper: Digits


class Vector(Record):
    """An ordered collection: a list `[…]` or a tuple `(…)`."""

    kind: Literal["vector"] = "vector"
    items: tuple[Value, ...]
    shape: Literal["list", "tuple"] = "tuple"


class SetOf(Record):
    """A finite set whose members need not be exact."""

    kind: Literal["set"] = "set"
    items: tuple[Value, ...]


class Named(Record):
    """Values with names, in a fixed order: `{x: 1.896, x': 0.747}`."""

    kind: Literal["named"] = "named"
    items: tuple[tuple[str, Value], ...]


class Truth(Record):
    """True or false."""

    kind: Literal["truth"] = "truth"
    value: bool


class Table(Record):
    """Rows of texts under named columns; numbers are decimal texts."""

    kind: Literal["table"] = "table"
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Text(Record):
    """A short text, such as the letter of a choice or a function's name."""

    kind: Literal["text"] = "text"
    text: str


Value = Annotated[
    Exact | Ball | Interval | Vector | SetOf | Named | Truth | Table | Text,
    ByKind(),
]

for _model in (Vector, SetOf, Named):
    _model.model_rebuild()
