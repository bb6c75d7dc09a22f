"""The shortest of several equal forms of an expression with symbols, with its claims and steps."""

from __future__ import annotations

from typing import Any

from abacist.actions.algebra.rewriting import degree_bound, from_form, refusal, to_form
from abacist.actions.algebra.scripts import rewriting_script
from abacist.core.answer import Solution
from abacist.core.claim import EqualTo, FormOf
from abacist.core.errors import AbacistError, TooLarge
from abacist.core.expr import Call, Expr, call, number
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Exact
from abacist.notation.terminal import terminal

__all__ = ["shortest_form"]

_MOST_EXCLUDED = 4


def shortest_form(expression: Expr, conditions: tuple[Expr, ...] = ()) -> Solution:
    """An expression with symbols in its shortest form."""
    if expression.has("quantity"):
        return refusal(
            Outcome.UNABLE, "quantities are added, not simplified", "带单位的量请直接求值"
        )
    try:
        degree_bound(expression)
        rule, best = _shortest(expression, conditions)
    except TooLarge as reason:
        return Solution(outcome=Outcome.TOO_LARGE, notes=(reason.message,))
    except AbacistError as reason:
        return Solution(outcome=Outcome.UNABLE, notes=(reason.message,))
    excluded = _excluded(expression, best)
    steps = _steps(expression, best, rule, excluded)
    return Solution(
        value=Exact(expr=best),
        claims=(
            EqualTo(left=expression, right=best, conditions=conditions),
            FormOf(expression=best, form="simplified", original=expression),
        ),
        steps=steps,
        notes=tuple(_note(condition) for condition in excluded),
        method=Message(en="the shortest of several equal forms", zh="取若干等价形式中最短者"),
        code=rewriting_script(expression, "simplify"),
    )


_RULES: dict[str, Message] = {
    "cancelling": Message(
        en="Factor numerator and denominator and cancel what they share.",
        zh="分子分母因式分解后约去公因式。",
    ),
    "like terms": Message(en="Expand and collect like terms.", zh="去括号，合并同类项。"),
    "factoring": Message(en="Take out common factors.", zh="提取公因式，因式分解。"),
    "identities": Message(
        en="Use the identities of the functions that occur.", zh="利用相应函数的恒等式化简。"
    ),
    "radicals": Message(en="Simplify the radicals.", zh="化简根式，分母有理化。"),
    "as it is": Message(en="It is already in its shortest form.", zh="已是最简形式。"),
}


def _shortest(expression: Expr, conditions: tuple[Expr, ...]) -> tuple[str, Expr]:
    """The rule and the form with the fewest operations; sums are written in descending order."""
    import sympy

    value = to_form(expression, conditions)
    forms: list[tuple[str, Any]] = [("as it is", value)]
    rational = value.is_rational_function()
    polynomial = value.is_polynomial()
    if polynomial:
        forms.append(("like terms", sympy.expand(value)))
    elif rational:
        forms += [("cancelling", sympy.cancel(value)), ("factoring", sympy.factor(value))]
    else:
        forms += [("radicals", sympy.radsimp(value))] if value.atoms(sympy.Pow) else []
        forms.append(("identities", sympy.simplify(value)))
        forms.append(("like terms", sympy.expand(value)))
    rule, best = min(forms, key=lambda item: (sympy.count_ops(item[1]), len(str(item[1]))))
    found = from_form(best)
    if rule == "as it is" and _written(found) >= _written(expression):
        return rule, expression
    return ("like terms" if rule == "as it is" else rule), found


def _written(expr: Expr) -> int:
    return sum(1 for _ in expr.walk())


def _excluded(expression: Expr, best: Expr) -> list[Expr]:
    """Factors of denominators that are gone: they must still not vanish."""
    import sympy

    below = sympy.fraction(sympy.together(to_form(best)))[1]
    found: list[Expr] = []
    for denominator in _denominators(expression):
        form = to_form(denominator)
        if not form.is_polynomial() or not form.free_symbols or not below.is_polynomial():
            continue
        for factor, _ in sympy.factor_list(form)[1]:
            if sympy.rem(below, factor, *sorted(factor.free_symbols, key=str)) != 0:
                found.append(call("ne", from_form(factor), number(0)))
    return list(dict.fromkeys(found))[:_MOST_EXCLUDED]


def _denominators(expr: Expr) -> list[Expr]:
    return [node.args[1] for node in expr.walk() if isinstance(node, Call) and node.head == "div"]


def _note(condition: Expr) -> Message:
    assert isinstance(condition, Call)
    shown = terminal(condition.args[0])
    return Message(en=f"Valid where {shown} ≠ 0.", zh=f"其中 {shown} ≠ 0。")


def _steps(expression: Expr, best: Expr, rule: str, excluded: list[Expr]) -> tuple[Step, ...]:
    steps: list[Step] = []
    if rule == "cancelling":
        steps += _factored(expression)
    before = expression if not steps else steps[-1].after
    steps.append(Step(rule=rule, says=_RULES[rule], before=before, after=best))
    for condition in excluded:
        says = Message(en="The cancelled factor keeps {c}.", zh="约去的因式要求 {c}。")
        steps.append(Step(rule="domain", says=says, values={"c": condition}))
    return tuple(steps)


def _factored(expression: Expr) -> list[Step]:
    """Numerator and denominator as products."""
    import sympy

    top, bottom = sympy.fraction(sympy.together(to_form(expression)))
    top, bottom = sympy.factor(top), sympy.factor(bottom)
    if bottom == 1:
        return []
    after = call("div", from_form(top), from_form(bottom))
    says = Message(en="Write numerator and denominator as products.", zh="把分子、分母分解因式。")
    return [Step(rule="factoring", says=says, before=expression, after=after)]
