"""Imported by a worker before its first task: finds every action and checker, so no deadline pays for it."""

from __future__ import annotations

from abacist.core.registry import actions, checker_for

actions()
checker_for("")  # imports the whole room of checkers
