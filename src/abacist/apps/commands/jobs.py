"""`abacist jobs`: work in the background; submit, list, watch, cancel, delete, result, and do it."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from abacist.apps.commands.jobs_office import (
    LOOK,
    DatabaseUrl,
    JobId,
    opened_office,
    say,
    state_of,
    warn_unserved,
)
from abacist.apps.commands.jobs_result import HELP as RESULT
from abacist.apps.commands.jobs_result import result
from abacist.apps.commands.jobs_submit import HELP as SUBMIT
from abacist.apps.commands.jobs_submit import submit
from abacist.apps.commands.options import AsJson
from abacist.apps.console import console, print_json, show
from abacist.apps.extras import need_cluster, need_serve
from abacist.apps.tongue import tell
from abacist.core.language import Message

if TYPE_CHECKING:
    from abacist.apps.jobs.job import Job
    from abacist.apps.jobs.office import Office
    from abacist.store.database import Database

__all__ = ["HELP", "app"]

HELP = (
    "Answer many problems in the background, durably; sweeps and evaluations too.",
    "在后台批量求解、遍历或评测，中断后自动继续。",
)

app = typer.Typer(no_args_is_help=True)

app.command("submit", help=tell(*SUBMIT))(submit)


@app.command("list", help=tell("Show the jobs, the newest first.", "列出任务，最新的在前。"))
def list_jobs(database: DatabaseUrl = None, as_json: AsJson = False) -> int:
    """Lists the jobs."""
    with opened_office(database) as office:
        jobs = office.list()
    if as_json:
        print_json([job.model_dump(mode="json") for job in jobs])
        return 0
    if not jobs:
        say(Message(en="there are no jobs", zh="没有任务"))
        return 0
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="")
    for title in (
        tell("job", "任务"),
        tell("submitted", "提交时间"),
        tell("kind", "类型"),
        tell("state", "状态"),
        tell("done", "已完成"),
        tell("priority", "优先级"),
    ):
        table.add_column(title)
    for job in jobs:
        when = datetime.fromtimestamp(job.created_at).strftime("%Y-%m-%d %H:%M:%S")
        done = f"{job.done} / {job.total}"
        table.add_row(job.id, when, job.kind, state_of(job), done, str(job.priority))
    show(table)
    return 0


@app.command("watch", help=tell("Follow a job to its end.", "跟踪任务直至结束。"))
def watch(job: JobId, database: DatabaseUrl = None, as_json: AsJson = False) -> int:
    """Waits for the end of a job, with a progress bar; 0 where it finished."""
    with opened_office(database) as office:
        found = office.get(job)
        if not found.state.is_end:
            warn_unserved(office)
        found = _followed(office, found)
    if as_json:
        print_json(found)
    else:
        sys.stdout.write(f"{state_of(found)}: {found.done} / {found.total}\n")
        if found.message is not None:
            say(found.message)
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
            time.sleep(LOOK)
            job = office.get(job.id)
            bar.update(task, completed=job.done, description=_pace(job))
    return job


def _pace(job: Job) -> str:
    if job.rate is None or job.seconds_left is None:
        return state_of(job)
    left = int(job.seconds_left)
    return tell(f"{job.rate:.1f}/s, {left} s left", f"{job.rate:.1f}/秒，剩余 {left} 秒")


@app.command("cancel", help=tell("End a job; what is done stays.", "取消任务；已完成的结果保留。"))
def cancel(job: JobId, database: DatabaseUrl = None, as_json: AsJson = False) -> int:
    """Cancels a job."""
    with opened_office(database) as office:
        found = office.cancel(job)
    if as_json:
        print_json(found)
    else:
        sys.stdout.write(f"{state_of(found)}: {found.done} / {found.total}\n")
    return 0


@app.command("delete", help=tell("Delete a job with its results.", "删除任务及其结果。"))
def delete(job: JobId, database: DatabaseUrl = None) -> int:
    """Deletes a job; what runs for it is killed."""
    with opened_office(database) as office:
        office.delete(job)
    say(Message(en=f"job {job} is deleted", zh=f"已删除任务 {job}"))
    return 0


app.command("result", help=tell(*RESULT))(result)


@app.command(
    "work",
    help=tell(
        "Do jobs here, beside or without a server, until Ctrl-C.",
        "在本机执行任务（可与服务并行或单独运行），直到 Ctrl-C。",
    ),
)
def work(
    database: DatabaseUrl = None,
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
        say(
            Message(
                en=f"doing the jobs of {opened.place} ({place}, {count} at a time); Ctrl-C ends",
                zh=f"正在执行 {opened.place} 的任务（{place}，并行 {count}）；按 Ctrl-C 结束",
            )
        )

    code = do_jobs(settings, attached=attached, ready=ready)
    sys.stdout.flush()
    os._exit(code)  # a thread of DBOS that waits for a database that is away would hold us here
