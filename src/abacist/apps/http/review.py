"""Answers that a person should look at, and their verdicts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, FastAPI, Path, Query, Request
from pydantic import Field

from abacist.apps.http.errors import ERRORS
from abacist.apps.http.told import Told
from abacist.apps.http.under_way import Threads
from abacist.apps.reviewing import (
    LONGEST_ANSWER,
    LONGEST_NAME,
    LONGEST_NOTE,
    Reviewing,
    Shown,
    ShownWhole,
    shown,
    shown_whole,
)
from abacist.core.errors import StoreError
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.store.reviews import Correction, Review, Scope, Status

__all__ = ["router"]

_LOG = logging.getLogger("abacist.http")
_SECONDS = 1.0  # until a verdict that another process took in is known here
_Result = TypeVar("_Result")
_CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {"model": ERRORS[404]["model"], "description": "somebody has decided it already"}
}


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Learns of verdicts as long as the server runs."""
    watching = asyncio.create_task(_watch(app))
    yield
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching


async def _watch(app: FastAPI) -> None:
    while True:
        await asyncio.sleep(_SECONDS)
        try:
            await asyncio.to_thread(app.state.answering.learn)
        except StoreError as error:
            _LOG.warning("verdicts", extra={"why": str(error)})


router = APIRouter(prefix="/v1/review", tags=["review"], responses=ERRORS, lifespan=_lifespan)

Answering = Literal[
    Outcome.SOLVED,
    Outcome.NO_SOLUTION,
    Outcome.INFINITELY_MANY,
    Outcome.DIVERGENT,
    Outcome.UNDEFINED,
]
_KEPT = r"^[^\x00]*$"  # no database keeps a zero
Id = Annotated[str, Path(pattern="^[0-9a-f]{4,12}$", description="the id, or its beginning")]


class ReviewList(Record):
    """Some reviews, and how many wait in all."""

    reviews: tuple[Shown, ...]
    waiting: int


class Verdict(Told, Record):
    """Who says so, and a remark."""

    by: Annotated[str, Field(max_length=LONGEST_NAME)] = Field(
        default="", description="the name of the person; by default that of the key"
    )
    note: Annotated[str, Field(max_length=LONGEST_NOTE, pattern=_KEPT)] = ""


class Rejection(Verdict):
    """What is wrong for this text, or for every wording of the problem."""

    everywhere: bool = Field(
        default=False,
        description="true: the problem was read rightly, so it holds for its every wording",
    )


class Corrected(Rejection):
    """What is right instead."""

    answer: Annotated[str, Field(max_length=LONGEST_ANSWER, pattern=_KEPT)] = ""
    outcome: Answering = Outcome.SOLVED


@router.get("", summary="List what waits for a person")
async def list_reviews(
    request: Request,
    status: Status | None = Status.OPEN,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    skip: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> ReviewList:
    """Open reviews, the least certain first; decided ones, the last decided first."""

    def found() -> ReviewList:
        reviews = _reviewing(request).reviews
        listed = reviews.list(status, limit=limit, skip=skip)
        return ReviewList(reviews=tuple(map(shown, listed)), waiting=reviews.count())

    return await _done(request, found)


@router.get("/{id}", summary="Show an answer as it was given")
async def show_review(id: Id, request: Request) -> ShownWhole:
    """A review with the whole answer."""
    return await _done(request, lambda: shown_whole(_reviewing(request).reviews.find(id)))


@router.post("/{id}/accept", responses=_CONFLICT, summary="The answer is right")
async def accept(id: Id, verdict: Verdict, request: Request) -> Shown:
    """The reading and the answer are right; nobody is asked about this problem again."""
    by = _name(request, verdict)
    return await _decided(request, lambda it: it.accept(id, by=by, note=verdict.note))


@router.post("/{id}/correct", responses=_CONFLICT, summary="Another answer is right")
async def correct(id: Id, verdict: Corrected, request: Request) -> Shown:
    """From now on the question is answered with this, said to be a person's and not checked."""
    by = _name(request, verdict)
    correction = Correction(answer=verdict.answer.strip(), outcome=verdict.outcome)
    scope = Scope.PLAN if verdict.everywhere else Scope.TEXT
    return await _decided(
        request, lambda it: it.correct(id, correction, by=by, note=verdict.note, scope=scope)
    )


@router.post("/{id}/reject", responses=_CONFLICT, summary="The answer is wrong")
async def reject(id: Id, verdict: Rejection, request: Request) -> Shown:
    """From now on the computed answer is withheld."""
    by = _name(request, verdict)
    scope = Scope.PLAN if verdict.everywhere else Scope.TEXT
    return await _decided(request, lambda it: it.reject(id, by=by, note=verdict.note, scope=scope))


def _reviewing(request: Request) -> Reviewing:
    found = request.app.state.reviewing
    assert isinstance(found, Reviewing)
    return found


def _name(request: Request, verdict: Verdict) -> str:
    """Who decides: as the body says, else the key that asks."""
    key = request.scope.get("state", {}).get("key")
    told = "".join(each if each.isprintable() else " " for each in verdict.by)
    return told.strip() or (f"key {key}" if key else "HTTP")


async def _done(request: Request, work: Callable[[], _Result]) -> _Result:
    """What `work` returns, from a thread: it waits for the database."""
    threads: Threads = request.app.state.threads
    return await threads.do(work)


async def _decided(request: Request, decide: Callable[[Reviewing], Review]) -> Shown:
    reviewing = _reviewing(request)
    review = await _done(request, lambda: decide(reviewing))
    if reviewing.unwritten is not None:
        _LOG.warning("evaluation_set", extra={"why": str(reviewing.unwritten)})
    return shown(review)
