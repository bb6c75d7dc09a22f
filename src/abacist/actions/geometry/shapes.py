"""Figures reduced to what determines them: a kind and exact lengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Degenerate", "Shape", "Unknown"]


class Degenerate(ValueError):
    """Lengths that no figure has."""


class Unknown(ValueError):
    """Not a figure, or not one that this can be said of."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A figure of one of five kinds with exact lengths as SymPy numbers.

    circle: radius; semicircle: radius; rectangle: two sides; triangle: three sides; base_height: base and
    height of a triangle of which nothing else is known; difference: an outer and an inner shape. In a
    rectangle that is given by one side and a measure, the second side is the one that is sought.
    """

    kind: str
    lengths: tuple[Any, ...]
    parts: tuple[Shape, ...] = ()
    is_sought: bool = False
