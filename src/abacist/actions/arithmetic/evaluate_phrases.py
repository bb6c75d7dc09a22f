"""How people ask for the value of an expression, and expressions that they say in words."""

from __future__ import annotations

from abacist.core.phrase import Constant, Formula, Hole, Make, Phrase

__all__ = ["PHRASES"]

_ORDINALS = ("square cube fourth fifth sixth seventh eighth ninth tenth").split()
_PLACES = (
    ("integer|whole number|unit|one", "个位|整数"),
    ("tenth", "十分位"),
    ("hundredth", "百分位"),
    ("thousandth", "千分位"),
)


def _demand(text: str, en: tuple[str, ...], zh: tuple[str, ...] = ()) -> Phrase:
    """An imperative for a formula of its holes."""
    means = Make("arithmetic.evaluate", expression=Formula(text))
    return Phrase("Request", en=en, zh=zh, means=means)


def _roots() -> tuple[Phrase, ...]:
    """The square root, the cube root, the fourth root, …"""
    found = [
        _formula("root(a, 3)", ("the third root of {a:Expression}",), ("{a:Expression}的三次方根",))
    ]
    for degree, name in enumerate(_ORDINALS, start=2):
        text = "sqrt(a)" if degree == 2 else f"root(a, {degree})"
        found.append(_formula(text, (f"the {name} root of {{a:Expression}}",), ()))
    return tuple(found)


def _places() -> tuple[Phrase, ...]:
    """To the nearest integer, tenth, …; 精确到十分位."""
    return tuple(
        Phrase(
            "Precision",
            en=(f"(rounded|correct|round)? to the nearest ({en})",),
            zh=(f"(结果)?(精确|保留|取)到({zh})",),
            means=Constant(places),
        )
        for places, (en, zh) in enumerate(_PLACES)
    )


def _spoken(text: str, en: tuple[str, ...], zh: tuple[str, ...]) -> Phrase:
    """Infix words, which are a whole and no part: "the square of 3 plus 4" could be 49 or 13."""
    return Phrase("Spoken", en=en, zh=zh, means=Formula(text))


def _formula(text: str, en: tuple[str, ...], zh: tuple[str, ...], cost: float = 0.0) -> Phrase:
    """Words for a formula of their holes."""
    return Phrase("Expression", en=en, zh=zh, means=Formula(text), cost=cost)


PHRASES = (
    Phrase(
        "Request",
        en=("(compute|calculate|work out|find the value of) {expression:Number}",),
        zh=("(计算|求){expression:Number}(的值)?",),
        cost=0.2,
    ),
    Phrase("Request", en=("{expression:Number}",), zh=("{expression:Number}",), cost=1.0),
    Phrase("Request", en=("{expression:Quantity}",), zh=("{expression:Quantity}",), cost=1.0),
    Phrase(
        "Value",
        en=(
            "(the)? (exact|numerical|numeric)? value of {expression:Expression}",
            "(the)? result of {expression:Expression}",
            "(the)? (value|result) of {expression:Spoken}",
        ),
        zh=(
            "{expression:Expression}的(精确|准确|数)?值",
            "{expression:Expression}的(计算)?结果",
            "{expression:Spoken}的(值|(计算)?结果)",
        ),
    ),
    Phrase(
        "SignificantDigits",
        en=(
            "(to|with|rounded to|correct to)? {n:Integer} significant (digits|figures)",
            "(to|with)? {n:Integer} (s.f.|sf|sig figs)",
        ),
        zh=("(保留|取|精确到){n:Integer}(位|个)有效数字",),
        means=Hole("n"),
    ),
    Phrase(
        "Request",
        en=(
            "(write|express|convert|turn) {expression:Number} (as|to|into) (a)? decimal",
            "{expression:Number} (as|in) (a)? decimal (form)?",
            "approximate {expression:Number} (numerically)?",
        ),
        zh=(
            "(把|将){expression:Number}(化|写|表示|换算)(成|为)小数",
            "求{expression:Number}的近似值",
        ),
        means=Make("arithmetic.evaluate", expression=Hole("expression"), significant=Constant(6)),
    ),
    Phrase(
        "Request",
        en=("round {expression:Number} to {digits:Integer} (decimal places|decimals|places)",),
        zh=("(把|将){expression:Number}(四舍五入)?(保留|精确)(到)?{digits:Integer}位小数",),
    ),
    # 3 + 4 = ?
    Phrase(
        "Request",
        en=("{expression:Number} =", "{expression:Quantity} ="),
        zh=("{expression:Number}=", "{expression:Quantity}="),
        cost=0.8,
    ),
    # in a unit that is named: 3 km + 200 m in m, 3米是多少厘米
    Phrase(
        "Request",
        en=(
            "(convert|express|write|change|give) {expression:Quantity} (to|into|in|as) {unit:Unit}",
            "how many {unit:Unit} (is|are|are there in|are in|make|do|does)? {expression:Quantity} (equal|make)?",
            "{expression:Quantity} (=|is|are|equals)? (how many|what in|in|to) {unit:Unit}",
            "what is {expression:Quantity} (in|as) {unit:Unit}",
        ),
        zh=(
            "把{expression:Quantity}换算成{unit:Unit}",
            "{expression:Quantity}(是|等于|合|为|有|=)?(多少|几)(个)?{unit:Unit}",
            "(把|将)?{expression:Quantity}(化|换算|转化|转换)(成|为){unit:Unit}(作单位)?",
        ),
    ),
    Phrase(
        "WantedUnit",
        en=("(in|into) {u:Unit}",),
        zh=("(以|用){u:Unit}(为|作)单位",),
        means=Hole("u"),
    ),
    _formula("p*q", ("{p:Number} of {q:Number}",), ("{q:Number}的{p:Number}",), 0.4),
    _formula(
        "a + b",
        ("the sum of {a:Number} and {b:Number}",),
        ("{a:Number}(与|和|加|加上){b:Number}的和",),
    ),
    _spoken("a + b", ("{a:Numeral} plus {b:Numeral}",), ("{a:Numeral}(加|加上){b:Numeral}",)),
    _spoken("a + b", ("{a:Quantity} plus {b:Quantity}",), ("{a:Quantity}(加|加上){b:Quantity}",)),
    _spoken("a - b", ("{a:Quantity} minus {b:Quantity}",), ("{a:Quantity}(减|减去){b:Quantity}",)),
    _formula(
        "a - b",
        ("the difference of {a:Number} and {b:Number}",),
        ("{a:Number}(与|和|减|减去){b:Number}的差",),
    ),
    _spoken(
        "a - b",
        ("{a:Numeral} (minus|take away|less) {b:Numeral}",),
        ("{a:Numeral}(减|减去){b:Numeral}",),
    ),
    _spoken(
        "b - a", ("{a:Numeral} less than {b:Numeral}",), ("比{b:Numeral}(少|小){a:Numeral}(的数)?",)
    ),
    _spoken(
        "b + a",
        ("{a:Numeral} (more|greater) than {b:Numeral}",),
        ("比{b:Numeral}(多|大){a:Numeral}(的数)?",),
    ),
    _formula(
        "abs(a - b)",
        ("the difference between {a:Number} and {b:Number}",),
        ("{a:Number}(与|和)?{b:Number}(之间)?(相差|的差距)(多少)?",),
    ),
    _formula(
        "a*b",
        ("the product of {a:Number} and {b:Number}",),
        ("{a:Number}(与|和|乘|乘以){b:Number}的(积|乘积)",),
    ),
    _spoken(
        "a*b",
        ("{a:Numeral} (times|multiplied by) {b:Numeral}",),
        ("{a:Numeral}(乘|乘以){b:Numeral}",),
    ),
    _formula(
        "a/b",
        ("the quotient of {a:Number} and {b:Number}",),
        ("{a:Number}除以{b:Number}的商", "{a:Number}(与|和){b:Number}的商"),
    ),
    _spoken("a/b", ("{a:Numeral} (divided by|over) {b:Numeral}",), ("{a:Numeral}除以{b:Numeral}",)),
    _spoken("b/a", (), ("{a:Numeral}除{b:Numeral}(的商)?",)),
    _formula(
        "a**2",
        ("the square of {a:Expression}", "{a:Number} squared"),
        ("{a:Expression}的平方",),
    ),
    _formula("a**3", ("the cube of {a:Expression}", "{a:Number} cubed"), ("{a:Expression}的立方",)),
    _formula(
        "a**n",
        (
            "{a:Number} (raised)? to the power (of)? {n:Number}",
            "{a:Number} to the {n:Number} (th)? power",
        ),
        ("{a:Expression}的{n:Number}次(方|幂)",),
    ),
    _formula(
        "sqrt(a)",
        ("the square root of {a:Expression}",),
        ("{a:Expression}的(算术)?平方根", "根号{a:Number}"),
    ),
    _formula("root(a, 3)", ("the cube root of {a:Expression}",), ("{a:Expression}的立方根",)),
    _formula(
        "abs(a)",
        ("the (absolute value|modulus) of {a:Expression}",),
        ("{a:Expression}的绝对值",),
    ),
    _formula(
        "1/a",
        ("the (reciprocal|multiplicative inverse) of {a:Expression}",),
        ("{a:Expression}的倒数",),
    ),
    _formula(
        "-a",
        ("the (opposite|negative|additive inverse) of {a:Expression}",),
        ("{a:Expression}的相反数",),
    ),
    _formula(
        "factorial(n)",
        ("{n:Number} factorial", "the factorial of {n:Number}"),
        ("{n:Number}的阶乘",),
    ),
    _demand(
        "a + b",
        (
            "(sum|add|total|put together) (up|together)? {a:Number} (and|plus|to) {b:Number}",
            "(what is)? (the)? total of {a:Number} and {b:Number}",
        ),
    ),
    _demand(
        "b - a", ("subtract {a:Number} from {b:Number}", "take (away)? {a:Number} from {b:Number}")
    ),
    _demand(
        "a*b",
        ("multiply {a:Number} (and|by|with) {b:Number}",),
        ("{a:Number}(与|和){b:Number}相乘",),
    ),
    _demand("a/b", ("divide {a:Number} by {b:Number}",)),
    _formula("abs(a - b)", ("the distance between {a:Number} and {b:Number}",), ()),
    *_roots(),
    *_places(),
    Phrase(
        "Request",
        en=("simplify and evaluate {expression:Expression}",),
        zh=(
            "(先)?化简(并|再|后)?求值{expression:Expression}",
            "(先)?化简(再)?求值(：){expression:Expression}",
        ),
        cost=0.1,
    ),
)
