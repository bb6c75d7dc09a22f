"""`abacist solve`: answers a problem, or every problem of a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from abacist.apps.commands.options import AsJson, Spoken, Timeout
from abacist.apps.console import (
    exit_code,
    prepare,
    print_answer,
    print_error,
    print_json,
    read_text,
)
from abacist.apps.session import Session
from abacist.apps.tongue import interface_language, language_for, tell
from abacist.core.answer import Answer
from abacist.core.errors import AbacistError, InputError
from abacist.core.language import Language, Message
from abacist.core.limits import LIMITS

__all__ = ["HELP", "solve"]

HELP = (
    "Answer a problem, with steps and a check of the answer.",
    "求解一道题目，给出步骤并核验答案。",
)

_Problem = Annotated[
    str | None,
    typer.Argument(
        metavar="TEXT",
        help=tell(
            "the problem in words, LaTeX or plain formulas; - reads standard input",
            "题目，可含文字、LaTeX 或普通公式；- 表示读取标准输入",
        ),
    ),
]
_PlanOnly = Annotated[
    bool,
    typer.Option("--plan", help=tell("print the plan; compute nothing", "只输出计划，不计算")),
]
_Reading = Annotated[
    int,
    typer.Option(
        min=1, help=tell("2, 3, …: another reading of the text", "2、3……：采用题意的另一种理解")
    ),
]
_Code = Annotated[
    bool,
    typer.Option(
        "--code",
        help=tell("print a script that computes the same by itself", "输出可独立运行的等价脚本"),
    ),
]
_File = Annotated[
    Path | None,
    typer.Option(
        help=tell(
            'answer a whole file of lines {"id", "problem"}', '求解整个文件，每行 {"id", "problem"}'
        )
    ),
]
_Out = Annotated[
    Path | None,
    typer.Option(help=tell("where the answers to --file are written", "与 --file 配合的输出文件")),
]
_Workers = Annotated[
    int | None,
    typer.Option(
        min=1, max=256, help=tell("problems at a time, with --file", "与 --file 配合：并行题数")
    ),
]


def solve(
    context: typer.Context,
    problem: _Problem = None,
    language: Spoken = None,
    plan: _PlanOnly = False,
    reading: _Reading = 1,
    timeout: Timeout = LIMITS.solve_seconds,
    code: _Code = False,
    as_json: AsJson = False,
    file: _File = None,
    out: _Out = None,
    workers: _Workers = None,
) -> int:
    """Answers one problem, or the problems of a file."""
    if (file is None) is not (out is None):
        raise InputError(
            Message(en="--file and --out belong together", zh="--file 与 --out 必须同时给出")
        )
    if file is not None and out is not None:
        from abacist.apps.commands.files import solve_file

        return solve_file(file, out, workers=workers, timeout=timeout, language=language)
    spoken = language or interface_language()
    try:
        text = _text(problem)
        spoken = language or language_for(text)
        if plan:
            return _print_plan(text, spoken, reading)
        session: Session = context.obj
        prepare()
        answer = _answer(text, spoken, reading, timeout, session)
    except AbacistError as error:
        print_error(error, spoken, as_json=as_json)
        return error.exit_code
    return _print(answer, code=code, as_json=as_json)


def _text(problem: str | None) -> str:
    """The problem from the command line, or from standard input where it is `-` or something is piped in."""
    if problem is not None and problem != "-":
        return problem.strip()
    if problem is None and sys.stdin.isatty():
        raise InputError(
            Message(en="there is no problem", zh="没有给出题目"),
            Message(en='for example: abacist solve "2x+5=17"', zh='例如：abacist solve "2x+5=17"'),
        )
    return read_text("-")


def _answer(
    text: str, language: Language, reading: int, timeout: float, session: Session
) -> Answer:
    from abacist import pipeline

    return pipeline.solve(
        text, language=language, timeout=timeout, executor=session.executor, reading=reading
    )


def _print_plan(text: str, language: Language, reading: int) -> int:
    """The plan alone; a problem that has none is answered as always."""
    from abacist.execution.asking import alternative, as_problem
    from abacist.explain.answer import refuse
    from abacist.reading import read

    problem = as_problem(text, language)
    found = read(problem)
    if found.plan is None:
        print_answer(refuse(problem, found))
        return 1
    print_json(alternative(found.plan, reading))
    return 0


def _print(answer: Answer, *, code: bool, as_json: bool) -> int:
    if as_json:
        print_json(answer)
    elif code and answer.outcome.is_answer:
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
