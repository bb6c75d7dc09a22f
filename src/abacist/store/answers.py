"""The cache: what was computed, under a key that stands for the plan and for the versions that computed it.

What is kept is what came of the plan's nodes, in no language and for no particular text. So the same problem
in other words, or in the other language, finds it, and the answer is written anew from it: the same bytes
each time the same text is asked, the time of the first computation included; in other words the same
bytes but for the problem, its assumptions and notes; see docs/decisions/0012-cache.md. What was ended from
outside (time, memory, a crash, a cancellation) or refuted is nobody's to keep.

A cache never stands in the way of an answer: while the database is away, nothing is found and nothing kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from abacist.core.errors import StoreError
from abacist.store.database import Database
from abacist.store.pause import Pause
from abacist.store.tables import answers
from abacist.store.touches import Touches

__all__ = ["Answers"]

_LEFT = 0.9  # of the bound, after eviction
_CHECKS = 64  # looks at the whole size while as much as the bound is written
_LARGEST = 16  # times larger the bound has to be than one answer
_CHUNK = 500  # keys in one statement


class Answers:
    """Finds and keeps answers, from any number of threads and processes.

    **Arguments**

    - `bound`: bytes of all answers together; beyond it, those unused for longest go. It may be passed
      by 1/64 between two looks of each process.
    """

    def __init__(self, database: Database, *, bound: int = 1 << 30) -> None:
        self._database, self._bound = database, bound
        self._touches = Touches(database, answers, "key")
        self._written = bound  # bytes since the last look: an old database is looked at soon
        self._pause = Pause("answers are not cached")
        self._lock = threading.Lock()

    def find(self, key: str) -> bytes | None:
        """What is kept under the key."""
        if self._pause.is_on:
            return None
        try:
            with self._database.read() as connection:
                query = select(answers.c.body).where(answers.c.key == key)
                body = connection.execute(query).scalar()
            if body is None:
                return None
            self._touches.touch(key)
        except StoreError as error:
            self._pause.begin(error)
            return None
        return bytes(body)

    def keep(self, key: str, computed: bytes) -> None:
        """Keeps an answer. Where one is kept already, that one stays: its bytes have been given out."""
        self.keep_all({key: computed})

    def keep_all(self, computed: Mapping[str, bytes]) -> None:
        """Keeps several answers in one transaction."""
        fitting = {
            key: body for key, body in computed.items() if len(body) * _LARGEST <= self._bound
        }
        if not fitting or self._pause.is_on:
            return
        now = time.time()
        insert = sqlite.insert if self._database.is_sqlite else postgresql.insert
        # In one order everywhere, or two processes could wait for each other's rows.
        rows = [
            {"key": key, "body": body, "size": len(body), "created_at": now, "used_at": now}
            for key, body in sorted(fitting.items())
        ]
        try:
            with self._database.write() as connection:
                connection.execute(insert(answers).on_conflict_do_nothing(), rows)
                if self._is_time_to_look(sum(map(len, fitting.values()))):
                    self._evict(connection)
        except StoreError as error:
            self._pause.begin(error)

    def replace(self, key: str, computed: bytes) -> None:
        """Keeps an answer in place of the one that is kept: somebody asked for a fresh one."""
        self.drop(key)
        self.keep(key, computed)

    def drop(self, key: str) -> None:
        """Forgets an answer. Raises `StoreUnavailable`."""
        with self._database.write() as connection:
            connection.execute(delete(answers).where(answers.c.key == key))

    def close(self) -> None:
        """Writes down what was used."""
        try:
            self._touches.flush()
        except StoreError as error:
            self._pause.begin(error)

    def _is_time_to_look(self, size: int) -> bool:
        with self._lock:
            self._written += size
            if self._written * _CHECKS < self._bound:
                return False
            self._written = 0
            return True

    def _evict(self, connection: Connection) -> None:
        """Drops the answers that were not used for longest, until the bound is kept with some room."""
        total = connection.execute(select(func.coalesce(func.sum(answers.c.size), 0))).scalar_one()
        if total <= self._bound:
            return
        surplus = total - int(self._bound * _LEFT)
        going: list[str] = []
        oldest = select(answers.c.key, answers.c.size).order_by(answers.c.used_at)
        for key, size in connection.execute(oldest):
            if surplus <= 0:
                break
            going.append(key)
            surplus -= size
        for start in range(0, len(going), _CHUNK):
            chunk = going[start : start + _CHUNK]
            connection.execute(delete(answers).where(answers.c.key.in_(chunk)))
