"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

from abacist.apps.tongue import tell
from abacist.core.language import Language
from abacist.core.limits import LIMITS

__all__ = ["AsJson", "Spoken", "Timeout"]

AsJson = Annotated[
    bool,
    typer.Option("--json", help=tell("print the whole result as JSON", "以 JSON 输出完整结果")),
]
Spoken = Annotated[
    Language | None,
    typer.Option(
        "--language", help=tell("en or zh; by default as the problem", "en 或 zh，默认与题目相同")
    ),
]
Timeout = Annotated[
    float,
    typer.Option(
        "--timeout",
        min=0.1,
        max=3600,
        show_default=False,
        help=tell(
            f"seconds for everything; {LIMITS.solve_seconds:g} by default",
            f"总时限（秒），默认 {LIMITS.solve_seconds:g}",
        ),
    ),
]
