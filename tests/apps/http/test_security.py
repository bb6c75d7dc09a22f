"""Keys, limits and what strangers cannot do."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.apps.http.serving import Server, serving, until
from tests.apps.program import Run, abacist

QUESTION = {"question": "2x + 5 = 17"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the guarded server has its database."""
    return tmp_path_factory.mktemp("guarded")


def _keys(folder: Path, *arguments: str) -> Run:
    return abacist("keys", *arguments, XDG_DATA_HOME=str(folder / "data"))


def _token(folder: Path, *arguments: str) -> str:
    run = _keys(folder, "create", "tests", "--json", *arguments)
    assert run.code == 0, run.err
    return str(json.loads(run.out)["token"])


@pytest.fixture(scope="module")
def guarded(folder: Path) -> Iterator[Server]:
    """A server that asks for keys on every address of this machine."""
    _token(folder)
    with serving(folder, "--host", "0.0.0.0", "--workers", "2") as running:
        running.url = running.url.replace("0.0.0.0", "127.0.0.1")
        yield running


def _ask(server: Server, token: str | None, path: str = "/solve/math") -> httpx.Response:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with server.client() as client:
        return client.post(path, json=QUESTION, headers=headers)


def test_a_server_beyond_loopback_does_not_start_without_a_key(tmp_path: Path) -> None:
    run = abacist("serve", "--host", "0.0.0.0", "--port", "0", XDG_DATA_HOME=str(tmp_path))
    assert run.code == 6
    assert "needs a key" in run.err
    assert "abacist keys create" in run.err


def test_a_key_is_needed_beyond_loopback(guarded: Server, folder: Path) -> None:
    without = _ask(guarded, None)
    assert without.status_code == 401
    assert without.headers["www-authenticate"] == "Bearer"
    assert without.json()["error"]["code"] == "unauthorized"
    wrong = _ask(guarded, "abacist_0123456789ab_" + 43 * "x")
    assert wrong.status_code == 401
    right = _ask(guarded, _token(folder))
    assert right.json()["answer"] == "6"
    with guarded.client() as client:
        other = client.post("/solve/math", json=QUESTION, headers={"X-API-Key": _token(folder)})
    assert other.status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/docs"])
def test_what_tells_nothing_is_open(guarded: Server, path: str) -> None:
    with guarded.client() as client:
        assert client.get(path).status_code == 200


def test_a_key_opens_only_its_scopes(guarded: Server, folder: Path) -> None:
    solving, counting = _token(folder), _token(folder, "--scope", "metrics")
    with guarded.client() as client:
        allowed = client.get("/metrics", headers={"Authorization": f"Bearer {counting}"})
        refused = client.get("/metrics", headers={"Authorization": f"Bearer {solving}"})
    assert (allowed.status_code, refused.status_code) == (200, 403)
    assert _ask(guarded, counting).status_code == 403


def test_a_revoked_key_opens_nothing(guarded: Server, folder: Path) -> None:
    token = _token(folder)
    assert _ask(guarded, token).status_code == 200
    assert _keys(folder, "revoke", token.split("_")[1]).code == 0
    end = time.monotonic() + 20
    while _ask(guarded, token).status_code == 200:
        assert time.monotonic() < end
    assert "revoked" in _ask(guarded, token).json()["error"]["message"]


def test_an_expired_key_opens_nothing(guarded: Server, folder: Path) -> None:
    token = _token(folder, "--days", "0.001")  # 86 s: the test does not wait for them
    from abacist.store.database import Database
    from abacist.store.tables import keys

    url = f"sqlite:///{folder / 'data' / 'abacist' / 'abacist.db'}"
    with Database(url) as database, database.write() as connection:
        change = keys.update().where(keys.c.id == token.split("_")[1])
        connection.execute(change.values(expires_at=time.time() - 1))
    refused = _ask(guarded, token)
    assert refused.status_code == 401
    assert "expired" in refused.json()["error"]["message"]


def test_requests_in_a_minute_are_limited(guarded: Server, folder: Path) -> None:
    token = _token(folder, "--per-minute", "3")
    found = [_ask(guarded, token) for _ in range(5)]
    assert [each.status_code for each in found] == [200, 200, 200, 429, 429]
    assert int(found[-1].headers["retry-after"]) >= 1
    assert _ask(guarded, _token(folder)).status_code == 200, "only the caller with the limit waits"


def test_requests_at_once_are_limited(guarded: Server, folder: Path) -> None:
    token = _token(folder, "--at-once", "1")
    slow = {"problem": "∫ exp(sin(x^3)) / (x^7 + ln(x)) dx", "timeout": 3}
    headers = {"Authorization": f"Bearer {token}", "Cache-Control": "no-cache"}
    with guarded.client() as client:
        first = threading.Thread(
            target=lambda: client.post("/v1/solve", json=slow, headers=headers)
        )
        first.start()
        codes: list[int] = []
        while first.is_alive():
            codes.append(_ask(guarded, token).status_code)
        first.join()
    assert 429 in codes
    assert _ask(guarded, token).status_code == 200


def test_secrets_and_texts_stay_out_of_the_log(guarded: Server, folder: Path) -> None:
    token = _token(folder)
    assert _ask(guarded, token).status_code == 200
    with guarded.client() as client:
        client.post("/solve/math", json={"question": "What is 987654321 + 1?"})
        client.post(
            "/solve/math",
            json={"question": "What is 987654321 + 1?"},
            headers={"Authorization": f"Bearer {token}"},
        )

    def told() -> list[int]:  # the line is written after the response
        lines = map(json.loads, guarded.log.read_text().splitlines())
        return [line["status"] for line in lines if line.get("key") == token.split("_")[1]]

    until(lambda: told() == [200, 200])
    text = guarded.log.read_text()
    assert token.split("_", 2)[2] not in text
    assert "987654321" not in text


def test_the_database_holds_no_secret(guarded: Server, folder: Path) -> None:
    token = _token(folder)
    data = folder / "data" / "abacist"
    kept = b"".join(path.read_bytes() for path in data.iterdir())
    assert token.split("_")[1].encode() in kept
    assert token.split("_", 2)[2].encode() not in kept


def test_the_keys_are_listed_without_secrets(folder: Path) -> None:
    token = _token(folder, "--scope", "review")
    listed = json.loads(_keys(folder, "list", "--json").out)
    mine = next(each for each in listed if each["id"] == token.split("_")[1])
    assert (mine["name"], mine["scopes"], mine["is_valid"]) == ("tests", ["review"], True)
    assert token.split("_", 2)[2] not in _keys(folder, "list").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "me", "--scope", "everything"], "there is no scope 'everything'"),
        (["revoke", "0123456789ab"], "there is no key"),
        (["create", ""], "a key needs a name"),
    ],
)
def test_what_is_wrong_with_a_key_is_said(folder: Path, arguments: list[str], said: str) -> None:
    run = _keys(folder, *arguments)
    assert run.code != 0
    assert said in run.err


# ---- without keys, on the loopback address


def test_on_loopback_any_word_is_no_key_and_no_fault(server: Server) -> None:
    """OpenAI's clients always send some key."""
    assert _ask(server, "sk-whatever").status_code == 200


def test_a_page_that_found_us_under_its_own_name_gets_nothing(client: httpx.Client) -> None:
    response = client.post("/solve/math", json=QUESTION, headers={"Host": "evil.example"})
    assert response.status_code == 403


def test_other_web_sites_may_not_ask(client: httpx.Client) -> None:
    origin = {"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/solve/math", headers=origin)
    assert "access-control-allow-origin" not in response.headers


def test_a_large_body_is_refused_before_it_is_read(client: httpx.Client) -> None:
    response = client.post("/v1/run", content=b"x" * (1 << 20) + b"y")
    assert response.status_code == 413


def test_a_large_body_of_unknown_length_is_refused(client: httpx.Client) -> None:
    response = client.post("/v1/run", content=iter([b" " * (1 << 16)] * 17))
    assert response.status_code == 413


@pytest.mark.parametrize("bracket", ["[]", "{}"])
def test_a_deep_body_is_refused(client: httpx.Client, bracket: str) -> None:
    opening = bracket[0] if bracket == "[]" else '{"a":'
    body = opening * 65 + "1" + bracket[1] * 65
    response = client.post("/v1/run", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 413
    flat = json.dumps({"question": "[" * 1000 + "]" * 1000})
    headers = {"Content-Type": "application/json"}
    assert client.post("/solve/math", content=flat, headers=headers).status_code == 200


def test_a_body_must_come_in_time(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "1", ABACIST_REQUEST_SECONDS="0.3") as slow:
        host, port = slow.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as wire:
            wire.sendall(
                b"POST /solve/math HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
            )
            assert wire.recv(1 << 16).startswith(b"HTTP/1.1 408")


def test_a_request_keeps_its_own_id(client: httpx.Client) -> None:
    mine = client.get("/healthz", headers={"X-Request-ID": "mine-1"})
    assert mine.headers["x-request-id"] == "mine-1"
    other = client.get("/healthz", headers={"X-Request-ID": 'x"\u00e9y'.encode()})
    assert other.headers["x-request-id"] not in ("", 'x"\u00e9y')
