"""The grammar reader: a text in, a plan out, or an honest refusal that says what was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from abacist.core.answer import Clarification
from abacist.core.errors import AbacistError, ParseError, TooLarge
from abacist.core.language import Language, Message
from abacist.core.limits import LIMITS
from abacist.core.outcome import Outcome
from abacist.core.plan import Assumption, Plan, Problem
from abacist.core.registry import find_action
from abacist.notation.grammar import parse_tokens
from abacist.notation.lexer import Kind, Token, tokenize
from abacist.reading.chart import Chart
from abacist.reading.conventions import conventions
from abacist.reading.discourse import Demand, Missing, Unread, demands_of
from abacist.reading.document import Covering, coverings
from abacist.reading.grammar import Grammar
from abacist.reading.leaves import Run, find_leaves, math_runs
from abacist.reading.planning import plan_of
from abacist.reading.restatement import restate
from abacist.reading.standard import standard_grammar, unless_altered

__all__ = ["Found", "Reading", "chart_of", "read", "reading_of", "understood"]

_FEW, _MANY = 24, 240
"""How many coverings of a text are looked at, first and where none of these is a reading."""

_FAR = 1.0
"""A question is asked only for a reading that costs hardly more than the cheapest covering."""

_LIKELY = 0.2
"""How much likelier it is that a function is missing than anything else."""

_RIVAL = 0.7
"""Readings whose costs differ by less are shown beside each other."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was understood as.

    `outcome` is SOLVED where there is a plan; else it says why not, and `leftover` names the words that no
    reading covers. `notes` are shown with the answer.
    """

    outcome: Outcome
    plan: Plan | None = None
    restatement: str = ""
    clarification: Clarification | None = None
    notes: tuple[Message, ...] = ()
    leftover: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A plan with the demand it was made from, what the reading costs and what it assumes."""

    plan: Plan
    cost: float
    demand: Demand

    @property
    def assumes(self) -> tuple[Message, ...]:
        """What the phrases of the reading take for granted."""
        return tuple(self.demand.assumes)


@unless_altered
def read(problem: Problem, grammar: Grammar | None = None) -> Reading:
    """Reads a problem. Raises `TooLarge` for a text beyond the limits; everything else is an outcome."""
    grammar = grammar or standard_grammar()
    tokens, breaks = _tokens(problem.text)
    if not tokens:
        return Reading(Outcome.NOT_UNDERSTOOD, notes=(_EMPTY,))
    leaves = find_leaves(tokens, problem.text, grammar.words, breaks)
    chart = Chart(tokens, leaves, grammar)
    ways, found, missing = _first_plans(chart)
    if found:
        return reading_of(problem, found)
    if missing is not None:
        return Reading(
            Outcome.NEEDS_CLARIFICATION,
            clarification=Clarification(question=missing.ask, missing=missing.argument),
        )
    runs = math_runs(tokens, grammar.words, breaks)
    return _not_understood(problem, tokens, ways, list(runs))


def chart_of(text: str) -> Chart | None:
    """The phrases of a text, or None for an empty one. Raises `TooLarge`."""
    grammar = standard_grammar()
    tokens, breaks = _tokens(text)
    if not tokens:
        return None
    return Chart(tokens, find_leaves(tokens, text, grammar.words, breaks), grammar)


def understood(problem: Problem) -> Demand | None:
    """What a problem of its own asks for, in its preferred reading."""
    chart = chart_of(problem.text)
    found = _first_plans(chart)[1] if chart is not None else []
    return found[0].demand if found else None


def _tokens(text: str) -> tuple[list[Token], frozenset[int]]:
    """The tokens without the delimiters of formulas, and the places where those stood."""
    if len(text) > LIMITS.problem_characters:
        raise TooLarge(
            Message(
                en=f"the problem has more than {LIMITS.problem_characters} characters",
                zh=f"题目超过 {LIMITS.problem_characters} 个字符",
            )
        )
    tokens: list[Token] = []
    breaks: set[int] = set()
    for token in tokenize(text):
        if token.kind in (Kind.MATH_OPEN, Kind.MATH_CLOSE):
            breaks.add(len(tokens))
        elif token.kind is not Kind.END:
            tokens.append(token)
    if len(tokens) > LIMITS.problem_tokens:
        raise TooLarge(
            Message(
                en=f"the problem has more than {LIMITS.problem_tokens} words",
                zh=f"题目超过 {LIMITS.problem_tokens} 个词",
            )
        )
    return tokens, frozenset(breaks)


def _first_plans(chart: Chart) -> tuple[list[Covering], list[Found], Missing | None]:
    """Coverings and what they give; more coverings only where the cheapest few give nothing at all."""
    ways = coverings(chart, _FEW)
    found, missing = _plans([way for way in ways if not way.left_out])
    if found or not ways or ways[0].left_out:
        return ways, found, missing
    ways = coverings(chart, _MANY)
    return ways, *_plans([way for way in ways if not way.left_out])


def _plans(ways: Sequence[Covering]) -> tuple[list[Found], Missing | None]:
    """The different plans of the coverings, cheapest first, and the cheapest question."""
    found: dict[str, Found] = {}
    questions: list[tuple[float, Missing]] = []
    for way in ways:
        try:
            demand = demands_of(way.clauses)
            plan = plan_of(demand)
        except Unread:
            continue
        except Missing as question:
            if way.cost - ways[0].cost < _FAR:
                questions.append((way.cost - _LIKELY * question.asks_for_function, question))
            continue
        found.setdefault(_sameness(plan), Found(plan, way.cost, demand))
    missing = min(questions, key=lambda pair: pair[0], default=(0.0, None))[1]
    return sorted(found.values(), key=lambda f: f.cost), missing


def _sameness(plan: Plan) -> str:
    """Equal for plans that differ in nothing but the order of their conditions."""
    nodes = []
    for node in plan.nodes:
        slots = find_action(node.action).slots()
        args = {
            name: sorted(map(str, value))
            if isinstance(value, list) and name in slots and slots[name].accepts("Inequality")
            else value
            for name, value in node.args.items()
        }
        nodes.append((node.id, node.action, sorted(args.items()), sorted(node.inputs.items())))
    return repr((nodes, plan.outputs))


def reading_of(problem: Problem, found: Sequence[Found]) -> Reading:
    """The cheapest of several plans, cheapest first, with the others that the text could mean."""
    best = found[0]
    rivals = [
        other
        for other in found[1:]
        if other.cost - best.cost < _RIVAL or (best.assumes and other.assumes)
    ]
    assumptions = tuple(
        Assumption(says=_assumed(best, other, problem), alternative=other.plan)
        for other in rivals[:3]
    )
    said = [assumption.says for assumption in assumptions]
    alone = tuple(Assumption(says=message) for message in best.assumes if message not in said)
    followed = tuple(conventions(best.plan))
    plan = best.plan.model_copy(update={"assumptions": (*assumptions, *alone, *followed)})
    return Reading(Outcome.SOLVED, plan, restate(plan, problem.language))


def _assumed(best: Found, other: Found, problem: Problem) -> Message:
    if best.assumes:
        return best.assumes[0]
    language = problem.language
    chosen, rival = restate(best.plan, language), restate(other.plan, language)
    return Message(
        en=f"Read as: {chosen} It could also mean: {rival}",
        zh=f"理解为：{chosen} 也可以理解为：{rival}",
    )


_EMPTY = Message(en="The problem is empty.", zh="题目是空的。")


def _not_understood(
    problem: Problem, tokens: Sequence[Token], ways: Sequence[Covering], runs: Sequence[Run]
) -> Reading:
    error = next(_formula_errors(problem, tokens, ways, runs), None)
    if error is not None:
        note = Message(en=error.text(Language.EN), zh=error.text(Language.ZH))
        return Reading(Outcome.NOT_UNDERSTOOD, notes=(note,))
    leftover = _leftover(problem.text, tokens, ways[0].left_out) if ways else (problem.text[:200],)
    if not leftover:
        note = Message(
            en="Every word is known, but together they ask for nothing that can be computed.",
            zh="每个词都认识，但合起来没有构成可以计算的问题。",
        )
        return Reading(Outcome.NOT_UNDERSTOOD, notes=(note,))
    shown = "、".join(leftover)
    note = Message(
        en=f"Not understood: {', '.join(repr(part) for part in leftover)}",
        zh=f"没有理解的部分：{shown}",
    )
    return Reading(Outcome.NOT_UNDERSTOOD, notes=(note,), leftover=leftover)


def _formula_errors(
    problem: Problem, tokens: Sequence[Token], ways: Sequence[Covering], runs: Sequence[Run]
) -> Iterator[ParseError]:
    """The errors of formulas that no covering could use."""
    left = set(ways[0].left_out) if ways else set(range(len(tokens)))
    for run in runs:
        inside = range(run.start, run.end)
        bare = all(tokens[index].kind in (Kind.NAME, Kind.NUMBER, Kind.COMMA) for index in inside)
        if not bare and left.intersection(inside):
            try:
                parse_tokens(tokens[run.start : run.end], problem.text)
            except ParseError as error:
                yield error
            except AbacistError:
                continue


def _leftover(text: str, tokens: Sequence[Token], left_out: Sequence[int]) -> tuple[str, ...]:
    """The stretches of text that were left out, neighbours joined."""
    parts: list[tuple[int, int]] = []
    for index in left_out:
        if parts and parts[-1][1] == index:
            parts[-1] = (parts[-1][0], index + 1)
        else:
            parts.append((index, index + 1))
    return tuple(text[tokens[start].start : tokens[end - 1].end] for start, end in parts)
