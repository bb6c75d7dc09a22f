"""The scripts that compute an integral again."""

from __future__ import annotations

from abacist.actions.calculus.scripts import agreement, python_text, script
from abacist.core.expr import Expr
from abacist.notation.python_code import identifier

__all__ = ["definite_code", "indefinite_code"]


def indefinite_code(integrand: Expr, variable: str, answer: Expr) -> str:
    """Differentiates the antiderivative and compares, then prints it with its constant."""
    text, shown = python_text(integrand), python_text(answer)
    if not text or not shown:
        return ""
    names = integrand.free_symbols() | {variable}
    lines = [f"integrand = {text}", f"F = {shown}", f"slope = diff(F, {identifier(variable)})"]
    lines += agreement("slope.doit()", "integrand", names)
    return script([*lines, "print(F, '+ C')"], names, real=True)


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
    ranges = ", ".join(
        f"({identifier(n)}, {python_text(a)}, {python_text(b)})" for n, a, b in limits
    )
    if not text:
        return ""
    if names != {name for name, _, _ in limits} or conditions:
        return _with_parameters(text, ranges, answer, names, {name for name, _, _ in limits})
    lines = [f"integral = Integral({text}, {ranges})"]
    if numerical:
        lines.append("print(integral.evalf(10))")
        return script(lines, names, real=True)
    if answer is None:
        return ""
    if len(limits) > 1:
        lines += [f"value = {python_text(answer)}", "assert simplify(integral.doit() - value) == 0"]
        return script([*lines, "print(value)"], names, real=True)
    lines += [
        f"value = {python_text(answer)}",
        "assert abs(integral.evalf(12) - value) < 1e-8",
        "print(value)",
    ]
    return script(lines, names, real=True)


def _with_parameters(
    text: str, ranges: str, answer: Expr | None, names: set[str], bound: set[str]
) -> str:
    """Compares at definite positive values of the parameters."""
    if answer is None:
        return ""
    values = ", ".join(
        f"{identifier(name)}: Rational({7 + 4 * k}, 10)"
        for k, name in enumerate(sorted(names - bound))
    )
    lines = [
        f"integral = Integral({text}, {ranges})",
        f"value = {python_text(answer)}",
        f"point = {{{values}}}",
        "assert abs(integral.subs(point).evalf(12) - value.subs(point)) < 1e-8",
        "print(value)",
    ]
    return script(lines, names, real=True)
