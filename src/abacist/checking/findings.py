"""Short ways to write what a checker found."""

from __future__ import annotations

from abacist.core.answer import Finding
from abacist.core.language import Message
from abacist.core.outcome import Verdict

__all__ = ["NotApplicable", "finding", "refuted", "undecided"]

_LONGEST = 400


class NotApplicable(Exception):
    """The method is not for this kind of claim."""


def finding(verdict: Verdict, *, en: str, zh: str, **evidence: str) -> Finding:
    """A finding with its method in both languages; empty evidence is left out."""
    shown = {key: text[:_LONGEST] for key, text in evidence.items() if text}
    return Finding(verdict=verdict, method=Message(en=en, zh=zh), evidence=shown)


def refuted(why: str) -> Finding:
    """The claim is certainly false."""
    return finding(
        Verdict.REFUTED,
        en="exact comparison with the claim",
        zh="与结论作精确比较",
        reason=why,
    )


def undecided(why: str) -> Finding:
    """Nothing was proved or refuted."""
    return finding(Verdict.UNDECIDED, en="no method applies", zh="没有适用的方法", reason=why)
