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

from abacist.actions.calculus.derivative_code import code_for, gradient_code
from abacist.actions.calculus.derivative_rules import (
    Derivative,
    Differentiation,
    NoRule,
)
from abacist.actions.calculus.differentiability import has_kinks, kink_at, quotient_claims
from abacist.actions.calculus.differentiation_phrases import EXAMPLES, PHRASES
from abacist.actions.calculus.forms import neat
from abacist.actions.calculus.implicit_derivative import implicit_derivative
from abacist.actions.calculus.open_values import NUMBER_ONLY, is_open
from abacist.core.answer import Solution
from abacist.core.claim import Claim, DerivativeOf, EvaluatesTo
from abacist.core.expr import Call, Expr, Number, Symbol, call, eq, number, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.terminal import terminal
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
        wanted: the implicit derivative as a formula, dy/dx; becomes `dependent`, `variable` and `order`.
        gradient: the vector of all first partial derivatives.
        from_value: the function is the value of another computation; a mere number is then refused.
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
    wanted: Expr | None = None
    gradient: bool = False
    from_value: bool = False

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
        if is_open(self.function):
            _set(self, from_value=True)
        _unpack_wanted(self)
        _unpack_derivative(self)
        if not self.gradient and self.dependent is None:
            _unpack_definition(self)
        if self.variable is None and not self.gradient:
            _set(self, variable=_variable_of(self.function, self.dependent))
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


def _unpack_wanted(arguments: Arguments) -> None:
    """dy/dx or d²y/dx² of a function that an equation defines. Raises `ValueError` for anything else."""
    wanted = arguments.wanted
    if wanted is None:
        return
    if not (isinstance(wanted, Call) and wanted.head == "derivative" and len(wanted.args) == 3):
        raise ValueError(f"not a derivative of an implicit function: {wanted}")
    y, x, order = wanted.args
    if not (isinstance(y, Symbol) and isinstance(x, Symbol) and isinstance(order, Number)):
        raise ValueError(f"not a derivative of an implicit function: {wanted}")
    _set(arguments, dependent=y.name, variable=x.name, order=int(order.value), wanted=None)


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


def _variable_of(function: Expr, dependent: str | None) -> str | None:
    """The variable that is meant; None where a value of another node is still open."""
    free = function.free_symbols() - {dependent}
    if any(name.startswith("_") for name in free):
        return None
    for name in ("x", "t"):
        if name in free:
            return name
    return main_variable(function) or (min(free) if free else "x")


@action(
    "calculus.differentiate",
    title=Message(en="Derivative", zh="求导"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def differentiate(arguments: Arguments) -> Solution:
    """The derivative in a neat form, with the rules that were applied as steps."""
    if arguments.from_value and not arguments.function.free_symbols():
        return Solution(outcome=Outcome.UNABLE, notes=(NUMBER_ONLY,))
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
    conditions: list[Expr] = []
    for name, order in orders:
        for _ in range(order):
            rules = Differentiation(name)
            raw = rules.of(found)
            found = neat(raw.value)
            steps += _with_tidying(raw, found)
            conditions += [each for each in rules.conditions if each not in conditions]
    if conditions:
        where = conditions[0] if len(conditions) == 1 else call("and", *conditions)
        found = call("piecewise", call("case", found, where))
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
    if isinstance(arguments.function, Call) and arguments.function.head in (
        "eq",
        "lt",
        "le",
        "gt",
        "ge",
    ):
        raise NoRule(arguments.function)
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


def _remarks(function: Expr, variable: str) -> tuple[Message, ...]:
    """Where the formula does not hold: corners and jumps."""
    if not has_kinks(function, variable):
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
    kink = kink_at(arguments.function, arguments.orders, values)
    if kink is not None:
        return kink
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
        claims = (*claims, *quotient_claims(arguments.function, arguments.orders, values, value))
    return Solution(
        value=Exact(expr=value),
        claims=claims,
        steps=(*steps, last),
        method=_METHOD,
        code=code_for(arguments.function, arguments.orders, value, values),
    )


def _gradient(arguments: Arguments) -> Solution:
    names = unknowns_of([arguments.function]) or ("x",)
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
        code=gradient_code(arguments.function, tuple(names), values),
    )


def _implicit(arguments: Arguments, dependent: str) -> Solution:
    """y' or y'' of the function that an equation defines."""
    if arguments.further:
        raise NoRule(arguments.function)
    found = implicit_derivative(
        arguments.function, arguments.variable or "x", dependent, arguments.order
    )
    orders = ((arguments.variable or "x", arguments.order),)
    claims = (
        DerivativeOf(
            function=found.equation, orders=orders, derivative=found.value, implicit=dependent
        ),
    )
    if arguments.point:
        return _at_point(arguments, found.value, found.steps, claims)
    return Solution(
        value=Exact(expr=found.value),
        claims=claims,
        steps=found.steps,
        method=Message(en="implicit differentiation", zh="隐函数求导法"),
        notes=(
            Message(
                en=f"Valid at points of the curve where {terminal(found.divisor)} is not zero.",
                zh=f"在曲线上满足 {terminal(found.divisor)} ≠ 0 的点成立。",
            ),
        ),
        code=code_for(found.curve, orders, found.value, dependent=dependent),
    )
