"""The fixed words of a shown answer, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from abacist.core.answer import Answer, Certificate
from abacist.core.language import Language, Message
from abacist.core.outcome import Level, Outcome, Verdict

__all__ = [
    "LEVELS",
    "VERDICTS",
    "WORDS",
    "check_lines",
    "level_line",
    "says_all",
    "sentence",
    "shown_notes",
    "term",
    "word",
]

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


def check_lines(
    certificates: Sequence[Certificate], language: Language
) -> Iterator[tuple[Verdict, str]]:
    """Each check as `proved — every root substituted exactly`; the same check of several claims once."""
    lines = Counter((each.verdict, _check_line(each, language)) for each in certificates)
    for (verdict, line), number in lines.items():
        yield verdict, line + (f" (×{number})" if number > 1 else "")


def _check_line(certificate: Certificate, language: Language) -> str:
    """The verdict and the method; with what speaks against the claim where it is refuted."""
    verdict = VERDICTS[certificate.verdict].render(language)
    line = f"{verdict}{word('dash', language)}{certificate.method.render(language)}"
    if certificate.verdict is Verdict.REFUTED and certificate.evidence:
        against = "; ".join(f"{name} = {text}" for name, text in certificate.evidence.items())
        line += f" ({against})"
    return line


def says_all(answer: Answer) -> bool:
    """True where the message is the whole answer: no solution, no value; `{}` would only repeat it."""
    return answer.outcome in (Outcome.NO_SOLUTION, Outcome.UNDEFINED)


def term(text: str, language: Language) -> str:
    """A word of a table or of a named value in a language; what is no such word is left as it is."""
    known = _TERMS.get(text)
    return text if known is None else known.render(language)


_TERMS: Mapping[str, Message] = {
    "maximum": Message(en="maximum", zh="极大"),
    "minimum": Message(en="minimum", zh="极小"),
    "saddle": Message(en="saddle point", zh="鞍点"),
    "inflection": Message(en="point of inflection", zh="拐点"),
    "undecided": Message(en="undecided", zh="未定"),
    "endpoint": Message(en="end of the interval", zh="区间端点"),
    "rises": Message(en="rises", zh="增"),
    "falls": Message(en="falls", zh="减"),
    "point": Message(en="point", zh="点"),
    "neither": Message(en="neither", zh="非极值"),
    "type": Message(en="type", zh="类型"),
    "value": Message(en="value", zh="函数值"),
    "part": Message(en="part", zh="区间"),
    "test": Message(en="test point", zh="检验点"),
    "holds": Message(en="holds", zh="成立"),
    "term": Message(en="term", zh="项"),
    "partial sum": Message(en="partial sum", zh="部分和"),
    "partial product": Message(en="partial product", zh="部分积"),
    "true": Message(en="yes", zh="是"),
    "false": Message(en="no", zh="否"),
}
"""The words in which actions name the columns of tables, kinds of points and truths."""


def shown_notes(answer: Answer) -> tuple[str, ...]:
    """The remarks that belong to the answer, in its language and without repetition."""
    return tuple(dict.fromkeys(sentence(note, answer.language) for note in answer.notes))


def sentence(message: Message, language: Language) -> str:
    """A remark with a capital at its beginning and a stop at its end, whoever wrote it."""
    text = message.render(language).strip()
    if language is Language.EN and text[:2].isalpha():
        text = text[0].upper() + text[1:]
    shows_a_place = text.endswith("^")  # the caret below a formula is the end of a drawing
    if not text or shows_a_place or text[-1] in ".。!！?？:：;；":
        return text
    return text + ("." if language is Language.EN else "。")
