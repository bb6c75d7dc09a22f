"""The values of one parameter: finite sequences, and distributions to draw from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Protocol

__all__ = ["Evenly", "Listed", "Normal", "Points", "Random", "Rounded", "Uniform"]

_EXACT = 2**53


class Points(Protocol):
    """A finite sequence of values."""

    @property
    def size(self) -> int:
        """How many there are."""
        ...

    def at(self, places: Any) -> Any:
        """The values at an array of places, as an array of floats."""
        ...


class Random(Protocol):
    """A distribution by its quantile function."""

    def quantile(self, u: Any) -> Any:
        """The values below which the shares `u` (an array within 0 … 1) of all lie."""
        ...


@dataclass(frozen=True, slots=True)
class Evenly:
    """start, start + step, … exactly, rounded once."""

    start: Fraction
    step: Fraction
    size: int

    def at(self, places: Any) -> Any:
        """See `Points`."""
        import numpy as np

        below = lcm(self.start.denominator, self.step.denominator)
        first, by = int(self.start * below), int(self.step * below)
        if max(abs(first), abs(first + by * self.size), below) < _EXACT:
            return (first + by * places) / float(below)  # whole numbers are exact: rounded once
        return np.array([float(self.start + self.step * int(place)) for place in places])


@dataclass(frozen=True, slots=True)
class Rounded:
    """Evenly from `first` to `last`, or in equal ratios, where the ends are not rational."""

    first: float
    last: float
    size: int
    in_ratios: bool = False

    def at(self, places: Any) -> Any:
        """See `Points`; both ends come out as they were given."""
        import numpy as np

        share = np.asarray(places) / max(1, self.size - 1)
        if self.in_ratios:
            low, high = np.log10(abs(self.first)), np.log10(abs(self.last))
            values = np.copysign(10.0 ** (low * (1 - share) + high * share), self.first)
        else:
            values = self.first * (1 - share) + self.last * share
        values = np.where(share == 0, self.first, values)
        return np.where((share == 1) & (self.size > 1), self.last, values)


@dataclass(frozen=True, slots=True)
class Listed:
    """Values as they were written."""

    values: tuple[float, ...]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.values)

    def at(self, places: Any) -> Any:
        """See `Points`."""
        import numpy as np

        return np.array(self.values)[places]


@dataclass(frozen=True, slots=True)
class Uniform:
    """Anywhere between two numbers."""

    lower: float
    upper: float

    def quantile(self, u: Any) -> Any:
        """See `Random`."""
        return self.lower + (self.upper - self.lower) * u


@dataclass(frozen=True, slots=True)
class Normal:
    """The normal distribution."""

    mean: float
    deviation: float

    def quantile(self, u: Any) -> Any:
        """See `Random`."""
        import numpy as np
        from scipy.special import ndtri

        return self.mean + self.deviation * ndtri(np.clip(u, 2.0**-54, 1 - 2.0**-53))
