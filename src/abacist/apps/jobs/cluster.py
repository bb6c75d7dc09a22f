"""Where the items of a job are computed: on a Dask.distributed cluster.

Items go out in small batches, one Dask task each. When a node dies, the scheduler gives its tasks to
others; when all of this process's tasks are lost with the scheduler, their items have no row yet and go
out again. Dask's own messages are pickled, so scheduler, nodes and this process must trust each other;
what we send is text.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from abacist.apps.jobs import node
from abacist.apps.jobs.bench import Withdrawn, lost_line
from abacist.apps.jobs.compute import Line, Unreachable
from abacist.apps.jobs.kinds.kind import CHUNK
from abacist.apps.settings import Settings
from abacist.core.errors import ConfigError
from abacist.core.language import Message
from abacist.store.jobs import Item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from distributed import Client, Future

    Batch = Future[list[str | None]]

__all__ = ["BATCH", "Cluster"]

_log = logging.getLogger("abacist.jobs")
BATCH = 4
"""Items of one Dask task: enough that the scheduler keeps up with some thousand cores."""

_AHEAD = 2  # tasks that wait for each thread of the cluster, so that none is idle meanwhile
_NARROWEST, _WIDEST = 4, 256  # chunks at a time
_TIMEOUT = 10.0  # seconds to reach the scheduler
_FATAL = 3  # times that Dask gives a task up, having lost several nodes with it each time


class Cluster:
    """Computes on the cluster of a scheduler. Raises `ConfigError` where it cannot be reached at first."""

    def __init__(self, address: str, settings: Settings) -> None:
        self.address, self.settings = address, settings.model_dump_json()
        self._id = uuid.uuid4().hex  # what we stop is not stopped for a process that takes it up
        self._guard = threading.Lock()
        self._futures: dict[str, set[Batch]] = {}
        self._stopped: set[str] = set()
        try:
            self._client: Client = self._connect()
        except Unreachable:
            raise ConfigError(
                Message(
                    en=f"the Dask scheduler at {address} does not answer",
                    zh=f"无法连接 Dask 调度器 {address}",
                ),
                Message(
                    en="start it first (dask scheduler), or use --compute local",
                    zh="请先启动它（dask scheduler），或使用 --compute local",
                ),
            ) from None

    def width(self) -> int:
        """See `Compute`: as many chunks as keep every thread of the cluster busy."""
        try:
            nodes: Any = self._living().nthreads()  # typed for both of its ways to be called
            threads = sum(nodes.values())
        except (OSError, Unreachable):
            return _NARROWEST
        return min(_WIDEST, max(_NARROWEST, _AHEAD * threads * BATCH // CHUNK))

    def lines(
        self, job: str, kind: str, options: str, items: Sequence[Item]
    ) -> Iterator[list[Line]]:
        """See `Compute`."""
        batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
        left = _FATAL
        while batches:
            again: list[Sequence[Item]] = []
            yield from self._round(job, kind, options, batches, again)
            batches = again
            if batches:
                left -= 1
                batches = [[item] for batch in batches for item in batch]
            if not left:
                _log.error("%d items of job %s were lost with every node", len(batches), job)
                yield [(item.place, lost_line(kind, options, item.text)) for (item,) in batches]
                return

    def _round(
        self,
        job: str,
        kind: str,
        options: str,
        batches: Sequence[Sequence[Item]],
        again: list[Sequence[Item]],
    ) -> Iterator[list[Line]]:
        """The lines of the batches; those that Dask gave up are added to `again`."""
        from distributed import KilledWorker, as_completed
        from distributed.client import FutureCancelledError

        client = self._living()
        name = f"{self._id}/{job}"
        pending: dict[Batch, Sequence[Item]] = {}
        try:
            for batch in batches:
                texts = [item.text for item in batch]
                pending[
                    client.submit(
                        node.compute, name, kind, options, texts, self.settings, pure=False
                    )
                ] = batch
            self._note(job, pending.keys())
            for future in as_completed(pending, loop=client.loop):
                try:
                    lines = future.result()
                except KilledWorker:
                    again.append(pending[future])
                except (FutureCancelledError, OSError) as error:
                    if job in self._stopped:
                        raise Withdrawn from None
                    raise Unreachable(self.address) from error
                else:
                    if None in lines:
                        raise Withdrawn
                    places = [item.place for item in pending[future]]
                    yield list(zip(places, lines, strict=True))
        finally:
            self._drop(job, pending.keys())

    def _note(self, job: str, futures: Iterable[Batch]) -> None:
        with self._guard:
            if job in self._stopped:
                raise Withdrawn
            self._futures.setdefault(job, set()).update(futures)

    def _drop(self, job: str, futures: Iterable[Batch]) -> None:
        with self._guard:
            self._futures.get(job, set()).difference_update(futures)
        for future in [each for each in futures if not each.done()]:
            future.cancel()

    def stop(self, job: str) -> None:
        """See `Compute`."""
        with self._guard:
            if job in self._stopped:
                return
            self._stopped.add(job)
            futures = list(self._futures.get(job, ()))
        for future in futures:
            future.cancel()
        name = f"{self._id}/{job}"
        self._client.run(node.stop, name, on_error="ignore", wait=False)

    def forget(self, job: str) -> None:
        """See `Compute`."""
        with self._guard:
            self._stopped.discard(job)
            self._futures.pop(job, None)

    def close(self) -> None:
        """See `Compute`."""
        with self._guard:
            under_way = list(self._futures)
        for job in under_way:
            self.stop(job)
        self._client.close(timeout=2)

    def _living(self) -> Client:
        """The connection, made anew where it was lost."""
        with self._guard:
            if self._client.status != "running":
                self._client.close(timeout=0)
                self._client = self._connect()
            return self._client

    def _connect(self) -> Client:
        from distributed import Client

        try:
            return Client(self.address, timeout=_TIMEOUT, set_as_default=False, name="abacist")
        except (OSError, TimeoutError) as error:
            raise Unreachable(self.address) from error
