"""The confidence table, fitted to graded answers.

Answers fall into cells by the level of their checks and by whether another reading was set aside. A cell's
confidence is the share that was right, drawn towards that of its level, and that towards what was expected
before anything was counted, each as if it were `WEIGHT` more answers; so a cell with few answers is neither
0 nor 1. Weaker checks never give more confidence than stronger ones (isotonic regression by pooling adjacent
violators: R. E. Barlow et al., Statistical Inference under Order Restrictions, 1972, §1.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from abacist.core.outcome import Level

__all__ = ["LEVELS", "PRIOR", "WEIGHT", "Graded", "decreasing", "fit"]

Graded = tuple[Level, bool, bool]
"""Level of an answer, whether another reading was set aside, whether it was right."""

LEVELS = (Level.PROVED, Level.ENCLOSED, Level.CROSS_CHECKED, Level.COMPUTED)
PRIOR = {
    Level.PROVED: 0.98,
    Level.ENCLOSED: 0.98,
    Level.CROSS_CHECKED: 0.95,
    Level.COMPUTED: 0.75,
}
"""What is expected before anything is counted."""

WEIGHT = 20


def fit(graded: Iterable[Graded]) -> dict[str, tuple[float, float]]:
    """For each level the confidence without and with another reading set aside."""
    counts: Counter[Graded] = Counter(graded)
    alone: list[float] = []
    among: list[float] = []
    weights: tuple[list[int], list[int]] = ([], [])
    for level in LEVELS:
        of_level = _drawn(counts, level, (False, True), PRIOR[level])
        for assumed, column in ((False, alone), (True, among)):
            column.append(_drawn(counts, level, (assumed,), of_level))
            seen = counts[level, assumed, True] + counts[level, assumed, False]
            weights[assumed].append(seen + WEIGHT)
    alone, among = decreasing(alone, weights[0]), decreasing(among, weights[1])
    return {
        level.value: (round(a, 4), round(min(a, b), 4))
        for level, a, b in zip(LEVELS, alone, among, strict=True)
    }


def _drawn(counts: Counter[Graded], level: Level, assumed: Sequence[bool], towards: float) -> float:
    right = sum(counts[level, each, True] for each in assumed)
    count = right + sum(counts[level, each, False] for each in assumed)
    return (right + WEIGHT * towards) / (count + WEIGHT)


def decreasing(values: Sequence[float], weights: Sequence[int]) -> list[float]:
    """The values nearest to these, by weighted squares, that never increase."""
    blocks: list[tuple[float, int, int]] = []  # mean, weight, how many values
    for value, weight in zip(values, weights, strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            (a, m, i), (b, n, j) = blocks[-2:]
            blocks[-2:] = [((a * m + b * n) / (m + n), m + n, i + j)]
    return [mean for mean, _, many in blocks for _ in range(many)]
