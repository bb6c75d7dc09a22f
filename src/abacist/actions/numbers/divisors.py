"""The divisors of an integer.

Arguments: an integer other than 0; no units. "Divisors" are the positive ones unless "negative" or "integer
divisors" are asked for; proper divisors leave the number itself out.
Outcomes: solved; undefined for 0, which everything divides; too_large; unable where the number is none.
Method: prime factorisation, then all products of powers of the primes.
Source: G. H. Hardy, E. M. Wright, An Introduction to the Theory of Numbers (6th ed.), section 16.7.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal

from abacist.actions.numbers.integer_arithmetic import Unsupported, integer_of
from abacist.actions.numbers.prime_powers import factored, factorization_expr
from abacist.core.answer import Solution
from abacist.core.claim import MembersOf
from abacist.core.errors import TooLarge
from abacist.core.expr import Expr, call, eq, number, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Constant, Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "divisors"]

Which = Literal["positive", "proper", "all", "prime"]
_MOST = 5_000


class Arguments(Record):
    """The number, and which of its divisors.

    Arguments:
        number: an integer other than 0.
        which: positive divisors, proper ones (without the number itself), all with their negatives, or the
            prime ones.
    """

    number: Annotated[
        Expr, Slot("Number", ask=Message(en="The divisors of which number?", zh="求哪个数的因数？"))
    ]
    which: Which = "positive"


_NAME = "numbers.divisors"
_ALL = "(all)? (of)? (the)?"
_DIVISORS = "(divisor|divisors|factor|factors)"
_YINSHU = "(因数|约数|因子)"


def _which(which: Which, en: tuple[str, ...], zh: tuple[str, ...]) -> Phrase:
    means = Make(_NAME, number=Hole("number"), which=Constant(which))
    return Phrase("Set", en=en, zh=zh, means=means)


_NUMBER = Hole("number")

PHRASES = (
    Phrase(
        "Set",
        en=(
            "the positive divisors of {number:Number}",
            f"{_ALL} (distinct|different)? (positive (integer|integral)?|whole)? {_DIVISORS} of {{number:Number}}",
        ),
        zh=("{number:Number}的正因数", f"{{number:Number}}的(所有|全部)?(的)?(不同)?(的)?(正)?(整数)?{_YINSHU}",),
        means=Make(_NAME, number=_NUMBER),
    ),
    _which(
        "proper",
        (
            "the proper positive divisors of {number:Number}",
            f"(all)? (of)? (the)? (proper positive|positive proper|proper) {_DIVISORS} of {{number:Number}}",
        ),
        (f"{{number:Number}}的(所有|全部)?(正)?真{_YINSHU}",),
    ),
    _which(
        "all",
        (f"{_ALL} positive (and|or) negative (integer)? {_DIVISORS} of {{number:Number}}",),
        (f"{{number:Number}}的(所有|全部)?正负{_YINSHU}",),
    ),
    _which(
        "prime",
        ("the prime factors of {number:Number}",
         "(all)? (of)? (the)? (distinct|different)? (prime (factor|factors|divisor|divisors)) of {number:Number}",),
        ("{number:Number}的(所有|全部)?(不同)?(的)?(质|素)(因数|因子|约数)",),
    ),
    Phrase(
        "Set",
        zh=(
            f"{{number:Number}}的{{p:Predicate}}的(所有|全部)?(正)?(整数)?{_YINSHU}",
            f"{{number:Number}}的(所有|全部)?(正)?{{p:Attribute}}{_YINSHU}",
        ),
        means=Make("sets.filter", members=Make(_NAME, number=_NUMBER), condition=Hole("p")),
    ),
    Phrase(
        "Request",
        en=(
            f"how many (different|distinct)? (positive (integer|integral)?)? {_DIVISORS} does {{number:Number}} have",
        ),
        zh=(
            f"{{number:Number}}(一共|总共|共)?有(几|多少)个(不同)?(的)?(正)?(整数)?{_YINSHU}",
        ),
        means=Make("sets.count", members=Make(_NAME, number=_NUMBER)),
    ),
    Phrase(
        "Request",
        en=(f"how many (different|distinct)? {{p:Attribute}} (positive)? {_DIVISORS} does {{number:Number}} have",),
        zh=(
            f"{{number:Number}}(一共|总共|共)?有(几|多少)个(正)?{{p:Attribute}}{_YINSHU}",
            f"{{number:Number}}(一共|总共|共)?有(几|多少)个{{p:Predicate}}的(正)?{_YINSHU}",
        ),
        means=Make(
            "sets.count",
            members=Make("sets.filter", members=Make(_NAME, number=_NUMBER), condition=Hole("p")),
        ),
    ),
    Phrase(
        "Request",
        en=("how many (different|distinct)? prime (factor|factors|divisor|divisors) does {number:Number} have",),
        zh=("{number:Number}(一共|总共|共)?有(几|多少)个(不同)?(的)?(质|素)(因数|因子|约数)",),
        means=Make("sets.count", members=Make(_NAME, number=_NUMBER, which=Constant("prime"))),
    ),
    *(
        Phrase(
            "Number",
            zh=(f"{{number:Number}}的最{size}(的)?(正)?(质|素)(因数|因子|约数)",),
            means=Make(action_name, members=Make(_NAME, number=_NUMBER, which=Constant("prime"))),
        )
        for size, action_name in (("大", "sets.maximum"), ("小", "sets.minimum"))
    ),
    *(
        Phrase(
            "Number",
            zh=(f"{{number:Number}}的最{size}(的)?(正)?{{p:Attribute}}{_YINSHU}",),
            means=Make(
                action_name,
                members=Make("sets.filter", members=Make(_NAME, number=_NUMBER), condition=Hole("p")),
            ),
        )
        for size, action_name in (("大", "sets.maximum"), ("小", "sets.minimum"))
    ),
)  # fmt: skip

EXAMPLES = (
    Example(
        en="the positive divisors of 12",
        zh="12的正因数",
        answer="{1, 2, 3, 4, 6, 12}",
        level=Level.PROVED,
        source="1*12, 2*6, 3*4",
    ),
    Example(
        en="List the proper divisors of 28.",
        zh="求28的真因数。",
        answer="{1, 2, 4, 7, 14}",
        level=Level.PROVED,
        source="28 is perfect: they add up to it",
    ),
    Example(
        en="Find all prime factors of 360.",
        zh="求360的所有质因数。",
        answer="{2, 3, 5}",
        level=Level.PROVED,
        source="360 = 2^3 * 3^2 * 5",
    ),
)


@action(
    _NAME,
    title=Message(en="Divisors of an integer", zh="整数的因数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def divisors(arguments: Arguments) -> Solution:
    """The divisors in ascending order; see the module's page."""
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
    if math.prod(e + 1 for _, e in powers) > _MOST:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(_MANY,))
    found = _chosen(abs(n), powers, arguments.which)
    value = call("set", *(number(d) for d in found))
    return Solution(
        value=Exact(expr=value),
        claims=(_claim(arguments, abs(n), value),),
        steps=_steps(abs(n), powers, found, arguments.which),
        notes=(_POSITIVE,) if n < 0 and arguments.which == "positive" else (),
        method=Message(
            en="prime factorisation, then all products of the prime powers",
            zh="先分解质因数，再取质数幂的所有乘积",
        ),
        code=_code(arguments, n),
    )


def _chosen(n: int, powers: Sequence[tuple[int, int]], which: Which) -> list[int]:
    if which == "prime":
        return [prime for prime, _ in powers]
    found = [1]
    for prime, exponent in powers:
        found = [d * prime**k for d in found for k in range(exponent + 1)]
    found.sort()
    if which == "proper":
        return [d for d in found if d != n]
    return sorted([*found, *(-d for d in found)]) if which == "all" else found


def _claim(arguments: Arguments, n: int, value: Expr) -> MembersOf:
    d = symbol("n")
    conditions = [eq(call("mod", arguments.number, d), number(0))]
    lower = 1
    if arguments.which == "all":
        lower = -n
        conditions = [
            call("ne", d, number(0)),
            eq(call("mod", arguments.number, call("abs", d)), number(0)),
        ]
    if arguments.which == "proper":
        conditions.append(call("ne", d, number(n)))
    if arguments.which == "prime":
        conditions.append(call("in", d, symbol("Primes")))
    is_given = integer_of(arguments.number) == n
    upper = arguments.number if is_given else number(n)
    if not is_given:
        conditions.append(call("ge", d, arguments.number))
    within = call("interval", number(lower), upper)
    return MembersOf(unknown="n", within=within, conditions=tuple(conditions), value=value)


def _steps(
    n: int, powers: Sequence[tuple[int, int]], found: Sequence[int], which: Which
) -> tuple[Step, ...]:
    first = Step(
        rule="prime factorisation",
        says=Message(en="Factor {n} into primes.", zh="把 {n} 分解质因数。"),
        values={"n": number(n)},
        before=number(n),
        after=factorization_expr(powers),
    )
    if which == "prime":
        says = Message(en="Its primes are the prime divisors.", zh="其中的质数就是全部质因数。")
        listed = Step(rule="list", says=says, after=call("set", *map(number, found[:60])))
        return first, listed
    says = Message(
        en="A positive divisor takes each prime to a power from 0 up to the one above: {k} in all.",
        zh="每个正因数中各质数的指数从 0 取到上式中的指数，共 {k} 个。",
    )
    count = math.prod(e + 1 for _, e in powers)
    shown = call("set", *(number(d) for d in found[:60]))
    return first, Step(rule="list", says=says, values={"k": number(count)}, after=shown)


def _code(arguments: Arguments, n: int) -> str:
    listed = {
        "positive": "divisors(n)",
        "proper": "[d for d in divisors(n) if d != n]",
        "all": "sorted(s * d for d in divisors(n) for s in (1, -1))",
        "prime": "primefactors(n)",
    }[arguments.which]
    name = "primefactors" if arguments.which == "prime" else "divisors"
    return (
        f"from sympy import {name}\n\nn = {abs(n)}\nfound = {listed}\n"
        'print("{" + ", ".join(map(str, found)) + "}")\n'
    )


_ZERO = Message(en="Every integer divides 0.", zh="任何整数都整除 0。")
_POSITIVE = Message(en="The positive divisors are given.", zh="只列出正因数。")
_MANY = Message(en=f"there are more than {_MOST} divisors", zh=f"因数超过 {_MOST} 个")
