"""When rows were last used, written down in batches: a row that is read must not cost a write each time."""

from __future__ import annotations

import threading
import time

from sqlalchemy import Table, bindparam, update

from abacist.store.database import Database

__all__ = ["Touches"]

_AT_MOST = 512  # rows that wait to be written
_SECONDS = 30.0  # between two writes, where few rows are used


class Touches:
    """Collects the rows of a table that are used; their `used_at` follows a little later.

    What a killed process had not written is lost, which makes rows look older by half a minute at most.
    """

    def __init__(self, database: Database, table: Table, name: str) -> None:
        self._database = database
        self._change = (
            update(table)
            .where(table.c[name] == bindparam("row"), table.c.used_at < bindparam("at"))
            .values(used_at=bindparam("at"))
        )
        self._waiting: dict[str, float] = {}
        self._written = time.monotonic()
        self._lock = threading.Lock()

    def touch(self, row: str) -> None:
        """Notes that a row was used now."""
        with self._lock:
            self._waiting[row] = time.time()
            is_due = len(self._waiting) >= _AT_MOST or time.monotonic() > self._written + _SECONDS
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Writes what waits."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            self._written = time.monotonic()
        if waiting:
            # In one order everywhere, or two processes could wait for each other's rows.
            rows = [{"row": row, "at": at} for row, at in sorted(waiting.items())]
            with self._database.write() as connection:
                connection.execute(self._change, rows)
