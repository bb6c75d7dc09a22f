"""The server's log: one JSON object a line on standard error, without the texts of problems."""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import IO

__all__ = ["begin_log"]

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class _Lines(logging.Formatter):
    """A record as JSON: time, level, what happened, and whatever was told beside it."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told = {name: value for name, value in vars(record).items() if name not in _OWN}
        line = {
            "time": _time(record.created),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **{name: value for name, value in told.items() if value is not None},
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _time(seconds: float) -> str:
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds * 1000) % 1000:03d}Z"


def begin_log(level: str, stream: IO[str] | None = None) -> None:
    """Sends everything that is logged to `stream`, by default standard error."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Lines())
    ours = logging.getLogger("abacist")
    ours.handlers[:] = [handler]
    ours.setLevel(level.upper())
    ours.propagate = False
    logging.captureWarnings(True)
    for name in ("uvicorn", "uvicorn.error", "py.warnings"):  # of libraries only what is wrong
        theirs = logging.getLogger(name)
        theirs.handlers[:] = [handler]
        theirs.setLevel(logging.WARNING)
        theirs.propagate = False
