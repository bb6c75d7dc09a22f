"""The points of a sweep in their order: grids, lists side by side, random samples.

Every design can begin anywhere, so that an interrupted sweep goes on where it stopped, and holds no more
than a block in memory. A random point depends on the seed and its place alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import prod
from typing import Any, Literal, Protocol, cast

from abacist.apps.sweeps.axes import Axis
from abacist.apps.sweeps.axis_values import Points, Random, Uniform
from abacist.apps.sweeps.rows import Block
from abacist.core.errors import InputError, TooLarge
from abacist.core.expr import Expr
from abacist.core.language import Message

__all__ = ["Design", "Grid", "Kind", "Lists", "Sample"]

Kind = Literal["random", "lhs", "sobol"]
_MOST_ROWS = 10**10
_MOST_LATIN = 10**7
_BLOCK = 1 << 12  # points that are drawn at a time


class Design(Protocol):
    """Where a sweep is computed."""

    @property
    def units(self) -> Mapping[str, Expr | None]:
        """Every parameter with its unit, in the order of the columns."""
        ...

    @property
    def size(self) -> int | None:
        """How many points there are; None where that is seen only at the end of a file."""
        ...

    def blocks(self, start: int, limit: int) -> Iterator[Block]:
        """The points from `start` on, in blocks of at most `limit`."""
        ...


def _bounded(size: int) -> int:
    if size > _MOST_ROWS:
        raise TooLarge(
            Message(
                en=f"this sweep has {size:,} rows; the limit is {_MOST_ROWS:,}",
                zh=f"此遍历有 {size:,} 行，上限为 {_MOST_ROWS:,}",
            ),
            Message(
                en="take larger steps, or a random sample with --sample",
                zh="请加大步长，或用 --sample 随机抽样",
            ),
        )
    return size


def _units(axes: Sequence[Axis]) -> dict[str, Expr | None]:
    units: dict[str, Expr | None] = {}
    for axis in axes:
        if axis.name in units:
            raise InputError(
                Message(en=f"{axis.name} is given values twice", zh=f"{axis.name} 的取值给出了两次")
            )
        units[axis.name] = axis.unit
    return units


class Grid:
    """Every combination of the values of some axes; the last axis runs fastest."""

    def __init__(self, axes: Sequence[Axis]) -> None:
        self.units = _units(axes)
        for axis in axes:
            if not hasattr(axis.values, "size"):
                raise InputError(
                    Message(
                        en=f"{axis.name} is random: say how many points, with --sample N",
                        zh=f"{axis.name} 是随机的：请用 --sample N 指明点数",
                    )
                )
        self._points = [cast(Points, axis.values) for axis in axes]
        self._sizes = [points.size for points in self._points]
        self.size = _bounded(prod(self._sizes))
        # how many rows go by while an axis takes its next value
        self._stride = [prod(self._sizes[place + 1 :]) for place in range(len(self._sizes))]

    def blocks(self, start: int, limit: int) -> Iterator[Block]:
        """See `Design`: boxes of the grid, as large as fit."""
        while start < self.size:
            block = self._box(start, limit)
            yield block
            start += block.count

    def _box(self, start: int, limit: int) -> Block:
        """All values of the last axes, some of the one before, one of each of the first."""
        import numpy as np

        split = next(
            place
            for place, stride in enumerate(self._stride)
            if stride <= limit and start % stride == 0
        )
        stride = self._stride[split]
        at = [
            start // stride % size for stride, size in zip(self._stride, self._sizes, strict=True)
        ]
        taken = min(limit // stride, self._sizes[split] - at[split])
        arrays: dict[str, Any] = {}
        dimensions = len(self._sizes) - split
        for place, (name, points) in enumerate(zip(self.units, self._points, strict=True)):
            if place < split:
                arrays[name] = points.at(np.array([at[place]]))
                continue
            first, count = (at[place], taken) if place == split else (0, self._sizes[place])
            shape = [1] * dimensions
            shape[place - split] = count
            arrays[name] = points.at(np.arange(first, first + count)).reshape(shape)
        return Block(start, (taken, *self._sizes[split + 1 :]), arrays)


class Lists:
    """Lists side by side: the n-th point has the n-th value of each."""

    def __init__(self, values: Mapping[str, Sequence[float]]) -> None:
        self.units: dict[str, Expr | None] = dict.fromkeys(values)
        lengths = {len(column) for column in values.values()}
        if len(lengths) != 1:
            raise InputError(
                Message(en="the lists differ in length", zh="各列的长度不一致"),
            )
        self._values = values
        self.size = lengths.pop()

    def blocks(self, start: int, limit: int) -> Iterator[Block]:
        """See `Design`."""
        import numpy as np

        for first in range(start, self.size, limit):
            last = min(first + limit, self.size)
            arrays = {
                name: np.array(each[first:last], float) for name, each in self._values.items()
            }
            yield Block(first, (last - first,), arrays)


class Sample:
    """`size` random points: independent ones, a Latin hypercube or a scrambled Sobol sequence.

    `a:b` is drawn from evenly, any other finite axis value by value. Sources: McKay, Beckman and Conover 1979,
    https://doi.org/10.1080/00401706.1979.10489755; Owen 1998, https://doi.org/10.1006/jcom.1998.0487 (as in
    `scipy.stats.qmc`).
    """

    def __init__(
        self, axes: Sequence[Axis], size: int, kind: Kind = "random", seed: int = 0
    ) -> None:
        self.units = _units(axes)
        self.size = _bounded(size)
        self.axes, self.kind, self.seed = axes, kind, seed
        if kind == "lhs" and size * len(axes) > _MOST_LATIN:
            raise TooLarge(
                Message(
                    en=f"a Latin hypercube has at most {_MOST_LATIN:,} numbers",
                    zh=f"拉丁超立方至多有 {_MOST_LATIN:,} 个数",
                ),
                Message(en="take --design sobol", zh="请用 --design sobol"),
            )

    def blocks(self, start: int, limit: int) -> Iterator[Block]:
        """See `Design`."""
        while start < self.size:
            last = min(start + limit, self.size)
            cube = self._cube(start, last)
            arrays = {axis.name: _drawn(axis, u) for axis, u in zip(self.axes, cube.T, strict=True)}
            yield Block(start, (last - start,), arrays)
            start = last

    def _cube(self, start: int, stop: int) -> Any:
        """Points in the unit cube, (stop − start, parameters)."""
        import numpy as np
        from scipy.stats import qmc

        if self.kind == "lhs":
            return self._latin[start:stop]
        if self.kind == "sobol":
            sobol = qmc.Sobol(len(self.axes), scramble=True, rng=np.random.default_rng(self.seed))
            return sobol.fast_forward(start).random(stop - start) if start else _first(sobol, stop)
        parts = []
        for number in range(start // _BLOCK, (stop - 1) // _BLOCK + 1):
            drawn = np.random.default_rng([self.seed, number]).random((_BLOCK, len(self.axes)))
            begin = number * _BLOCK
            parts.append(drawn[max(start - begin, 0) : stop - begin])
        return np.concatenate(parts)

    @cached_property
    def _latin(self) -> Any:
        import numpy as np
        from scipy.stats import qmc

        return qmc.LatinHypercube(len(self.axes), rng=np.random.default_rng(self.seed)).random(
            self.size
        )


def _first(sobol: Any, count: int) -> Any:
    """The first points; that their number is no power of 2 is what was asked for."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return sobol.random(count)


def _drawn(axis: Axis, u: Any) -> Any:
    import numpy as np

    if axis.span is not None:
        lower, upper = axis.span
        return Uniform(lower, upper).quantile(u)
    if hasattr(axis.values, "quantile"):
        return cast(Random, axis.values).quantile(u)
    points = cast(Points, axis.values)
    return points.at(np.minimum((u * points.size).astype(np.int64), points.size - 1))
