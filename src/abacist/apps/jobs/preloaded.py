"""Imported by the workers of jobs before their first task, so that no block of a sweep waits for it."""

from __future__ import annotations

from abacist.apps.sweeps import part
from abacist.apps.sweeps.encoding import library

__all__ = ["PRELOADED"]

PRELOADED = (part.PART,)

for _name in ("numpy", "pyarrow", "pyarrow.compute", "pyarrow.ipc"):
    library(_name)
