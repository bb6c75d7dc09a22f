"""What a job can do. A kind is a `Kind` in a file of its own; `KINDS` names them all.

    entered(submission, read) -> Entered     the options and items that are kept of what was submitted
    work(item, options, tools) -> str        the line of an item, JSON; it holds all rows of the item
    lost(item, options) -> str               its line where `work` cannot make one
    formats: writer(options, start)          the rows from `start` on as they are given out
    report(options, lines) -> Report         what came of it all

`work` may be called more than once for the same item, on any machine, in several threads: it must
depend on its arguments alone. What it computes belongs into `tools`, whose computations are killed when
the job is cancelled; what it returns then is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from abacist.core.errors import InputError
from abacist.core.language import Language, Message
from abacist.core.model import Record

if TYPE_CHECKING:
    from abacist.apps.answering import Answering
    from abacist.core.plan import Plan
    from abacist.execution.executor import Cancellation, InWorkers
    from abacist.store.jobs import Entry, Kept

__all__ = [
    "CHUNK",
    "KINDS",
    "Entered",
    "Kind",
    "Lines",
    "Read",
    "Report",
    "Tools",
    "Writer",
    "kind_of",
    "options_of",
]

CHUNK = 32
"""Items that are handed out together, at least: the queue is asked once for so many."""

Read = Callable[[str], "Plan"]
"""Reads a problem. Raises `InputError` where it is not understood."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a job computes with; `cancellation` ends it."""

    answering: Answering
    executor: InWorkers
    cancellation: Cancellation


@dataclass(frozen=True, slots=True)
class Entered:
    """What is kept of a job that was submitted: the options, for all items, and the items."""

    options: Record
    entries: Sequence[Entry]


class Writer(Protocol):
    """Turns lines, in order and without a gap, into the bytes of one format."""

    def lines(self, lines: Sequence[Kept]) -> bytes:
        """The next rows; the first call also begins what is written."""
        ...

    def end(self) -> bytes:
        """What stands behind the last row."""
        ...


class Report(Protocol):
    """What came of a job, or of what is done of it."""

    def figures(self) -> dict[str, Any]:
        """Everything, as JSON."""
        ...

    def text(self, language: Language) -> str:
        """The same for a person."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job; see the module. The first of `formats` is the one that nobody has to name."""

    options: type[Record]
    item: type[Record]
    entered: Callable[[Any, Read], Entered]
    work: Callable[[Any, Any, Tools], str]
    lost: Callable[[Any, Any], str]
    formats: Mapping[str, Callable[[Any, int], Writer]]
    report: Callable[[Any, Iterable[Kept]], Report]


class Lines:
    """The format of what is kept line by line already."""

    def __init__(self, options: Record, start: int) -> None:
        pass

    def lines(self, lines: Sequence[Kept]) -> bytes:
        """See `Writer`."""
        return "".join(kept.line + "\n" for kept in lines).encode()

    def end(self) -> bytes:
        """See `Writer`."""
        return b""


KINDS = {
    "problems": "abacist.apps.jobs.kinds.problems:PROBLEMS",
    "sweep": "abacist.apps.jobs.kinds.sweep:SWEEP",
    "evaluation": "abacist.apps.jobs.kinds.evaluation:EVALUATION",
}
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


@lru_cache(maxsize=64)
def options_of(kind: str, text: str) -> Record:
    """The options that are kept with a job: every item asks for them."""
    return kind_of(kind).options.model_validate_json(text)
