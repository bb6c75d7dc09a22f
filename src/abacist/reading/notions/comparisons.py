"""Comparisons in words: "k/27 is greater than 2/3 and less than 8/9", x 不小于 3."""

from abacist.core.phrase import Formula, Phrase
from abacist.core.registry import notion

_BE = "(is|are|be|being)"
_ABOVE = ("(strictly)? (greater|more|larger|bigger) than", "(大于|超过)", ">")
_BELOW = ("(strictly)? (less|smaller) than", "(小于|低于)", "<")
_LEAST = (
    "(at least|no less than|not less than|greater than or equal to)",
    "(不小于|不低于|大于(或)?等于|至少(是|为))",
    ">=",
)
_MOST = (
    "(at most|no more than|not more than|no greater than|not greater than|less than or equal to)",
    "(不大于|不超过|小于(或)?等于|至多(是|为))",
    "<=",
)

PHRASES = (
    *(
        Phrase(
            "Inequality",
            en=(f"{{e:Expression}} {_BE} {en} {{a:Expression}}",),
            zh=(f"{{e:Expression}}{zh}{{a:Expression}}",),
            means=Formula(f"e {sign} a"),
            cost=0.05,
        )
        for en, zh, sign in (_ABOVE, _BELOW, _LEAST, _MOST)
    ),
    *(
        Phrase(
            "Inequality",
            en=(
                f"{{e:Expression}} {_BE} {low[0]} {{a:Expression}} (and|but) {high[0]} {{b:Expression}}",
            ),
            zh=(
                f"{{e:Expression}}{low[1]}{{a:Expression}}(且|并且|而|，)?{high[1]}{{b:Expression}}",
            ),
            means=Formula(f"and(e {low[2]} a, e {high[2]} b)"),
            cost=0.05,
        )
        for one, other in ((_ABOVE, _BELOW), (_ABOVE, _MOST), (_LEAST, _BELOW), (_LEAST, _MOST))
        for low, high in ((one, other), (other, one))
    ),
    Phrase(
        "Inequality",
        en=(f"{{e:Expression}} {_BE} (strictly)? between {{a:Expression}} and {{b:Expression}}",),
        means=Formula("and(e > a, e < b)"),
        cost=0.05,
    ),
)

notion("comparisons", PHRASES, module=__name__)
