"""Which processes run jobs on a database, and which of them have died.

Each says every few seconds that it is there. One on this machine is known to be dead as soon as its
process is gone; one on another machine when it was silent for `SILENCE` seconds by the database's clock.
To take a living one for dead is harmless: rows are kept once, whoever computes them.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from abacist.store.database import Database
from abacist.store.tables import runners

__all__ = ["BEAT", "SILENCE", "Runners"]

BEAT = 2.0  # seconds between two signs of life
SILENCE = 20.0  # seconds


class Runners:
    """The running processes of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        dialect = sqlite if database.is_sqlite else postgresql
        self._insert = dialect.insert
        # SQLite is used on one machine only; a server's clock is the same for all its clients.
        self._now: Any = (
            time.time
            if database.is_sqlite
            else lambda: func.extract("epoch", func.clock_timestamp())
        )

    def beat(self, runner: str, workers: int) -> None:
        """Says that a runner, this process, is there."""
        values = {
            "id": runner,
            "host": socket.gethostname()[:200],
            "system": _system(),
            "process": os.getpid(),
            "began": _began(os.getpid()) or "",
            "workers": workers,
            "seen_at": self._now(),
        }
        sign = self._insert(runners).values(**values)
        sign = sign.on_conflict_do_update(index_elements=["id"], set_={"seen_at": self._now()})
        with self.database.write() as connection:
            connection.execute(sign)

    def remove(self, runner: str) -> None:
        """Forgets a runner."""
        with self.database.write() as connection:
            connection.execute(delete(runners).where(runners.c.id == runner))

    def living(self) -> Sequence[Row[Any]]:
        """The runners that are there."""
        return [row for row in self._all() if not _is_dead(row)]

    def dead(self) -> list[str]:
        """The runners that are gone and not yet forgotten."""
        return [row.id for row in self._all() if _is_dead(row)]

    def _all(self) -> Sequence[Row[Any]]:
        silence = (self._now() - runners.c.seen_at).label("silence")
        with self.database.read() as connection:
            return connection.execute(select(runners, silence)).all()


def _is_dead(row: Row[Any]) -> bool:
    if row.system == _system():
        return _began(row.process) != row.began
    return row.silence > SILENCE


def _system() -> str:
    """This boot of this machine, and the namespace that process ids are from."""
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
        boot = file.read().strip()
    return f"{boot} {os.readlink('/proc/self/ns/pid')}"


def _began(process: int) -> str | None:
    """When a process began, in ticks since boot; None where there is none, or it is a zombie."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]
