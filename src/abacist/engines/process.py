"""A server as a process of this machine: started in a session of its own, watched until it is ready, ended whole.

What runs is remembered by process id *and* time of start, so that another process that got the id later is never
ended. It needs Linux (/proc).
"""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from abacist.core.errors import Conflict, EngineTimeout, EngineUnavailable, InputError
from abacist.core.language import Message

__all__ = ["Running", "running", "start", "stop", "wait_until_ready"]

_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_SHELL = frozenset({"&", "&&", "|", "||", ";", ">", "<"})
_LINES = 12
_POLL = 0.1


@dataclass(frozen=True, slots=True)
class Running:
    """A server that was started: its process, which leads a session, and its log."""

    name: str
    pid: int
    started: int
    log: Path

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs."""
        with suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)  # where it is our child, it would stay as a zombie
        return _started(self.pid) == self.started

    @property
    def last_lines(self) -> str:
        """The end of its log."""
        with suppress(OSError):
            text = self.log.read_bytes()[-16_384:].decode(errors="replace")
            return "\n".join(text.splitlines()[-_LINES:])
        return ""


def start(name: str, command: str, folder: Path) -> Running:
    """Starts a command line, without a shell; `A=b` before it goes into its environment.

    Raises `InputError` for a command that is none, `Conflict` where the server runs already, `EngineUnavailable`
    where the program cannot be started.
    """
    words, environment = _words(command)
    if running(name, folder) is not None:
        raise Conflict(
            Message(en=f"engine {name} runs already", zh=f"引擎 {name} 已在运行"),
            Message(
                en=f"`abacist engines down {name}` ends it",
                zh=f"用 `abacist engines down {name}` 停止",
            ),
        )
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{name}.log"
    with log.open("wb") as out:
        try:
            process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=os.environ | environment,
                start_new_session=True,
            )
        except OSError as error:
            why = os.strerror(error.errno or 0)
            raise EngineUnavailable(
                Message(en=f"{words[0]}: {why}", zh=f"{words[0]}：{why}"),
                Message(en="is it installed, and on the PATH?", zh="请确认已安装且在 PATH 中"),
            ) from error
    found = Running(name, process.pid, _started(process.pid), log)
    process.returncode = 0  # it outlives us, and `Running` looks after it
    record = {"pid": found.pid, "started": found.started}
    _file(name, folder).write_text(json.dumps(record), encoding="utf-8")
    return found


def running(name: str, folder: Path) -> Running | None:
    """The server of this name, where it still runs."""
    try:
        told = json.loads(_file(name, folder).read_text(encoding="utf-8"))
        found = Running(name, int(told["pid"]), int(told["started"]), folder / f"{name}.log")
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.is_alive else None


def wait_until_ready(server: Running, is_ready: Callable[[], bool], seconds: float) -> None:
    """Waits until the server answers. Raises `EngineUnavailable` where it ends first, `EngineTimeout`."""
    end = time.monotonic() + seconds
    while not is_ready():
        if not server.is_alive:
            raise EngineUnavailable(
                Message(
                    en=f"engine {server.name} ended while it started; its last words:",
                    zh=f"引擎 {server.name} 在启动时退出，日志末尾：",
                ),
                server.last_lines or Message(en="(nothing)", zh="（无）"),
            )
        if time.monotonic() > end:
            raise EngineTimeout(
                Message(
                    en=f"engine {server.name} was not ready within {seconds:g} s; its last words:",
                    zh=f"引擎 {server.name} 在 {seconds:g} 秒内未就绪，日志末尾：",
                ),
                server.last_lines or Message(en="(nothing)", zh="（无）"),
            )
        time.sleep(_POLL)


def stop(server: Running, folder: Path, seconds: float = 15.0) -> bool:
    """Asks the server to end, and ends its whole session where it does not; True where it ended by itself."""
    end = time.monotonic() + seconds
    _signal(server, signal.SIGTERM)
    while server.is_alive and time.monotonic() < end:
        time.sleep(_POLL / 2)
    was_asked = not server.is_alive
    _signal(server, signal.SIGKILL)  # also what the server started and left behind
    while server.is_alive:
        time.sleep(_POLL / 2)
    _file(server.name, folder).unlink(missing_ok=True)
    return was_asked


def _signal(server: Running, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(server.pid, number)


def _words(command: str) -> tuple[list[str], dict[str, str]]:
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    environment: dict[str, str] = {}
    while words and (found := _ASSIGNMENT.fullmatch(words[0])):
        environment[found[1]] = found[2]
        words.pop(0)
    if not words or _SHELL & set(words):
        raise InputError(
            Message(
                en="the command is one program with its arguments; no shell runs it",
                zh="命令应为单个程序及其参数，不经 shell 执行",
            )
        )
    return words, environment


def _file(name: str, folder: Path) -> Path:
    return folder / f"{name}.json"


def _started(pid: int) -> int:
    """When a process started, in ticks since the machine did; 0 where there is none, or only its remains."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if fields[0] in "ZX" else int(fields[19])
