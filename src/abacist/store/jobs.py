"""Jobs: what was submitted, how far it is, and the lines that are done.

An item makes one row of the result or several, and one line holds them all. Places are numbers of rows, so
an item, and its line, stands at the place of its first row.

A line is kept by an insert that does nothing where it is there already, in one transaction with the
count of its chunk. So it does not matter who else, after a crash or by mistake, computes the same item:
every item of a job has exactly one line, and `done` counts their rows.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, delete, exists, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from abacist.core.errors import Conflict, NotFound
from abacist.core.language import Message
from abacist.store.database import Database
from abacist.store.tables import job_chunks, job_items, job_rows, jobs

__all__ = ["LIVE", "Entry", "Item", "Jobs", "Kept"]

LIVE = ("submitted", "queued", "running")
"""The states of a job that is not at its end; the others are finished, cancelled and failed."""

_DAY = 86_400.0  # seconds
_BATCH = 500  # rows of one statement; SQLite allows some thousand values
_WINDOW = 1 << 16  # rows of the result that are read at a time, at most


class Entry(NamedTuple):
    """An item as it is handed in, and how many rows it will make."""

    size: int
    text: str


class Item(NamedTuple):
    """What is to be done at one place of a job."""

    place: int
    text: str


class Kept(NamedTuple):
    """The line of an item, and how many rows it holds, the first of which stands at its place."""

    place: int
    size: int
    line: str

    @property
    def stop(self) -> int:
        """The place behind its last row."""
        return self.place + self.size


class Jobs:
    """The jobs in a database. Every method is one transaction, and raises `StoreError`s."""

    def __init__(self, database: Database) -> None:
        self.database = database
        dialect = sqlite if database.is_sqlite else postgresql
        self._insert = dialect.insert

    def add(self, job: dict[str, Any], entries: Sequence[Entry]) -> tuple[Row[Any], bool]:
        """Keeps a new job (its columns) with its items; the job, and whether it is new.

        A job of the same owner with the same idempotency key is returned instead. Raises `Conflict`
        where that one holds something else.
        """
        with self.database.write() as connection:
            done = connection.execute(
                self._insert(jobs).values(**job).on_conflict_do_nothing().returning(jobs.c.id)
            ).first()
            if done is None:
                found = _same(connection, job)
                assert found is not None
                return found, False
            places = [0, *accumulate(entry.size for entry in entries)]
            rows = [
                {
                    "job": job["id"],
                    "place": place,
                    "size": entry.size,
                    "item": entry.text,
                    "tries": 0,
                }
                for place, entry in zip(places, entries, strict=False)
            ]
            for start in range(0, len(rows), _BATCH):
                connection.execute(insert(job_items), rows[start : start + _BATCH])
            firsts = places[: -1 : job["chunk"]]
            connection.execute(
                insert(job_chunks),
                [
                    {"job": job["id"], "first": first, "stop": stop, "done": 0, "tries": 0}
                    for first, stop in pairwise([*firsts, places[-1]])
                ],
            )
            return _one(connection, job["id"]), True

    def known(self, job: dict[str, Any]) -> Row[Any] | None:
        """The job that is kept under the idempotency key of this one. Raises `Conflict` as `add` does."""
        if job["idempotency_key"] is None:
            return None
        with self.database.read() as connection:
            return _same(connection, job)

    def get(self, job: str) -> Row[Any]:
        """The columns of a job and `done`, the number of its rows. Raises `NotFound`."""
        with self.database.read() as connection:
            return _one(connection, job)

    def list(self, owner: str | None, limit: int) -> Sequence[Row[Any]]:
        """The newest jobs of an owner (None: of everybody)."""
        query = _with_done.order_by(jobs.c.created_at.desc(), jobs.c.id).limit(limit)
        if owner is not None:
            query = query.where(jobs.c.owner == owner)
        with self.database.read() as connection:
            return connection.execute(query).all()

    def load(self, owner: str) -> tuple[int, int]:
        """How many jobs of an owner are not at their end, and how many items they have."""
        live = select(jobs.c.id).where(jobs.c.owner == owner, jobs.c.state.in_(LIVE))
        items = select(func.count()).select_from(job_items).where(job_items.c.job.in_(live))
        with self.database.read() as connection:
            count = connection.execute(select(func.count()).select_from(live.subquery()))
            return count.scalar_one(), connection.execute(items).scalar_one()

    def is_busy(self) -> bool:
        """True where some job is not at its end."""
        with self.database.read() as connection:
            return bool(connection.execute(select(exists().where(jobs.c.state.in_(LIVE)))).scalar())

    def in_state(self, state: str) -> Sequence[Row[Any]]:
        """The jobs in a state, the most urgent first."""
        query = select(jobs).where(jobs.c.state == state)
        with self.database.read() as connection:
            return connection.execute(query.order_by(jobs.c.priority, jobs.c.created_at)).all()

    def states(self, ids: Sequence[str]) -> dict[str, str]:
        """The state of each of these jobs."""
        with self.database.read() as connection:
            found = connection.execute(select(jobs.c.id, jobs.c.state).where(jobs.c.id.in_(ids)))
            return {row.id: row.state for row in found}

    def move(self, job: str, before: Sequence[str], after: str, message: str | None = None) -> bool:
        """Changes the state of a job that is in one of `before`; False where it is in none."""
        values: dict[str, Any] = {"state": after}
        if after == "running":
            values["started_at"] = time.time()
        elif after not in LIVE:
            values |= {"ended_at": time.time(), "message": message}
        change = update(jobs).where(jobs.c.id == job, jobs.c.state.in_(before)).values(**values)
        with self.database.write() as connection:
            return connection.execute(change).rowcount == 1

    def chunks(self, job: str) -> Sequence[tuple[int, int]]:
        """The first place of each chunk that is not done, and the place after its last."""
        query = select(job_chunks.c.first, job_chunks.c.stop).where(_unfinished(job))
        with self.database.read() as connection:
            return [(row.first, row.stop) for row in connection.execute(query.order_by("first"))]

    def begin_chunk(self, job: str, first: int) -> int:
        """Counts a try of a chunk; how many there were, with this one."""
        with self.database.write() as connection:
            found = connection.execute(
                update(job_chunks)
                .where(job_chunks.c.job == job, job_chunks.c.first == first)
                .values(tries=job_chunks.c.tries + 1)
                .returning(job_chunks.c.tries)
            ).one()
            return found.tries

    def try_item(self, job: str, place: int) -> int:
        """Counts a try of one item; how many there were, with this one."""
        with self.database.write() as connection:
            found = connection.execute(
                update(job_items)
                .where(job_items.c.job == job, job_items.c.place == place)
                .values(tries=job_items.c.tries + 1)
                .returning(job_items.c.tries)
            ).one()
            return found.tries

    def waiting(self, job: str, first: int, stop: int) -> list[Item]:
        """The items from `first` to before `stop` that have no row."""
        kept = exists().where(job_rows.c.job == job, job_rows.c.place == job_items.c.place)
        query = (
            select(job_items.c.place, job_items.c.item)
            .where(job_items.c.job == job, job_items.c.place.between(first, stop - 1), ~kept)
            .order_by(job_items.c.place)
        )
        with self.database.read() as connection:
            return [Item(row.place, row.item) for row in connection.execute(query)]

    def keep(self, job: str, first: int, lines: Sequence[tuple[int, str]]) -> int:
        """Keeps lines (place and text) of a chunk; how many of them were not there before."""
        now = time.time()
        rows = [{"job": job, "place": place, "line": line, "kept_at": now} for place, line in lines]
        with self.database.write() as connection:
            new = connection.execute(
                self._insert(job_rows)
                .values(rows)
                .on_conflict_do_nothing()
                .returning(job_rows.c.place)
            ).all()
            made = (
                select(func.coalesce(func.sum(job_items.c.size), 0))
                .where(job_items.c.job == job, job_items.c.place.in_([row.place for row in new]))
                .scalar_subquery()
            )
            connection.execute(
                update(job_chunks)
                .where(job_chunks.c.job == job, job_chunks.c.first == first)
                .values(done=job_chunks.c.done + made)
            )
            return len(new)

    def finish(self, job: str) -> bool:
        """Ends a running job all of whose chunks are done; False where something is left to do.

        In a transaction of its own, after those that kept the rows: of two that end at the same time,
        the later one sees both.
        """
        with self.database.read() as connection:
            if connection.execute(select(exists().where(_unfinished(job)))).scalar():
                return False
        return self.move(job, LIVE, "finished")

    def lines(self, job: str, start: int, limit: int) -> Sequence[Kept]:
        """The next lines from the one that holds the row at `start`, or the first behind, in order.

        At most `limit` of them, and not many more than `_WINDOW` rows.
        """
        place, size = job_items.c.place, job_items.c.size
        there = select(func.max(place)).where(job_items.c.job == job, place <= start)
        first = select(func.min(job_rows.c.place)).where(
            job_rows.c.job == job, job_rows.c.place >= there.scalar_subquery()
        )
        query = (
            select(place, size, job_rows.c.line)
            .join(job_items, and_(job_items.c.job == job_rows.c.job, place == job_rows.c.place))
            .where(
                job_rows.c.job == job,
                job_rows.c.place >= first.scalar_subquery(),
                job_rows.c.place < first.scalar_subquery() + _WINDOW,
                place + size > start,
            )
            .order_by(place)
            .limit(limit)
        )
        with self.database.read() as connection:
            return [Kept(*row) for row in connection.execute(query)]

    def is_there(self, job: str) -> bool:
        """True unless the job was deleted."""
        with self.database.read() as connection:
            return bool(connection.execute(select(exists().where(jobs.c.id == job))).scalar())

    def delete(self, job: str) -> None:
        """Removes a job with all its items and lines; again is nothing."""
        with self.database.write() as connection:
            connection.execute(delete(jobs).where(jobs.c.id == job))

    def forget(self, days: float) -> None:
        """Removes the jobs that came to their end longer ago than this; none where it is 0."""
        if days:
            old = jobs.c.ended_at < time.time() - days * _DAY
            with self.database.write() as connection:
                connection.execute(delete(jobs).where(old))

    def depth(self) -> int:
        """How many rows of all jobs are still to be computed."""
        left = job_chunks.c.stop - job_chunks.c.first - job_chunks.c.done
        query = (
            select(func.coalesce(func.sum(left), 0))
            .select_from(job_chunks.join(jobs))
            .where(jobs.c.state.in_(LIVE))
        )
        with self.database.read() as connection:
            return connection.execute(query).scalar_one()


_with_done = select(
    *jobs.c,
    select(func.coalesce(func.sum(job_chunks.c.done), 0))
    .where(job_chunks.c.job == jobs.c.id)
    .scalar_subquery()
    .label("done"),
)


def _unfinished(job: str) -> Any:
    size = job_chunks.c.stop - job_chunks.c.first
    return and_(job_chunks.c.job == job, job_chunks.c.done < size)


def _same(connection: Connection, job: dict[str, Any]) -> Row[Any] | None:
    found = connection.execute(
        _with_done.where(
            jobs.c.owner == job["owner"], jobs.c.idempotency_key == job["idempotency_key"]
        )
    ).first()
    if found is not None and found.digest != job["digest"]:
        raise Conflict(
            Message(
                en=f"job {found.id} has this idempotency key, and holds something else",
                zh=f"任务 {found.id} 已使用此幂等键，但内容不同",
            )
        )
    return found


def _one(connection: Connection, job: str) -> Row[Any]:
    found = connection.execute(_with_done.where(jobs.c.id == job)).first()
    if found is None:
        raise NotFound(Message(en=f"there is no job {job}", zh=f"没有任务 {job}"))
    return found
