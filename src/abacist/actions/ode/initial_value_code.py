"""Standalone scripts that integrate again: plain Python for fixed steps, SciPy for adaptive methods."""

from __future__ import annotations

from collections.abc import Sequence

from abacist.actions.ode.problem import Problem
from abacist.core.expr import Expr
from abacist.notation.python_code import identifier, math_code
from abacist.notation.refusal import NotRepresentable

__all__ = ["adaptive_code", "fixed_step_code"]

_SHOWN = '''
def shown(value, digits):
    """The value with this many significant digits."""
    number = Decimal(repr(float(value)))
    place = number.adjusted() - digits + 1 if number else 0
    return f"{number.quantize(Decimal(1).scaleb(place)):f}"
'''

_MOVED = '''
def moved(state, h, slope):
    """state + h*slope"""
    return [a + h * b for a, b in zip(state, slope)]
'''

_ADVANCE = {
    "euler": """        k1 = f(time, state)
        state = moved(state, h, k1)""",
    "heun": """        k1 = f(time, state)
        k2 = f(time + h, moved(state, h, k1))
        state = [a + h * (b + c) / 2 for a, b, c in zip(state, k1, k2)]""",
    "midpoint": """        k1 = f(time, state)
        k2 = f(time + h / 2, moved(state, h / 2, k1))
        state = moved(state, h, k2)""",
    "rk4": """        k1 = f(time, state)
        k2 = f(time + h / 2, moved(state, h / 2, k1))
        k3 = f(time + h / 2, moved(state, h / 2, k2))
        k4 = f(time + h, moved(state, h, k3))
        slopes = zip(state, k1, k2, k3, k4)
        state = [a + h * (b + 2 * c + 2 * d + e) / 6 for a, b, c, d, e in slopes]""",
}


def fixed_step_code(problem: Problem, method: str, h: Expr, count: int, digits: int = 6) -> str:
    """A script that repeats the method in floats and prints the answer; "" where Python has no words."""
    try:
        right_hand_side = _right_hand_side(problem)
        start, width = math_code(problem.start), math_code(h)
        initial = ", ".join(math_code(value) for value in problem.initial)
    except NotRepresentable:
        return ""
    body = [
        right_hand_side,
        _MOVED,
        "",
        "def integrated(start, state, h, steps):",
        f'    """The state after so many steps ({method})."""',
        "    for step in range(steps):",
        "        time = start + step * h",
        _ADVANCE[method],
        "    return state",
        "",
        _SHOWN,
        "",
        f"result = integrated({start}, [{initial}], {width}, {count})",
        _printed(problem, [digits] * len(problem.system.states)),
    ]
    return _script(body)


def adaptive_code(problem: Problem, method: str, rtol: float, digits: Sequence[int]) -> str:
    """A script that integrates with SciPy and prints the answer; "" where Python has no words."""
    try:
        right_hand_side = _right_hand_side(problem)
        span = f"({math_code(problem.start)}, {math_code(problem.end)})"
        initial = ", ".join(math_code(value) for value in problem.initial)
    except NotRepresentable:
        return ""
    body = [
        right_hand_side,
        _SHOWN,
        "",
        "done = solve_ivp(",
        f"    f, {span}, [{initial}], method={method!r}, rtol={rtol:g}, atol={rtol / 1000:g}",
        ")",
        "result = done.y[:, -1]",
        _printed(problem, digits),
    ]
    return _script(body, "from scipy.integrate import solve_ivp")


def _script(body: Sequence[str], *imports: str) -> str:
    text = "\n".join(body)
    lines = ["from decimal import Decimal"]
    lines = ["import math", *lines] if "math." in text else lines
    more = [*imports, *(["from scipy import special"] if "special." in text else [])]
    return "\n".join([*lines, *([""] if more else []), *sorted(more), "", "", text]) + "\n"


def _right_hand_side(problem: Problem) -> str:
    system = problem.system
    names = [identifier(state) for state in system.states]
    unpacked = ", ".join(names) if len(names) > 1 else f"({names[0]},)"
    slopes = ", ".join(math_code(one) for one in system.derivatives)
    return "\n".join(
        [
            f"def f({identifier(system.variable)}, state):",
            '    """The right-hand side of the first-order system."""',
            f"    {unpacked} = state",
            f"    return [{slopes}]",
            "",
        ]
    )


def _printed(problem: Problem, digits: Sequence[int]) -> str:
    """The print statement of the answer in its canonical form."""
    places = problem.places
    if len(places) == 1:
        return f"print(shown(result[{places[0]}], {digits[places[0]]}))"
    parts = [f'"{problem.system.labels[k]}: " + shown(result[{k}], {digits[k]})' for k in places]
    return 'print("{" + ", ".join([' + ", ".join(parts) + ']) + "}")'
