"""Beside a server: starts a process that does jobs when there is one, and ends it when there is none.

Meanwhile it says among the runners that it is there, so that whoever submits is not told that nobody is.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from abacist.apps.jobs.office import Office
from abacist.apps.settings import Settings
from abacist.core.errors import StoreError
from abacist.store.runners import BEAT

__all__ = ["attendance"]

_log = logging.getLogger("abacist.jobs")
_LOOK = 1.0  # seconds between two looks for work
_TIDY = 60.0  # seconds between two looks for jobs that are kept no longer
_IDLE = 60.0  # seconds without work after which the process is ended
_END = 20.0  # seconds that it has to end by itself
_LONGEST_PAUSE = 60.0  # seconds before a process is started again that ends at once


@asynccontextmanager
async def attendance(settings: Settings, office: Office) -> AsyncIterator[None]:
    """While this is open, the jobs of the office are done by a process of our own."""
    attendant = _Attendant(settings, office)
    task = asyncio.create_task(attendant.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await attendant.end()
        with suppress(StoreError):
            await asyncio.to_thread(office.runners.remove, attendant.id)


class _Attendant:
    def __init__(self, settings: Settings, office: Office) -> None:
        self.id = uuid.uuid4().hex
        self.settings, self.office = settings, office
        self._beat_at, self._tidied_at = -BEAT, -_TIDY
        self._process: asyncio.subprocess.Process | None = None

    async def run(self) -> None:
        """Looks for work and for the process, until it is cancelled."""
        busy_at, begun_at, pause = 0.0, 0.0, _LOOK
        while True:
            now = time.monotonic()
            if await self._has_work():
                busy_at = now
            if self._process is not None and self._process.returncode is not None:
                _log.error("the process that does jobs ended with %s", self._process.returncode)
                self._process = None
                pause = _LOOK if now - begun_at > _LONGEST_PAUSE else min(2 * pause, _LONGEST_PAUSE)
            if self._process is None and busy_at == now and now - begun_at >= pause:
                begun_at = now
                await self._begin()
            elif self._process is not None and now - busy_at > _IDLE:
                await self.end()
            await asyncio.sleep(_LOOK)

    async def _has_work(self) -> bool:
        try:
            return await asyncio.to_thread(self._look)
        except StoreError:
            return self._process is not None  # it waits for the database itself

    def _look(self) -> bool:
        if time.monotonic() - self._beat_at >= BEAT:
            self.office.runners.beat(self.id, workers=0)
            self._beat_at = time.monotonic()
        if time.monotonic() - self._tidied_at >= _TIDY:
            self.office.jobs.forget(self.settings.job_days)
            self._tidied_at = time.monotonic()
        return self.office.has_work()

    async def _begin(self) -> None:
        isolated = ["-I"] if sys.flags.isolated else []
        command = [sys.executable, *isolated, "-m", "abacist.apps.cli", "jobs", "work"]
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                "--attached",
                stdin=asyncio.subprocess.PIPE,
                env=_environment(self.settings),
            )
        except OSError as error:
            _log.error("no process for jobs can be started: %s", error.strerror)

    async def end(self) -> None:
        """Has the process put back what it is at, and end."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _END)
        except TimeoutError:
            process.kill()
            await process.wait()


def _environment(settings: Settings) -> dict[str, str]:
    """Our environment, with every setting as it holds here, wherever it is from."""
    given = {
        f"ABACIST_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in settings.model_dump(mode="json").items()
    }
    return {**os.environ, **given}
