"""What happens on a mistake of our own: the person gets a number, the log gets the traceback."""

from __future__ import annotations

import logging
import os
import sys
import traceback
import uuid
from contextlib import suppress
from pathlib import Path

from abacist.apps.tongue import tell

__all__ = ["IncidentLog", "log_file", "report_incident"]


def log_file() -> Path:
    """Where incidents are kept: `abacist/incidents.log` in the folder for state (XDG_STATE_HOME)."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "abacist" / "incidents.log"


class IncidentLog(logging.Handler):
    """Writes to the incident log, which is made with its first line; a full disk is no second incident."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(asctime)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Appends one record."""
        path = log_file()
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(f"{self.format(record)}\n")


def report_incident() -> str:
    """Logs the exception that is being handled and tells the person its number."""
    number = uuid.uuid4().hex[:12]
    logging.getLogger("abacist").error("incident %s\n%s", number, traceback.format_exc())
    path = log_file()
    sys.stderr.write(
        tell(
            f"abacist: this is a mistake of the program, not yours (incident {number});\n"
            f"the details are in {path}\n",
            f"abacist：程序内部错误（编号 {number}），不是您的问题；\n详情见 {path}\n",
        )
    )
    return number
