"""Every bound on what is accepted and on what a computation may take, in one place."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["LIMITS", "Limits"]


class Limits(BaseModel):
    """Bounds on input (characters, levels, digits) and on a computation (seconds, bytes)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    problem_characters: int = 20_000
    problem_tokens: int = 2_000
    formula_characters: int = 20_000
    formula_depth: int = 100
    formula_nodes: int = 20_000
    number_digits: int = 2_000
    decimal_exponent: int = 5_000
    result_digits: int = 20_000
    solve_seconds: float = 30.0
    check_seconds: float = 10.0
    worker_bytes: int = 2 << 30


LIMITS = Limits()
