"""Reviews over HTTP and on the command line, one beside the other, on the same database."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.apps.http.serving import serving, until
from tests.apps.program import Run, abacist
from tests.postgres import PostgreSQL

DOUBTING = {"ABACIST_REVIEW_BELOW": "1"}  # whatever was read is put up for review


@dataclass
class Office:
    """A server that doubts everything, and the command line beside it."""

    folder: Path
    client: httpx.Client

    def ask(self, problem: str) -> httpx.Response:
        response = self.client.post("/v1/solve", json={"problem": problem})
        assert response.status_code == 200, response.text
        return response

    def reviews(self, status: str = "open") -> list[dict[str, object]]:
        return self.client.get("/v1/review", params={"status": status}).json()["reviews"]

    def review_of(self, problem: str) -> str:
        (id,) = [each["id"] for each in self.reviews() if each["problem"] == problem]
        return str(id)

    def decide(self, id: str, verdict: str, **body: object) -> httpx.Response:
        return self.client.post(f"/v1/review/{id}/{verdict}", json=body)

    def command(self, *words: str, **changed: str) -> Run:
        places = {"XDG_DATA_HOME": self.folder / "data", "XDG_CONFIG_HOME": self.folder / "config"}
        told = {name: str(place) for name, place in places.items()}
        return abacist("review", *words, **told, **changed)

    def lines(self) -> list[dict[str, object]]:
        text = (self.folder / "data" / "abacist" / "reviewed.jsonl").read_text()
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    with serving(folder, "--workers", "2", **DOUBTING) as server, server.client() as client:
        yield Office(folder, client)


def test_a_doubtful_answer_waits_for_a_person(office: Office) -> None:
    answer = office.ask("What is 2 + 3?").json()
    assert answer["needs_review"] is True
    office.ask("2 加 3 等于多少？")
    office.ask("What is 2 + 3?")
    waiting = [each for each in office.reviews() if each["answer"] == "5"]
    assert [each["problem"] for each in waiting] == ["What is 2 + 3?"], "once for its plan"
    id = office.review_of("What is 2 + 3?")
    whole = office.client.get(f"/v1/review/{id}").json()
    assert whole["given"]["certificates"] == answer["certificates"]
    assert whole["status"] == "open"


def test_an_accepted_answer_is_doubted_no_more(office: Office) -> None:
    before = office.ask("What is 4 + 5?")
    id = office.review_of("What is 4 + 5?")
    verdict = office.decide(id, "accept", by="Ada", note="obviously")
    assert (verdict.status_code, verdict.json()["status"]) == (200, "accepted")
    after = office.ask("What is 4 + 5?")
    assert after.json()["needs_review"] is False
    assert after.json()["answer"] == before.json()["answer"]
    assert office.ask("4 加 5 等于多少？").json()["needs_review"] is False
    (line,) = [each for each in office.lines() if each["id"] == id]
    assert (line["answer"], line["verdict"], line["by"]) == ("9", "accepted", "Ada")


def test_a_correction_holds_for_its_text(office: Office) -> None:
    office.ask("What is 6 + 7?")
    id = office.review_of("What is 6 + 7?")
    assert office.decide(id, "correct", answer="14", by="Ada").status_code == 200
    response = office.ask("What is 6 + 7?")
    answer = response.json()
    assert response.headers["x-abacist-cache"] == "person"
    assert (answer["answer"], answer["level"], answer["certificates"]) == ("14", None, [])
    assert "neither computed nor checked" in answer["message"]
    assert "Ada" in answer["message"]
    other = office.ask("6 加 7 等于多少？").json()
    assert (other["answer"], other["level"], other["needs_review"]) == ("13", "proved", True)
    assert office.review_of("6 加 7 等于多少？") != id


def test_a_correction_on_the_command_line_reaches_the_server(office: Office) -> None:
    """In every wording, where the problem was read rightly; in the other language too."""
    office.ask("What is 8 + 9?")
    id = office.review_of("What is 8 + 9?")
    done = office.command("correct", id, "-18", "--everywhere", "--by", "阿达", "--note", "注")
    assert (done.code, done.err) == (0, "")
    assert "Corrected: 阿达 → -18" in done.out
    until(lambda: office.ask("What is 8 + 9?").headers["x-abacist-cache"] == "person")
    answer = office.ask("8 加 9 等于多少？").json()
    assert (answer["answer"], answer["level"], answer["needs_review"]) == ("-18", None, False)
    assert "此答案由人工给出（阿达）" in answer["message"]
    sheet = office.client.post("/solve/math", json={"question": "What is 8 + 9?"}).json()
    assert (sheet["answer"], sheet["level"]) == ("-18", None)
    run = office.client.post("/v1/run", json={"plan": answer["plan"]}).json()
    assert run["answer"] == "-18"


def test_a_rejected_answer_is_withheld(office: Office) -> None:
    office.ask("What is 1 + 10?")
    id = office.review_of("What is 1 + 10?")
    assert office.decide(id, "reject", by="Bob", everywhere=True).status_code == 200
    answer = office.ask("1 加 10 等于多少？").json()
    assert (answer["outcome"], answer["answer"], answer["level"]) == ("unable", "", None)
    assert "Bob" in answer["message"]


def test_two_verdicts_at_once(office: Office) -> None:
    office.ask("What is 20 + 1?")
    id = office.review_of("What is 20 + 1?")
    codes: list[int] = []

    def decide(name: str) -> None:
        codes.append(office.decide(id, "accept", by=name).status_code)

    threads = [threading.Thread(target=decide, args=(name,)) for name in "abcd"]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert sorted(codes) == [200, 409, 409, 409]
    assert len([each for each in office.lines() if each["id"] == id]) == 1
    again = office.command("reject", id)
    assert again.code == 5
    assert f"review {id} was decided already: accepted by" in again.err


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("ffff0000/accept", {}, 404),
        ("nothex/accept", {}, 400),
        ("ffff0000/correct", {}, 422),
        ("ffff0000/correct", {"answer": "1", "outcome": "timeout"}, 400),
        ("ffff0000/reject", {"by": "a\nb"}, 404),
        ("ffff0000/reject", {"whom": "a"}, 400),
    ],
)
def test_what_is_no_verdict(office: Office, path: str, body: object, status: int) -> None:
    response = office.client.post(f"/v1/review/{path}", json=body)
    assert response.status_code == status, response.text
    assert response.json()["error"]["message"]


def test_the_command_line_lists_and_shows(office: Office) -> None:
    office.ask("求 30 + 1 的值")
    id = office.review_of("求 30 + 1 的值")
    listed = office.command("list", LC_ALL="zh_CN.UTF-8")
    assert listed.code == 0
    assert "可信度" in listed.out
    assert f"{id}  " in listed.out
    shown = office.command("show", id[:6], LC_ALL="zh_CN.UTF-8")
    assert shown.out.startswith("求 30 + 1 的值\n")
    assert "31" in shown.out
    assert "待复核" in shown.out
    as_json = json.loads(office.command("list", "--json").out)
    assert id in [each["id"] for each in as_json]
    assert json.loads(office.command("show", id, "--json").out)["given"]["answer"] == "31"
    decided = office.command("list", "--status", "corrected")
    assert "What is 6 + 7?" in decided.out


def test_the_command_line_without_anything_to_do(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'a.db'}"
    empty = abacist("review", "list", "--database", database)
    assert (empty.code, empty.out) == (0, "Nothing waits for review.\n")
    missing = abacist("review", "accept", "abcd", "--database", database, LC_ALL="zh_CN.UTF-8")
    assert (missing.code, missing.out) == (5, "")
    assert "没有编号为 abcd 的复核" in missing.err
    wrong = abacist("review", "list", "--status", "lost", "--database", database)
    assert wrong.code == 2
    away = abacist("review", "list", "--database", "mysql://host/x")
    assert away.code == 6


def test_a_set_that_cannot_be_written_is_told(office: Office, tmp_path: Path) -> None:
    office.ask("What is 40 + 1?")
    id = office.review_of("What is 40 + 1?")
    done = office.command("accept", id, ABACIST_EVALUATION_SET=str(tmp_path))
    assert done.code == 0
    assert "the verdict is kept" in done.err
    assert "Is a directory" in done.err
    office.ask("What is 41 + 1?")
    office.command("accept", office.review_of("What is 41 + 1?"))
    assert {"What is 40 + 1?", "What is 41 + 1?"} <= {each["problem"] for each in office.lines()}


def test_the_cache_outlives_the_server(tmp_path: Path, database_url: str) -> None:
    """The same bytes after a restart; other words and the other language find it too."""
    problem = {"problem": "Find the derivative of x^3 + 2x."}
    flags = ("--workers", "1", "--database", database_url)
    with serving(tmp_path, *flags) as server, server.client() as client:
        first = client.post("/v1/solve", json=problem)
        assert first.headers["x-abacist-cache"] == "computed"
        assert server.stop() == 0
    with serving(tmp_path, *flags) as server, server.client() as client:
        again = client.post("/v1/solve", json=problem)
        assert again.headers["x-abacist-cache"] == "store"
        assert again.content == first.content
        chinese = client.post("/v1/solve", json={"problem": "求 x^3 + 2x 的导数"})
        assert chinese.headers["x-abacist-cache"] == "memory"
        assert chinese.json()["certificates"] == first.json()["certificates"]
        fresh = client.post("/v1/solve", json=problem, headers={"Cache-Control": "no-cache"})
        assert fresh.headers["x-abacist-cache"] == "computed"
        assert fresh.json()["answer"] == first.json()["answer"]


def test_a_database_that_goes_away_and_comes_back(postgres: PostgreSQL, tmp_path: Path) -> None:
    """Problems are answered all the while; what needs the database says so, and works again after."""
    flags = ("--workers", "1", "--database", postgres.create())
    with serving(tmp_path, *flags, **DOUBTING) as server, server.client() as client:
        first = client.post("/v1/solve", json={"problem": "What is 2 + 3?"})
        (review,) = client.get("/v1/review").json()["reviews"]
        postgres.stop()
        try:
            again = client.post("/v1/solve", json={"problem": "What is 2 + 3?"})
            assert again.content == first.content
            other = client.post("/v1/solve", json={"problem": "求 2 + 4 的值"})
            assert (other.status_code, other.json()["answer"]) == (200, "6")
            told = client.get("/v1/review", headers={"Accept-Language": "zh"})
            assert told.status_code == 503
            assert "无法连接数据库" in told.json()["error"]["message"]
            verdict = client.post(f"/v1/review/{review['id']}/accept", json={})
            assert verdict.status_code == 503
            assert client.get("/readyz").status_code == 503
            assert client.get("/healthz").status_code == 200
        finally:
            postgres.start()
        assert client.get("/readyz").status_code == 200
        verdict = client.post(f"/v1/review/{review['id']}/accept", json={"by": "Ada"})
        assert (verdict.status_code, verdict.json()["status"]) == (200, "accepted")
        heeded = client.post("/v1/solve", json={"problem": "What is 2 + 3?"})
        assert heeded.json()["needs_review"] is False
        assert server.stop() == 0


def test_servers_on_one_database_heed_each_others_verdicts(
    postgres: PostgreSQL, tmp_path: Path
) -> None:
    flags = ("--workers", "1", "--database", postgres.create())
    question = {"problem": "What is 2 + 3?"}
    folders = [tmp_path / name for name in ("one", "two")]
    for each in folders:
        each.mkdir()
    with (
        serving(folders[0], *flags, **DOUBTING) as one,
        serving(folders[1], *flags, **DOUBTING) as two,
        one.client() as here,
        two.client() as there,
    ):
        assert there.post("/v1/solve", json=question).json()["answer"] == "5"
        assert here.post("/v1/solve", json=question).json()["answer"] == "5"
        (review,) = here.get("/v1/review").json()["reviews"]
        body = {"answer": "6", "by": "Ada"}
        assert here.post(f"/v1/review/{review['id']}/correct", json=body).status_code == 200
        assert here.post("/v1/solve", json=question).json()["answer"] == "6"
        until(lambda: there.post("/v1/solve", json=question).json()["answer"] == "6")
        lost = there.post(f"/v1/review/{review['id']}/reject", json={})
        assert lost.status_code == 409
