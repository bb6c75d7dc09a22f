"""`make eval DATA="a.jsonl b.jsonl"`: coverage, accuracy and calibration on problems with known answers.

    python -m benchmarks.evaluation FILE... [--answers FOLDER] [--write SOURCE]

The answers are kept in FOLDER (build/eval), so an interrupted run goes on. The problems are halved by a hash
of their text: the confidence table is fitted on one half, and every figure that is printed is taken on the
other. `--write` puts the table into the package, with a word on the problems.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

from abacist.apps import confidence
from abacist.apps.commands.files import solve_file
from abacist.apps.confidence import CALIBRATION_FILE, Fitted
from abacist.apps.evals.answers import comparing, pairs
from abacist.apps.evals.evaluation import Evaluation, Judged, judge, report
from abacist.apps.evals.fitting import Graded, fit
from abacist.apps.evals.grading import Grade
from abacist.core.language import Language

TIMEOUT = 10.0  # seconds for a problem


def main() -> None:
    """Answers, grades, fits and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--answers", type=Path, default=Path("build/eval"), metavar="FOLDER")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--write", metavar="SOURCE", help="keep the table in the package, fitted to this"
    )
    parser.add_argument("--wrong", action="store_true", help="list the wrong answers")
    wishes = parser.parse_args()
    judged: list[Judged] = []
    wishes.answers.mkdir(parents=True, exist_ok=True)
    with comparing() as same:
        for file in wishes.files:
            answers = wishes.answers / file.name
            solve_file(file, answers, workers=wishes.workers, timeout=TIMEOUT, language=None)
            judged += judge(pairs(file, answers), same)
    fitting = [each for each in judged if not is_held_out(each)]
    held_out = [each for each in judged if is_held_out(each)]
    table = fit(graded(fitting))
    sys.stdout.write(f"\n{Evaluation.of(fitting, Fitted(table)).graded} answers to fit on\n")
    for level, shares in table.items():
        sys.stdout.write(
            f"    {level:14s} {shares[0]:.4f}   another reading set aside {shares[1]:.4f}\n"
        )
    sys.stdout.write("\nheld out:\n" + report(Evaluation.of(held_out, Fitted(table)), Language.EN))
    if wishes.wrong:
        show_wrong(judged)
    if wishes.write:
        write(table, wishes.write, len(graded(fitting)))


def is_held_out(judged: Judged) -> bool:
    """Whether a problem belongs to the half that nothing is fitted on."""
    return bool(hashlib.sha256(judged.item.problem.encode()).digest()[0] & 1)


def graded(judged: list[Judged]) -> list[Graded]:
    """What the table is fitted to."""
    return [
        (each.level, each.has_assumptions, each.grade is Grade.RIGHT)
        for each in judged
        if each.grade in (Grade.RIGHT, Grade.WRONG) and each.level is not None
    ]


def show_wrong(judged: list[Judged]) -> None:
    """Every answer that was graded wrong."""
    for each in judged:
        if each.grade is Grade.WRONG:
            problem = " ".join(each.item.problem.split())[:200]
            got = each.answer["answer"] or each.answer["outcome"]
            level = each.answer["level"]
            sys.stdout.write(
                f"\n{each.item.id} ({level}): {problem}\n    {each.item.right} ≠ {got}\n"
            )


def write(table: dict[str, tuple[float, float]], source: str, answers: int) -> None:
    """Puts the table into the package, with what it was fitted to."""
    path = Path(confidence.__file__).with_name(CALIBRATION_FILE)
    plain = {level: list(shares) for level, shares in table.items()}
    record = {"source": source, "answers": answers, "table": plain}
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
