"""Where the functions are that run in a worker, and what it imports before its first task."""

from __future__ import annotations

__all__ = ["ACTION", "CHECKER", "EQUALITY", "PRELOAD", "PRELOAD_ALL", "PRELOAD_FIRST"]

ACTION = "abacist.execution.targets:act"
CHECKER = "abacist.execution.targets:check"
EQUALITY = "abacist.execution.targets:compare"

PRELOAD_FIRST = ("flint", "abacist.execution.targets")
"""For the one worker of a command: what every computation needs. SymPy takes longer to import than most problems
take to be answered without it, so it is left to the computation that asks for it."""

PRELOAD = ("sympy", *PRELOAD_FIRST)
"""For the one worker of a program that may go on to ask more."""

PRELOAD_ALL = (
    *PRELOAD,
    "abacist.execution.declared",
    "mpmath",
    "numpy",
    "scipy.integrate",
    "scipy.optimize",
    "scipy.special",
)
"""For the workers of a batch or a service."""
