"""Sets c + Q·r with an orthogonal Q: what an interval Taylor method carries from step to step.

Source: R. J. Lohner, Enclosing the solutions of ordinary initial and boundary value problems (1987); the
columns are taken in the order of the extent of the set along them, so that the longest direction is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

__all__ = ["Parallelepiped"]


class Parallelepiped:
    """The points c + Q·r: `centre` exact numbers, `axes` a matrix of numbers, `extents` balls around zero."""

    def __init__(
        self, values: Sequence[Any], axes: Any = None, extents: Sequence[Any] | None = None
    ) -> None:
        from flint import arb, arb_mat

        n = len(values)
        if axes is None or extents is None:
            self.centre = [value.mid() for value in values]
            self.axes = arb_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])
            self.extents = [arb(0, value.rad()) for value in values]
            self._hull: list[Any] = list(values)
        else:
            self.centre, self.axes, self.extents = list(values), axes, list(extents)
            moved = axes * arb_mat(n, 1, self.extents)
            self._hull = [self.centre[i] + moved[i, 0] for i in range(n)]

    def hull(self) -> list[Any]:
        """A ball for each component."""
        return self._hull

    def centre_or_hull(self, way: str) -> list[Any]:
        """The centre for the `flow`, the balls for `boxes`."""
        return self.centre if way == "flow" else self._hull

    def moved(self, centre: Sequence[Any], slopes: Sequence[Any]) -> Parallelepiped:
        """The set after a step: `centre` encloses the image of the centre, `slopes` the flow's derivative."""
        from flint import arb, arb_mat

        n = len(self.centre)
        image = arb_mat(n, n, list(slopes)) * self.axes
        axes = arb_mat(n, n, _orthogonal(image, self.extents))
        inverse = axes.inv()
        errors = arb_mat(n, 1, [arb(0, value.rad()) for value in centre])
        extents = (inverse * image) * arb_mat(n, 1, self.extents) + inverse * errors
        around = [extents[i, 0] for i in range(n)]
        shifted = [value.mid() for value in centre]
        return Parallelepiped(shifted, axes, [arb(0, one.abs_upper()) for one in around])


def _orthogonal(image: Any, extents: Sequence[Any]) -> list[float]:
    """An approximately orthogonal matrix (row by row) whose first columns follow the longest edges."""
    n = len(extents)
    columns = [[float(image[i, j].mid()) for i in range(n)] for j in range(n)]
    lengths = [
        sqrt(sum(x * x for x in column))
        * float(extents[j].rad().log() + 1e4 if extents[j].rad() > 0 else 0)
        for j, column in enumerate(columns)
    ]
    order = sorted(range(n), key=lambda j: -lengths[j])
    candidates = [columns[j] for j in order]
    candidates += [[float(i == j) for i in range(n)] for j in range(n)]
    basis: list[list[float]] = []
    for candidate in candidates:
        if len(basis) == n:
            break
        size = sqrt(sum(x * x for x in candidate))
        if not 0 < size < float("inf"):
            continue
        rest = [x / size for x in candidate]
        for _ in range(2):  # once more against cancellation
            for one in basis:
                along = sum(a * b for a, b in zip(one, rest, strict=True))
                rest = [a - along * b for a, b in zip(rest, one, strict=True)]
        size = sqrt(sum(x * x for x in rest))
        if size > 1e-8:
            basis.append([x / size for x in rest])
    return [basis[j][i] for i in range(n) for j in range(n)]
