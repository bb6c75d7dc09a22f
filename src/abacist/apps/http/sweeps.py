"""Sweeps over HTTP: the rows are streamed as they are computed.

The first rows are computed before the response begins, so that what is wrong with a sweep is an error with
its status. A stream of JSON lines ends with a line `{"summary": …}`: without it, it was cut off.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import ConfigDict, Field
from starlette.responses import StreamingResponse

from abacist.apps.answering import Answering
from abacist.apps.http.caller import spoken_by, told_language
from abacist.apps.http.errors import ERRORS
from abacist.apps.http.told import Told
from abacist.apps.http.under_way import Threads, under_way
from abacist.apps.sweeps.live import live_rows
from abacist.apps.sweeps.sentences import sweep_of
from abacist.apps.sweeps.spec import Sweep
from abacist.core.errors import InputError
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.execution.executor import Cancellation

__all__ = ["Sentence", "router", "wanted_sweep"]

router = APIRouter(tags=["sweeps"], responses=ERRORS)

_MEDIA = {"jsonl": "application/x-ndjson", "csv": "text/csv"}
_STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": 'one row a line; JSON lines end with `{"summary": …}`',
        "content": {kind: {"schema": {"type": "string"}} for kind in _MEDIA.values()},
    }
}


class Asked(Told, Sweep):
    """A sweep as a body."""


class Sentence(Told, Record):
    """A sweep in words."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"text": "遍历 R 从 50 到 150 步长 10，计算 S = R^2，按 JSONL 逐行输出 R,S"}
            ]
        }
    )

    text: Annotated[str, Field(min_length=1, max_length=4_000)]


@router.post(
    "/v1/sweeps",
    response_class=StreamingResponse,
    responses=_STREAMED,
    summary="Compute a formula or a problem at many points",
)
async def sweep(asked: Asked | Sentence, request: Request) -> StreamingResponse:
    """The rows of a sweep, in order, as they are computed; a caller that leaves ends it."""
    threads: Threads = request.app.state.threads
    answering: Answering = request.app.state.answering
    wanted = wanted_sweep(asked, request)

    def begin(end: Cancellation) -> _Rows:
        rows = _Rows(wanted, answering, end)
        rows.first = rows.next()
        return rows

    rows = await under_way(request, begin)
    media = _MEDIA[wanted.format]
    return StreamingResponse(_parts(rows, threads), media_type=f"{media}; charset=utf-8")


def wanted_sweep(asked: Sweep | Sentence, request: Request) -> Sweep:
    """The sweep, its messages in the language of the caller."""
    scope = request.scope
    if isinstance(asked, Sweep):
        is_told = "language" in asked.model_fields_set
        told_language(scope, asked.problem, asked.language if is_told else None)
        return asked.model_copy(update={"language": spoken_by(scope)})
    told_language(scope, asked.text, None)
    found = sweep_of(asked.text)
    if found is None:
        raise InputError(
            Message(
                en="this sentence asks for no sweep that is understood",
                zh="没有从这句话中读出一个遍历任务",
            ),
            Message(en="send formula and over instead", zh="请改用 formula 与 over 字段"),
        )
    return found.model_copy(update={"language": spoken_by(scope)})


async def _parts(rows: _Rows, threads: Threads) -> AsyncIterator[bytes]:
    """The bytes of the response; the next rows are computed once the last ones were taken."""
    try:
        part = rows.first
        while part is not None:
            yield part
            part = await threads.do(rows.next)
    finally:
        rows.cancellation.cancel()
        asyncio.get_running_loop().run_in_executor(None, rows.close)


class _Rows:
    """The rows of one sweep, taken from several threads, one at a time."""

    def __init__(self, sweep: Sweep, answering: Answering, cancellation: Cancellation) -> None:
        self.cancellation = cancellation
        self.first: bytes | None = None
        self._guard = threading.Lock()
        self._rows = live_rows(sweep, answering, answering.until(cancellation))

    def next(self) -> bytes | None:
        """The next rows; None at the end."""
        with self._guard:
            return next(self._rows, None)

    def close(self) -> None:
        """Ends it wherever it is."""
        with self._guard:
            self._rows.close()
