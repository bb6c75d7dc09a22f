"""Jobs over HTTP: handed in, followed, fetched; and what is left of them when the server is killed."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from tests.apps.http.serving import serving
from tests.apps.jobs.processes import is_root, problems, until

pytestmark = pytest.mark.timeout(240)


def _events(client: httpx.Client, job: str) -> list[tuple[str, dict[str, object]]]:
    found: list[tuple[str, dict[str, object]]] = []
    name = ""
    with client.stream("GET", f"/v1/jobs/{job}/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        for line in response.iter_lines():
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                found.append((name, json.loads(line.removeprefix("data: "))))
    return found


def _check(lines: list[str], count: int) -> None:
    answers = [json.loads(line) for line in lines]
    assert [answer["id"] for answer in answers] == [f"p{place}" for place in range(count)]
    for place, answer in enumerate(answers):
        assert is_root(answer["answer"], place + 2)


def test_from_submitting_to_the_results(client: httpx.Client) -> None:
    body = {"items": problems(12), "options": {"language": "zh"}}
    response = client.post("/v1/jobs", json=body, headers={"Idempotency-Key": "first"})
    assert response.status_code == 202
    job = response.json()
    assert (job["state"], job["total"], job["done"]) == ("submitted", 12, 0)
    assert response.headers["location"] == f"/v1/jobs/{job['id']}"

    again = client.post("/v1/jobs", json=body, headers={"Idempotency-Key": "first"})
    assert (again.status_code, again.json()["id"]) == (200, job["id"])
    other = client.post(
        "/v1/jobs", json={"items": problems(13)}, headers={"Idempotency-Key": "first"}
    )
    assert other.status_code == 409

    events = _events(client, job["id"])
    assert [name for name, _ in events[:-1]] == ["progress"] * (len(events) - 1)
    name, last = events[-1]
    assert (name, last["state"], last["done"]) == ("end", "finished", 12)
    assert client.get(f"/v1/jobs/{job['id']}").json()["state"] == "finished"
    assert job["id"] in [each["id"] for each in client.get("/v1/jobs").json()["jobs"]]

    assert "\nabacist_job_items " in client.get("/metrics").text

    lines = client.get(f"/v1/jobs/{job['id']}/results").text.splitlines()
    _check(lines, 12)
    assert json.loads(lines[0])["language"] == "zh"
    rest = client.get(f"/v1/jobs/{job['id']}/results", params={"after": 9, "wait": True})
    assert rest.text.splitlines() == lines[10:]


def test_results_come_while_the_job_runs(client: httpx.Client) -> None:
    job = client.post("/v1/jobs", json={"items": problems(20)}).json()["id"]
    with client.stream("GET", f"/v1/jobs/{job}/results", params={"wait": True}) as response:
        _check(list(response.iter_lines()), 20)


def test_cancelling(client: httpx.Client) -> None:
    job = client.post("/v1/jobs", json={"items": problems(500), "priority": 9}).json()["id"]
    assert client.post(f"/v1/jobs/{job}/cancel").json()["state"] == "cancelled"
    name, last = _events(client, job)[-1]
    assert (name, last["state"]) == ("end", "cancelled")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"items": []}, "items"),
        ({"items": [{"id": 1}]}, "items.0.problem is missing"),
        ({"items": [{"problem": "1"}], "kind": "dance"}, "kind"),
        ({"items": [{"problem": "1"}], "priority": 0}, "priority"),
    ],
)
def test_what_is_no_job(client: httpx.Client, body: dict[str, object], message: str) -> None:
    response = client.post("/v1/jobs", json=body)
    assert response.status_code == 400
    assert message in response.json()["error"]["message"]


def test_no_such_job(client: httpx.Client) -> None:
    for path in ("", "/events", "/results"):
        assert client.get(f"/v1/jobs/nothing{path}").status_code == 404
    assert client.post("/v1/jobs/nothing/cancel").status_code == 404


def test_a_killed_server_leaves_its_jobs_to_the_next(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as server, server.client() as client:
        job = client.post("/v1/jobs", json={"items": problems(60)}).json()["id"]
        until(lambda: client.get(f"/v1/jobs/{job}").json()["done"] > 5)
        server.process.kill()
        server.process.wait()
    with serving(tmp_path, "--workers", "2") as server, server.client() as client:
        with client.stream("GET", f"/v1/jobs/{job}/results", params={"wait": True}) as response:
            _check(list(response.iter_lines()), 60)
        assert server.stop() == 0
