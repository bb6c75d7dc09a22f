"""The scripts that compute an integral again."""

from __future__ import annotations

from abacist.actions.calculus.scripts import python_text, script
from abacist.core.expr import Expr

__all__ = ["definite_code", "indefinite_code"]


def indefinite_code(integrand: Expr, variable: str, answer: Expr) -> str:
    """Differentiates the antiderivative and compares, then prints it with its constant."""
    text, shown = python_text(integrand), python_text(answer)
    if not text or not shown:
        return ""
    lines = [
        f"f = {text}",
        f"F = {shown}",
        f"difference = diff(F, {variable}) - f",
        f"assert abs(N(difference.subs({variable}, Rational(7, 10)))) < 1e-9",
        "print(F, '+ C')",
    ]
    names = integrand.free_symbols() | {variable}
    if names != {variable}:
        lines[3] = "assert simplify(difference) == 0"
    return script(lines, names)


def definite_code(
    integrand: Expr,
    limits: tuple[tuple[str, Expr, Expr], ...],
    answer: Expr | None,
    conditions: tuple[Expr, ...],
    numerical: bool = False,
) -> str:
    """Compares the value with mpmath's quadrature and prints it."""
    text = python_text(integrand)
    names = set(integrand.free_symbols()) | {name for name, _, _ in limits}
    if not text or names != {name for name, _, _ in limits} or conditions:
        return ""
    ranges = ", ".join(f"({n}, {python_text(a)}, {python_text(b)})" for n, a, b in limits)
    lines = [f"integral = Integral({text}, {ranges})"]
    if numerical:
        lines.append("print(integral.evalf(10))")
        return script(lines, names)
    if answer is None:
        return ""
    lines += [
        f"value = {python_text(answer)}",
        "assert abs(integral.evalf(12) - value) < 1e-8",
        "print(value)",
    ]
    return script(lines, names)
