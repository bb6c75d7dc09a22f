"""How divisibility and remainders are put in words: what is said of a `member`."""

from __future__ import annotations

from abacist.core.phrase import Formula, Phrase

__all__ = ["ARTICLE", "COPULA", "DIVISIBILITY", "MAY_BE", "REMAINDERS"]

COPULA = "(is|are|be|being)"
MAY_BE = "(is|are|be|being)?"
_CAN = "(is|are|be|can be)? (evenly|exactly|both)?"
ARTICLE = "(a|an|the)?"

DIVISIBILITY = (
    Phrase(
        "Predicate",
        en=(
            "divisible by {k:Number}",
            f"{_CAN} divisible by {{k:Number}}",
            f"{COPULA} {ARTICLE} (multiple|multiples) of {{k:Number}}",
            "(a|any) multiple of {k:Number}",
            "(can be|are|is) divided by {k:Number}",
        ),
        zh=(
            "能被{k:Number}整除",
            "(能|可以|可)?(够)?被{k:Number}整除",
            "(是|为)?{k:Number}的倍数",
            "(能)?整除以{k:Number}",
        ),
        means=Formula("mod(member, k) = 0"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{_CAN} divisible by (both)? {{k:Number}} and (by)? {{m:Number}}",
            f"{COPULA} {ARTICLE} (common)? (multiple|multiples) of (both)? {{k:Number}} and (of)? {{m:Number}}",
        ),
        zh=(
            "(能|可以|可)?(够)?(同时|都)?被{k:Number}(、|和|与|及){m:Number}(同时|都)?整除",
            "(是|为)?{k:Number}(和|与){m:Number}的(公)?倍数",
        ),
        means=Formula("and(mod(member, k) = 0, mod(member, m) = 0)"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{_CAN} divisible by (either)? {{k:Number}} or (by)? {{m:Number}}",
            f"{COPULA} {ARTICLE} (multiple|multiples) of (either)? {{k:Number}} or (of)? {{m:Number}}",
        ),
        zh=(
            "(能|可以|可)?(够)?被{k:Number}(或|或者){m:Number}整除",
            "(是|为)?{k:Number}(或|或者){m:Number}的倍数",
        ),
        means=Formula("or(mod(member, k) = 0, mod(member, m) = 0)"),
    ),
    Phrase(
        "Predicate",
        en=(f"{_CAN} divisible by {{k:Number}} (,)? but not (by)? {{m:Number}}",),
        means=Formula("and(mod(member, k) = 0, mod(member, m) != 0)"),
    ),
    Phrase(
        "Predicate",
        en=(f"{_CAN} divisible by neither {{k:Number}} nor (by)? {{m:Number}}",),
        zh=("不能被{k:Number}(或|或者){m:Number}整除",),
        means=Formula("and(mod(member, k) != 0, mod(member, m) != 0)"),
    ),
    Phrase(
        "Predicate",
        en=(f"{_CAN} divisible by {{k:Number}}, {{m:Number}} (,)? and {{j:Number}}",),
        zh=(
            "(能|可以|可)?(够)?(同时|都)?被{k:Number}(、|，){m:Number}(、|和|与|及){j:Number}(同时|都)?整除",
        ),
        means=Formula("and(mod(member, k) = 0, mod(member, m) = 0, mod(member, j) = 0)"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{MAY_BE} not (evenly)? divisible by {{k:Number}}",
            f"{COPULA} not {ARTICLE} (multiple|multiples) of {{k:Number}}",
        ),
        zh=("不能(够)?被{k:Number}整除", "不是{k:Number}的倍数"),
        means=Formula("mod(member, k) != 0"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{COPULA} (also|all)? {ARTICLE} (divisor|divisors|factor|factors) of {{k:Number}}",
            "(a|also|also a) (divisor|divisors|factor|factors) of {k:Number}",
            "(divide|divides) {k:Number}",
        ),
        zh=("(能)?整除{k:Number}", "(是|为){k:Number}的(因数|约数)"),
        means=Formula("mod(k, member) = 0"),
        cost=0.05,
    ),
    Phrase(
        "Predicate",
        en=(f"{MAY_BE} (relatively prime|coprime) (to|with) {{k:Number}}",),
        zh=("(和|与|跟){k:Number}互(质|素)",),
        means=Formula("gcd(member, k) = 1"),
    ),
)

_LEAVE = "(leave|leaves|leaving|give|gives|giving|has|have|having|with|and)?"
REMAINDERS = (
    Phrase(
        "Predicate",
        en=(
            "leaving remainder {r:Number} when divided by {m:Number}",
            f"{_LEAVE} {ARTICLE} remainder (of|is|equal to)? {{r:Number}} (when|if|on|after|upon) "
            "(it is|being)? (divided|division) by {m:Number}",
            f"{_LEAVE} {ARTICLE} remainder (of)? {{r:Number}} (when)? (you|we) divide (it|them)? by {{m:Number}}",
            "(when|if) (it is)? divided by {m:Number} (,)? (it)? "
            "(leaves|gives|has|leave|give|have|the remainder is) (a)? (remainder)? (of)? {r:Number}",
            f"{MAY_BE} congruent to {{r:Number}} (modulo|mod) {{m:Number}}",
        ),
        zh=(
            "除以{m:Number}余{r:Number}",
            "(除以|÷){m:Number}(，)?余(数)?(是|为)?{r:Number}",
            "(除以|÷){m:Number}(的|所得的|，)?余数(是|为|等于){r:Number}",
            "(被|用){m:Number}(去)?除(，)?(所得)?(的)?余(数)?(是|为)?{r:Number}",
            "模{m:Number}余{r:Number}",
            "(与|和)?{r:Number}模{m:Number}同余",
        ),
        means=Formula("mod(member, m) = r"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{_LEAVE} no remainder when divided by {{m:Number}}",
            f"{_LEAVE} {ARTICLE} remainder (of)? zero when divided by {{m:Number}}",
        ),
        zh=("除以{m:Number}没有余数", "除以{m:Number}(刚好|正好)?整除"),
        means=Formula("mod(member, m) = 0"),
    ),
    Phrase(
        "Predicate",
        en=(
            f"{_LEAVE} {ARTICLE} remainder (of)? {{r:Number}} when divided by (each of|either|both)? "
            "{m:Number} (and|or) (by)? {k:Number}",
        ),
        zh=("(除以|被){m:Number}(和|与|、){k:Number}(除)?(都|均)余{r:Number}",),
        means=Formula("and(mod(member, m) = r, mod(member, k) = r)"),
        cost=0.02,
    ),
    Phrase(
        "Predicate",
        en=(
            f"{_LEAVE} {ARTICLE} remainder (of)? {{r:Number}} when divided by (each of|any of)? "
            "{m:Number}, {k:Number} (,)? (and|or) {j:Number}",
        ),
        zh=("(除以|被){m:Number}(、|，){k:Number}(和|与|、){j:Number}(除)?(都|均)余{r:Number}",),
        means=Formula("and(mod(member, m) = r, mod(member, k) = r, mod(member, j) = r)"),
        cost=0.02,
    ),
)
