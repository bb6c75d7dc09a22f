"""Whether a number satisfies a condition: the condition is evaluated at it, exactly, with FLINT.

Primality is proved by FLINT, divisibility by division with remainder. A proof either way.
"""

from __future__ import annotations

from fractions import Fraction

from abacist.checking.integer_relations import NotAnInteger, relation, value_of
from abacist.core.answer import Finding
from abacist.core.claim import HoldsFor
from abacist.core.language import Message
from abacist.core.outcome import Verdict
from abacist.core.registry import checker

__all__ = ["check"]


@checker("holds_for")
def check(claim: HoldsFor) -> Finding:
    """Decides the claim; see the module's page."""
    try:
        value = value_of(claim.number, {})
        exact = Fraction(int(value.p), int(value.q))
        holds = relation(claim.condition, {claim.unknown: exact})
    except NotAnInteger as why:
        return _finding(Verdict.UNDECIDED, why=str(why))
    verdict = Verdict.PROVED if holds == claim.value else Verdict.REFUTED
    return _finding(verdict, number=str(exact)[:200], holds=str(holds).lower())


_METHOD = Message(en="the condition evaluated exactly at the number", zh="在该数处精确检验条件")


def _finding(verdict: Verdict, **evidence: str) -> Finding:
    return Finding(verdict=verdict, method=_METHOD, evidence=evidence)
