"""What was asked: the text within its bounds, its language, and which reading of it."""

from __future__ import annotations

import unicodedata

from abacist.core.errors import InputError, TooLarge
from abacist.core.language import Language, Message, language_of
from abacist.core.limits import LIMITS
from abacist.core.plan import Plan, Problem

__all__ = ["alternative", "as_language", "as_problem", "check_plan"]

_MOST_NODES = 200


def as_problem(problem: str | Problem, language: Language | str | None = None) -> Problem:
    """The problem with its language. Raises `InputError` for no text and `TooLarge` for too much."""
    text = problem if isinstance(problem, str) else problem.text
    if not text.strip():
        raise InputError(
            Message(en="there is no problem: the text is empty", zh="没有题目：输入为空"),
            Message(en='for example: abacist solve "2x+5=17"', zh='例如：abacist solve "2x+5=17"'),
        )
    if len(text) > LIMITS.problem_characters:
        given, most = len(text), LIMITS.problem_characters
        raise TooLarge(
            Message(
                en=f"the problem has {given} characters; the limit is {most}",
                zh=f"题目有 {given} 个字符，上限为 {most}",
            )
        )
    _refuse_binary(text)
    own = language_of(text) if isinstance(problem, str) else problem.language
    return Problem(text=text, language=as_language(language) if language else own)


def _refuse_binary(text: str) -> None:
    """Raises `InputError` at the first character that no text has: a control code, half a surrogate."""
    for position, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs", "Cn") and character not in "\t\n\v\f\r":
            code = f"U+{ord(character):04X}"
            raise InputError(
                Message(
                    en=f"this is not text: {code} at character {position + 1}",
                    zh=f"输入不是文本：第 {position + 1} 个字符是 {code}",
                )
            )


def as_language(language: Language | str) -> Language:
    """The language of this name. Raises `InputError` for any but `en` and `zh`."""
    try:
        return Language(language)
    except ValueError:
        raise InputError(
            Message(
                en=f"there is no language {language!r}; choose en or zh",
                zh=f"没有语言 {language!r}，请选择 en 或 zh",
            )
        ) from None


def check_plan(plan: Plan) -> None:
    """Raises `PlanError` for a plan that is no acyclic graph, `TooLarge` for one of too many nodes."""
    if len(plan.nodes) > _MOST_NODES:
        given = len(plan.nodes)
        raise TooLarge(
            Message(
                en=f"the plan has {given} nodes; the limit is {_MOST_NODES}",
                zh=f"计划有 {given} 个结点，上限为 {_MOST_NODES}",
            )
        )
    plan.check()


def alternative(plan: Plan, reading: int) -> Plan:
    """The plan of another reading: 1 is the plan itself, 2 the first that its assumptions offer."""
    others = [each.alternative for each in plan.assumptions if each.alternative is not None]
    if not 1 <= reading <= len(others) + 1:
        number = len(others) + 1
        raise InputError(
            Message(
                en=f"there is no reading {reading}; this problem has {number}",
                zh=f"没有第 {reading} 种理解；此题共有 {number} 种",
            )
        )
    return plan if reading == 1 else others[reading - 2]
