"""Answers written a moment later, many in one transaction: whoever asked need not wait for the disk.

What waits is found meanwhile. A process that is killed loses what it computed in the last moment before, which is then
computed anew; an orderly end writes everything.
"""

from __future__ import annotations

import threading

from abacist.store.answers import Answers

__all__ = ["Behind"]

_GATHER = 0.05  # seconds in which answers gather
_MOST = 1 << 26  # bytes that may wait; beyond them an answer is written at once


class Behind:
    """Finds and keeps as `answers` does, from any number of threads; a thread of its own writes."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._waiting: dict[str, bytes] = {}
        self._being_written: dict[str, bytes] = {}
        self._size = 0
        self._news = threading.Condition()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._write, name="answers", daemon=True)
        self._thread.start()

    def find(self, key: str) -> bytes | None:
        """What is kept under the key, or waits to be."""
        with self._news:
            waiting = self._waiting.get(key) or self._being_written.get(key)
        return waiting if waiting is not None else self._answers.find(key)

    def keep(self, key: str, computed: bytes) -> None:
        """Keeps an answer, soon; where one is kept already, that one stays."""
        with self._news:
            if key in self._waiting or key in self._being_written:
                return
            if self._size + len(computed) <= _MOST and not self._closing.is_set():
                self._waiting[key] = computed
                self._size += len(computed)
                self._news.notify()
                return
        self._answers.keep(key, computed)

    def replace(self, key: str, computed: bytes) -> None:
        """Keeps an answer in place of the one that is kept, at once."""
        with self._news:
            self._size -= len(self._waiting.pop(key, b""))
            self._news.wait_for(lambda: key not in self._being_written)
        self._answers.replace(key, computed)

    def close(self) -> None:
        """Writes what waits, and when answers were used."""
        self._closing.set()
        with self._news:
            self._news.notify()
        self._thread.join()
        self._answers.close()

    def _write(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._closing.is_set())
                if not self._waiting:
                    return
            self._closing.wait(_GATHER)
            with self._news:
                self._being_written, self._waiting, self._size = self._waiting, {}, 0
            try:
                self._answers.keep_all(self._being_written)
            finally:
                with self._news:
                    self._being_written = {}
                    self._news.notify_all()
