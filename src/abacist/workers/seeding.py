"""Random numbers that do not depend on what a worker did before, nor on when a library was imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

__all__ = ["seed_generators", "seed_imports"]

SEED = 0
_GENERATORS = frozenset(("random", "numpy.random", "sympy.core.random"))
"""Modules that keep the state of a generator, each with a function `seed`."""


def seed_generators() -> None:
    """Seeds every generator that has been imported: called before each task."""
    for name in _GENERATORS:
        module = sys.modules.get(name)
        if module is not None:
            module.seed(SEED)


def seed_imports() -> None:
    """From now on a generator is seeded where a task imports it, too."""
    sys.meta_path.insert(0, _Seeding())


class _Seeding:
    """Finds the modules of generators as always, and seeds them once they are executed."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """None for every other module, which the next finder then finds."""
        spec = PathFinder.find_spec(name, path, target) if name in _GENERATORS else None
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def execute_and_seed(module: ModuleType) -> None:
            execute(module)
            module.seed(SEED)

        setattr(spec.loader, "exec_module", execute_and_seed)  # noqa: B010
        return spec
