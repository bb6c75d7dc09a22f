"""What of a sweep is on disk already: a file beside the output, one line for every block that was written.

A line says how many rows and bytes of the output are sound. Whatever ends the program, even kill -9, the
next run cuts off what is behind the last sound byte and goes on from there; a row that was finished before
the rows ahead of it is kept here meanwhile. When the sweep is finished the ledger gives way to a summary.
"""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from abacist.apps.batch import unreadable
from abacist.apps.sweeps.rows import Cell
from abacist.apps.sweeps.summary import Summary
from abacist.core.errors import Conflict, DocumentError
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome

__all__ = ["Ledger", "Written", "finished_summary"]


class Written(Record):
    """A state of the output that is sound: its length in bytes, and the counts of its rows."""

    bytes: int = 0
    summary: Summary = Summary()


class _Early(Record):
    """A row that was finished before those ahead of it."""

    place: int
    value: float | None
    outcome: Outcome
    level: Level | None
    answer: str = ""
    message: Message | None = None


class _Done(Record):
    """The file that stands beside a finished output."""

    key: str
    bytes: int
    sweep: dict[str, Any]
    summary: Summary


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(target.name + ending)


def finished_summary(target: Path, key: str) -> Summary | None:
    """The summary of this very sweep where `target` holds all of it; None where there is nothing yet.

    Raises `Conflict` where the file is something else.
    """
    try:
        text = _beside(target, ".summary.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        if target.exists() and not _beside(target, ".ledger").exists():
            raise _foreign(target) from None
        return None
    except OSError as error:
        raise unreadable(target, error) from error
    try:
        done = _Done.model_validate_json(text)
    except ValidationError:
        raise _foreign(target) from None
    if not target.exists():
        return None  # the rows were taken away: they are computed anew
    if done.key != key or done.bytes != target.stat().st_size:
        raise _foreign(target)
    return done.summary


def _foreign(target: Path) -> Conflict:
    return Conflict(
        Message(
            en=f"{target} exists and holds something else than this sweep",
            zh=f"{target} 已存在，且内容不是本次遍历的结果",
        ),
        Message(
            en="choose another --out, or remove that file first",
            zh="请换一个 --out，或先删除该文件",
        ),
    )


class Ledger:
    """The ledger of one output; `written` is its sound state, `early` the rows finished ahead of it.

    Raises `Conflict` where another run writes the output or it belongs to another sweep.
    """

    def __init__(self, target: Path, key: str, sweep: dict[str, Any]) -> None:
        self.target, self.path, self._key, self._sweep = (
            target,
            _beside(target, ".ledger"),
            key,
            sweep,
        )
        self.written = Written()
        self.early: dict[int, tuple[float, Cell]] = {}
        self._states: list[Written] = []
        try:
            self._stream: IO[bytes] = self.path.open("ab+")
        except OSError as error:
            raise unreadable(self.path, error) from error
        try:
            self._lock()
            self._read()
        except BaseException:
            self._stream.close()
            raise

    def _lock(self) -> None:
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            name = self.target
            raise Conflict(
                Message(en=f"another run writes {name}", zh=f"另一个进程正在写 {name}")
            ) from None

    def _read(self) -> None:
        self._stream.seek(0)
        sound = 0
        for number, line in enumerate(self._stream):
            if not line.endswith(b"\n"):
                break  # torn
            if number == 0:
                self._compare(line)
            else:
                self._take(line)
            sound += len(line)
        self._stream.truncate(sound)
        if sound == 0:
            self._append({"key": self._key})

    def _compare(self, line: bytes) -> None:
        try:
            key = json.loads(line)["key"]
        except (ValueError, KeyError, TypeError):
            key = None
        if key != self._key:
            raise _foreign(self.target)

    def _take(self, line: bytes) -> None:
        try:
            if b'"place"' in line[:12]:
                early = _Early.model_validate_json(line)
                value = float("nan") if early.value is None else early.value
                cell = Cell(early.outcome, early.level, early.answer, early.message)
                self.early[early.place] = (value, cell)
            else:
                self._states.append(Written.model_validate_json(line))
        except ValidationError as error:
            raise DocumentError(
                Message(en=f"{self.path} is damaged", zh=f"{self.path} 已损坏"),
                Message(
                    en="remove it and the output to begin anew", zh="删除它和输出文件后重新开始"
                ),
            ) from error

    def settle(self, length: int) -> Written:
        """The last state that an output of this length holds, which is where to go on."""
        sound = [state for state in self._states if state.bytes <= length]
        self.written = sound[-1] if sound else Written()
        self._states = []
        self.early = {
            place: row for place, row in self.early.items() if place >= self.written.summary.rows
        }
        return self.written

    def note(self, state: Written) -> None:
        """Tells that the output is sound up to here; the output must have been flushed before."""
        self.written = state
        self._append(state.model_dump(mode="json"))

    def keep(self, place: int, value: float, cell: Cell) -> None:
        """Keeps a row that cannot be written yet."""
        early = _Early(
            place=place,
            value=None if value != value else value,
            outcome=cell.outcome,
            level=cell.level,
            answer=cell.answer,
            message=cell.message,
        )
        self._append(early.model_dump(mode="json"))

    def _append(self, record: dict[str, Any]) -> None:
        self._stream.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        self._stream.flush()

    def finish(self, summary: Summary) -> None:
        """Puts the summary in the place of the ledger; the output must be complete."""
        length = self.target.stat().st_size
        done = _Done(key=self._key, bytes=length, sweep=self._sweep, summary=summary)
        final = _beside(self.target, ".summary.json")
        fresh = _beside(self.target, ".summary.new")
        fresh.write_text(done.model_dump_json(indent=2) + "\n", encoding="utf-8")
        os.replace(fresh, final)
        self.path.unlink()

    def close(self) -> None:
        """Leaves the ledger for the next run; one without any rows is removed with its empty output."""
        self._stream.close()
