"""The application: settings in, FastAPI out; what it needs is made at its start and ended at its end.

A part of the service is a module in this folder, or `abacist.apps.chat`, with a `router`; it is found by
walking them. What the parts use is in `request.app.state`: `settings`, `answering`, `pool`, `threads`,
`database`, `reviewing`, `meters`. A router that has something to start has a `lifespan` of its own, which runs within
this one's.
"""

from __future__ import annotations

import logging
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from fastapi import APIRouter, FastAPI
from pydantic.warnings import UnsupportedFieldAttributeWarning
from starlette.datastructures import State
from starlette.middleware.cors import CORSMiddleware

from abacist import __version__
from abacist.apps.answering import Answering
from abacist.apps.http.allowing import Allowing
from abacist.apps.http.errors import handle_errors
from abacist.apps.http.gate import Gate
from abacist.apps.http.metrics import Meters
from abacist.apps.http.security import KeyGuard
from abacist.apps.http.under_way import Threads
from abacist.apps.reviewing import Reviewing
from abacist.apps.settings import Settings
from abacist.apps.verdicts import Verdicts
from abacist.core.errors import AbacistError, StoreError
from abacist.core.limits import LIMITS
from abacist.execution.addresses import PRELOAD_ALL
from abacist.execution.executor import InWorkers
from abacist.store.allowances import Allowances
from abacist.store.answers import Answers
from abacist.store.behind import Behind
from abacist.store.database import Database
from abacist.store.evaluation_set import EvaluationSet
from abacist.store.keys import Keys
from abacist.store.reviews import Reviews
from abacist.workers import Pool

__all__ = ["application"]

_PACKAGES = ("abacist.apps.http", "abacist.apps.chat")
_PRELOAD = (*PRELOAD_ALL, "abacist.apps.preloaded")
_TASKS = 1000
"""A new worker's first tasks cost twice as much, so the small ones of a service share one for longer."""
_log = logging.getLogger("abacist.http")
# FastAPI gives every body a name as an alias, which pydantic finds useless, once a route.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)
_DESCRIPTION = """\
Mathematics with steps, code and a certificate for every answer.
What cannot be answered is said to be so: a response with status 200 and an `outcome` that is no answer."""


def application(settings: Settings) -> FastAPI:
    """The service with these settings. Its database is opened and its workers are started here.

    Raises `ConfigError` and `StoreUnavailable`.
    """
    database = Database(settings.database)
    try:
        keys = Keys(database)
        allowances = Allowances(database, uuid.uuid4().hex)
        guard = KeyGuard(settings, keys, Allowing(allowances))
        guard.check_start()
        pool = Pool(
            settings.workers,
            memory_limit=LIMITS.worker_bytes,
            preload=_PRELOAD,
            tasks_per_worker=_TASKS,
        )
    except BaseException:
        database.close()
        raise
    meters = Meters(pool.statistics)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as parts:
            state = app.state
            parts.callback(database.close)
            parts.callback(_written_down, keys)
            parts.callback(_given_back, allowances)
            parts.callback(pool.close)
            state.settings, state.pool, state.meters = settings, pool, meters
            state.database = database
            state.threads = Threads(settings.waiting)
            parts.callback(state.threads.close)
            try:
                _open(state, database, parts)
                yield  # where a part cannot start, its error comes out here
            except AbacistError as error:
                state.failure = error
                raise

    app = FastAPI(
        title="Abacist",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    handle_errors(app)
    for router in _routers():
        app.include_router(router)
    app.add_middleware(Gate, settings=settings, guard=guard, meter=meters)
    if settings.cors_origins:
        _let_pages_ask(app, settings.cors_origins)
    return app


def _let_pages_ask(app: FastAPI, origins: Sequence[str]) -> None:
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["authorization", "content-type", "cache-control", "x-request-id"],
        expose_headers=["x-request-id", "x-abacist-cache"],
    )


def _open(state: State, database: Database, parts: ExitStack) -> None:
    """Makes what answers from what is kept in the database."""
    answers = Behind(Answers(database, bound=state.settings.cache_stored_bytes))
    parts.callback(answers.close)
    reviews = Reviews(database)
    state.answering = Answering(
        InWorkers(state.pool),
        state.settings,
        answers=answers,
        reviews=reviews,
        verdicts=Verdicts(reviews),
        watch=state.meters,
    )
    state.answering.learn()
    lines = EvaluationSet(Path(state.settings.evaluation_set))
    state.reviewing = Reviewing(reviews, lines, state.answering.learn)


def _written_down(keys: Keys) -> None:
    try:
        keys.close()
    except StoreError as error:
        _log.warning("when keys were used is not written down: %s", error)


def _given_back(allowances: Allowances) -> None:
    try:
        allowances.close()
    except StoreError as error:
        _log.warning("what callers had under way is given back later: %s", error)


def _routers() -> Iterator[APIRouter]:
    """The routers of all parts, in the order of their modules' names."""
    for package in _PACKAGES:
        if find_spec(package) is None:
            continue
        for module in iter_modules(import_module(package).__path__, f"{package}."):
            router = getattr(import_module(module.name), "router", None)
            if isinstance(router, APIRouter):
                yield router
