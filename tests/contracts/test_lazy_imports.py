"""Starting is quick: heavy libraries are loaded by the computation that needs them, not before."""

from __future__ import annotations

import json
import subprocess
import sys

import abacist

SECONDS = 0.15
HEAVY = ("sympy", "scipy", "numpy", "mpmath", "flint", "pint", "matplotlib", "pandas")
# The package itself brings in nothing at all but the standard library.
NOT_AT_START = (*HEAVY, "pydantic", "typer", "rich")

TIME_IMPORT = """
import sys, time
start = time.perf_counter()
import abacist
print(time.perf_counter() - start)
"""

IMPORT_ALL = """
import importlib, json, pkgutil, sys
import abacist
heavy, guilty = json.loads(sys.argv[1]), {}
for module in pkgutil.walk_packages(abacist.__path__, "abacist."):
    if module.name.endswith("__main__"):
        continue
    importlib.import_module(module.name)
    for name in heavy:
        if name in sys.modules:
            guilty.setdefault(name, module.name)
print(json.dumps(guilty))
"""


def _python(code: str, *arguments: str) -> str:
    command = [sys.executable, "-I", "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_is_quick() -> None:
    assert min(float(_python(TIME_IMPORT)) for _ in range(5)) < SECONDS


def test_import_loads_no_library() -> None:
    code = "import json, sys, abacist; print(json.dumps(sorted(sys.modules)))"
    loaded = set(json.loads(_python(code)))
    assert sorted(loaded & set(NOT_AT_START)) == []


def test_declarations_load_nothing_heavy() -> None:
    """Every module of the package (actions, checkers, the registry, reading) and not one of these."""
    guilty = json.loads(_python(IMPORT_ALL, json.dumps(HEAVY)))
    assert guilty == {}, "library: the module that loaded it"


def test_the_public_names() -> None:
    """What is promised is listed, and what is listed is there."""
    assert set(abacist.__all__) <= set(dir(abacist))
    for name in abacist.__all__:
        assert getattr(abacist, name) is not None
