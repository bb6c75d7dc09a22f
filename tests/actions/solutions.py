"""What an action returns, and whether everything it claims stands up to the checkers."""

from __future__ import annotations

from importlib import import_module

from abacist.core.answer import Solution
from abacist.core.outcome import Level, Verdict
from abacist.notation.values import answer_text

__all__ = ["level_of", "text_of", "well_explained"]


def text_of(solution: Solution) -> str:
    """The answer in canonical text; empty where there is none."""
    return "" if solution.value is None else answer_text(solution.value, solution.unit)


def level_of(solution: Solution) -> Level:
    """The level that the checkers give the claims."""
    verdicts: list[Verdict] = []
    for claim in solution.claims:
        copy = type(claim).model_validate_json(claim.model_dump_json())
        verdicts.append(import_module(f"abacist.checking.{claim.kind}").check(copy).verdict)
    return Level.weakest(verdicts)


def well_explained(solution: Solution) -> bool:
    """True where every step says something in both languages and fills all its holes."""
    waiting = list(solution.steps)
    while waiting:
        step = waiting.pop()
        waiting += step.children
        for text in (step.says.en, step.says.zh):
            holes = {part.partition("}")[0] for part in text.split("{")[1:]}
            if not text or not holes <= set(step.values):
                return False
    return bool(solution.steps)
