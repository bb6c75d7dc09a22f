"""The solution of differential equations by a formula: general, or with the constants fixed by conditions.

Arguments: one equation of any order or a system, and conditions at one or several points. Parameters without a
value stay in the answer.

Method: linear equations with constant coefficients, linear ones of first order, separable, Bernoulli, exact and
homogeneous equations by rules with steps; others by SymPy's dsolve with the hints that end quickly.

Outcomes: `no_solution` where conditions contradict the complete general solution of a linear equation;
`unable` where no formula was found, which says nothing about the solution.

Source: E. L. Ince, Ordinary Differential Equations (1926), chapters II, V and VI.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from abacist.actions.ode.closed_form import ClosedForm, closed_form
from abacist.actions.ode.symbolic_code import symbolic_code
from abacist.core.answer import Solution
from abacist.core.claim import SolvesODE
from abacist.core.expr import Call, Expr, Symbol, call, eq
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact, Named, Value
from abacist.notation.differential import condition_of, independent_variable, orders_of
from abacist.notation.refusal import NotRepresentable

__all__ = ["Arguments", "solve_symbolic"]


class Arguments(Record):
    """What is solved, and under which conditions.

    Arguments:
        equations: differential equations, one for each unknown function.
        conditions: y(0) = 1, y'(0) = 0, y(pi) = 0, …; none for the general solution.
        assignments: values of parameters of the equations.
    """

    equations: Annotated[
        tuple[Expr, ...],
        Slot(
            "DifferentialEquation",
            many=True,
            ask=Message(en="Which differential equation?", zh="是哪个微分方程？"),
        ),
    ]
    conditions: Annotated[tuple[Expr, ...], Slot("InitialCondition", many=True)] = ()
    assignments: Annotated[tuple[Expr, ...], Slot("Assignment", many=True)] = ()

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        values: dict[str, Expr] = {}
        names = {name for one in self.equations for name in one.free_symbols()}
        for one in self.assignments:
            if not (isinstance(one, Call) and isinstance(one.args[0], Symbol)):
                raise NotRepresentable(str(one))
            if one.args[0].name not in names:
                raise NotRepresentable(str(one))
            values[one.args[0].name] = one.args[1]
        orders = orders_of(self.equations)
        for condition in self.conditions:
            found = condition_of(condition)
            if found is None or found[0] not in orders:
                raise NotRepresentable(str(condition))
        for field in ("equations", "conditions"):
            replaced = tuple(one.substitute(values) for one in getattr(self, field))
            object.__setattr__(self, field, replaced)
        object.__setattr__(self, "assignments", ())
        return self


_EQUATIONS = "{equations:DifferentialEquation+}"
_CONDITIONS = "{conditions:InitialCondition+}"
_KIND_EN = (
    "(ordinary )?(differential )?"
    "(equation|equations|system|ODE|initial value problem|boundary value problem|IVP)"
)
_KIND_ZH = "(常)?(微分)?(方程|方程组|初值问题|边值问题)"

PHRASES = (
    Phrase(
        "Request",
        en=(
            f"solve the differential equation {_EQUATIONS}",
            f"solve the differential equation {_EQUATIONS} with {_CONDITIONS}",
        ),
        zh=(f"解微分方程{_EQUATIONS}", f"求微分方程{_EQUATIONS}满足{_CONDITIONS}的解"),
    ),
    Phrase(
        "Request",
        en=(
            f"solve (the )?{_KIND_EN}? {_EQUATIONS}",
            f"(find|determine|give) (the |a )?(general |exact |analytic |particular |symbolic |closed-form )?"
            f"(solution|solutions) (of|to) (the )?{_KIND_EN}? {_EQUATIONS}",
            f"what is the (general |exact |particular )?solution (of|to) (the )?{_KIND_EN}? {_EQUATIONS}",
            f"integrate the {_KIND_EN} {_EQUATIONS}",
        ),
        zh=(
            f"(求解|解|解出){_KIND_ZH}?{_EQUATIONS}",
            f"求{_KIND_ZH}?{_EQUATIONS}的(通解|特解|精确解|解析解|解)",
            f"求{_KIND_ZH}?{_EQUATIONS}，(且)?(满足)?(初始条件)?{_CONDITIONS}的(解|特解|精确解|解析解|通解)",
            f"求{_KIND_ZH}?{_EQUATIONS}(在)?(满足|符合|下|条件下)?(初始条件|条件)?{_CONDITIONS}(下)?的(解|特解|精确解)",
            f"{_KIND_ZH}?{_EQUATIONS}，{_CONDITIONS}的(解|特解|精确解)(是什么|是多少|为何|为)?",
            f"{_KIND_ZH}?{_EQUATIONS}的(通解|特解|精确解|解析解|解)(是什么|是多少|为何|为)",
        ),
        cost=0.02,  # "the equation" alone is any equation
    ),
    Phrase("Request", en=(_EQUATIONS,), zh=(_EQUATIONS,), cost=1.0),
)

EXAMPLES = (
    Example(
        en="Solve y' = -2y + x, y(0) = 1",
        zh="解微分方程 y' = -2y + x，y(0) = 1",
        answer="y = x/2 - 1/4 + 5*exp(-2*x)/4",
        level=Level.PROVED,
        source="integrating factor e^(2x); checked by substitution",
    ),
    Example(
        en="Find the general solution of y'' + y = 0",
        zh="求微分方程 y'' + y = 0 的通解",
        answer="y = C1*cos(x) + C2*sin(x)",
        level=Level.PROVED,
        source="characteristic roots ±i",
    ),
    Example(
        en="Solve the differential equation y'' - 3y' + 2y = 0 with y(0) = 1 and y'(0) = 0",
        zh="求解初值问题 y'' - 3y' + 2y = 0，y(0) = 1，y'(0) = 0",
        answer="y = -exp(2*x) + 2*exp(x)",
        level=Level.PROVED,
        source="characteristic roots 1 and 2; checked by substitution",
    ),
    Example(
        en="What is the general solution of dy/dx = x*y?",
        zh="微分方程 dy/dx = x*y 的通解是什么？",
        answer="y = C1*exp(x**2/2)",
        level=Level.PROVED,
        source="separation of variables",
    ),
    Example(
        en="y'' + y = 0, y(0) = 0, y(pi) = 1",
        zh="y'' + y = 0，y(0) = 0，y(pi) = 1",
        outcome=Outcome.NO_SOLUTION,
        level=Level.PROVED,
        source="y = C2*sin(x) vanishes at pi, and the general solution is complete",
    ),
)


@action(
    "ode.solve_symbolic",
    title=Message(en="Solution of a differential equation by a formula", zh="微分方程的解析解"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def solve_symbolic(arguments: Arguments) -> Solution:
    """Solves by the first rule that applies."""
    variable = independent_variable(arguments.equations, orders_of(arguments.equations))
    try:
        form = closed_form(arguments.equations, variable, arguments.conditions)
    except NotRepresentable as reason:
        return Solution(outcome=Outcome.UNABLE, notes=(reason.message,))
    if form is None:
        return Solution(outcome=Outcome.UNABLE, notes=(_NO_FORMULA,))
    if not form.branches:
        return _contradicted(arguments, form)
    claims = tuple(_claim(arguments, form, branch) for branch in form.branches)
    value = _value(form)
    return Solution(
        value=value,
        claims=claims,
        steps=(*form.steps, *_answer_step(form)),
        notes=form.notes,
        method=Message(en=form.method, zh=_METHODS.get(form.method, form.method)),
        code=symbolic_code(arguments.equations, arguments.conditions, form, value),
    )


_METHODS = {
    "linear, constant coefficients": "常系数线性方程",
    "linear, first order": "一阶线性方程",
    "separable": "分离变量法",
    "Bernoulli": "伯努利方程",
    "exact": "全微分方程",
    "homogeneous": "齐次方程",
    "dsolve": "计算机代数（SymPy dsolve）",
}


def _claim(arguments: Arguments, form: ClosedForm, branch: tuple[Expr, ...]) -> SolvesODE:
    return SolvesODE(
        equations=arguments.equations,
        functions=form.functions,
        variable=form.variable,
        solutions=branch,
        conditions=arguments.conditions,
        constants=form.constants,
        order=form.order,
    )


def _value(form: ClosedForm) -> Value:
    """y = …, the implicit equation, a set of branches, or the functions of a system by name."""
    functions, branches = list(form.functions), list(form.branches)
    if len(functions) > 1:
        items = zip(functions, branches[0], strict=True)
        return Named(items=tuple((name, Exact(expr=one)) for name, one in items))
    equations = [
        branch[0] if form.implicit else eq(Symbol(functions[0]), branch[0]) for branch in branches
    ]
    return Exact(expr=equations[0] if len(equations) == 1 else call("set", *equations))


def _answer_step(form: ClosedForm) -> tuple[Step, ...]:
    value = _value(form)
    if not isinstance(value, Exact):
        return ()
    return (
        Step(
            rule="solution",
            says=Message(
                en="Put into the equation, it makes both sides equal.",
                zh="代回方程，两边恒等。",
            ),
            after=value.expr,
        ),
    )


def _contradicted(arguments: Arguments, form: ClosedForm) -> Solution:
    """No member of the general solution meets the conditions."""
    if form.method != "linear, constant coefficients":  # elsewhere other solutions may exist
        return Solution(outcome=Outcome.UNABLE, notes=(_NO_MEMBER,))
    claim = SolvesODE(
        equations=arguments.equations,
        functions=form.functions,
        variable=form.variable,
        solutions=(),
        conditions=arguments.conditions,
        constants=form.constants,
        order=form.order,
        general=form.general[0],
    )
    return Solution(
        outcome=Outcome.NO_SOLUTION, claims=(claim,), steps=form.steps, notes=(_NO_MEMBER,)
    )


_NO_FORMULA = Message(
    en="No formula for the solution was found. Give an end point for a numerical solution.",
    zh="没有找到解的公式。给出终点可以求数值解。",
)
_NO_MEMBER = Message(
    en="No choice of the constants in the general solution meets the conditions.",
    zh="通解中的常数无论怎样取值都不能满足所给条件。",
)
