"""The value of the solution of an initial value problem: by a method with a fixed step, exactly, or adaptively.

Arguments: differential equations of any order (systems too), initial conditions at one point, where the
solution is wanted, and if asked for a method, a step or a number of steps, a relative tolerance.

Method: equations are reduced to first order. Euler, Heun, midpoint and RK4 give the full table of stages, and
the error where a closed form is known. Otherwise the closed form is evaluated where there is one, or an
adaptive method is chosen by stiffness.

Outcomes: `undefined` where the solution ceases to exist before the end (with the place); `unable` where no
digit is certain; `needs_clarification` where initial values, the end or the step are missing.

Source: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from abacist.actions.ode.adaptive import ADAPTIVE_METHODS
from abacist.actions.ode.initial_value_arguments import canonical_fields
from abacist.actions.ode.runge_kutta import FIXED_STEP_METHODS
from abacist.core.answer import Solution
from abacist.core.expr import Expr
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Constant, Formula, Hole, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.notation.refusal import NotRepresentable

__all__ = ["Arguments", "initial_value"]

Method = Literal["euler", "heun", "midpoint", "rk4", "rk45", "dop853", "radau", "bdf", "lsoda"]


class Arguments(Record):
    """What is integrated, from where to where, and how.

    Arguments:
        equations: differential equations, one for each unknown function.
        conditions: y(0) = 1, y'(0) = 0, …: one for each derivative below the highest, all at one point.
        wanted: the values asked for: y(0.5), x'(2*pi), or a bare number for all functions there.
        span: where the variable runs: a membership, an inequality, an interval or the pair (start, end).
        method: of integration; None leaves the choice to the program.
        step: the width of a fixed step. steps: how many of them. tolerance: the relative error allowed.
        assignments: h = 0.1, n = 10, or values of parameters of the equations.
    """

    equations: Annotated[
        tuple[Expr, ...],
        Slot(
            "DifferentialEquation",
            many=True,
            ask=Message(en="Which differential equation?", zh="是哪个微分方程？"),
        ),
    ]
    conditions: Annotated[
        tuple[Expr, ...],
        Slot(
            "InitialCondition",
            many=True,
            ask=Message(en="What are the initial conditions?", zh="初始条件是什么？"),
        ),
    ]
    span: Annotated[tuple[Expr, ...], Slot("TimeSpan|Membership|Region", many=True)] = ()
    method: Annotated[Method | None, Slot("Method")] = None
    step: Annotated[Expr | None, Slot("StepSize")] = None
    steps: Annotated[Expr | None, Slot("StepCount")] = None
    tolerance: Annotated[Expr | None, Slot("RelativeTolerance")] = None
    assignments: Annotated[tuple[Expr, ...], Slot("Assignment", many=True)] = ()
    wanted: Annotated[
        tuple[Expr, ...],
        Slot(
            "EndPoint",
            many=True,
            ask=Message(en="At which point is the solution wanted?", zh="要求哪一点处的值？"),
        ),
        Field(validate_default=True),
    ] = ()

    @field_validator("wanted")
    @classmethod
    def _has_an_end(cls, wanted: tuple[Expr, ...], info: ValidationInfo) -> tuple[Expr, ...]:
        if wanted or info.data.get("span"):
            return wanted
        if any(info.data.get(name) for name in ("method", "step", "steps", "tolerance")):
            raise PydanticCustomError("missing", "the point where the solution is wanted")
        raise ValueError("no point where the solution is wanted")

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        for name, value in canonical_fields(self).items():
            object.__setattr__(self, name, value)
        return self


_METHODS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "rk4",
        (
            "(the )?(classical )?(RK4|RK 4)( method)?",
            "(the )?(classical )?(fourth-order|fourth order|4th order|4th-order) Runge-Kutta( method)?",
            "(the )?(classical )?Runge-Kutta( method)?( of order 4| of order four| of the fourth order)?",
        ),
        (
            "(经典)?四阶龙格(-)?库塔(方)?法",
            "四阶(R-K|RK)(方)?法",
            "RK4(方法|法)?",
            "(经典)?龙格(-)?库塔(方)?法",
            "四阶Runge-Kutta(方)?法",
        ),
    ),
    (
        "euler",
        ("Euler's method", "(the )?(forward |explicit )?Euler( method)?"),
        ("(显式|向前|前向)?欧拉(方)?法", "Euler(方)?法"),
    ),
    (
        "heun",
        ("Heun's method", "(the )?Heun( method)?", "(the )?improved Euler( method)?"),
        ("(改进|修正)(的)?欧拉(方)?法", "休恩(方)?法", "Heun(方)?法"),
    ),
    ("midpoint", ("(the )?(explicit )?midpoint (method|rule)",), ("(显式)?中点(方)?法",)),
    (
        "rk45",
        ("(the )?(adaptive )?(RK45|Dormand-Prince)( method)?",),
        ("RK45(方法|法)?", "自适应龙格(-)?库塔(方)?法"),
    ),
    ("dop853", ("(the )?DOP853( method)?",), ("DOP853(方法|法)?",)),
    ("radau", ("(the )?(implicit )?Radau( IIA)?( method)?",), ("(隐式)?Radau(方法|法)?",)),
    (
        "bdf",
        ("(the )?BDF( method)?",),
        (
            "BDF(方法|法)?",
            "向后差分公式",
        ),
    ),
    ("lsoda", ("(the )?LSODA( method)?",), ("LSODA(方法|法)?",)),
)

_USING_EN = "(by|with|using|use|via|apply|applying|method:) "
_USING_ZH = "(请)?(用|使用|采用|利用|应用|按)"

_EQUATIONS = "{equations:DifferentialEquation+}"
_CONDITIONS = "{conditions:InitialCondition+}"
_KIND_EN = (
    "(the )?(linear |nonlinear |non-linear )?(ordinary )?(differential )?"
    "(equation|equations|system|oscillator|ODE|initial value problem|IVP)?"
)
_KIND_ZH = "(线性|非线性)?(常)?(微分|振动|振子)?(方程|方程组|初值问题)?"
_FIND_EN = "(find|compute|calculate|evaluate|approximate|estimate|determine|what is)"
_VALUE_ZH = "(近似值|函数值|数值解|数值|值)"

PHRASES = (
    Phrase(
        "Request",
        en=(f"solve {_EQUATIONS} with {_CONDITIONS} numerically",),
        zh=(f"求微分方程{_EQUATIONS}满足{_CONDITIONS}的数值解",),
    ),
    Phrase(
        "Request",
        en=(
            f"(solve|integrate) {_EQUATIONS} numerically",
            f"(numerically (solve|integrate)|(solve|integrate) numerically) {_KIND_EN} {_EQUATIONS}",
            f"(solve|integrate) {_KIND_EN}( of (differential )?equations)? {_EQUATIONS}",
            "(find|compute|calculate|approximate|estimate) the (numerical |approximate )?solution "
            f"(of|to) {_EQUATIONS}",
        ),
        zh=(
            f"(数值)?(求解|求|解|计算|积分)(出)?{_KIND_ZH}{_EQUATIONS}",
            f"(求|计算){_KIND_ZH}{_EQUATIONS}的(数值解|近似解|解)",
            f"(求|计算){_KIND_ZH}{_EQUATIONS}，{_CONDITIONS}的(数值解|近似解|解)",
        ),
        cost=0.02,  # "the equation" alone is any equation
    ),
    Phrase("Request", en=(_EQUATIONS,), zh=(_EQUATIONS,), cost=1.2),
    Phrase(
        "Request",
        en=(
            "(find|compute|calculate|approximate|estimate|what is) (the value of )?{wanted:Expression+}",
        ),
        zh=("(求|计算|估计|求出)(出)?{wanted:Expression+}(的)?(近似值|数值|值)?",),
        cost=2.5,
    ),
    *(
        Phrase(
            "Method",
            en=tuple(f"{_USING_EN}{name}" for name in en) + en,
            zh=tuple(f"{_USING_ZH}{name}" for name in zh) + zh,
            means=Constant(method),
        )
        for method, en, zh in _METHODS
    ),
    Phrase(
        "StepSize",
        en=(
            "with step {h:Number}",
            "(with )?(a )?(the )?(fixed )?step( |-)?(size|length|width)?( of)?( is)? {h:Number}",
            "(with )?(a )?(the )?(fixed )?step( |-)?(size|length|width)? {h:Assignment}",
        ),
        zh=(
            "取步长{h:Number}",
            "(取)?(固定)?步长(为|是|取)?{h:Number}",
            "(取)?(固定)?步长(为|是|取)?{h:Assignment}",
        ),
        means=Hole("h"),
    ),
    # the letter of the step by custom; "change the step to 0.05" finds it then
    Phrase(
        "StepSize",
        en=("(with |using )?h = {h:Number}",),
        zh=("(取|令)?h={h:Number}",),
        means=Hole("h"),
        cost=-0.3,
    ),
    Phrase(
        "StepCount",
        en=("(with|in|using)? {n:Integer} (equal )?steps",),
        zh=("(分|用|共)?{n:Integer}步",),
        means=Hole("n"),
    ),
    Phrase(
        "RelativeTolerance",
        en=(
            "with relative error below {r:Number}",
            "(with )?(a )?(the )?relative (error|tolerance)( of)?( is| being)?"
            "( at most| less than| below| under| within| smaller than| not exceeding)? {r:Number}",
            "(with )?(a )?(the )?relative (error|tolerance) (<|≤|<=) {r:Number}",
        ),
        zh=(
            "相对误差小于{r:Number}",
            "(要求)?相对(误差|容差|精度)(要求)?(小于|低于|不超过|不大于|为|控制在|在)?{r:Number}"
            "(以内|以下|之内)?",
            "(要求)?相对(误差|容差|精度)(<|≤|<=|＜){r:Number}",
        ),
        means=Hole("r"),
    ),
    Phrase(
        "TimeSpan",
        en=(
            "(for |with |over )?{t:Symbol} (going |running |ranging )?(from|between) {a:Number} "
            "(to|and) {b:Number}",
        ),
        zh=("{t:Symbol}(从|由|自){a:Number}(变)?(到|至){b:Number}",),
        means=Formula("in(t, [a, b])"),
    ),
    Phrase(
        "TimeSpan",
        en=("(for |with |over |where )?{t:Symbol} in (the interval )?{r:Interval}",),
        zh=("{t:Symbol}在(区间)?{r:Interval}(上|内|中)?",),
        means=Formula("in(t, r)"),
    ),
    Phrase(
        "TimeSpan",
        en=("from {a:Number} to {b:Number}", "from {a:Assignment} to {b:Assignment}"),
        zh=(
            "(从|由|自){a:Number}(到|至){b:Number}",
            "(从|由|自){a:Assignment}(到|至){b:Assignment}",
        ),
        means=Formula("(a, b)"),
    ),
    Phrase(
        "EndPoint",
        en=("at {place:Assignment}",),
        zh=(
            f"在{{place:Assignment}}(处|时|点)(的)?{_VALUE_ZH}?",
            f"{{place:Assignment}}(处|时)(的)?{_VALUE_ZH}",
        ),
        means=Hole("place"),
    ),
    Phrase(
        "EndPoint",
        en=(
            f"{_FIND_EN}?(the )?(value of )?{{y:Expression}} at {{place:Assignment}}",
            "{y:Symbol} at {place:Number}",
        ),
        zh=(
            f"(求|计算|估计)?(出)?{{y:Expression}}在{{place:Assignment}}(处|时|点)?(的)?{_VALUE_ZH}?",
            f"{{y:Symbol}}在{{place:Number}}(处|时)(的)?{_VALUE_ZH}?",
            f"(求|计算|估计)?(出)?{{place:Assignment}}(处|时)(的)?{{y:Symbol}}(的)?{_VALUE_ZH}?",
        ),
        means=Formula("(y, place)"),
    ),
    Phrase(
        "EndPoint",
        en=(
            f"(and )?(then )?{_FIND_EN} (the )?(value of |approximate value of )?{{value:Expression}}",
            "(for|at|to (get|find|obtain|approximate|estimate|compute)) {value:Expression}",
        ),
        zh=(
            f"(求|计算|估计|估算|求出|计算出|给出)(出)?{{value:Expression}}(的)?{_VALUE_ZH}?",
            f"{{value:Expression}}(的)?{_VALUE_ZH}",
        ),
        means=Hole("value"),
    ),
    # "…, y(0) = 1, y(2)": nothing but the value itself
    Phrase(
        "EndPoint",
        en=("{value:Expression}",),
        zh=("{value:Expression}",),
        means=Hole("value"),
        cost=0.8,
    ),
)

_RK4 = "the classical Runge-Kutta method by hand in exact fractions; exact solution 5/4*e^(-2x) + x/2 - 1/4"
_DUFFING = (
    "interval Taylor series (Arb): x in 1.89604938856330 ± 1e-14, x' in 0.747199286355 ± 1e-12"
)

EXAMPLES = (
    Example(
        en="Solve dy/dx = -2y + x, y(0) = 1 with RK4 and step size h = 0.1; find y(0.5) and show the steps",
        zh="用四阶龙格-库塔法求解 dy/dx = -2y + x，y(0) = 1，步长 h = 0.1，求 y(0.5)，给出步骤",
        answer="0.459857",
        source=_RK4,
    ),
    Example(
        en="Use the fourth-order Runge-Kutta method with step size 0.1 to solve y' = -2y + x, y(0) = 1. "
        "What is y(0.5)?",
        zh="已知 y' = x - 2y，y(0) = 1，取步长 0.1，用RK4方法计算 y(0.5) 的近似值",
        answer="0.459857",
        source=_RK4,
    ),
    Example(
        en="x'' + 0.1x' + x³ = cos t, x(0) = 0.5, x'(0) = 0, t from 0 to 2π, relative error < 1e-6",
        zh="x'' + 0.1x' + x³ = cos t，x(0) = 0.5，x'(0) = 0，t 从 0 到 2π，相对误差 < 1e-6",
        answer="{x: 1.896049, x': 0.747199}",
        level=Level.ENCLOSED,
        source=_DUFFING,
    ),
    Example(
        en="Solve numerically x'' + 0.1x' + x^3 = cos(t) with x(0) = 0.5 and x'(0) = 0 for t in [0, 2π] "
        "with a relative error below 1e-6",
        zh="数值求解 x'' + 0.1x' + x^3 = cos(t)，初始条件 x(0) = 0.5，x'(0) = 0，t∈[0,2π]，要求相对误差小于 1e-6",
        answer="{x: 1.896049, x': 0.747199}",
        level=Level.ENCLOSED,
        source=_DUFFING,
    ),
    Example(
        en="Use Euler's method with step size 0.1 to approximate y(0.2), where y' = x + y and y(0) = 1",
        zh="用欧拉法取步长 0.1 求 y' = x + y，y(0) = 1 的解，计算 y(0.2) 的近似值",
        answer="1.22",
        level=Level.PROVED,
        source="by hand: y1 = 1 + 0.1*1 = 1.1, y2 = 1.1 + 0.1*(0.1 + 1.1) = 1.22",
    ),
    Example(
        en="y' = y^2, y(0) = 1, find y(2)",
        zh="y' = y^2，y(0) = 1，求 y(2)",
        outcome=Outcome.UNDEFINED,
        level=Level.ENCLOSED,
        source="exact solution 1/(1 - x), which ends at x = 1",
    ),
)


@action(
    "ode.initial_value",
    title=Message(en="Values of the solution of an initial value problem", zh="初值问题的数值解"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def initial_value(arguments: Arguments) -> Solution:
    """Integrates by the method that was asked for, or by the one that fits."""
    from abacist.actions.ode.adaptive_solution import adaptive_solution
    from abacist.actions.ode.fixed_step_solution import fixed_step_solution
    from abacist.actions.ode.problem import problem_of

    try:
        problem = problem_of(arguments.equations, arguments.conditions, arguments.wanted)
        if arguments.method in FIXED_STEP_METHODS or arguments.step or arguments.steps:
            return fixed_step_solution(problem, arguments.method, arguments.step, arguments.steps)
        method = arguments.method if arguments.method in ADAPTIVE_METHODS else None
        return adaptive_solution(problem, method, arguments.tolerance)
    except NotRepresentable as reason:
        return Solution(outcome=Outcome.UNABLE, notes=(reason.message,))
