"""The code of a plan: the snippets of its nodes as one standalone script that prints the answer last."""

from __future__ import annotations

from collections.abc import Sequence

from abacist.core.language import Language
from abacist.explain.words import word

__all__ = ["combine"]


def combine(snippets: Sequence[tuple[str, str]], title: str, language: Language) -> str:
    """One script from (heading, snippet) pairs in the order of computation; "" where one is missing.

    Each snippet computes from scratch and prints, so the last thing printed is the answer. A snippet
    that is part of a later one all the same is kept: it shows how the parts come about.
    """
    written = [(heading, snippet.strip("\n")) for heading, snippet in snippets]
    if not written or not all(snippet for _, snippet in written):
        return ""
    first = f"# {word('problem', language)}{word('colon', language)}{_one_line(title)}"
    parts = [first if title else "# Abacist"]
    for heading, snippet in written:
        named = f"\n# {_one_line(heading)}\n" if len(written) > 1 else ""
        parts.append(f"{named}{snippet}")
    return "\n".join(parts) + "\n"


def _one_line(text: str) -> str:
    """A text that cannot end the comment it stands in."""
    shown = " ".join(text.split())
    printable = "".join(c if c.isprintable() else "?" for c in shown)
    return printable if len(printable) <= 200 else printable[:199] + "…"
