"""Any server that speaks OpenAI's chat completions: vLLM, Ollama, llama.cpp, LM Studio, SGLang, hosted ones."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from abacist.core.errors import ConfigError
from abacist.core.language import Message
from abacist.engines.capabilities import Capabilities, Support
from abacist.engines.events import DONE, TooLong, data_of
from abacist.engines.faults import Fault
from abacist.engines.judging import judged
from abacist.engines.messages import BOUNDS, Ask, Reply, TextPiece
from abacist.engines.repetition import Watch
from abacist.engines.wire import Draft, body, error_in

if TYPE_CHECKING:
    import httpx

__all__ = ["Server"]

_CONNECT = 5.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Server:
    """One model of one server; one attempt per request, see `retrying` for more.

    `url` is the address up to `/v1`. `key` goes to that server alone and appears in no message.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        name: str = "",
        key: str | None = None,
        capabilities: Capabilities | None = None,
    ) -> None:
        """Raises `ConfigError` where the URL is none."""
        self.url = base_url(url)
        self.model = model
        self.name = name or (urlsplit(self.url).netloc.rpartition("@")[2])
        self.capabilities = capabilities or Capabilities()
        self._key = key
        self._kept: httpx.AsyncClient | None = None

    @property
    def _client(self) -> httpx.AsyncClient:
        if self._kept is None:
            import httpx

            headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
            self._kept = httpx.AsyncClient(
                base_url=self.url + "/",
                headers=headers,
                timeout=httpx.Timeout(None, connect=_CONNECT),
                limits=httpx.Limits(max_connections=256, max_keepalive_connections=64),
                follow_redirects=False,
                trust_env=urlsplit(self.url).hostname not in _LOOPBACK,
            )
        return self._kept

    async def close(self) -> None:
        """Gives its connections back."""
        if self._kept is not None:
            await self._kept.aclose()
            self._kept = None

    async def models(self, seconds: float = 10.0) -> tuple[str, ...]:
        """The models that the server tells. Raises `EngineError`."""
        try:
            async with asyncio.timeout(seconds), self._asked("GET", "models") as response:
                told = _object(self.name, await self._body(response))
        except TimeoutError as error:
            raise Fault.SLOW.error(self.name, f"{seconds:g}") from error
        listed = told.get("data") if isinstance(told.get("data"), list) else []
        found = [each.get("id") for each in listed or () if isinstance(each, dict)]
        return tuple(each for each in found if isinstance(each, str))

    async def complete(self, ask: Ask) -> Reply:
        """The whole reply. Raises `EngineError`."""
        told = body(ask, self.model, stream=False)
        try:
            async with asyncio.timeout(ask.seconds), self._asked("POST", _CHAT, told) as response:
                part = _object(self.name, await self._body(response))
        except TimeoutError as error:
            raise Fault.SLOW.error(self.name, f"{ask.seconds:g}") from error
        draft = Draft()
        self._take(draft, part, "message")
        return judged(self.name, ask, draft)

    async def stream(self, ask: Ask) -> AsyncGenerator[TextPiece | Reply]:
        """Pieces of text as they come, then the whole reply. Raises `EngineError`."""
        usage = self.capabilities.streamed_usage is not Support.REFUSED
        told = body(ask, self.model, stream=True, stream_usage=usage)
        draft, watch = Draft(), Watch()
        chunks = self._chunks(ask, told, draft)
        try:
            async for text in chunks:
                yield TextPiece(text=text)
                repeated = watch.sees(text)
                if repeated:
                    wrote = "".join(draft.text)[:200]
                    raise Fault.REPETITION.error(self.name, repr(repeated[:60]), wrote=wrote)
        finally:
            await chunks.aclose()
        yield judged(self.name, ask, draft)

    async def _chunks(self, ask: Ask, told: dict[str, Any], draft: Draft) -> AsyncGenerator[str]:
        """The pieces of text of a stream that came to its end, each within its time."""
        now = asyncio.get_running_loop().time
        end, first = now() + ask.seconds, now() + min(ask.first_seconds, ask.seconds)
        has_begun, data = False, b""
        try:
            async with AsyncExitStack() as opened:
                # Each wait has the limit, not the whole: between two pieces the task is our reader's.
                async with asyncio.timeout_at(first):
                    got = await opened.enter_async_context(self._asked("POST", _CHAT, told))
                events = data_of(got.aiter_bytes())
                while data != DONE:
                    async with asyncio.timeout_at(end if has_begun else first):
                        data = await anext(events, b"")
                    if data in (b"", DONE):
                        break
                    text = self._take(draft, _object(self.name, data), "delta")
                    has_begun = has_begun or draft.size > 0
                    if text:
                        yield text
        except TimeoutError as error:
            is_late = not has_begun and ask.first_seconds < ask.seconds
            fault = Fault.LATE if is_late else Fault.SLOW
            seconds = ask.first_seconds if is_late else ask.seconds
            raise fault.error(self.name, f"{seconds:g}") from error
        except TooLong as error:
            raise Fault.TOO_LONG.error(self.name, str(error)) from error
        if data != DONE and draft.finish is None:
            raise Fault.RESET.error(self.name)

    def _take(self, draft: Draft, part: dict[str, Any], key: str) -> str:
        wrong = error_in(part)
        if wrong:
            raise Fault.ERROR_BODY.error(self.name, wrong)
        try:
            text = draft.add(part, key)
        except ValueError as error:
            raise Fault.NOT_JSON.error(self.name, str(error)) from error
        if draft.size > BOUNDS.reply_bytes:
            raise Fault.TOO_LONG.error(self.name, f"{BOUNDS.reply_bytes} B")
        return text

    @asynccontextmanager
    async def _asked(
        self, method: str, path: str, told: dict[str, Any] | None = None
    ) -> AsyncIterator[httpx.Response]:
        """The answer to a request, after its status was found to be good; every error of httpx translated."""
        import httpx

        has_answered = False
        try:
            async with self._client.stream(method, path, json=told) as response:
                has_answered = True
                if not response.is_success:
                    raise self._refusal(response.status_code, await self._body(response))
                yield response
        except (httpx.TransportError, httpx.InvalidURL, ssl.SSLError) as error:
            if has_answered or isinstance(error, httpx.ReadError | httpx.RemoteProtocolError):
                raise Fault.RESET.error(self.name) from error
            raise Fault.UNREACHABLE.error(self.name, str(error) or type(error).__name__) from error
        except httpx.DecodingError as error:
            raise Fault.NOT_JSON.error(self.name, str(error)) from error

    def _refusal(self, status: int, told: bytes) -> Exception:
        try:
            part = json.loads(told)
        except (ValueError, RecursionError):
            part = None
        words = error_in(part) if isinstance(part, dict) else told[:300].decode(errors="replace")
        why = f"HTTP {status} {words}".strip()
        if status in (401, 403):
            return Fault.DENIED.error(self.name)
        if status in (408, 409, 425, 429) or status >= 500:
            return Fault.BUSY.error(self.name, why)
        return Fault.REFUSED.error(self.name, why)

    async def _body(self, response: httpx.Response) -> bytes:
        whole = bytearray()
        async for chunk in response.aiter_bytes():
            whole += chunk
            if len(whole) > BOUNDS.reply_bytes:
                raise Fault.TOO_LONG.error(self.name, f"{BOUNDS.reply_bytes} B")
        return bytes(whole)


_CHAT = "chat/completions"


def base_url(url: str) -> str:
    """The address up to `/v1`, which may be left out. Raises `ConfigError`."""
    parts = urlsplit(url.strip())
    try:
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_right = False
    if not is_right or parts.query or parts.fragment:
        raise ConfigError(
            Message(en=f"{url!r} is no address of an engine", zh=f"{url!r} 不是引擎地址"),
            Message(
                en="for example: http://127.0.0.1:8000/v1", zh="例如：http://127.0.0.1:8000/v1"
            ),
        )
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return f"{parts.scheme}://{parts.netloc}{path or '/v1'}"


def _object(engine: str, data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        start = data[:60].decode(errors="replace")
        raise Fault.NOT_JSON.error(engine, repr(start)) from error
    if not isinstance(found, dict):
        raise Fault.NOT_JSON.error(engine, repr(found)[:60])
    return found
