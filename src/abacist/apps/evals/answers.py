"""The answers to the problems of a file, and the comparison of texts: both computed in worker processes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from abacist import pipeline
from abacist.apps.batch import unreadable
from abacist.apps.evals.grading import Same
from abacist.apps.evals.items import Item, items
from abacist.core.errors import InputError, TooLarge
from abacist.core.limits import LIMITS
from abacist.execution.addresses import PRELOAD_ALL
from abacist.execution.executor import Executor, InWorkers
from abacist.workers import Pool

__all__ = ["comparing", "pairs", "same_by"]

_SECONDS = 10.0  # for one comparison


def pairs(problems: Path, answers: Path) -> Iterator[tuple[Item, Mapping[str, Any]]]:
    """Each problem with its answer, which stand in the same order. Raises `DocumentError`."""
    try:
        with answers.open(encoding="utf-8") as lines:
            for item, line in zip(items(problems), lines, strict=False):
                yield item, json.loads(line)
    except OSError as error:
        raise unreadable(answers, error) from error


@contextmanager
def comparing() -> Iterator[Same]:
    """A comparison of two texts, as long as the block lasts."""
    with Pool(1, memory_limit=LIMITS.worker_bytes, preload=PRELOAD_ALL) as pool:
        yield same_by(InWorkers(pool))


def same_by(executor: Executor) -> Same:
    """A comparison of two texts, as `abacist equal` compares them."""

    def same(right: str, got: str) -> bool | None:
        try:
            found = pipeline.equal(right, got, timeout=_SECONDS, executor=executor)
        except (InputError, TooLarge):
            return None
        return {"yes": True, "no": False}.get(found.verdict)

    return same
