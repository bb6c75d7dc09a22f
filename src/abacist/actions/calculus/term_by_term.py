"""Sums and products with whole numbers as bounds: term by term, or by a closed form where there are very many."""

from __future__ import annotations

from typing import Any

from abacist.actions.calculus.sum_arguments import Arguments, claim_of, refusal, solved
from abacist.actions.calculus.sum_code import code_for
from abacist.actions.calculus.summation_parts import Problem
from abacist.actions.calculus.summation_rules import finite_sum, progression
from abacist.core.answer import Solution
from abacist.core.expr import Call, number, symbol
from abacist.core.language import Message
from abacist.core.outcome import Outcome
from abacist.core.step import Step
from abacist.core.value import Exact, Table
from abacist.notation.sympy_form import from_sympy, to_sympy
from abacist.notation.terminal import terminal

__all__ = ["numeric", "problem_of", "undefined_term"]

_LISTED = 2_000
_MOST_TERMS = 20_000
_MOST_BITS = 60_000
_TABLE_ROWS = 12
_MOST_OPERATIONS = 120


def problem_of(arguments: Arguments) -> Problem | None:
    """The sum in SymPy: the index and symbols in bounds are whole numbers, other symbols real."""
    name, *ends = arguments.range
    bounds = ends[0].free_symbols() | ends[1].free_symbols()
    domain: dict[str, Any] = dict.fromkeys(arguments.term.free_symbols(), "real")
    domain |= dict.fromkeys(bounds, "positive_integer")
    domain[name] = "integer"
    term, lower, upper = (to_sympy(part, domain=domain) for part in (arguments.term, *ends))
    index = to_sympy(symbol(name), domain=domain)
    if lower.is_infinite or not lower.is_integer or not (upper.is_integer or upper.is_infinite):
        return None
    return Problem(term, index, lower, upper)


def numeric(arguments: Arguments, lower: int, upper: int) -> Solution:
    """The sum or product from one whole number to another."""
    count = max(0, upper - lower + 1)
    neutral = number(0 if arguments.operation == "sum" else 1)
    if not count:
        note = Message(
            en=f"There is no term: an empty {arguments.operation} is {neutral}.",
            zh=f"没有项：空{'和' if arguments.operation == 'sum' else '积'}等于 {neutral}。",
        )
        return Solution(
            value=Exact(expr=neutral),
            claims=(claim_of(arguments, neutral),),
            steps=(Step(rule="empty sum", says=note),),
            code=code_for(arguments, neutral),
        )
    if count > _LISTED:
        closed = _closed(arguments, count)
        if closed is not None:
            return closed
    if count > _MOST_TERMS or _is_huge(arguments, count):
        return refusal(
            Outcome.TOO_LARGE,
            f"There are {count} terms, and no closed form was found that is short enough.",
            f"共有 {count} 项，且没有足够简短的封闭形式。",
        )
    return _listed(arguments, lower, upper)


def _closed(arguments: Arguments, count: int) -> Solution | None:
    """Very many terms: a closed form, where one is short enough to write."""
    problem = problem_of(arguments)
    if problem is None or arguments.operation != "sum" or _is_huge(arguments, count):
        return None
    found = finite_sum(problem)
    return None if found is None else solved(arguments, found)


def _is_huge(arguments: Arguments, count: int) -> bool:
    """Whether powers or factorials of the index would be too long to write."""
    grows = any(
        isinstance(node, Call)
        and (
            node.head in ("factorial", "exp", "fibonacci", "binomial", "gamma")
            or (node.head == "pow" and arguments.index in node.args[1].free_symbols())
        )
        for node in arguments.term.walk()
    )
    if arguments.operation == "product":
        return count > _LISTED
    return grows and count > _MOST_BITS // 60


def _listed(arguments: Arguments, lower: int, upper: int) -> Solution:
    """Every term computed and added up."""
    import sympy

    problem = problem_of(arguments)
    assert problem is not None
    total = sympy.Integer(0 if arguments.operation == "sum" else 1)
    rows: list[tuple[str, str, str]] = []
    for k in range(lower, upper + 1):
        term = problem.term.subs(problem.index, k)
        if term.has(sympy.zoo, sympy.nan, sympy.oo):
            return undefined_term(arguments, k)
        total = total + term if arguments.operation == "sum" else total * term
        if k - lower < _TABLE_ROWS - 2 or k > upper - 2:
            rows.append((str(k), terminal(from_sympy(term)), terminal(from_sympy(total))))
        elif k == upper - 2:
            rows.append(("…", "…", "…"))
        if total.is_Rational and max(total.p.bit_length(), total.q.bit_length()) > _MOST_BITS:
            return refusal(
                Outcome.TOO_LARGE, "The result is too long to write.", "结果过长，无法写出。"
            )
    value = _written(total)
    shown = from_sympy(value)
    partial = "partial sum" if arguments.operation == "sum" else "partial product"
    step = Step(
        rule="term by term",
        says=Message(
            en="Compute the terms and add them up one by one."
            if arguments.operation == "sum"
            else "Compute the factors and multiply them one by one.",
            zh="逐项计算并累加。" if arguments.operation == "sum" else "逐个计算因子并累乘。",
        ),
        after=shown,
        table=Table(columns=(arguments.index or "n", "term", partial), rows=tuple(rows)),
    )
    formula = _formula_step(problem) if arguments.operation == "sum" else ()
    return Solution(
        value=Exact(expr=shown),
        claims=(claim_of(arguments, shown),),
        steps=(*formula, step),
        method=Message(en="term by term", zh="逐项计算"),
        code=code_for(arguments, shown),
    )


def undefined_term(arguments: Arguments, at: int) -> Solution:
    """There is no sum where a term has no value."""
    note = Message(
        en=f"The term for {arguments.index} = {at} has no value.",
        zh=f"{arguments.index} = {at} 时的项没有意义。",
    )
    return Solution(outcome=Outcome.UNDEFINED, notes=(note,))


def _written(total: Any) -> Any:
    """Multiplied out where that stays short."""
    if total.is_Rational or total.is_Atom or total.count_ops() > _MOST_OPERATIONS:
        return total
    names = sorted(total.free_symbols, key=str)
    return total.expand() if names and total.is_polynomial(*names) else total


def _formula_step(problem: Problem) -> tuple[Step, ...]:
    """The formula of a progression, which a person would use instead of adding."""
    if problem.upper - problem.lower < 3 or problem.term.free_symbols - {problem.index}:
        return ()
    found = progression(problem)
    return found.steps if found is not None else ()
