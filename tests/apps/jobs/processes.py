"""The processes that jobs are done in: runners, and a Dask cluster; each killed as a crash would kill it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from abacist.apps.jobs.job import Job
from abacist.apps.jobs.kinds.problems import ProblemsJob
from abacist.apps.jobs.kinds.sweep import SweepJob
from abacist.apps.jobs.office import Office
from abacist.apps.sweeps.asking import Compute, prepare
from abacist.apps.sweeps.running import stream
from abacist.apps.sweeps.spec import Sweep
from abacist.execution.executor import InProcess
from abacist.pipeline import run
from abacist.store.database import Database
from abacist.store.tables import job_rows
from tests.apps.program import COMMAND, environment
from tests.contracts.sources import ROOT

AT_LENGTH = "ABACIST_TEST_JOBS" in os.environ
"""True in `make test-jobs`."""

PROBLEMS = int(os.environ.get("ABACIST_TEST_JOBS", "40"))
"""How many problems a job has in which something is killed; 2,000 in `make test-jobs`."""

BLOCKS = min(PROBLEMS, 200)
"""How many blocks of 16,000 rows a sweep has."""

PATIENCE = 60.0 + PROBLEMS / 5

HOPELESS = "Find the prime factorization of 3000000380246911467351003388917956447340336132251182901"
"""It takes more than half a minute."""


def problems(count: int) -> tuple[dict[str, Any], ...]:
    """So many different problems, each with the id of its place."""
    return tuple(
        {"id": f"p{place}", "problem": f"Solve {place + 2}x + 5 = 17"} for place in range(count)
    )


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Waits for a condition; fails where it does not come to hold."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


class Process:
    """A program in a process group of its own, which can be killed as a whole."""

    def __init__(self, command: Sequence[str], ready: str, log: Path, **changed: str) -> None:
        self.log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                env=environment(**changed),
                cwd=log.parent,
                start_new_session=True,
            )
        try:
            until(lambda: ready in self.said() or self.process.poll() is not None)
            assert self.process.poll() is None, self.said()
        except BaseException:
            self.kill()
            raise

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def listens_at(self) -> list[str]:
        """The local addresses at which it takes connections from a network."""
        held = set()
        for link in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with suppress(OSError):
                held.add(os.readlink(link))
        rows = [
            line.split()
            for name in ("tcp", "tcp6")
            for line in Path(f"/proc/{self.process.pid}/net/{name}").read_text().splitlines()[1:]
        ]
        return [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in held]

    def kill(self) -> None:
        """kill -9 of the whole group, as when a machine loses its power."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self, number: int = signal.SIGTERM) -> int:
        """Asks it to end; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


class Processes:
    """Starts processes, and leaves none behind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: list[Process] = []

    def start(self, command: Sequence[str], ready: str, **changed: str) -> Process:
        log = self.folder / f"{len(self.begun)}.log"
        process = Process(command, ready, log, **changed)
        self.begun.append(process)
        return process

    def runner(self, url: str, *options: str, workers: int = 2, **changed: str) -> Process:
        """`abacist jobs work`, ready for jobs."""
        given = ("--workers", str(workers), *options)
        return self.start(
            [*COMMAND, "jobs", "work", *given], "doing the jobs", ABACIST_DATABASE=url, **changed
        )

    def scheduler(self, port: str = "0") -> str:
        """The address of a new Dask scheduler."""
        place = self.folder / f"scheduler-{len(self.begun)}.json"
        self.start(
            [
                *_DASK,
                "scheduler",
                *("--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-show"),
                *("--scheduler-file", str(place)),
            ],
            "Scheduler at:",
            **_ISOLATED,
        )
        until(place.exists)
        return json.loads(place.read_text(encoding="utf-8"))["address"]

    def node(self, address: str, threads: int = 1) -> Process:
        """A worker of a Dask cluster, without a nanny that would start it again."""
        options = (
            "--no-nanny",
            "--nthreads",
            str(threads),
            "--no-dashboard",
            "--memory-limit",
            "0",
        )
        return self.start(
            [*_DASK, "worker", address, *options, "--local-directory", str(self.folder)],
            "Starting established connection",
            **_ISOLATED,
        )

    def close(self) -> None:
        for process in self.begun:
            process.kill()


_DASK = [sys.executable, "-m", "dask.__main__"]
_ISOLATED = {
    "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s",
}


class Desk:
    """An office over a database, and what a test looks up in it."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.office = Office(self.database)

    def submit(self, count: int = PROBLEMS, **told: Any) -> Job:
        return self.office.submit(ProblemsJob(items=problems(count), **told))[0]

    def submit_sweep(self, blocks: int) -> Job:
        """So many blocks of a formula."""
        over = (f"a=0:{blocks - 1}", "b=1:16000")
        return self.office.submit(SweepJob(sweep=Sweep(formula="S = a^2/b - sqrt(b)", over=over)))[
            0
        ]

    def submit_plans(self, count: int) -> Job:
        """So many rows of a problem."""
        sweep = Sweep(problem="Integrate x^2 from 0 to c", over=(f"c=1:{count}",))
        return self.office.submit(SweepJob(sweep=sweep))[0]

    def check_sweep(self, job: Job) -> None:
        """Every row is there once, the one that a sweep without a job gives."""
        found = self.office.get(job.id)
        assert (found.state, found.done) == ("finished", found.total)
        writer, text = self.office.writer(job.id, "jsonl"), hashlib.sha256()
        for kept in self.office.lines(job.id):
            text.update(writer.lines([kept]))
        assert text.hexdigest() == _plain_rows(self.office.jobs.get(job.id).options).hexdigest()
        assert self.office.report(job.id).figures()["rows"] == found.total

    def has_done(self, job: Job, count: int) -> Callable[[], bool]:
        return lambda: self.office.get(job.id).done >= count

    def has_ended(self, job: Job) -> Callable[[], bool]:
        return lambda: self.office.get(job.id).state.is_end

    def rows(self, job: Job) -> dict[int, tuple[str, float]]:
        """Each row with the time when it was kept."""
        query = job_rows.select().where(job_rows.c.job == job.id)
        with self.database.read() as connection:
            return {row.place: (row.line, row.kept_at) for row in connection.execute(query)}

    def check_complete(self, job: Job) -> None:
        """Every problem has one answer, the right one, in its place."""
        found = self.office.get(job.id)
        assert (found.state, found.done) == ("finished", found.total)
        lines = [json.loads(kept.line) for kept in self.office.lines(job.id)]
        assert [line["id"] for line in lines] == [f"p{place}" for place in range(found.total)]
        for place, line in enumerate(lines):
            assert line["outcome"] == "solved", line["message"]
            assert line["problem"] == f"Solve {place + 2}x + 5 = 17"
            assert is_root(line["answer"], place + 2), line["answer"]

    def close(self) -> None:
        self.database.close()


def _plain_rows(options: str) -> hashlib._Hash:
    """The rows of a sweep, computed here at once."""
    sweep = Sweep.model_validate(json.loads(options)["sweep"])
    ready = prepare(sweep, lambda: Compute(lambda plan: run(plan, executor=InProcess()), 1))
    text = hashlib.sha256()
    for part in stream(ready.subject, ready.design, ready.layout, "jsonl", lambda summary: None):
        text.update(part)
    return text


def is_root(answer: str, factor: int) -> bool:
    from fractions import Fraction

    return Fraction(answer.strip("{}").removeprefix("x =").replace(" ", "")) * factor + 5 == 17
