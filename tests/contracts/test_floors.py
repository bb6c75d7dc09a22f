"""Floors and independence: who may know whom."""

from __future__ import annotations

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.contracts.sources import ROOT, Module, imports, library, modules

FORMULAS = frozenset({"notation", "actions", "checking"})

# Where a library may be imported. The rest of the program speaks of mathematics in our own types
# and of the network and databases through the rooms that exist for them.
ROOMS_OF = {
    **dict.fromkeys(
        ("sympy", "scipy", "flint", "mpmath", "numpy", "pint", "z3", "ortools", "highspy"), FORMULAS
    ),
    **dict.fromkeys(
        (
            "fastapi",
            "starlette",
            "uvicorn",
            "httpx",
            "requests",
            "aiohttp",
            "sqlalchemy",
            "alembic",
            "psycopg",
        ),
        frozenset({"apps", "engines", "store"}),
    ),
    "typer": frozenset({"apps"}),
    "rich": frozenset({"apps", "explain"}),
}


# Sweeps hold whole columns of numbers: docs/decisions/0013-sweeps.md.
COLUMNS = frozenset({"numpy", "scipy"})
WITH_COLUMNS = "abacist.apps.sweeps."


def test_the_floors_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [sys.executable, "-I", lint, "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("room", "other"), [("checking", "actions"), ("actions", "checking")])
def test_who_computes_and_who_checks_never_meet(room: str, other: str) -> None:
    reached = _reached_from(room)
    strangers = sorted(name for name in reached if modules()[name].room == other)
    assert strangers == [], f"{room} reaches {other}"


def _reached_from(room: str) -> set[str]:
    """Every module that importing the room can bring in."""
    graph = _graph()
    reached = {name for name, module in modules().items() if module.room == room}
    waiting = list(reached)
    while waiting:
        fresh = graph.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached


def test_no_import_cycles() -> None:
    try:
        TopologicalSorter(_graph()).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def _graph() -> dict[str, set[str]]:
    """Who imports whom within the package, imports inside functions included.

    The package itself is left out: it holds the version and names that load on first use.
    """
    return {
        name: {target for target, _ in imports(module) if target in modules()} - {"abacist", name}
        for name, module in modules().items()
        if name != "abacist"
    }


@pytest.mark.parametrize("module", modules().values(), ids=lambda module: module.name)
def test_libraries_stay_in_their_rooms(module: Module) -> None:
    strays = [
        f"{module.place(node)}: {target}"
        for target, node in imports(module)
        if module.room not in ROOMS_OF.get(library(target), {module.room})
        and not (library(target) in COLUMNS and module.name.startswith(WITH_COLUMNS))
    ]
    assert strays == []


@pytest.mark.parametrize("module", modules().values(), ids=lambda module: module.name)
def test_no_library_of_the_tests_is_imported(module: Module) -> None:
    """A computer algebra system that some test compares with must not become a need of users."""
    strays = {"pytest", "hypothesis"} & {library(target) for target, _ in imports(module)}
    assert not strays
