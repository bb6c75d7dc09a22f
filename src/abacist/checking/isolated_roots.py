"""Roots of equations with exponentials, logarithms and mixtures, by interval arithmetic on the whole line."""

from __future__ import annotations

from abacist.checking.findings import NotApplicable
from abacist.core.answer import Finding
from abacist.core.claim import RootsOf, SolutionSetOf

__all__ = ["check", "check_set"]


def check(claim: RootsOf) -> Finding:
    """One real unknown."""
    raise NotApplicable


def check_set(claim: SolutionSetOf) -> Finding:
    """A set of real numbers."""
    raise NotApplicable
