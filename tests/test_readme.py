"""Every code block of README.md, README.zh.md and the user guide runs, and prints what it says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest

from tests import debian, documents
from tests.documents import INSTALLING, KINDS, ROOT, Block, blocks_of, without_what_varies

DOCUMENTS = {str(path.relative_to(ROOT)): path for path in documents.documents()}
BLOCKS = {
    f"{name}:{block.line}": (path, block)
    for name, path in DOCUMENTS.items()
    for block in blocks_of(path.read_text(encoding="utf-8"))
}
RUN = {place: found for place, found in BLOCKS.items() if found[1].kind in ("console", "python")}


@cache
def _real(path: Path) -> dict[int, str] | AssertionError:
    """What the blocks of a document really show, by the place of the text; or why it could not be run."""
    try:
        return {block.start: text for block, text in documents.outputs(path)}
    except AssertionError as error:
        return error


@pytest.mark.timeout(300)
@pytest.mark.parametrize("place", RUN)
def test_block_prints_what_it_says(place: str) -> None:
    path, block = RUN[place]
    if "curl" in path.read_text(encoding="utf-8"):
        debian.need_curl()
    real = _real(path)
    if isinstance(real, AssertionError):
        raise real
    shown = _shown_by(path, block)
    if shown is None:
        return  # a program that prints nothing; it has run without an error
    assert without_what_varies(shown.text) == without_what_varies(real[shown.start]), (
        "`.venv/bin/python -m tests.documents --write` writes what really comes out"
    )


def _shown_by(path: Path, block: Block) -> Block | None:
    """The block that holds the output: a console block itself, the text after a program."""
    if block.kind == "console":
        return block
    blocks = blocks_of(path.read_text(encoding="utf-8"))
    after = next((each for each in blocks if each.start > block.start), None)
    return after if after is not None and after.kind == "text" and after.follows else None


@pytest.mark.parametrize("place", BLOCKS)
def test_block_is_of_a_known_kind(place: str) -> None:
    """What is not run is only what installs or tests this checkout; no text stands unchecked."""
    path, block = BLOCKS[place]
    assert block.kind in KINDS
    if block.kind == "sh":
        for line in block.text.splitlines():
            assert line.startswith(INSTALLING), line
    if block.kind == "text":
        assert block.start in _printed(path)


def _printed(path: Path) -> Iterator[int]:
    blocks = blocks_of(path.read_text(encoding="utf-8"))
    for block, after in zip_longest(blocks, blocks[1:]):
        if block.kind == "python" and after is not None and after.follows:
            yield after.start


def test_both_readmes_have_their_examples() -> None:
    for name in ("README.md", "README.zh.md"):
        commands = [
            command
            for path, block in BLOCKS.values()
            if path == ROOT / name and block.kind == "console"
            for command, _ in block.commands
        ]
        assert sum(command.startswith("./abacist solve") for command in commands) >= 6
        for each in ("solve", "run", "verify", "equal", "actions"):
            assert any(f"./abacist {each}" in command for command in commands), each


# ---- the runner itself


def _document(folder: Path, text: str, name: str = "page.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_outputs_are_those_of_the_commands(tmp_path: Path) -> None:
    page = _document(
        tmp_path,
        "```console\n$ cat > two <<'END'\n> 1\n> 2\n> END\n$ cat two\n1\n$ false\n$ echo $?\n0\n```\n",
    )
    [(_, real)] = documents.outputs(page)
    assert real.splitlines()[4:] == ["$ cat two", "1", "2", "$ false", "$ echo $?", "1"]
    assert documents.renewed(page) == f"```console\n{real}```\n"


def test_a_command_that_fails_shows_its_status(tmp_path: Path) -> None:
    page = _document(tmp_path, "```console\n$ ls nowhere\n```\n")
    with pytest.raises(AssertionError, match="ls nowhere: ends with"):
        list(documents.outputs(page))


def test_a_mistake_of_the_program_is_no_output(tmp_path: Path) -> None:
    log = "mkdir -p state/abacist; echo incident > state/abacist/incidents.log"
    page = _document(tmp_path, f"```console\n$ {log}\n```\n")
    with pytest.raises(AssertionError, match="incident"):
        list(documents.outputs(page))


def test_a_program_that_fails_is_told(tmp_path: Path) -> None:
    page = _document(tmp_path, "```python\nassert 1 == 2\n```\n")
    with pytest.raises(AssertionError, match="assert 1 == 2"):
        list(documents.outputs(page))


def test_a_program_prints_only_what_is_shown(tmp_path: Path) -> None:
    silent = _document(tmp_path, "```python\nprint(1)\n```\n")
    with pytest.raises(AssertionError, match="prints"):
        list(documents.outputs(silent))
    shown = _document(tmp_path, "```python\nprint(1)\n```\n\n```text\n2\n```\n")
    assert documents.renewed(shown) == "```python\nprint(1)\n```\n\n```text\n1\n```\n"


def test_times_and_versions_may_vary(tmp_path: Path) -> None:
    real, shown = (f'"elapsed_ms": {ms}, "sympy": "{v}", "n": 1' for ms, v in ((12.5, 1), (3, 2)))
    text = f"```console\n$ echo '{real}'\n{shown}\n```\n"
    assert documents.renewed(_document(tmp_path, text)) == text
    other = _document(tmp_path, text.replace('"n": 1\n', '"n": 2\n'))
    assert documents.renewed(other) != other.read_text(encoding="utf-8")
