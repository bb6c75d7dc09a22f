"""The grammar of the built-in declarations, saved between two starts of the program.

To find out what a text could mean takes none of the declarations but an index of them, and to import them
all takes longer than to read most problems. The index is kept in the user's folder for caches, under a key
that changes with every file it was made from. It is data alone, and it is only an index: what is not read
back whole and unaltered is not used, and a phrase found with it counts only if its declaration agrees.

    line 1     the digest of all the rest
    line 2     words, keys, phrases: JSON
    line 3 …   one template each, read when a text needs it: JSON
"""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from abacist.core.language import Language
from abacist.reading.grammar import Declared, Grammar, Template, digest_of
from abacist.reading.templates import Automaton, HoleElement

__all__ = ["forget", "load", "save"]

_PACKAGE = Path(__file__).parent.parent
_ROOMS = ("actions", "core", "notation", "reading")
"""The rooms that what is declared, or how it is compiled, depends on."""

_FORMAT = 1
_forgotten: set[Path] = set()
_NAMES = "phrases-*.index"
_KEPT = 4
"""How many indices are kept: of several checkouts or interpreters that are used in turn."""


def load() -> Grammar | None:
    """The saved grammar; None where there is none that belongs to this program and to this user."""
    try:
        path = _file()
        data = b"" if path in _forgotten else _read(path)
        digest, _, body = data.partition(b"\n")
        if digest.decode() != _digest(body):
            return None
        head, *templates = body.split(b"\n")
        return _grammar(json.loads(head), templates)
    except (OSError, RuntimeError, ValueError, LookupError, TypeError, AttributeError):
        return None


def save(grammar: Grammar) -> None:
    """Saves a grammar of built-in declarations; where that is not possible, the next start takes longer."""
    with suppress(OSError, RuntimeError):
        path = _file()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, lambda: _written(grammar))
        _forgotten.discard(path)
        saved = sorted(path.parent.glob(_NAMES), key=lambda each: each.stat().st_mtime)
        for old in saved[:-_KEPT]:
            old.unlink()


def _written(grammar: Grammar) -> bytes:
    """The grammar as the bytes of a file."""
    head, lines = _described(grammar)
    body = b"\n".join(json.dumps(line, ensure_ascii=False).encode() for line in (head, *lines))
    return _digest(body).encode() + b"\n" + body


def _replace(path: Path, written: Callable[[], bytes]) -> None:
    """Writes a file at once or not at all, and asks what to write only where it can. Raises `OSError`."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".phrases-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(written())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def forget() -> None:
    """Removes the index of this program, and reads it no more before it is saved again."""
    with suppress(OSError, RuntimeError):
        path = _file()
        _forgotten.add(path)
        path.unlink()


def _file() -> Path:
    """Where the index of this program is: the name says what it was made from."""
    told = os.environ.get("XDG_CACHE_HOME", "")
    caches = Path(told) if os.path.isabs(told) else Path.home() / ".cache"
    return caches / "abacist" / f"phrases-{_key()}.index"


def _key() -> str:
    """A text that changes with the program, its interpreter and what is installed beside it."""
    sources = [entry for room in _ROOMS for entry in _sources(str(_PACKAGE / room))]
    beside = [(place, os.stat(place or ".").st_mtime_ns) for place in sys.path if _is_there(place)]
    told = (_FORMAT, sys.version, sorted(sources), beside)
    return blake2b(repr(told).encode(), digest_size=12).hexdigest()


def _is_there(place: str) -> bool:
    return os.path.exists(place or ".")


def _sources(folder: str) -> Iterator[tuple[str, int, int, int]]:
    """Every file of a folder, with its size and the times of its last changes."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _sources(entry.path)
            else:
                told = entry.stat()
                yield entry.path, told.st_size, told.st_mtime_ns, told.st_ctime_ns


def _read(path: Path) -> bytes:
    """The bytes of a file that nobody but this user can have written. Raises `OSError`."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        told = os.fstat(descriptor)
        others = stat.S_IWGRP | stat.S_IWOTH
        if not stat.S_ISREG(told.st_mode) or told.st_uid != os.geteuid() or told.st_mode & others:
            raise PermissionError(path)
        return file.read()


def _digest(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


def _described(grammar: Grammar) -> tuple[dict[str, Any], list[Any]]:
    """The grammar as plain data: what stands in line 2, and the lines of the templates."""
    templates = list(grammar.templates())
    places = {id(template): place for place, template in enumerate(templates)}
    known = list({id(each.declared): each.declared for each in templates}.values())
    numbers = {id(declared): number for number, declared in enumerate(known)}
    head = {
        "size": grammar.size,
        "words": sorted(grammar.words),
        "clause_types": sorted(grammar.clause_types),
        "wrapped": {kind: list(types) for kind, types in grammar.wrapped.items()},
        "phrases": [
            (d.kind, d.name, d.module, d.number, d.yields, d.cost, d.meaning, digest_of(d.phrase))
            for d in known
        ],
        "formulas": {
            head: [numbers[id(declared)] for declared in some]
            for head, some in grammar.formulas.items()
        },
        "clauses": [numbers[id(declared)] for declared in grammar.clauses],
        "by_key": {
            word: [places[id(template)] for template in found]
            for word, found in grammar.by_key.items()
        },
        "unkeyed": [places[id(template)] for template in grammar.unkeyed],
        "templates": [
            (numbers[id(each.declared)], list(Language).index(each.language), each.text)
            for each in templates
        ],
    }
    return head, [_plain(template.automaton) for template in templates]


def _plain(automaton: Automaton) -> list[Any]:
    moves = [
        [
            (label if isinstance(label, str) else _plain_hole(label), target)
            for label, target in state
        ]
        for state in automaton.moves
    ]
    return [moves, sorted(automaton.final), sorted(automaton.required)]


def _plain_hole(hole: HoleElement) -> list[Any]:
    return [hole.name, hole.type, hole.many, hole.stands_for]


def _grammar(head: dict[str, Any], lines: list[bytes]) -> Grammar:
    """The grammar back. Raises `ValueError`, `LookupError` or `TypeError` for what is none."""
    languages = list(Language)
    known = [Declared(*each) for each in head["phrases"]]
    if len(lines) != len(head["templates"]):
        raise ValueError("templates are missing")
    templates = [
        Template(text, languages[language], known[number], _automaton(line))
        for (number, language, text), line in zip(head["templates"], lines, strict=True)
    ]
    by_key = defaultdict[str, list[Template]](list)
    for word, places in head["by_key"].items():
        by_key[word] = [templates[place] for place in places]
    return Grammar(
        by_key=by_key,
        unkeyed=[templates[place] for place in head["unkeyed"]],
        clause_types=set(head["clause_types"]),
        size=head["size"],
        words=set(head["words"]),
        formulas={key: [known[n] for n in some] for key, some in head["formulas"].items()},
        wrapped=head["wrapped"],
        clauses=[known[number] for number in head["clauses"]],
    )


def _automaton(line: bytes) -> Callable[[], Automaton]:
    """Reads the automaton of a template when it is asked for."""

    def read() -> Automaton:
        moves, final, required = json.loads(line)
        labelled: list[list[tuple[str | HoleElement, int]]] = [
            [
                (label if isinstance(label, str) else HoleElement(*label), target)
                for label, target in state
            ]
            for state in moves
        ]
        return Automaton(labelled, set(final), frozenset(required))

    return read
