"""Pages of other origins may ask only where that was allowed."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.apps.http.serving import Server, serving

PAGE = "https://notes.example"
ASKING = {"Origin": PAGE, "Access-Control-Request-Method": "POST"}
ALLOWED = "access-control-allow-origin"


def _preflight(server: Server, origin: str = PAGE) -> httpx.Response:
    with server.client() as client:
        return client.request("OPTIONS", "/solve/math", headers={**ASKING, "Origin": origin})


def test_no_other_origin_may_ask_by_default(server: Server) -> None:
    assert ALLOWED not in _preflight(server).headers


def test_an_origin_that_is_named_may_ask_and_no_other(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "1", ABACIST_CORS_ORIGINS=f'["{PAGE}"]') as running:
        assert _preflight(running).headers[ALLOWED] == PAGE
        assert ALLOWED not in _preflight(running, "https://elsewhere.example").headers
        with running.client() as client:
            told = client.post(
                "/solve/math", json={"question": "2x + 5 = 17"}, headers={"Origin": PAGE}
            )
        assert (told.headers[ALLOWED], told.json()["answer"]) == (PAGE, "6")
