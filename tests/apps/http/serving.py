"""A real server in a process of its own, on a free port of the loopback address."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.apps.program import COMMAND, environment

__all__ = ["Server", "serving"]

_ADDRESS = re.compile(r"https?://\S+?(?=[ （])")
_SECONDS = 60.0


@dataclass
class Server:
    """A running server; `log` holds what it wrote to standard error."""

    process: subprocess.Popen[str]
    url: str
    log: Path

    def client(self, **options: object) -> httpx.Client:
        """A client for it."""
        return httpx.Client(base_url=self.url, timeout=60.0, trust_env=False, **options)  # type: ignore[arg-type]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Asks it to end and returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(_SECONDS)


@contextmanager
def serving(folder: Path, *arguments: str, **changed: str) -> Iterator[Server]:
    """A server whose files are in `folder`; it is killed at the end where it still runs."""
    log = folder / "server.log"
    command: Sequence[str] = [*COMMAND, "serve", "--port", "0", *arguments]
    variables = environment(
        XDG_DATA_HOME=str(folder / "data"), XDG_CONFIG_HOME=str(folder / "config"), **changed
    )
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=variables, cwd=folder
        )
    try:
        yield Server(process, _address(process, log), log)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _address(process: subprocess.Popen[str], log: Path) -> str:
    """What it prints once it can be asked."""
    assert process.stdout is not None
    line = process.stdout.readline()
    found = _ADDRESS.search(line)
    if found is None:
        process.wait(_SECONDS)
        raise AssertionError(f"no server: {line}{log.read_text()}")
    return found[0]


def until(condition: object, seconds: float = 20.0) -> None:
    """Waits until `condition()` is true."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)
