"""The one protocol of all engines."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Protocol

from abacist.engines.capabilities import Capabilities
from abacist.engines.messages import Ask, Reply, TextPiece

__all__ = ["Engine"]


class Engine(Protocol):
    """A language model behind some server.

    What comes back was checked against what was asked: a call has the name of an offered tool and an object of
    arguments, a schema is satisfied, nothing is cut off. Whatever is not so raises `EngineError`. To cancel,
    cancel the task or close the stream: the connection is closed and the server stops.
    """

    name: str
    capabilities: Capabilities

    async def complete(self, ask: Ask) -> Reply:
        """The whole reply. Raises `EngineError`."""
        ...

    def stream(self, ask: Ask) -> AsyncGenerator[TextPiece | Reply]:
        """Pieces of text as they come, then the whole reply. Raises `EngineError`, also after pieces."""
        ...

    async def close(self) -> None:
        """Gives its connections back."""
        ...
