"""Mathematical text to expressions and back; libraries' own forms of expressions.

parse(text)             what people write: plain, Unicode, LaTeX        → Expr
parse_canonical(text)   the strict form of plans and answers             → Expr
canonical, display      plain text for storage, for answers
latex, terminal         for paper and chat, for one line of a terminal
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from abacist.notation.grammar import parse, parse_canonical
    from abacist.notation.latex import latex
    from abacist.notation.terminal import terminal
    from abacist.notation.text import canonical, display

__all__ = ["canonical", "display", "latex", "parse", "parse_canonical", "terminal"]

_HOMES = {
    "parse": "grammar",
    "parse_canonical": "grammar",
    "canonical": "text",
    "display": "text",
    "latex": "latex",
    "terminal": "terminal",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
