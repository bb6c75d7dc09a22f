"""Abacist: mathematics and scientific computing with steps, code and a certificate.

    from abacist import solve

    answer = solve("2x + 5 = 17")
    answer.answer, answer.level        # "6", proved

The four names are loaded on first use, so that `import abacist` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from abacist.pipeline import equal, run, solve, verify

__all__ = ["__version__", "equal", "run", "solve", "verify"]

__version__ = "0.1.0"

_LAZY = frozenset({"equal", "run", "solve", "verify"})


def __getattr__(name: str) -> object:
    if name in _LAZY:
        return getattr(import_module("abacist.pipeline"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
