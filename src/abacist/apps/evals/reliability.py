"""How far a confidence can be trusted: what is right among the answers that were given with it.

Sources: the reliability diagram and the expected calibration error, C. Guo et al., On Calibration of Modern
Neural Networks, ICML 2017, §2; the interval of a share, E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209,
https://doi.org/10.1080/01621459.1927.10502953.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Bin", "bins", "calibration_error", "wilson"]

_EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
_NORMAL = 1.959964  # two-sided 95 %

Point = tuple[float, bool]
"""The confidence in an answer, and whether it was right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies in [lower, upper), the last one closed: how many, and what came out."""

    lower: float
    upper: float
    count: int
    right: int
    confidence: float

    @property
    def accuracy(self) -> float:
        """The share that is right."""
        return self.right / self.count


def bins(points: Iterable[Point]) -> list[Bin]:
    """The bins that hold any answer."""
    held: dict[int, list[Point]] = {}
    for point in points:
        place = max(index for index, edge in enumerate(_EDGES[:-1]) if point[0] >= edge)
        held.setdefault(place, []).append(point)
    return [
        Bin(
            lower=_EDGES[place],
            upper=_EDGES[place + 1],
            count=len(inside),
            right=sum(right for _, right in inside),
            confidence=math.fsum(confidence for confidence, _ in inside) / len(inside),
        )
        for place, inside in sorted(held.items())
    ]


def calibration_error(found: Sequence[Bin]) -> float:
    """The expected calibration error: how far confidence and accuracy are apart, on average."""
    total = sum(each.count for each in found)
    if not total:
        return 0.0
    return math.fsum(each.count * abs(each.accuracy - each.confidence) for each in found) / total


def wilson(right: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not count:
        return 0.0, 1.0
    share, z = right / count, _NORMAL**2
    middle = share + z / (2 * count)
    spread = _NORMAL * math.sqrt(share * (1 - share) / count + z / (4 * count**2))
    return (middle - spread) / (1 + z / count), (middle + spread) / (1 + z / count)
