"""The answer by a method with a fixed step: the table of all stages, and the error against the exact solution.

The numbers are computed with mpmath at 40 digits (with floats where there are very many steps), so that the
table is right to every digit shown even where the method itself magnifies rounding errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from abacist.actions.ode.closed_form import ClosedForm, closed_form
from abacist.actions.ode.compiled import compiled, precise_value
from abacist.actions.ode.exact_solution import exact_claim, exact_end
from abacist.actions.ode.initial_value_code import fixed_step_code
from abacist.actions.ode.problem import Problem
from abacist.actions.ode.runge_kutta import FixedStepMethod, GridStep, integrate
from abacist.core.answer import Solution
from abacist.core.claim import Claim, MethodTableOf
from abacist.core.expr import Expr, Symbol, add, apply, call, div, eq, number, sub
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Ball, Table
from abacist.notation.grammar import parse_canonical
from abacist.notation.refusal import NotRepresentable

__all__ = ["fixed_step_solution"]

_DIGITS = 40
_MOST_STEPS = 20_000
_HUGE = 1e200
_TABLE_STEPS = 200
_SHOWN_STEPS = 40
_TOLERANCE = Decimal("1e-12")

_NAMES = {
    "euler": Message(en="Euler's method", zh="欧拉法"),
    "heun": Message(en="Heun's method (improved Euler)", zh="改进欧拉法（Heun 法）"),
    "midpoint": Message(en="the explicit midpoint method", zh="显式中点法"),
    "rk4": Message(en="the classical Runge-Kutta method RK4", zh="经典四阶龙格-库塔法（RK4）"),
}

_FORMULAS = {
    "euler": ("k_1 = f(t_n, y_n)", "y_next = y_n + h*k_1"),
    "heun": (
        "k_1 = f(t_n, y_n)",
        "k_2 = f(t_n + h, y_n + h*k_1)",
        "y_next = y_n + h/2*(k_1 + k_2)",
    ),
    "midpoint": (
        "k_1 = f(t_n, y_n)",
        "k_2 = f(t_n + h/2, y_n + h/2*k_1)",
        "y_next = y_n + h*k_2",
    ),
    "rk4": (
        "k_1 = f(t_n, y_n)",
        "k_2 = f(t_n + h/2, y_n + h/2*k_1)",
        "k_3 = f(t_n + h/2, y_n + h/2*k_2)",
        "k_4 = f(t_n + h, y_n + h*k_3)",
        "y_next = y_n + h/6*(k_1 + 2*k_2 + 2*k_3 + k_4)",
    ),
}
_ORDERS = {"euler": 1, "heun": 2, "midpoint": 2, "rk4": 4}


def fixed_step_solution(
    problem: Problem, method: str | None, step: Expr | None, steps: Expr | None
) -> Solution:
    """The values at the end by this method (RK4 where a step is given but no method)."""
    chosen: FixedStepMethod = method if method in _NAMES else "rk4"  # type: ignore[assignment]
    if step is None and steps is None:
        return Solution(outcome=Outcome.NEEDS_CLARIFICATION, notes=(_WHICH_STEP,))
    if method is not None and method not in _NAMES:
        return Solution(outcome=Outcome.UNABLE, notes=(_ADAPTIVE,))
    h, count = _grid(problem, step, steps)
    if count > _MOST_STEPS:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(_TOO_MANY,))
    try:
        grid = _integrated(problem, chosen, h, count)
    except (OverflowError, ZeroDivisionError, ValueError, ArithmeticError):
        return Solution(outcome=Outcome.UNABLE, notes=(_OVERFLOW,))
    form = closed_form(
        problem.system.equations, problem.system.variable, problem.conditions, thorough=False
    )
    return _solution(problem, chosen, h, grid, form)


def _grid(problem: Problem, step: Expr | None, steps: Expr | None) -> tuple[Expr, int]:
    """The signed step and the number of steps, which must reach the end exactly."""
    length = sub(problem.end, problem.start)
    span = float(precise_value(length))
    if steps is not None and step is None:
        count = _whole(precise_value(steps))
        return _tidy(div(length, number(count)), problem), count
    assert step is not None
    width = float(precise_value(step))
    if not 0 < abs(width) <= abs(span) * (1 + 1e-12):
        raise NotRepresentable(Message(en="a step longer than the interval", zh="步长大于区间长度"))
    signed = step if width * span > 0 else call("neg", step)
    count = _whole(abs(span / width))
    if steps is not None and _whole(precise_value(steps)) != count:
        raise NotRepresentable(
            Message(en="a step and a number of steps that disagree", zh="步长与步数不一致")
        )
    return signed, count


def _whole(value: Any) -> int:
    count = round(float(value))
    if count < 1 or abs(float(value) - count) > 1e-9 * count:
        raise NotRepresentable(
            Message(
                en="an interval that is not a whole number of steps", zh="区间长度不是步长的整数倍"
            )
        )
    return count


def _tidy(h: Expr, problem: Problem) -> Expr:
    """0.1 for (0.5 − 0)/5, where all of it is rational."""
    from abacist.notation.sympy_form import from_sympy, to_sympy

    value = to_sympy(h)
    return from_sympy(value) if value.is_Rational else h


def _integrated(problem: Problem, method: FixedStepMethod, h: Expr, count: int) -> list[GridStep]:
    """The steps in numbers of 40 digits; floats beyond 2000 steps."""
    from mpmath import mp

    system = problem.system
    names = (system.variable, *system.states)
    precise = count <= 2000
    with mp.workdps(_DIGITS):
        if precise:
            slopes = compiled(system.derivatives, names)
            start = precise_value(problem.start)
            initial = [precise_value(value) for value in problem.initial]
            grid = integrate(method, slopes, start, initial, precise_value(h), count)
        else:
            start, initial, _ = problem.floats()
            width = float(precise_value(h))
            grid = integrate(method, problem.slopes(), start, initial, width, count)
        if not all(abs(value) < _HUGE for value in grid[-1].after):
            raise OverflowError
    return grid


def _solution(
    problem: Problem,
    method: FixedStepMethod,
    h: Expr,
    grid: list[GridStep],
    form: ClosedForm | None,
) -> Solution:
    final = [_decimal(value) for value in grid[-1].after]
    values = [Ball(mid=value, rad=_TOLERANCE * max(1, abs(value)), digits=6) for value in final]
    claims: list[Claim] = [_table_claim(problem, method, h, grid)]
    steps = [*problem.reduction_step(), _formula_step(problem, method, h)]
    steps += [_first_step(problem, grid[0]), _table_step(problem, grid)]
    exact = exact_end(problem, form)
    if exact is not None and form is not None:
        claims.append(exact_claim(problem, form))
        steps.append(_error_step(problem, form, exact, final))
    return Solution(
        value=problem.answer(values),
        claims=tuple(claims),
        steps=tuple(steps),
        method=_method(method, h, len(grid)),
        code=fixed_step_code(problem, method, h, len(grid)),
    )


def _method(method: FixedStepMethod, h: Expr, count: int) -> Message:
    name, order = _NAMES[method], _ORDERS[method]
    return Message(
        en=f"{name.en} (order {order}) with the fixed step h = {h}, {count} steps",
        zh=f"{name.zh}（{order} 阶），固定步长 h = {h}，共 {count} 步",
    )


def _decimal(value: Any, digits: int = 25) -> Decimal:
    from mpmath import mpf, nstr

    text = repr(value) if isinstance(value, float) else nstr(mpf(value), digits, strip_zeros=False)
    return Decimal(text)


def _table_claim(
    problem: Problem, method: FixedStepMethod, h: Expr, grid: list[GridStep]
) -> MethodTableOf:
    """Every number of the table, or of its first and last rows where it is very long."""
    count = len(grid)
    rows: tuple[int, ...] = ()
    kept = list(range(count))
    if count > _TABLE_STEPS:
        kept = [*range(20), *range(count - 20, count)]
        rows = (*kept, count)
    points = [_decimal(grid[k].t) for k in kept]
    states = [tuple(_decimal(v) for v in grid[k].y) for k in kept]
    end = grid[-1].t + (grid[-1].t - grid[0].t) / (count - 1) if count > 1 else None
    last = _decimal(end) if end is not None else _decimal(_after(problem, h))
    system = problem.system
    return MethodTableOf(
        method=method,
        derivatives=system.derivatives,
        variable=system.variable,
        states=system.states,
        start=problem.start,
        initial=problem.initial,
        step=h,
        points=(*points, last),
        values=(*states, tuple(_decimal(v) for v in grid[-1].after)),
        stages=tuple(tuple(tuple(_decimal(v) for v in k) for k in grid[n].stages) for n in kept),
        tolerance=_TOLERANCE if count <= 2000 else Decimal("1e-9"),
        rows=rows,
        end=problem.end,
        equations=system.equations,
        components=system.components,
    )


def _after(problem: Problem, h: Expr) -> Any:
    return precise_value(add(problem.start, h))


def _formula_step(problem: Problem, method: FixedStepMethod, h: Expr) -> Step:
    formulas = [parse_canonical(text) for text in _FORMULAS[method]]
    formulas = [one.substitute({"t_n": Symbol(f"{problem.system.variable}_n")}) for one in formulas]
    system = problem.system
    right = (
        system.derivatives[0] if len(system.states) == 1 else call("vector", *system.derivatives)
    )
    names = [Symbol(system.variable), *(Symbol(state) for state in system.states)]
    return Step(
        rule=_NAMES[method].en,
        says=Message(
            en=f"With {_NAMES[method].en} each step of width {{h}} uses the slopes below, where {{f}}.",
            zh=f"{_NAMES[method].zh}：每步宽 {{h}}，用下列斜率，其中 {{f}}。",
        ),
        values={"h": eq(Symbol("h"), h), "f": eq(apply("f", *names), right)},
        after=call("and", *formulas),
    )


def _first_step(problem: Problem, first: GridStep) -> Step:
    """The first step with its numbers, so that the table can be followed."""
    pairs = [eq(Symbol(f"k_{k + 1}"), _numbers(stage)) for k, stage in enumerate(first.stages)]
    names = [Symbol(f"{state}_0") for state in problem.system.states]
    after = [Symbol(f"{state}_next") for state in problem.system.states]
    pairs += [eq(name, _numbers([value])) for name, value in zip(after, first.after, strict=True)]
    start = [eq(Symbol(f"{problem.system.variable}_0"), _numbers([first.t]))]
    start += [eq(name, _numbers([value])) for name, value in zip(names, first.y, strict=True)]
    return Step(
        rule="first step",
        says=Message(en="The first step, from {start}:", zh="第一步，从 {start} 出发："),
        values={"start": call("and", *start)},
        after=call("and", *pairs),
    )


def _numbers(values: Sequence[Any]) -> Expr:
    """One number, or a vector of them, to nine digits."""
    shown = [number(Fraction(_short(value))) for value in values]
    return shown[0] if len(shown) == 1 else call("vector", *shown)


def _table_step(problem: Problem, grid: list[GridStep]) -> Step:
    """All steps with their stages; of a long table the first and the last ones."""
    shown: Sequence[int] = range(len(grid))
    if len(grid) > _SHOWN_STEPS:
        shown = [*range(5), *range(len(grid) - 5, len(grid))]
    stages = len(grid[0].stages)
    system = problem.system
    columns = ["n", f"{system.variable}_n", *(f"{label}_n" for label in system.labels)]
    columns += [f"k{i + 1}" for i in range(stages)]
    columns += [f"{label}_(n+1)" for label in system.labels]
    rows = []
    for n in shown:
        step = grid[n]
        cells = [str(n), _short(step.t), *(_short(v) for v in step.y)]
        cells += [_cell(k) for k in step.stages]
        rows.append((*cells, *(_short(v) for v in step.after)))
    says = Message(en="All steps with their stages:", zh="各步及其中间斜率：")
    if len(shown) < len(grid):
        says = Message(
            en=f"The first and the last five of {len(grid)} steps with their stages:",
            zh=f"共 {len(grid)} 步，列出最初和最后各五步及其中间斜率：",
        )
    return Step(rule="steps", says=says, table=Table(columns=tuple(columns), rows=tuple(rows)))


def _cell(stage: Sequence[Any]) -> str:
    if len(stage) == 1:
        return _short(stage[0])
    return "(" + ", ".join(_short(value) for value in stage) + ")"


def _short(value: Any) -> str:
    """Nine significant digits, without zeros at the end."""
    shown = f"{float(value):.9g}"
    return shown


def _error_step(
    problem: Problem, form: ClosedForm, exact: Sequence[Expr], final: Sequence[Decimal]
) -> Step:
    from mpmath import mp, nstr

    name = form.functions[0]
    with mp.workdps(_DIGITS):
        true = precise_value(exact[0])
        error = abs(true - mp.mpf(str(final[0])))
        shown, gap = nstr(true, 10), nstr(error, 2)
    solution = eq(apply(name, Symbol(form.variable)), form.branches[0][0])
    approximate = call("approx", apply(name, problem.end), number(Fraction(shown)))
    return Step(
        rule="error",
        says=Message(
            en="The exact solution is {solution}, so {value}; the error of the method is {error}.",
            zh="精确解为 {solution}，故 {value}；该方法的误差为 {error}。",
        ),
        values={
            "solution": solution,
            "value": approximate,
            "error": number(Fraction(gap)),
        },
        children=form.steps,
    )


_WHICH_STEP = Message(en="Which step size, or how many steps?", zh="步长取多少，或分多少步？")
_ADAPTIVE = Message(
    en="This method chooses its steps itself; a fixed step belongs to Euler, Heun, midpoint or RK4.",
    zh="该方法自动选择步长；固定步长适用于欧拉法、Heun 法、中点法或 RK4。",
)
_TOO_MANY = Message(
    en=f"More than {_MOST_STEPS} steps are asked for.", zh=f"步数超过 {_MOST_STEPS}。"
)
_OVERFLOW = Message(
    en="The values of the method grow beyond all bounds or leave the domain of the right-hand side.",
    zh="该方法的数值溢出，或超出右端函数的定义域。",
)
