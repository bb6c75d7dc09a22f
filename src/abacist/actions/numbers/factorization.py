"""An integer as a product of powers of primes.

Arguments: an integer other than 0; no units.
Outcomes: solved (1 is the empty product); undefined for 0; too_large for large numbers without small factors.
Method: trial division, then SymPy's factorint for what is left.
Source: C. F. Gauss, Disquisitiones Arithmeticae, article 16.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from abacist.actions.numbers.integer_arithmetic import Unsupported, integer_of
from abacist.actions.numbers.prime_powers import factored, factorization_expr
from abacist.core.answer import Solution
from abacist.core.claim import FactorizationOf
from abacist.core.errors import TooLarge
from abacist.core.expr import Expr, mul, neg, number
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "factorization"]


class Arguments(Record):
    """The number.

    Arguments:
        number: an integer other than 0.
    """

    number: Annotated[
        Expr, Slot("Number", ask=Message(en="Which number shall be factored?", zh="分解哪个数？"))
    ]


_NAME = "numbers.factorization"

PHRASES = (
    Phrase(
        "Number",
        en=(
            "the prime factorization of {number:Number}",
            "(the)? prime (factorisation|factorization|decomposition) of {number:Number}",
        ),
        zh=("{number:Number}的质因数分解", "{number:Number}的(标准)?(质|素)因数分解(式)?"),
    ),
    Phrase(
        "Request",
        en=(
            "factor {number:Number} into primes",
            "(factor|factorise|factorize|decompose|split) {number:Number} into (its)? "
            "(prime factors|primes|a product of primes)",
            "(write|express) {number:Number} as (a|the) product of (its)? "
            "(prime factors|primes|prime numbers|powers of primes)",
            "prime factorize {number:Number}",
        ),
        zh=(
            "将{number:Number}分解质因数",
            "(把|将)?{number:Number}(分解|分解成|分解为)(质|素)因数(的乘积)?",
            "(对)?{number:Number}(进行)?(分解质因数|质因数分解)",
            "分解质因数(：)?{number:Number}",
        ),
        means=Make(_NAME, number=Hole("number")),
    ),
)  # fmt: skip

EXAMPLES = (
    Example(
        en="the prime factorization of 360",
        zh="360的质因数分解",
        answer="2**3*3**2*5",
        level=Level.PROVED,
        source="8 * 9 * 5",
    ),
    Example(
        en="Factor 1001 into primes.",
        zh="把1001分解质因数。",
        answer="7*11*13",
        level=Level.PROVED,
        source="7 * 143",
    ),
    Example(
        en="Write 97 as a product of primes.",
        zh="将97分解质因数。",
        answer="97",
        level=Level.PROVED,
        source="97 is a prime",
    ),
)


@action(
    _NAME,
    title=Message(en="Prime factorisation", zh="质因数分解"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def factorization(arguments: Arguments) -> Solution:
    """The prime powers in ascending order; see the module's page."""
    try:
        n = integer_of(arguments.number)
        if n == 0:
            return Solution(outcome=Outcome.UNDEFINED, notes=(_ZERO,))
        powers = factored(abs(n))
    except Unsupported as error:
        note = Message(en=f"not an integer: {error}", zh=f"不是整数：{arguments.number}")
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    except TooLarge as error:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(error.message,))
    product = factorization_expr(powers)
    value = product if n > 0 else (neg(product) if not powers else mul(number(-1), product))
    return Solution(
        value=Exact(expr=value),
        claims=(FactorizationOf(number=arguments.number, factorization=value),),
        steps=tuple(_steps(abs(n), powers)),
        notes=(_PRIME,) if len(powers) == 1 and powers[0][1] == 1 and n > 0 else (),
        code=_code(n),
    )


def _steps(n: int, powers: Sequence[tuple[int, int]]) -> list[Step]:
    steps, rest = [], n
    for prime, exponent in powers:
        before, rest = rest, rest // prime**exponent
        says = Message(
            en="The smallest prime that divides {a} is {p}; it does so {e} times, and {r} is left.",
            zh="能整除 {a} 的最小质数是 {p}，可连续除 {e} 次，剩下 {r}。",
        )
        values = {
            "a": number(before),
            "p": number(prime),
            "e": number(exponent),
            "r": number(rest),
        }
        steps.append(Step(rule="division by a prime", says=says, values=values))
    return steps


def _code(n: int) -> str:
    sign = "-1*" if n < 0 else ""
    return (
        "from sympy import factorint\n\n"
        f"powers = factorint({abs(n)})\n"
        'parts = [str(p) if e == 1 else f"{p}**{e}" for p, e in sorted(powers.items())]\n'
        f'print("{sign}" + ("*".join(parts) or "1"))\n'
    )


_ZERO = Message(en="0 is no product of primes.", zh="0 不能分解为质数的乘积。")
_PRIME = Message(en="The number is a prime itself.", zh="这个数本身就是质数。")
