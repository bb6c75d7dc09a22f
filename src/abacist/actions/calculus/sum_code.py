"""The script that computes a sum or product again."""

from __future__ import annotations

from typing import Any

from abacist.actions.calculus.scripts import python_text, script
from abacist.core.expr import Expr, Number, symbol

__all__ = ["code_for"]


def code_for(arguments: Any, answer: Expr) -> str:
    """A script that prints the answer after testing it: exactly where both bounds are numbers, for several
    values of a symbolic bound, numerically for an infinite series; "" where it has no words.
    """
    term, shown = python_text(arguments.term), python_text(answer)
    lower, upper = python_text(arguments.lower), python_text(arguments.upper)
    if not all((term, shown, lower, upper)) or "." in shown.replace("...", ""):
        return ""
    kind = "Sum" if arguments.operation == "sum" else "Product"
    index = arguments.index or "n"
    names = arguments.term.free_symbols() | arguments.lower.free_symbols() | {index}
    names |= arguments.upper.free_symbols() | answer.free_symbols()
    head = [f"whole = {kind}({term}, ({index}, {lower}, {upper}))", f"answer = {shown}"]
    return script([*head, *_test(arguments, names - {index}), "print(answer)"], names)


def _test(arguments: Any, parameters: set[str] | frozenset[str]) -> list[str]:
    infinite = arguments.upper == symbol("oo")
    bounds = arguments.lower.free_symbols() | arguments.upper.free_symbols()
    if not infinite and not parameters:
        few = isinstance(arguments.upper, Number) and isinstance(arguments.lower, Number)
        if few and arguments.upper.value - arguments.lower.value > 2_000:
            return ["assert simplify(whole.doit() - answer) == 0"]
        return ["assert simplify(whole.doit(deep=True) - answer) == 0"]
    if infinite and not parameters:
        return ["assert abs(N(whole) - N(answer)) < 1e-10"]
    if infinite:
        others = ", ".join(f"{name}: Rational(1, 3)" for name in sorted(parameters))
        return [f"at = {{{others}}}", "assert abs(N(whole.subs(at)) - N(answer.subs(at))) < 1e-10"]
    fixed = [f"{name}: {5 + k}" for k, name in enumerate(sorted(bounds))]
    fixed += [f"{name}: Rational({k + 3}, 7)" for k, name in enumerate(sorted(parameters - bounds))]
    return [
        f"at = {{{', '.join(fixed)}}}",
        "assert simplify(whole.subs(at).doit() - answer.subs(at)) == 0",
    ]
