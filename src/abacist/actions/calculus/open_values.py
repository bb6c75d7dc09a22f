"""Arguments that stand for values of other computations: names that begin with an underscore.

They are not known while a problem is read. "The second derivative of x³ at x = 2" must never come out as the
derivative of the number 8: where such a value turns out to be a mere number, calculus has nothing to say about it.
"""

from __future__ import annotations

from abacist.core.expr import Expr
from abacist.core.language import Message

__all__ = ["NUMBER_ONLY", "is_open"]


def is_open(function: Expr) -> bool:
    """True where the value of another computation is not known yet."""
    return any(name.startswith("_") for name in function.free_symbols())


NUMBER_ONLY = Message(
    en="This would apply calculus to a mere number that was computed before; say which function is meant.",
    zh="这会对先前算出的一个数做微积分运算；请说明所指的是哪个函数。",
)
