"""The code blocks of the documentation, run as a reader would run them.

How a block is marked says what happens to it:

    ```console   lines that begin with `$ ` are commands (`> ` continues one), the others what they print
    ```python    a program; a ```text block right after it is what it prints, else it prints nothing
    ```sh        not run: only what installs or tests this very checkout, see `INSTALLING`

A command that ends in ` &` goes on in the background until the end of the document, as in a second terminal;
it shows what it prints first. A server's port 8080 is a free one of this machine instead.

The blocks of one document run in order in a folder of their own, in which `./abacist` is the launcher, so a
file that one block writes is there for the next. A command may fail only where the next one is `echo $?`, so
that no example stops working unnoticed. After a change of outputs,

    .venv/bin/python -m tests.documents --write

runs all documents and writes what really comes out into them; look at the difference before you commit it.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

__all__ = ["DOCUMENTS", "INSTALLING", "KINDS", "ROOT", "Block", "blocks_of", "documents", "outputs"]

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "README.zh.md", "docs/index.md", "docs/guide/*.md")
KINDS = frozenset({"console", "python", "text", "sh"})
INSTALLING = ("make ", "pip install ")

_FENCE = re.compile(r"^```(\S*)[^\n]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_ELAPSED = re.compile(r'("(?:elapsed_ms|seconds)": )[0-9.e-]+')
_VERSION = re.compile(r'("(?:sympy|python-flint|scipy|mpmath|numpy)": )"[^"]*"')
_MARK = "\x1eend of a command"
_STATUS = "echo $?"
_SECONDS = 120  # for one block
_PORT = "8080"
_PIDS = "background.pids"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: how it is marked, its text, and where the text stands in the document."""

    kind: str
    text: str
    start: int
    line: int
    follows: bool = False  # nothing but blank lines since the block before

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The commands of a console block, each with what it prints."""
        found: list[tuple[list[str], list[str]]] = []
        for line in self.text.splitlines():
            if line.startswith("$ "):
                found.append(([line[2:]], []))
            elif found and line.startswith("> ") and not found[-1][1]:
                found[-1][0].append(line[2:])
            elif found:
                found[-1][1].append(line)
            else:
                raise ValueError(f"line {self.line}: a console block begins with a command")
        return [("\n".join(command), "\n".join(out)) for command, out in found]


def documents() -> list[Path]:
    """Every document whose blocks are run."""
    return [path for pattern in DOCUMENTS for path in sorted(ROOT.glob(pattern))]


def blocks_of(text: str) -> list[Block]:
    """The fenced blocks of a document, in order."""
    found: list[Block] = []
    end = 0
    for fence in _FENCE.finditer(text):
        follows = bool(found) and not text[end : fence.start()].strip()
        line = text.count("\n", 0, fence.start()) + 1
        found.append(Block(fence[1], fence[2], fence.start(2), line, follows))
        end = fence.end()
    return found


def without_what_varies(text: str) -> str:
    """The text without elapsed times and versions of libraries."""
    text = _ELAPSED.sub(r"\g<1>0", text)
    return _VERSION.sub(r'\g<1>""', text)


def outputs(path: Path) -> Iterator[tuple[Block, str]]:
    """Each block that shows an output, with the text that it should have."""
    blocks = blocks_of(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "abacist").symlink_to(ROOT / "abacist")
        environment = _environment(path, folder)
        try:
            yield from _outputs(path, blocks, folder, environment)
        finally:
            _end_background(folder)


def _outputs(
    path: Path, blocks: Sequence[Block], folder: Path, environment: dict[str, str]
) -> Iterator[tuple[Block, str]]:
    port = environment["ABACIST_PORT"]
    for block, after in zip_longest(blocks, blocks[1:]):
        if block.kind == "console":
            yield block, _console(block, folder, environment)
        elif block.kind == "python":
            program = block.text.replace(f":{_PORT}", f":{port}")
            printed = _run([sys.executable, "-c", program], folder, environment)
            if after is not None and after.kind == "text" and after.follows:
                yield after, printed.replace(f":{port}", f":{_PORT}")
            elif printed:
                raise AssertionError(f"{path}:{block.line} prints\n{printed}")


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _end_background(folder: Path) -> None:
    """Ends what a document's commands left running."""
    pids = folder / _PIDS
    for pid in pids.read_text().split() if pids.exists() else ():
        with suppress(ProcessLookupError):
            os.killpg(int(pid), signal.SIGKILL)


def _environment(path: Path, folder: Path) -> dict[str, str]:
    """A terminal of 80 columns without colours, in the language of the document."""
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    programs = [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    return {
        **kept,
        "PATH": os.pathsep.join(programs),  # `python3` is the one with the public libraries
        "LC_ALL": "zh_CN.UTF-8" if ".zh" in path.suffixes else "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(ROOT / "src"),
        "COLUMNS": "80",
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "ABACIST_PORT": _free_port(),
        "ABACIST_WORKERS": "2",
    }


def _console(block: Block, folder: Path, environment: dict[str, str]) -> str:
    """The block as it should be: its commands, each followed by what it prints."""
    commands = [command for command, _ in block.commands]
    port = environment["ABACIST_PORT"]
    runnable = [_runnable(command.replace(f":{_PORT}", f":{port}")) for command in commands]
    # The exit status of a command stays what the next one sees as $?.
    end = f'\n_status=$?; echo "{_MARK} $_status"; (exit $_status)\n'
    printed = _run(["sh", "-c", end.join([*runnable, ""])], folder, environment, strict=False)
    printed = printed.replace(f":{port}", f":{_PORT}")
    pieces = re.split(rf"{_MARK} (\d+)\n", printed)
    shown: list[str] = []
    for number, command in enumerate(commands):
        out, status = pieces[2 * number : 2 * number + 2]
        if status != "0" and commands[number + 1 : number + 2] != [_STATUS]:
            raise AssertionError(
                f"{out}\n{command}: ends with {status}, and no `{_STATUS}` shows it"
            )
        shown.append("$ " + command.replace("\n", "\n> ") + "\n")
        shown.append(out if not out or out.endswith("\n") else out + "\n")
    return "".join(shown)


def _runnable(command: str) -> str:
    """The command; one for the background with its output in a file, whose beginning is shown."""
    if not command.endswith(" &"):
        return command
    return (
        f"setsid {command[:-2]} > background.log 2>&1 & echo $! >> {_PIDS}; "
        f"for _ in $(seq {10 * _SECONDS}); do [ -s background.log ] && break; sleep 0.1; done; "
        f"cat background.log"
    )


def _run(
    command: Sequence[str], folder: Path, environment: dict[str, str], *, strict: bool = True
) -> str:
    """What a command prints, errors included. Raises where `strict` and the command fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_SECONDS,
        check=False,
    )
    printed = done.stdout.decode()
    log = folder / "state" / "abacist" / "incidents.log"
    if log.exists():  # a mistake of the program is never what a document should show
        raise AssertionError(log.read_text(encoding="utf-8"))
    if strict and done.returncode:
        raise AssertionError(f"{' '.join(command)}\n{printed}")
    return printed


def renewed(path: Path) -> str:
    """The text of a document with the outputs as they really are."""
    text = path.read_text(encoding="utf-8")
    for block, real in reversed(list(outputs(path))):
        if without_what_varies(real) != without_what_varies(block.text):
            text = text[: block.start] + real + text[block.start + len(block.text) :]
    return text


def write(paths: Iterable[Path]) -> int:
    """Writes the real outputs into the documents; returns how many were left alone for an error."""
    failed = 0
    for path in paths:
        try:
            text = renewed(path)
        except AssertionError as error:
            sys.stderr.write(f"left as it is: {path.relative_to(ROOT)}: {_last_line(error)}\n")
            failed += 1
            continue
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"changed: {path.relative_to(ROOT)}\n")
    return failed


def _last_line(error: AssertionError) -> str:
    return str(error).strip().rpartition("\n")[2]


if __name__ == "__main__":
    if sys.argv[1:2] != ["--write"]:
        sys.exit(__doc__)
    sys.exit(bool(write([Path(name).resolve() for name in sys.argv[2:]] or documents())))
