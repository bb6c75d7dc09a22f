"""One table of everything that can be plugged in, keyed (kind, name).

Kinds: `action` (what can be computed), `checker` (what can be verified), `notion` (phrases that belong to
no action). A built-in is found by the module of its name, all of them by walking their folders, third parties
by the entry-point group `abacist`: an entry point names a module, and importing that module registers what it
declares. The built-ins use the same two functions as everybody else:

    @action("numbers.divisors", arguments=Arguments, title=…, phrases=PHRASES, examples=EXAMPLES)
    def divisors(arguments: Arguments) -> Solution: …

    @checker("roots_of")
    def check(claim: RootsOf) -> Finding: …
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import walk_packages
from typing import Any, Protocol, TypeVar, runtime_checkable

from abacist.core.answer import Finding, Solution
from abacist.core.errors import ConfigError, PlanError
from abacist.core.language import Language, Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome
from abacist.core.phrase import Phrase, Slot

__all__ = [
    "Action",
    "Checker",
    "Example",
    "Notion",
    "Sayable",
    "action",
    "actions",
    "checker",
    "checker_for",
    "find_action",
    "notion",
    "notions",
    "only_built_in",
    "phrases_of",
]


@dataclass(frozen=True, slots=True)
class Example:
    """A problem in both languages with its answer: documentation, test and smoke evaluation at once.

    Arguments:
        en, zh: the problem; further wordings may follow as more examples.
        answer: the canonical text of the answer; "" where the outcome alone is the answer.
        outcome: how it must end.
        unit: the unit of the answer in canonical text.
        level: the weakest level that is good enough.
        source: where the true value is from (a book, a paper's DOI, or how it was derived).
    """

    en: str
    zh: str
    answer: str = ""
    outcome: Outcome = Outcome.SOLVED
    unit: str | None = None
    level: Level = Level.CROSS_CHECKED
    source: str = ""


@runtime_checkable
class Sayable(Protocol):
    """Arguments that are said otherwise than they are kept: limits [x, 0, 1] as "from 0 to 1"."""

    def said(self) -> dict[str, Any]:
        """The values by the names of the holes that say them; what is None needs no words."""
        ...


@dataclass(frozen=True, slots=True)
class Action:
    """A registered action."""

    name: str
    title: Message
    arguments: type[Record]
    run: Callable[[Any], Solution]
    phrases: tuple[Phrase, ...] = ()
    examples: tuple[Example, ...] = ()
    module: str = ""

    def slots(self) -> dict[str, Slot]:
        """The slot of each argument that declares one."""
        return {
            name: mark
            for name, info in self.arguments.model_fields.items()
            for mark in info.metadata
            if isinstance(mark, Slot)
        }


@dataclass(frozen=True, slots=True)
class Checker:
    """A registered checker of one kind of claim."""

    kind: str
    check: Callable[[Any], Finding]
    module: str = ""


@dataclass(frozen=True, slots=True)
class Notion:
    """Phrases that belong to no action: sets, conditions, requests, fillers."""

    name: str
    phrases: tuple[Phrase, ...]
    module: str = ""


Entry = Action | Checker | Notion
_Solver = TypeVar("_Solver", bound=Callable[[Any], Solution])
_Check = TypeVar("_Check", bound=Callable[[Any], Finding])


@dataclass(slots=True)
class _Table:
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def add(self, kind: str, name: str, entry: Entry) -> None:
        before = self.entries.get((kind, name))
        if before is not None and before.module != entry.module:
            raise ConfigError(
                f"{kind} {name!r} is declared twice: in {before.module} and in {entry.module}"
            )
        self.entries[kind, name] = entry


_TABLE = _Table()
_PACKAGE = "abacist"
_NAME = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)*")
_ROOMS = {
    "action": "abacist.actions",
    "checker": "abacist.checking",
    "notion": "abacist.reading.notions",
}


def action(
    name: str,
    *,
    title: Message,
    arguments: type[Record],
    phrases: tuple[Phrase, ...] = (),
    examples: tuple[Example, ...] = (),
) -> Callable[[_Solver], _Solver]:
    """Registers the decorated function as the action `name` and returns it unchanged."""

    def register(run: _Solver) -> _Solver:
        entry = Action(name, title, arguments, run, phrases, examples, run.__module__)
        _TABLE.add("action", name, entry)
        return run

    return register


def checker(kind: str) -> Callable[[_Check], _Check]:
    """Registers the decorated function as the checker of claims of `kind` and returns it unchanged."""

    def register(check: _Check) -> _Check:
        _TABLE.add("checker", kind, Checker(kind, check, check.__module__))
        return check

    return register


def notion(name: str, phrases: tuple[Phrase, ...], *, module: str) -> None:
    """Registers phrases that belong to no action; `module` is the caller's `__name__`."""
    _TABLE.add("notion", name, Notion(name, phrases, module))


@cache
def _load(kind: str) -> _Table:
    """Imports every module that declares this kind, once: the built-in room, then the plug-ins."""
    package = import_module(_ROOMS[kind])
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    _load_plugins()
    return _TABLE


@cache
def _load_plugins() -> None:
    for plugin in entry_points(group=_PACKAGE):
        import_module(plugin.value)


def _find(kind: str, name: str) -> Entry | None:
    """The entry of this name: what is there already, else what its own module declares, else anything."""
    entry = _TABLE.entries.get((kind, name))
    if entry is None and _NAME.fullmatch(name) and _own_module(kind, name):
        entry = _TABLE.entries.get((kind, name))
    return entry or _load(kind).entries.get((kind, name))


def _own_module(kind: str, name: str) -> bool:
    """Imports the built-in module that is called as what it declares; False where there is none."""
    module = f"{_ROOMS[kind]}.{name}"
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module}.".startswith(f"{error.name}."):
            raise
        return False
    return True


def phrases_of(kind: str, name: str, module: str) -> tuple[Phrase, ...]:
    """The phrases that a built-in module declares under this name; none where it declares no such thing."""
    if module.startswith(f"{_PACKAGE}."):
        import_module(module)
    entry = _TABLE.entries.get((kind, name))
    return entry.phrases if isinstance(entry, Action | Notion) and entry.module == module else ()


def only_built_in() -> bool:
    """True where all that has been declared so far is part of this package."""
    return all(entry.module.startswith(f"{_PACKAGE}.") for entry in _TABLE.entries.values())


def actions() -> Mapping[str, Action]:
    """All actions by name, sorted."""
    return {
        key[1]: e for key, e in sorted(_load("action").entries.items()) if isinstance(e, Action)
    }


def find_action(name: str) -> Action:
    """The action of this name. Raises `PlanError` where there is none."""
    entry = _find("action", name)
    if not isinstance(entry, Action):
        raise PlanError(
            Message(en=f"there is no action {name!r}", zh=f"没有名为 {name!r} 的运算"),
            Message(en="`abacist actions` lists them", zh="`abacist actions` 列出全部运算"),
        )
    return entry


def checker_for(kind: str) -> Checker | None:
    """The checker of this kind of claim, or None where nothing can verify it."""
    entry = _find("checker", kind)
    return entry if isinstance(entry, Checker) else None


def notions() -> Mapping[str, Notion]:
    """All notions by name, sorted."""
    return {
        key[1]: e for key, e in sorted(_load("notion").entries.items()) if isinstance(e, Notion)
    }


def example_problems(example: Example) -> tuple[tuple[Language, str], ...]:
    """The problem texts of an example with their languages."""
    return ((Language.EN, example.en), (Language.ZH, example.zh))
