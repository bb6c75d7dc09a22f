"""Leaves a database alone for a while after it failed, so that not every answer waits for it in vain."""

from __future__ import annotations

import logging
import time

from abacist.core.errors import StoreError

__all__ = ["Pause"]

_LOG = logging.getLogger(__name__)
_SECONDS = 5.0


class Pause:
    """For what an answer can do without; `what` says in the log what is left out meanwhile."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._until = 0.0

    @property
    def is_on(self) -> bool:
        """Whether the database is left alone now."""
        return time.monotonic() < self._until

    def begin(self, error: StoreError) -> None:
        """After an error of the database."""
        self._until = time.monotonic() + _SECONDS
        _LOG.warning("%s for %g s: %s", self._what, _SECONDS, error)
