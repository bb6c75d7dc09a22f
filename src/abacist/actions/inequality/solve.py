"""Where inequalities of one unknown hold: a union of intervals and points.

Arguments: `relations` (inequalities, chains; several are a system), `unknown`.
Outcomes: solved; no_solution; infinitely_many never (an interval is an answer); unable.
Method: the roots of the difference of the sides, the zeros of denominators and the ends of domains cut the
line; a test point decides each part, and each boundary point is tested by itself.
Source: I. N. Bronshtein et al., Handbook of Mathematics, 6th ed., Springer 2015, §1.4.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from abacist.actions.equation.ranges import flattened
from abacist.actions.equation.solution_forms import Unsolved
from abacist.actions.equation.solve import real_roots
from abacist.actions.inequality.sign_cells import Cells, cells_of, relations_in
from abacist.core.answer import Solution
from abacist.core.claim import SolutionSetOf
from abacist.core.errors import TooLarge
from abacist.core.expr import Call, Expr, call, eq, number, sub, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Phrase, Slot
from abacist.core.registry import Example, action
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.variables import main_variable

__all__ = ["Arguments", "solve"]

_ORDERS = ("lt", "le", "gt", "ge", "ne")


class Arguments(Record):
    """The inequalities and the unknown.

    Arguments:
        relations: inequalities or chains of them; several hold together.
        unknown: the name to be found; left out where only one occurs.
    """

    relations: Annotated[
        tuple[Expr, ...],
        Slot(
            "Inequality",
            ask=Message(en="Which inequality is to be solved?", zh="要解哪个不等式？"),
            many=True,
        ),
    ]
    unknown: Annotated[str | None, Slot("Variable")] = None

    @model_validator(mode="after")
    def _canonical(self) -> Arguments:
        relations = tuple(dict.fromkeys(flattened(self.relations)))
        whole = relations[0] if len(relations) == 1 else call("and", *relations)
        if not whole.has(*_ORDERS):
            raise ValueError("this is no inequality")
        names = {name for name in whole.free_symbols() if not name.startswith("_")}
        unknown = self.unknown or main_variable(whole)
        if unknown is None or unknown not in names:
            raise ValueError("which symbol is unknown?")
        object.__setattr__(self, "relations", relations)
        object.__setattr__(self, "unknown", unknown)
        return self

    @property
    def relation(self) -> Expr:
        """All inequalities at once."""
        return self.relations[0] if len(self.relations) == 1 else call("and", *self.relations)


_NOUN_EN = (
    "(the)? (following)? (quadratic|linear|rational|polynomial|absolute value|compound)? "
    "(inequality|inequalities|system|system of inequalities)?"
)
_NOUN_ZH = (
    "(下列|下面|以下|这个|该)?(关于{unknown:Symbol}的)?(一元)?"
    "(一次|二次|高次|分式|绝对值|无理|指数|对数)?(不等式组|不等式)?"
)

PHRASES = (
    Phrase(
        "Request",
        en=(
            f"solve (for)? {_NOUN_EN} {{relations:Inequality+}}",
            f"solve {_NOUN_EN} {{relations:Inequality+}} for {{unknown:Symbol}}",
            "(find|determine) all {unknown:Symbol} (such that|for which|with|satisfying) {relations:Inequality+}",
            "(find|determine) all (the)? (values of|real|real values of|real numbers) {unknown:Symbol} "
            "(such that|for which|with|satisfying|that satisfy) {relations:Inequality+}",
            "for (which|what) (values of)? {unknown:Symbol} (is|does)? {relations:Inequality+} (hold)?",
        ),
        zh=(
            "解关于{unknown:Symbol}的不等式{relations:Inequality}",
            "解关于{unknown:Symbol}的不等式组{relations:Inequality+}",
            f"(求)?解{_NOUN_ZH}{{relations:Inequality+}}",
            "(当)?{unknown:Symbol}(取|为)(何|什么)(值)?时(，)?{relations:Inequality+}(成立)?",
            "(求)?(使|满足){relations:Inequality+}(成立)?的{unknown:Symbol}的(取值)?范围",
        ),
    ),
    Phrase(
        "Set",
        en=(
            f"(the)? (solution|solutions|solution set) (of|to) {_NOUN_EN} {{relations:Inequality+}}",
        ),
        zh=(f"{_NOUN_ZH}{{relations:Inequality+}}的(解集|解|取值范围)",),
    ),
    Phrase("Request", en=("{relations:Inequality+}",), zh=("{relations:Inequality+}",), cost=1.1),
)

EXAMPLES = (
    Example(
        en="solve x^2 - 5x + 6 < 0",
        zh="解不等式 x²-5x+6<0",
        answer="(2, 3)",
        level=Level.PROVED,
        source="(x − 2)(x − 3)",
    ),
    Example(
        en="solve the inequality (x-1)/(x+2) <= 0",
        zh="求不等式 (x-1)/(x+2)≤0 的解集",
        answer="(-2, 1]",
        level=Level.PROVED,
        source="sign table; the pole −2 is excluded",
    ),
    Example(
        en="solve |x-3| + 2|x+1| < 8",
        zh="解绝对值不等式 |x-3|+2|x+1|<8",
        answer="(-7/3, 3)",
        level=Level.PROVED,
        source="three cases",
    ),
    Example(
        en="solve 1 < 2x + 3 <= 7",
        zh="解不等式组 1<2x+3≤7",
        answer="(-1, 2]",
        level=Level.PROVED,
        source="subtract 3, halve",
    ),
    Example(
        en="solve x^2 + 1 < 0",
        zh="解不等式 x²+1<0",
        answer="{}",
        outcome=Outcome.NO_SOLUTION,
        level=Level.PROVED,
        source="a square is never negative",
    ),
)


@action(
    "inequality.solve",
    title=Message(en="Solution set of inequalities", zh="解不等式"),
    arguments=Arguments,
    phrases=PHRASES,
    examples=EXAMPLES,
)
def solve(arguments: Arguments) -> Solution:
    """The solution set with its sign table."""
    from abacist.actions.inequality.script import inequality_script

    relation, name = arguments.relation, arguments.unknown
    assert name is not None
    if relation.free_symbols() != {name}:
        return _unable(
            "Inequalities with parameters are not solved here.", "暂不支持含参数的不等式。"
        )
    try:
        cells = cells_of(relation, name, real_roots)
    except TooLarge as reason:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(reason.message,))
    except Unsolved:
        return _unable(
            "The boundary points were not all found; this does not say that there is no solution.",
            "没有找到全部分界点；这并不说明无解。",
        )
    solutions = cells.as_set()
    empty = isinstance(solutions, Call) and solutions == call("set")
    return Solution(
        outcome=Outcome.NO_SOLUTION if empty else Outcome.SOLVED,
        value=Exact(expr=solutions),
        claims=(SolutionSetOf(relation=relation, unknown=name, solutions=solutions),),
        steps=_steps(relation, name, cells, solutions),
        method=Message(en="sign table", zh="数轴标根（列表）法"),
        code=inequality_script(relation, name),
    )


def _unable(en: str, zh: str) -> Solution:
    return Solution(outcome=Outcome.UNABLE, notes=(Message(en=en, zh=zh),))


def _steps(relation: Expr, name: str, cells: Cells, solutions: Expr) -> tuple[Step, ...]:
    steps: list[Step] = []
    for part in relations_in(relation):
        if part.head == "in":
            continue
        shown = _one_side(part, name)
        if shown is not None:
            steps.append(shown)
    if cells.points:
        says = Message(
            en="The sign can change only at {points}.", zh="符号只可能在 {points} 处改变。"
        )
        points = call("set", *cells.points)
        steps.append(Step(rule="boundary points", says=says, values={"points": points}))
    table = Message(
        en="Test one point of each part, and each boundary point by itself.",
        zh="在每个区间内取一点检验，并单独检验各分界点。",
    )
    steps.append(
        Step(
            rule="sign table",
            says=table,
            values={"x": symbol(name)},
            before=relation,
            after=solutions,
            table=cells.table(name),
        )
    )
    return tuple(steps)


def _one_side(part: Call, name: str) -> Step | None:
    """Everything on one side, as a product where it is rational."""
    import sympy

    from abacist.actions.equation.polynomial_equations import is_rational_in
    from abacist.notation.sympy_form import from_sympy, to_sympy

    left, right = part.args
    difference = left if right == number(0) else sub(left, right)
    if not is_rational_in(eq(left, right), name) or name not in difference.free_symbols():
        return None
    factored = from_sympy(sympy.factor(sympy.together(to_sympy(difference))))
    after = call(part.head, factored, number(0))
    if after == part:
        return None
    says = Message(en="Bring everything to one side and factor.", zh="移项并分解因式。")
    return Step(rule="one side", says=says, before=part, after=after)
