"""Chat completions of a real server, field by field."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from abacist.core.answer import Answer
from tests.apps.http.serving import Server, until

RK4 = "用RK4求解 dy/dx = -2y + x, y(0)=1, 步长 h=0.1, 求 y(0.5)"
BOOKS = "小明有12本书，小红的书比小明多两倍，小红有几本"


def post(client: httpx.Client, *turns: tuple[str, str], **fields: Any) -> httpx.Response:
    messages = [{"role": role, "content": text} for role, text in turns]
    body = {"model": "abacist", "messages": messages, **fields}
    return client.post("/v1/chat/completions", json=body)


def ask(client: httpx.Client, *questions: str, **fields: Any) -> dict[str, Any]:
    turns: list[tuple[str, str]] = []
    for question in questions:
        turns += [("user", question), ("assistant", "…")]
    response = post(client, *turns[:-1], **fields)
    assert response.status_code == 200, response.text
    return dict(response.json())


def content(completion: dict[str, Any]) -> str:
    return str(completion["choices"][0]["message"]["content"])


def answer(completion: dict[str, Any]) -> str:
    return str(completion["abacist"]["answer"]["answer"])


def streamed(client: httpx.Client, *questions: str, **fields: Any) -> list[dict[str, Any]]:
    turns: list[tuple[str, str]] = []
    for question in questions:
        turns += [("user", question), ("assistant", "…")]
    response = post(client, *turns[:-1], stream=True, **fields)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [line for line in response.text.split("\n\n") if line and not line.startswith(":")]
    assert events.pop() == "data: [DONE]"
    return [json.loads(event.removeprefix("data: ")) for event in events]


def text_of(chunks: list[dict[str, Any]]) -> str:
    return "".join(
        choice["delta"].get("content", "") for chunk in chunks for choice in chunk["choices"][:1]
    )


def test_the_reply_is_a_completion_with_the_whole_answer(client: httpx.Client) -> None:
    found = ask(client, "2x+5=17")
    assert found["object"] == "chat.completion"
    assert found["choices"][0]["finish_reason"] == "stop"
    assert r"\boxed{6}" in content(found)
    assert "proved" in content(found)
    whole = Answer.model_validate(found["abacist"]["answer"])
    assert whole.answer == "6"
    assert whole.certificates
    usage = found["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 20


def test_a_stream_says_what_a_single_reply_says(client: httpx.Client) -> None:
    for question in (RK4, BOOKS, "the sum of the positive factors of 48 that are divisible by 3"):
        fresh = {"headers": {"cache-control": "no-cache"}}
        client.headers.update(fresh["headers"])
        chunks = streamed(client, question)
        assert text_of(chunks) == content(ask(client, question))
        assert len(chunks) >= 5  # who speaks, the restatement, the steps, the answer, the end
        client.headers.pop("cache-control")


def test_the_last_chunk_holds_the_answer_and_one_more_the_usage(client: httpx.Client) -> None:
    *_, end, usage = streamed(client, "3x=12", stream_options={"include_usage": True})
    assert end["choices"][0]["finish_reason"] == "stop"
    assert answer(end) == "4"
    assert usage["choices"] == []
    assert usage["usage"]["completion_tokens"] > 0


def test_later_turns_change_the_last_plan(client: httpx.Client) -> None:
    assert answer(ask(client, RK4)) == "0.459857"
    assert answer(ask(client, RK4, "把步长改成 0.05")) == "0.459850"
    assert answer(ask(client, "maximum of x^3-3x on [-2,2]", "what about its derivative?")) == (
        "3*x**2 - 3"
    )


def test_another_reading(client: httpx.Client) -> None:
    assert answer(ask(client, BOOKS)) == "36"
    assert "按理解 2" in content(ask(client, BOOKS))
    assert answer(ask(client, BOOKS, "按理解 2")) == "24"


def test_the_system_prompt_is_obeyed(client: httpx.Client) -> None:
    prompt = "【任务】求解下面的方程【输出要求】用英文回答；保留3位小数；只输出最终答案"
    response = post(client, ("system", prompt), ("user", "x^2=2"))
    assert response.status_code == 200
    found = response.json()
    assert r"\left\{-1.414, 1.414\right\}" in content(found)
    assert "proved" in content(found)
    assert "Understood" not in content(found)
    assert found["abacist"]["instructions"]["obeyed"] == [
        "用英文回答", "保留3位小数", "只输出最终答案"
    ]  # fmt: skip


def test_brackets_instead_of_dollars(client: httpx.Client) -> None:
    found = content(ask(client, r"x^2=4. Use \( \) for formulas."))
    assert "\\[\n\\boxed" in found
    assert "$" not in found


@pytest.mark.parametrize("choice", ["auto", "required", "none", None])
def test_tool_choice(client: httpx.Client, choice: str | None) -> None:
    fields = {} if choice is None else {"tool_choice": choice}
    found = ask(client, "7x=63", **fields)
    if choice == "none":
        assert "answer" not in found["abacist"]
        assert "9" not in content(found)
        assert "unverified" in content(found)
    else:
        assert answer(found) == "9"


def test_what_is_required_and_cannot_be_computed_is_refused(client: httpx.Client) -> None:
    message = ask(client, "write a poem", tool_choice="required")["choices"][0]["message"]
    assert message["refusal"]
    assert ask(client, "write a poem")["choices"][0]["message"]["refusal"] is None


def test_tools_of_the_caller_need_an_engine(client: httpx.Client) -> None:
    tool = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
    assert answer(ask(client, "2x=4", tools=[tool])) == "2"
    named = {"type": "function", "function": {"name": "weather"}}
    message = ask(client, "2x=4", tools=[tool], tool_choice=named)["choices"][0]["message"]
    assert "weather" in message["refusal"]


def test_json(client: httpx.Client) -> None:
    for fields in ({"response_format": {"type": "json_object"}}, {}):
        question = "2x+5=17" if fields else "2x+5=17，以JSON格式输出"
        found = json.loads(content(ask(client, question, **fields)))
        assert found["answer"] == "6"
        assert found["level"] == "proved"
        assert found["steps"]


def schema(**properties: Any) -> dict[str, Any]:
    whole = {"type": "object", "properties": properties, "required": list(properties)}
    return {"type": "json_schema", "json_schema": {"name": "wanted", "schema": whole}}


def test_a_schema_is_satisfied_or_the_answer_refused(client: httpx.Client) -> None:
    wanted = schema(x={"type": "integer"}, verified={"type": "boolean"})
    assert json.loads(content(ask(client, "2x+5=17", response_format=wanted))) == {
        "x": 6,
        "verified": True,
    }
    message = ask(client, "2x+5=17", response_format=schema(colour={"type": "string"}))
    assert "colour" in message["choices"][0]["message"]["refusal"]
    *_, end = streamed(client, "2x+5=17", response_format=schema(colour={"type": "string"}))
    assert end["choices"][0]["finish_reason"] == "stop"


def test_n_stop_and_length(client: httpx.Client) -> None:
    found = ask(client, "2x+5=17", n=3)
    assert len({choice["message"]["content"] for choice in found["choices"]}) == 1
    assert [choice["index"] for choice in found["choices"]] == [0, 1, 2]
    assert content(ask(client, "2x+5=17", stop=["Steps"])).endswith("**")
    short = ask(client, "2x+5=17", max_completion_tokens=4)
    assert short["choices"][0]["finish_reason"] == "length"
    assert short["usage"]["completion_tokens"] == 4
    assert text_of(streamed(client, "2x+5=17", max_tokens=4)) == content(short)


def test_the_models(client: httpx.Client) -> None:
    names = [each["id"] for each in client.get("/v1/models").json()["data"]]
    assert names == ["abacist", "abacist-exact"]
    assert client.get("/v1/models/abacist").json()["object"] == "model"
    assert answer(ask(client, "2x=6", model="abacist-exact")) == "3"


@pytest.mark.parametrize(
    "status, fields",
    [
        (404, {"model": "gpt-4o"}),
        (400, {"messages": []}),
        (400, {"messages": [{"role": "user", "content": ""}]}),
        (400, {"messages": [{"role": "system", "content": "hello"}]}),
        (400, {"n": 99}),
        (400, {"temperature": 9}),
        (400, {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}),
        (400, {"response_format": {"type": "json_schema",
                                   "json_schema": {"name": "a", "schema": {"type": "odd"}}}}),
        (400, {"response_format": {"type": "json_schema", "json_schema": {
            "name": "a", "schema": {"$ref": "file:///etc/passwd"}}}}),
        (400, {"messages": [{"role": "user", "content": "1+" * 50_000 + "1"}]}),
    ],
)  # fmt: skip
def test_errors_have_the_shape_that_clients_know(
    client: httpx.Client, status: int, fields: dict[str, Any]
) -> None:
    body = {"model": "abacist", "messages": [{"role": "user", "content": "1+1"}], **fields}
    response = client.post("/v1/chat/completions", json=body)
    assert response.status_code == status, response.text
    assert set(response.json()["error"]) >= {"message", "type", "param", "code"}


def test_a_hit_says_so(client: httpx.Client) -> None:
    first = ask(client, "11x = 121")
    second = ask(client, "11x = 121")
    assert second["abacist"]["source"] == "memory"
    assert first["abacist"]["answer"] == second["abacist"]["answer"]


def test_a_sweep_is_one_json_object_a_line(client: httpx.Client) -> None:
    question = "遍历 R1, R2 从 50 到 150 步长 10，d 取 5,10,20，计算 S=(R1^2+R2^2)/d，按 JSONL 逐行输出 R1,R2,d,S"
    chunks = streamed(client, question)
    rows = [json.loads(line) for line in text_of(chunks).splitlines()]
    assert len(rows) == 11 * 11 * 3
    assert all(row["S"] == (row["R1"] ** 2 + row["R2"] ** 2) / row["d"] for row in rows)
    assert content(ask(client, question)) == text_of(chunks)


def cpu_ticks(server: Server) -> int:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def is_idle(server: Server) -> bool:
    before = cpu_ticks(server)
    threading.Event().wait(0.3)
    return cpu_ticks(server) - before < 5


def test_a_caller_that_leaves_ends_its_computation(server: Server, client: httpx.Client) -> None:
    endless = (
        "遍历 a 从 1 到 3000 步长 1，b 从 1 到 3000 步长 1，计算 S=a*b，按 JSONL 逐行输出 a,b,S"
    )
    body = {"model": "abacist", "stream": True, "messages": [{"role": "user", "content": endless}]}
    with client.stream("POST", "/v1/chat/completions", json=body) as response:
        assert next(response.iter_lines()).startswith("data: ")
    until(lambda: is_idle(server))
    assert answer(ask(client, "17x = 34")) == "2"
