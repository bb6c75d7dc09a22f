"""Extrema: critical points and what they are, and the largest and smallest value on an interval.

Arguments: a function of one variable (or, for local extrema, of several), the region, what is wanted.
Outcomes: solved; undefined where the largest or smallest value is not attained; unable where the critical
points cannot all be found.
Method: zeros of the derivative and points where there is none; the sign of the derivative on either side (one
variable) or the principal minors of the Hessian (several) says what each is; on an interval the values there
and at the ends are compared. Source: Spivak, Calculus, 4th ed., chapter 11; Courant and John, Introduction to
Calculus and Analysis II, section 3.7.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import model_validator

from abacist.actions.calculus.critical_points import (
    Candidate,
    NotFound,
    candidates_of,
    candidates_of_several,
    values_towards_ends,
)
from abacist.actions.calculus.extrema_phrases import EXAMPLES, PHRASES
from abacist.actions.calculus.extrema_steps import steps_in_one_variable, steps_in_several
from abacist.actions.calculus.real_region import Region, region_of
from abacist.actions.calculus.scripts import python_text, script
from abacist.core.answer import Solution
from abacist.core.claim import ExtremaOf
from abacist.core.expr import Expr, call
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.registry import action
from abacist.core.step import Step
from abacist.core.value import Exact, Named, Value
from abacist.notation.refusal import NotRepresentable
from abacist.notation.terminal import terminal
from abacist.notation.variables import unknowns_of

__all__ = ["Arguments", "extrema"]

Wanted = Literal[
    "all", "local_max", "local_min", "max_point", "min_point", "critical_points",
    "global_max", "global_min", "global_max_point", "global_min_point", "global_both",
]  # fmt: skip
_GLOBAL = frozenset(
    {"global_max", "global_min", "global_max_point", "global_min_point", "global_both"}
)


class Arguments(Record):
    """What is searched for extrema, where, and which of them are wanted.

    Arguments:
        function: the expression.
        variable: its variable; all free symbols where left out and several.
        region: an interval, a membership or inequalities for the variable.
        wanted: all (local extrema), local_max, local_min (their values), max_point, min_point (where),
            critical_points, global_max, global_min (the value), global_max_point, global_min_point (where),
            global_both.
    """

    function: Annotated[
        Expr,
        Slot(
            "Function",
            ask=Message(
                en="The extremum of which function, and over which range?",
                zh="求哪个函数的最值？在什么范围内？",
            ),
        ),
    ]
    variable: Annotated[str | None, Slot("Variable")] = None
    region: Annotated[
        tuple[Expr, ...], Slot("Region|Membership|Inequality|Interval", many=True)
    ] = ()
    wanted: Wanted = "all"

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        variables = unknowns_of((self.function,))
        if not variables and not any(n.startswith("_") for n in self.function.names()):
            raise ValueError("the function has no variable")
        if self.variable is None and len(variables) == 1:
            object.__setattr__(self, "variable", variables[0])
        if len(self.variables) > 1 and (self.region or self.wanted in _GLOBAL):
            raise ValueError(
                "regions and global extrema are for one variable; see optimize.minimize"
            )
        if self.region and self.variable is not None:
            region = region_of(self.region, self.variable)
            object.__setattr__(self, "region", () if region.is_line else (region.expr,))
        return self

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables, in order."""
        return (self.variable,) if self.variable is not None else unknowns_of((self.function,))


@action(
    "calculus.extrema",
    title=Message(en="Extrema", zh="极值与最值"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def extrema(arguments: Arguments) -> Solution:
    """The extrema that are wanted; see the module's page."""
    try:
        if len(arguments.variables) > 1:
            return _local(arguments, candidates_of_several(arguments.function, arguments.variables))
        variable = next(iter(arguments.variables))
        region = region_of(arguments.region, variable)
        candidates = candidates_of(arguments.function, variable, region)
        if arguments.wanted in _GLOBAL:
            return _global(arguments, region, candidates)
    except NotFound as reason:
        return _refusal(Outcome.UNABLE, en=reason.en, zh=reason.zh)
    except NotRepresentable as reason:
        return _refusal(
            Outcome.UNABLE,
            en=f"a critical point has no closed form ({reason})",
            zh=f"某个驻点没有封闭形式（{reason}）",
        )
    return _local(arguments, [c for c in candidates if c.place == "interior"])


def _refusal(outcome: Outcome, en: str, zh: str, claims: tuple[ExtremaOf, ...] = ()) -> Solution:
    return Solution(outcome=outcome, claims=claims, notes=(Message(en=en, zh=zh),))


def _claim(
    arguments: Arguments,
    found: list[Candidate],
    wanted: Literal["all", "global_max", "global_min"] = "all",
) -> ExtremaOf:
    return ExtremaOf(
        function=arguments.function,
        variables=arguments.variables,
        region=arguments.region,
        extrema=tuple(c.extremum for c in found),
        wanted=wanted,
    )


def _local(arguments: Arguments, candidates: list[Candidate]) -> Solution:
    kinds = {
        "all": ("maximum", "minimum"),
        "local_max": ("maximum",),
        "max_point": ("maximum",),
        "local_min": ("minimum",),
        "min_point": ("minimum",),
        "critical_points": ("maximum", "minimum", "saddle", "inflection", "undecided"),
    }[arguments.wanted]
    found = [c for c in candidates if c.type in kinds]
    claim = _claim(arguments, candidates)
    steps = _steps(arguments, candidates)
    if not found:
        return Solution(
            outcome=Outcome.NO_SOLUTION,
            claims=(claim,),
            steps=steps,
            notes=(Message(en="There is no such point.", zh="没有这样的点。"),),
            code=_code(arguments),
        )
    if any(c.type == "undecided" for c in candidates) and arguments.wanted != "critical_points":
        return _refusal(
            Outcome.UNABLE,
            en="the second-order test does not decide at a critical point",
            zh="二阶判别法不能判定某个驻点的类型",
        )
    return Solution(
        value=_local_value(arguments.wanted, found),
        claims=(claim,),
        steps=steps,
        notes=tuple(c.note for c in found),
        method=Message(
            en="zeros of the derivative, classified by its sign on either side"
            if len(arguments.variables) == 1
            else "zeros of the gradient, classified by the Hessian matrix",
            zh="导数的零点，按两侧导数的符号分类"
            if len(arguments.variables) == 1
            else "梯度的零点，按黑塞矩阵分类",
        ),
        code=_code(arguments),
    )


def _local_value(wanted: str, found: list[Candidate]) -> Value:
    if wanted in ("local_max", "local_min"):
        return _one_or_set([c.value for c in found])
    if wanted in ("max_point", "min_point"):
        return _one_or_set([c.place_expr for c in found])
    if wanted == "critical_points":
        return Exact(expr=call("set", *(c.place_expr for c in found)))
    named: list[tuple[str, Value]] = []
    for kind in ("maximum", "minimum"):
        points = [call("tuple", *c.point, c.value) for c in found if c.type == kind]
        if points:
            named.append((kind, _one_or_set(points)))
    return Named(items=tuple(named))


def _one_or_set(exprs: list[Expr]) -> Exact:
    different = list(dict.fromkeys(exprs))
    return Exact(expr=different[0] if len(different) == 1 else call("set", *different))


def _global(arguments: Arguments, region: Region, candidates: list[Candidate]) -> Solution:
    import sympy

    wanted = arguments.wanted
    senses = ("max", "min") if wanted == "global_both" else ("max" if "max" in wanted else "min",)
    limits = values_towards_ends(arguments.function, arguments.variables[0], region)
    named: list[tuple[str, Value]] = []
    claims: list[ExtremaOf] = []
    reached: list[Candidate] = []
    for sense in senses:
        best = _best([c.sympy_value for c in candidates], sense)
        beyond = _best([*([best] if best is not None else []), *limits], sense)
        if best is None or (beyond is not None and sympy.simplify(beyond - best) != 0):
            return _not_attained(arguments, sense, beyond)
        at = [c for c in candidates if sympy.simplify(c.sympy_value - best) == 0]
        at = [c.as_extremum("maximum" if sense == "max" else "minimum") for c in at]
        claims.append(_claim(arguments, at, "global_max" if sense == "max" else "global_min"))
        reached.extend(at)
        places = [c.place_expr for c in at] if wanted.endswith("point") else [at[0].value]
        named.append(("maximum" if sense == "max" else "minimum", _one_or_set(places)))
    return Solution(
        value=Named(items=tuple(named)) if wanted == "global_both" else named[0][1],
        claims=tuple(claims),
        steps=_steps(arguments, candidates),
        notes=tuple(c.note for c in reached),
        method=Message(
            en="values at the critical points and at the ends, compared",
            zh="比较驻点与端点处的函数值",
        ),
        code=_code(arguments),
    )


def _best(values: list[Any], sense: str) -> Any:
    """The largest or smallest of exact values."""
    import sympy

    if not values:
        return None
    best = sympy.Max(*values) if sense == "max" else sympy.Min(*values)
    if isinstance(best, sympy.Max | sympy.Min):
        best = (max if sense == "max" else min)(values, key=lambda v: sympy.N(v, 60))
    return best


def _not_attained(arguments: Arguments, sense: str, beyond: object) -> Solution:
    from abacist.notation.sympy_form import from_sympy

    word = ("maximum", "最大值") if sense == "max" else ("minimum", "最小值")
    shown = terminal(from_sympy(beyond))
    return _refusal(
        Outcome.UNDEFINED,
        en=f"There is no {word[0]}: the values come as near as one likes to {shown} without reaching it.",
        zh=f"没有{word[1]}：函数值可任意接近 {shown}，但取不到。",
        claims=(_claim(arguments, [], "global_max" if sense == "max" else "global_min"),),
    )


def _steps(arguments: Arguments, candidates: list[Candidate]) -> tuple[Step, ...]:
    if len(arguments.variables) > 1:
        return steps_in_several(arguments.function, arguments.variables, candidates)
    variable = next(iter(arguments.variables))
    region = region_of(arguments.region, variable)
    local = arguments.wanted not in _GLOBAL
    return steps_in_one_variable(arguments.function, variable, region, candidates, local=local)


def _code(arguments: Arguments) -> str:
    """A script that finds the same with SymPy's own sets and printers."""
    from abacist.actions.calculus.extrema_code import lines_for

    names = set(arguments.function.free_symbols())
    text = python_text(arguments.function)
    region = region_of(arguments.region, arguments.variables[0]) if arguments.region else Region()
    return script(
        lines_for(text, arguments.variables, python_text(region.expr), arguments.wanted), names
    )
