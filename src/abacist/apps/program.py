"""The commands put together, and how their arguments are read."""

from __future__ import annotations

import re
import sys

import typer

from abacist import __version__
from abacist.apps.commands import (
    actions,
    config,
    engines,
    equal,
    evaluate,
    jobs,
    keys,
    review,
    run,
    serve,
    solve,
    sweep,
    verify,
)
from abacist.apps.tongue import tell

__all__ = ["app", "as_arguments", "wrong_usage"]

_FORMULA = re.compile(r"-(?!-)[^-\s]")
_HELP = "-h"


def as_arguments(words: list[str]) -> list[str]:
    """The words with a blank before a formula that begins with a minus sign, as `-x + 1 = 0` does.

    No option of ours has one dash alone, -h apart, so such a word is always a formula.
    """
    return [f" {word}" if _FORMULA.match(word) and word != _HELP else word for word in words]


def wrong_usage(error: Exception) -> int | None:
    """Tells of a wrong command line and returns its exit code; None where the error is another one."""
    shown = getattr(error, "format_message", None)
    if shown is None:
        return None
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "abacist"
    message = shown()
    if message:
        sys.stderr.write(f"abacist: {tell('usage', '用法')}: {message}\n")
    sys.stderr.write(tell(f"`{command} --help` shows how\n", f"用法见 `{command} --help`\n"))
    return int(getattr(error, "exit_code", 2))


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"abacist {__version__}\n")
        raise typer.Exit


app = typer.Typer(
    name="abacist",
    help=tell(
        "Mathematics with steps, code and a certificate for every answer.",
        "数学求解：每个答案都附有步骤、代码和核验证书。",
    ),
    epilog=tell('For example: abacist solve "2x+5=17"', '例如：abacist solve "解方程 2x+5=17"'),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", _HELP]},
)


@app.callback()
def program(
    version: bool = typer.Option(
        False,
        "--version",
        callback=_version,
        is_eager=True,
        help=tell("print the version", "显示版本"),
    ),
) -> None:
    """Carries the options that come before a command."""


app.command("solve", help=tell(*solve.HELP))(solve.solve)
app.command("run", help=tell(*run.HELP))(run.run)
app.command("verify", help=tell(*verify.HELP))(verify.verify)
app.command("equal", help=tell(*equal.HELP))(equal.equal)
app.command("sweep", help=tell(*sweep.HELP))(sweep.sweep)
app.command("actions", help=tell(*actions.HELP))(actions.actions)
app.command("config", help=tell(*config.HELP))(config.config)
app.command("serve", help=tell(*serve.HELP))(serve.serve)
app.command("evaluate", help=tell(*evaluate.HELP))(evaluate.evaluate)
app.add_typer(review.app, name="review", help=tell(*review.HELP))
app.add_typer(jobs.app, name="jobs", help=tell(*jobs.HELP))
app.add_typer(keys.keys, name="keys", help=tell(*keys.HELP))
app.add_typer(engines.app, name="engines", help=tell(*engines.HELP))
