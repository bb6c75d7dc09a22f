"""The script that differentiates again."""

from __future__ import annotations

from collections.abc import Mapping

from abacist.actions.calculus.scripts import agreement, python_text, script
from abacist.core.expr import Expr
from abacist.notation.python_code import identifier

__all__ = ["code_for", "gradient_code"]


def code_for(
    function: Expr,
    orders: tuple[tuple[str, int], ...],
    answer: Expr,
    values: Mapping[str, Expr] | None = None,
    dependent: str | None = None,
) -> str:
    """A SymPy script that prints the derivative in the form of the answer; "" where it has no words."""
    text, shown = python_text(function), python_text(answer)
    if not text or not shown:
        return ""
    names = set(function.free_symbols()) | {name for name, _ in orders}
    if dependent is not None:
        lines = _implicit_lines(text, orders[0], dependent)
    else:
        taken = ", ".join(f"{identifier(name)}, {order}" for name, order in orders)
        lines = [f"expression = {text}", f"result = diff(expression, {taken})"]
    for name, at in (values or {}).items():
        lines.append(f"result = result.subs({identifier(name)}, {python_text(at)})")
    lines.append(f"answer = {shown}")
    if dependent is not None and orders[0][1] > 1:
        # equal on the curve, not everywhere
        lines.append("assert reduced(numer(together(result - answer)), [F])[1] == 0")
    elif "Function(" not in text:
        lines += agreement("result", "answer", names - set(values or {}))
    return script([*lines, "print(answer)"], names, real=True)


def gradient_code(function: Expr, names: tuple[str, ...], values: Mapping[str, Expr]) -> str:
    """A SymPy script that prints all first partial derivatives."""
    text = python_text(function)
    if not text:
        return ""
    listed = ", ".join(map(identifier, names))
    lines = [f"expression = {text}", f"gradient = tuple(diff(expression, v) for v in ({listed},))"]
    for name, at in values.items():
        put = f"{identifier(name)}, {python_text(at)}"
        lines.append(f"gradient = tuple(g.subs({put}) for g in gradient)")
    lines.append("print(gradient if len(gradient) > 1 else gradient[0])")
    return script(lines, names, real=True)


def _implicit_lines(text: str, order: tuple[str, int], dependent: str) -> list[str]:
    name, times = identifier(order[0]), order[1]
    other = identifier(dependent)
    lines = [f"F = {text}", f"slope = -diff(F, {name})/diff(F, {other})", "result = slope"]
    if times == 2:
        lines.append(f"result = diff(slope, {name}) + diff(slope, {other})*slope")
    return lines
