"""What chat programs ask for themselves is answered in the form that they ask for; problems are none of it."""

from __future__ import annotations

import json

import httpx
import pytest

from abacist.apps.chat.errands import errand

HISTORY = """### Chat History:
<chat_history>
USER: Find the maximum of
x^3-3x on [-2,2]
ASSISTANT: **Understood as**: Find the maximum of x³ − 3x on [−2, 2].
USER: what about its derivative?
ASSISTANT:
</chat_history>"""
TITLE = (
    "### Task:\nGenerate a concise title summarizing the chat history.\n### Output:\n"
    'JSON format: { "title": "your concise title here" }\n### Examples:\n- { "title": "Stock Trends" },\n'
)


@pytest.mark.parametrize(
    ("output", "reply"),
    [
        ('JSON format: { "title": "…" }', {"title": "Find the maximum of x^3-3x on [-2,2]"}),
        ('JSON format: { "tags": ["tag1", "tag2"] }', {"tags": ["Mathematics"]}),
        ('JSON format: { "follow_ups": ["Question 1?"] }', {"follow_ups": []}),
        ('Strictly return in JSON format:\n{\n  "queries": ["query1"]\n}', {"queries": []}),
        ('Respond only in JSON format: `{ "text": "<your_completion>" }`.', {"text": ""}),
    ],
)
def test_each_errand_has_its_form(output: str, reply: dict[str, object]) -> None:
    found = errand(f"### Task:\nDo it.\n### Output:\n{output}\n{HISTORY}")
    assert found is not None
    assert json.loads(found) == reply


def test_a_long_question_makes_no_long_title() -> None:
    question = "甲乙两地相距" + "很远" * 60
    found = errand(f"{TITLE}<chat_history>\nUSER: {question}\nASSISTANT: \n</chat_history>")
    assert found is not None
    title = json.loads(found)["title"]
    assert title.startswith("甲乙两地相距")
    assert len(title) == 60


@pytest.mark.parametrize(
    "text",
    [
        "1+1",
        "### Task: Solve x^2 = 4",
        "【任务】求解 x^2 = 4",
        f"Solve x^2 = 4 {HISTORY}",
        "### Task:\n<chat_history>x</chat_history>",
    ],
)
def test_problems_are_no_errands(text: str) -> None:
    assert errand(text) is None


def test_over_http_nothing_is_computed_for_it(client: httpx.Client) -> None:
    body = {"model": "abacist", "messages": [{"role": "user", "content": TITLE + HISTORY}]}
    reply = client.post("/v1/chat/completions", json=body).json()
    content = reply["choices"][0]["message"]["content"]
    assert json.loads(content) == {"title": "Find the maximum of x^3-3x on [-2,2]"}
    assert "answer" not in reply["abacist"]
