"""What a process has imported, told by that process."""

from __future__ import annotations

import json
import sys

from abacist.core import registry


def listed(_: str = "") -> str:
    """The modules, and the names of the actions among them, as JSON."""
    declared = sorted(name for kind, name in registry._TABLE.entries if kind == "action")
    return json.dumps([sorted(sys.modules), declared])
