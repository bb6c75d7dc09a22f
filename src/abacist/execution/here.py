"""The parts of a plan, called one after another within the worker that walks the whole plan.

The worker's deadline is that of the whole. Whoever sent it there must be ready to walk the plan part by
part instead, each with a deadline of its own, where the worker was ended: only then can it be told whether
an action or a check took too long.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module

from abacist.core.errors import AbacistError
from abacist.workers import Report
from abacist.workers.seeding import seed_generators

__all__ = ["Here"]


class Here:
    """An `Executor` for a program that runs in a worker: no process, no deadline of its own.

    What is no `AbacistError` is not caught: it ends the task, and the caller hears of it.
    """

    def call(self, target: str, text: str, deadline: float) -> Report:
        """See `Executor`; each part begins as in a worker of its own."""
        module, _, name = target.partition(":")
        began = time.monotonic()
        recursion, digits = sys.getrecursionlimit(), sys.get_int_max_str_digits()
        seed_generators()
        try:
            value = getattr(import_module(module), name)(text)
        except AbacistError as error:
            return Report(error=error, seconds=time.monotonic() - began)
        finally:
            sys.setrecursionlimit(recursion)
            sys.set_int_max_str_digits(digits)
        return Report(value=value, seconds=time.monotonic() - began)
