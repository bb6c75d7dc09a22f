"""`abacist jobs` as a person uses it, with nobody who does the jobs: handed in, listed, deleted; what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.apps.program import Run, abacist

Jobs = Callable[..., Run]


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    (tmp_path / "known.jsonl").write_text('{"problem": "1+1", "answer": 2, "source": "x"}\n')
    (tmp_path / "bad.jsonl").write_text('{"problem": "1+1", "answer": 2, "rel_tol": "much"}\n')
    url = f"sqlite:///{tmp_path / 'abacist.db'}"

    def run(*arguments: str, **changed: str) -> Run:
        placed = [each.replace("@", f"{tmp_path}/") for each in arguments]
        return abacist("jobs", *placed, ABACIST_DATABASE=url, **changed)

    return run


def test_each_kind_is_handed_in_listed_and_deleted(jobs: Jobs) -> None:
    problems = jobs("submit", "@known.jsonl", "--key", "monday")
    assert (problems.code, problems.err.splitlines()[0]) == (0, "1 problem is queued")
    assert "nobody does jobs on this database now" in problems.err
    again = jobs("submit", "@known.jsonl", "--key", "monday")
    assert (again.out, again.err.splitlines()[0]) == (
        problems.out,
        "this job was submitted before: 0 of 1 are done",
    )
    sweep = jobs("submit", "--sweep", "S = R^2/d", "--over", "R=1:100", "--over", "d=1:20")
    assert sweep.err.splitlines()[0] == "2,000 rows are queued"
    evaluation = jobs("submit", "--evaluation", "@known.jsonl", "--json", LC_ALL="zh_CN.UTF-8")
    assert json.loads(evaluation.out)["kind"] == "evaluation"
    listed = json.loads(jobs("list", "--json").out)
    assert [job["kind"] for job in listed] == ["evaluation", "sweep", "problems"]

    name = sweep.out.strip()
    missing = jobs("result", name)
    assert (missing.code, missing.out) == (1, "")
    assert missing.err == "0 of 2000 are done; the job is submitted\n"
    deleted = jobs("delete", name, LC_ALL="zh_CN.UTF-8")
    assert (deleted.code, deleted.err) == (0, f"已删除任务 {name}\n")
    assert jobs("delete", name).code == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give one of a FILE of problems, --sweep TEXT and --evaluation FILE"),
        (("@known.jsonl", "--over", "a=1:3"), "belong to --sweep"),
        (("@known.jsonl", "--key", ""), "--key is empty"),
        (
            ("--evaluation", "@bad.jsonl"),
            "this is no problem with a known answer (number 1): rel_tol: ",
        ),
        (("--sweep", "S = a", "--over", "b=1:3"), "no values are given for a"),
    ],
)
def test_what_is_refused(jobs: Jobs, words: tuple[str, ...], said: str) -> None:
    refused = jobs("submit", *words)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
