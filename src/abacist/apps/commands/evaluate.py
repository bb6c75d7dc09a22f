"""`abacist evaluate`: answers problems whose answers are known, and says how far Abacist can be trusted."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from abacist.apps.commands.options import AsJson, Timeout
from abacist.apps.console import print_json
from abacist.apps.tongue import interface_language, tell
from abacist.core.errors import InputError
from abacist.core.language import Message
from abacist.core.limits import LIMITS

__all__ = ["HELP", "evaluate"]

HELP = (
    "Answer problems whose answers are known: coverage, accuracy, calibration.",
    "求解已知答案的题目，给出覆盖率、正确率与校准情况。",
)

_File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help=tell(
            'lines {"problem", "answer"}; what reviews append to, for instance',
            '每行 {"problem", "answer"}，例如复核所写的评测集',
        ),
    ),
]
_Out = Annotated[
    Path | None,
    typer.Option(
        help=tell(
            "keep the answers here; the same command then goes on from there",
            "将答案保存于此；再次运行同一命令可续算",
        )
    ),
]
_Workers = Annotated[
    int | None, typer.Option(min=1, max=256, help=tell("problems at a time", "并行题数"))
]
_Wrong = Annotated[
    bool, typer.Option("--wrong", help=tell("list the wrong answers", "列出答错的题目"))
]


def evaluate(
    file: _File,
    out: _Out = None,
    workers: _Workers = None,
    timeout: Timeout = LIMITS.solve_seconds,
    wrong: _Wrong = False,
    as_json: AsJson = False,
) -> int:
    """Answers every problem of the file, grades the answers and prints the figures."""
    from abacist.apps.commands.files import solve_file
    from abacist.apps.confidence import fitted
    from abacist.apps.evals.answers import comparing, pairs
    from abacist.apps.evals.evaluation import Evaluation, judge, report
    from abacist.apps.evals.grading import Grade
    from abacist.apps.evals.items import items

    # What cannot be read is told before anything is computed.
    if not sum(1 for _ in items(file)):
        raise InputError(Message(en=f"{file} holds no problem", zh=f"{file} 中没有题目"))
    with tempfile.TemporaryDirectory(prefix="abacist-") as folder:
        answers = out or Path(folder) / "answers.jsonl"
        solve_file(file, answers, workers=workers, timeout=timeout, language=None)
        with comparing() as same:
            judged = list(judge(pairs(file, answers), same))
    evaluation = Evaluation.of(judged, fitted())
    errors = [each for each in judged if each.grade is Grade.WRONG] if wrong else []
    if as_json:
        print_json(
            {
                **evaluation.figures(),
                "errors": [
                    {
                        "id": each.item.id,
                        "problem": each.item.problem,
                        "right": each.item.right,
                        "answer": each.answer["answer"],
                        "outcome": each.answer["outcome"],
                        "level": each.answer["level"],
                    }
                    for each in errors
                ],
            }
        )
        return 0
    sys.stdout.write(report(evaluation, interface_language()))
    for each in errors:
        got = each.answer["answer"] or each.answer["outcome"]
        problem = " ".join(each.item.problem.split())
        sys.stdout.write(f"\n{each.item.id}: {problem}\n    {each.item.right} ≠ {got}\n")
    return 0
