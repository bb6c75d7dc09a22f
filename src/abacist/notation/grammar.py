"""Mathematical text to expressions: what people write (`parse`) and the strict form (`parse_canonical`)."""

from __future__ import annotations

from abacist.notation.canonical_grammar import parse_canonical

__all__ = ["parse_canonical"]
