"""`abacist jobs submit`: hands in problems, a sweep or an evaluation."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from abacist.apps.commands.jobs_office import DatabaseUrl, opened_office, say, warn_unserved
from abacist.apps.commands.options import AsJson, Spoken
from abacist.apps.commands.sweep import Check, Columns, Design, Exact, Over, Sample, Seed
from abacist.apps.console import parse_record, print_json
from abacist.apps.extras import need_serve
from abacist.apps.tongue import tell
from abacist.core.errors import InputError
from abacist.core.language import Language, Message
from abacist.core.limits import LIMITS

if TYPE_CHECKING:
    from abacist.apps.jobs.job import Job, Submission
    from abacist.apps.sweeps.ordering import Order

__all__ = ["HELP", "submit"]

HELP = ("Hand in problems, a sweep or an evaluation.", "提交一批题目、一次遍历或一次评测。")

_File = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE",
        help=tell(
            'problems, lines {"id", "problem"}; - reads standard input',
            '题目文件，每行 {"id", "problem"}；- 表示标准输入',
        ),
    ),
]
_Sweep = Annotated[
    str | None,
    typer.Option(
        "--sweep",
        metavar="TEXT",
        help=tell(
            "a sweep instead: what `abacist sweep` takes, with --over and the like",
            "改为提交遍历：与 `abacist sweep` 相同的公式、题目或句子，可配合 --over 等",
        ),
    ),
]
_Evaluation = Annotated[
    Path | None,
    typer.Option(
        "--evaluation",
        metavar="FILE",
        help=tell(
            'an evaluation instead: lines {"problem", "answer"}',
            '改为提交评测：每行 {"problem", "answer"}',
        ),
    ),
]
_Timeout = Annotated[
    float,
    typer.Option(
        "--timeout",
        min=0.1,
        max=3600,
        show_default=str(LIMITS.solve_seconds),
        help=tell("seconds for each problem or row", "每题（每行）时限（秒）"),
    ),
]
_Priority = Annotated[
    int, typer.Option(min=1, max=9, help=tell("1 comes first, 9 last", "1 最先，9 最后"))
]
_Key = Annotated[
    str | None,
    typer.Option(
        metavar="KEY",
        help=tell(
            "submitting again with the same key is the same job", "以相同的键再次提交即同一任务"
        ),
    ),
]


def submit(
    file: _File = None,
    sweep: _Sweep = None,
    over: Over = None,
    sample: Sample = None,
    design: Design = "random",
    seed: Seed = 0,
    columns: Columns = None,
    check: Check = "1%",
    exact: Exact = False,
    evaluation: _Evaluation = None,
    language: Spoken = None,
    timeout: _Timeout = LIMITS.solve_seconds,
    priority: _Priority = 5,
    key: _Key = None,
    database: DatabaseUrl = None,
    as_json: AsJson = False,
) -> int:
    """Hands a job in and prints its id."""
    need_serve()
    from abacist.apps.sweeps.ordering import Order

    order = Order(
        text=sweep,
        over=tuple(over or ()),
        sample=sample,
        design=design,
        seed=seed,
        columns=columns,
        check=check,
        exact=exact,
        timeout=timeout,
        language=language,
    )
    _check_choice(file, sweep, evaluation, order)
    if key == "":
        raise InputError(Message(en="--key is empty", zh="--key 为空"))
    told: dict[str, Any] = {"priority": priority, "idempotency_key": key}
    if sweep is not None:
        submission = _sweep(order, told)
    elif evaluation is not None:
        submission = _evaluation(evaluation, timeout, told)
    else:
        submission = _problems(file or "", language, timeout, told)
    with opened_office(database) as office:
        job, is_new = office.submit(submission)
        if as_json:
            print_json(job)
        else:
            sys.stdout.write(f"{job.id}\n")
            say(_submitted(job) if is_new else _known(job))
        if not job.state.is_end:
            warn_unserved(office)
    return 0


def _check_choice(
    file: str | None, sweep: str | None, evaluation: Path | None, order: Order
) -> None:
    """One of the three, and the options of a sweep with none but a sweep."""
    if sum(each is not None for each in (file, sweep, evaluation)) != 1:
        raise InputError(
            Message(
                en="give one of a FILE of problems, --sweep TEXT and --evaluation FILE",
                zh="请给出题目文件 FILE、--sweep TEXT、--evaluation FILE 三者之一",
            )
        )
    if sweep is None and (order.over or order.sample or order.columns or order.exact):
        raise InputError(
            Message(
                en="--over, --sample, --columns and --exact belong to --sweep",
                zh="--over、--sample、--columns、--exact 须与 --sweep 一起使用",
            )
        )


def _problems(
    file: str, language: Language | None, timeout: float, told: dict[str, Any]
) -> Submission:
    """A job of the problems of a file. Raises the error of the first line that is none."""
    from abacist.apps.batch import rows, rows_of
    from abacist.apps.jobs.kinds.problems import Options, Problem, ProblemsJob, check_count

    found: list[Problem] = []
    for row in rows_of(sys.stdin.buffer) if file == "-" else rows(Path(file)):
        if row.error is not None:
            raise row.error
        found.append(Problem(id=row.id, problem=row.problem))
    if not found:
        raise InputError(
            Message(en=f"there is no problem in {file}", zh=f"{file} 中没有题目"),
            Message(
                en='a line is {"id": 1, "problem": "2x+5=17"}',
                zh='每行形如 {"id": 1, "problem": "2x+5=17"}',
            ),
        )
    options = Options(language=language, timeout=timeout)
    check_count(len(found))
    return ProblemsJob(items=tuple(found), options=options, **told)


def _sweep(order: Order, told: dict[str, Any]) -> Submission:
    from abacist.apps.jobs.kinds.sweep import SweepJob
    from abacist.apps.sweeps.ordering import asked_by

    return SweepJob(sweep=asked_by(order), **told)


def _evaluation(file: Path, timeout: float, told: dict[str, Any]) -> Submission:
    from abacist.apps.evals.items import items
    from abacist.apps.jobs.kinds.evaluation import EvaluationJob, Known, Options
    from abacist.apps.jobs.kinds.problems import check_count

    found = [
        parse_record(
            Known,
            json.dumps({**(item.fields or {}), "id": item.id, "problem": item.problem}),
            Message(
                en=f"problem with a known answer (number {number})",
                zh=f"带答案的题目（第 {number} 题）",
            ),
        )
        for number, item in enumerate(items(file), 1)
    ]
    if not found:
        raise InputError(Message(en=f"{file} holds no problem", zh=f"{file} 中没有题目"))
    check_count(len(found))
    return EvaluationJob(items=tuple(found), options=Options(timeout=timeout), **told)


def _submitted(job: Job) -> Message:
    count, verb = f"{job.total:,}", "is" if job.total == 1 else "are"
    plural = "" if job.total == 1 else "s"
    if job.kind == "sweep":
        return Message(en=f"{count} row{plural} {verb} queued", zh=f"已提交 {count} 行")
    return Message(en=f"{count} problem{plural} {verb} queued", zh=f"已提交 {count} 道题目")


def _known(job: Job) -> Message:
    return Message(
        en=f"this job was submitted before: {job.done} of {job.total} are done",
        zh=f"该任务先前已提交：已完成 {job.done} / {job.total}",
    )
