"""Derivatives: ordinary, partial, higher, implicit, at a point; gradients.

Arguments: a function (or, for an implicit derivative, an equation), the variable, the order, further variables
of a mixed partial derivative, a point.
Outcomes: solved; undefined where the derivative has no value at the point; unable where no rule applies.
Method: the rules of differentiation, applied one by one to the tree; each rule is a step.
Source: Spivak, Calculus, 4th ed., chapters 9-11; implicit differentiation: Courant and John, Introduction to
Calculus and Analysis II, chapter 3.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from abacist.actions.calculus.derivative_code import code_for
from abacist.actions.calculus.derivative_rules import (
    Derivative,
    Differentiation,
    NoRule,
    product,
    quotient,
    total,
)
from abacist.actions.calculus.forms import neat
from abacist.core.answer import Solution
from abacist.core.claim import Claim, DerivativeOf, EvaluatesTo
from abacist.core.expr import Call, Expr, Number, Symbol, call, eq, number, sub, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Constant, Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.variables import function_body, main_variable, unknowns_of

__all__ = ["Arguments", "differentiate"]

_MOST_ORDER = 40
_MOST_NODES = 4_000


class Arguments(Record):
    """What is differentiated, and how.

    Arguments:
        function: the expression; for an implicit derivative the equation.
        variable: with respect to which; the main variable of the function where left out.
        order: how many times.
        further: (variable, order) of further derivatives, taken after the first.
        point: values of variables, as equations, at which the derivative is wanted.
        dependent: the unknown function of an implicit derivative.
        gradient: the vector of all first partial derivatives.
    """

    function: Annotated[
        Expr,
        Slot(
            "Function",
            ask=Message(en="The derivative of which function?", zh="求哪个函数的导数？"),
        ),
    ]
    variable: Annotated[str | None, Slot("Variable")] = None
    order: int = Field(default=1, ge=1)
    further: tuple[tuple[str, int], ...] = ()
    point: Annotated[tuple[Expr, ...], Slot("Assignment", many=True)] = ()
    dependent: str | None = None
    gradient: bool = False

    @model_validator(mode="before")
    @classmethod
    def _unpack(cls, data: Any) -> Any:
        """Takes derivative(f, x, n, y, m, …) apart, and y = f(x) and a lone point."""
        if not isinstance(data, dict) or "function" not in data:
            return data
        data = dict(data)
        point = data.get("point")
        if isinstance(point, str | Expr):
            data["point"] = (point,)
        variable = data.get("variable")
        if isinstance(variable, Expr):
            data["variable"] = str(variable)
        return data

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        _unpack_derivative(self)
        if not self.gradient and self.dependent is None:
            _unpack_definition(self)
        if self.variable is None and not self.gradient:
            names = [n for n in (self.dependent,) if n]
            free = self.function.free_symbols() - set(names)
            found = _variable_of(self.function, free)
            object.__setattr__(self, "variable", found)
        if self.point:
            object.__setattr__(self, "point", tuple(self._named(at) for at in self.point))
        return self

    def _named(self, at: Expr) -> Expr:
        if isinstance(at, Call) and at.head == "eq":
            return at
        return eq(symbol(self.variable or "x"), at)

    @property
    def orders(self) -> tuple[tuple[str, int], ...]:
        """(variable, order) in the order in which they are taken."""
        return ((self.variable or "x", self.order), *self.further)


def _set(arguments: Arguments, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(arguments, name, value)


def _unpack_derivative(arguments: Arguments) -> None:
    function = arguments.function
    if not (isinstance(function, Call) and function.head == "derivative"):
        return
    inner, *pairs = function.args
    if len(pairs) == 1:
        pairs = [pairs[0], number(1)]
    names, orders = pairs[::2], pairs[1::2]
    if not all(isinstance(n, Symbol) for n in names):
        return
    if not all(isinstance(n, Number) and n.value.denominator == 1 for n in orders):
        return
    if isinstance(inner, Symbol) or (isinstance(inner, Call) and inner.head == "apply"):
        return
    listed = [
        (n.name, int(o.value))
        for n, o in zip(names, orders, strict=True)
        if isinstance(n, Symbol) and isinstance(o, Number)
    ]
    taken = [(arguments.variable, arguments.order)] if arguments.variable else []
    (first, order), *rest = [*listed, *taken, *arguments.further]
    _set(arguments, function=inner, variable=first, order=order, further=tuple(rest))


def _unpack_definition(arguments: Arguments) -> None:
    """y = f(x) and f(x) = … become f; any other equation defines y implicitly."""
    function = arguments.function
    if not (isinstance(function, Call) and function.head == "eq"):
        return
    body = function_body(function)
    if body is not None:
        _, parameters, inner = body
        _set(arguments, function=inner)
        if arguments.variable is None and len(parameters) == 1:
            _set(arguments, variable=parameters[0])
        return
    names = function.free_symbols()
    dependent = "y" if "y" in names and arguments.variable != "y" else None
    if dependent is None:
        others = [n for n in unknowns_of([function]) if n != (arguments.variable or "x")]
        dependent = others[0] if others else None
    _set(arguments, dependent=dependent)


def _variable_of(function: Expr, free: frozenset[str] | set[str]) -> str:
    for name in ("x", "t"):
        if name in free:
            return name
    return main_variable(function) or (min(free) if free else "x")


_NAMES = Message(en="derivative", zh="导数")


def _nth(order: int, en: str, zh: str) -> tuple[Phrase, ...]:
    """The noun phrase of the derivative of an order that is a word."""
    make = Make("calculus.differentiate", function=Hole("function"), order=Constant(order))
    by = Make(
        "calculus.differentiate",
        function=Hole("function"),
        order=Constant(order),
        variable=Hole("variable"),
    )
    return (
        Phrase(
            "Function",
            en=(f"(the)? {en} (order)? derivative of {{function:Function}}",),
            zh=(f"{{function:Function}}的{zh}阶(导数|导函数)",),
            means=make,
        ),
        Phrase(
            "Function",
            en=(
                f"(the)? {en} (order)? (partial)? derivative of {{function:Function}} "
                "(with respect to|w.r.t.) {variable:Symbol}",
            ),
            zh=(f"{{function:Function}}(对|关于){{variable:Symbol}}的{zh}阶(偏)?(导数|导函数)",),
            means=by,
        ),
    )


PHRASES = (
    Phrase(
        "Function",
        en=("(the)? (first)? (derivative|derived function|differential quotient) of {function:Function}",),
        zh=("{function:Function}的(一阶)?(导数|导函数|微商)",),
    ),
    Phrase(
        "Function",
        en=(
            "(the)? (first)? (partial)? derivative of {function:Function} "
            "(with respect to|w.r.t.) {variable:Symbol}",
            "(the)? {variable:Symbol} derivative of {function:Function}",
        ),
        zh=(
            "{function:Function}(对|关于){variable:Symbol}的(一阶)?(偏)?(导数|导函数)",
            "{function:Function}(对|关于)变量{variable:Symbol}的(一阶)?(偏)?(导数|导函数)",
        ),
    ),
    *_nth(2, "(second|2nd)", "(二|2|两)"),
    *_nth(3, "(third|3rd)", "(三|3)"),
    *_nth(4, "(fourth|4th)", "(四|4)"),
    *_nth(5, "(fifth|5th)", "(五|5)"),
    Phrase(
        "Function",
        en=("(the)? derivative of order {order:Integer} of {function:Function}",),
        zh=("{function:Function}的{order:Integer}阶(导数|导函数)",),
    ),
    Phrase(
        "Request",
        en=(
            "differentiate {function:Function}",
            "take the derivative of {function:Function}",
            "differentiate {function:Function} (with respect to|w.r.t.) {variable:Symbol}",
        ),
        zh=(
            "(对|把|将)?{function:Function}求导(数)?",
            "求导(数)?{function:Function}",
            "(对|将|把)?{function:Function}(对|关于){variable:Symbol}求(偏)?导(数)?",
        ),
    ),
    Phrase(
        "Request",
        en=("differentiate {function:Function} twice",),
        zh=("(对)?{function:Function}求(二|两)阶导(数)?",),
        means=Make("calculus.differentiate", function=Hole("function"), order=Constant(2)),
    ),
    Phrase(
        "Request",
        en=("differentiate {function:Equation} implicitly", "implicitly differentiate {function:Equation}"),
        zh=("(对)?(方程)?{function:Equation}(用)?隐函数求导(法)?",),
        means=Make(
            "calculus.differentiate", function=Hole("function"), dependent=Constant("y")
        ),
    ),
    Phrase(
        "Function",
        en=(
            "(the)? derivative {derivative:DerivativeExpression} (of the implicit function)? "
            "(if|where|when|for|given|from) {function:Equation}",
        ),
        zh=(
            "(由)?(方程)?{function:Equation}(所)?确定的(隐)?函数(y|y=y(x))?的导数({derivative:DerivativeExpression})?",
        ),
        means=Make(
            "calculus.differentiate", function=Hole("function"), dependent=Constant("y")
        ),
    ),
    Phrase(
        "Number",
        en=(
            "(the)? (derivative|slope) of {function:Function} at (the point)? {point:Assignment}",
            "(the)? value of the derivative of {function:Function} at (the point)? {point:Assignment}",
            "(the)? (slope|gradient) of the (curve|graph) (of)? {function:Function} at (the point)? {point:Assignment}",
        ),
        zh=(
            "{function:Function}在(点)?{point:Assignment}(处|点|时)?的(导数|导数值|变化率)",
            "(曲线)?{function:Function}在(点)?{point:Assignment}(处|点)?的(切线)?斜率",
        ),
    ),
    Phrase(
        "Vector",
        en=("(the)? gradient (vector)? of {function:Function}",),
        zh=("{function:Function}的梯度(向量)?",),
        means=Make("calculus.differentiate", function=Hole("function"), gradient=Constant(True)),
    ),
    Phrase("Value", en=("{function:DerivativeExpression}",), zh=("{function:DerivativeExpression}",), cost=0.5),
    Phrase("Request", en=("{function:DerivativeExpression}",), zh=("{function:DerivativeExpression}",), cost=1),
)  # fmt: skip

_RULES = "rules of differentiation, by hand"

EXAMPLES = (
    Example(
        en="Find the derivative of x^2*sin(3x).",
        zh="求 x^2*sin(3x) 的导数。",
        answer="3*x**2*cos(3*x) + 2*x*sin(3*x)",
        source=_RULES,
    ),
    Example(
        en="Differentiate f(x) = (x^2+1)/(x-1).",
        zh="对 f(x) = (x^2+1)/(x-1) 求导。",
        answer="(x**2 - 2*x - 1)/(x - 1)**2",
        source=_RULES,
    ),
    Example(
        en="What is the second derivative of exp(-x^2)?",
        zh="exp(-x^2) 的二阶导数是什么？",
        answer="2*(2*x**2 - 1)*exp(-x**2)",
        source=_RULES,
    ),
    Example(
        en="Find the derivative of x^2*y^3 + sin(x*y) with respect to y.",
        zh="求 x^2*y^3 + sin(x*y) 关于 y 的偏导数。",
        answer="3*x**2*y**2 + x*cos(x*y)",
        source=_RULES,
    ),
    Example(
        en="Differentiate x^2 + y^2 = 25 implicitly.",
        zh="对方程 x^2 + y^2 = 25 用隐函数求导法。",
        answer="-x/y",
        source="Stewart, Calculus, §3.5, example 1",
    ),
    Example(
        en="Find the derivative of x^3 - 2x at x = 2.",
        zh="求 x^3 - 2x 在 x = 2 处的导数。",
        answer="10",
        source=_RULES,
    ),
    Example(
        en="Find the gradient of x^2*y + z.",
        zh="求 x^2*y + z 的梯度。",
        answer="(2*x*y, x**2, 1)",
        source=_RULES,
    ),
)


@action(
    "calculus.differentiate",
    title=Message(en="Derivative", zh="求导"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def differentiate(arguments: Arguments) -> Solution:
    """The derivative in a neat form, with the rules that were applied as steps."""
    refusal = _too_large(arguments)
    if refusal is not None:
        return refusal
    try:
        if arguments.gradient:
            return _gradient(arguments)
        if arguments.dependent is not None:
            return _implicit(arguments, arguments.dependent)
        return _explicit(arguments)
    except NoRule as error:
        return Solution(
            outcome=Outcome.UNABLE,
            notes=(
                Message(
                    en=f"No rule of differentiation is known for {error.args[0]}.",
                    zh=f"没有适用于 {error.args[0]} 的求导法则。",
                ),
            ),
        )


def _too_large(arguments: Arguments) -> Solution | None:
    order = sum(n for _, n in arguments.orders)
    size = sum(1 for _ in arguments.function.walk())
    if order <= _MOST_ORDER and size * order <= _MOST_NODES:
        return None
    note = Message(
        en=f"Derivatives are taken up to order {_MOST_ORDER} of expressions of moderate size.",
        zh=f"只计算不超过 {_MOST_ORDER} 阶、规模适中的表达式的导数。",
    )
    return Solution(outcome=Outcome.TOO_LARGE, notes=(note,))


def _derivatives(
    function: Expr, orders: tuple[tuple[str, int], ...]
) -> tuple[Expr, tuple[Step, ...]]:
    """The neat derivative and a step for each single differentiation."""
    steps: list[Step] = []
    found = function
    for name, order in orders:
        for _ in range(order):
            raw = Differentiation(name).of(found)
            found = neat(raw.value)
            steps += _with_tidying(raw, found)
    return found, tuple(steps)


def _with_tidying(raw: Derivative, found: Expr) -> list[Step]:
    steps = [raw.step]
    if found != raw.value:
        steps.append(Step(rule="simplify", says=_TIDY, before=raw.value, after=found))
    return steps


_TIDY = Message(en="Simplify.", zh="化简。")
_EVALUATE = Message(en="Put in {a}.", zh="代入 {a}。")
_METHOD = Message(en="rules of differentiation", zh="求导法则")


def _explicit(arguments: Arguments) -> Solution:
    found, steps = _derivatives(arguments.function, arguments.orders)
    claims: tuple[Claim, ...] = (
        DerivativeOf(function=arguments.function, orders=arguments.orders, derivative=found),
    )
    if arguments.point:
        return _at_point(arguments, found, steps, claims)
    return Solution(
        value=Exact(expr=found),
        claims=claims,
        steps=steps,
        method=_METHOD,
        notes=_remarks(arguments.function, arguments.variable or "x"),
        code=code_for(arguments.function, arguments.orders, found),
    )


_KINKED = frozenset(
    {"abs", "sign", "floor", "ceil", "heaviside", "max", "min", "mod", "piecewise", "arg"}
)


def _has_kinks(function: Expr, variable: str) -> bool:
    """True where the function may have corners or jumps in the variable."""
    return any(
        isinstance(node, Call) and node.head in _KINKED and variable in node.free_symbols()
        for node in function.walk()
    )


def _remarks(function: Expr, variable: str) -> tuple[Message, ...]:
    """Where the formula does not hold: corners and jumps."""
    if not _has_kinks(function, variable):
        return ()
    return (
        Message(
            en="The formula holds away from the corners and jumps of the function.",
            zh="该公式在函数的尖点与跳跃点以外成立。",
        ),
    )


def _values_of(point: tuple[Expr, ...]) -> dict[str, Expr]:
    values = {}
    for at in point:
        if isinstance(at, Call) and at.head == "eq" and isinstance(at.args[0], Symbol):
            values[at.args[0].name] = at.args[1]
    return values


def _at_point(
    arguments: Arguments, found: Expr, steps: tuple[Step, ...], claims: tuple[Claim, ...]
) -> Solution:
    values = _values_of(arguments.point)
    variable = arguments.variable or "x"
    if _has_kinks(arguments.function, variable):
        return _by_definition(arguments, variable, values)
    substituted = found.substitute(values)
    value = neat(substituted)
    if value in (Symbol("undefined"), Symbol("oo")) or value.has("undefined"):
        note = Message(
            en="The derivative has no finite value at this point.", zh="导数在该点没有有限的值。"
        )
        return Solution(outcome=Outcome.UNDEFINED, steps=steps, notes=(note,))
    last = Step(
        rule="evaluate",
        says=_EVALUATE,
        values={"a": arguments.point[0]},
        before=found,
        after=value,
    )
    if not substituted.free_symbols():
        claims = (*claims, EvaluatesTo(expression=substituted, value=Exact(expr=value)))
    return Solution(
        value=Exact(expr=value),
        claims=claims,
        steps=(*steps, last),
        method=_METHOD,
        code=code_for(arguments.function, arguments.orders, value, values),
    )


def _by_definition(arguments: Arguments, variable: str, values: dict[str, Expr]) -> Solution:
    """At a corner or jump no rule holds: the limit of the difference quotient decides."""
    from abacist.actions.calculus.limit import Arguments as LimitArguments
    from abacist.actions.calculus.limit import limit

    at = values.get(variable)
    if at is None or arguments.orders != ((variable, 1),):
        raise NoRule(arguments.function)
    others = {name: value for name, value in values.items() if name != variable}
    function = arguments.function.substitute(others)
    step = symbol("h" if "h" not in function.names() else "delta")
    rise = sub(
        function.substitute({variable: call("add", at, step)}), function.substitute({variable: at})
    )
    quotient_ = call("div", rise, step)
    found = limit(LimitArguments(function=quotient_, variable=step.name, point=number(0)))
    definition = Step(
        rule="definition of the derivative",
        says=Message(
            en="The function has a corner or a jump nearby, so the derivative is the limit of the "
            "difference quotient.",
            zh="函数在附近有尖点或跳跃，导数按差商的极限求。",
        ),
        before=call("limit", quotient_, step, number(0)),
    )
    return found.model_copy(update={"steps": (definition, *found.steps)})


def _gradient(arguments: Arguments) -> Solution:
    names = sorted(arguments.function.free_symbols()) or ["x"]
    parts = [_derivatives(arguments.function, ((name, 1),)) for name in names]
    values = _values_of(arguments.point)
    found = [part if not values else neat(part.substitute(values)) for part, _ in parts]
    claims = tuple(
        DerivativeOf(function=arguments.function, orders=((name, 1),), derivative=part)
        for name, (part, _) in zip(names, parts, strict=True)
    )
    return Solution(
        value=Exact(expr=call("tuple", *found)) if len(found) > 1 else Exact(expr=found[0]),
        claims=claims,
        steps=tuple(step for _, steps in parts for step in steps),
        method=_METHOD,
    )


# implicit derivatives


def _implicit(arguments: Arguments, dependent: str) -> Solution:
    """dy/dx from F(x, y) = 0: differentiate both sides, collect y', solve for it."""
    variable, order = arguments.variable or "x", arguments.order
    equation = arguments.function
    both = (
        equation
        if isinstance(equation, Call) and equation.head == "eq"
        else eq(equation, number(0))
    )
    if order > 2 or arguments.further or variable == dependent:
        raise NoRule(equation)
    along = Differentiation(variable, frozenset({dependent})).of(both)
    curve = sub(*both.args)
    partial_x = neat(Differentiation(variable).of(curve).value)
    partial_y = neat(Differentiation(dependent).of(curve).value)
    if partial_y == number(0):
        raise NoRule(equation)
    slope = neat(quotient(product(number(-1), partial_x), partial_y))
    mark = call("derivative", symbol(dependent), symbol(variable), number(1))
    steps = [
        along.step,
        Step(rule="solve for y'", says=_SOLVE, before=along.value, after=eq(mark, slope)),
    ]
    found = slope
    if order == 2:
        found, more = _second(slope, variable, dependent)
        steps += more
    claims = (
        DerivativeOf(
            function=both, orders=((variable, order),), derivative=found, implicit=dependent
        ),
    )
    if arguments.point:
        return _at_point(arguments, found, tuple(steps), claims)
    return Solution(
        value=Exact(expr=found),
        claims=claims,
        steps=tuple(steps),
        method=Message(en="implicit differentiation", zh="隐函数求导法"),
        notes=(
            Message(
                en=f"Valid at points of the curve where {partial_y} is not zero.",
                zh=f"在曲线上满足 {partial_y} ≠ 0 的点成立。",
            ),
        ),
        code=code_for(curve, ((variable, order),), found, dependent=dependent),
    )


def _second(slope: Expr, variable: str, dependent: str) -> tuple[Expr, list[Step]]:
    again = Differentiation(variable, frozenset({dependent})).of(slope)
    partial_x = Differentiation(variable).of(slope).value
    partial_y = Differentiation(dependent).of(slope).value
    found = neat(total(partial_x, product(partial_y, slope)))
    return found, [
        again.step,
        Step(rule="substitute y'", says=_SUBSTITUTE, before=again.value, after=found),
    ]


_SOLVE = Message(
    en="Collect the terms with the unknown derivative and solve for it.",
    zh="合并含未知导数的项并解出它。",
)
_SUBSTITUTE = Message(en="Put in the first derivative and simplify.", zh="代入一阶导数并化简。")
