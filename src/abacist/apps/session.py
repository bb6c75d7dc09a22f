"""What the commands of one start of the program share: the process that computes for them."""

from __future__ import annotations

from contextlib import suppress
from types import TracebackType

from abacist.execution.beside import Beside

__all__ = ["Session"]


class Session:
    """Holds the computing process; `warm` starts it before anybody asks for it."""

    def __init__(self) -> None:
        self._beside: Beside | None = None

    def warm(self) -> None:
        """Starts the process now, so that it imports its libraries while the program starts."""
        self._beside = Beside()

    @property
    def executor(self) -> Beside:
        """The computing process."""
        if self._beside is None:
            self.warm()
        assert self._beside is not None
        return self._beside

    def close(self) -> None:
        """Ends the process and all it started."""
        if self._beside is not None:
            with suppress(OSError):
                self._beside.close()
            self._beside = None

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
