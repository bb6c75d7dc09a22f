"""Real processes: started, waited for, followed, stopped; what goes wrong is told."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from abacist.core.errors import EngineTimeout
from abacist.engines.process import Running, running, start, stop, wait_until_ready
from tests.apps.program import COMMAND, Run, abacist, environment

PROGRAM = Path(__file__).with_name("listening.py")


class Home:
    """Folders of a person with one engine, on a free port."""

    def __init__(self, folder: Path) -> None:
        self.places = {
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
        }
        self.state = folder / "state" / "abacist" / "engines"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        assert self.run("add", "home", f"http://127.0.0.1:{self.port}").code == 0

    def run(self, *words: str, **changed: str) -> Run:
        return abacist("engines", *words, **self.places, **changed)

    def command(self, kind: str = "") -> str:
        return shlex.join([sys.executable, str(PROGRAM), str(self.port), kind])

    @property
    def server(self) -> Running | None:
        return running("home", self.state)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    found = Home(tmp_path)
    yield found
    if found.server is not None:
        stop(found.server, found.state, seconds=0)


def test_up_and_down(home: Home) -> None:
    run = home.run("up", "home", "--command", "A=1 " + home.command())
    assert (run.code, "is ready at" in run.out) == (0, True), run.err
    assert home.server is not None
    assert "runs already" in home.run("up", "home").err
    run = home.run("down", "home")
    assert (run.code, run.out) == (0, "Engine home has ended.\n")
    assert home.server is None
    assert home.run("down", "home").code == 5
    assert home.run("up", "home").code == 0  # the command was kept


def test_what_does_not_end_is_killed(home: Home) -> None:
    assert home.run("up", "home", "--command", home.command("stubborn")).code == 0
    server = home.server
    assert server is not None
    assert not stop(server, home.state, seconds=0.2)
    assert not server.is_alive


def test_what_ends_at_once_is_told_with_its_last_words(home: Home) -> None:
    run = home.run("up", "home", "--command", home.command("broken"))
    assert (run.code, "ended while it started" in run.err, "out of memory" in run.err) == (
        4,
        True,
        True,
    )
    assert home.server is None


def test_what_is_never_ready_is_stopped(home: Home) -> None:
    run = home.run(
        "up", "home", "--command", home.command("silent"), ABACIST_ENGINE_START_SECONDS="0.5"
    )
    assert (run.code, "was not ready within 0.5 s" in run.err) == (4, True)
    assert "loading the model" in run.err
    assert home.server is None


@pytest.mark.parametrize(
    "command, code", [("", 2), ("a | b", 2), ("'", 2), ("/no/such/program", 4)]
)
def test_a_command_that_is_none(home: Home, command: str, code: int) -> None:
    assert home.run("up", "home", "--command", command).code == code


def test_following_ends_with_ctrl_c(home: Home) -> None:
    words = [*COMMAND, "engines", "up", "home", "--follow", "--command", home.command()]
    with subprocess.Popen(
        words, env=environment(**home.places), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert b"is ready" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert (process.returncode, b"Traceback" in told) == (130, False)
    assert home.server is None


def test_another_process_with_the_same_id_is_left_alone(tmp_path: Path) -> None:
    record = {"pid": os.getpid(), "started": 1}
    (tmp_path / "home.json").write_text(json.dumps(record))
    assert running("home", tmp_path) is None


def test_a_server_in_this_process(tmp_path: Path) -> None:
    """A child that ended is seen as ended although nobody waited for it."""
    server = start("home", f"{sys.executable} -c pass", tmp_path)
    end = time.monotonic() + 30
    while server.is_alive:
        assert time.monotonic() < end
        time.sleep(0.01)
    slow = start("home", shlex.join([sys.executable, str(PROGRAM), "0", "silent"]), tmp_path)
    with suppress(ProcessLookupError), pytest.raises(EngineTimeout):
        wait_until_ready(slow, lambda: False, 0.05)
    stop(slow, tmp_path)
    assert not slow.is_alive
