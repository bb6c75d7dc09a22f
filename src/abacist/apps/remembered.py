"""What was used last, bounded in number and in bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["Remembered"]

_Key = TypeVar("_Key", bound=Hashable)
_Kept = TypeVar("_Kept")


class Remembered(Generic[_Key, _Kept]):
    """A table that forgets what has not been used for longest; for any number of threads.

    Holds at most `entries` entries whose sizes sum to at most `size` bytes.
    """

    def __init__(self, entries: int, size: int) -> None:
        self._entries, self._size = entries, size
        self._held = 0
        self._table: OrderedDict[_Key, tuple[_Kept, int]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: _Key) -> _Kept | None:
        """What is kept under a key."""
        with self._lock:
            entry = self._table.get(key)
            if entry is None:
                return None
            self._table.move_to_end(key)
            return entry[0]

    def keep(self, key: _Key, kept: _Kept, size: int) -> None:
        """Keeps something of `size` bytes; what is too large for the whole table is not kept."""
        with self._lock:
            self._drop(key)
            if size > self._size or not self._entries:
                return
            self._table[key] = (kept, size)
            self._held += size
            while self._held > self._size or len(self._table) > self._entries:
                self._drop(next(iter(self._table)))

    def forget(self) -> None:
        """Empties the table."""
        with self._lock:
            self._table.clear()
            self._held = 0

    def __len__(self) -> int:
        return len(self._table)

    def _drop(self, key: _Key) -> None:
        entry = self._table.pop(key, None)
        if entry is not None:
            self._held -= entry[1]
