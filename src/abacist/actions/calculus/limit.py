"""Limits: two-sided unless told, one-sided, at infinity, of sequences; that there is none is an answer.

Arguments: the function, its variable, the point (`oo` and `-oo` too), the direction, whether the variable is whole.
Outcomes: solved (infinite limits are the values oo and -oo); undefined where the sides differ or the function
oscillates, with the one-sided values in the notes and the claim; unable where no method decides.
Method: each side on its own, the variable replaced by a ± u with u > 0, by Gruntz's algorithm (SymPy); the value
is trusted only as far as the check reaches.
Source: D. Gruntz, On computing limits in a symbolic manipulation system, ETH Zürich (1996),
https://doi.org/10.3929/ethz-a-001631582; Stewart, Calculus, 8th ed., chapter 2.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticKnownError

from abacist.actions.calculus.limit_phrases import EXAMPLES, PHRASES
from abacist.actions.calculus.limit_steps import explain
from abacist.actions.calculus.one_sided_limits import Side, limit_from_above, one_sided_limits
from abacist.actions.calculus.open_values import NUMBER_ONLY, is_open
from abacist.actions.calculus.scripts import python_text, script
from abacist.core.answer import Solution
from abacist.core.claim import LimitOf
from abacist.core.expr import Call, Expr, Symbol, call, neg, number, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.python_code import identifier
from abacist.notation.sympy_form import NotRepresentable, from_sympy, to_sympy
from abacist.notation.terminal import terminal
from abacist.notation.variables import function_body, main_variable

__all__ = ["Arguments", "limit"]

Direction = Literal["both", "left", "right"]
OO = symbol("oo")
_WHOLE = ("n", "k", "m")
_PERIOD = 12
_MOST_NODES = 400
_HEADS = {"both": "limit", "left": "limit_left", "right": "limit_right"}


class Arguments(Record):
    """Which limit.

    Arguments:
        function: the expression.
        variable: what runs; the main variable where left out.
        point: where it runs to: a number, `oo` or `-oo`; an equation x = a is read as its right side.
        direction: from both sides, from the left (below) or from the right (above).
        from_value: the function is the value of another computation; a mere number is then refused.
        sequence: the variable is a whole number; so for n, k and m that run to infinity.
    """

    function: Annotated[
        Expr,
        Slot("Function", ask=Message(en="The limit of which function?", zh="求哪个函数的极限？")),
    ]
    variable: Annotated[str | None, Slot("Variable")] = None
    point: Annotated[
        Expr | None,
        Slot("Approach", ask=Message(en="As the variable tends to what?", zh="自变量趋于何处？")),
    ] = Field(default=None, validate_default=True)
    direction: Direction = "both"
    sequence: bool = False
    from_value: bool = False

    @model_validator(mode="before")
    @classmethod
    def _coerce(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("variable"), Expr):
            return {**data, "variable": str(data["variable"])}
        return data

    @field_validator("point")
    @classmethod
    def _given(cls, point: Expr | None, info: ValidationInfo) -> Expr | None:
        """Only limit(f, x, a) brings its point along."""
        if point is None and not _is_limit(info.data.get("function")):
            raise PydanticKnownError("missing")
        return point

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        if is_open(self.function):
            _set(self, from_value=True)
        if isinstance(self.function, Call) and _is_limit(self.function):
            inner, variable, point = self.function.args
            direction = next(d for d, head in _HEADS.items() if head == self.function.head)
            _set(self, function=inner, variable=str(variable), point=point, direction=direction)
        body = function_body(self.function) if isinstance(self.function, Call) else None
        if body is not None:
            _set(self, function=body[2])
            if self.variable is None and len(body[1]) == 1:
                _set(self, variable=body[1][0])
        point = self.point
        if isinstance(point, Call) and point.head == "eq":
            if self.variable is None and isinstance(point.args[0], Symbol):
                _set(self, variable=point.args[0].name)
            _set(self, point=point.args[1])
        if self.variable is None and not is_open(self.function):
            _set(self, variable=main_variable(self.function) or "x")
        if self.point == OO and self.variable in _WHOLE:
            _set(self, sequence=True)
        if self.point in (OO, neg(OO)):
            _set(self, direction="both")
        return self

    @property
    def target(self) -> Expr:
        """The point; it is known once the model is made."""
        return self.point if self.point is not None else OO


def _is_limit(function: object) -> bool:
    return isinstance(function, Call) and function.head in _HEADS.values()


def _set(arguments: Arguments, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(arguments, name, value)


@action(
    "calculus.limit",
    title=Message(en="Limit", zh="极限"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def limit(arguments: Arguments) -> Solution:
    """The limit, or that there is none, with the steps by which it is found."""
    assert arguments.variable is not None
    if arguments.from_value and not arguments.function.free_symbols():
        return Solution(outcome=Outcome.UNABLE, notes=(NUMBER_ONLY,))
    if sum(1 for _ in arguments.function.walk()) > _MOST_NODES:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(_LARGE,))
    try:
        if arguments.target in (OO, neg(OO)):
            return _at_infinity(arguments)
        left, right = one_sided_limits(arguments.function, arguments.variable, arguments.target)
        return _from_sides(arguments, left, right)
    except NotRepresentable as error:
        note = Message(en=str(error), zh=str(error))
        return Solution(outcome=Outcome.UNABLE, notes=(note,))


def _at_infinity(arguments: Arguments) -> Solution:
    import sympy as sp

    assert arguments.variable is not None
    domain: dict[str, Any] = dict.fromkeys(arguments.function.free_symbols(), "real")
    kind = "positive_integer" if arguments.sequence else "real"
    f = to_sympy(arguments.function, domain={**domain, arguments.variable: kind})
    x = next((s for s in f.free_symbols if s.name == arguments.variable), None)
    if x is None:
        return _answer(arguments, f, ())
    if arguments.target == OO:
        plain = sp.Symbol(arguments.variable, positive=True)
        side = limit_from_above(f.subs(x, plain), plain, sp.oo)
    else:
        plain = sp.Symbol(arguments.variable, positive=True)
        side = limit_from_above(f.subs(x, -plain), plain, sp.oo)
    if side.value is None and arguments.sequence:
        return _by_residues(arguments, f, x)
    if side.value is None:
        return _without_value(arguments, side, side)
    return _answer(arguments, side.value, _steps(arguments, side.value))


def _by_residues(arguments: Arguments, f: Any, n: Any) -> Solution:
    """The limits on n = 12k + r: (−1)ⁿ and sines of multiples of πn/6 are constant on each."""
    import sympy as sp

    k, big = sp.Symbol("_k", integer=True, positive=True), sp.Symbol("_K", positive=True)
    values = []
    for r in range(_PERIOD):
        part = f.subs(n, _PERIOD * k + r)
        side = limit_from_above(part.subs(k, big), big, sp.oo)
        if side.value is None:
            return Solution(outcome=Outcome.UNABLE, notes=(_OPEN,))
        values.append(side.value)
    if all(_same(values[0], value) for value in values[1:]):
        step = Step(rule="subsequences", says=_ALL_CLASSES, after=from_sympy(values[0]))
        return _answer(arguments, values[0], (step,))
    other = next(r for r, value in enumerate(values) if not _same(values[0], value))
    found = {"a": from_sympy(values[0]), "b": from_sympy(values[other]), "r": number(other)}
    step = Step(rule="subsequences", says=_TWO_CLASSES, values=found)
    note = Message(
        en=f"The limit does not exist: subsequences tend to {terminal(found['a'])} and to {terminal(found['b'])}.",
        zh=f"极限不存在：有子数列分别趋于 {terminal(found['a'])} 与 {terminal(found['b'])}。",
    )
    return Solution(
        outcome=Outcome.UNDEFINED,
        claims=(_claim(arguments, None),),
        steps=(step,),
        notes=(note,),
        method=_METHOD,
    )


def _from_sides(arguments: Arguments, left: Side, right: Side) -> Solution:
    wanted = {"left": (left,), "right": (right,), "both": (left, right)}[arguments.direction]
    defined = [side for side in wanted if side.defined]
    if not defined:
        note = Message(
            en="The function is not real near this point.", zh="函数在该点附近无（实数）定义。"
        )
        return Solution(outcome=Outcome.UNABLE, notes=(note,))
    if any(side.value is None for side in defined):
        return _without_value(arguments, left, right)
    if len(defined) == 1:
        notes = ()
        if arguments.direction == "both":
            only: Direction = "left" if defined[0] is left else "right"
            arguments = arguments.model_copy(update={"direction": only})
            notes = (_ONLY_ONE_SIDE,)
        value = defined[0].value
        return _answer(arguments, value, _steps(arguments, value), notes)
    if _same(left.value, right.value):
        return _answer(arguments, left.value, _steps(arguments, left.value))
    return _sides_differ(arguments, left.value, right.value)


def _same(a: Any, b: Any) -> bool:
    if a == b:
        return True
    return bool(a.is_finite and b.is_finite and (a - b).equals(0))


def _steps(
    arguments: Arguments, value: Any, direction: Direction | None = None
) -> tuple[Step, ...]:
    """Steps in the original variable."""
    f = to_sympy(arguments.function)
    x = next((s for s in f.free_symbols if s.name == arguments.variable), None)
    if x is None:
        return ()
    head = _HEADS[direction or arguments.direction]
    return explain(f, x, to_sympy(arguments.target), head, value)


def _answer(
    arguments: Arguments, value: Any, steps: tuple[Step, ...], notes: tuple[Message, ...] = ()
) -> Solution:
    shown = from_sympy(value)
    if shown in (OO, neg(OO)):
        notes = (*notes, _INFINITE)
    claim = _claim(arguments, shown)
    return Solution(
        value=Exact(expr=shown),
        claims=(claim,),
        steps=steps,
        notes=notes,
        method=_METHOD,
        code=_code(arguments, shown),
    )


def _claim(
    arguments: Arguments, value: Expr | None, left: Expr | None = None, right: Expr | None = None
) -> LimitOf:
    assert arguments.variable is not None
    return LimitOf(
        function=arguments.function,
        variable=arguments.variable,
        point=arguments.target,
        direction=arguments.direction,
        value=value,
        left=left,
        right=right,
        sequence=arguments.sequence,
    )


def _sides_differ(arguments: Arguments, left: Any, right: Any) -> Solution:
    low, high = from_sympy(left), from_sympy(right)
    steps = (
        Step(
            rule="limit from the left", says=_LEFT, after=low,
            before=call("limit_left", arguments.function, symbol(arguments.variable or "x"), arguments.target),
            children=_steps(arguments, left, "left"),
        ),
        Step(
            rule="limit from the right", says=_RIGHT, after=high,
            before=call("limit_right", arguments.function, symbol(arguments.variable or "x"), arguments.target),
            children=_steps(arguments, right, "right"),
        ),
        Step(rule="compare the sides", says=_DIFFER, values={"l": low, "r": high}),
    )  # fmt: skip
    note = Message(
        en=f"The limit does not exist: from the left it is {terminal(low)}, from the right {terminal(high)}.",
        zh=f"极限不存在：左极限为 {terminal(low)}，右极限为 {terminal(high)}。",
    )
    return Solution(
        outcome=Outcome.UNDEFINED,
        claims=(_claim(arguments, None, low, high),),
        steps=steps,
        notes=(note,),
        method=_METHOD,
        code=_code(arguments, None, low, high),
    )


def _without_value(arguments: Arguments, left: Side, right: Side) -> Solution:
    """Oscillation is an answer; anything else is not."""
    if left.bounded or right.bounded:
        return Solution(
            outcome=Outcome.UNDEFINED,
            claims=(_claim(arguments, None),),
            steps=(Step(rule="oscillation", says=_OSCILLATES, before=_marked(arguments)),),
            notes=(_OSCILLATION,),
            method=_METHOD,
        )
    return Solution(outcome=Outcome.UNABLE, notes=(_OPEN,))


def _marked(arguments: Arguments) -> Expr:
    assert arguments.variable is not None
    head = _HEADS[arguments.direction]
    return call(head, arguments.function, symbol(arguments.variable), arguments.target)


def _code(
    arguments: Arguments, value: Expr | None, left: Expr | None = None, right: Expr | None = None
) -> str:
    """A script that computes both sides and prints the limit, or that there is none."""
    text, point = python_text(arguments.function), python_text(arguments.target)
    if not text or arguments.variable is None:
        return ""
    lines = [f"f = {text}"]
    x = identifier(arguments.variable)
    if value is not None and arguments.target in (OO, neg(OO)):
        lines += [f"print(limit(f, {x}, {point}))"]
        return script(lines, arguments.function.free_symbols() | {arguments.variable}, real=True)
    lines.append("u = Symbol('u', positive=True)")
    lines.append(f"left = limit(f.subs({x}, {point} - u), u, 0, '+')")
    lines.append(f"right = limit(f.subs({x}, {point} + u), u, 0, '+')")
    shown = {
        "left": "left",
        "right": "right",
        "both": "left if left == right else 'does not exist'",
    }
    lines.append(f"print({shown[arguments.direction]})")
    return script(lines, arguments.function.free_symbols() | {arguments.variable}, real=True)


_METHOD = Message(
    en="limits from both sides, each by comparison of orders of growth",
    zh="分别由两侧比较增长阶求极限",
)
_LARGE = Message(en="The expression is too large.", zh="表达式过大。")
_OPEN = Message(
    en="No method decided this limit; nothing is said about whether it exists.",
    zh="现有方法无法判定该极限，这不说明极限是否存在。",
)
_INFINITE = Message(
    en="The limit is infinite: the values grow beyond every bound.",
    zh="极限为无穷：函数值无限增大。",
)
_ONLY_ONE_SIDE = Message(
    en="The function is real on one side of the point only; the limit is taken from there.",
    zh="函数只在该点的一侧有实数值，极限从该侧取得。",
)
_LEFT = Message(en="Approach from the left.", zh="从左侧趋近。")
_RIGHT = Message(en="Approach from the right.", zh="从右侧趋近。")
_DIFFER = Message(
    en="The one-sided limits {l} and {r} are not the same finite number, so there is no limit.",
    zh="左右极限 {l} 与 {r} 不是同一个有限值，故极限不存在。",
)
_ALL_CLASSES = Message(
    en="On each class n = 12k + r the signs are constant, and all classes have the same limit.",
    zh="在每一类 n = 12k + r 上符号不变，各类的极限都相同。",
)
_TWO_CLASSES = Message(
    en="The subsequence n = 12k tends to {a}, the subsequence n = 12k + {r} to {b}.",
    zh="子数列 n = 12k 趋于 {a}，子数列 n = 12k + {r} 趋于 {b}。",
)
_OSCILLATES = Message(
    en="Near the point the function runs through a whole range of values again and again; two "
    "sequences that tend to the point give different limits.",
    zh="在该点附近函数值反复取遍一个区间；取两个趋于该点的数列，可得不同的极限。",
)
_OSCILLATION = Message(
    en="The limit does not exist: the function oscillates.", zh="极限不存在：函数振荡。"
)
