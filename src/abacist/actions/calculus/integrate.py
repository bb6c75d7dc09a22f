"""Integrals: indefinite, definite, improper and iterated; special functions where nothing elementary exists.

Arguments: the integrand; the variable of an indefinite integral or (variable, lower, upper), innermost first;
conditions on parameters.
Outcomes: solved (an antiderivative ends in + C; a definite integral is exact where possible, else a number with its
error); divergent; unable; too_large.
Method: rules of integration that also explain; rational functions by real partial fractions; special functions; Risch's
algorithm; the fundamental theorem between break points; residues; rigorous quadrature.
Source: Stewart, Calculus, 8th ed., chapters 5, 7 and 15; M. Bronstein, Symbolic Integration I, 2nd ed. (2005),
https://doi.org/10.1007/b138171.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import model_validator

from abacist.actions.calculus.definite import Definite, definite_integral
from abacist.actions.calculus.forms import neat_sympy
from abacist.actions.calculus.indefinite import LIBRARY_ERRORS, antiderivative
from abacist.actions.calculus.integral_arguments import canonical_limits, coerced
from abacist.actions.calculus.integral_code import definite_code, indefinite_code
from abacist.actions.calculus.integral_phrases import EXAMPLES, PHRASES
from abacist.actions.calculus.integration_names import rule_name
from abacist.actions.calculus.open_values import NUMBER_ONLY, is_open
from abacist.actions.calculus.quadrature import approximate, enclosed_value
from abacist.core.answer import Solution
from abacist.core.claim import AntiderivativeOf, IntegralOf
from abacist.core.expr import Expr, Number, add, call, number, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Ball, Exact, Value
from abacist.notation.sympy_form import NotRepresentable, domains_of, from_sympy, to_sympy
from abacist.notation.terminal import terminal
from abacist.notation.values import ball

__all__ = ["Arguments", "integrate"]

Limits = tuple[tuple[str, Expr, Expr], ...]
_MOST_NODES = 500
_MOST_INTEGRALS = 4


class Arguments(Record):
    """Which integral.

    Arguments:
        integrand: the function; integral(f, x) and nested integral(f, x, a, b) are taken apart.
        variable: the variable of an indefinite integral; the main variable where left out.
        limits: (variable, lower, upper) of a definite integral, innermost first.
        lower, upper: the ends of a single definite integral; become `limits`.
        from_value: the integrand is the value of another computation; a mere number is then refused.
        conditions: an interval for the variable (x in [0, 1], 0 <= x <= 1), or what holds of parameters.
    """

    integrand: Annotated[
        Expr,
        Slot(
            "Function", ask=Message(en="The integral of which function?", zh="求哪个函数的积分？")
        ),
    ]
    variable: Annotated[str | None, Slot("Variable|Differential")] = None
    limits: Limits = ()
    lower: Expr | None = None
    upper: Expr | None = None
    conditions: Annotated[
        tuple[Expr, ...], Slot("Region|Membership|Inequality|Interval", many=True)
    ] = ()
    from_value: bool = False

    @model_validator(mode="before")
    @classmethod
    def _coerce(cls, data: Any) -> Any:
        return coerced(data) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        if is_open(self.integrand):
            object.__setattr__(self, "from_value", True)
        canonical_limits(self)
        return self

    def said(self) -> dict[str, Any]:
        """One integral from one bound to the other; several as the formula that they are."""
        said: dict[str, Any] = {"integrand": self.integrand, "conditions": self.conditions or None}
        if len(self.limits) == 1:
            variable, lower, upper = self.limits[0]
            return {**said, "variable": variable, "lower": lower, "upper": upper}
        whole = self.integrand
        for variable, lower, upper in self.limits:
            whole = call("integral", whole, symbol(variable), lower, upper)
        return {**said, "integrand": whole, "variable": self.variable}


@action(
    "calculus.integrate",
    title=Message(en="Integral", zh="积分"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def integrate(arguments: Arguments) -> Solution:
    """The integral with the rules that were applied as steps."""
    if arguments.from_value and not arguments.integrand.free_symbols():
        return Solution(outcome=Outcome.UNABLE, notes=(NUMBER_ONLY,))
    size = sum(1 for _ in arguments.integrand.walk())
    if size > _MOST_NODES or len(arguments.limits) > _MOST_INTEGRALS:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(_LARGE,))
    if arguments.integrand.has("eq", "lt", "le", "gt", "ge", "ne") and not arguments.integrand.has(
        "piecewise"
    ):
        return Solution(outcome=Outcome.UNABLE, notes=(_NO_FUNCTION,))
    try:
        if not arguments.limits:
            return _indefinite(arguments)
        return _definite(arguments)
    except NotRepresentable as error:
        return Solution(outcome=Outcome.UNABLE, notes=(error.message,))
    except LIBRARY_ERRORS:
        return Solution(outcome=Outcome.UNABLE, notes=(_NO_VALUE,))


# indefinite


def _indefinite(arguments: Arguments) -> Solution:
    import sympy as sp

    assert arguments.variable is not None
    f = _sympy(arguments.integrand, arguments.conditions)
    x = sp.Symbol(arguments.variable, real=True)
    found = antiderivative(f, x)
    if found is None:
        return Solution(outcome=Outcome.UNABLE, notes=(_NONE_FOUND,))
    value = from_sympy(_shown(found.value, x), roots=_roots(arguments.integrand))
    constant = symbol("C" if "C" not in arguments.integrand.names() else "C1")
    notes = (*_theorem_notes(found.theorem, found.value), *_exceptions(found.value, f, x))
    return Solution(
        value=Exact(expr=add(value, constant)),
        claims=(
            AntiderivativeOf(
                integrand=arguments.integrand, variable=arguments.variable, antiderivative=value
            ),
        ),
        steps=(found.step,),
        notes=notes,
        method=rule_name(found.step.rule),
        code=indefinite_code(arguments.integrand, arguments.variable, value),
    )


def _sympy(expr: Expr, conditions: tuple[Expr, ...]) -> Any:
    names = expr.free_symbols()
    return to_sympy(expr, domain=domains_of(conditions, names), default="real", roots="principal")


def _roots(integrand: Expr) -> Any:
    """Odd roots are real roots where the integrand has them."""
    return "real" if integrand.has("root") else "principal"


def _shown(value: Any, x: Any) -> Any:
    """A neat form; a constant that came out is dropped, as + C takes it up."""
    import sympy as sp

    neat = neat_sympy(value) if value.is_rational_function(x) else value
    kept = [term for term in sp.Add.make_args(neat) if term.has(x)]
    return sp.Add(*kept)


def _theorem_notes(theorem: Message | None, value: Any = None) -> tuple[Message, ...]:
    import sympy as sp

    if theorem is not None:
        return (
            Message(
                en=f"There is no elementary antiderivative. {theorem.en}",
                zh=f"没有初等原函数。{theorem.zh}",
            ),
        )
    special = (sp.erf, sp.erfi, sp.erfc, sp.fresnels, sp.fresnelc, sp.Ei, sp.Si, sp.Ci, sp.li)
    others = (sp.elliptic_e, sp.elliptic_f, sp.polylog, sp.uppergamma, sp.lowergamma, sp.hyper)
    if value is not None and value.has(*special, *others):
        return (_SPECIAL,)
    return ()


def _exceptions(value: Any, f: Any, x: Any) -> tuple[Message, ...]:
    """Values of parameters for which the formula divides by zero although the integrand does not."""
    import sympy as sp

    below = {d for p in value.atoms(sp.Pow) if p.exp.is_negative for d in sp.Mul.make_args(p.base)}
    own = {d for p in f.atoms(sp.Pow) if p.exp.is_negative for d in sp.Mul.make_args(p.base)}
    shown = sorted((d for d in below - own if d.free_symbols and not d.has(x)), key=str)
    return tuple(
        Message(
            en=f"Valid where {terminal(from_sympy(d))} is not zero.",
            zh=f"在 {terminal(from_sympy(d))} ≠ 0 时成立。",
        )
        for d in shown
        if not d.is_positive
    )


# definite


def _definite(arguments: Arguments) -> Solution:
    found, conditions = _iterated(arguments, arguments.conditions), arguments.conditions
    parameters = _parameters(arguments)
    if parameters and (found is None or _needs_signs(arguments)):
        conditions = (*conditions, *_positive(parameters, conditions))
        found = _iterated(arguments, conditions) or found
    if found is None:
        return _numerical(arguments)
    extra = tuple(c for c in conditions if c not in arguments.conditions)
    notes = (*_theorem_notes(found.theorem), *map(_assumed, extra))
    if found.divergent:
        return Solution(
            outcome=Outcome.DIVERGENT,
            claims=(_claim(arguments, None, conditions),),
            steps=found.steps,
            notes=notes,
            method=_FUNDAMENTAL,
            code=definite_code(arguments.integrand, arguments.limits, None, conditions),
        )
    value = from_sympy(found.value)
    return Solution(
        value=Exact(expr=value),
        claims=(_claim(arguments, Exact(expr=value), conditions),),
        steps=found.steps,
        notes=notes,
        method=_FUNDAMENTAL,
        code=definite_code(arguments.integrand, arguments.limits, value, conditions),
    )


def _claim(arguments: Arguments, value: Value | None, conditions: tuple[Expr, ...]) -> IntegralOf:
    return IntegralOf(
        integrand=arguments.integrand, limits=arguments.limits, value=value, conditions=conditions
    )


def _parameters(arguments: Arguments) -> frozenset[str]:
    names = set(arguments.integrand.free_symbols())
    for _, lower, upper in arguments.limits:
        names |= lower.free_symbols() | upper.free_symbols()
    return frozenset(names - {name for name, _, _ in arguments.limits})


def _needs_signs(arguments: Arguments) -> bool:
    """True where parameters stand in denominators, roots, logarithms or exponents."""
    names = _parameters(arguments)
    critical = ("div", "pow", "sqrt", "root", "ln", "log", "exp", "abs")
    infinite = any(
        end.has() or symbol("oo") in set(end.walk())
        for _, a, b in arguments.limits
        for end in (a, b)
    )
    for node in arguments.integrand.walk():
        head = getattr(node, "head", "")
        if head in critical and node.free_symbols() & names and (infinite or head not in ("exp",)):
            return head != "pow" or bool(node.args[1].free_symbols() & names) or infinite  # type: ignore[attr-defined]
    return infinite


def _positive(names: frozenset[str], conditions: tuple[Expr, ...]) -> tuple[Expr, ...]:
    given = {name for condition in conditions for name in condition.free_symbols()}
    return tuple(call("gt", symbol(name), number(0)) for name in sorted(names - given))


def _assumed(condition: Expr) -> Message:
    return Message(en=f"Assuming {terminal(condition)}.", zh=f"假设 {terminal(condition)}。")


def _iterated(arguments: Arguments, conditions: tuple[Expr, ...]) -> Definite | None:
    """The integrals one after the other, the innermost first."""
    import sympy as sp

    outer = {name: _range_condition(name, lower) for name, lower, _ in arguments.limits}
    facts = (*conditions, *(fact for fact in outer.values() if fact is not None))
    domain = domains_of(facts, _all_names(arguments))
    single = len(arguments.limits) == 1
    if single:
        domain[arguments.limits[0][0]] = "real"
    f = to_sympy(arguments.integrand, domain=domain, default="real", roots="principal")
    steps: list[Step] = []
    theorem = None
    for name, lower, upper in arguments.limits:
        a, b = (to_sympy(end, domain=domain, default="real") for end in (lower, upper))
        x = to_sympy(symbol(name), domain=domain, default="real")
        plain = sp.Symbol(name, real=True)
        found = definite_integral(f.subs(x, plain), plain, a, b)
        if found is None:
            return None
        steps += found.steps
        if found.divergent:
            return Definite(None, tuple(steps), divergent=True)
        f, theorem = found.value, theorem or found.theorem
    return Definite(f, tuple(steps), theorem=theorem)


def _range_condition(name: str, lower: Expr) -> Expr | None:
    """x > 0 where an outer variable runs from a number ≥ 0: it lets √(x²) be x."""
    if isinstance(lower, Number) and lower.value >= 0:
        return call("gt", symbol(name), number(0))
    return None


def _all_names(arguments: Arguments) -> set[str]:
    names = set(arguments.integrand.free_symbols())
    for name, lower, upper in arguments.limits:
        names |= {name} | lower.free_symbols() | upper.free_symbols()
    return names


# numbers


def _numerical(arguments: Arguments) -> Solution:
    """A number with its error where no closed form was found."""
    value = None
    if not _parameters(arguments) and len(arguments.limits) == 1:
        value = _number(arguments)
    if value is None:
        return Solution(outcome=Outcome.UNABLE, notes=(_NO_VALUE,))
    variable, lower, upper = arguments.limits[0]
    mark = call("integral", arguments.integrand, symbol(variable), lower, upper)
    return Solution(
        value=value,
        claims=(_claim(arguments, value, arguments.conditions),),
        steps=(Step(rule="quadrature", says=_QUADRATURE, before=mark),),
        notes=(_NO_CLOSED_FORM,),
        method=Message(en="rigorous quadrature", zh="严格数值积分"),
        code=definite_code(arguments.integrand, arguments.limits, None, (), numerical=True),
    )


def _number(arguments: Arguments) -> Ball | None:
    variable, lower, upper = arguments.limits[0]
    enclosed = enclosed_value(arguments.integrand, variable, lower, upper)
    if enclosed is not None:
        return enclosed
    found = approximate(arguments.integrand, variable, lower, upper)
    if found is None:
        return None
    return ball(found[0], rad=max(found[1], 1e-14 * abs(found[0])), digits=10)


_NO_FUNCTION = Message(
    en="An equation or inequality has no integral; a function has.",
    zh="方程或不等式没有积分，函数才有。",
)
_LARGE = Message(en="The integral is too large for the methods here.", zh="该积分规模过大。")
_NONE_FOUND = Message(
    en="No antiderivative was found; this does not say that there is no elementary one.",
    zh="未找到原函数；这并不说明不存在初等原函数。",
)
_NO_VALUE = Message(
    en="Neither a closed form nor a reliable number was found; nothing is said about convergence.",
    zh="既未找到闭式，也未得到可靠的数值；这不说明积分是否收敛。",
)
_NO_CLOSED_FORM = Message(
    en="No closed form was found; the value is a number with its error.",
    zh="未找到闭式表达，给出带误差的数值。",
)
_SPECIAL = Message(
    en="Expressed by special functions; no elementary antiderivative was found.",
    zh="用特殊函数表示；未找到初等原函数。",
)
_QUADRATURE = Message(
    en="Evaluate numerically with a bound for the error.", zh="数值计算并给出误差界。"
)
_FUNDAMENTAL = Message(
    en="fundamental theorem of calculus between the break points of integrand and antiderivative",
    zh="在被积函数与原函数的分点之间应用微积分基本定理",
)
