"""Standalone scripts that integrate again: plain Python for fixed steps, SciPy for adaptive methods."""

from __future__ import annotations

from collections.abc import Sequence

from abacist.actions.ode.problem import Problem
from abacist.core.expr import Call, Expr

__all__ = ["adaptive_code", "fixed_step_code"]

_MATH = {
    **{name: name for name in "exp sqrt sin cos tan asin acos atan sinh cosh tanh".split()},
    **{name: name for name in "asinh acosh atanh erf erfc gamma atan2".split()},
    "ln": "log as ln",
    "log": "log",
    "loggamma": "lgamma as loggamma",
    "pi": "pi",
    "E": "e as E",
}
_PLAIN = frozenset({"add", "mul", "neg", "div", "pow", "abs", "max", "min"})

_SHOWN = '''
def shown(value, digits):
    """The value with this many significant digits."""
    number = Decimal(repr(float(value)))
    place = number.adjusted() - digits + 1 if number else 0
    return f"{number.quantize(Decimal(1).scaleb(place)):f}"
'''

_ADVANCE = {
    "euler": """    k1 = f(t, y)
    y = moved(y, h, k1)""",
    "heun": """    k1 = f(t, y)
    k2 = f(t + h, moved(y, h, k1))
    y = [a + h * (b + c) / 2 for a, b, c in zip(y, k1, k2)]""",
    "midpoint": """    k1 = f(t, y)
    k2 = f(t + h / 2, moved(y, h / 2, k1))
    y = moved(y, h, k2)""",
    "rk4": """    k1 = f(t, y)
    k2 = f(t + h / 2, moved(y, h / 2, k1))
    k3 = f(t + h / 2, moved(y, h / 2, k2))
    k4 = f(t + h, moved(y, h, k3))
    y = [a + h * (b + 2 * c + 2 * d + e) / 6 for a, b, c, d, e in zip(y, k1, k2, k3, k4)]""",
}


def fixed_step_code(problem: Problem, method: str, h: Expr, count: int, digits: int = 6) -> str:
    """A script that repeats the method in floats and prints the answer; "" where Python has no words."""
    names = _imports(problem, [h])
    if names is None:
        return ""
    system = problem.system
    initial = ", ".join(str(value) for value in problem.initial)
    lines = [
        "from decimal import Decimal",
        *names,
        "",
        "",
        f"def f({system.variable}, y):",
        f"    {_unpacked(system.states)} = y",
        f"    return [{', '.join(str(one) for one in system.derivatives)}]",
        "",
        "",
        "def moved(y, h, k):",
        "    return [a + h * b for a, b in zip(y, k)]",
        "",
        _SHOWN,
        "",
        f"start, h, y = {problem.start}, {h}, [{initial}]",
        f"for n in range({count}):",
        "    t = start + n * h",
        _ADVANCE[method],
        _printed(problem, "y", [digits] * len(system.states)),
    ]
    return "\n".join(lines) + "\n"


def adaptive_code(problem: Problem, method: str, rtol: float, digits: Sequence[int]) -> str:
    """A script that integrates with SciPy and prints the answer; "" where Python has no words."""
    names = _imports(problem, [])
    if names is None:
        return ""
    system = problem.system
    initial = ", ".join(str(value) for value in problem.initial)
    lines = [
        "from decimal import Decimal",
        *names,
        "",
        "from scipy.integrate import solve_ivp",
        "",
        "",
        f"def f({system.variable}, y):",
        f"    {_unpacked(system.states)} = y",
        f"    return [{', '.join(str(one) for one in system.derivatives)}]",
        "",
        _SHOWN,
        "",
        f"span = ({problem.start}, {problem.end})",
        f"solution = solve_ivp(f, span, [{initial}], method={method!r}, rtol={rtol:g}, atol={rtol / 1000:g})",
        "y = solution.y[:, -1]",
        _printed(problem, "y", digits),
    ]
    return "\n".join(lines) + "\n"


def _unpacked(states: Sequence[str]) -> str:
    return ", ".join(states) if len(states) > 1 else f"({states[0]},)"


def _printed(problem: Problem, values: str, digits: Sequence[int]) -> str:
    """The print statement of the answer in its canonical form."""
    places = problem.places
    if len(places) == 1:
        return f"print(shown({values}[{places[0]}], {digits[places[0]]}))"
    parts = [f'"{problem.system.labels[k]}: " + shown({values}[{k}], {digits[k]})' for k in places]
    return 'print("{" + ", ".join([' + ", ".join(parts) + ']) + "}")'


def _imports(problem: Problem, others: Sequence[Expr]) -> list[str] | None:
    """The import lines for what the expressions use; None for what `math` does not have."""
    used: set[str] = set()
    expressions = [*problem.system.derivatives, *problem.initial, problem.start, problem.end]
    for expression in [*expressions, *others]:
        for node in expression.walk():
            if isinstance(node, Call):
                if node.head in _MATH:
                    used.add(_MATH[node.head])
                elif node.head not in _PLAIN:
                    return None
        used |= {_MATH[name] for name in ("pi", "E") if name in str(expression)}
    reserved = {"f", "y", "h", "t", "n", "shown", "moved", "span", "start", "solution", "lambda"}
    reserved -= {"y"} if len(problem.system.states) == 1 else set()
    if reserved & set(problem.system.states) - {problem.system.variable}:
        return None
    return [f"from math import {', '.join(sorted(used))}"] if used else []
