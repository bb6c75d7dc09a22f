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
from abacist.actions.calculus.indefinite import antiderivative
from abacist.actions.calculus.integral_arguments import canonical_limits, coerced
from abacist.actions.calculus.integral_code import definite_code, indefinite_code
from abacist.actions.calculus.quadrature import approximate, enclosed_value
from abacist.core.answer import Solution
from abacist.core.claim import AntiderivativeOf, IntegralOf
from abacist.core.expr import Expr, Number, add, call, number, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Ball, Exact, Value
from abacist.notation.sympy_form import NotRepresentable, domains_of, from_sympy, to_sympy
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
        conditions: an interval for the variable (x in [0, 1], 0 <= x <= 1), or what holds of parameters.
    """

    integrand: Annotated[
        Expr,
        Slot(
            "Function", ask=Message(en="The integral of which function?", zh="求哪个函数的积分？")
        ),
    ]
    variable: Annotated[str | None, Slot("Variable")] = None
    limits: Limits = ()
    lower: Expr | None = None
    upper: Expr | None = None
    conditions: Annotated[
        tuple[Expr, ...], Slot("Region|Membership|Inequality|Interval", many=True)
    ] = ()

    @model_validator(mode="before")
    @classmethod
    def _coerce(cls, data: Any) -> Any:
        return coerced(data) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        canonical_limits(self)
        return self


_NOUN = "(the)? (definite|improper)? integral"

PHRASES = (
    Phrase("Value", en=("{integrand:IntegralExpression}",), zh=("{integrand:IntegralExpression}",), cost=0.5),
    Phrase("Request", en=("{integrand:IntegralExpression}",), zh=("{integrand:IntegralExpression}",), cost=1),
    Phrase(
        "Function",
        en=(
            "(the)? (indefinite)? integral of {integrand:Function}",
            "(the|an)? (antiderivative|antiderivatives|primitive|primitive function) of {integrand:Function}",
            "(the)? (indefinite)? integral of {integrand:Function} (with respect to|w.r.t.) {variable:Symbol}",
            "(the|an)? antiderivative of {integrand:Function} (with respect to|w.r.t.) {variable:Symbol}",
        ),
        zh=(
            "{integrand:Function}的(不定积分|原函数|积分)",
            "{integrand:Function}(对|关于){variable:Symbol}的(不定积分|原函数|积分)",
        ),
    ),
    Phrase(
        "Number",
        en=(
            f"{_NOUN} of {{integrand:Function}} from {{lower:Expression}} to {{upper:Expression}}",
            f"{_NOUN} of {{integrand:Function}} between {{lower:Expression}} and {{upper:Expression}}",
            f"{_NOUN} of {{integrand:Function}} from {{variable:Symbol}} = {{lower:Expression}} to {{upper:Expression}}",
            f"{_NOUN} from {{lower:Expression}} to {{upper:Expression}} of {{integrand:Function}}",
        ),
        zh=(
            "{integrand:Function}从{lower:Expression}到{upper:Expression}的(定积分|反常积分|广义积分|积分)",
            "(函数)?{integrand:Function}在{lower:Expression}到{upper:Expression}(上|之间)?的(定积分|反常积分|广义积分|积分)",
        ),
    ),
    Phrase(
        "Number",
        en=(f"{_NOUN} of {{integrand:Function}} (over|on) (the interval)? {{conditions:Interval}}",),
        zh=("{integrand:Function}在(区间)?{conditions:Interval}(上|内)?的(定积分|反常积分|广义积分|积分)",),
    ),
    Phrase(
        "Number",
        en=(
            "(the)? area under (the)? (curve|graph)? (of)? {integrand:Function} "
            "from {lower:Expression} to {upper:Expression}",
        ),
        zh=("曲线{integrand:Function}(下方)?从{lower:Expression}到{upper:Expression}(所)?围成的面积",),
        means=Make(
            "calculus.integrate", integrand=Hole("integrand"), lower=Hole("lower"), upper=Hole("upper")
        ),
        assumes=Message(
            en="areas below the axis are counted as negative", zh="轴下方的面积按负值计"
        ),
    ),
    Phrase(
        "Request",
        en=(
            "integrate {integrand:Function}",
            "integrate {integrand:Function} (with respect to|w.r.t.) {variable:Symbol}",
            "integrate {integrand:Function} from {lower:Expression} to {upper:Expression}",
            "integrate {integrand:Function} from {variable:Symbol} = {lower:Expression} to {upper:Expression}",
            "integrate {integrand:Function} (over|on) (the interval)? {conditions:Interval}",
        ),
        zh=(
            "(对|把|将)?{integrand:Function}(求)?(不定)?积分",
            "(对|把|将)?{integrand:Function}(对|关于){variable:Symbol}(求)?积分",
            "(对|把|将)?{integrand:Function}从{lower:Expression}到{upper:Expression}(求)?积分",
            "(对|把|将)?{integrand:Function}在(区间)?{conditions:Interval}(上|内)?(求)?积分",
        ),
    ),
)  # fmt: skip

EXAMPLES = (
    Example(
        en="Compute the integral of sin(x^2).",
        zh="求 sin(x^2) 的不定积分。",
        answer="sqrt(pi/2)*fresnels(sqrt(2/pi)*x) + C",
        source="NIST DLMF 7.2(iii); not elementary by Liouville's theorem",
    ),
    Example(
        en="∫ sin(x²) dx",
        zh="计算 ∫ sin(x²) dx",
        answer="sqrt(pi/2)*fresnels(sqrt(2/pi)*x) + C",
        source="NIST DLMF 7.2(iii); not elementary by Liouville's theorem",
    ),
    Example(
        en="Compute ∫_0^∞ 400π²x²/(1600π⁴x⁴−796π²x²+100) dx.",
        zh="计算反常积分 ∫_0^∞ 400π²x²/(1600π⁴x⁴−796π²x²+100) dx。",
        answer="5/2",
        source="∫ x²/(ax⁴ + bx² + c) = π/(2√a·√(b + 2√(ac))) over (0, ∞)",
    ),
    Example(
        en="Find the integral of 400*pi^2*x^2/(1600*pi^4*x^4 - 796*pi^2*x^2 + 100) from 0 to infinity.",
        zh="求 400*pi^2*x^2/(1600*pi^4*x^4 - 796*pi^2*x^2 + 100) 从 0 到 ∞ 的积分。",
        answer="5/2",
        source="∫ x²/(ax⁴ + bx² + c) = π/(2√a·√(b + 2√(ac))) over (0, ∞)",
    ),
    Example(
        en="Find an antiderivative of x*exp(x).",
        zh="求 x*exp(x) 的原函数。",
        answer="(x - 1)*exp(x) + C",
        source="integration by parts",
    ),
    Example(
        en="Integrate 1/(x^2+1) from -oo to oo.",
        zh="求 1/(x^2+1) 从 -∞ 到 +∞ 的积分。",
        answer="pi",
        source="arctangent at the ends",
    ),
    Example(
        en="Compute ∫_0^1 1/x dx.",
        zh="计算 ∫_0^1 1/x dx。",
        outcome=Outcome.DIVERGENT,
        source="Stewart, Calculus, §7.8",
    ),
    Example(
        en="Compute ∫_0^1 ∫_0^x x*y dy dx.",
        zh="计算 ∫_0^1 ∫_0^x x*y dy dx。",
        answer="1/8",
        source="iterated integration by hand",
    ),
)


@action(
    "calculus.integrate",
    title=Message(en="Integral", zh="积分"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def integrate(arguments: Arguments) -> Solution:
    """The integral with the rules that were applied as steps."""
    size = sum(1 for _ in arguments.integrand.walk())
    if size > _MOST_NODES or len(arguments.limits) > _MOST_INTEGRALS:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(_LARGE,))
    try:
        if not arguments.limits:
            return _indefinite(arguments)
        return _definite(arguments)
    except NotRepresentable as error:
        return Solution(outcome=Outcome.UNABLE, notes=(error.message,))


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
    notes = _theorem_notes(found.theorem, found.value)
    return Solution(
        value=Exact(expr=add(value, constant)),
        claims=(
            AntiderivativeOf(
                integrand=arguments.integrand, variable=arguments.variable, antiderivative=value
            ),
        ),
        steps=(found.step,),
        notes=notes,
        method=Message(en=found.step.rule, zh="积分法则：" + found.step.rule),
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
    return Message(en=f"Assuming {condition}.", zh=f"假设 {condition}。")


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
