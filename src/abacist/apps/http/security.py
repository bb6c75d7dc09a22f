"""Who may ask what, how often, and how much at once.

On the loopback address everybody may ask, unless `keys` is set; elsewhere a key is needed. A key comes as
`Authorization: Bearer …`, as OpenAI's clients send it, or as `X-API-Key`. Limits hold for all processes of a
database together (`allowing`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Scope

from abacist.apps.http.allowing import Allowing
from abacist.apps.http.caller import header
from abacist.apps.http.errors import Forbidden, Unauthorized
from abacist.apps.settings import Settings
from abacist.core.errors import ConfigError
from abacist.core.language import Message
from abacist.store.keys import Key, Keys

__all__ = ["OPEN", "SCOPES", "KeyGuard", "scope_of"]

SCOPES = {
    "solve": Message(en="problems, plans, formulas, conversations", zh="求解、核验、对话"),
    "sweeps": Message(en="sweeps", zh="参数遍历"),
    "jobs": Message(en="jobs in the background", zh="后台任务"),
    "review": Message(en="the queue of reviews, and verdicts", zh="人工复核"),
    "metrics": Message(en="counts for Prometheus", zh="监控指标"),
}
"""What a key may open; a key with none of them opens nothing."""

OPEN = frozenset({"/healthz", "/readyz", "/docs", "/docs/oauth2-redirect", "/openapi.json"})
"""What everybody may read: it tells nothing of what was asked."""

_BY_PATH = (
    ("/v1/sweeps", "sweeps"),
    ("/v1/jobs", "jobs"),
    ("/v1/review", "review"),
    ("/metrics", "metrics"),
)
_KNOWN_FOR = 1.0  # seconds; the store remembers a key about as long
_MOST_KNOWN = 4096
_LOOPBACK = ("localhost", "127.", "[::1]")


def scope_of(path: str) -> str:
    """The scope that a path needs."""
    return next((scope for start, scope in _BY_PATH if path.startswith(start)), "solve")


class KeyGuard:
    """Lets requests in by their keys and counts them; a `Guard` of the gate."""

    def __init__(self, settings: Settings, keys: Keys, allowing: Allowing) -> None:
        self.settings, self.keys, self.allowing = settings, keys, allowing
        self.needs_key = settings.keys or not settings.is_loopback
        self._known: dict[str, tuple[float, Key | None]] = {}

    def check_start(self) -> None:
        """Raises `ConfigError` where nobody could ask: keys are needed and there is none."""
        if self.needs_key and not any(key.is_valid for key in self.keys.list()):
            raise ConfigError(
                Message(
                    en=f"listening at {self.settings.host} needs a key, and there is none",
                    zh=f"监听 {self.settings.host} 需要密钥，但目前没有可用的密钥",
                ),
                Message(
                    en="`abacist keys create NAME` makes one",
                    zh="用 `abacist keys create 名称` 创建",
                ),
            )

    @asynccontextmanager
    async def admit(self, scope: Scope) -> AsyncIterator[None]:
        """The time that a request is inside.

        Raises `Unauthorized`, `Forbidden`, and `BudgetExceeded` beyond the caller's limits.
        """
        if scope["path"] in OPEN or scope["method"] == "OPTIONS":
            yield
            return
        key = await self._key(scope)
        if key is None and not self.needs_key:
            _check_host(scope)
        rate, most = self._limits(key)
        async with self.allowing.within("" if key is None else key.id, rate, most):
            yield

    async def _key(self, scope: Scope) -> Key | None:
        """The caller's key; None on the loopback address, where any other word is no key and no fault."""
        token = _token(scope)
        key = None if token is None else await self._checked(token)
        if key is None or not key.is_valid:
            if self.needs_key:
                raise Unauthorized(*_why_not(token, key))
            return None
        scope["state"]["key"] = key.id
        wanted = scope_of(scope["path"])
        if wanted not in key.scopes:
            raise Forbidden(
                Message(en=f"this key does not open {wanted!r}", zh=f"此密钥不包含权限 {wanted!r}"),
                Message(
                    en=f"`abacist keys create NAME --scope {wanted}` makes one that does",
                    zh=f"可用 `abacist keys create 名称 --scope {wanted}` 另建一个",
                ),
            )
        return key

    async def _checked(self, token: str) -> Key | None:
        seen = self._known.get(token)
        if seen is not None and time.monotonic() < seen[0]:
            return seen[1]
        key = await asyncio.to_thread(self.keys.check, token)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[token] = (time.monotonic() + _KNOWN_FOR, key)
        return key

    def _limits(self, key: Key | None) -> tuple[int, int]:
        """Requests in a minute, and at once; 0: any number."""
        rate, most = self.settings.requests_per_minute, self.settings.requests_at_once
        if key is not None:
            rate = rate if key.requests_per_minute is None else key.requests_per_minute
            most = most if key.concurrent_requests is None else key.concurrent_requests
        return rate, most


def _token(scope: Scope) -> str | None:
    kind, _, token = (header(scope, b"authorization") or "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip()
    return header(scope, b"x-api-key")


def _check_host(scope: Scope) -> None:
    """Raises `Forbidden` where a web page found us under a name of its own (DNS rebinding)."""
    host = (header(scope, b"host") or "localhost").lower()
    if not host.startswith(_LOOPBACK):
        raise Forbidden(
            Message(
                en="without a key, only this machine's own name opens the server",
                zh="未使用密钥时，只能以本机名称访问",
            ),
            Message(
                en="ask http://127.0.0.1, or set keys = true and use a key",
                zh="请访问 http://127.0.0.1，或设置 keys = true 并使用密钥",
            ),
        )


def _why_not(token: str | None, key: Key | None) -> tuple[Message, Message]:
    """What is wrong with a key: never which part of it."""
    hint = Message(
        en="send it as Authorization: Bearer …; `abacist keys create NAME` makes one",
        zh="请以 Authorization: Bearer … 发送；用 `abacist keys create 名称` 创建",
    )
    if token is None:
        return Message(en="a key is needed", zh="需要密钥"), hint
    if key is not None and key.revoked_at is not None:
        return Message(en="this key was revoked", zh="此密钥已被撤销"), hint
    if key is not None:
        return Message(en="this key has expired", zh="此密钥已过期"), hint
    return Message(en="this is no valid key", zh="密钥无效"), hint
