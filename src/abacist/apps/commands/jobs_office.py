"""What the commands of `abacist jobs` share: the office they ask, and how they speak of a job."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from abacist.apps.extras import need_serve
from abacist.apps.tongue import interface_language, tell
from abacist.core.language import Message

if TYPE_CHECKING:
    from abacist.apps.jobs.job import Job
    from abacist.apps.jobs.office import Office

__all__ = ["LOOK", "DatabaseUrl", "JobId", "opened_office", "say", "state_of", "warn_unserved"]

LOOK = 0.3  # seconds between two looks at a job

DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help=tell("by default that of the settings", "默认采用设置中的数据库"),
    ),
]
JobId = Annotated[str, typer.Argument(metavar="JOB", help=tell("the id of a job", "任务编号"))]


@contextmanager
def opened_office(url: str | None) -> Iterator[Office]:
    """The office of the database with this URL, None for that of the settings."""
    need_serve()
    from abacist.apps.jobs.office import Office
    from abacist.apps.settings import configure
    from abacist.store.database import Database

    settings = configure({"database": url}).settings
    with Database(settings.database) as database:
        yield Office.of(database, settings)


def say(message: Message) -> None:
    """Says something on standard error, which is no part of the output."""
    sys.stderr.write(message.render(interface_language()) + "\n")
    sys.stderr.flush()


def warn_unserved(office: Office) -> None:
    """Says so where nobody does jobs."""
    if not office.is_served():
        say(
            Message(
                en="nobody does jobs on this database now: start `abacist serve` or `abacist jobs work`",
                zh="目前没有进程执行该数据库的任务：请启动 `abacist serve` 或 `abacist jobs work`",
            )
        )


def state_of(job: Job) -> str:
    """The state in words."""
    return _STATES[job.state].render(interface_language())


_STATES = {
    "submitted": Message(en="submitted", zh="已提交"),
    "queued": Message(en="queued", zh="排队中"),
    "running": Message(en="running", zh="运行中"),
    "finished": Message(en="finished", zh="已完成"),
    "cancelled": Message(en="cancelled", zh="已取消"),
    "failed": Message(en="failed", zh="失败"),
}
