"""What every test needs: Ctrl-C must reach the programs under test.

A shell that starts the tests in the background has them ignore interrupts, and every program they start would
inherit that.
"""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
