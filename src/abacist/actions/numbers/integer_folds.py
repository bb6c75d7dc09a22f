"""The greatest common divisor and the least common multiple of several integers: what they share.

Both are found number by number: of what was found so far and the next one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

from abacist.actions.numbers.integer_arithmetic import Unsupported, integer_of
from abacist.core.answer import Solution
from abacist.core.claim import AggregateOf
from abacist.core.errors import TooLarge
from abacist.core.expr import Expr, call, number
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["INTEGERS_SLOT", "folded"]

INTEGERS_SLOT = Slot("Number", ask=Message(en="Of which numbers?", zh="哪几个数？"), many=True)


def folded(
    operation: Literal["gcd", "lcm"],
    numbers: tuple[Expr, ...],
    step: Callable[[int, int, int], Step],
) -> Solution:
    """The operation on integers, with claim and code.

    `step` tells of one: of what was found before, the modulus of the next number, and what is found now.
    """
    try:
        integers = [integer_of(expr) for expr in numbers]
    except Unsupported as error:
        note = Message(en=f"not an integer: {error}", zh="其中有不是整数的数")
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    except TooLarge as error:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(error.message,))
    value = number(_OF[operation](*integers))
    members = call("list", *numbers)
    return Solution(
        value=Exact(expr=value),
        claims=(AggregateOf(operation=operation, members=members, value=value),),
        steps=tuple(_steps(_OF[operation], integers, step)),
        code=f"import math\n\nprint(math.{operation}({', '.join(map(str, integers))}))\n",
    )


_OF: dict[str, Callable[..., int]] = {"gcd": math.gcd, "lcm": math.lcm}


def _steps(
    of: Callable[..., int], integers: Sequence[int], step: Callable[[int, int, int], Step]
) -> list[Step]:
    found, steps = abs(integers[0]), []
    for each in integers[1:]:
        before, found = found, of(found, each)
        steps.append(step(before, abs(each), found))
    return steps
