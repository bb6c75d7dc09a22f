"""Problems, plans, answers and formulas in; answers and verdicts out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from abacist import pipeline
from abacist.apps.answering import Answering, Asked, Reply
from abacist.apps.http.caller import header, told_language
from abacist.apps.http.errors import ERRORS
from abacist.apps.http.model import (
    Confident,
    ConfidentSheet,
    EqualRequest,
    MathRequest,
    RunRequest,
    SolveRequest,
    VerifyRequest,
)
from abacist.apps.http.under_way import under_way
from abacist.checking.equality import Equality
from abacist.core.answer import Answer
from abacist.core.language import Language
from abacist.execution.verification import Verification

__all__ = ["answering_of", "router", "wants_fresh"]

router = APIRouter(tags=["problems"], responses=ERRORS)

_CACHE = {
    "X-Abacist-Cache": {
        "description": "`memory` or `store`: the answer was kept; `computed`: it was not; "
        "`person`: a person gave it, or withheld the computed one",
        "schema": {"type": "string", "enum": ["memory", "store", "computed", "person"]},
    }
}
_ANSWERED: dict[int | str, dict[str, Any]] = {200: {"headers": _CACHE}}


def answering_of(request: Request) -> Answering:
    """What answers the questions of this server."""
    found = request.app.state.answering
    assert isinstance(found, Answering)
    return found


def wants_fresh(request: Request) -> bool:
    """True where the caller says `Cache-Control: no-cache` (or `no-store`, RFC 9111)."""
    told = (header(request.scope, b"cache-control") or "").lower()
    return "no-cache" in told or "no-store" in told


Answers = Annotated[Answering, Depends(answering_of)]
Fresh = Annotated[bool, Depends(wants_fresh)]


@router.post(
    "/solve/math",
    response_model=ConfidentSheet,
    responses=_ANSWERED,
    summary="Answer a question in plain texts",
)
async def solve_math(asked: MathRequest, request: Request) -> Response:
    """Steps, answer, unit, level, confidence, plan and code of a question in English or Chinese.

    What was not understood or could not be solved is an answer too: its `outcome` and `message` say so.
    """
    reply = await _answered(request, asked.question, asked)
    return _response(reply, reply.sheet)


@router.post(
    "/v1/solve",
    response_model=Confident,
    responses=_ANSWERED,
    summary="Answer a problem with its certificates",
)
async def solve(asked: SolveRequest, request: Request) -> Response:
    """The whole answer: typed value, tree of steps, every claim with its certificate."""
    reply = await _answered(request, asked.problem, asked)
    return _response(reply, reply.body)


@router.post("/v1/run", response_model=Confident, responses=_ANSWERED, summary="Compute a plan")
async def run(asked: RunRequest, request: Request) -> Response:
    """The answer to a plan as an answer holds it, perhaps edited by hand."""
    told_language(request.scope, asked.problem, asked.language)
    answering = answering_of(request)
    question = Asked(
        asked.problem, asked.language, timeout=asked.timeout, fresh=wants_fresh(request)
    )
    reply = await under_way(
        request, lambda end: answering.run(asked.plan, question, cancellation=end)
    )
    return _response(reply, reply.body)


@router.post("/v1/verify", response_model=Verification, summary="Check a saved answer again")
async def verify(asked: VerifyRequest, request: Request) -> Response:
    """Whether the claims of an answer hold, and whether they say what the answer says."""
    answering = answering_of(request)
    given = {name: getattr(asked.answer, name) for name in Answer.model_fields}
    answer = Answer.model_construct(**given)
    timeout = asked.timeout or answering.settings.timeout
    found = await under_way(
        request,
        lambda end: pipeline.verify(answer, timeout=timeout, executor=answering.until(end)),
    )
    return _json(found.model_dump_json().encode())


@router.post("/v1/equal", response_model=Equality, summary="Compare two formulas")
async def equal(asked: EqualRequest, request: Request) -> Response:
    """Whether two expressions, sets, equations or quantities mean the same."""
    told_language(request.scope, asked.a + asked.b, None)
    answering = answering_of(request)
    found = await under_way(
        request,
        lambda end: pipeline.equal(
            asked.a, asked.b, timeout=asked.timeout, executor=answering.until(end)
        ),
    )
    return _json(found.model_dump_json().encode())


async def _answered(request: Request, text: str, asked: MathRequest | SolveRequest) -> Reply:
    """The reply to a question: at once where it is in memory, else from a thread."""
    scope = request.scope
    told_language(scope, text, asked.language)
    scope["state"]["text"] = text
    answering = answering_of(request)
    language: Language | None = asked.language
    question = Asked(text, language, asked.reading, asked.timeout, wants_fresh(request))
    reply = answering.remembered(question)
    if reply is None:
        reply = await under_way(request, lambda end: answering.answer(question, cancellation=end))
    scope["state"]["outcome"] = reply.outcome
    return reply


def _response(reply: Reply, body: bytes) -> Response:
    """An answer's bytes with its confidence put in, and where it was from."""
    doubted = b"true" if reply.needs_review else b"false"
    confidence = str(reply.confidence).encode()
    whole = b'%b,"confidence":%b,"needs_review":%b}' % (body[:-1], confidence, doubted)
    return _json(whole, {"x-abacist-cache": reply.source})


def _json(body: bytes, headers: dict[str, str] | None = None) -> Response:
    return Response(body, headers=headers, media_type="application/json")
