"""The script that differentiates again."""

from __future__ import annotations

from collections.abc import Mapping

from abacist.actions.calculus.scripts import python_text, script
from abacist.core.expr import Expr

__all__ = ["code_for"]


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
        taken = ", ".join(f"{name}, {order}" for name, order in orders)
        lines = [f"f = {text}", f"result = diff(f, {taken})"]
    for name, at in (values or {}).items():
        lines.append(f"result = result.subs({name}, {python_text(at)})")
    lines += [f"answer = {shown}", "assert simplify(result - answer) == 0", "print(answer)"]
    return script(lines, names)


def _implicit_lines(text: str, order: tuple[str, int], dependent: str) -> list[str]:
    name, times = order
    lines = [f"F = {text}", f"slope = -diff(F, {name})/diff(F, {dependent})", "result = slope"]
    if times == 2:
        lines.append(f"result = diff(slope, {name}) + diff(slope, {dependent})*slope")
    return lines
