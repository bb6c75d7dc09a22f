"""Questions over HTTP: answers, refusals, errors in the caller's language, the cache."""

from __future__ import annotations

import json

import httpx
import pytest

from abacist.core.answer import Answer
from abacist.core.limits import LIMITS


@pytest.mark.parametrize(
    ("question", "language", "step"),
    [("Solve 3x + 4 = 19.", "en", "Divide"), ("解方程 3x+4=19", "zh", "两边同除以")],
)
def test_a_question_is_answered_in_plain_texts(
    client: httpx.Client, question: str, language: str, step: str
) -> None:
    response = client.post("/solve/math", json={"question": question})
    assert response.status_code == 200
    sheet = response.json()
    assert sheet["problem"] == question
    assert (sheet["answer"], sheet["unit"], sheet["level"]) == ("5", None, "proved")
    assert any(step in text for text in sheet["steps"])
    assert sheet["confidence"] > 0.9
    assert sheet["needs_review"] is False
    assert "print" in sheet["code"]
    assert sheet["plan"]["nodes"][0]["action"] == "equation.solve"


def test_a_unit_is_told(client: httpx.Client) -> None:
    sheet = client.post("/solve/math", json={"question": "What is 3 m + 20 cm?"}).json()
    assert (sheet["answer"], sheet["unit"]) == ("3.2 m", "m")


@pytest.mark.parametrize("body", [{}, {"question": ""}, {"question": " \n　"}, {"question": None}])
@pytest.mark.parametrize(("accepts", "han"), [("zh-CN,zh;q=0.9,en;q=0.8", True), ("en", False)])
def test_no_question_is_an_error_in_the_callers_language(
    client: httpx.Client, body: object, accepts: str, han: bool
) -> None:
    response = client.post("/solve/math", json=body, headers={"Accept-Language": accepts})
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["code"] == "input"
    assert "question" in error["message"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error["message"]) is han
    assert error["request_id"] == response.headers["x-request-id"]


def test_what_is_wrong_is_said_in_the_language_of_the_question(client: httpx.Client) -> None:
    response = client.post("/solve/math", json={"question": "解方程", "raeding": 2})
    assert response.json()["error"]["message"] == "没有名为 raeding 的字段"


@pytest.mark.parametrize(
    ("content", "message"),
    [("2x+5=17", "the body is not JSON"), ("[1]", "the body is not a JSON object")],
)
def test_a_body_that_is_no_record(client: httpx.Client, content: str, message: str) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.post("/solve/math", content=content, headers=headers)
    assert response.status_code == 400
    assert response.json()["error"]["message"] == message
    assert "Content-Type" in response.json()["error"]["hint"]


def test_what_is_not_understood_is_an_answer_that_says_so(client: httpx.Client) -> None:
    response = client.post("/solve/math", json={"question": "What is the meaning of life?"})
    assert response.status_code == 200
    sheet = response.json()
    assert (sheet["outcome"], sheet["answer"], sheet["level"]) == ("not_understood", "", None)
    assert sheet["confidence"] == 0
    assert "meaning of life" in sheet["message"]


def test_a_text_with_control_codes_is_not_understood(client: httpx.Client) -> None:
    response = client.post("/solve/math", json={"question": "2x\x00=4"})
    assert response.status_code == 200
    assert response.json()["outcome"] == "not_understood"
    assert "U+0000" in response.json()["message"]


def test_a_question_may_be_too_long(client: httpx.Client) -> None:
    question = "1+" * LIMITS.problem_characters
    response = client.post("/solve/math", json={"question": question})
    assert response.status_code == 400
    assert response.json()["error"]["message"] == "question: at most 20000 characters"


def test_the_same_question_again_gives_the_same_bytes(client: httpx.Client) -> None:
    question = {"question": "What is the derivative of x^3 * cos(x)?"}
    first = client.post("/solve/math", json=question)
    again = client.post("/solve/math", json=question)
    fresh = client.post("/solve/math", json=question, headers={"Cache-Control": "no-cache"})
    assert [each.headers["x-abacist-cache"] for each in (first, again, fresh)] == [
        "computed",
        "memory",
        "computed",
    ]
    assert again.content == first.content
    assert fresh.json() == first.json()


def test_other_words_and_the_other_language_find_what_was_computed(client: httpx.Client) -> None:
    """The plan is the same; what is shown is in the language of the question."""
    first = client.post(
        "/v1/solve", json={"problem": "What is the remainder when 2^50 is divided by 13?"}
    )
    other = client.post("/v1/solve", json={"problem": "2^50除以13的余数是多少？"})
    assert (first.headers["x-abacist-cache"], other.headers["x-abacist-cache"]) == (
        "computed",
        "memory",
    )
    one, two = first.json(), other.json()
    assert one["plan"] == two["plan"]
    assert one["certificates"] == two["certificates"]
    assert one["elapsed_ms"] == two["elapsed_ms"]
    assert (one["language"], two["language"]) == ("en", "zh")
    assert two["problem"] == "2^50除以13的余数是多少？"
    assert one["restatement"] != two["restatement"]


def test_the_language_of_the_answer_may_be_chosen(client: httpx.Client) -> None:
    answer = client.post("/v1/solve", json={"problem": "x^2 = 9", "language": "zh"}).json()
    assert answer["language"] == "zh"


def test_an_answer_can_be_run_and_verified(client: httpx.Client) -> None:
    answer = client.post("/v1/solve", json={"problem": "Solve x^2 - 5x + 6 = 0."}).json()
    again = client.post("/v1/run", json={"plan": answer["plan"]})
    assert again.json()["answer"] == answer["answer"]
    verified = client.post("/v1/verify", json={"answer": answer})
    assert verified.json()["holds"] is True
    forged = {**answer, "answer": "{2, 4}"}
    assert client.post("/v1/verify", json={"answer": forged}).json()["holds"] is False


def test_an_edited_plan_is_computed(client: httpx.Client) -> None:
    plan = client.post("/v1/solve", json={"problem": "What is 12 + 30?"}).json()["plan"]
    text = json.dumps(plan).replace("30", "31")
    assert client.post("/v1/run", json={"plan": json.loads(text)}).json()["answer"] == "43"


def test_a_plan_that_no_action_accepts(client: httpx.Client) -> None:
    plan = {"nodes": [{"id": "n1", "action": "no.such"}], "outputs": ["n1"]}
    response = client.post("/v1/run", json={"plan": plan})
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "plan"


def test_formulas_are_compared(client: httpx.Client) -> None:
    asked = {"a": "sin(x)^2", "b": "1 - cos(x)^2"}
    assert client.post("/v1/equal", json=asked).json()["verdict"] == "yes"
    wrong = client.post("/v1/equal", json={"a": "sin(", "b": "一"})
    assert wrong.status_code == 422
    assert wrong.json()["error"]["code"] == "parse"
    assert "第 1 行" in wrong.json()["error"]["message"]


def test_the_time_limit_is_an_outcome(client: httpx.Client) -> None:
    asked = {"problem": "∫ exp(sin(x^3) + cos(x^5)) / (x^7 + ln(x)) dx", "timeout": 0.3}
    response = client.post("/v1/solve", json=asked)
    assert response.json()["outcome"] in ("timeout", "unable")
    assert not response.json()["answer"]


def test_the_answers_are_those_of_the_library(client: httpx.Client) -> None:
    """Walked whole in one worker, or part by part: the same answer, times apart."""
    from abacist import solve

    problem = "What is the integral of x * exp(x) from 0 to 1?"
    served = client.post("/v1/solve", json={"problem": problem}).json()
    del served["confidence"], served["needs_review"]
    assert _timeless(Answer.model_validate(served)) == _timeless(solve(problem))


def _timeless(answer: Answer) -> Answer:
    certificates = tuple(each.model_copy(update={"seconds": 0.0}) for each in answer.certificates)
    return answer.model_copy(update={"elapsed_ms": 0.0, "certificates": certificates})
