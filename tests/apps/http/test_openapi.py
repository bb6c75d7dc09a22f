"""OpenAPI tells the truth: what schemathesis tries, within the schema and beyond it, is answered as promised.

All its checks and all its phases; `schemathesis.toml` says which operations refuse by meaning. `make test-openapi`
tries as many examples of each operation as ABACIST_TEST_OPENAPI says, and all combinations of `/v1/verify`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx

from tests.apps.http.serving import Server

ROOT = Path(__file__).parents[3]
EXAMPLES = os.environ.get("ABACIST_TEST_OPENAPI", "")
# Whole answers: schemathesis makes 70,000 requests of the ways in which their fields can be combined.
DEEP = "/v1/verify"


def _schemathesis(server: Server, folder: Path, *arguments: str) -> str:
    """What it found, and an empty text where that is nothing."""
    run = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")),
            f"--config-file={ROOT / 'schemathesis.toml'}",
            *("run", f"{server.url}/openapi.json", "--checks=all", "--continue-on-failure"),
            *("--seed=1", "--no-shrink", "--request-timeout=60", *arguments),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": "0", "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        check=False,
        timeout=3000,
    )
    assert "generated" in run.stdout, run.stdout + run.stderr
    return run.stdout if run.returncode else ""


def test_the_schema_is_complete(client: httpx.Client) -> None:
    """Every operation has a summary, its errors, and responses of a declared shape."""
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            told = operation["responses"]
            assert operation.get("summary"), (method, path)
            assert {"400", "401", "429", "500"} <= set(told), (method, path)
            for status, response in told.items():
                if status not in ("202", "204"):
                    assert response.get("content"), (method, path, status)


def test_what_is_promised_is_kept(server: Server, tmp_path: Path) -> None:
    some = f"--max-examples={EXAMPLES or 8}"
    assert not _schemathesis(server, tmp_path, some, f"--exclude-path={DEEP}")


def test_whole_answers_are_checked_as_promised(server: Server, tmp_path: Path) -> None:
    some = f"--max-examples={EXAMPLES or 25}"
    phases = () if EXAMPLES else ("--phases=examples,fuzzing",)
    assert not _schemathesis(server, tmp_path, some, f"--include-path={DEEP}", *phases)


def test_every_body_of_an_error_has_the_one_shape(client: httpx.Client) -> None:
    for path, method in (("/nothing", "GET"), ("/solve/math", "GET"), ("/solve/math", "POST")):
        error = client.request(method, path).json()["error"]
        assert {"code", "message", "hint", "request_id"} <= set(error)


def test_a_value_of_another_type_is_refused(client: httpx.Client) -> None:
    for told in (
        {"question": "1+1", "reading": "2"},
        {"question": "1+1", "timeout": True},
        {"question": "1+1", "language": 1},
    ):
        refused = client.post("/solve/math", json=told)
        assert refused.status_code == 400
        assert next(name for name in told if name != "question") in refused.text
    answer = client.post("/v1/solve", json={"problem": "2x+5=17"}).json()
    assert client.post("/v1/verify", json={"answer": answer}).json()["holds"] is True
    for name, value in (("elapsed_ms", "1.5"), ("needs_review", 0)):
        refused = client.post("/v1/verify", json={"answer": {**answer, name: value}})
        assert refused.status_code == 400
        assert name in refused.json()["error"]["message"]
