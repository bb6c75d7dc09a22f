"""The least or greatest value of a function under bounds and constraints, with the point where it is attained.

Arguments: an objective in any number of variables, relations and memberships as constraints, whether the global or
a local optimum is wanted, integer variables.

Method: linear programs by HiGHS, the vertex made exact; everything else by descent from many starts, with differential
evolution where the objective has kinks; the best point is refined and recognised as exact numbers where it can be.
That nothing is better is proved afterwards, by duality or by interval branch and bound.

Outcomes: `no_solution` where a linear program has no feasible point; `divergent` where there is no bound;
`undefined` where the best value is not attained; `unable` where no feasible point was found (which proves nothing).

Source: J. Nocedal, S. J. Wright, Numerical Optimization, 2nd ed. (2006); E. R. Hansen, G. W. Walster, Global
Optimization Using Interval Analysis, 2nd ed. (2004).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from abacist.actions.optimize.optimum import named, optimum
from abacist.actions.optimize.region import flattened, region_of
from abacist.core.answer import Solution
from abacist.core.expr import Call, Expr, Symbol, eq
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Constant, Hole, Make, Phrase, Slot
from abacist.core.registry import Example, action
from abacist.notation.refusal import NotRepresentable
from abacist.notation.variables import unknowns_of

__all__ = ["Arguments", "minimize"]


class Arguments(Record):
    """What is optimised, where, and in which sense.

    Arguments:
        objective: the function, or its definition S = …, whose name then stands in the answer.
        sense: min or max.
        constraints: relations, memberships (R1, R2 ∈ [50, 150], n ∈ Integers), chains.
        scope: global, or local (the nearest optimum).
        method: differential_evolution where it is asked for; None leaves the choice to the program.
        whole: "integer" makes all variables integers.
    """

    objective: Annotated[
        Expr,
        Slot(
            "Function",
            ask=Message(en="Which function is to be optimised?", zh="要优化的是哪个函数？"),
        ),
    ]
    sense: Literal["min", "max"] = "min"
    constraints: Annotated[
        tuple[Expr, ...], Slot("Membership|Inequality|Equation|Region", many=True)
    ] = ()
    scope: Annotated[Literal["global", "local"], Slot("Scope")] = "global"
    method: Annotated[
        Literal["differential_evolution", "descent"] | None, Slot("OptimizationMethod")
    ] = None
    whole: Annotated[Literal["real", "integer"], Slot("Domain")] = "real"

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        body, name = named(self.objective)
        known = unknowns_of([body])
        if not known:
            raise NotRepresentable(f"{body}")
        constraints = list(flattened(self.constraints, known))
        region_of(constraints, unknowns_of([body, *constraints]))  # refuses what it cannot use
        if len(known) == 1 and self._is_plain(constraints, known[0]):
            raise ValueError("one variable on an interval: calculus.extrema finds all extrema")
        objective = body if name is None else eq(Symbol(name), body)
        object.__setattr__(self, "objective", objective)
        object.__setattr__(self, "constraints", tuple(dict.fromkeys(constraints)))
        return self

    def _is_plain(self, constraints: list[Expr], variable: str) -> bool:
        """True where nothing but bounds on the only variable is asked for."""
        asked = self.scope != "global" or self.method is not None or self.whole != "real"
        bounds = {"in", "lt", "le", "gt", "ge"}
        return not asked and all(
            isinstance(each, Call)
            and each.head in bounds
            and Symbol(variable) in each.args
            and Symbol("Integers") not in each.args
            for each in constraints
        )


_GIVEN_EN = (
    "(the )?(function|objective|objective function|expression|quantity|value of|cost|total cost)?"
)
_GIVEN_ZH = "(函数|目标函数|表达式|式子)?"
_UNDER_EN = "(subject to|such that|so that|under|where|with|given|s.t.|under the constraint|under the constraints) "
_SUBJECT_EN = "(subject to|such that|given that|under|under the constraint|with the constraint)"
_LIMITS = "{constraints:Relation+}"
_NAMED, _BARE = "{objective:FunctionDefinition}", "{objective:Expression}"
_FOUND = "{objective:Function}"  # "it", "the derivative of …"
_LEAST_EN = {
    "min": "(minimum|minimal|least|smallest|lowest)",
    "max": "(maximum|maximal|greatest|largest|highest)",
}
_LEAST_ZH = {"min": "最小值", "max": "最大值"}
_VERBS_EN = {
    "min": "(globally )?(minimize|minimise|min)",
    "max": "(globally )?(maximize|maximise|max)",
}
_VERBS_ZH = {"min": "(求)?(全局)?(最小化|极小化|min)", "max": "(求)?(全局)?(最大化|极大化|max)"}
_MOST_ZH = {
    "min": "(最小|达到最小|取得最小值|取最小值|最小化)",
    "max": "(最大|达到最大|取得最大值|取最大值|最大化)",
}


def _phrases(sense: str, hole: str, cost: float) -> tuple[Phrase, ...]:
    """Verbs as requests, "the global minimum of …" as a value; a named objective is preferred to its body."""
    means = Make("optimize.minimize", objective=Hole("objective"), sense=Constant(sense))
    verb_zh = f"{_VERBS_ZH[sense]}{_GIVEN_ZH}{hole}"
    return (
        Phrase(
            "Request",
            en=(f"{_VERBS_EN[sense]} {_GIVEN_EN} {hole}",),
            zh=(verb_zh, f"(使|让){_GIVEN_ZH}{hole}{_MOST_ZH[sense]}"),
            means=means,
            cost=cost,
        ),
        Phrase(
            "Value",
            en=(f"the global {_LEAST_EN[sense]} (value )?of {_GIVEN_EN} {hole}",),
            zh=(f"{_GIVEN_ZH}{hole}的全局{_LEAST_ZH[sense]}",),
            means=means,
            cost=cost,
        ),
        Phrase(
            "Value",
            en=(f"the {_LEAST_EN[sense]} (value )?of {_GIVEN_EN} {hole}",),
            zh=(f"{_GIVEN_ZH}{hole}的{_LEAST_ZH[sense]}",),
            means=means,
            cost=cost + 0.6,
        ),
        Phrase(
            "Value",
            en=(
                f"the (global )?{_LEAST_EN[sense]} (value )?of {_GIVEN_EN} {hole} {_SUBJECT_EN} {_LIMITS}",
            ),
            zh=(
                f"{_GIVEN_ZH}{hole}在(约束|条件|约束条件)?{_LIMITS}(下|条件下|的条件下|约束下)的(全局)?{_LEAST_ZH[sense]}",
                f"在(约束|条件|约束条件)?{_LIMITS}(下|条件下|的条件下|约束下)(，)?{_GIVEN_ZH}{hole}的(全局)?{_LEAST_ZH[sense]}",
            ),
            means=Make(
                "optimize.minimize",
                objective=Hole("objective"),
                sense=Constant(sense),
                constraints=Hole("constraints"),
            ),
            cost=cost,
        ),
    )


PHRASES = (
    *_phrases("min", _NAMED, 0.0),
    *_phrases("max", _NAMED, 0.0),
    *_phrases("min", _BARE, 0.0),
    *_phrases("max", _BARE, 0.0),
    *_phrases("min", _FOUND, 0.9),
    *_phrases("max", _FOUND, 0.9),
    Phrase(
        "Scope",
        en=(
            "(find )?(a |the )?(global|globally)( optimum| solution| optimization| minimum| maximum| search)?",
        ),
        zh=("(求)?全局(最优|最优解|优化|最小|最大|最小值|最大值|寻优)?",),
        means=Constant("global"),
    ),
    Phrase(
        "Scope",
        en=("(find )?(a |the )?(local|locally)( optimum| solution| minimum| maximum)?",),
        zh=("(求)?局部(最优|最优解|最小|最大|最小值|最大值)?",),
        means=Constant("local"),
    ),
    Phrase(
        "OptimizationMethod",
        en=("(by|with|using|use|via) differential evolution",),
        zh=("(用|使用|采用)?差分进化(算法|法)?",),
        means=Constant("differential_evolution"),
    ),
    Phrase(
        "Region",
        en=(f"{_UNDER_EN}{{r:Relation}}",),
        zh=(
            "(满足|约束条件|约束|约束为|受约束于|约束条件为){r:Relation}",
            "在(约束|条件|约束条件)?{r:Relation}(下|的条件下|的约束下|条件下|约束下|约束条件下)?",
        ),
        means=Hole("r"),
    ),
)

_RESISTORS = (
    "S falls with d and rises with R1 and R2 throughout the box, so the minimum is at the corner"
)

EXAMPLES = (
    Example(
        en="Minimise S = (R1²+R2²)/d + 0.02·|R1−R2|, R1, R2 ∈ [50,150], d ∈ [5,20], global",
        zh="最小化 S = (R1²+R2²)/d + 0.02·|R1−R2|，R1, R2 ∈ [50,150]，d ∈ [5,20]，全局最优",
        answer="{R1: 50, R2: 50, d: 20, S: 250}",
        level=Level.PROVED,
        source=_RESISTORS,
    ),
    Example(
        en="Find the global minimum of S = (R1^2 + R2^2)/d + 0.02*|R1 - R2| where R1, R2 ∈ [50, 150] and d ∈ [5, 20]",
        zh="求 S = (R1^2 + R2^2)/d + 0.02*|R1 - R2| 的全局最小值，其中 R1, R2 ∈ [50, 150]，d ∈ [5, 20]",
        answer="{R1: 50, R2: 50, d: 20, S: 250}",
        level=Level.PROVED,
        source=_RESISTORS,
    ),
    Example(
        en="Maximize 3x + 2y subject to x + y ≤ 4, x + 3y ≤ 6, x ≥ 0, y ≥ 0",
        zh="最大化 3x + 2y，满足 x + y ≤ 4，x + 3y ≤ 6，x ≥ 0，y ≥ 0",
        answer="{x: 4, y: 0, maximum: 12}",
        level=Level.PROVED,
        source="vertices (0,0), (4,0), (3,1), (0,2) give 0, 12, 11, 4",
    ),
    Example(
        en="Minimize x^2 + y^2 subject to x + y = 10",
        zh="在约束 x + y = 10 下最小化 x^2 + y^2",
        answer="{x: 5, y: 5, minimum: 50}",
        level=Level.PROVED,
        source="Lagrange multiplier 10; by symmetry",
    ),
    Example(
        en="Minimize x + y subject to x + y ≥ 5, x + y ≤ 3, x ≥ 0, y ≥ 0",
        zh="最小化 x + y，满足 x + y ≥ 5，x + y ≤ 3，x ≥ 0，y ≥ 0",
        outcome=Outcome.NO_SOLUTION,
        level=Level.PROVED,
        source="5 ≤ x + y ≤ 3 is impossible",
    ),
)


_JUMPING = ("floor", "ceil", "mod")
_JUMPS = Message(
    en="The function jumps: no search from point to point finds its least value for sure.",
    zh="该函数有跳跃：逐点搜索不能保证找到最值。",
)


@action(
    "optimize.minimize",
    title=Message(en="Minimum or maximum under constraints", zh="约束下的最小值或最大值"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def minimize(arguments: Arguments) -> Solution:
    """Finds the optimum; the checker proves it."""
    names = unknowns_of([named(arguments.objective)[0], *arguments.constraints])
    if arguments.objective.has(*_JUMPING):
        return Solution(outcome=Outcome.UNABLE, notes=(_JUMPS,))
    try:
        return optimum(arguments, region_of(arguments.constraints, names))
    except NotRepresentable as reason:
        return Solution(outcome=Outcome.UNABLE, notes=(reason.message,))
