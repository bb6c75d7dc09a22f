"""A short problem costs what it needs: neither every declaration is imported, nor libraries without use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import NamedTuple

import pytest

from tests.contracts.sources import ROOT

HEAVY = {"sympy", "scipy", "numpy", "mpmath", "pint", "matplotlib"}
SOLVE = """
import json, sys
from abacist.apps import cli
from abacist.execution.beside import Beside

def told(self, close=Beside.close):
    there = self.call("tests.apps.listing:listed", "", 10)
    from tests.apps.listing import listed
    print(listed(), there.value, sep="\\n", file=sys.stderr)
    close(self)

Beside.close = told
cli.main(["solve", sys.argv[1]])
"""


class Imported(NamedTuple):
    """What each of the two processes of a command has imported."""

    modules: set[str]
    actions: list[str]
    modules_there: set[str]


def _solve(problem: str) -> Imported:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))}
    done = [
        subprocess.run(
            [sys.executable, "-c", SOLVE, problem], capture_output=True, text=True, env=environment
        )
        for _ in range(2)  # the first start may have to save the index
    ][1]
    assert done.returncode == 0, done.stderr
    here, there = (json.loads(line) for line in done.stderr.splitlines())
    return Imported(set(here[0]), here[1], set(there[0]))


@pytest.fixture(scope="module")
def linear() -> Imported:
    return _solve("2x+5=17")


def test_the_program_imports_no_computing_library_and_no_options(linear: Imported) -> None:
    assert linear.modules & (HEAVY | {"flint", "typer", "click"}) == set()


def test_only_the_declarations_that_the_text_needs(linear: Imported) -> None:
    assert "equation.solve" in linear.actions
    assert len(linear.actions) < 5
    counting = set(_solve("求 48 的正因数的个数").actions)
    assert counting >= {"numbers.divisors", "sets.count"}
    assert len(counting) < 10
    assert counting.isdisjoint({"optimize.minimize", "geometry.measure", "calculus.integrate"})


def test_the_index_is_read_without_what_builds_it(linear: Imported) -> None:
    assert "abacist.notation.grammar" in linear.modules
    assert not any(name.startswith("abacist.checking") for name in linear.modules)


def test_a_linear_equation_is_solved_and_checked_without_computer_algebra(linear: Imported) -> None:
    assert "flint" in linear.modules_there
    assert linear.modules_there & HEAVY == set()


def test_what_needs_computer_algebra_imports_it() -> None:
    assert "sympy" in _solve("∫ x·sin(x) dx").modules_there
