"""`abacist solve`: answers a problem, or every problem of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from abacist.apps.commands.options import AsJson, Spoken, Timeout
from abacist.apps.one_problem import Wish, answer_text
from abacist.apps.tongue import tell
from abacist.core.errors import InputError
from abacist.core.language import Message
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
    wish = Wish(language, plan, reading, timeout, code, as_json)
    return answer_text(problem, wish, context.obj)
