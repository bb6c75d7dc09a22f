"""The best point that can be found: descent from many starts, differential evolution where there are kinks.

The point is refined to 40 digits on its active constraints, so that simple numbers can be recognised.
Source: J. Nocedal, S. J. Wright, Numerical Optimization (2006), §18; R. Storn, K. Price, Differential evolution,
doi:10.1023/A:1008202821328.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import isfinite
from typing import Any

from abacist.actions.optimize.region import Region
from abacist.core.expr import Expr, Symbol, neg

__all__ = ["KINKS", "Found", "search"]

KINKS = ("abs", "max", "min", "sign", "floor", "ceil", "heaviside", "mod", "piecewise")
_STARTS = 24
_WINDOW = 10.0
_FEASIBLE = 1e-7
_FAR = 1e7
_INFINITY = Symbol("oo")


@dataclass(frozen=True)
class Found:
    """The best feasible point, its value, and whether the search ran away to infinity or fell without end.

    `others` are feasible points with the same value up to rounding, away from the best one.
    """

    point: list[float]
    value: float
    method: str
    starts: int
    ran_away: bool = False
    others: tuple[list[float], ...] = ()
    smooth: bool = True


@dataclass(frozen=True)
class _Functions:
    objective: Callable[..., float]
    inequalities: list[Callable[..., float]]
    equations: list[Callable[..., float]]
    bounds: list[tuple[float, float]]
    whole: list[int]

    def value(self, x: Sequence[float]) -> float:
        found = self.objective(*map(float, x))
        return found if isfinite(found) else 1e300

    def violation(self, x: Sequence[float]) -> float:
        at = [float(v) for v in x]
        worst = [0.0]
        worst += [g(*at) for g in self.inequalities]
        worst += [abs(h(*at)) for h in self.equations]
        worst += [low - v for v, (low, _) in zip(at, self.bounds, strict=True)]
        worst += [v - high for v, (_, high) in zip(at, self.bounds, strict=True)]
        return max(v if v == v else 1e300 for v in worst)


def search(objective: Expr, region: Region, scope: str, method: str | None) -> Found | None:
    """The best point found for the minimum of `objective`; None where no feasible point was met."""
    functions = _functions(objective, region)
    bounded = all(isfinite(low) and isfinite(high) for low, high in functions.bounds)
    kinks = any(one.has(*KINKS) for one in (objective, *region.relations))
    starts = _start_points(functions, 1 if scope == "local" else _STARTS)
    found = [_descended(functions, start) for start in starts]
    chosen = "SLSQP"
    if (
        scope == "global"
        and bounded
        and (kinks or functions.whole or method == "differential_evolution")
    ):
        found += _evolved(functions)
        chosen = "differential evolution"
    found += [(functions.value(start), list(start)) for start in starts]
    feasible = [(v, x) for v, x in found if functions.violation(x) <= _FEASIBLE and v < 1e300]
    if not feasible:
        return None
    value, point = min(feasible, key=lambda one: one[0])
    away = any(abs(x) > _FAR for x in point) or value < -1e15
    others = _distinct(point, [x for v, x in feasible if v <= value + 1e-9 * (1 + abs(value))])
    return Found(point, value, chosen, len(starts), away, others, not kinks)


def _distinct(point: list[float], candidates: Sequence[list[float]]) -> tuple[list[float], ...]:
    """Candidates that are not near the point or near each other."""
    kept = [point]
    for one in candidates:
        if all(
            max(abs(a - b) / (1 + abs(a)) for a, b in zip(one, x, strict=True)) > 1e-3 for x in kept
        ):
            kept.append(one)
    return tuple(kept[1:12])


def _functions(objective: Expr, region: Region) -> _Functions:
    from abacist.notation.numpy_form import compile_scalar

    names = list(region.variables)
    infinite = {_INFINITY: float("inf"), neg(_INFINITY): float("-inf")}
    bounds = [
        tuple(infinite[end] if end in infinite else compile_scalar(end, ())() for end in pair)
        for pair in region.bounds
    ]
    return _Functions(
        compile_scalar(objective, names),
        [compile_scalar(g, names) for g in region.inequalities],
        [compile_scalar(h, names) for h in region.equations],
        [(low, high) for low, high in bounds],
        [k for k, name in enumerate(names) if name in region.integers],
    )


def _start_points(functions: _Functions, count: int) -> list[list[float]]:
    """The middle, corners, and quasi-random points (R. Halton) of the box, or of a window where it is infinite."""
    box = []
    for low, high in functions.bounds:
        if isfinite(low) and isfinite(high):
            box.append((low, high))
        elif isfinite(low):
            box.append((low, low + _WINDOW))
        elif isfinite(high):
            box.append((high - _WINDOW, high))
        else:
            box.append((-_WINDOW, _WINDOW))
    middle = [low + 0.5 * (high - low) for low, high in box]
    if count == 1:  # a little off the middle, where a saddle of a symmetric function would hold it
        return [
            [
                m + 0.03 * (k + 1) * (b - a) / len(box)
                for k, (m, (a, b)) in enumerate(zip(middle, box, strict=True))
            ]
        ]
    starts = [middle]
    if len(box) <= 4:
        starts += [list(corner) for corner in product(*box)]
    primes = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
    for index in range(1, count + 1):
        starts.append(
            [
                low + (high - low) * _halton(index, primes[k % len(primes)])
                for k, (low, high) in enumerate(box)
            ]
        )
    return starts


def _halton(index: int, base: int) -> float:
    value, weight = 0.0, 1.0
    while index:
        weight /= base
        index, digit = divmod(index, base)
        value += weight * digit
    return value


def _descended(functions: _Functions, start: Sequence[float]) -> tuple[float, list[float]]:
    import warnings

    from scipy.optimize import minimize

    constraints: list[dict[str, Any]] = [
        {"type": "ineq", "fun": lambda x, g=g: -g(*map(float, x))} for g in functions.inequalities
    ]
    constraints += [
        {"type": "eq", "fun": lambda x, h=h: h(*map(float, x))} for h in functions.equations
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # trial points outside of the domain are no concern
        done = minimize(
            functions.value,
            list(start),
            method="SLSQP",
            bounds=functions.bounds,
            constraints=constraints,
            options={"ftol": 1e-14, "maxiter": 300},
        )
    point = [float(v) for v in done.x]
    point = [float(round(v)) if k in functions.whole else v for k, v in enumerate(point)]
    clipped = [
        min(max(v, low), high) for v, (low, high) in zip(point, functions.bounds, strict=True)
    ]
    return functions.value(clipped), clipped


def _evolved(functions: _Functions) -> list[tuple[float, list[float]]]:
    """Differential evolution with a penalty, then descent from where it ended."""
    from scipy.optimize import differential_evolution

    def penalised(x: Sequence[float]) -> float:
        return functions.value(x) + 1e6 * max(0.0, functions.violation(x))

    done = differential_evolution(
        penalised,
        functions.bounds,
        seed=20_240_607,
        tol=1e-8,
        maxiter=120,
        popsize=10,
        polish=False,
        integrality=[k in functions.whole for k in range(len(functions.bounds))],
    )
    point = [float(v) for v in done.x]
    return [(functions.value(point), point), _descended(functions, point)]
