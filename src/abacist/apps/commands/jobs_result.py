"""`abacist jobs result`: the rows of a job in order, or what came of it all."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from abacist.apps.commands.jobs_office import LOOK, DatabaseUrl, JobId, opened_office, say, state_of
from abacist.apps.console import print_json
from abacist.apps.tongue import interface_language, tell
from abacist.core.errors import InputError
from abacist.core.language import Message

if TYPE_CHECKING:
    from abacist.apps.jobs.job import Job
    from abacist.apps.jobs.office import Office
    from abacist.store.jobs import Kept

__all__ = ["HELP", "result"]

HELP = (
    "Print the answers or rows, in order; of an evaluation, its report.",
    "按顺序输出答案或各行；评测则输出报告。",
)

_Form = Literal["jsonl", "csv", "parquet", "report"]
_Out = Annotated[Path | None, typer.Option(help=tell("write to a file instead", "写入文件"))]
_Format = Annotated[
    _Form | None,
    typer.Option(
        "--format",
        help=tell(
            "jsonl; of a sweep also csv and parquet; report: what came of it all. "
            "By default as the name of --out ends",
            "jsonl；遍历还可用 csv、parquet；report 为总体报告。缺省按 --out 的文件名判断",
        ),
    ),
]
_Wait = Annotated[
    bool, typer.Option("--wait", help=tell("until the job is at its end", "等待任务结束"))
]
_Json = Annotated[
    bool, typer.Option("--json", help=tell("print the report as JSON", "以 JSON 输出报告"))
]


def result(
    job: JobId,
    out: _Out = None,
    row_format: _Format = None,
    wait: _Wait = False,
    as_json: _Json = False,
    database: DatabaseUrl = None,
) -> int:
    """Gives out what is done, or with `wait` all of it as it comes; 0 where nothing is missing."""
    with opened_office(database) as office:
        found = office.get(job)
        form = "report" if as_json else row_format or _usual(found, out)
        if form == "report":
            found = _ended(office, found) if wait else found
            _print_report(office, found, as_json=as_json)
            done = found.done
        else:
            _check_screen(form, out)
            pages = _waited(office, job) if wait else _done(office, job)
            done = _write(office, job, form, pages, out)
            found = office.get(job)
    if done < found.total:
        say(
            Message(
                en=f"{done} of {found.total} are done; the job is {state_of(found)}",
                zh=f"已完成 {done} / {found.total}；任务状态：{state_of(found)}",
            )
        )
    return 0 if done == found.total else 1


def _usual(job: Job, out: Path | None) -> _Form:
    if out is None:
        return "report" if job.kind == "evaluation" else "jsonl"
    endings: dict[str, _Form] = {".csv": "csv", ".parquet": "parquet"}
    return endings.get(out.suffix.lower(), "jsonl")


def _check_screen(form: _Form, out: Path | None) -> None:
    if form == "parquet" and out is None and sys.stdout.isatty():
        raise InputError(
            Message(en="parquet is no text: give --out", zh="parquet 不是文本：请用 --out 指定文件")
        )


def _print_report(office: Office, job: Job, *, as_json: bool) -> None:
    report = office.report(job.id)
    if as_json:
        print_json(report.figures())
    else:
        sys.stdout.write(report.text(interface_language()))


def _ended(office: Office, job: Job) -> Job:
    while not job.state.is_end:
        time.sleep(LOOK)
        job = office.get(job.id)
    return job


def _done(office: Office, job: str) -> Iterator[Sequence[Kept]]:
    start = 0
    while lines := office.some_lines(job, start):
        yield lines
        start = lines[-1].stop


def _waited(office: Office, job: str) -> Iterator[Sequence[Kept]]:
    """The lines in order as they come, up to the first that will never come."""
    start = 0
    while True:
        is_end = office.get(job).state.is_end
        lines = office.next_lines(job, start)
        if lines:
            yield lines
            start = lines[-1].stop
        elif is_end:
            return
        else:
            time.sleep(LOOK)


def _write(
    office: Office, job: str, form: _Form, pages: Iterator[Sequence[Kept]], out: Path | None
) -> int:
    """Writes the rows; how many there were."""
    from abacist.apps.batch import unreadable

    counts: list[int] = []
    parts = _parts(office, job, form, pages, counts)
    if out is None:
        _print_parts(parts)
        return sum(counts)
    try:
        with out.open("wb") as file:
            for part in parts:
                file.write(part)
    except OSError as error:
        raise unreadable(out, error) from error
    return sum(counts)


def _parts(
    office: Office, job: str, form: _Form, pages: Iterator[Sequence[Kept]], counts: list[int]
) -> Iterator[bytes]:
    writer = office.writer(job, form)
    for lines in pages:
        yield writer.lines(lines)
        counts.append(sum(kept.size for kept in lines))
    yield writer.end()


def _print_parts(parts: Iterator[bytes]) -> None:
    try:
        for part in parts:
            sys.stdout.buffer.write(part)
            sys.stdout.buffer.flush()
    except BrokenPipeError:  # typer would make an error of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(128 + signal.SIGPIPE) from None
