"""A standalone SciPy script that searches again and prints the answer."""

from __future__ import annotations

from collections.abc import Sequence

from abacist.actions.optimize.region import Region
from abacist.core.expr import Call, Expr, Symbol, neg
from abacist.core.value import Ball, Exact, Named, Value
from abacist.notation.numpy_form import compile_scalar
from abacist.notation.values import answer_text

__all__ = ["code_for"]

_MATH = {
    **{name: name for name in "exp sqrt sin cos tan sinh cosh tanh".split()},
    "asin": "arcsin as asin",
    "acos": "arccos as acos",
    "atan": "arctan as atan",
    "ln": "log as ln",
    "log": "log",
    "pi": "pi",
    "E": "e as E",
}
_PLAIN = frozenset({"add", "mul", "neg", "div", "pow", "abs"})
_INFINITY = Symbol("oo")


def code_for(
    objective: Expr, sense: str, region: Region, items: Sequence[tuple[str, Value]]
) -> str:
    """The script; "" where plain NumPy has no words or variables are integers."""
    used: set[str] = set()
    expressions = [objective, *region.inequalities, *region.equations]
    for expression in expressions:
        for node in expression.walk():
            if isinstance(node, Call) and node.head in _MATH:
                used.add(_MATH[node.head])
            elif isinstance(node, Call) and node.head not in _PLAIN:
                return ""
            elif isinstance(node, Symbol) and node.name in ("pi", "E"):
                used.add(_MATH[node.name])
    for end in (one for pair in region.bounds for one in pair):
        used |= {
            _MATH[n.name] for n in end.walk() if isinstance(n, Symbol) and n.name in ("pi", "E")
        }
    if region.integers or "lambda" in region.variables:
        return ""
    names = ", ".join(region.variables)
    sign = "" if sense == "min" else "-"
    lines = [
        "import numpy as np",
        *([f"from numpy import {', '.join(sorted(used))}"] if used else []),
    ]
    lines += ["from scipy.optimize import minimize", "", "", "def objective(x):"]
    lines += [f"    {names}{',' if len(region.variables) == 1 else ''} = x"]
    lines += [f"    return {sign}({objective})", "", ""]
    lines += _constraints(region, names)
    lines += _search(region)
    lines += _printed(sense, items)
    return "\n".join(lines) + "\n"


def _constraints(region: Region, names: str) -> list[str]:
    lines = ["constraints = ["]
    for kind, sign, found in (("ineq", "-", region.inequalities), ("eq", "", region.equations)):
        for one in found:
            lines.append(
                f'    {{"type": "{kind}", "fun": lambda x: (lambda {names}: {sign}({one}))(*x)}},'
            )
    return [*lines, "]"]


def _search(region: Region) -> list[str]:
    bounds = ", ".join(f"({_end(low)}, {_end(high)})" for low, high in region.bounds)
    windows = ", ".join(_window(low, high) for low, high in region.bounds)
    return [
        f"bounds = [{bounds}]",
        f"windows = np.array([{windows}], dtype=float)",
        "best = None",
        'np.seterr(all="ignore")  # trial points may lie outside of the domain',
        "generator = np.random.default_rng(1)",
        "for start in [windows.mean(axis=1), *generator.uniform(*windows.T, size=(40, len(bounds)))]:",
        '    found = minimize(objective, start, method="SLSQP", bounds=bounds, constraints=constraints,',
        '                     options={"ftol": 1e-14, "maxiter": 500})',
        "    if found.success and (best is None or found.fun < best.fun):",
        "        best = found",
    ]


def _end(end: Expr) -> str:
    return "None" if end in (_INFINITY, neg(_INFINITY)) else str(end)


def _window(low: Expr, high: Expr) -> str:
    left, right = _end(low), _end(high)
    if left == "None" and right == "None":
        return "(-10, 10)"
    if left == "None":
        return f"({right} - 10, {right})"
    return f"({left}, {left} + 10)" if right == "None" else f"({left}, {right})"


def _printed(sense: str, items: Sequence[tuple[str, Value]]) -> list[str]:
    """The answer, after a test that the search agrees with it."""
    answer = answer_text(Named(items=tuple(items)))
    value = items[-1][1]
    shown = compile_scalar(value.expr, ())() if isinstance(value, Exact) else 0.0
    shown = float(value.mid) if isinstance(value, Ball) else shown
    sign = "" if sense == "min" else "-"
    return [
        f"value = {sign}best.fun",
        f"assert abs(value - {shown!r}) < 1e-6 * (1 + abs(value))",
        f"print({answer!r})",
    ]
