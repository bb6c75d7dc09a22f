"""What a job can do. A kind is the shape of its options, the shape of an item, and two functions.

    def work(item, options, tools) -> str     the item's line of the result, a JSON object
    def lost(item, options) -> str            its line where `work` cannot make one

`work` may be called more than once for the same item, on any machine, in several threads: it must
depend on its arguments alone. What it computes belongs into `tools`, whose computations are killed when
the job is cancelled; what it returns then is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from abacist.core.errors import InputError
from abacist.core.language import Message
from abacist.core.model import Record

if TYPE_CHECKING:
    from abacist.apps.answering import Answering
    from abacist.execution.executor import Cancellation, InWorkers

__all__ = ["CHUNK", "KINDS", "Kind", "Tools", "kind_of"]

CHUNK = 32
"""Items that are handed out together, at least: the queue is asked once for so many."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a job computes with; `cancellation` ends it."""

    answering: Answering
    executor: InWorkers
    cancellation: Cancellation


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job; see the module. `largest` is the number of items that it may have."""

    options: type[Record]
    item: type[Record]
    work: Callable[[Any, Any, Tools], str]
    lost: Callable[[Any, Any], str]
    largest: int = 100_000


KINDS = {"answers": "abacist.apps.jobs.answers:ANSWERS"}
"""Where each kind is declared: "module:name"; imported when the first job of the kind comes."""


def kind_of(name: str) -> Kind:
    """The kind of this name; `InputError` where there is none."""
    place = KINDS.get(name)
    if place is None:
        known = ", ".join(sorted(KINDS))
        raise InputError(
            Message(
                en=f"there is no kind of job called {name}; there are: {known}",
                zh=f"没有名为 {name} 的任务类型；可用：{known}",
            )
        )
    module, _, variable = place.partition(":")
    return getattr(import_module(module), variable)
