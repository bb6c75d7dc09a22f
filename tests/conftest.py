"""What every test needs: Ctrl-C must reach the programs under test; databases of both kinds; a server.

A shell that starts the tests in the background has them ignore interrupts, and every program they start would
inherit that.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import settings

from tests.apps.http.serving import Server, serving
from tests.postgres import PostgreSQL

# The same examples every time: a failure can be seen again, and a run means the same everywhere.
# `HYPOTHESIS_PROFILE=default` draws other ones.
settings.register_profile("abacist", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "abacist"))

signal.signal(signal.SIGINT, signal.default_int_handler)

# The index of phrases is saved, as always, but not among a person's own files.
os.environ["XDG_CACHE_HOME"] = os.path.join(tempfile.gettempdir(), "abacist-tests")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgreSQL]:
    """The server of this run; started by the first test that asks for it."""
    server = PostgreSQL()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of one kind after the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'abacist.db'}"
    server: PostgreSQL = request.getfixturevalue("postgres")
    return server.create()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the settings by default, two workers, a database of its own: for tests that only ask."""
    with serving(tmp_path_factory.mktemp("server"), "--workers", "2") as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """A client of that server."""
    with server.client() as asking:
        yield asking
