"""`abacist jobs`: many problems in the background; submit, list, watch, cancel, result, and do them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from abacist.apps.commands.options import AsJson, Spoken
from abacist.apps.console import console, print_json, show
from abacist.apps.extras import need_cluster, need_serve
from abacist.apps.tongue import interface_language, tell
from abacist.core.errors import InputError
from abacist.core.language import Message
from abacist.core.limits import LIMITS

if TYPE_CHECKING:
    from abacist.apps.jobs.job import Job
    from abacist.apps.jobs.office import Office
    from abacist.store.database import Database

__all__ = ["HELP", "app"]

HELP = ("Answer many problems in the background, durably.", "在后台批量求解，中断后自动继续。")
_LOOK = 0.3  # seconds between two looks at a job

app = typer.Typer(no_args_is_help=True)

_Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help=tell("by default that of the settings", "默认采用设置中的数据库"),
    ),
]
_Id = Annotated[str, typer.Argument(metavar="JOB", help=tell("the id of a job", "任务编号"))]


@contextmanager
def _office(url: str | None) -> Iterator[Office]:
    need_serve()
    from abacist.apps.jobs.office import Office
    from abacist.apps.settings import configure
    from abacist.store.database import Database

    with Database(configure({"database": url}).settings.database) as database:
        yield Office(database)


@app.command("submit", help=tell("Hand in a file of problems.", "提交一个题目文件。"))
def submit(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help=tell(
                'lines {"id", "problem"}; - reads standard input',
                '每行 {"id", "problem"}；- 表示标准输入',
            ),
        ),
    ],
    database: _Database = None,
    language: Spoken = None,
    timeout: Annotated[
        float,
        typer.Option(
            min=0.1,
            max=3600,
            show_default=str(LIMITS.solve_seconds),
            help=tell("seconds for each problem", "每题时限（秒）"),
        ),
    ] = LIMITS.solve_seconds,
    priority: Annotated[
        int, typer.Option(min=1, max=9, help=tell("1 comes first, 9 last", "1 最先，9 最后"))
    ] = 5,
    key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help=tell(
                "submitting again with the same key is the same job", "以相同的键再次提交即同一任务"
            ),
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Hands a job in and prints its id."""
    need_serve()
    from abacist.apps.jobs.job import Submission

    items = _items(file)
    options: dict[str, Any] = {"language": language, "timeout": timeout}
    submission = Submission(
        items=tuple(items), options=options, priority=priority, idempotency_key=key
    )
    with _office(database) as office:
        job, is_new = office.submit(submission)
        if as_json:
            print_json(job)
        else:
            sys.stdout.write(f"{job.id}\n")
            _tell(_submitted(job) if is_new else _known(job))
        if not job.state.is_end:
            _warn_unserved(office)
    return 0


def _items(file: str) -> list[dict[str, Any]]:
    """The problems of a file. Raises the error of the first line that is none."""
    from abacist.apps.batch import rows, rows_of

    found = []
    for row in rows_of(sys.stdin.buffer) if file == "-" else rows(Path(file)):
        if row.error is not None:
            raise row.error
        found.append({"id": row.id, "problem": row.problem})
    if not found:
        raise InputError(
            Message(en=f"there is no problem in {file}", zh=f"{file} 中没有题目"),
            Message(
                en='a line is {"id": 1, "problem": "2x+5=17"}',
                zh='每行形如 {"id": 1, "problem": "2x+5=17"}',
            ),
        )
    return found


@app.command("list", help=tell("Show the jobs, the newest first.", "列出任务，最新的在前。"))
def list_jobs(database: _Database = None, as_json: AsJson = False) -> int:
    """Lists the jobs."""
    with _office(database) as office:
        jobs = office.list()
    if as_json:
        print_json([job.model_dump(mode="json") for job in jobs])
        return 0
    if not jobs:
        _tell(Message(en="there are no jobs", zh="没有任务"))
        return 0
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="")
    for title in (
        tell("job", "任务"),
        tell("submitted", "提交时间"),
        tell("state", "状态"),
        tell("done", "已完成"),
        tell("priority", "优先级"),
    ):
        table.add_column(title)
    for job in jobs:
        when = datetime.fromtimestamp(job.created_at).strftime("%Y-%m-%d %H:%M:%S")
        done = f"{job.done} / {job.total}"
        table.add_row(job.id, when, _state(job), done, str(job.priority))
    show(table)
    return 0


@app.command("watch", help=tell("Follow a job to its end.", "跟踪任务直至结束。"))
def watch(job: _Id, database: _Database = None, as_json: AsJson = False) -> int:
    """Waits for the end of a job, with a progress bar; 0 where it finished."""
    with _office(database) as office:
        found = office.get(job)
        if not found.state.is_end:
            _warn_unserved(office)
        found = _followed(office, found)
    if as_json:
        print_json(found)
    else:
        sys.stdout.write(f"{_state(found)}: {found.done} / {found.total}\n")
        if found.message is not None:
            _tell(found.message)
    return 0 if found.state == "finished" else 1


def _followed(office: Office, job: Job) -> Job:
    """The job at its end; a bar shows how far it is where standard error is a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        console=console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("", total=job.total, completed=job.done)
        while not job.state.is_end:
            time.sleep(_LOOK)
            job = office.get(job.id)
            bar.update(task, completed=job.done, description=_pace(job))
    return job


def _pace(job: Job) -> str:
    if job.rate is None or job.seconds_left is None:
        return _state(job)
    left = int(job.seconds_left)
    return tell(f"{job.rate:.1f}/s, {left} s left", f"{job.rate:.1f}/秒，剩余 {left} 秒")


@app.command("cancel", help=tell("End a job; what is done stays.", "取消任务；已完成的结果保留。"))
def cancel(job: _Id, database: _Database = None, as_json: AsJson = False) -> int:
    """Cancels a job."""
    with _office(database) as office:
        found = office.cancel(job)
    if as_json:
        print_json(found)
    else:
        sys.stdout.write(f"{_state(found)}: {found.done} / {found.total}\n")
    return 0


@app.command(
    "result", help=tell("Print the answers, in order, as JSONL.", "按顺序以 JSONL 输出答案。")
)
def result(
    job: _Id,
    database: _Database = None,
    out: Annotated[
        Path | None, typer.Option(help=tell("write to a file instead", "写入文件"))
    ] = None,
    wait: Annotated[
        bool,
        typer.Option("--wait", help=tell("until the job is at its end", "等待任务结束")),
    ] = False,
) -> int:
    """Prints the rows that are done, or with `wait` all of them as they come; 0 where none is missing."""
    with _office(database) as office:
        found = office.get(job)
        lines = _waited(office, job) if wait else (line for _, line in office.lines(job))
        count = _write(lines, out)
        found = office.get(job)
    if count < found.total:
        _tell(
            Message(
                en=f"{count} of {found.total} are done; the job is {_state(found)}",
                zh=f"已完成 {count} / {found.total}；任务状态：{_state(found)}",
            )
        )
    return 0 if count == found.total else 1


def _waited(office: Office, job: str) -> Iterator[str]:
    """The lines in order as they come, up to the first that will never come."""
    after = -1
    while True:
        is_end = office.get(job).state.is_end
        lines = office.next_lines(job, after)
        yield from lines
        after += len(lines)
        if not lines and is_end:
            return
        if not lines:
            time.sleep(_LOOK)


def _write(lines: Iterator[str], out: Path | None) -> int:
    from abacist.apps.batch import unreadable

    count = 0
    if out is None:
        for line in lines:
            sys.stdout.write(line + "\n")
            count += 1
        return count
    try:
        with out.open("w", encoding="utf-8", errors="replace") as file:
            for line in lines:
                file.write(line + "\n")
                count += 1
    except OSError as error:
        raise unreadable(out, error) from error
    return count


@app.command(
    "work",
    help=tell(
        "Do jobs here, beside or without a server, until Ctrl-C.",
        "在本机执行任务（可与服务并行或单独运行），直到 Ctrl-C。",
    ),
)
def work(
    database: _Database = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1024, help=tell("computing processes", "计算进程数"))
    ] = None,
    compute: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            help=tell("local, or tcp://… of a Dask scheduler", "local，或 Dask 调度器的 tcp://…"),
        ),
    ] = None,
    attached: Annotated[bool, typer.Option("--attached", hidden=True)] = False,
) -> int:
    """Does the jobs of a database until it is told to end."""
    need_serve()
    from abacist.apps.jobs.work import work as do_jobs
    from abacist.apps.settings import configure

    flags = {"database": database, "workers": workers, "compute": compute}
    settings = configure(flags).settings
    if settings.compute != "local":
        need_cluster()
    count = settings.workers

    def ready(opened: Database) -> None:
        if attached:
            return
        place = settings.compute if settings.compute != "local" else tell("here", "本机")
        _tell(
            Message(
                en=f"doing the jobs of {opened.place} ({place}, {count} at a time); Ctrl-C ends",
                zh=f"正在执行 {opened.place} 的任务（{place}，并行 {count}）；按 Ctrl-C 结束",
            )
        )

    code = do_jobs(settings, attached=attached, ready=ready)
    sys.stdout.flush()
    os._exit(code)  # a thread of DBOS that waits for a database that is away would hold us here


def _tell(message: Message) -> None:
    """Says something on standard error, which is no part of the output."""
    sys.stderr.write(message.render(interface_language()) + "\n")
    sys.stderr.flush()


def _submitted(job: Job) -> Message:
    return Message(en=f"{job.total} problems are queued", zh=f"已提交 {job.total} 道题目")


def _known(job: Job) -> Message:
    return Message(
        en=f"this job was submitted before: {job.done} of {job.total} are done",
        zh=f"该任务先前已提交：已完成 {job.done} / {job.total}",
    )


def _warn_unserved(office: Office) -> None:
    if not office.is_served():
        _tell(
            Message(
                en="nobody does jobs on this database now: start `abacist serve` or `abacist jobs work`",
                zh="目前没有进程执行该数据库的任务：请启动 `abacist serve` 或 `abacist jobs work`",
            )
        )


def _state(job: Job) -> str:
    return _STATES[job.state].render(interface_language())


_STATES = {
    "submitted": Message(en="submitted", zh="已提交"),
    "queued": Message(en="queued", zh="排队中"),
    "running": Message(en="running", zh="运行中"),
    "finished": Message(en="finished", zh="已完成"),
    "cancelled": Message(en="cancelled", zh="已取消"),
    "failed": Message(en="failed", zh="失败"),
}
