"""Adaptive integration: the method chosen by stiffness, the error estimated by a hundredfold smaller tolerance.

The problem counts as stiff where the fastest decay rate of the Jacobian near the start, times the length
of the interval, exceeds 20000 (an explicit method needs about that many evaluations to stay stable), or where an
explicit method needs too many evaluations.
Source: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II (1996), §§IV.2, IV.8;
L. F. Shampine, C. W. Gear, doi:10.1137/1021001 (what stiffness is).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from abacist.core.language import Message

__all__ = ["ADAPTIVE_METHODS", "NAMES", "AdaptiveMethod", "Run", "integrate"]

AdaptiveMethod = Literal["rk45", "dop853", "radau", "bdf", "lsoda"]
ADAPTIVE_METHODS = ("rk45", "dop853", "radau", "bdf", "lsoda")

NAMES = {
    "rk45": "RK45",
    "dop853": "DOP853",
    "radau": "Radau",
    "bdf": "BDF",
    "lsoda": "LSODA",
}
"""SciPy's names of the methods."""

_STIFF = 2e4
_EXPLICIT_EVALUATIONS = 150_000
_IMPLICIT_EVALUATIONS = 400_000
_LARGE = 1e6

Slopes = Callable[..., list[float]]


@dataclass(frozen=True)
class Run:
    """How an integration ended.

    Arguments:
        values: the states where it ended; errors: the estimated absolute errors.
        reached: the point where it ended.
        ending: `done`, `blow_up` (a state became huge before the end) or `stopped` (it could not go on).
        method: what was used; reason: why. evaluations: of the right-hand side. stiffness: decay rate × length.
    """

    values: list[float]
    errors: list[float]
    reached: float
    ending: Literal["done", "blow_up", "stopped"]
    method: AdaptiveMethod
    reason: Message
    evaluations: int
    stiffness: float


class _TooMany(Exception):
    """The right-hand side was evaluated too often."""


@dataclass
class _Counted:
    """The right-hand side for SciPy, counted and bounded."""

    slopes: Slopes
    most: int
    count: int = 0
    last: float = 0.0

    def __call__(self, t: float, y: Any) -> list[float]:
        self.count += 1
        self.last = float(t)
        if self.count > self.most:
            raise _TooMany
        try:
            return [float(v) for v in self.slopes(float(t), *(float(v) for v in y))]
        except (ValueError, ZeroDivisionError, OverflowError):
            return [float("nan")] * len(y)


def integrate(
    slopes: Slopes,
    start: float,
    initial: Sequence[float],
    end: float,
    rtol: float,
    method: AdaptiveMethod | None = None,
) -> Run:
    """The states at `end` with a relative error of about `rtol` and an estimate of the error.

    The result is that of the run at rtol/100; the error is estimated by its difference from the run at rtol.
    """
    rate = _decay_rate(slopes, start, initial)
    stiffness = rate * abs(end - start)
    chosen: AdaptiveMethod = method or ("radau" if stiffness > _STIFF else "dop853")
    reason = _reason(chosen, method is not None, stiffness)
    try:
        return _run(slopes, start, initial, end, rtol, chosen, reason, stiffness)
    except _TooMany:
        if method is not None or chosen == "radau":
            return Run(list(initial), [], start, "stopped", chosen, reason, -1, stiffness)
    reason = Message(
        en=f"DOP853 needed more than {_EXPLICIT_EVALUATIONS} evaluations, a sign of stiffness, so the "
        "implicit method Radau (L-stable) was used",
        zh=f"DOP853 需要超过 {_EXPLICIT_EVALUATIONS} 次求值，说明问题是刚性的，因此改用隐式的 Radau 方法（L 稳定）",
    )
    try:
        return _run(slopes, start, initial, end, rtol, "radau", reason, stiffness)
    except _TooMany:
        return Run(list(initial), [], start, "stopped", "radau", reason, -1, stiffness)


def _reason(chosen: AdaptiveMethod, asked: bool, stiffness: float) -> Message:
    if asked:
        return Message(en=f"{NAMES[chosen]}, as asked for", zh=f"{NAMES[chosen]}，按题目要求")
    shown = f"{stiffness:.3g}"
    if chosen == "radau":
        return Message(
            en=f"stiff: fastest decay rate times length of the interval is {shown}, above 20000, so the "
            "implicit method Radau (order 5, L-stable) was chosen",
            zh=f"刚性问题：最快衰减率与区间长度之积为 {shown}，大于 20000，故选隐式的 Radau 方法（5 阶，L 稳定）",
        )
    return Message(
        en=f"not stiff: fastest decay rate times length of the interval is {shown}, so the explicit "
        "Runge-Kutta method DOP853 (order 8) was chosen",
        zh=f"非刚性：最快衰减率与区间长度之积为 {shown}，故选显式龙格-库塔方法 DOP853（8 阶）",
    )


def _decay_rate(slopes: Slopes, t: float, y: Sequence[float]) -> float:
    """The largest −Re λ of the Jacobian at the start and a little later, by finite differences."""
    import numpy as np

    rates = [0.0]
    state = [float(v) for v in y]
    for _ in range(2):
        try:
            base = np.array(slopes(t, *state), dtype=float)
            columns = []
            for index, value in enumerate(state):
                shift = 1e-7 * max(1.0, abs(value))
                moved = [*state[:index], value + shift, *state[index + 1 :]]
                columns.append((np.array(slopes(t, *moved), dtype=float) - base) / shift)
            jacobian = np.array(columns).T
            if not np.all(np.isfinite(jacobian)):
                break
            rates.append(float(max(-np.linalg.eigvals(jacobian).real)))
        except (ValueError, ZeroDivisionError, OverflowError):
            break
        # another point, moved along the flow by a small part of the scale of the state
        speed = max(abs(float(s)) for s in base) or 1.0
        size = 0.01 * max(1.0, *(abs(v) for v in state)) / speed
        state = [v + size * float(s) for v, s in zip(state, base, strict=True)]
    return max(rates)


def _run(
    slopes: Slopes,
    start: float,
    initial: Sequence[float],
    end: float,
    rtol: float,
    method: AdaptiveMethod,
    reason: Message,
    stiffness: float,
) -> Run:
    explicit = method in ("rk45", "dop853")
    counted = _Counted(slopes, _EXPLICIT_EVALUATIONS if explicit else _IMPLICIT_EVALUATIONS)
    runs = []
    coarse = rtol if explicit else 10 * rtol  # implicit methods of order 5 pay more for each digit
    for tolerance in (max(coarse, 1e-13), max(coarse / 100, 3e-14)):
        done = _solve(counted, start, initial, end, tolerance, method)
        values = [float(v) for v in done.y[:, -1]]
        reached = float(done.t[-1])
        if not done.success or not all(abs(v) < 1e200 for v in values):
            ending = "blow_up" if max(abs(v) for v in values) > _LARGE else "stopped"
            return Run(values, [], reached, ending, method, reason, counted.count, stiffness)
        runs.append(values)
    errors = [abs(a - b) for a, b in zip(*runs, strict=True)]
    return Run(runs[1], errors, end, "done", method, reason, counted.count, stiffness)


def _solve(
    counted: _Counted,
    start: float,
    initial: Sequence[float],
    end: float,
    tolerance: float,
    method: AdaptiveMethod,
) -> Any:
    import warnings

    from scipy.integrate import solve_ivp

    scale = max(abs(v) for v in initial) or 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what LSODA says of itself is in its status
        return solve_ivp(
            counted,
            (start, end),
            list(initial),
            method=NAMES[method],
            rtol=tolerance,
            atol=tolerance * min(1.0, scale) * 1e-3,
            max_step=abs(end - start) / 20,
            first_step=None,
        )
