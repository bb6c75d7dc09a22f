"""Answers made by hand, for tests of how they look."""

from __future__ import annotations

from abacist.core.answer import Answer, Certificate
from abacist.core.claim import RootsOf
from abacist.core.language import Language, Message
from abacist.core.outcome import Level, Outcome, Verdict
from abacist.core.plan import Assumption, Node, Plan
from abacist.core.step import Step
from abacist.core.value import Exact, Table
from abacist.notation.grammar import parse_canonical as e

__all__ = ["linear", "refused"]

_PLAN = Plan(nodes=(Node(id="n1", action="equation.solve"),), outputs=("n1",))
_RESTATED = {Language.EN: "Solve 2x + 5 = 17 for x.", Language.ZH: "解关于 x 的方程 2x + 5 = 17。"}


def linear(language: Language) -> Answer:
    """2x + 5 = 17 with everything that an answer can have."""
    return Answer(
        problem="2x+5=17 <now>",
        language=language,
        restatement=_RESTATED[language],
        plan=_PLAN,
        outcome=Outcome.SOLVED,
        level=Level.PROVED,
        value=Exact(expr=e("6")),
        answer="6",
        answer_latex="6",
        steps=(
            Step(
                rule="subtract",
                says=Message(en="Subtract {a} on both sides.", zh="两边减去 {a}。"),
                values={"a": e("5")},
                before=e("2*x + 5 = 17"),
                after=e("2*x = 12"),
                children=(
                    Step(
                        rule="add numbers",
                        says=Message(en="Work out the numbers.", zh="计算数值。"),
                        before=e("17 - 5"),
                        after=e("12"),
                    ),
                ),
            ),
            Step(
                rule="table",
                says=Message(en="A table:", zh="表格："),
                table=Table(columns=("n", "x"), rows=(("0", "1.5"), ("1", "6"))),
                after=e("and(x = 6, y = 1)"),
            ),
        ),
        assumptions=(
            Assumption(says=Message(en="x is real.", zh="x 为实数。"), alternative=_PLAN),
            Assumption(says=Message(en="No units.", zh="不带单位。")),
        ),
        certificates=(
            Certificate(
                claim=RootsOf(equations=(e("2*x + 5 = 17"),), unknowns=("x",), roots=((e("6"),),)),
                verdict=Verdict.PROVED,
                method=Message(
                    en="substituted each root exactly; the degree shows that none is missing",
                    zh="将每个根精确代入；由次数可知没有遗漏",
                ),
            ),
        ),
        notes=(Message(en="A remark.", zh="一条说明。"), Message(en="A remark.", zh="一条说明。")),
        method={Language.EN: "elimination", Language.ZH: "消元"}[language],
        code="print(6)\n",
    )


def refused(language: Language) -> Answer:
    """An answer that the check refuted."""
    full = linear(language)
    return full.model_copy(
        update={
            "outcome": Outcome.REFUTED,
            "level": Level.REFUTED,
            "value": None,
            "answer": "",
            "answer_latex": "",
            "steps": (),
            "code": "",
            "message": Outcome.REFUTED.message.render(language),
            "certificates": (
                full.certificates[0].model_copy(
                    update={"verdict": Verdict.REFUTED, "evidence": {"x": "6", "left": "16"}}
                ),
            ),
        }
    )
