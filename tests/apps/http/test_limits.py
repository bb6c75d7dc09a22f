"""Two servers on one PostgreSQL: a key's limits are those of both together."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from tests.apps.http.serving import Server, serving, until
from tests.apps.program import abacist
from tests.postgres import PostgreSQL

SLOW = {"problem": "∫ exp(sin(x^3)) / (x^7 + ln(x)) dx", "timeout": 60}


@pytest.fixture(scope="module")
def url(postgres: PostgreSQL) -> str:
    return postgres.create()


@pytest.fixture(scope="module")
def pair(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """Two servers."""
    with ExitStack() as running:
        yield [
            running.enter_context(
                serving(tmp_path_factory.mktemp("pair"), "--database", url, "--workers", "2")
            )
            for _ in range(2)
        ]


def _headers(url: str, *limits: str) -> dict[str, str]:
    run = abacist("keys", "create", "tests", "--json", *limits, ABACIST_DATABASE=url)
    assert run.code == 0, run.err
    return {"Authorization": f"Bearer {json.loads(run.out)['token']}"}


def test_requests_in_a_minute(url: str, pair: list[Server]) -> None:
    headers = _headers(url, "--per-minute", "7")

    def ask(number: int) -> httpx.Response:
        with pair[number % 2].client() as client:
            return client.post("/v1/equal", json={"a": "x", "b": "x"}, headers=headers)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(ask, range(24)))
    codes = [each.status_code for each in found]
    # Every eight seconds and a half there is another one.
    assert 7 <= codes.count(200) <= 9
    assert codes.count(200) + codes.count(429) == 24
    refused = next(each for each in found if each.status_code == 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 10


def _running(client: httpx.Client) -> float:
    metrics = client.get("/metrics").text
    return float(metrics.split("\nabacist_workers_busy ")[1].split()[0])


def test_requests_at_once(url: str, pair: list[Server], tmp_path: Path) -> None:
    """A place that is taken here is taken there; it is free again when its request, or its server, has ended."""
    headers = _headers(url, "--at-once", "1", "--scope", "solve")
    one, other = pair
    with serving(tmp_path, "--database", url, "--workers", "1") as third, ExitStack() as opened:
        clients = [opened.enter_context(each.client()) for each in (one, other, third)]

        def ask(client: httpx.Client, question: object) -> int:
            return client.post("/v1/solve", json=question, headers=headers).status_code

        def hold() -> None:
            with third.client() as client, suppress(httpx.HTTPError):
                ask(client, SLOW)

        first = threading.Thread(target=hold)
        first.start()
        quick = {"problem": "2x + 5 = 17"}
        until(lambda: _running(clients[2]) == 1)
        assert [ask(each, quick) for each in clients] == [429, 429, 429]
        third.process.kill()
        first.join()
        until(lambda: ask(clients[0], quick) == 200, 20)
        until(lambda: ask(clients[1], quick) == 200, 5)
