"""Existence of ξ with A(ξ)·f'(ξ) + B(ξ)·f(ξ) = 0 by Rolle's theorem: finds the auxiliary function and says why.

Arguments: the statement, an equation in f(ξ) and f'(ξ), linear in both; the hypotheses, f(a) = f(b) = 0; the
interval, where the multiplier's sign depends on it.
Outcomes: solved with the auxiliary function; unable where the statement is not linear in f and f', the
integrating factor has no closed form, or the hypotheses do not give Rolle's theorem what it needs.
Method: the left side is A·(D + B/A)f. The integrating factor μ = exp(∫B/A) of D + B/A turns it into a
derivative, (μ·f)' = (μ/A)·(A·f' + B·f), and μ·f vanishes wherever f does.
Source: Rolle's theorem: Spivak, Calculus, 4th ed., chapter 11; integrating factors: Boyce and DiPrima,
Elementary Differential Equations, 10th ed., section 2.1.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import model_validator

from abacist.actions.proof.auxiliary_phrases import EXAMPLES, PHRASES
from abacist.core.answer import Solution
from abacist.core.claim import RolleArgument
from abacist.core.expr import Call, Expr, Symbol, apply, call, mul, number, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Exact

__all__ = ["Arguments", "auxiliary_function"]

_DERIVATIVE, _VALUE = "_slope", "_height"


class Arguments(Record):
    """The statement to prove and what is known of f.

    Arguments:
        statement: an equation in f(ξ) and f'(ξ), with its point (ξ ∈ (a, b), equation).
        hypotheses: what is given at the ends, f(a) = f(b) = 0.
        interval: the closed interval [a, b]; with the function and the open interval (f, [a, b], (a, b)).
    """

    statement: Annotated[
        Expr,
        Slot(
            "ExistsStatement",
            ask=Message(
                en="Which equation in f(ξ) and f'(ξ) is to be proved?",
                zh="要证明关于 f(ξ) 和 f'(ξ) 的哪个等式？",
            ),
        ),
    ]
    hypotheses: Annotated[
        tuple[Expr, ...], Slot("Equation|Relation|InitialCondition", many=True)
    ] = ()
    interval: Annotated[Expr | None, Slot("Smoothness")] = None

    @model_validator(mode="after")
    def _checked(self) -> Arguments:
        statement, ends = _unbound(self.statement)
        object.__setattr__(self, "statement", statement)
        if not (isinstance(self.statement, Call) and self.statement.head == "eq"):
            raise ValueError("the statement must be an equation")
        if not self.statement.has("prime") or len(_functions(self.statement)) != 1:
            raise ValueError("the statement must hold one function and its derivative")
        object.__setattr__(self, "interval", _smooth_on(self.interval, _functions(statement)[0]))
        if ends is not None and self.interval is not None and ends != _ends(self.interval):
            raise ValueError("the point lies in another interval")
        return self

    def said(self) -> dict[str, Any]:
        """The statement with the names of its point and of its function."""
        function = _functions(self.statement)[0]
        point = _point(self.statement, function)
        return {
            "statement": self.statement,
            "hypotheses": self.hypotheses or None,
            "interval": self.interval,
            "point": None if point is None else Symbol(point),
            "function": Symbol(function) if self.interval is not None else None,
        }


@action(
    "proof.auxiliary_function",
    title=Message(en="Auxiliary function for Rolle's theorem", zh="罗尔定理的辅助函数"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def auxiliary_function(arguments: Arguments) -> Solution:
    """The function whose derivative is a factor without zeros times the left side of the statement."""
    function = _functions(arguments.statement)[0]
    point = _point(arguments.statement, function)
    if point is None:
        return _unable(en="f and f' must be taken at the same point", zh="f 与 f' 须在同一点取值")
    if not _vanishes_at_ends(arguments.hypotheses, function):
        return _unable(
            en="Rolle's theorem needs f(a) = f(b) = 0 here; that was not given",
            zh="这里使用罗尔定理需要 f(a) = f(b) = 0，题目没有给出",
        )
    variable = "x" if point != "t" else "t"
    split = _linear_parts(arguments.statement, function, point, variable)
    if split is None:
        return _unable(
            en="the statement is not linear in f and f'", zh="该等式对 f 与 f' 不是线性的"
        )
    factor = _integrating_factor(*split, variable)
    if factor is None:
        return _unable(
            en="the integrating factor has no closed form found here",
            zh="未能求出积分因子的封闭形式",
        )
    return _solution(arguments, function, variable, split, factor)


def _unbound(statement: Expr) -> tuple[Expr, tuple[Expr, ...] | None]:
    """The equation of "there is ξ in (a, b) with …", and a and b; ξ must be the point that it speaks of."""
    if not (isinstance(statement, Call) and statement.head == "tuple"):
        return statement, None
    bound, equation = statement.args
    place = bound.args[1] if isinstance(bound, Call) and bound.head == "in" else None
    point = bound.args[0] if isinstance(bound, Call) and place is not None else bound
    functions = _functions(equation)
    if not functions or _point(equation, functions[0]) != str(point):
        raise ValueError("the statement speaks of another point")
    return equation, None if place is None else _ends(place)


def _smooth_on(said: Expr | None, function: str) -> Expr | None:
    """[a, b] of (f, [a, b], (a, b)): the function and both intervals must be those of the statement."""
    if not (isinstance(said, Call) and said.head == "tuple"):
        return said
    subject, interval, *inner = said.args
    head = subject.args[0] if isinstance(subject, Call) and subject.head == "apply" else subject
    if head != Symbol(function) or any(_ends(each) != _ends(interval) for each in inner):
        raise ValueError("another function or another interval is smooth")
    return interval


def _ends(interval: Expr) -> tuple[Expr, ...]:
    """a and b of [a, b] and of (a, b), which reads as a point too."""
    return interval.args if isinstance(interval, Call) else ()


def _functions(statement: Expr) -> list[str]:
    """Names of the functions that are applied."""
    names: set[str] = set()
    for node in statement.walk():
        if isinstance(node, Call) and node.head == "apply":
            head = node.args[0]
            while isinstance(head, Call) and head.head == "prime":
                head = head.args[0]
            if isinstance(head, Symbol):
                names.add(head.name)
    return sorted(names)


def _point(statement: Expr, function: str) -> str | None:
    """The symbol at which f and f' are taken; None unless it is one and the order of f' is one."""
    points: set[Expr] = set()
    for node in statement.walk():
        if isinstance(node, Call) and node.head == "apply":
            points.add(node.args[1])
        if isinstance(node, Call) and node.head == "prime" and node.args[1] != number(1):
            return None
    only = next(iter(points)) if len(points) == 1 else None
    return only.name if isinstance(only, Symbol) and only.name != function else None


def _vanishes_at_ends(hypotheses: tuple[Expr, ...], function: str) -> bool:
    """True where the hypotheses say that f is zero at two different points."""
    zeros: set[Expr] = set()
    for relation in hypotheses:
        parts = (
            relation.args if isinstance(relation, Call) and relation.head == "and" else (relation,)
        )
        chain = [
            side
            for part in parts
            if isinstance(part, Call) and part.head == "eq"
            for side in part.args
        ]
        if number(0) in chain:
            zeros.update(
                side.args[1]
                for side in chain
                if isinstance(side, Call)
                and side.head == "apply"
                and side.args[0] == Symbol(function)
            )
    return len(zeros) >= 2


def _linear_parts(
    statement: Expr, function: str, point: str, variable: str
) -> tuple[Any, Any] | None:
    """A and B of A·f' + B·f = 0 as SymPy expressions in `variable`; None where it is not of this form."""
    import sympy

    from abacist.notation.sympy_form import to_sympy

    def flatten(node: Expr) -> Expr:
        if isinstance(node, Call) and node.head == "apply":
            return symbol(_VALUE if node.args[0] == Symbol(function) else _DERIVATIVE)
        return node

    assert isinstance(statement, Call)
    flat = [side.rebuild(flatten).substitute({point: symbol(variable)}) for side in statement.args]
    left, right = (to_sympy(side) for side in flat)
    slope, height = sympy.Symbol(_DERIVATIVE), sympy.Symbol(_VALUE)
    difference = sympy.expand(left - right)
    a, b = difference.diff(slope), difference.diff(height)
    rest = sympy.simplify(difference - a * slope - b * height)
    if rest != 0 or {slope, height} & (a.free_symbols | b.free_symbols) or a == 0:
        return None
    return sympy.simplify(a), sympy.simplify(b)


def _integrating_factor(a: Any, b: Any, variable: str) -> Any | None:
    """exp(∫ b/a), simplified; None where the integral has no closed form."""
    import sympy

    x = sympy.Symbol(variable)
    integral = sympy.integrate(sympy.cancel(b / a), x)
    if integral.has(sympy.Integral):
        return None
    return sympy.simplify(sympy.exp(sympy.expand_log(integral, force=True)))


def _solution(
    arguments: Arguments, function: str, variable: str, split: tuple[Any, Any], factor: Any
) -> Solution:
    import sympy

    from abacist.notation.sympy_form import from_sympy

    a, b = split
    x, f = symbol(variable), apply(function, symbol(variable))
    slope = apply(call("prime", symbol(function), number(1)), x)
    mu = from_sympy(factor)
    multiplier = from_sympy(sympy.simplify(factor / a))
    auxiliary = f if mu == number(1) else mul(mu, f)
    coefficient = from_sympy(sympy.cancel(b / a))
    statement = _statement(arguments.statement, function, x)
    claim = RolleArgument(
        function=function,
        variable=variable,
        proposition=arguments.statement,
        statement=statement,
        multiplier=multiplier,
        auxiliary=auxiliary,
        hypotheses=arguments.hypotheses,
        interval=arguments.interval,
    )
    return Solution(
        value=Exact(expr=call("eq", apply(_name(function), x), auxiliary)),
        claims=(claim,),
        steps=_steps(statement, coefficient, mu, multiplier, auxiliary, slope, f),
        notes=() if arguments.interval is not None else (_SMOOTH,),
        method=Message(
            en="integrating factor of D + B/A, then Rolle's theorem",
            zh="算子 D + B/A 的积分因子，再用罗尔定理",
        ),
        code=_code(a, b, function, variable),
    )


_SMOOTH = Message(
    en="f is taken to be continuous on [a, b] and differentiable inside, as Rolle's theorem needs.",
    zh="按罗尔定理的要求，认为 f 在 [a, b] 上连续、在 (a, b) 内可导。",
)


def _name(function: str) -> str:
    """A name for the auxiliary function that is not taken."""
    return "g" if function != "g" else "h"


def _statement(statement: Expr, function: str, x: Expr) -> Expr:
    """Left side minus right side, at the running variable."""
    assert isinstance(statement, Call)
    left, right = statement.args
    whole = left if right == number(0) else call("add", left, call("neg", right))

    def move(node: Expr) -> Expr:
        return (
            call("apply", node.args[0], x)
            if isinstance(node, Call) and node.head == "apply"
            else node
        )

    point = _point(statement, function)
    return whole.rebuild(move).substitute({point: x} if point else {})


def _steps(
    statement: Expr,
    coefficient: Expr,
    mu: Expr,
    multiplier: Expr,
    auxiliary: Expr,
    slope: Expr,
    f: Expr,
) -> tuple[Step, ...]:
    assert isinstance(f, Call)
    assert isinstance(f.args[0], Symbol)
    name = _name(f.args[0].name)
    return (
        Step(
            rule="operator form",
            says=Message(
                en="Divided by the coefficient of f', the left side is (D + p)f with p = {p}.",
                zh="除以 f' 的系数，左边就是 (D + p)f，其中 p = {p}。",
            ),
            values={"p": coefficient},
            before=statement,
            after=call("add", slope, mul(coefficient, f)),
        ),
        Step(
            rule="integrating factor",
            says=Message(
                en="A function times f has the derivative μ·f' + μ'·f. It is a multiple of f' + p·f exactly when "
                "μ' = p·μ, and μ = exp(∫ p) = {mu} does this: that is why this auxiliary function is taken.",
                zh="μ·f 的导数是 μ·f' + μ'·f。要使它是 f' + p·f 的倍数，恰好需要 μ' = p·μ，"
                "取 μ = exp(∫ p) = {mu} 即可：这就是选取该辅助函数的原因。",
            ),
            values={"mu": mu},
            after=call("eq", apply(name, f.args[1]), auxiliary),
        ),
        Step(
            rule="derivative identity",
            says=Message(
                en="Differentiating gives the factor {m}, which is nowhere zero, times the left side.",
                zh="求导得到处处不为零的因子 {m} 乘以原式左边。",
            ),
            values={"m": multiplier},
            after=call(
                "eq",
                apply(
                    call("prime", symbol("g"), number(1)), f.args[1] if isinstance(f, Call) else f
                ),
                mul(multiplier, statement),
            ),
        ),
        Step(
            rule="Rolle's theorem",
            says=Message(
                en="g is continuous on [a, b], differentiable inside and g(a) = g(b) = 0 because f(a) = f(b) = 0. "
                "So g'(ξ) = 0 for some ξ in (a, b); the factor is not zero there, so the statement holds at ξ.",
                zh="g 在 [a, b] 上连续，在 (a, b) 内可导，且由 f(a) = f(b) = 0 得 g(a) = g(b) = 0。"
                "由罗尔定理，存在 ξ ∈ (a, b) 使 g'(ξ) = 0；因子在该处不为零，故所证等式在 ξ 处成立。",
            ),
        ),
    )


def _code(a: Any, b: Any, function: str, variable: str) -> str:
    return "\n".join(
        [
            "from sympy import *",
            f"{variable} = symbols({variable!r})",
            f"{function} = Function({function!r})",
            f"A, B = {a}, {b}",
            f"mu = simplify(exp(expand_log(integrate(cancel(B/A), {variable}), force=True)))",
            f"auxiliary = mu*{function}({variable})",
            f"statement = A*diff({function}({variable}), {variable}) + B*{function}({variable})",
            f"assert simplify(diff(auxiliary, {variable}) - mu/A*statement) == 0",
            f'print("{_name(function)}({variable}) =", auxiliary)',
        ]
    )


def _unable(en: str, zh: str) -> Solution:
    return Solution(outcome=Outcome.UNABLE, notes=(Message(en=en, zh=zh),))
