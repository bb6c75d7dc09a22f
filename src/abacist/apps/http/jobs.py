"""Jobs: many problems in the background; handed in, followed, cancelled, fetched."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Query, Request
from prometheus_client import Gauge
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from abacist.apps.http.errors import ERRORS
from abacist.apps.http.told import Told
from abacist.apps.jobs.answers import ANSWERS, Options, Problem
from abacist.apps.jobs.attendant import attendance
from abacist.apps.jobs.job import FIRST, LAST, Job, Submission
from abacist.apps.jobs.office import Office
from abacist.core.errors import StoreError
from abacist.core.model import Record

__all__ = ["router"]

_LOOK = 0.5  # seconds between two looks at a job that is followed
_COMMENT = 10.0  # seconds after which a silent stream says that it is alive


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    office = app.state.jobs = Office(app.state.database)
    waiting = Gauge(
        "abacist_job_items", "Items of jobs that are not done", registry=app.state.meters.registry
    )
    waiting.set_function(lambda: _waiting(office))
    async with attendance(app.state.settings, office):
        yield


router = APIRouter(prefix="/v1/jobs", tags=["jobs"], responses=ERRORS, lifespan=_lifespan)


def _waiting(office: Office) -> float:
    """How many items are not done; no number while the database is away."""
    try:
        return office.jobs.depth()
    except StoreError:
        return math.nan


class AnswersJob(Told, Record):
    """A job of the kind "answers"; see `Submission`."""

    kind: Literal["answers"] = "answers"
    items: tuple[Problem, ...] = Field(min_length=1, max_length=ANSWERS.largest)
    options: Options = Options()
    priority: int = Field(default=5, ge=FIRST, le=LAST, description="1 comes first, 9 last")
    idempotency_key: str | None = Field(default=None, min_length=1)


class JobList(Record):
    """Jobs, the newest first."""

    jobs: tuple[Job, ...]


def _office(request: Request) -> Office:
    found = request.app.state.jobs
    assert isinstance(found, Office)
    return found


def _owner(request: Request) -> str:
    """The id of the caller's key; nobody's where no key was sent and none is needed."""
    return str(getattr(request.state, "key", ""))


Desk = Annotated[Office, Depends(_office)]
Owner = Annotated[str, Depends(_owner)]
Id = Annotated[str, Path(description="the id of a job")]
_Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        description="submitting again with the same key is the same job",
    ),
]


@router.post(
    "",
    status_code=202,
    response_model=Job,
    responses={
        200: {"model": Job, "description": "this job was submitted before"},
        409: {**ERRORS[404], "description": "the idempotency key belongs to another job"},
    },
    summary="Submit a job",
)
def submit(told: AnswersJob, office: Desk, owner: Owner, key: _Key = None) -> Response:
    """Takes problems in and returns at once; the job survives the end of this server."""
    submission = Submission(
        kind=told.kind,
        items=tuple(item.model_dump(mode="json") for item in told.items),
        options=told.options.model_dump(mode="json"),
        priority=told.priority,
        idempotency_key=told.idempotency_key or key,
    )
    job, is_new = office.submit(submission, owner)
    return Response(
        job.model_dump_json(),
        202 if is_new else 200,
        {"location": f"/v1/jobs/{job.id}"},
        "application/json",
    )


@router.get("", summary="The newest jobs")
def list_jobs(
    office: Desk, owner: Owner, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> JobList:
    """One's own jobs."""
    return JobList(jobs=tuple(office.list(owner, limit)))


@router.get("/{job}", summary="How far a job is")
def show(job: Id, office: Desk, owner: Owner) -> Job:
    """State, counts, rate and the time that is left."""
    return office.get(job, owner)


@router.post("/{job}/cancel", summary="End a job")
def cancel(job: Id, office: Desk, owner: Owner) -> Job:
    """Kills what runs for it within a second; the rows that are done stay."""
    return office.cancel(job, owner)


_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "`progress` with the job whenever it has changed; the last one is `end`",
        "content": {"text/event-stream": {}},
    }
}


@router.get(
    "/{job}/events", response_class=StreamingResponse, responses=_EVENTS, summary="Follow a job"
)
async def events(job: Id, office: Desk, owner: Owner) -> StreamingResponse:
    """Server-sent events until the end of the job."""
    found = await asyncio.to_thread(office.get, job, owner)
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}
    return StreamingResponse(
        _events(office, found), headers=headers, media_type="text/event-stream"
    )


async def _events(office: Office, job: Job) -> AsyncIterator[str]:
    told, told_at = None, 0.0
    while True:
        now = time.monotonic()
        progress = (job.state, job.done)
        if progress != told:
            name = "end" if job.state.is_end else "progress"
            yield f"event: {name}\ndata: {job.model_dump_json()}\n\n"
            told, told_at = progress, now
        elif now - told_at > _COMMENT:
            yield ": still there\n\n"
            told_at = now
        if job.state.is_end:
            return
        await asyncio.sleep(_LOOK)
        job = await asyncio.to_thread(office.get, job.id)


_LINES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "one JSON object a line, in the order of the items",
        "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
    }
}


@router.get(
    "/{job}/results", response_class=StreamingResponse, responses=_LINES, summary="The results"
)
async def results(
    job: Id,
    office: Desk,
    owner: Owner,
    wait: Annotated[
        bool, Query(description="stream until the job is at its end; else what is done by now")
    ] = False,
    after: Annotated[
        int, Query(ge=-1, le=10_000_000, description="only lines behind this place, from 0")
    ] = -1,
) -> StreamingResponse:
    """The lines that are done, in order."""
    await asyncio.to_thread(office.get, job, owner)
    lines = _waited(office, job, after) if wait else _done(office, job, after)
    return StreamingResponse(lines, media_type="application/x-ndjson")


async def _done(office: Office, job: str, after: int) -> AsyncIterator[str]:
    while found := await asyncio.to_thread(office.some_lines, job, after):
        yield "".join(line + "\n" for _, line in found)
        after = found[-1][0]


async def _waited(office: Office, job: str, after: int) -> AsyncIterator[str]:
    """The lines without a gap as they come, up to the first that will never come."""
    while True:
        is_end = (await asyncio.to_thread(office.get, job)).state.is_end
        lines = await asyncio.to_thread(office.next_lines, job, after)
        if lines:
            yield "".join(line + "\n" for line in lines)
            after += len(lines)
        elif is_end:
            return
        else:
            await asyncio.sleep(_LOOK)
