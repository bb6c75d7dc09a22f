"""One server for all tests that only ask it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.apps.http.serving import Server, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the settings by default, two workers, a database of its own."""
    with serving(tmp_path_factory.mktemp("server"), "--workers", "2") as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """A client of that server."""
    with server.client() as asking:
        yield asking
