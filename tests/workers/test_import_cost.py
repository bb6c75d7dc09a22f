"""The room costs a starting program next to nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys

SCRIPT = """
import json, sys, time
import abacist.core.errors, abacist.core.outcome
began = time.process_time()
import abacist.workers
took = time.process_time() - began
print(json.dumps([took, sorted(sys.modules)]))
"""
HEAVY = {"multiprocessing", "concurrent.futures", "subprocess", "logging", "asyncio", "ctypes"}


def _import() -> tuple[float, set[str]]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    output = subprocess.check_output([sys.executable, "-c", SCRIPT], env=environment, text=True)
    took, modules = json.loads(output)
    return took, set(modules)


def test_importing_takes_less_than_15_ms() -> None:
    assert min(_import()[0] for _ in range(7)) < 0.015


def test_importing_imports_nothing_heavy() -> None:
    modules = _import()[1]
    assert not HEAVY & modules
    assert not {"sympy", "numpy", "scipy", "flint", "mpmath"} & modules


def test_the_pool_is_imported_on_first_use() -> None:
    import abacist.workers
    from abacist.workers import pool

    assert abacist.workers.Pool is pool.Pool
    assert abacist.workers.Computation is pool.Computation
