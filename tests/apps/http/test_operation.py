"""What those who run the server see and do: health, counts, the log, its end; callers who leave."""

from __future__ import annotations

import json
import re
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.apps.http.serving import Server, serving, until
from tests.apps.program import abacist

HOPELESS = "∫ exp(sin(x^3) + cos(x^5)) / (x^7 + ln(x) + exp(cos(x^2))) dx"


def _count(client: httpx.Client, name: str) -> float:
    """The sum of a metric over its labels."""
    found = re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return sum(map(float, found))


def test_it_lives_and_is_ready(client: httpx.Client) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["parts"] == {"workers": "ok", "database": "ok"}


def test_counts(client: httpx.Client) -> None:
    before = _count(client, "abacist_answers_total")
    client.post("/solve/math", json={"question": "What is 7 * 191?"})
    client.post("/solve/math", json={"question": "What is 7 * 191?"})
    assert _count(client, "abacist_answers_total") == before + 2
    text = client.get("/metrics").text
    for name in (
        'abacist_stage_seconds_count{stage="read"}',
        'abacist_stage_seconds_count{stage="compute"}',
        'abacist_answers_total{level="proved",outcome="solved",source="memory"}',
        "abacist_worker_tasks_total",
        "abacist_queue_depth",
        'abacist_request_seconds_count{route="/solve/math"}',
        "process_resident_memory_bytes",
    ):
        assert name in text


def test_what_many_ask_at_once_is_computed_once(client: httpx.Client) -> None:
    question = {"question": "What is the remainder when 7^191 is divided by 1013?"}
    before = _count(client, "abacist_worker_tasks_total")
    with ThreadPoolExecutor(50) as threads:
        found = list(threads.map(lambda _: client.post("/solve/math", json=question), range(50)))
    assert len({each.content for each in found}) == 1
    assert found[0].json()["outcome"] == "solved"
    tasks = _count(client, "abacist_worker_tasks_total") - before
    assert tasks in (2, 3), "one reads, one computes; perhaps one writes what was just kept"


def test_a_killed_computation_is_counted(client: httpx.Client) -> None:
    before = _count(client, "abacist_worker_kills_total")
    client.post("/v1/solve", json={"problem": HOPELESS, "timeout": 0.3})
    assert _count(client, "abacist_worker_kills_total") > before


def test_who_leaves_ends_the_computation(server: Server, client: httpx.Client) -> None:
    def busy() -> float:
        return _count(client, "abacist_workers_busy")

    until(lambda: busy() == 0)
    body = json.dumps({"problem": HOPELESS, "timeout": 60}).encode()
    host, port = server.url.removeprefix("http://").split(":")
    head = (
        "POST /v1/solve HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((host, int(port))) as wire:
        wire.sendall(head.encode() + body)
        until(lambda: busy() == 1)
    until(lambda: busy() == 0, 10)


def test_the_life_of_a_server(tmp_path: Path) -> None:
    """Told to end, it finishes what runs; what was computed is there for the next one, byte for byte."""
    question = {"question": "What is the remainder when 7^100 is divided by 11?"}
    with (
        serving(tmp_path, "--workers", "1", ABACIST_LOG_TEXTS="true") as server,
        server.client() as client,
    ):
        first = client.post("/solve/math", json=question)
        found: list[httpx.Response] = []
        asked = {"problem": HOPELESS, "timeout": 3}
        asking = threading.Thread(target=lambda: found.append(client.post("/v1/solve", json=asked)))
        asking.start()
        with server.client() as watching:
            until(lambda: _count(watching, "abacist_workers_busy") == 1)
        assert server.stop(signal.SIGTERM) == 0
        asking.join()
    assert found[0].json()["outcome"] in ("timeout", "unable")
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    assert question["question"] in [line.get("text") for line in lines], "texts were asked for"
    with serving(tmp_path, "--workers", "1") as server, server.client() as client:
        again = client.post("/solve/math", json=question)
        assert server.stop(signal.SIGINT) == 0
    assert (first.headers["x-abacist-cache"], again.headers["x-abacist-cache"]) == (
        "computed",
        "store",
    )
    assert again.content == first.content


def test_a_port_in_use_is_told(server: Server, tmp_path: Path) -> None:
    port = server.url.rpartition(":")[2]
    run = abacist("serve", "--port", port, XDG_DATA_HOME=str(tmp_path))
    assert run.code == 6
    assert "cannot listen" in run.err


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    run = abacist("serve", "--port", "0", "--database", url, XDG_DATA_HOME=str(tmp_path))
    assert run.code == 5
    assert "Traceback" not in run.err


def test_the_documentation_is_there(client: httpx.Client) -> None:
    assert client.get("/docs").status_code == 200
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/solve/math", "/v1/solve", "/v1/run", "/v1/verify", "/v1/equal", "/v1/actions"} <= set(
        paths
    )


def test_actions_have_schemas(client: httpx.Client) -> None:
    listed = client.get("/v1/actions").json()["actions"]
    names = [each["name"] for each in listed]
    assert "calculus.integrate" in names
    assert all(each["arguments"]["type"] == "object" for each in listed)
    page = client.get("/v1/actions/calculus.integrate").json()
    assert page["examples"]
    missing = client.get("/v1/actions/nothing")
    assert missing.status_code == 404
