"""Jobs: problems, sweeps, evaluations in the background; handed in, followed, cancelled, fetched, deleted."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Query, Request
from prometheus_client import Gauge
from pydantic import ConfigDict, Discriminator, JsonValue, Tag
from starlette.responses import Response, StreamingResponse

from abacist.apps.http.errors import ERRORS
from abacist.apps.http.sweeps import Sentence, wanted_sweep
from abacist.apps.http.told import Told
from abacist.apps.jobs.attendant import attendance
from abacist.apps.jobs.job import Job, Submission
from abacist.apps.jobs.kinds.evaluation import EvaluationJob
from abacist.apps.jobs.kinds.kind import Writer
from abacist.apps.jobs.kinds.problems import ProblemsJob
from abacist.apps.jobs.kinds.sweep import SweepJob
from abacist.apps.jobs.office import Office
from abacist.apps.sweeps.live import reader
from abacist.apps.sweeps.spec import Sweep
from abacist.core.errors import NotFound, StoreError
from abacist.core.model import Record

__all__ = ["router"]

_LOOK = 0.5  # seconds between two looks at a job that is followed
_COMMENT = 10.0  # seconds after which a silent stream says that it is alive


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    office = app.state.jobs = Office.of(app.state.database, app.state.settings)
    waiting = Gauge(
        "abacist_job_items",
        "Problems and rows of jobs that are not done",
        registry=app.state.meters.registry,
    )
    waiting.set_function(lambda: _waiting(office))
    async with attendance(app.state.settings, office):
        yield


router = APIRouter(prefix="/v1/jobs", tags=["jobs"], responses=ERRORS, lifespan=_lifespan)


def _waiting(office: Office) -> float:
    """How many rows are not done; no number while the database is away."""
    try:
        return office.jobs.depth()
    except StoreError:
        return math.nan


class Problems(Told, ProblemsJob):
    """Problems to be answered, as a body; this kind was called `answers` at first."""


class Sweeping(Told, Submission):
    """A sweep, as a body: a record, or a sentence that asks for one."""

    model_config = ConfigDict(json_schema_extra={"required": ["kind", "sweep"]})

    kind: Literal["sweep"] = "sweep"
    sweep: Sweep | Sentence


class Evaluating(Told, EvaluationJob):
    """Problems with known answers, as a body."""


_BODIES = {
    "problems": "Problems",
    "answers": "Problems",
    "sweep": "Sweeping",
    "evaluation": "Evaluating",
}


def _body_of(told: Any) -> str | None:
    """Which of the bodies it is; one that does not say its kind is of problems."""
    kind = told.get("kind", "problems") if isinstance(told, dict) else "problems"
    return _BODIES.get(kind) if isinstance(kind, str) else None


Submitted = Annotated[
    Annotated[Problems, Tag("Problems")]
    | Annotated[Sweeping, Tag("Sweeping")]
    | Annotated[Evaluating, Tag("Evaluating")],
    Discriminator(
        _body_of,
        custom_error_type="unknown_kind",
        custom_error_message="there is no kind of this name",
        custom_error_context={"known": "problems, sweep, evaluation"},
    ),
]


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
def submit(
    told: Submitted, request: Request, office: Desk, owner: Owner, key: _Key = None
) -> Response:
    """Takes problems or a sweep in and returns at once; the job survives the end of this server."""
    submission = told if not isinstance(told, Sweeping) else _sweep_job(told, request)
    if key is not None and submission.idempotency_key is None:
        submission = submission.model_copy(update={"idempotency_key": key})
    job, is_new = office.submit(submission, owner, reader(request.app.state.answering.executor))
    return Response(
        job.model_dump_json(),
        202 if is_new else 200,
        {"location": f"/v1/jobs/{job.id}"},
        "application/json",
    )


def _sweep_job(told: Sweeping, request: Request) -> SweepJob:
    return SweepJob(
        sweep=wanted_sweep(told.sweep, request),
        priority=told.priority,
        idempotency_key=told.idempotency_key,
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


@router.delete("/{job}", status_code=204, summary="Delete a job")
def delete(job: Id, office: Desk, owner: Owner) -> Response:
    """Removes it with its results; what runs for it is killed within a second."""
    office.delete(job, owner)
    return Response(status_code=204)


@router.get("/{job}/report", summary="What came of a job")
def report(job: Id, office: Desk, owner: Owner) -> dict[str, JsonValue]:
    """Counts of outcomes and levels, by now; of an evaluation coverage, accuracy and calibration."""
    return office.report(job, owner).figures()


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
        try:
            job = await asyncio.to_thread(office.get, job.id)
        except NotFound:  # it was deleted meanwhile
            return


_MEDIA = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_ROWS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "the rows in order; as JSONL one object a line",
        "content": {
            media.partition(";")[0]: {"schema": {"type": "string"}} for media in _MEDIA.values()
        },
    }
}


@router.get(
    "/{job}/results", response_class=StreamingResponse, responses=_ROWS, summary="The results"
)
async def results(
    job: Id,
    office: Desk,
    owner: Owner,
    wait: Annotated[
        bool, Query(description="stream until the job is at its end; else what is done by now")
    ] = False,
    after: Annotated[
        int, Query(ge=-1, le=10_000_000, description="only rows behind this place, from 0")
    ] = -1,
    form: Annotated[
        Literal["jsonl", "csv", "parquet"],
        Query(alias="format", description="csv and parquet are for sweeps"),
    ] = "jsonl",
) -> StreamingResponse:
    """The rows that are done, in order."""
    await asyncio.to_thread(office.get, job, owner)
    start = after + 1
    writer = await asyncio.to_thread(office.writer, job, form, start)
    lines = _waited if wait else _done
    return StreamingResponse(lines(office, job, writer, start), media_type=_MEDIA[form])


async def _done(office: Office, job: str, writer: Writer, start: int) -> AsyncIterator[bytes]:
    while found := await asyncio.to_thread(office.some_lines, job, start):
        if part := await asyncio.to_thread(writer.lines, found):
            yield part
        start = found[-1].stop
    if last := writer.end():
        yield last


async def _waited(office: Office, job: str, writer: Writer, start: int) -> AsyncIterator[bytes]:
    """The rows without a gap as they come, up to the first that will never come."""
    while True:
        try:
            is_end = (await asyncio.to_thread(office.get, job)).state.is_end
        except NotFound:  # it was deleted meanwhile
            return
        found = await asyncio.to_thread(office.next_lines, job, start)
        if found:
            if part := await asyncio.to_thread(writer.lines, found):
                yield part
            start = found[-1].stop
        elif is_end:
            break
        else:
            await asyncio.sleep(_LOOK)
    if last := writer.end():
        yield last
