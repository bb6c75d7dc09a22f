"""For those who run the server: whether it lives, whether it can answer, and its counts."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from abacist.apps.http.errors import ERRORS
from abacist.apps.http.metrics import CONTENT_TYPE
from abacist.apps.http.model import Health
from abacist.apps.in_worker import READ
from abacist.core.errors import AbacistError

__all__ = ["router"]

router = APIRouter(tags=["operation"], responses=ERRORS)

_PROBE = '{"text": "1 + 1", "language": "en", "reading": 1, "earlier": []}'
_SECONDS = 5.0


@router.get("/healthz", summary="Whether the server lives")
async def live() -> Health:
    """Always `ok`: who gets no answer knows the rest."""
    return Health(status="ok")


@router.get(
    "/readyz",
    response_model=Health,
    responses={503: {"model": Health, "description": "some part does not answer"}},
    summary="Whether the server can answer",
)
async def ready(request: Request) -> Response:
    """Asks a worker and the database."""
    parts = await request.app.state.threads.do(lambda: _parts(request))
    is_ready = all(state == "ok" for state in parts.values())
    health = Health(status="ok" if is_ready else "unavailable", parts=parts)
    return JSONResponse(health.model_dump(), 200 if is_ready else 503)


def _parts(request: Request) -> dict[str, str]:
    state = request.app.state
    parts = {"workers": _workers(request)}
    if state.database is not None:
        try:
            state.database.ping()
            parts["database"] = "ok"
        except AbacistError as error:
            parts["database"] = error.code
    return parts


def _workers(request: Request) -> str:
    """Whether a worker answers; one that waits because all are busy is a good sign too."""
    statistics = request.app.state.pool.statistics()
    if statistics.running >= request.app.state.pool.size:
        return "ok"
    try:
        report = request.app.state.answering.executor.call(READ, _PROBE, _SECONDS)
    except AbacistError as error:
        return error.code
    return "ok" if report.ok else str(report.outcome)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {CONTENT_TYPE: {"schema": {"type": "string"}}}}},
    summary="Counts for Prometheus",
)
async def metrics(request: Request) -> Response:
    """Latency by stage, outcomes, levels, kills of workers, cache hits, depth of the queue."""
    text = await asyncio.to_thread(request.app.state.meters.text)
    return Response(text, headers={"content-type": CONTENT_TYPE})
