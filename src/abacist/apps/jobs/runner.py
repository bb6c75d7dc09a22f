"""The process that does jobs: the DBOS queue, what is handed to it, recovery, and the end.

DBOS keeps which chunk waits, runs and is done, in tables of its own in the same database: in the order
of priority, each handed to one process at a time. What it does not know without its paid service is
when another process has died; `abacist.store.runners` does, and the chunks of a dead one go back to the
queue.

A chunk that is withdrawn at the end of the process stays marked as running by a process that is gone,
which is what a killed one leaves behind too: one way back to the queue for both.

DBOS opens no port and calls nobody unless it is given a key for its service; variables that would
switch this on are taken out of the environment. It logs what it does at level `info`; only its warnings
and errors are let through, which name chunks and never hold a problem.
"""

from __future__ import annotations

import logging
import os
import threading
import time
import uuid
from typing import TYPE_CHECKING

from abacist.apps.jobs.bench import where
from abacist.apps.jobs.chunk import Chunk
from abacist.apps.jobs.compute import Compute
from abacist.apps.jobs.job import State
from abacist.core.errors import StoreError, StoreUnavailable
from abacist.store.database import Database
from abacist.store.jobs import Jobs
from abacist.store.runners import BEAT, Runners

if TYPE_CHECKING:
    from dbos import DBOSConfig

__all__ = ["Runner"]

_log = logging.getLogger("abacist.jobs")
_QUEUE = "chunks"
_WORKFLOW = "chunk"
_VERSION = "1"  # of the workflow; one version never takes up what another has left
_TICK = 0.2  # seconds between two looks at the database
_EVERY = (round(BEAT / _TICK), round(10 / _TICK))  # rounds between signs of life, between tidying
_END = 10.0  # seconds that the chunks have to come to their end


class Runner:
    """Does the jobs of a database in this process, until `stop`. There is one in a process.

    **Arguments**

    - `workers`: how many computations run at a time; only to be told to people.
    - `per_owner`: how many chunks of one owner run here at a time; 0: as many as there is room for.
    - `days`: how long a job is kept after its end; 0: until somebody deletes it.
    """

    def __init__(
        self,
        database: Database,
        compute: Compute,
        *,
        workers: int,
        per_owner: int = 0,
        days: float = 0.0,
    ) -> None:
        self.id = uuid.uuid4().hex
        self.database, self.compute, self.workers = database, compute, workers
        self.per_owner, self.days = per_owner, days
        self._width = 0
        self.jobs, self.runners = Jobs(database), Runners(database)
        self.ending = threading.Event()
        self._chunk = Chunk(self.jobs, compute, self.ending)
        self._guard = threading.Lock()
        self._busy: dict[str, str] = {}  # workflow to job, of the chunks that run here
        self._strays: set[str] = set()
        self._thread = threading.Thread(target=self._look, name="jobs", daemon=True)

    def start(self) -> None:
        """Takes up the work. Raises `StoreError`s."""
        for name in [name for name in os.environ if name.startswith("DBOS_")]:
            del os.environ[name]
        from dbos import DBOS

        self.runners.beat(self.id, self.workers)
        DBOS(config=self._config())
        DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)(self._workflow())
        try:
            DBOS.launch()
            self._widen()
        except Exception as error:
            DBOS.destroy(destroy_registry=True)
            raise StoreUnavailable(str(type(error).__name__)) from error
        self._thread.start()

    def stop(self) -> None:
        """Kills what runs, leaves it to be taken up again, and ends."""
        from dbos import DBOS

        self.ending.set()
        with self._guard:
            under_way = set(self._busy.values())
        for job in under_way:
            self.compute.stop(job)
        self._thread.join()
        until = time.monotonic() + _END
        while self._busy and time.monotonic() < until:
            time.sleep(0.01)
        DBOS.destroy(destroy_registry=True)

    def _config(self) -> DBOSConfig:
        from dbos import DBOSPortableJSONSerializer

        return {
            "name": "abacist",
            "system_database_url": self.database.url.render_as_string(hide_password=False),
            "sys_db_pool_size": 5,
            "application_version": _VERSION,
            "executor_id": self.id,
            "use_listen_notify": False,
            "enable_otlp": False,
            "log_level": "WARNING",
            "serializer": DBOSPortableJSONSerializer(),  # the default one pickles
        }

    def _workflow(self):
        from dbos import DBOS

        def chunk(job: str, first: int, stop: int) -> None:
            name = DBOS.workflow_id or ""
            with self._guard:
                self._busy[name] = job
            try:
                self._chunk.run(job, first, stop)
            finally:
                with self._guard:
                    del self._busy[name]
                    if job not in self._busy.values():
                        self.compute.forget(job)

        return chunk

    def _look(self) -> None:
        """Until the end: says that we are there, hands out new jobs, sees what was cancelled or left."""
        rounds = 0
        while not self.ending.wait(_TICK):
            try:
                self._stop_cancelled()
                self._hand_out()
                if rounds % _EVERY[0] == 0:
                    self.runners.beat(self.id, self.workers)
                    self._recover()
                if rounds % _EVERY[1] == _EVERY[1] - 1:
                    self._widen()
                    self._pick_up()
                    self._tidy()
            except StoreError as error:
                _log.error("jobs wait for the database: %s", error)
                self.ending.wait(1.0)
            except Exception as error:
                _log.error("looking after jobs failed\n%s", where(error))
                self.ending.wait(1.0)
            rounds += 1

    def _widen(self) -> None:
        """Tells the queue how many chunks fit in; all runners of a database share the last one's word."""
        from dbos import DBOS

        width = self.compute.width()
        if width == self._width:
            return
        DBOS.register_queue(
            _QUEUE,
            worker_concurrency=width,
            partition_worker_concurrency=min(self.per_owner or width, width),
            polling_interval_sec=_TICK,
            on_conflict="always_update",
        )
        self._width = width

    def _stop_cancelled(self) -> None:
        with self._guard:
            under_way = set(self._busy.values())
        if not under_way:
            return
        states = self.jobs.states([*under_way])
        for job in under_way:
            if job not in states or State(states[job]).is_end:
                self.compute.stop(job)

    def _hand_out(self) -> None:
        """Puts the chunks of new jobs into the queue; to do it twice is to do it once."""
        from dbos import DBOS

        for job in self.jobs.in_state(State.SUBMITTED):
            for first, stop in self.jobs.chunks(job.id):
                if self.ending.is_set():
                    return
                DBOS.enqueue_workflow_with_options(
                    {
                        "workflow_name": _WORKFLOW,
                        "queue_name": _QUEUE,
                        "workflow_id": f"{job.id}-{first}",
                        "app_version": _VERSION,
                        "priority": job.priority,
                        "queue_partition_key": job.owner or "-",
                    },
                    job.id,
                    first,
                    stop,
                )
            self.jobs.move(job.id, (State.SUBMITTED,), State.QUEUED)

    def _recover(self) -> None:
        """Puts the chunks of runners that have died back into the queue."""
        from dbos import DBOS

        for runner in self.runners.dead():
            found = DBOS._recover_pending_workflows([runner])
            _log.warning("runner %s is gone; %d of its chunks go on here", runner, len(found))
            self.runners.remove(runner)

    def _pick_up(self) -> None:
        """Puts chunks back that are marked as ours, and that nobody here does any more.

        That happens where the database was away at the wrong moment. They are put back at the second
        look: at the first, one may just be on its way between queue and thread.
        """
        from dbos import DBOS

        ours = DBOS.list_workflows(
            status="PENDING", executor_id=self.id, load_input=False, load_output=False
        )
        with self._guard:
            strays = {found.workflow_id for found in ours} - self._busy.keys()
        again = strays & self._strays
        self._strays = strays
        if again:
            DBOS.resume_workflows([*again], queue_name=_QUEUE)

    def _tidy(self) -> None:
        """Forgets old jobs, and chunks that are done: what there is to know of them is in our own tables."""
        from dbos import DBOS

        self.jobs.forget(self.days)
        done = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"], limit=500, load_input=False, load_output=False
        )
        if done:
            DBOS.delete_workflows([found.workflow_id for found in done])
