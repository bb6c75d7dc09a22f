"""Sweeps over HTTP: rows streamed, summary at the end, errors before the first row, callers that leave."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.apps.http.serving import Server

S = "S = (R1^2+R2^2)/d + 0.02*|R1-R2|"


def lines(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    return [json.loads(line) for line in response.text.splitlines()]


def test_a_grid_is_computed(client: httpx.Client) -> None:
    asked = {"formula": S, "over": ["R1=50:150:10", "R2=50:150:10", "d=5,10,20"]}
    *rows, last = lines(client.post("/v1/sweeps", json=asked))
    assert len(rows) == last["summary"]["rows"] == 363
    assert rows[0] == {"R1": 50, "R2": 50, "d": 5, "S": 1000}
    assert last["summary"]["greatest"]["S"] == 9000


def test_a_sentence_is_computed(client: httpx.Client) -> None:
    text = "遍历 R1 从 50 到 150 步长 50，d 取 5,10，计算 S=R1^2/d，按 JSONL 逐行输出 d,S"
    response = client.post("/v1/sweeps", json={"text": text})
    assert response.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    *rows, last = lines(response)
    assert rows[0] == {"d": 5, "S": 500}
    assert last["summary"]["rows"] == 6


def test_points_may_stand_in_the_request(client: httpx.Client) -> None:
    asked = {"formula": "y = 1/x", "points": {"x": [1, 0, 4]}, "format": "csv"}
    response = client.post("/v1/sweeps", json=asked)
    assert response.headers["content-type"].startswith("text/csv")
    assert response.text.split() == [
        "x,y,outcome,level",
        "1,1,solved,enclosed",
        "0,,undefined,enclosed",
        "4,0.25,solved,enclosed",
    ]


def test_a_problem_is_computed_in_the_workers(client: httpx.Client) -> None:
    asked = {"problem": "解方程 x^2 - 5x + c = 0", "over": ["c=6,7"]}
    *rows, _ = lines(client.post("/v1/sweeps", json=asked))
    assert [row["answer"] for row in rows] == ["{2, 3}", "{}"]
    assert [row["level"] for row in rows] == ["proved", "proved"]


def test_messages_are_in_the_callers_language(client: httpx.Client) -> None:
    asked = {"formula": "y = ln(x)", "over": ["x=0"]}
    row, _ = lines(client.post("/v1/sweeps", json=asked, headers={"Accept-Language": "zh-CN"}))
    assert "不是实数" in row["message"]


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"formula": "y = x"}, 422, "no parameter"),
        ({"formula": "y = x", "over": ["x=0:1:0"]}, 422, "step"),
        ({"formula": "y = x +", "over": ["x=1"]}, 422, "ends too early"),
        ({"formula": "y = x + t", "over": ["x=1 m", "t=1 s"]}, 422, "different"),
        ({"formula": "y = x", "over": ["x=1:1000000", "z=1:1000000"]}, 413, "1,000,000,000,000"),
        ({"formula": "y = x*z", "over": ["x=1:10000", "z=1:10000"]}, 413, "10,000,000"),
        ({"problem": "the banana of c", "over": ["c=1"]}, 422, "not understood"),
        ({"text": "Solve 2x+5=17"}, 422, "no sweep"),
        ({"formula": "y = x", "problem": "z", "over": ["x=1"]}, 422, "one of formula"),
        ({"formula": "y = x", "over": ["x=1"], "check": 2}, 400, "check"),
        ({"formula": "y = x", "points": {"x": [1, None]}}, 400, "points"),
    ],
)
def test_what_cannot_be_swept_is_an_error_before_any_row(
    client: httpx.Client, asked: object, status: int, told: str
) -> None:
    response = client.post("/v1/sweeps", json=asked)
    assert response.status_code == status, response.text
    assert told in response.json()["error"]["message"]


def test_rows_come_while_others_are_computed(client: httpx.Client) -> None:
    """The first rows of a sweep of many blocks are there long before its last."""
    asked = {"formula": "y = sum(sin(k*x)/k, k, 1, 1000)", "over": ["x=1:100000"], "check": 0}
    with client.stream("POST", "/v1/sweeps", json=asked) as response:
        first = next(response.iter_lines())
        assert json.loads(first)["x"] == 1


def test_a_caller_that_leaves_ends_the_sweep(server: Server) -> None:
    asked = {"problem": "∫_0^1 sin(x^a*exp(x))/x^(1/7) dx", "over": ["a=1:5000"], "timeout": 30}
    with server.client() as leaving, pytest.raises(httpx.ReadTimeout):
        leaving.post("/v1/sweeps", json=asked, timeout=1.0)
    with server.client() as asking:
        answered = asking.post("/solve/math", json={"question": "2x+5=17"}, timeout=20)
        assert answered.json()["answer"] == "6"
    assert server.process.poll() is None
