"""The program in a real process, as a person starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from tests.contracts.sources import ROOT

__all__ = ["Run", "abacist", "environment"]

COMMAND = [sys.executable, "-m", "abacist.apps.cli"]


@dataclass(frozen=True, slots=True)
class Run:
    """How a run ended."""

    code: int
    out: str
    err: str


_KEPT = ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME")


def environment(**changed: str) -> dict[str, str]:
    """A plain environment: an English terminal without colours."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
        "PYTHONPATH": str(ROOT / "src"),
        "XDG_STATE_HOME": os.path.join(tempfile.gettempdir(), "abacist-tests"),
        **changed,
    }


def abacist(*arguments: str, stdin: str | bytes = "", **changed: str) -> Run:
    """Runs a command line to its end."""
    given = stdin if isinstance(stdin, bytes) else stdin.encode()
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        env=environment(**changed),
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())
