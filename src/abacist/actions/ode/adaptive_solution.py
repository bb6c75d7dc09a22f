"""The answer by an adaptive method, or from the closed form, with no more digits than are warranted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, log10

from abacist.actions.ode.adaptive import NAMES, AdaptiveMethod, Run, integrate
from abacist.actions.ode.closed_form import ClosedForm, closed_form
from abacist.actions.ode.exact_solution import exact_claim, exact_end
from abacist.actions.ode.initial_value_code import adaptive_code
from abacist.actions.ode.problem import Problem
from abacist.core.answer import Solution
from abacist.core.claim import Claim
from abacist.core.expr import Expr, Symbol, apply, call, eq, number
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Ball, Value
from abacist.notation.numpy_form import compile_scalar
from abacist.notation.refusal import NotRepresentable

__all__ = ["adaptive_solution"]

_DEFAULT = 1e-6
_LEAST, _MOST = 1e-10, 1e-2
_DOUBTFUL = 1e-2
_SAFETY = 20


def adaptive_solution(
    problem: Problem, method: AdaptiveMethod | None, tolerance: Expr | None
) -> Solution:
    """The wanted values with the relative error asked for (10⁻⁶ where nothing is said)."""
    asked = _tolerance(tolerance)
    start, initial, end = problem.floats()
    if start == end:
        raise NotRepresentable(Message(en="an interval of length zero", zh="长度为零的区间"))
    slopes = problem.slopes()
    if any(value != value for value in slopes(start, *initial)):
        return Solution(outcome=Outcome.UNDEFINED, notes=(_undefined_at_start(),))
    rtol = max(asked / 1000, 1e-12)
    run = integrate(slopes, start, initial, end, rtol, method)
    if run.ending != "done":
        return _ended_early(problem, run, end)
    if _coarse(run, asked) and rtol > 1e-12:
        finer = integrate(slopes, start, initial, end, 1e-12, run.method)
        if finer.ending == "done":
            run, rtol = replace(finer, reason=run.reason), 1e-12
    return _answered(problem, run, asked, rtol)


def _coarse(run: Run, asked: float) -> bool:
    """True where the error is too large for what was asked."""
    return any(
        _SAFETY * error > 0.1 * asked * abs(value)
        for value, error in zip(run.values, run.errors, strict=True)
    )


def _tolerance(tolerance: Expr | None) -> float:
    if tolerance is None:
        return _DEFAULT
    asked = compile_scalar(tolerance, ())()
    if not 0 < asked < 1:
        raise NotRepresentable(Message(en="such a tolerance", zh="这样的误差要求"))
    if asked < _LEAST:
        raise NotRepresentable(
            Message(en=f"a relative error below {_LEAST:g}", zh=f"小于 {_LEAST:g} 的相对误差")
        )
    return min(asked, _MOST)


def _answered(problem: Problem, run: Run, asked: float, rtol: float) -> Solution:
    balls = [
        _ball(value, error, asked) for value, error in zip(run.values, run.errors, strict=True)
    ]
    scale = max(abs(value) for value in run.values) or 1.0
    if any(float(ball.rad) > _DOUBTFUL * scale for ball in balls):
        return Solution(outcome=Outcome.UNABLE, notes=(_sensitive(run),), method=run.reason)
    values: list[Value] = list(balls)
    claims: list[Claim] = [problem.claim([b.mid for b in balls], [b.rad for b in balls])]
    steps = [*problem.reduction_step(), _integration_step(run, rtol), _error_step(problem, run)]
    form = _closed_form(problem, balls)
    if form is not None:
        claims.append(exact_claim(problem, form))
        steps.append(_exact_step(problem, form))
    return Solution(
        value=problem.answer(values),
        claims=tuple(claims),
        steps=tuple(steps),
        notes=_accuracy_notes([balls[k] for k in problem.places], asked),
        method=run.reason,
        code=adaptive_code(
            problem, NAMES[run.method], max(rtol / 100, 3e-14), [b.digits for b in balls]
        ),
    )


def _closed_form(problem: Problem, balls: list[Ball]) -> ClosedForm | None:
    """The exact solution, where a rule gives one that agrees with the numbers."""
    system = problem.system
    form = closed_form(system.equations, system.variable, problem.conditions, thorough=False)
    end = exact_end(problem, form)
    if form is None or end is None:
        return None
    value = compile_scalar(end[0], ())()
    return form if abs(value - float(balls[0].mid)) <= 2 * float(balls[0].rad) else None


def _exact_step(problem: Problem, form: ClosedForm) -> Step:
    name = form.functions[0]
    solution = eq(apply(name, Symbol(form.variable)), form.branches[0][0])
    return Step(
        rule="exact solution",
        says=Message(
            en="The exact solution is {solution}; its value at the end agrees with the numbers.",
            zh="精确解为 {solution}；它在终点的值与数值结果一致。",
        ),
        values={"solution": solution},
        after=eq(
            apply(name, problem.end), form.branches[0][0].substitute({form.variable: problem.end})
        ),
        children=form.steps,
    )


def _ball(value: float, error: float, asked: float) -> Ball:
    """The value with a radius that bounds the error with a margin, and the digits that the radius leaves.

    So many digits are shown that rounding does not cost more than the relative error asked for.
    """
    rad = max(_SAFETY * error, 0.01 * asked * abs(value), 1e-300)
    mid = _short(Decimal(repr(value)), rad)
    gap = abs(Fraction(mid) - Fraction(value))
    radius = Decimal(repr(float(f"{(rad + float(gap)) * 1.01:.2e}")))
    if value == 0 or rad >= abs(value):
        return Ball(mid=mid, rad=radius, digits=1)
    decimals = ceil(-log10(2 * asked * abs(value)))
    wanted = decimals + floor(log10(abs(value))) + 1
    certain = floor(log10(abs(value))) - ceil(log10(2 * float(radius))) + 1
    return Ball(mid=mid, rad=radius, digits=max(1, min(wanted, certain)))


def _short(value: Decimal, rad: float) -> Decimal:
    """The value to a hundredth of its radius: more would be noise."""
    place = floor(log10(rad)) - 2
    return value.quantize(Decimal(1).scaleb(place)) if value.adjusted() - place < 28 else value


def _accuracy_notes(balls: list[Ball], asked: float) -> tuple[Message, ...]:
    poor = [b for b in balls if b.mid and float(b.rad) > asked * abs(float(b.mid))]
    if not poor:
        return ()
    return (
        Message(
            en="Some values are not certain to the relative accuracy asked for; only certain digits are shown.",
            zh="部分数值未达到要求的相对精度；只显示可靠的数字。",
        ),
    )


def _integration_step(run: Run, rtol: float) -> Step:
    return Step(
        rule=f"adaptive integration with {NAMES[run.method]}",
        says=Message(
            en=run.reason.en + f"; relative tolerance {rtol / 100:.0e}, {run.evaluations} "
            "evaluations of the right-hand side.",
            zh=run.reason.zh + f"；相对容差 {rtol / 100:.0e}，右端函数求值 {run.evaluations} 次。",
        ),
    )


def _error_step(problem: Problem, run: Run) -> Step:
    """The values at two tolerances differ by so much."""
    pairs = [
        eq(Symbol(state), number(Fraction(f"{value:.12g}")))
        for state, value in zip(problem.system.states, run.values, strict=True)
    ]
    gap = max(run.errors)
    return Step(
        rule="error estimate",
        says=Message(
            en="Integrated again with a tolerance a hundred times smaller, the values change by at most {gap}.",
            zh="把容差缩小到百分之一重新积分，数值的变化不超过 {gap}。",
        ),
        values={"gap": number(Fraction(f"{gap:.1e}"))},
        after=call("and", *pairs) if len(pairs) > 1 else pairs[0],
    )


def _ended_early(problem: Problem, run: Run, end: float) -> Solution:
    """The solution does not reach the end: it blows up, or the equation stops being defined."""
    if run.evaluations < 0:
        return Solution(outcome=Outcome.UNABLE, notes=(_TOO_MUCH,), method=run.reason)
    at = f"{run.reached:.6g}"
    name = problem.system.variable
    if run.ending == "blow_up":
        place = Decimal(repr(float(f"{run.reached:.8g}")))
        tolerance = Decimal("1e-5")
        claim = problem.claim([], [], blow_up=place).model_copy(update={"tolerance": tolerance})
        note = Message(
            en=f"The solution becomes infinite at {name} = {at} and does not exist up to {end:.6g}.",
            zh=f"解在 {name} = {at} 处趋于无穷（爆破），不能延拓到 {end:.6g}。",
        )
        return Solution(
            outcome=Outcome.UNDEFINED, claims=(claim,), notes=(note,), method=run.reason
        )
    note = Message(
        en=f"The solution cannot be continued beyond {name} = {at}: the right-hand side becomes singular there.",
        zh=f"解不能延拓到 {name} = {at} 之后：右端函数在该处奇异。",
    )
    return Solution(outcome=Outcome.UNABLE, notes=(note,), method=run.reason)


def _sensitive(run: Run) -> Message:
    return Message(
        en="The solution is so sensitive that not even two digits are certain "
        f"(two tolerances differ by {max(run.errors):.1e}).",
        zh=f"解对误差极其敏感，连两位数字都不可靠（两种容差的结果相差 {max(run.errors):.1e}）。",
    )


def _undefined_at_start() -> Message:
    return Message(
        en="The right-hand side is not defined at the initial point.",
        zh="右端函数在初始点没有定义。",
    )


_TOO_MUCH = Message(
    en="The integration would need too many evaluations.", zh="积分所需的求值次数过多。"
)
