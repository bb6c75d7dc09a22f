"""OpenAPI tells the truth: what schemathesis tries, within the schema and beyond it, is answered as promised."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from tests.apps.http.serving import Server

EXAMPLES = 6  # of each operation; `schemathesis run URL/openapi.json` tries more
# These read formulas and plans, in which a text may be wrong although it is a text: 422, as documented.
MEANING = frozenset({"/v1/run", "/v1/verify", "/v1/equal"})
OURS = (
    "/solve/math",
    "/v1/solve",
    "/v1/run",
    "/v1/verify",
    "/v1/equal",
    "/v1/actions",
    "/healthz",
    "/readyz",
)


@pytest.fixture(scope="module")
def schema(server: Server) -> Any:
    """The schema that the server tells."""
    return schemathesis.openapi.from_url(f"{server.url}/openapi.json")


def test_the_schema_is_complete(schema: Any) -> None:
    """Every operation has a summary, its errors, and responses of a declared shape."""
    for path, operations in schema.raw_schema["paths"].items():
        for method, operation in operations.items():
            told = operation["responses"]
            assert operation.get("summary"), (method, path)
            assert {"400", "401", "429", "500"} <= set(told), (method, path)
            for status, response in told.items():
                if status not in ("202", "204"):
                    assert response.get("content"), (method, path, status)


@pytest.mark.parametrize("path", OURS)
def test_what_is_promised_is_kept(schema: Any, path: str, server: Server) -> None:
    unsuited = {"positive_data_acceptance"} if path in MEANING else set[str]()
    if path == "/v1/verify":
        unsuited.add("negative_data_rejection")  # records read 1 for true, as everywhere
    checks = [check for check in CHECKS.get_all() if check.__name__ not in unsuited]
    for method in schema[path]:
        operation = schema[path][method]

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @_given(operation)
        def tried(case: Any) -> None:
            response = case.call(timeout=60)
            case.validate_response(response, checks=checks)

        tried()


def _given(operation: Any) -> Any:
    from hypothesis import given, strategies

    modes = [
        operation.as_strategy(generation_mode=mode)
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    ]
    return given(case=strategies.one_of(modes))


def test_every_body_of_an_error_has_the_one_shape(client: httpx.Client) -> None:
    for path, method in (("/nothing", "GET"), ("/solve/math", "GET"), ("/solve/math", "POST")):
        error = client.request(method, path).json()["error"]
        assert {"code", "message", "hint", "request_id"} <= set(error)
