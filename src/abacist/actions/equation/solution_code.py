"""Standalone SymPy scripts that solve the same equations from scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from abacist.core.answer import Solution

if TYPE_CHECKING:
    from abacist.actions.equation.solve import Arguments

__all__ = ["solution_script"]


def solution_script(arguments: Arguments, solution: Solution) -> str:
    """A script that prints the answer in its canonical form; "" where there is no answer to print."""
    return ""
