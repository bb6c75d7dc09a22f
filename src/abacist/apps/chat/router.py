"""`/v1/chat/completions` and `/v1/models`: the interface that every chat program knows.

The models: `abacist` reads by itself and may ask a configured engine; `abacist-exact` never asks one.
`tool_choice`: `auto` computes; `required` answers with what was computed or refuses; `none` computes nothing
and says that nothing was verified.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from abacist.apps.chat.completion import Completion
from abacist.apps.chat.conversation import turn_of
from abacist.apps.chat.model import ChatCompletion, ModelCard, ModelList, OpenAIError
from abacist.apps.chat.request import ChatRequest
from abacist.apps.chat.speaking import Speaking, Spoken
from abacist.apps.http.caller import told_language
from abacist.apps.http.errors import error_response, incident_response
from abacist.apps.http.solving import answering_of, wants_fresh
from abacist.apps.http.under_way import Threads, under_way
from abacist.core.errors import AbacistError, NotFound
from abacist.core.language import Message
from abacist.execution.executor import Cancellation

__all__ = ["router"]

_MODELS = ("abacist", "abacist-exact")
_CREATED = 1_767_225_600  # 2026-01-01: a model's birthday has to be a number
_AHEAD = 64
"""Events that may wait for a slow caller; then the computation waits."""
_SILENCE = 10.0
"""Seconds without a word after which a comment line keeps proxies from closing the stream."""


def _failing(text: str) -> dict[str, Any]:
    return {"model": OpenAIError, "description": text}


router = APIRouter(
    tags=["chat"],
    responses={
        400: _failing("the request cannot be used"),
        401: _failing("a key is needed, or this one is not valid"),
        403: _failing("the key does not allow this"),
        404: _failing("there is no such model"),
        408: _failing("the request did not arrive in time"),
        413: _failing("the request is larger than its limit"),
        429: _failing("a limit was reached; try again later"),
        500: _failing("a mistake of this program, with its incident number"),
        503: _failing("the database or the computing processes are not there"),
    },
)


@router.get("/v1/models", response_model=ModelList, summary="List the models")
async def models() -> ModelList:
    """Both models: with a configured engine, and never with one."""
    return ModelList(data=tuple(ModelCard(id=name, created=_CREATED) for name in _MODELS))


@router.get("/v1/models/{name}", response_model=ModelCard, summary="Show a model")
async def model(name: str) -> ModelCard:
    """One model."""
    return ModelCard(id=_known(name), created=_CREATED)


@router.post(
    "/v1/chat/completions",
    response_model=ChatCompletion,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
    summary="Answer the last message of a chat",
)
async def complete(asked: ChatRequest, request: Request) -> Response:
    """The answer as a chat completion; with `stream` as server-sent events while it comes into being."""
    _known(asked.model)
    turn = turn_of(asked.messages)
    told_language(request.scope, turn.problem, turn.directives.language)
    request.scope["state"]["text"] = turn.problem
    speaking = Speaking(answering_of(request), asked, turn, wants_fresh(request))
    completion = Completion(asked, turn)
    if asked.stream:
        events = await _Stream(request, completion, speaking).started()
        return StreamingResponse(
            events, media_type="text/event-stream", headers={"cache-control": "no-cache"}
        )
    pieces: list[str] = []
    spoken = await under_way(
        request, lambda end: speaking.speak(pieces.append, end, in_parts=False)
    )
    body = completion.whole("".join(pieces), spoken.reply, spoken.refusal)
    return Response(body, media_type="application/json")


def _known(name: str) -> str:
    if name not in _MODELS:
        raise NotFound(
            Message(en=f"there is no model {name!r}", zh=f"没有名为 {name!r} 的模型"),
            Message(en="/v1/models lists them", zh="/v1/models 列出全部模型"),
        )
    return name


class _Stream:
    """The events of one streamed completion; a caller that leaves cancels its computation."""

    def __init__(self, request: Request, completion: Completion, speaking: Speaking) -> None:
        self._scope = request.scope
        self._threads: Threads = request.app.state.threads
        self._completion, self._speaking = completion, speaking
        self._cancellation = Cancellation()
        self._events: asyncio.Queue[bytes | None] = asyncio.Queue(_AHEAD)

    async def started(self) -> AsyncIterator[bytes]:
        """The events to come. Raises `QueueFull` while nothing has been sent yet."""
        loop = asyncio.get_running_loop()

        def tell(text: str) -> None:
            event = self._completion.said(text)
            if event and not self._cancellation.is_cancelled:
                asyncio.run_coroutine_threadsafe(self._events.put(event), loop).result()

        work = asyncio.ensure_future(
            self._threads.do(lambda: self._speaking.speak(tell, self._cancellation, in_parts=True))
        )
        work.add_done_callback(lambda _: asyncio.ensure_future(self._events.put(None)))
        await asyncio.sleep(0)
        if work.done() and work.exception() is not None:
            await work
        return self._sent(work)

    async def _sent(self, work: asyncio.Future[Spoken]) -> AsyncIterator[bytes]:
        try:
            yield self._completion.begun()
            while True:
                try:
                    event = await asyncio.wait_for(self._events.get(), _SILENCE)
                except TimeoutError:
                    yield b": still computing\n\n"
                    continue
                if event is None:
                    break
                yield event
            yield await self._last(work)
        finally:
            self._cancellation.cancel()
            while not work.done():  # what still wants to be told must not wait for ever
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._events.get(), 0.1)

    async def _last(self, work: asyncio.Future[Spoken]) -> bytes:
        try:
            spoken = await work
        except AbacistError as error:
            return _failed(bytes(error_response(self._scope, error).body))
        except Exception as error:
            return _failed(bytes(incident_response(self._scope, error).body))
        return self._completion.ended(spoken.reply, spoken.refusal)


def _failed(body: bytes) -> bytes:
    return b"data: %b\n\ndata: [DONE]\n\n" % body
