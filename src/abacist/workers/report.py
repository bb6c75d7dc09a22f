"""How a computation ended, and the counts of a pool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from abacist.core.errors import AbacistError
from abacist.core.language import Message
from abacist.core.outcome import Outcome

__all__ = ["Report", "Statistics"]


@dataclass(frozen=True, slots=True)
class Report:
    """How one computation ended.

    Exactly one of three holds: the target returned (`outcome` and `error` are None, `value` is
    what it returned); it raised an `AbacistError` (`error`); or it was ended (`outcome`).

    `seconds` is wall time in the worker. `peak_memory` is the most resident memory, in bytes, above
    what the warm worker held before the task; 0 where it could not be told. `log` says for the
    operator what happened (a traceback, a signal, its last words); never show it to a user.
    """

    outcome: Outcome | None = None
    value: Any = None
    error: AbacistError | None = None
    seconds: float = 0.0
    peak_memory: int = 0
    log: str = field(default="", repr=False)

    @property
    def ok(self) -> bool:
        """True where the target returned."""
        return self.outcome is None and self.error is None

    @property
    def message(self) -> Message | None:
        """What the person may be told; None where the target returned."""
        if self.error is not None:
            return self.error.message
        return None if self.outcome is None else self.outcome.message

    def checked(self) -> Report:
        """This report, or the `AbacistError` that the target raised."""
        if self.error is not None:
            raise self.error
        return self


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a pool has done since it was opened.

    `tasks` counts the finished ones, `ended` those that came to an outcome instead of a value (by
    outcome), `errors` those that raised an `AbacistError`. `forks` counts workers forked, `retired`
    those replaced after a task that went well (its number of tasks, grown memory, threads or
    processes left behind), `server_starts` starts of the fork server.
    """

    tasks: int = 0
    errors: int = 0
    ended: Mapping[Outcome, int] = field(default_factory=dict)
    forks: int = 0
    retired: int = 0
    server_starts: int = 0
    waiting: int = 0
    running: int = 0
