"""The time that a whole computation has, and how its parts share it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from abacist.core.limits import LIMITS

__all__ = ["Budget"]

_LEAST = 0.05  # seconds; below this no computation is begun
_ACTION_SHARE = 0.75  # of what is left: an answer that nobody had time to check is worth little


@dataclass(frozen=True, slots=True)
class Budget:
    """`seconds` from now on, for everything."""

    seconds: float
    ends: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends", time.monotonic() + self.seconds)

    @property
    def left(self) -> float:
        """Seconds until the end; never below zero."""
        return max(0.0, self.ends - time.monotonic())

    @property
    def is_spent(self) -> bool:
        """True where there is no time to begin anything."""
        return self.left < _LEAST

    @property
    def for_action(self) -> float:
        """Seconds that an action may take; the rest is kept for its checks."""
        return max(_LEAST, self.left * _ACTION_SHARE)

    @property
    def for_check(self) -> float:
        """Seconds that the check of one claim may take."""
        return max(_LEAST, min(LIMITS.check_seconds, self.left))
