"""The gate around an application that makes mistakes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from abacist.apps.http.gate import Gate
from abacist.apps.settings import Settings
from abacist.core.errors import StoreUnavailable
from abacist.core.language import Message


class _Open:
    @asynccontextmanager
    async def admit(self, scope: Scope) -> AsyncIterator[None]:
        yield


class _Counts:
    def __init__(self) -> None:
        self.statuses: list[int] = []

    def requested(self, route: str, method: str, status: int, seconds: float) -> None:
        self.statuses.append(status)


def _asked(error: Exception, path: str, **headers: str) -> tuple[httpx.Response, list[int]]:
    """What the gate answers where the application raises `error`."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        raise error

    counts = _Counts()
    gate: Any = Gate(application, Settings(), _Open(), counts)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(gate, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.post(path, json={}, headers=headers)

    return asyncio.run(ask()), counts.statuses


def test_a_mistake_of_ours_has_a_number_and_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "abacist.http"):
        response, statuses = _asked(KeyError("secret detail"), "/solve/math")
    assert response.status_code == 500
    assert statuses == [500]
    error = response.json()["error"]
    assert error["code"] == "internal"
    assert "secret" not in response.text
    (record,) = caplog.records
    told = vars(record)
    assert told["incident"] == error["incident"]
    assert "secret detail" in told["traceback"]
    assert told["request_id"] == error["request_id"]


def test_an_error_of_ours_has_its_status_and_language() -> None:
    away = StoreUnavailable(Message(en="away", zh="不可用"), Message(en="wait", zh="稍候"))
    response, _ = _asked(away, "/v1/solve", **{"Accept-Language": "zh"})
    assert response.status_code == 503
    assert response.headers["retry-after"]
    error = response.json()["error"]
    assert (error["code"], error["message"], error["hint"]) == (
        "store_unavailable",
        "不可用",
        "稍候",
    )


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/models"])
def test_openai_clients_get_errors_in_their_shape(path: str) -> None:
    response, _ = _asked(StoreUnavailable(Message(en="away", zh="不可用")), path)
    error = response.json()["error"]
    assert {"message", "type", "param", "code"} <= set(error)
    assert (error["type"], error["message"]) == ("server_error", "away")
    assert json.loads(response.content)["error"]["request_id"]
