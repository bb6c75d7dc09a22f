"""The saved index finds phrases as the declarations do; whatever is wrong with it, it is never believed."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from abacist.core.language import Language
from abacist.core.plan import Problem
from abacist.reading import read, saved_index, standard
from abacist.reading.declarations import declared_grammar
from abacist.reading.grammar import Grammar
from abacist.reading.standard import standard_grammar

TEXTS = (
    "2x+5=17",
    "Find the sum of the positive factors of 48 that are divisible by 3.",
    "求 x^2 在 x=3 处的导数",
    "小明有12本书，小红的书比小明多两倍，小红有几本",
)


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return declared_grammar()


@pytest.fixture
def index(grammar: Grammar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of an index that has just been saved."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(standard, "only_built_in", lambda: True)
    saved_index.save(grammar)
    [path] = (tmp_path / "abacist").glob("*")
    standard_grammar.cache_clear()
    yield path
    standard_grammar.cache_clear()


def _plans() -> list[str]:
    readings = [read(Problem(text=text, language=Language.EN)) for text in TEXTS]
    return [reading.plan.key if reading.plan is not None else "" for reading in readings]


def _rewrite(path: Path, change: Callable[[dict[str, Any], list[Any]], None]) -> None:
    """Changes the content and makes the digest fit again."""
    lines = [json.loads(line) for line in path.read_bytes().split(b"\n")[1:]]
    change(lines[0], lines[1:])
    body = b"\n".join(json.dumps(line).encode() for line in lines)
    path.write_bytes(saved_index._digest(body).encode() + b"\n" + body)


def test_what_is_saved_comes_back(index: Path, grammar: Grammar) -> None:
    loaded = saved_index.load()
    assert loaded is not None
    assert saved_index._described(loaded) == saved_index._described(grammar)
    assert {t.text: t.automaton for t in loaded.templates()} == {
        t.text: t.automaton for t in grammar.templates()
    }


def test_texts_are_read_alike(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standard, "declared_grammar", lambda: pytest.fail("the index was not used"))
    with_index = _plans()
    assert all(with_index)
    monkeypatch.undo()
    monkeypatch.setattr(saved_index, "load", lambda: None)
    standard_grammar.cache_clear()
    assert _plans() == with_index


def test_only_the_owner_can_read_it(index: Path) -> None:
    assert index.stat().st_mode & 0o777 == 0o600
    assert index.parent.stat().st_mode & 0o777 == 0o700


def test_every_broken_file_is_ignored(index: Path) -> None:
    whole = index.read_bytes()
    rng = random.Random(1)
    broken = [b"", b"\n", b"\x00" * 100, whole[:-1], whole + b"\n[]", whole[: len(whole) // 2]]
    for place in [0, 31, 32, 33, *(rng.randrange(len(whole)) for _ in range(40))]:
        broken.append(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    for data in broken:
        index.write_bytes(data)
        assert saved_index.load() is None
    index.write_bytes(whole)
    assert saved_index.load() is not None


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"phrases": 1}', b"null", b"\xff"])
def test_a_file_of_another_shape_is_ignored(index: Path, body: bytes) -> None:
    index.write_bytes(saved_index._digest(body).encode() + b"\n" + body)
    assert saved_index.load() is None


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_ignored(index: Path, mode: int) -> None:
    index.chmod(mode)
    assert saved_index.load() is None


def test_a_file_of_somebody_else_is_ignored(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: index.stat().st_uid + 1)
    assert saved_index.load() is None


def test_a_link_is_ignored(index: Path) -> None:
    elsewhere = index.rename(index.with_name("elsewhere"))
    index.symlink_to(elsewhere)
    assert saved_index.load() is None


def _other_phrase(head: dict[str, Any], lines: list[Any]) -> None:
    for phrase in head["phrases"]:
        phrase[3] = max(0, phrase[3] - 1)


def _other_module(head: dict[str, Any], lines: list[Any]) -> None:
    for phrase in head["phrases"]:
        phrase[2] = "antigravity"


def _other_type(head: dict[str, Any], lines: list[Any]) -> None:
    for phrase in head["phrases"]:
        phrase[4] = "Request"


def _other_cost(head: dict[str, Any], lines: list[Any]) -> None:
    for phrase in head["phrases"]:
        phrase[5] = -1.0


def _other_words(head: dict[str, Any], lines: list[Any]) -> None:
    for template in head["templates"]:
        template[2] = template[2].replace("sum", "product")


def _other_moves(head: dict[str, Any], lines: list[Any]) -> None:
    """Every template of words says what only "product" says."""
    for line in lines:
        for state in line[0]:
            for move in state:
                move[0] = "sum" if move[0] == "product" else move[0]


@pytest.mark.parametrize(
    "forge", [_other_phrase, _other_module, _other_type, _other_cost, _other_words, _other_moves]
)
def test_a_forged_index_misreads_nothing(
    index: Path, forge: Callable[[dict[str, Any], list[Any]], None]
) -> None:
    """Its digest fits, but the declarations do not say what it says: they are read instead, or nothing is."""
    expected = _plans()
    _rewrite(index, forge)
    standard_grammar.cache_clear()
    assert saved_index.load() is not None
    assert all(plan in ("", right) for plan, right in zip(_plans(), expected, strict=True))


def test_an_altered_index_is_removed_and_saved_anew(index: Path) -> None:
    whole = index.read_bytes()
    _rewrite(index, _other_phrase)
    _plans()
    assert index.read_bytes() == whole


def test_one_that_cannot_be_removed_is_read_no_more(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _plans()
    _rewrite(index, _other_phrase)
    standard_grammar.cache_clear()
    monkeypatch.setattr(Path, "unlink", lambda _: (_ for _ in ()).throw(PermissionError()))
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError()))
    assert _plans() == expected
    saved_index._forgotten.clear()


@pytest.mark.parametrize("place", ["/dev/null/nowhere", "/proc/nowhere"])
def test_without_a_place_to_save_all_works(
    grammar: Grammar, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", place)
    monkeypatch.setattr(saved_index, "_described", lambda _: pytest.fail("done for nothing"))
    saved_index.save(grammar)
    assert saved_index.load() is None


def test_a_write_that_fails_leaves_nothing(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        saved_index._replace(index, lambda: b"new")
    assert list(index.parent.iterdir()) == [index]


def test_a_few_are_kept(
    index: Path, grammar: Grammar, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for number in range(6):
        monkeypatch.setattr(saved_index, "_key", lambda number=number: f"{number}")
        saved_index.save(grammar)
    assert len(list(index.parent.iterdir())) == saved_index._KEPT


def test_the_key_changes_with_every_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in saved_index._ROOMS:
        (tmp_path / room / "inside").mkdir(parents=True)
        (tmp_path / room / "inside" / "file.py").write_text("x = 1\n")
    monkeypatch.setattr(saved_index, "_PACKAGE", tmp_path)
    keys = {saved_index._key()}
    for room in saved_index._ROOMS:
        (tmp_path / room / "inside" / "file.py").write_text("x = 2\n")
        keys.add(saved_index._key())
        (tmp_path / room / "inside" / "new.py").touch()
        keys.add(saved_index._key())
    monkeypatch.setattr(saved_index, "_FORMAT", 0)
    keys.add(saved_index._key())
    monkeypatch.syspath_prepend(str(tmp_path))
    keys.add(saved_index._key())
    assert len(keys) == 2 * len(saved_index._ROOMS) + 3
