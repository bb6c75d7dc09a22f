"""A standalone SciPy script that searches again and prints the answer."""

from __future__ import annotations

from collections.abc import Sequence

from abacist.actions.optimize.region import Region
from abacist.core.expr import Expr, Symbol, neg
from abacist.core.value import Ball, Exact, Named, Value
from abacist.notation.numpy_form import compile_scalar
from abacist.notation.python_code import identifier, math_code
from abacist.notation.refusal import NotRepresentable
from abacist.notation.values import answer_text

__all__ = ["code_for"]

_INFINITY = Symbol("oo")


def code_for(
    objective: Expr, sense: str, region: Region, items: Sequence[tuple[str, Value]]
) -> str:
    """The script; "" where plain Python has no words for the functions."""
    try:
        body = [
            *_function("objective", objective, region, "" if sense == "min" else "-"),
            *_constraints(region),
            *(_integer_search(region) if region.integers else _search(region)),
            *_printed(sense, items),
        ]
    except NotRepresentable:
        return ""
    text = "\n".join(body)
    imports = ["import numpy as np"]
    if "special." in text:
        imports.append("from scipy import special")
    imports.append(
        "from scipy.optimize import "
        + ("NonlinearConstraint, differential_evolution" if region.integers else "minimize")
    )
    head = ["import math", ""] if "math." in text else []
    return "\n".join([*head, *imports, "", "", text]) + "\n"


def _function(name: str, expression: Expr, region: Region, sign: str = "") -> list[str]:
    names = [identifier(one) for one in region.variables]
    unpacked = ", ".join(names) + ("," if len(names) == 1 else "")
    value = math_code(expression)
    return [
        f"def {name}(point):",
        f"    {unpacked} = map(float, point)",
        "    try:",
        f"        return {sign}({value})",
        "    except (ValueError, ZeroDivisionError, OverflowError):",
        "        return 1e300  # outside of the domain",
        "",
        "",
    ]


def _constraints(region: Region) -> list[str]:
    """One function for each constraint: g ≤ 0, h = 0."""
    lines: list[str] = []
    for kind, found in (("at_most", region.inequalities), ("equal", region.equations)):
        for index, one in enumerate(found):
            lines += _function(f"{kind}_{index + 1}", one, region)
    return lines


def _names(kind: str, count: int) -> list[str]:
    return [f"{kind}_{k + 1}" for k in range(count)]


def _search(region: Region) -> list[str]:
    entries = [
        f'    {{"type": "ineq", "fun": lambda point: -{name}(point)}},'
        for name in _names("at_most", len(region.inequalities))
    ]
    entries += [
        f'    {{"type": "eq", "fun": {name}}},' for name in _names("equal", len(region.equations))
    ]
    return [
        *(["constraints = [", *entries, "]"] if entries else ["constraints = []"]),
        *_windows(region),
        "generator = np.random.default_rng(1)",
        "starts = [windows.mean(axis=1), *generator.uniform(*windows.T, size=(60, len(bounds)))]",
        "best = None",
        "for start in starts:",
        "    found = minimize(",
        '        objective, start, method="SLSQP", bounds=bounds, constraints=constraints,',
        '        options={"ftol": 1e-14, "maxiter": 500},',
        "    )",
        "    if found.success and (best is None or found.fun < best.fun):",
        "        best = found",
    ]


def _integer_search(region: Region) -> list[str]:
    limits = [
        f"NonlinearConstraint({name}, -np.inf, 0)"
        for name in _names("at_most", len(region.inequalities))
    ]
    limits += [
        f"NonlinearConstraint({name}, 0, 0)" for name in _names("equal", len(region.equations))
    ]
    whole = [name in region.integers for name in region.variables]
    return [
        *_windows(region),
        "best = differential_evolution(",
        f"    objective, windows, integrality={whole}, constraints=[{', '.join(limits)}],",
        "    seed=1, tol=1e-10, popsize=30,",
        ")",
    ]


def _windows(region: Region) -> list[str]:
    """The bounds, and a finite box inside them to start from."""
    reach = "1000" if region.integers else "10"
    windows = []
    for low, high in region.bounds:
        left, right = _end(low), _end(high)
        if left == "None" and right == "None":
            windows.append(f"(-{reach}, {reach})")
        elif left == "None":
            windows.append(f"({right} - {reach}, {right})")
        else:
            windows.append(
                f"({left}, {left} + {reach})" if right == "None" else f"({left}, {right})"
            )
    bounds = ", ".join(f"({_end(low)}, {_end(high)})" for low, high in region.bounds)
    return [f"bounds = [{bounds}]", f"windows = np.array([{', '.join(windows)}], dtype=float)"]


def _end(end: Expr) -> str:
    return "None" if end in (_INFINITY, neg(_INFINITY)) else math_code(end)


def _printed(sense: str, items: Sequence[tuple[str, Value]]) -> list[str]:
    """The answer, after a test that the search agrees with it."""
    value = items[-1][1]
    shown = compile_scalar(value.expr, ())() if isinstance(value, Exact) else 0.0
    shown = float(value.mid) if isinstance(value, Ball) else shown
    sign = "" if sense == "min" else "-"
    return [
        f"value = {sign}best.fun",
        f"assert abs(value - {shown!r}) < 1e-6 * (1 + abs(value))",
        f"print({answer_text(Named(items=tuple(items)))!r})",
    ]
