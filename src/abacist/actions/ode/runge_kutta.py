"""One-step methods with a fixed step: Euler, Heun, midpoint and the classical Runge-Kutta method.

    Euler      y + h·k1                         k1 = f(t, y)
    Heun       y + h·(k1 + k2)/2                k2 = f(t + h, y + h·k1)
    midpoint   y + h·k2                         k2 = f(t + h/2, y + h·k1/2)
    RK4        y + h·(k1 + 2k2 + 2k3 + k4)/6    k2, k3 at t + h/2, k4 = f(t + h, y + h·k3)

Source: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993), §II.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["FIXED_STEP_METHODS", "GridStep", "integrate"]

FixedStepMethod = Literal["euler", "heun", "midpoint", "rk4"]
FIXED_STEP_METHODS = ("euler", "heun", "midpoint", "rk4")

Slopes = Callable[..., list[Any]]


@dataclass(frozen=True)
class GridStep:
    """One step: where it starts, the state there, its stages k1 … ks and the state at its end."""

    t: Any
    y: list[Any]
    stages: list[list[Any]]
    after: list[Any]


def integrate(
    method: FixedStepMethod, slopes: Slopes, start: Any, initial: Sequence[Any], h: Any, steps: int
) -> list[GridStep]:
    """All steps. Numbers may be of any kind that the slopes accept. Overflow raises what they raise."""
    advance = _ADVANCE[method]
    done: list[GridStep] = []
    y = list(initial)
    for index in range(steps):
        t = start + index * h
        stages, after = advance(slopes, t, y, h)
        done.append(GridStep(t, y, stages, after))
        y = after
    return done


def _plus(y: Sequence[Any], h: Any, k: Sequence[Any]) -> list[Any]:
    return [a + h * b for a, b in zip(y, k, strict=True)]


def _euler(f: Slopes, t: Any, y: list[Any], h: Any) -> tuple[list[list[Any]], list[Any]]:
    k1 = f(t, *y)
    return [k1], _plus(y, h, k1)


def _heun(f: Slopes, t: Any, y: list[Any], h: Any) -> tuple[list[list[Any]], list[Any]]:
    k1 = f(t, *y)
    k2 = f(t + h, *_plus(y, h, k1))
    return [k1, k2], [a + h * (b + c) / 2 for a, b, c in zip(y, k1, k2, strict=True)]


def _midpoint(f: Slopes, t: Any, y: list[Any], h: Any) -> tuple[list[list[Any]], list[Any]]:
    k1 = f(t, *y)
    k2 = f(t + h / 2, *_plus(y, h / 2, k1))
    return [k1, k2], _plus(y, h, k2)


def _rk4(f: Slopes, t: Any, y: list[Any], h: Any) -> tuple[list[list[Any]], list[Any]]:
    k1 = f(t, *y)
    k2 = f(t + h / 2, *_plus(y, h / 2, k1))
    k3 = f(t + h / 2, *_plus(y, h / 2, k2))
    k4 = f(t + h, *_plus(y, h, k3))
    stages = [k1, k2, k3, k4]
    after = [a + h * (b + 2 * c + 2 * d + e) / 6 for a, b, c, d, e in zip(y, *stages, strict=True)]
    return stages, after


_ADVANCE = {"euler": _euler, "heun": _heun, "midpoint": _midpoint, "rk4": _rk4}
