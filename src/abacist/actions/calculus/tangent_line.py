"""The tangent to the graph of a function at a point.

Arguments: the function, its variable, the point (an abscissa, x = a, or a point of the graph).
Outcomes: solved with the equation y = …; undefined where there is no tangent (no value or no derivative there).
Method: the slope is the derivative at the point; y = f(a) + f'(a)·(x − a).
Source: Stewart, Calculus, 8th ed., §2.7.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import model_validator

from abacist.actions.calculus.derivative_rules import Differentiation, NoRule
from abacist.actions.calculus.differentiability import kink_at
from abacist.actions.calculus.forms import neat
from abacist.actions.calculus.open_values import is_open
from abacist.actions.calculus.scripts import python_text, script
from abacist.core.answer import Solution
from abacist.core.claim import LimitOf, SeriesOf
from abacist.core.expr import Call, Expr, add, div, eq, mul, sub, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.arb import enclose
from abacist.notation.python_code import identifier
from abacist.notation.refusal import NotRepresentable, Undecided
from abacist.notation.variables import function_body, main_variable

__all__ = ["Arguments", "tangent_line"]


class Arguments(Record):
    """To which graph, and where.

    Arguments:
        function: the function, or y = f(x).
        point: the abscissa, x = a, or the point (a, f(a)).
        variable: the main variable where left out.
    """

    function: Annotated[
        Expr,
        Slot("Function", ask=Message(en="The tangent to which curve?", zh="求哪条曲线的切线？")),
    ]
    point: Annotated[
        Expr,
        Slot(
            "Assignment|Point", ask=Message(en="The tangent at which point?", zh="在哪一点的切线？")
        ),
    ]
    variable: Annotated[str | None, Slot("Variable")] = None

    @model_validator(mode="before")
    @classmethod
    def _coerce(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("variable"), Expr):
            return {**data, "variable": str(data["variable"])}
        return data

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        body = function_body(self.function) if isinstance(self.function, Call) else None
        if body is not None:
            object.__setattr__(self, "function", body[2])
            if self.variable is None and len(body[1]) == 1:
                object.__setattr__(self, "variable", body[1][0])
        if self.variable is None and not any(
            n.startswith("_") for n in self.function.free_symbols()
        ):
            object.__setattr__(self, "variable", main_variable(self.function) or "x")
        if isinstance(self.point, Call) and self.point.head == "eq":
            object.__setattr__(self, "point", self.point.args[1])
        object.__setattr__(self, "point", _abscissa(self.function, str(self.variable), self.point))
        return self

    def said(self) -> dict[str, Any]:
        """The curve and the point as equations; the value of another node as it is."""
        said: dict[str, Any] = {"function": self.function, "point": self.point}
        if self.variable is None or is_open(self.function) or is_open(self.point):
            return {**said, "variable": self.variable}
        return {
            "function": eq(symbol("y" if self.variable != "y" else "x"), self.function),
            "point": eq(symbol(self.variable), self.point),
        }


def _abscissa(function: Expr, variable: str, point: Expr) -> Expr:
    """a for a point (a, f(a)) of the graph. Raises `ValueError` for a point that is not on it."""
    if isinstance(point, Call) and point.head in ("set", "list") and len(point.args) == 1:
        return _abscissa(function, variable, point.args[0])
    if not (isinstance(point, Call) and point.head in ("tuple", "vector") and len(point.args) == 2):
        return point
    at, height = point.args
    if any(n.startswith("_") for n in point.free_symbols() | function.free_symbols()):
        return point  # the value of another node, not known yet
    try:
        gap = enclose(sub(function.substitute({variable: at}), height))
    except (Undecided, NotRepresentable):
        return at
    if not gap.contains(0):
        raise ValueError(f"the point {point} is not on the graph of {function}")
    return at


PHRASES = (
    Phrase(
        "Value",
        en=(
            "the tangent line to {function:Function} at {point:Assignment}",
            "(the)? (equation of the)? tangent (line)? (to)? (the)? (curve|graph|function|parabola)? (of)? "
            "{function:Function} at (the point)? {point:Assignment}",
            "(the)? (equation of the)? tangent (line)? (to)? (the)? (curve|graph|function|parabola)? (of)? "
            "{function:Function} at (the point)? {point:Point}",
            "(the)? (equation of the)? tangent (line)? (to)? (the)? (curve|graph|function|parabola)? (of)? "
            "{function:Function} at (the point)? {point:Number}",
        ),
        zh=(
            "曲线{function:Function}在{point:Assignment}处的切线方程",
            "(曲线|函数|抛物线)?{function:Function}在(点)?{point:Assignment}(处|点|时)?的切线(方程)?",
            "(曲线|函数|抛物线)?{function:Function}在(点)?{point:Point}(处|点)?的切线(方程)?",
            "(曲线|函数|抛物线)?{function:Function}在(点)?{point:Number}(处|点)?的切线(方程)?",
        ),
    ),
)

EXAMPLES = (
    Example(
        en="Find the tangent to y = x^3 at x = 1.",
        zh="求曲线 y = x^3 在 x = 1 处的切线。",
        answer="y = 3*x - 2",
        source="Stewart, Calculus, §2.7",
    ),
    Example(
        en="Find the equation of the tangent line to y = x^2 - 3*x at (2, -2).",
        zh="求曲线 y = x^2 - 3*x 在点 (2, -2) 处的切线方程。",
        answer="y = x - 4",
        source="slope 2·2 − 3 = 1 through (2, −2)",
    ),
    Example(
        en="What is the tangent line of f(x) = exp(x) at x = 0?",
        zh="函数 f(x) = exp(x) 在 x = 0 处的切线是什么？",
        answer="y = x + 1",
        source="Stewart, Calculus, §3.1",
    ),
)


@action(
    "calculus.tangent_line",
    title=Message(en="Tangent line", zh="切线"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def tangent_line(arguments: Arguments) -> Solution:
    """The equation y = f(a) + f'(a)·(x − a), with the slope found by rules."""
    assert arguments.variable is not None
    at = arguments.point
    if isinstance(at, Call) and at.head in ("set", "list"):
        return Solution(outcome=Outcome.UNABLE, notes=(_SEVERAL,))
    height = neat(arguments.function.substitute({arguments.variable: at}))
    if symbol("undefined") in set(height.walk()) or symbol("oo") in set(height.walk()):
        return Solution(outcome=Outcome.UNDEFINED, notes=(_NO_VALUE,))
    orders = ((arguments.variable, 1),)
    try:
        kink = kink_at(arguments.function, orders, {arguments.variable: at})
        if kink is not None:
            if not isinstance(kink.value, Exact):
                return Solution(outcome=kink.outcome, steps=kink.steps, notes=(_NO_SLOPE,))
            return _line(arguments, kink.steps[0], at, height, kink.value.expr)
        found = Differentiation(arguments.variable).of(arguments.function)
        slope = neat(found.value.substitute({arguments.variable: at}))
    except NoRule as error:
        return Solution(outcome=Outcome.UNABLE, notes=(Message(en=str(error), zh=str(error)),))
    if symbol("undefined") in set(slope.walk()):
        return Solution(outcome=Outcome.UNDEFINED, steps=(found.step,), notes=(_NO_SLOPE,))
    return _line(arguments, found.step, at, height, slope)


def _difference_quotient(arguments: Arguments, at: Expr, height: Expr) -> Expr:
    x = symbol(arguments.variable or "x")
    return div(sub(arguments.function, height), sub(x, at))


def _line(arguments: Arguments, step: Step, at: Expr, height: Expr, slope: Expr) -> Solution:
    assert arguments.variable is not None
    x = symbol(arguments.variable)
    raw = add(height, mul(slope, sub(x, at)))
    line = neat(raw)
    y = symbol("y" if arguments.variable != "y" else "x")
    steps = (
        Step(rule="point of contact", says=_HEIGHT, values={"a": at, "h": height}),
        step,
        Step(rule="slope", says=_SLOPE, values={"a": at, "m": slope}),
        Step(rule="point-slope form", says=_FORM, before=eq(y, raw), after=eq(y, line)),
    )
    claims = (
        SeriesOf(
            function=arguments.function,
            variable=arguments.variable,
            point=at,
            order=1,
            polynomial=line,
        ),
        LimitOf(
            function=_difference_quotient(arguments, at, height),
            variable=arguments.variable,
            point=at,
            value=slope,
        ),
    )
    return Solution(
        value=Exact(expr=eq(y, line)),
        claims=claims,
        steps=steps,
        method=Message(en="point-slope form with the derivative as slope", zh="点斜式，斜率为导数"),
        code=_code(arguments, at, line),
    )


def _code(arguments: Arguments, at: Expr, line: Expr) -> str:
    text = python_text(arguments.function)
    if not text or arguments.variable is None:
        return ""
    x = identifier(arguments.variable)
    lines = [
        f"f = {text}",
        f"a = {python_text(at)}",
        f"line = f.subs({x}, a) + diff(f, {x}).subs({x}, a)*({x} - a)",
        f"answer = {python_text(line)}",
        "assert simplify(line - answer) == 0",
        "print('y =', answer)",
    ]
    return script(lines, arguments.function.free_symbols() | {arguments.variable}, real=True)


_SEVERAL = Message(
    en="There are several points, or none, at which the tangent could be meant.",
    zh="可能所指的切点不止一个，或不存在。",
)
_NO_VALUE = Message(en="The function has no value at this point.", zh="函数在该点没有定义。")
_NO_SLOPE = Message(
    en="The function is not differentiable at this point, so there is no tangent with a slope.",
    zh="函数在该点不可导，故不存在（有斜率的）切线。",
)
_HEIGHT = Message(en="The point of contact is ({a}, {h}).", zh="切点为 ({a}, {h})。")
_SLOPE = Message(en="The slope is the derivative at {a}: {m}.", zh="斜率是 {a} 处的导数：{m}。")
_FORM = Message(
    en="Point-slope form: y = f(a) + f'(a)·(x − a).", zh="点斜式：y = f(a) + f'(a)·(x − a)。"
)
