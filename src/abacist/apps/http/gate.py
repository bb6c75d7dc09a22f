"""Where every request comes in: its id, its caller's right, its size, depth and time; its line in the log."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from abacist.apps.http.caller import header, new_request_id
from abacist.apps.http.errors import error_response, incident_response
from abacist.apps.settings import Settings
from abacist.core.errors import AbacistError, InputError, TooLarge
from abacist.core.language import Message as Text

__all__ = ["Gate", "Guard", "Meter"]

_log = logging.getLogger("abacist.access")
_OPENING = (b"[", b"{")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class Late(InputError):
    """A request whose body did not arrive in time."""

    code = "late"
    http_status = 408


class Guard(Protocol):
    """Lets a request in, or raises the `AbacistError` that says why not."""

    def admit(self, scope: Scope) -> AbstractAsyncContextManager[None]:
        """The time that the request is inside."""
        ...


class Meter(Protocol):
    """Counts requests."""

    def requested(self, route: str, method: str, status: int, seconds: float) -> None:
        """A request to a route was answered."""
        ...


class Gate:
    """The outermost part of the application, in plain ASGI: it costs little on every request."""

    def __init__(self, app: ASGIApp, settings: Settings, guard: Guard, meter: Meter) -> None:
        self.app = app
        self.settings, self.guard, self.meter = settings, guard, meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.monotonic()
        request_id = new_request_id(scope)
        scope["state"] = {**scope.get("state", {}), "request_id": request_id}
        status = 0

        async def reply(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", request_id.encode()),
                ]
            await send(message)

        try:
            await self._serve(scope, receive, reply)
        except Exception as error:
            response = incident_response(scope, error)
            if not status:
                await response(scope, receive, reply)
        finally:
            self._tell(scope, status, time.monotonic() - began)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self.guard.admit(scope):
                body = await self._body(scope, receive)
                await self.app(scope, _replay(body, receive), send)
        except AbacistError as error:
            await error_response(scope, error)(scope, receive, send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body. Raises `TooLarge` and `Late`."""
        told = header(scope, b"content-length")
        if told is None and header(scope, b"transfer-encoding") is None:
            return b""
        if told is not None and told.isdigit() and int(told) > self.settings.request_bytes:
            raise self._too_large()
        try:
            async with asyncio.timeout(self.settings.request_seconds):
                body = await self._received(receive)
        except TimeoutError:
            limit = self.settings.request_seconds
            raise Late(
                Text(
                    en=f"the request did not arrive within {limit:g} seconds",
                    zh=f"请求未在 {limit:g} 秒内到达",
                )
            ) from None
        if _is_deeper(body, self.settings.request_depth):
            depth = self.settings.request_depth
            raise TooLarge(
                Text(en=f"more than {depth} levels of nesting", zh=f"嵌套超过 {depth} 层")
            )
        return body

    async def _received(self, receive: Receive) -> bytes:
        parts: list[bytes] = []
        held = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            part = message.get("body", b"")
            held += len(part)
            if held > self.settings.request_bytes:
                raise self._too_large()
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)

    def _too_large(self) -> TooLarge:
        most = self.settings.request_bytes
        return TooLarge(
            Text(en=f"the request has more than {most} bytes", zh=f"请求超过 {most} 字节")
        )

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "-")
        self.meter.requested(route, scope["method"], status, seconds)
        if _log.isEnabledFor(logging.INFO):
            state = scope["state"]
            told: dict[str, Any] = {
                "request_id": state["request_id"],
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "ms": round(1000 * seconds, 3),
                "key": state.get("key"),
                "outcome": state.get("outcome"),
            }
            if self.settings.log_texts and "text" in state:
                told["text"] = state["text"]
            _log.info("request", extra=told)


class ClientGone(InputError):
    """The caller has left; nobody reads this."""

    code = "client_gone"
    http_status = 499

    def __init__(self) -> None:
        super().__init__(Text(en="the client has left", zh="客户端已断开"))


def _replay(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    """Gives the body once, then what really comes: that the caller has left."""
    is_told = False

    async def replayed() -> Message:
        nonlocal is_told
        if is_told:
            return await receive()
        is_told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def _is_deeper(body: bytes, most: int) -> bool:
    """True where brackets are nested more than `most` levels deep, those in texts apart."""
    if sum(map(body.count, _OPENING)) <= most:
        return False
    depth = 0
    for token in _TOKEN.finditer(body):
        if token[0] in _OPENING:
            depth += 1
            if depth > most:
                return True
        elif token[0][:1] != b'"':
            depth -= 1
    return False
