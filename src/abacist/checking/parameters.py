"""What findings at values of the parameters say of a claim that is made for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from abacist.core.answer import Finding
from abacist.core.language import Message
from abacist.core.outcome import Verdict

__all__ = ["of_parameters"]

_GOOD = (Verdict.PROVED, Verdict.ENCLOSED, Verdict.CROSS_CHECKED)
_FEWEST = 3
_SPECIAL = Message(
    en="tried at values of the parameters: not true for some that no condition excludes",
    zh="对参数取值检验：存在条件未排除的取值使结论不成立",
)


def of_parameters(
    findings: Sequence[tuple[Finding, bool, dict[str, Fraction]]], unknown: Message
) -> Finding:
    """Values in general position (True) refute; special ones (False) leave the claim open; all together cross-check.

    `unknown` is the method told where too few values could be decided.
    """
    for finding, general, point in findings:
        if finding.verdict is Verdict.REFUTED:
            where = ", ".join(f"{name} = {value}" for name, value in point.items())
            evidence = {"not true for": where, **finding.evidence}
            if general:
                return Finding(verdict=Verdict.REFUTED, method=finding.method, evidence=evidence)
            return Finding(verdict=Verdict.UNDECIDED, method=_SPECIAL, evidence=evidence)
    general = [finding for finding, is_general, _ in findings if is_general]
    if len(general) < _FEWEST or any(finding.verdict not in _GOOD for finding in general):
        return Finding(verdict=Verdict.UNDECIDED, method=unknown)
    evidence = {"parameter samples": str(len(findings)), **general[0].evidence}
    return Finding(verdict=Verdict.CROSS_CHECKED, method=general[0].method, evidence=evidence)
