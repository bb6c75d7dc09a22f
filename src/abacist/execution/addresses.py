"""Where the functions are that run in a worker, and what it imports before its first task."""

from __future__ import annotations

__all__ = ["ACTION", "CHECKER", "EQUALITY", "PRELOAD", "PRELOAD_ALL"]

ACTION = "abacist.execution.targets:act"
CHECKER = "abacist.execution.targets:check"
EQUALITY = "abacist.execution.targets:compare"

PRELOAD = ("sympy", "flint", "abacist.execution.targets")
"""For a worker that somebody waits for: one command, the first call in a program."""

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
