"""The program `abacist`. It starts the computing process first and everything else beside it."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from abacist.apps.session import Session

__all__ = ["main"]

_COMPUTING = frozenset({"solve", "run", "verify", "equal"})
_NOT_COMPUTING = frozenset({"--help", "--plan", "--file"})
_INTERRUPTED = 128 + signal.SIGINT
_CLOSED_PIPE = 128 + signal.SIGPIPE
_FAULT = 70  # EX_SOFTWARE of sysexits.h: our own mistake


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs a command line and ends the program with its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    gc.disable()  # a short program; what it leaves is returned at its end
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # it would read every package's metadata
    try:
        code = _run(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except BrokenPipeError:
        code = _CLOSED_PIPE
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the flush at exit would fail again
    sys.exit(code)


def _run(words: list[str]) -> int:
    from abacist.apps.session import Session

    with Session() as session:
        if words and words[0] in _COMPUTING and not _NOT_COMPUTING.intersection(words):
            session.warm()
        return _obey(words, session)


def _obey(words: list[str], session: Session) -> int:
    """The exit code of the command, after its errors were told."""
    import logging

    from abacist.apps.console import print_error
    from abacist.apps.incident import IncidentLog
    from abacist.apps.tongue import interface_language
    from abacist.core.errors import AbacistError

    logging.getLogger("abacist").addHandler(IncidentLog())
    try:
        if len(words) == 2 and words[0] == "solve" and not words[1].startswith("-"):
            from abacist.apps.one_problem import Wish, answer_text

            return answer_text(words[1], Wish(), session)  # the short way, without any option
        return _command(words, session)
    except AbacistError as error:
        print_error(error, interface_language())
        return error.exit_code
    except BrokenPipeError:
        raise
    except Exception:
        from abacist.apps.incident import report_incident

        report_incident()
        return _FAULT


def _command(words: list[str], session: Session) -> int:
    """The exit code of a command line with all its options."""
    import typer

    from abacist.apps.program import app, as_arguments, wrong_usage

    try:
        code = app(as_arguments(words), obj=session, standalone_mode=False, prog_name="abacist")
    except typer.Abort:
        return _INTERRUPTED
    except typer.Exit as end:
        return end.exit_code
    except Exception as error:
        usage = wrong_usage(error)
        if usage is None:
            raise
        return usage
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
