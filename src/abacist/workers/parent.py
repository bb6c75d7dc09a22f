"""The caller's side of a fork server and of one worker."""

from __future__ import annotations

import fcntl
import itertools
import json
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from abacist.core.errors import ConfigError
from abacist.core.language import Message as Text
from abacist.core.outcome import Outcome
from abacist.workers import channel, failures, processes
from abacist.workers.channel import Message, Obituary, Settings
from abacist.workers.report import Report

if TYPE_CHECKING:
    import subprocess

__all__ = ["START_LIMIT", "ForkServer", "ServerEnded", "Worker"]

START_LIMIT = 120.0  # seconds that the imports of a worker may take, on a cold disk
# The worker's own timer keeps the deadline. Where it is late, the fork server is asked to kill; and
# where a process takes long to die (gigabytes to free), the report does not wait for it.
GRACE = 0.02  # seconds
LAST_WAIT = 0.04  # seconds
_END_LIMIT = 5.0  # seconds that a fork server may take to end everything
_WORDS = 1 << 16  # bytes of a process's output that are kept for the log

# Numerical libraries start a thread for every core, and threads do not survive a fork.
# A fixed hash seed makes one run's order of sets the next run's order.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
# The search path comes first: nothing of this program may be found before it is known.
_PROGRAM = (
    "import json, sys; told = sys.argv[1]; sys.path[:] = json.loads(told)['path']; "
    "from abacist.workers import forkserver; forkserver.start(told)"
)
_numbers = itertools.count(1)


class ForkServer:
    """A process that forks warm workers and ends them with all they started; see forkserver.py.

    It imports `preload` in an interpreter of its own. With `fork=True` it is a fork of this process
    instead, which must then be single-threaded: nothing is preloaded, and nothing is waited for.
    """

    def __init__(self, preload: tuple[str, ...] = (), *, fork: bool = False) -> None:
        self.control, remote = channel.pair()
        self.words = _Words()
        self.closed = False
        self._status: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        with remote:
            try:
                self.pid = self._fork(remote) if fork else self._launch(preload, remote)
            except OSError as error:
                raise ConfigError(_not_started(str(error))) from error

    def _launch(self, preload: tuple[str, ...], remote: socket.socket) -> int:
        import subprocess

        told = {"path": sys.path, "preload": preload, "control": remote.fileno()}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, json.dumps(told)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.words.descriptor,
            pass_fds=(remote.fileno(),),
            start_new_session=True,  # Ctrl-C in the terminal is the caller's affair
            env=os.environ | ENVIRONMENT,
        )
        return self._process.pid

    def _fork(self, remote: socket.socket) -> int:
        pid = os.fork()
        if pid:
            return pid
        try:
            os.setsid()
            null = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(null, descriptor)
            kept = remote.fileno()
            os.closerange(3, kept)
            os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
            os.environ.update(ENVIRONMENT)
            from abacist.workers import forkserver

            forkserver.serve(remote)
        finally:
            os._exit(1)

    def spawn(self, settings: Settings) -> Worker:
        """Ask for a worker; it is on its way when this returns.

        ConnectionError where the server is gone, ConfigError where descriptors have run out.
        """
        if self.closed:
            raise ConnectionError
        try:
            end, remote = channel.pair()
            words = _Words()
        except OSError as error:
            raise ConfigError(_not_started(str(error))) from error
        worker = Worker(next(_numbers), end, words, self, settings.memory_limit)
        request = {"fork": worker.number, "settings": asdict(settings)}
        with remote:
            packet = json.dumps(request).encode()
            try:
                socket.send_fds(self.control, [packet], [remote.fileno(), words.descriptor])
            except OSError as error:
                worker.close()
                if isinstance(error, ConnectionError):
                    raise
                raise ConfigError(_not_started(str(error))) from error
        return worker

    def kill(self, number: int) -> None:
        """End the worker of this number and everything it started; nothing where it has ended."""
        with suppress(OSError):
            self.control.send(json.dumps({"kill": number}).encode())

    def close(self) -> None:
        """End all workers and the server, and wait for that."""
        if self.closed:
            return
        self.closed = True
        self.control.close()
        if not self._has_ended():
            os.kill(self.pid, signal.SIGTERM)  # during its imports it does not look at the socket
        self._wait(time.monotonic() + _END_LIMIT)

    def _wait(self, until: float) -> None:
        pause = 0.0005
        while not self._has_ended():
            if time.monotonic() > until:
                processes.end(self.pid)  # which ends its workers
                until += _END_LIMIT
            time.sleep(pause)
            pause = min(2 * pause, 0.02)
        if self._status != 0:  # it was killed, and its workers with it, but not what they started
            processes.end_session(self.pid)

    def _has_ended(self) -> bool:
        if self._process is not None:
            self._status = self._process.poll()
        elif self._status is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # somebody else in this program reaps every child
                pid, status = self.pid, 0
            self._status = status if pid else None
        return self._status is not None


class ServerEnded(ConfigError):
    """A fork server that ended: its imports failed, or somebody killed it."""

    def __init__(self, server: ForkServer, reason: str) -> None:
        self.server = server
        super().__init__(_not_started(reason))


class Worker:
    """One worker process and the caller's end of its socket; to be used by one thread at a time."""

    def __init__(
        self, number: int, end: socket.socket, words: _Words, server: ForkServer, memory: int
    ) -> None:
        self.number = number
        self.server = server
        self.memory_limit = memory
        self.pid = 0
        self.baseline = 0
        self.worn = False
        self.ready_at = 0.0
        self._end = end
        self._words = words
        self._life: list[int] = []  # a descriptor of the process, once it is ready

    def wait_ready(self, until: float) -> None:
        """Wait until its imports are done.

        ConfigError where they fail or take too long; ServerEnded is the one that may pass.
        """
        if self.pid:
            return
        try:
            news = channel.receive(self._end, until)
        except EOFError as error:
            raise ServerEnded(self.server, self._last_words() or "killed") from error
        except OSError as error:
            raise ConfigError(_not_started(self._last_words() or repr(error))) from error
        if isinstance(news, Obituary):
            raise ConfigError(_not_started(self._last_words() or _status(news.status)))
        self.pid = int(news.header["pid"])
        self.baseline = int(news.header["baseline"])
        self.ready_at = float(news.header["ready"])
        with suppress(OSError):  # it tells of a death at once, before the obituary is written
            self._life.append(os.pidfd_open(self.pid))

    def _last_words(self) -> str:
        """The last line that it wrote, or that its server did."""
        words = (self._words.read() + self.server.words.read()).strip()
        return words.rpartition("\n")[2]

    def has_ended(self) -> bool:
        """True where an idle worker has died, or the fork server with it."""
        return self.pid != 0 and channel.has_news(self._end.fileno(), *self._life)

    def assign(self, target: str, kind: str, body: bytes, deadline: float, until: float) -> None:
        """Hand it a task; a worker that cannot take it is told of by `report`."""
        header = {"target": target, "kind": kind, "deadline": deadline}
        with suppress(OSError):
            channel.send(self._end, header, body, until)

    def report(self, began: float, deadline: float) -> Report:
        """Wait for the end of the task that began at `began` (a time of `time.monotonic`)."""
        until = began + deadline + GRACE
        try:
            try:
                news = channel.receive(self._end, until)
            except TimeoutError:
                self.worn = True
                self.kill()
                news = channel.receive(self._end, until + LAST_WAIT)
        except TimeoutError:
            log = "killed at its deadline; it takes long to die"
            return Report(Outcome.TIMEOUT, seconds=time.monotonic() - began, log=log)
        except (EOFError, OSError) as error:
            self.worn = True
            log = f"the fork server ended: {error!r}"
            return Report(Outcome.CRASHED, seconds=time.monotonic() - began, log=log)
        if isinstance(news, Message):
            return self._returned(news)
        return self._ended(news, time.monotonic() - began, deadline)

    def _returned(self, news: Message) -> Report:
        told: dict[str, Any] = news.header
        self.worn = self.worn or bool(told["worn"])
        return Report(
            outcome=Outcome(told["outcome"]) if "outcome" in told else None,
            value=channel.decode(told["kind"], news.body) if "kind" in told else None,
            error=failures.unpack(told["error"]) if "error" in told else None,
            seconds=told["seconds"],
            peak_memory=told["peak"],
            log=told.get("log", ""),
        )

    def _ended(self, end: Obituary, seconds: float, deadline: float) -> Report:
        self.worn = True
        words = self._words.read()
        peak = max(0, end.peak - self.baseline)
        killed_late = end.status == -signal.SIGKILL and seconds >= deadline
        outcome = failures.outcome_of_end(end, words, peak, self.memory_limit)
        return Report(
            outcome=Outcome.TIMEOUT if killed_late else outcome,
            seconds=seconds,
            peak_memory=peak,
            log=f"ended with {_status(end.status)}\n{words}",
        )

    def kill(self) -> None:
        """End it and everything it started; `report` then tells of that."""
        self.server.kill(self.number)

    def close(self) -> None:
        """End it without a word."""
        self.kill()
        self._end.close()
        self._words.close()
        while self._life:
            os.close(self._life.pop())


class _Words:
    """What a process writes to its descriptors 1 and 2, up to 64 KiB; more is refused to it.

    The descriptor is shared, and with it the position: the writer's is how much there is to read.
    """

    def __init__(self) -> None:
        self.descriptor = os.memfd_create("words", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(self.descriptor, _WORDS)
        fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK)

    def read(self) -> str:
        if self.descriptor < 0:
            return ""
        length = os.lseek(self.descriptor, 0, os.SEEK_CUR)
        return os.pread(self.descriptor, length, 0).decode("utf-8", "replace")

    def close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def __del__(self) -> None:
        self.close()


def _not_started(reason: str) -> Text:
    return Text(
        en=f"The computing processes could not be started: {reason}",
        zh=f"计算进程无法启动：{reason}",
    )


def _status(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"
