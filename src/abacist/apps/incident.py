"""What happens on a mistake of our own: the person gets a number, the log gets the traceback."""

from __future__ import annotations

import os
import sys
import traceback
import uuid
from contextlib import suppress
from pathlib import Path

from abacist.apps.tongue import tell

__all__ = ["log_file", "report_incident"]


def log_file() -> Path:
    """Where incidents are kept: `abacist/incidents.log` in the folder for state (XDG_STATE_HOME)."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "abacist" / "incidents.log"


def report_incident() -> str:
    """Logs the exception that is being handled and tells the person its number."""
    number = uuid.uuid4().hex[:12]
    path = log_file()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"incident {number}\n{traceback.format_exc()}\n")
    sys.stderr.write(
        tell(
            f"abacist: this is a mistake of the program, not yours (incident {number});\n"
            f"the details are in {path}\n",
            f"abacist：程序内部错误（编号 {number}），不是您的问题；\n详情见 {path}\n",
        )
    )
    return number
