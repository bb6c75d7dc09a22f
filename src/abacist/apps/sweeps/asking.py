"""From a sweep that is asked for to what computes it: the formula compiled, the text read into a plan once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from abacist.apps.sweeps.designs import Design
from abacist.apps.sweeps.encoding import Layout
from abacist.apps.sweeps.formulas import FormulaSubject, read_formula
from abacist.apps.sweeps.plans import PlanSubject, from_plan, from_text
from abacist.apps.sweeps.running import layout_of
from abacist.apps.sweeps.spec import Sweep
from abacist.apps.sweeps.subjects import Subject
from abacist.core.answer import Answer
from abacist.core.errors import InputError, ParseError, TooLarge
from abacist.core.expr import Expr
from abacist.core.language import Language, Message
from abacist.core.plan import Plan
from abacist.execution.asking import as_problem, check_plan
from abacist.explain.answer import refuse
from abacist.notation.refusal import NotRepresentable
from abacist.reading import read

__all__ = ["Compute", "Prepared", "as_sweep", "not_read", "plan_of", "prepare"]


def plan_of(problem: str) -> Plan:
    """The plan of a problem. Raises `InputError` where it is not read."""
    asked = as_problem(problem)
    found = read(asked)
    if found.plan is None:
        lines = {
            language: refuse(asked.model_copy(update={"language": language}), found).message
            for language in Language
        }
        why = Message(en=lines[Language.EN], zh=lines[Language.ZH])
        raise InputError(why) if _IS_DEFINED.match(problem) else not_read(why)
    return found.plan


_IS_DEFINED = re.compile(r"\s*\w+\s*=(?!=)")
"""The beginning of `S = …`: a formula with a slip, rather than a problem in words."""


def not_read(why: Message) -> InputError:
    """The error of a problem that is not understood."""
    return InputError(
        why,
        Message(
            en="a parameter in braces, {c}, is put in before the text is read",
            zh="写在花括号中的参数（如 {c}）会先代入数值再读题",
        ),
    )


@dataclass(frozen=True, slots=True)
class Compute:
    """What computes plans: `answer` one of them, in `workers` threads at a time; `read` reads a problem."""

    answer: Callable[[Plan], Answer]
    workers: int
    read: Callable[[str], Plan] = plan_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sweep that can be run."""

    sweep: Sweep
    subject: Subject
    design: Design
    layout: Layout


def prepare(sweep: Sweep, compute: Callable[[], Compute], design: Design | None = None) -> Prepared:
    """The sweep with everything that it needs; `compute` is called only where plans have to be computed.

    Raises `InputError` (`ParseError`, `PlanError`, `UnitError`), `TooLarge`, `ConfigError`.
    """
    points = design or sweep.points_design()
    subject = _subject(sweep, points, compute)
    layout = layout_of(subject, points, sweep.columns, language=sweep.language)
    return Prepared(sweep, subject, points, layout)


def _subject(sweep: Sweep, design: Design, compute: Callable[[], Compute]) -> Subject:
    units = design.units
    if not sweep.formula:
        return _of_problem(sweep, design, compute())
    formula = read_formula(sweep.formula, units)
    try:
        return FormulaSubject(formula, units, share=sweep.check, exact=sweep.exact, seed=sweep.seed)
    except (NotRepresentable, TooLarge):  # an integral, a limit, a long sum: an action's affair
        if sweep.exact:
            raise
    work = compute()
    subject = _of_plan(work.read(formula.right_side), units, work)
    subject.name = formula.name
    return subject


def _of_problem(sweep: Sweep, design: Design, work: Compute) -> PlanSubject:
    units = design.units
    if sweep.plan is not None:
        return _of_plan(sweep.plan, units, work)
    try:
        return _of_plan(work.read(_without_braces(sweep.problem, units)), units, work)
    except InputError:
        if not all(f"{{{name}}}" in sweep.problem for name in units):
            raise
    subject = PlanSubject(from_text(sweep.problem, work.read), units, work.answer, work.workers)
    for block in design.blocks(0, 1):
        check_plan(subject.first_plan(block))  # what no row can be read as is told at once
        break
    return subject


def _of_plan(plan: Plan, units: Mapping[str, Expr | None], compute: Compute) -> PlanSubject:
    check_plan(plan)
    return PlanSubject(from_plan(plan, units), units, compute.answer, compute.workers)


def _without_braces(problem: str, names: Mapping[str, Expr | None]) -> str:
    """`{c}` is the letter c."""
    return re.sub(r"\{(\w+)\}", lambda hole: hole[1] if hole[1] in names else hole[0], problem)


def as_sweep(text: str, **others: object) -> Sweep:
    """The sweep over a text: a formula where it reads as one, else a problem in words."""
    from abacist.notation import parse

    names = frozenset(
        re.findall(r"(?:^|[\s;,])([^\W\d]\w*)\s*=", " ".join(map(str, _over(others))))
    )
    try:
        parse(text, variables=names)
    except ParseError:
        return Sweep.model_validate({"problem": text, **others})
    return Sweep.model_validate({"formula": text, **others})


def _over(others: Mapping[str, object]) -> tuple[object, ...]:
    over = others.get("over")
    return over if isinstance(over, tuple) else ()
