"""Eyes for processes: which of them live, and which came from which program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

MEBIBYTE = 1 << 20
ROOT = Path(__file__).parents[2]
TARGETS = "tests.workers.targets"


def target(name: str) -> str:
    return f"{TARGETS}:{name}"


def is_alive(pid: int) -> bool:
    """True where a process of this number exists and is not a zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def holds_within(seconds: float, condition: Callable[[], bool]) -> bool:
    """True as soon as the condition holds, False if it does not within so many seconds."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.002)
    return True


def marked(token: str) -> set[int]:
    """The processes of this token, which they have in their environment from their start."""
    found = set[int]()
    for name in os.listdir("/proc"):
        if name.isdigit() and is_alive(int(name)):
            try:
                environment = Path("/proc", name, "environ").read_bytes()
            except OSError:
                continue
            if f"ABACIST_TEST_TOKEN={token}".encode() in environment.split(b"\0"):
                found.add(int(name))
    return found


class Program:
    """A Python program in a process group of its own, whose every descendant can be found."""

    def __init__(self, code: str, token: str) -> None:
        self.token = token
        environment = os.environ | {
            "ABACIST_TEST_TOKEN": token,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    def line(self) -> str:
        """The next line that it prints; empty at the end."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def descendants(self) -> set[int]:
        return marked(self.token) - {self.pid}

    def end(self) -> None:
        for pid in marked(self.token):
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue
        self.process.communicate()
