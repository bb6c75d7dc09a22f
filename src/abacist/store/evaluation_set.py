"""A file of problems with answers that people gave, one JSON object a line: an evaluation set of one's own.

Lines are only ever added, whole or not at all: a line that a killed program left half-written is cut off
before the next one, and a disk that is full changes nothing. A line is written once, however often it is
handed over, so a verdict whose writing was interrupted can be handed over again.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from abacist.core.errors import StoreUnavailable
from abacist.core.language import Message

__all__ = ["EvaluationSet"]


class EvaluationSet:
    """The file; several processes may add to it. Raises `StoreUnavailable` where it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """Adds the lines whose `id` is in the file not yet; they are on the disk afterwards."""
        with self._open() as file:
            known = _ids(file)
            new = [each for each in lines if each["id"] not in known]
            if not new:
                return
            end = file.seek(0, os.SEEK_END)
            text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in new)
            try:
                _write_all(file, text.encode("utf-8", "replace"))
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise

    @contextmanager
    def _open(self) -> Iterator[IO[bytes]]:
        """The file, locked for this process alone, without a torn last line."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "r+b", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                _mend(file)
                yield file
        except OSError as error:
            why = os.strerror(error.errno) if error.errno else str(error)
            raise StoreUnavailable(
                Message(en=f"{self.path}: {why}", zh=f"{self.path}：{why}")
            ) from error


def _mend(file: IO[bytes]) -> None:
    """Cuts a half-written last line off; one that only lacks its line end gets it."""
    data = file.read()
    whole, _, last = data.rpartition(b"\n")
    if not last:
        return
    if _record(last) is None:
        file.truncate(len(whole) + 1 if whole or data.startswith(b"\n") else 0)
    else:
        file.seek(0, os.SEEK_END)
        _write_all(file, b"\n")


def _write_all(file: IO[bytes], data: bytes) -> None:
    """Writes everything; without a buffer one call may write a part, and the next one says why."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _ids(file: IO[bytes]) -> set[object]:
    file.seek(0)
    records = (_record(line) for line in file.read().splitlines())
    return {record.get("id") for record in records if record is not None}


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
