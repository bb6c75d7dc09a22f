"""Equations with their solutions."""

from __future__ import annotations

from abacist.core.outcome import Level, Outcome
from abacist.core.registry import Example

__all__ = ["EXAMPLES"]

EXAMPLES = (
    Example(
        en="2x+5=17", zh="解方程 2x+5=17", answer="6", level=Level.PROVED, source="2·6 + 5 = 17"
    ),
    Example(
        en="Solve 2x + 5 = 17",
        zh="求方程2x+5=17的解",
        answer="6",
        level=Level.PROVED,
        source="2·6 + 5 = 17",
    ),
    Example(
        en="x^2-5x+6=0",
        zh="解方程 x²-5x+6=0",
        answer="{2, 3}",
        level=Level.PROVED,
        source="(x − 2)(x − 3)",
    ),
    Example(
        en="Find the roots of x^2 - 5x + 6 = 0",
        zh="求方程x²−5x+6=0的根",
        answer="{2, 3}",
        level=Level.PROVED,
        source="(x − 2)(x − 3)",
    ),
    Example(
        en="solve x^2-5x+6=0 over the integers",
        zh="求 x²-5x+6=0 的整数解",
        answer="{2, 3}",
        level=Level.PROVED,
        source="(x − 2)(x − 3)",
    ),
    Example(
        en="solve x + y = 5, x - y = 1",
        zh="解方程组 x+y=5, x-y=1",
        answer="{x: 3, y: 2}",
        level=Level.PROVED,
        source="3 + 2 = 5, 3 − 2 = 1",
    ),
    Example(
        en="solve x^2 + 1 = 0 over the complex numbers",
        zh="在复数范围内解方程 x²+1=0",
        answer="{-I, I}",
        level=Level.PROVED,
        source="i² = −1",
    ),
    Example(
        en="solve x^2 + 1 = 0",
        zh="解方程 x²+1=0",
        answer="{}",
        outcome=Outcome.NO_SOLUTION,
        level=Level.PROVED,
        source="a square is never negative",
    ),
    Example(
        en="solve sqrt(x+1) = x - 1",
        zh="解方程 √(x+1) = x - 1",
        answer="3",
        level=Level.PROVED,
        source="√4 = 2; 0 is extraneous",
    ),
    Example(
        en="solve A = pi*r^2 for r",
        zh="由 A = πr^2 解出 r",
        answer="{sqrt(A)/sqrt(pi), -sqrt(A)/sqrt(pi)}",
        level=Level.CROSS_CHECKED,
        source="area of the disc",
    ),
)
