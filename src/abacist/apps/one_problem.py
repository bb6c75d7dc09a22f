"""One problem answered on the command line; kept apart from its options, so that it starts at once."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from abacist.apps.console import (
    exit_code,
    prepare,
    print_answer,
    print_error,
    print_json,
    read_text,
)
from abacist.apps.session import Session
from abacist.apps.tongue import interface_language, language_for
from abacist.core.answer import Answer
from abacist.core.errors import AbacistError, InputError
from abacist.core.language import Language, Message
from abacist.core.limits import LIMITS

__all__ = ["Wish", "answer_text"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for beside the problem; see the options of `abacist solve`."""

    language: Language | None = None
    plan: bool = False
    reading: int = 1
    timeout: float = LIMITS.solve_seconds
    code: bool = False
    as_json: bool = False


def answer_text(problem: str | None, wish: Wish, session: Session) -> int:
    """Prints the answer to a problem (`-` or None: from standard input) and returns the exit code."""
    spoken = wish.language or interface_language()
    try:
        text = _text(problem)
        spoken = wish.language or language_for(text)
        if wish.plan:
            return _print_plan(text, spoken, wish)
        answer = _answer(text, spoken, wish, session)
    except AbacistError as error:
        print_error(error, spoken, as_json=wish.as_json)
        return error.exit_code
    return _print(answer, wish)


def _text(problem: str | None) -> str:
    """The problem from the command line, or what is piped in."""
    if problem is not None and problem != "-":
        return problem.strip()
    if problem is None and sys.stdin.isatty():
        raise InputError(
            Message(en="there is no problem", zh="没有给出题目"),
            Message(en='for example: abacist solve "2x+5=17"', zh='例如：abacist solve "2x+5=17"'),
        )
    return read_text("-")


def _answer(text: str, language: Language, wish: Wish, session: Session) -> Answer:
    from abacist import pipeline

    if not wish.as_json:
        session.executor.meanwhile(prepare)
    return pipeline.solve(
        text,
        language=language,
        timeout=wish.timeout,
        executor=session.executor,
        reading=wish.reading,
    )


def _print_plan(text: str, language: Language, wish: Wish) -> int:
    """The plan alone; a problem that has none is answered as always."""
    from abacist.execution.asking import alternative, as_problem
    from abacist.explain.answer import refuse
    from abacist.reading import read

    problem = as_problem(text, language)
    found = read(problem)
    if found.plan is None:
        print_answer(refuse(problem, found))
        return 1
    print_json(alternative(found.plan, wish.reading))
    return 0


def _print(answer: Answer, wish: Wish) -> int:
    if wish.as_json:
        print_json(answer)
    elif wish.code and answer.outcome.is_answer:
        return _print_code(answer)
    else:
        print_answer(answer)
    return exit_code(answer)


def _print_code(answer: Answer) -> int:
    if not answer.code:
        message = Message(en="this answer has no code", zh="此答案没有对应的代码")
        sys.stderr.write(f"abacist: {message.render(answer.language)}\n")
        return 1
    sys.stdout.write(answer.code)
    return 0
