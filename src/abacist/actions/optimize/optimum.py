"""From a region and an objective to a solution: which method, the exact point, the claim, the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Protocol

from abacist.actions.optimize.falling_curve import falling_curve, line
from abacist.actions.optimize.linear_search import LinearOutcome, solve_linear
from abacist.actions.optimize.minimize_code import code_for
from abacist.actions.optimize.nonlinear_search import KINKS, Found, search
from abacist.actions.optimize.refined_point import exact_point, fraction
from abacist.actions.optimize.region import Region
from abacist.core.answer import Solution
from abacist.core.claim import OptimumOf
from abacist.core.expr import Call, Expr, Symbol, call, eq, neg, number, symbol
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Ball, Exact, Named, Value
from abacist.notation.refusal import NotRepresentable
from abacist.notation.terminal import terminal

__all__ = ["named", "optimum"]

_MOST_VARIABLES = 40
_INFINITY = Symbol("oo")
_RELATIVE = Fraction(1, 10**9)


class _Asked(Protocol):
    objective: Expr
    sense: Literal["min", "max"]
    constraints: tuple[Expr, ...]
    scope: Literal["global", "local"]
    method: Literal["differential_evolution", "descent"] | None
    whole: Literal["real", "integer"]


@dataclass(frozen=True)
class _Task:
    """What is asked: the body and the name of the objective, and what is to be minimised."""

    asked: _Asked
    region: Region
    body: Expr
    name: str | None
    objective: Expr

    @property
    def label(self) -> str:
        """The name of the objective, or what its value is."""
        return self.name or {"min": "minimum", "max": "maximum"}[self.asked.sense]

    def claim(
        self, point: Sequence[Expr], value: Expr, tolerance: Decimal = Decimal(0)
    ) -> OptimumOf:
        """What is asserted."""
        return OptimumOf(
            objective=self.body,
            variables=self.region.variables,
            bounds=self.region.bounds,
            constraints=self.region.relations,
            sense=self.asked.sense,
            point=tuple(point),
            value=value,
            tolerance=tolerance,
            scope=self.asked.scope,
            integers=self.region.integers,
        )


def named(objective: Expr) -> tuple[Expr, str | None]:
    """The body and the name of S = …, f(x, y) = …; no name for a bare expression."""
    if isinstance(objective, Call) and objective.head == "eq":
        left, body = objective.args
        if isinstance(left, Call) and left.head == "apply":
            left = left.args[0]
        if not isinstance(left, Symbol):
            raise NotRepresentable(f"{objective}")
        return body, left.name
    return objective, None


def optimum(asked: _Asked, region: Region) -> Solution:
    """The optimum, by the method that fits the problem."""
    if len(region.variables) > _MOST_VARIABLES:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(_TOO_MANY,))
    if asked.whole == "integer":
        region = replace(region, integers=region.variables)
    body, name = named(asked.objective)
    objective = body if asked.sense == "min" else neg(body)
    task = _Task(asked, region, body, name, objective)
    linear = solve_linear(objective, region)
    if linear is not None:
        return _linear_solution(task, linear)
    return _nonlinear_solution(task)


def _linear_solution(task: _Task, found: LinearOutcome) -> Solution:
    method = _INTEGER_METHOD if task.region.integers else _LINEAR_METHOD
    if found.status == "infeasible":
        claim = task.claim((), Symbol("undefined"))
        return Solution(
            outcome=Outcome.NO_SOLUTION, claims=(claim,), notes=(_INFEASIBLE,), method=method
        )
    if found.status == "unbounded":
        curve = line(found.point, found.direction)
        return _unbounded(task, curve, method)
    point = [fraction(x) for x in found.point]
    return _exact_solution(task, point, method, (_vertex_step(task, point),))


def _unbounded(task: _Task, curve: Sequence[Expr], method: Message) -> Solution:
    value = neg(_INFINITY) if task.asked.sense == "min" else _INFINITY
    claims = () if "t" in task.region.variables else (task.claim(curve, value),)
    shown = ", ".join(
        terminal(eq(symbol(n), c)) for n, c in zip(task.region.variables, curve, strict=True)
    )
    note = Message(
        en=f"There is no {task.label}: along {shown} with t → ∞ the objective has no bound.",
        zh=f"不存在最优值：沿 {shown}（t → ∞）目标函数无界。",
    )
    return Solution(outcome=Outcome.DIVERGENT, claims=claims, notes=(note,), method=method)


def _nonlinear_solution(task: _Task) -> Solution:
    curve = falling_curve(task.objective, task.region)
    if curve is not None:
        return _unbounded(task, curve, _method(task, None))
    found = search(task.objective, task.region, task.asked.scope, task.asked.method)
    if found is None:
        return Solution(outcome=Outcome.UNABLE, notes=(_NO_POINT,))
    method = _method(task, found)
    if found.ran_away:
        return Solution(outcome=Outcome.UNABLE, notes=(_RAN_AWAY,), method=method)
    if _at_excluded_end(task, found):
        return Solution(outcome=Outcome.UNDEFINED, notes=(_NOT_ATTAINED,), method=method)
    steps = (_search_step(task, found),)
    for point in sorted((found.point, *found.others), key=_plainness):
        exact = exact_point(task.objective, task.region, point, found.smooth)
        if exact is not None and exact[0] and _as_good(task, exact[0], found):
            solution = _exact_solution(task, exact[0], method, steps)
            return _with_others(solution, _other_points(task, found, exact[1]))
    exact = exact_point(task.objective, task.region, found.point, found.smooth)
    if exact is None and found.smooth:
        return Solution(outcome=Outcome.UNABLE, notes=(_NOT_STATIONARY,), method=method)
    refined = [str(x) for x in exact[1]] if exact is not None else [repr(x) for x in found.point]
    others = _other_points(task, found, exact[1]) if exact is not None else 0
    return _with_others(_decimal_solution(task, refined, method, steps), others)


def _plainness(point: Sequence[float]) -> tuple[float, float]:
    """Of several optima the one nearest to the origin is shown, (2, 2) rather than (−2, −2)."""
    return round(sum(x * x for x in point), 3), -sum(point)


def _other_points(task: _Task, found: Found, chosen: Sequence[Any]) -> int:
    """How many of the points with the same value are other points once they are refined."""
    kept: list[Sequence[Any]] = [chosen]
    for point in (found.point, *found.others):
        refined = exact_point(task.objective, task.region, point, found.smooth)
        if refined is None:
            continue
        if all(
            max(abs(a - b) / (1 + abs(b)) for a, b in zip(refined[1], one, strict=True)) > 1e-6
            for one in kept
        ):
            kept.append(refined[1])
    return len(kept) - 1


def _with_others(solution: Solution, others: int) -> Solution:
    """A remark where the same value was met at other points."""
    if not others:
        return solution
    note = Message(
        en=f"The same value was met at {others} other point(s).",
        zh=f"另有 {others} 个点取得相同的值。",
    )
    return solution.model_copy(update={"notes": (*solution.notes, note)})


def _as_good(task: _Task, point: Sequence[Expr], found: Found) -> bool:
    """True where the exact point is feasible and its value that of the search."""
    from abacist.notation.numpy_form import compile_scalar

    names = task.region.variables
    at = [compile_scalar(one, ())() for one in point]
    value = compile_scalar(task.objective, names)(*at)
    over = [compile_scalar(g, names)(*at) for g in task.region.inequalities]
    over += [abs(compile_scalar(h, names)(*at)) for h in task.region.equations]
    scale = 1 + abs(found.value)
    return value <= found.value + 1e-7 * scale and all(v <= 1e-9 for v in over)


def _exact_solution(
    task: _Task, point: Sequence[Expr], method: Message, steps: tuple[Step, ...]
) -> Solution:
    value = _simplified(task.body.substitute(dict(zip(task.region.variables, point, strict=True))))
    items: list[tuple[str, Value]] = [
        (name, Exact(expr=one)) for name, one in zip(task.region.variables, point, strict=True)
    ]
    items.append((task.label, Exact(expr=value)))
    return Solution(
        value=Named(items=tuple(items)),
        claims=(task.claim(point, value),),
        steps=(*steps, _value_step(task, point, value)),
        notes=_notes(task),
        method=method,
        code=code_for(task.body, task.asked.sense, task.region, tuple(items)),
    )


def _simplified(value: Expr) -> Expr:
    import sympy

    from abacist.notation.sympy_form import from_sympy, to_sympy

    return from_sympy(sympy.simplify(to_sympy(value)))


def _decimal_solution(
    task: _Task, point: Sequence[str], method: Message, steps: tuple[Step, ...]
) -> Solution:
    """Decimals of the point and of the value, which is claimed to a billionth of its size."""
    from mpmath import mp, nstr

    from abacist.actions.ode.compiled import compiled

    coordinates = [number(Fraction(nstr(mp.mpf(x), 15))) for x in point]
    with mp.workdps(30):
        at = [
            mp.mpf(str(Fraction(nstr(mp.mpf(x), 15)).numerator))
            / Fraction(nstr(mp.mpf(x), 15)).denominator
            for x in point
        ]
        reached = compiled([task.body], task.region.variables)(*at)[0]
        text = nstr(reached, 17)
    value = number(Fraction(text))
    tolerance = Decimal(str(float(_RELATIVE * max(Fraction(1), abs(Fraction(text))))))
    items: list[tuple[str, Value]] = [
        (name, _ball(Decimal(nstr(mp.mpf(x), 12)), 6))
        for name, x in zip(task.region.variables, point, strict=True)
    ]
    items.append((task.label, Ball(mid=Decimal(text), rad=tolerance, digits=8)))
    return Solution(
        value=Named(items=tuple(items)),
        claims=(task.claim(coordinates, value, tolerance),),
        steps=steps,
        notes=_notes(task),
        method=method,
        code=code_for(task.body, task.asked.sense, task.region, tuple(items)),
    )


def _ball(mid: Decimal, digits: int) -> Ball:
    return Ball(mid=mid, rad=abs(mid) * Decimal("1e-9") + Decimal("1e-10"), digits=digits)


def _at_excluded_end(task: _Task, found: Found) -> bool:
    """True where the search ended at an end that an open interval leaves out."""
    from abacist.notation.numpy_form import compile_scalar

    for value, ends, excluded in zip(
        found.point, task.region.bounds, task.region.excluded, strict=True
    ):
        for end, left_out in zip(ends, excluded, strict=True):
            if left_out and abs(compile_scalar(end, ())() - value) <= 1e-6 * (1 + abs(value)):
                return True
    return False


def _method(task: _Task, found: Found | None) -> Message:
    kinks = any(one.has(*KINKS) for one in (task.objective, *task.region.relations))
    if found is not None and found.method == "differential evolution":
        if kinks:
            return Message(
                en="differential evolution, since the objective has kinks where it is not differentiable, then descent",
                zh="目标函数有不可微的折点，故用差分进化，再作下降",
            )
        return Message(en="differential evolution, then descent", zh="差分进化，再作下降")
    return Message(
        en="sequential quadratic programming from many starts", zh="多起点序列二次规划（SQP）"
    )


def _search_step(task: _Task, found: Found) -> Step:
    pairs = [
        eq(Symbol(name), number(Fraction(f"{x:.10g}")))
        for name, x in zip(task.region.variables, found.point, strict=True)
    ]
    return Step(
        rule="search",
        says=Message(
            en=f"Searched from {found.starts} starting points ({found.method}); the best feasible point:",
            zh=f"从 {found.starts} 个起点搜索（{found.method}），最好的可行点：",
        ),
        after=call("and", *pairs) if len(pairs) > 1 else pairs[0],
    )


def _vertex_step(task: _Task, point: Sequence[Expr]) -> Step:
    pairs = [eq(Symbol(n), p) for n, p in zip(task.region.variables, point, strict=True)]
    return Step(
        rule="optimal vertex",
        says=Message(
            en="A linear objective is best at a vertex of the feasible polyhedron; the simplex method leads to:",
            zh="线性目标函数在可行多面体的顶点处取得最优；单纯形法得到：",
        ),
        after=call("and", *pairs) if len(pairs) > 1 else pairs[0],
    )


def _value_step(task: _Task, point: Sequence[Expr], value: Expr) -> Step:
    return Step(
        rule="value",
        says=Message(en="The objective there:", zh="该点处的目标函数值："),
        before=task.body,
        after=eq(Symbol(task.label), value),
    )


def _notes(task: _Task) -> tuple[Message, ...]:
    if task.asked.scope == "local":
        return (
            Message(
                en="A local optimum; others may be better.", zh="这是局部最优，可能存在更优的点。"
            ),
        )
    return ()


_TOO_MANY = Message(
    en=f"More than {_MOST_VARIABLES} variables.", zh=f"变量超过 {_MOST_VARIABLES} 个。"
)
_LINEAR_METHOD = Message(
    en="linear program: simplex method (HiGHS), vertex in exact fractions",
    zh="线性规划：单纯形法（HiGHS），顶点取精确分数",
)
_INTEGER_METHOD = Message(
    en="linear program with integer variables: branch and bound (HiGHS)",
    zh="整数线性规划：分支定界（HiGHS）",
)
_INFEASIBLE = Message(en="No point satisfies all constraints.", zh="没有点满足全部约束。")
_NO_POINT = Message(
    en="No feasible point was found; this does not prove that there is none.",
    zh="没有找到可行点；这并不证明不存在可行点。",
)
_RAN_AWAY = Message(
    en="The search ran off to infinity: the optimum may not be attained.",
    zh="搜索趋向无穷：最优值可能达不到。",
)
_NOT_STATIONARY = Message(
    en="The search came to rest where the conditions of an optimum do not hold exactly: perhaps it is not attained.",
    zh="搜索停在不严格满足最优性条件的点：最优值可能达不到。",
)
_NOT_ATTAINED = Message(
    en="The best values are approached at an end that is left out, and not attained.",
    zh="最优值只在被排除的端点处逼近，不能达到。",
)
