"""Who may ask what, how often, and how much at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Scope

from abacist.apps.settings import Settings

__all__ = ["KeyGuard"]


class KeyGuard:
    """Lets everyone in who can reach the loopback address."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @asynccontextmanager
    async def admit(self, scope: Scope) -> AsyncIterator[None]:
        """The time that a request is inside."""
        yield
