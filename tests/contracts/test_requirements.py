"""The requirement files: pinned, hashed, complete, and the same wherever they are installed from."""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pytest
from packaging.requirements import Requirement

from tests.contracts.sources import ROOT

GROUPS = ("run", "test", "check", "docs")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")

each_group = pytest.mark.parametrize("group", GROUPS)


@cache
def _text(group: str) -> str:
    return (ROOT / "requirements" / f"{group}.txt").read_text(encoding="utf-8")


@cache
def _entries(group: str) -> dict[str, list[tuple[Requirement, int]]]:
    """Each requirement by its name, with the number of its hashes."""
    joined = _text(group).replace("\\\n", " ")
    entries: dict[str, list[tuple[Requirement, int]]] = {}
    for line in joined.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement = Requirement(line.partition(" --hash")[0])
            found = (requirement, len(HASH.findall(line)))
            entries.setdefault(requirement.name.lower(), []).append(found)
    return entries


@each_group
def test_everything_is_pinned_and_hashed(group: str) -> None:
    for requirement, hashes in (found for entry in _entries(group).values() for found in entry):
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), str(requirement)
        assert hashes, str(requirement)


@each_group
def test_no_address_and_no_path(group: str) -> None:
    """They say what to install, never from where: that is the business of each machine."""
    assert "://" not in _text(group)
    options = [line for line in _text(group).splitlines() if line.strip().startswith("-")]
    assert [line for line in options if not line.strip().startswith("--hash=sha256:")] == []
    paths = re.compile(r"(^|[\s@=])(/|~/|\.\.?/|[A-Za-z]:\\)", re.MULTILINE)
    assert paths.search(_text(group)) is None


def _declared(group: str) -> list[Requirement]:
    extra = PROJECT["optional-dependencies"].get(group, [])
    return [Requirement(text) for text in [*PROJECT["dependencies"], *extra]]


@each_group
def test_what_the_project_declares_is_there(group: str) -> None:
    for wanted in _declared(group):
        pins = [pin for pin, _ in _entries(group).get(wanted.name.lower(), [])]
        assert pins, f"{wanted.name} is missing in {group}.txt: run `make lock`"
        for pin in pins:
            assert wanted.specifier.contains(next(iter(pin.specifier)).version), str(pin)


def test_groups_agree() -> None:
    """One environment holds them all, so a package has one version in every file."""
    versions: dict[str, set[str]] = {}
    for group in GROUPS:
        for name, entry in _entries(group).items():
            versions.setdefault(name, set()).update(str(pin.specifier) for pin, _ in entry)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
