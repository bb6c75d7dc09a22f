"""The fixed words of a shown answer, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from abacist.core.answer import Answer, Certificate
from abacist.core.language import Language, Message
from abacist.core.outcome import Level, Verdict

__all__ = ["LEVELS", "VERDICTS", "WORDS", "check_line", "level_line", "shown_notes", "word"]

WORDS: Mapping[str, Message] = {
    "problem": Message(en="Problem", zh="题目"),
    "understood": Message(en="Understood as", zh="题意"),
    "answer": Message(en="Answer", zh="答案"),
    "steps": Message(en="Steps", zh="步骤"),
    "checks": Message(en="Checks", zh="核验"),
    "checked": Message(en="checked", zh="核验"),
    "assumptions": Message(en="Assumptions", zh="假设"),
    "other_reading": Message(en="other reading", zh="另一种理解"),
    "run_reading": Message(
        en="solve again with --reading {number}", zh="加上 --reading {number} 重新求解"
    ),
    "notes": Message(en="Notes", zh="说明"),
    "level": Message(en="Level", zh="可信程度"),
    "method": Message(en="Method", zh="方法"),
    "code": Message(en="Code", zh="代码"),
    "question": Message(en="Question", zh="请补充"),
    "mismatches": Message(en="Not confirmed", zh="未能确认之处"),
    "confirmed": Message(en="The answer is confirmed.", zh="答案已得到确认。"),
    "not_confirmed": Message(en="The answer is NOT confirmed.", zh="答案未能得到确认。"),
    "yes": Message(en="equal", zh="相等"),
    "no": Message(en="not equal", zh="不相等"),
    "undecided": Message(en="undecided", zh="未能判定"),
    "colon": Message(en=": ", zh="："),
    "dash": Message(en=" — ", zh=" — "),
}

VERDICTS: Mapping[Verdict, Message] = {
    Verdict.PROVED: Message(en="proved", zh="已证明"),
    Verdict.ENCLOSED: Message(en="enclosed", zh="已严格界定"),
    Verdict.CROSS_CHECKED: Message(en="cross-checked", zh="已交叉验证"),
    Verdict.UNDECIDED: Message(en="undecided", zh="未能判定"),
    Verdict.REFUTED: Message(en="refuted", zh="已否定"),
}

LEVELS: Mapping[Level, tuple[Message, Message]] = {
    Level.PROVED: (
        VERDICTS[Verdict.PROVED],
        Message(en="by exact proof", zh="有精确证明"),
    ),
    Level.ENCLOSED: (
        VERDICTS[Verdict.ENCLOSED],
        Message(en="between rigorous bounds", zh="有严格的上下界"),
    ),
    Level.CROSS_CHECKED: (
        VERDICTS[Verdict.CROSS_CHECKED],
        Message(en="independent methods agree", zh="独立的方法结果一致"),
    ),
    Level.COMPUTED: (
        Message(en="computed", zh="仅计算"),
        Message(
            en="by one method, not confirmed by another", zh="只用了一种方法，未经另一方法确认"
        ),
    ),
    Level.REFUTED: (
        VERDICTS[Verdict.REFUTED],
        Message(en="the check contradicts the computation", zh="核验与计算结果矛盾"),
    ),
}
"""Each level as one word and as an explanation."""


def word(name: str, language: Language) -> str:
    """One of `WORDS` in a language."""
    return WORDS[name].render(language)


def level_line(level: Level, language: Language) -> str:
    """`proved — by exact proof`."""
    name, gloss = LEVELS[level]
    return f"{name.render(language)}{word('dash', language)}{gloss.render(language)}"


def check_line(certificate: Certificate, language: Language) -> str:
    """`proved — every root substituted exactly`; with what speaks against it where it is refuted."""
    verdict = VERDICTS[certificate.verdict].render(language)
    line = f"{verdict}{word('dash', language)}{certificate.method.render(language)}"
    if certificate.verdict is Verdict.REFUTED and certificate.evidence:
        against = "; ".join(f"{name} = {text}" for name, text in certificate.evidence.items())
        line += f" ({against})"
    return line


def shown_notes(answer: Answer) -> tuple[str, ...]:
    """The remarks that belong to the answer, in its language and without repetition."""
    return tuple(dict.fromkeys(note.render(answer.language) for note in answer.notes))
