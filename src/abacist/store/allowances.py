"""What callers may still ask, counted by all processes of a database together.

A caller has a bucket of tokens, one for each request, which fills evenly up to a minute's worth; and a number of places
for requests under way, of which every process holds some. A process that was silent for `SILENCE` seconds holds
none. Both are changed in one transaction that locks the caller's bucket, so no limit is ever passed, however
many processes ask at the same time.
"""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from abacist.store.database import Database
from abacist.store.tables import buckets, places

__all__ = ["SILENCE", "Allowances"]

SILENCE = 10.0  # seconds


class Allowances:
    """Hands out tokens and places to one process. Every method raises `StoreUnavailable`."""

    def __init__(self, database: Database, process: str) -> None:
        self._database, self._process = database, process
        self._insert: Any = (sqlite if database.is_sqlite else postgresql).insert

    def take(self, caller: str, rate: int, wanted: int) -> tuple[int, float]:
        """Up to `wanted` of the caller's tokens, and the seconds until there is another one.

        `rate` tokens come in a minute.
        """
        with self._database.write() as connection:
            bucket, now = self._locked(connection, caller)
            filled = bucket.tokens + max(0.0, now - bucket.counted_at) * rate / 60
            tokens = min(float(rate), filled)
            taken = min(wanted, int(tokens))
            left = update(buckets).where(buckets.c.caller == caller)
            connection.execute(left.values(tokens=tokens - taken, counted_at=now))
        return taken, max(0.0, 1 - (tokens - taken)) * 60 / rate

    def hold(self, caller: str, most: int, wanted: int) -> bool:
        """Whether this process may hold `wanted` of the caller's `most` places from now on."""
        with self._database.write() as connection:
            _, now = self._locked(connection, caller)
            silent = places.c.seen_at < now - SILENCE
            connection.execute(delete(places).where(places.c.caller == caller, silent))
            others = select(func.coalesce(func.sum(places.c.held), 0)).where(
                places.c.caller == caller, places.c.process != self._process
            )
            if connection.execute(others).scalar_one() + wanted > most:
                return False
            self._write(connection, caller, wanted, now)
        return True

    def keep(self, caller: str, held: int) -> None:
        """Says that this process holds so many places and no more; they are its own for `SILENCE` seconds."""
        with self._database.write() as connection:
            self._write(connection, caller, held, self._now(connection))

    def close(self) -> None:
        """Gives every place back."""
        with self._database.write() as connection:
            connection.execute(delete(places).where(places.c.process == self._process))

    def _write(self, connection: Connection, caller: str, held: int, now: float) -> None:
        own = (places.c.caller == caller) & (places.c.process == self._process)
        if not held:
            connection.execute(delete(places).where(own))
            return
        row = self._insert(places).values(
            caller=caller, process=self._process, held=held, seen_at=now
        )
        new = {"held": held, "seen_at": now}
        connection.execute(
            row.on_conflict_do_update(index_elements=["caller", "process"], set_=new)
        )

    def _locked(self, connection: Connection, caller: str) -> tuple[Row[Any], float]:
        """The caller's bucket, which nobody else touches until the end, and the time."""
        row = self._insert(buckets).values(caller=caller, tokens=0.0, counted_at=0.0)  # full by now
        connection.execute(row.on_conflict_do_nothing())
        query = select(buckets).where(buckets.c.caller == caller).with_for_update()
        return connection.execute(query).one(), self._now(connection)

    def _now(self, connection: Connection) -> float:
        """A server's clock is the same for all its clients; SQLite is used on one machine only."""
        if self._database.is_sqlite:
            return time.time()
        clock = select(func.extract("epoch", func.clock_timestamp()))
        return float(connection.execute(clock).scalar_one())
