"""Words for kinds of integers and for what is true of them: "three-digit", "divisible by 7", 除以9余7.

    Attribute      an adjective before a noun: even, perfect square; Quality: prime; Sign: positive
    Predicate      what is said of a number or of the members of a set: divisible by 3, greater than 10
    IntegerKind    a noun for integers: positive integers less than 100, 三位数

Each means a relation in `member`; see `integer_conditions`.
"""

from __future__ import annotations

from abacist.actions.numbers.divisibility_words import (
    ARTICLE,
    COPULA,
    DIVISIBILITY,
    MAY_BE,
    REMAINDERS,
)
from abacist.core.language import Message
from abacist.core.phrase import Formula, Hole, Phrase
from abacist.core.registry import notion

__all__ = ["PHRASES"]

_ENDS_INCLUDED = Message(
    en="“Between a and b” is taken to include a and b themselves.",
    zh="“a 与 b 之间”按包含两端理解。",
)
_ENDS_EXCLUDED = Message(
    en="“Between a and b” is taken to leave out a and b themselves.",
    zh="“a 与 b 之间”按不含两端理解。",
)
_NUMBERS = "(number|numbers|integer|integers)"

_ADJECTIVES = (
    ("even", "偶", "mod(member, 2) = 0"),
    ("odd", "奇", "mod(member, 2) = 1"),
    ("prime", "(质|素)", "in(member, Primes)"),
    ("composite", "合", "and(member > 1, not(in(member, Primes)))"),
    ("perfect square", "(完全)?平方", "in(sqrt(member), Integers)"),
    ("perfect cube", "(完全)?立方", "in(root(member, 3), Integers)"),
)
_PLURALS = {
    "prime": "(prime|primes)",
    "perfect square": "(perfect)? (square|squares)",
    "perfect cube": "(perfect)? (cube|cubes)",
}


def _adjectives() -> tuple[Phrase, ...]:
    """For each adjective the attribute, the predicate and the noun."""
    found: list[Phrase] = []
    for en, zh, condition in _ADJECTIVES:
        means = Formula(condition)
        plural = _PLURALS.get(en, f"{en} {_NUMBERS}")
        found += [
            Phrase("Quality" if en == "prime" else "Attribute", en=(en,), zh=(zh,), means=means),
            Phrase(
                "Predicate",
                en=(
                    en if en in ("even", "odd", "prime", "composite") else f"a {en}",
                    f"{COPULA} (all)? {ARTICLE} {en} {_NUMBERS}?",
                    f"{COPULA} (all)? {ARTICLE} {plural}",
                    f"(a|an) {en} {_NUMBERS}",
                    f"(a|an) {plural}",
                ),
                zh=(f"是{zh}数", f"(是|为)?(一个)?{zh}数", f"(是|为){zh}的"),
                means=means,
            ),
            Phrase("IntegerKind", en=(f"{en} {_NUMBERS}", plural), zh=(f"{zh}数",), means=means),
        ]
    return tuple(found)


_SIGNS = (
    Phrase("Sign", en=("positive",), zh=("正",), means=Formula("member > 0")),
    Phrase("Sign", en=("negative",), zh=("负",), means=Formula("member < 0")),
    Phrase("Sign", en=("(nonnegative|non-negative)",), zh=("非负",), means=Formula("member >= 0")),
    Phrase(
        "Sign",
        en=("{d:Integer}(-)?digit",),
        zh=("{d:Integer}位",),
        means=Formula("and(member >= 10**(d - 1), member <= 10**d - 1)"),
    ),
)

_KINDS = (
    Phrase("IntegerKind", en=(_NUMBERS,), zh=("(整数|数)",), means=Formula("in(member, Integers)")),
    Phrase(
        "IntegerKind",
        en=("whole (number|numbers)",),
        zh=("自然数",),
        means=Formula("member >= 0"),
    ),
    Phrase("IntegerKind", en=("natural (number|numbers)",), means=Formula("member > 0")),
    Phrase(
        "IntegerKind",
        en=("(multiple|multiples) of {k:Number}",),
        zh=("{k:Number}的倍数",),
        means=Formula("mod(member, k) = 0"),
    ),
    Phrase(
        "IntegerKind",
        en=("(a|an|the|all|any|every|all the)? {a:Sign} {k:IntegerKind}",),
        zh=("{a:Sign}(的)?{k:IntegerKind}",),
        means=Formula("and(a, k)"),
    ),
    *(
        Phrase(
            "IntegerKind",
            en=(f"{{a:{kind}}} {{k:IntegerKind}}",),
            zh=(f"{{a:{kind}}}{{k:IntegerKind}}", f"{{a:{kind}}}的{{k:IntegerKind}}"),
            means=Formula("and(a, k)"),
            cost=0.05,
        )
        for kind in ("Attribute", "Quality")
    ),
    Phrase(
        "IntegerKind",
        en=("positive (multiple|multiples) of {k:Number}",),
        zh=("{k:Number}的正倍数",),
        means=Formula("and(member > 0, mod(member, k) = 0)"),
    ),
    Phrase(
        "IntegerKind",
        en=(
            "{k:IntegerKind} (that|which|who)? {p:Predicate}",
            "{k:IntegerKind} (that|which)? (both|also) {p:Predicate}",
        ),
        zh=("(满足)?{p:Predicate}的(所有|全部)?(的)?{k:IntegerKind}",),
        means=Formula("and(k, p)"),
        cost=0.05,
    ),
    Phrase(
        "IntegerKind",
        en=("{k:IntegerKind} {x:Symbol}",),
        zh=("{k:IntegerKind}{x:Symbol}",),
        means=Formula("and(k, in(x, Integers))"),
        cost=0.05,
    ),
    Phrase(
        "IntegerKind",
        en=("{a:Sign} {x:Symbol}",),
        means=Formula("and(a, in(x, Integers))"),
        cost=0.1,
    ),
    Phrase(
        "IntegerKind",
        en=("(a|an|the|some|any|such a|certain|a certain) {k:IntegerKind}",),
        zh=("(一个|某个|某|这个|一|所有(的)?|全部(的)?|这样的|这些){k:IntegerKind}",),
        means=Hole("k"),
        cost=0.05,
    ),
)

_ORDER = (
    Phrase(
        "Predicate",
        en=(
            f"{MAY_BE} (strictly)? (greater|more|larger|bigger|higher) than {{a:Number}}",
            f"{MAY_BE} (above|over) {{a:Number}}",
        ),
        zh=("(大于|多于|超过|高于){a:Number}", "比{a:Number}大"),
        means=Formula("member > a"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{MAY_BE} (strictly)? (less|smaller|fewer|lower) than {{a:Number}}",
            f"{MAY_BE} (below|under) {{a:Number}}",
        ),
        zh=("(小于|少于|低于){a:Number}", "比{a:Number}小"),
        means=Formula("member < a"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{MAY_BE} (at least|no less than|not less than|greater than or equal to) {{a:Number}}",
        ),
        zh=("(不小于|不少于|不低于|大于(或)?等于){a:Number}", "{a:Number}以上"),
        means=Formula("member >= a"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{MAY_BE} (at most|up to|(no|not) (more|greater|larger) than|less than or equal to) {{a:Number}}",
            "(not exceeding|that do not exceed|that does not exceed) {a:Number}",
        ),
        zh=("(不大于|不超过|不多于|不高于|小于(或)?等于){a:Number}", "{a:Number}以内"),
        means=Formula("member <= a"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{MAY_BE} (in the range)? from {{a:Number}} (to|through) {{b:Number}} ((,)? inclusive)?",
            f"{MAY_BE} (in the range)? between {{a:Number}} and {{b:Number}} (,)? inclusive",
        ),
        zh=(
            "(在|介于|从)?{a:Number}(到|至|～|~){b:Number}(之间|之内|以内|中)?",
            "{a:Number}(和|与){b:Number}之间（含两端）",
        ),
        means=Formula("and(member >= a, member <= b)"),
        cost=0.05,
    ),
    *(
        Phrase(
            "Predicate",
            en=(f"{MAY_BE} (in the range)? between {{a:Number}} and {{b:Number}}",),
            zh=("(在|介于|从)?{a:Number}(和|与){b:Number}(之间|之内|以内|中)",),
            means=Formula(means),
            cost=cost,
            assumes=assumes,
        )
        for means, cost, assumes in (
            ("and(member >= a, member <= b)", 0.05, _ENDS_INCLUDED),
            ("and(member > a, member < b)", 0.5, _ENDS_EXCLUDED),
        )
    ),
    Phrase(
        "Predicate",
        en=(
            f"{MAY_BE} strictly between {{a:Number}} and {{b:Number}}",
            f"{MAY_BE} between {{a:Number}} and {{b:Number}} (,)? exclusive",
        ),
        zh=("(严格)?(大于){a:Number}(且|而|并且)?小于{b:Number}",),
        means=Formula("and(member > a, member < b)"),
    ),
)

_COMBINED = (
    Phrase(
        "Predicate",
        en=("{p:Predicate} (,)? (and|and also|but) {q:Predicate}", "{p:Predicate}, {q:Predicate}"),
        zh=(
            "{p:Predicate}(，)?(且|并且|又|同时|并){q:Predicate}",
            "{p:Predicate}(，|、){q:Predicate}",
            "{p:Predicate}{q:Predicate}",
        ),
        means=Formula("and(p, q)"),
        cost=0.05,
    ),
    Phrase(
        "Predicate",
        en=("(either)? {p:Predicate} or {q:Predicate}",),
        zh=("{p:Predicate}(或|或者){q:Predicate}",),
        means=Formula("or(p, q)"),
        cost=0.1,
    ),
    Phrase(
        "Predicate",
        en=("not {p:Predicate}", "(is|are|do|does) not {p:Predicate}"),
        zh=("(不|并非|不是){p:Predicate}",),
        means=Formula("not(p)"),
        cost=0.1,
    ),
    Phrase(
        "Predicate",
        en=("{p:Predicate} (,)? (but|and) (is|are)? not {q:Predicate}",),
        zh=("{p:Predicate}(，)?(但|但是|而|却)(不|不是){q:Predicate}",),
        means=Formula("and(p, not(q))"),
        cost=0.05,
    ),
    Phrase(
        "Predicate",
        en=("also {p:Predicate}", "(is|are) also {p:Predicate}"),
        zh=("(也|又|同时){p:Predicate}",),
        means=Hole("p"),
        cost=0.02,
    ),
    Phrase(
        "Predicate",
        en=("neither {p:Predicate} nor {q:Predicate}", "(is|are) neither {p:Predicate} nor {q:Predicate}"),
        zh=("(既|又)?不(是)?{p:Predicate}(，)?(也|又)不(是)?{q:Predicate}",),
        means=Formula("and(not(p), not(q))"),
        cost=0.05,
    ),
    Phrase("Predicate", en=("{c:Congruence}",), zh=("{c:Congruence}",), means=Hole("c"), cost=0.02),
    Phrase("Predicate", en=("(is|are) {k:IntegerKind}",), zh=("(都)?是{k:IntegerKind}",), means=Hole("k"), cost=0.1),
    Phrase(
        "Predicate",
        en=("{x:Symbol} {p:Predicate}",),
        zh=("{x:Symbol}{p:Predicate}", "{x:Symbol}(是|为)(一个)?{p:Predicate}"),
        means=Formula("and(p, in(x, Integers))"),
        cost=0.05,
    ),
)  # fmt: skip

PHRASES = (*_adjectives(), *_SIGNS, *_KINDS, *DIVISIBILITY, *REMAINDERS, *_ORDER, *_COMBINED)

notion("integers", PHRASES, module=__name__)
