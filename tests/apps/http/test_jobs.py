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
        ({"kind": "dance"}, "kind must be one of problems, sweep, evaluation"),
        ({"kind": ["sweep"]}, "kind must be one of"),
        ({"kind": "sweep"}, "sweep is missing"),
        ({"kind": "evaluation", "items": [{"answer": "5"}]}, "items.0.problem is missing"),
        ({"kind": "sweep", "sweep": {"formula": "a", "over": "a=1:3"}}, "sweep.over"),
        ({"items": [{"problem": "1"}], "priority": 0}, "priority"),
    ],
)
def test_what_is_no_job(client: httpx.Client, body: dict[str, object], message: str) -> None:
    response = client.post("/v1/jobs", json=body)
    assert response.status_code == 400
    assert message in response.json()["error"]["message"]


def test_a_sweep(client: httpx.Client) -> None:
    told = {"formula": "S = sqrt(a)", "over": ["a=-1:3"]}
    body = {"kind": "sweep", "sweep": told}
    job = client.post("/v1/jobs", json=body, headers={"Accept-Language": "zh"}).json()
    assert (job["kind"], job["total"]) == ("sweep", 5)
    results = f"/v1/jobs/{job['id']}/results"
    rows = client.get(results, params={"wait": True}).text.splitlines()
    assert [json.loads(row)["a"] for row in rows] == [-1, 0, 1, 2, 3]
    assert json.loads(rows[0])["message"].startswith("sqrt(a) ")
    assert json.loads(rows[2]) == {"a": 1, "S": 1}
    assert client.get(results, params={"after": 3}).text == rows[4] + "\n"
    table = client.get(results, params={"format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.text.splitlines()[:2] == ["a,S,outcome,level", "-1,,undefined,enclosed"]
    assert client.get(results, params={"format": "parquet"}).content[:4] == b"PAR1"
    report = client.get(f"/v1/jobs/{job['id']}/report").json()
    assert report["outcomes"] == {"solved": 4, "undefined": 1}

    assert client.delete(f"/v1/jobs/{job['id']}").status_code == 204
    assert client.get(results).status_code == 404
    assert client.delete(f"/v1/jobs/{job['id']}").status_code == 404
    meaningless = {"kind": "sweep", "sweep": {**told, "over": ["b=1:3"]}}
    assert client.post("/v1/jobs", json=meaningless).status_code == 422


def test_an_evaluation(client: httpx.Client) -> None:
    items = [{"problem": "2 + 3", "answer": 5, "source": "x"}, {"question": "2 + 4", "answer": "7"}]
    job = client.post("/v1/jobs", json={"kind": "evaluation", "items": items}).json()["id"]
    assert _events(client, job)[-1][1]["state"] == "finished"
    report = client.get(f"/v1/jobs/{job}/report").json()
    assert (report["right"], report["wrong"], report["accuracy"]) == (1, 1, 0.5)
    rows = client.get(f"/v1/jobs/{job}/results").text.splitlines()
    assert [json.loads(row)["grade"] for row in rows] == ["right", "wrong"]
    assert client.get(f"/v1/jobs/{job}/results", params={"format": "csv"}).status_code == 422


def test_what_jobs_of_problems_were_called_at_first(client: httpx.Client) -> None:
    body = {"kind": "answers", "items": problems(1), "idempotency_key": "old"}
    job = client.post("/v1/jobs", json=body).json()
    assert job["kind"] == "problems"
    again = client.post("/v1/jobs", json={**body, "kind": "problems"})
    assert (again.status_code, again.json()["id"]) == (200, job["id"])
    assert _events(client, job["id"])[-1][1]["state"] == "finished"
    assert client.get(f"/v1/jobs/{job['id']}/report").json()["levels"] == {"proved": 1}


def test_a_sentence_that_asks_for_a_sweep(client: httpx.Client) -> None:
    sentence = "遍历 R 从 50 到 150 步长 50，计算 S = R^2"
    body = {"kind": "sweep", "sweep": {"text": sentence}}
    job = client.post("/v1/jobs", json=body).json()["id"]
    rows = client.get(f"/v1/jobs/{job}/results", params={"wait": True}).text.splitlines()
    assert [json.loads(row)["S"] for row in rows] == [2500, 10_000, 22_500]
    no_sweep = client.post("/v1/jobs", json={"kind": "sweep", "sweep": {"text": "解方程 2x=4"}})
    assert no_sweep.status_code == 422
    assert "遍历" in no_sweep.json()["error"]["message"]


def test_no_such_job(client: httpx.Client) -> None:
    for path in ("", "/events", "/results", "/report"):
        assert client.get(f"/v1/jobs/nothing{path}").status_code == 404
    assert client.post("/v1/jobs/nothing/cancel").status_code == 404


def test_a_killed_server_leaves_its_sweep_to_the_next(tmp_path: Path, database_url: str) -> None:
    where = {"ABACIST_DATABASE": database_url}
    told = {"formula": "S = a^2/b", "over": ["a=1:40", "b=1:16000"]}
    with serving(tmp_path, "--workers", "2", **where) as server, server.client() as client:
        job = client.post("/v1/jobs", json={"kind": "sweep", "sweep": told}).json()
        place = f"/v1/jobs/{job['id']}"
        until(lambda: client.get(place).json()["done"] > 32_000)
        server.process.kill()
        server.process.wait()
    with serving(tmp_path, "--workers", "2", **where) as server, server.client() as client:
        assert client.get(place).json()["done"] < job["total"]
        query = {"wait": True, "format": "csv"}
        with client.stream("GET", f"{place}/results", params=query) as response:
            rows = list(response.iter_lines())
        assert rows.pop(0) == "a,b,S,outcome,level"
        points = [row.rsplit(",", 3)[0] for row in rows]
        assert points == [f"{a},{b}" for a in range(1, 41) for b in range(1, 16_001)]
        assert client.get(f"{place}/report").json()["outcomes"] == {"solved": job["total"]}
        assert server.stop() == 0


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
