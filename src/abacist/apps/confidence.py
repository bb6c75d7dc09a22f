"""How likely an answer is right: that its problem was read right, and computed right."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from abacist.core.model import Record
from abacist.core.outcome import Level

__all__ = ["PRIOR", "Calibration", "Evidence", "Prior", "ReadBy"]


class ReadBy(StrEnum):
    """Who turned the text into a plan."""

    GRAMMAR = "grammar"
    MODEL = "model"
    NOBODY = "nobody"
    """The plan itself was given."""


class Evidence(Record):
    """What the confidence in an answer rests on.

    Arguments:
        read_by: who read the problem.
        explained: share of the words of the text that the plan accounts for; 1 for our own reader.
        agreement: share of several readings of a model that came to this plan; null for one reading.
        assumptions: how many other readings were set aside.
        level: how far the checks reach; null for what is no answer.
    """

    read_by: ReadBy
    explained: float = 1.0
    agreement: float | None = None
    assumptions: int = 0
    level: Level | None = None


class Calibration(Protocol):
    """Turns evidence into a probability."""

    def confidence(self, evidence: Evidence) -> float:
        """Between 0 and 1."""
        ...


class Prior:
    """What is assumed until verdicts of people have been counted."""

    def confidence(self, evidence: Evidence) -> float:
        """The chance that it was read right times the chance that it was computed right."""
        read = _READ[evidence.read_by] * evidence.explained
        if evidence.agreement is not None:
            read *= evidence.agreement
        if evidence.assumptions:
            read *= _CHOSEN_AMONG
        computed = 0.0 if evidence.level is None else _COMPUTED[evidence.level]
        return round(read * computed, 4)


_READ = {ReadBy.GRAMMAR: 0.99, ReadBy.MODEL: 0.85, ReadBy.NOBODY: 1.0}
_CHOSEN_AMONG = 0.9
_COMPUTED = {
    Level.PROVED: 1.0,
    Level.ENCLOSED: 1.0,
    Level.CROSS_CHECKED: 0.99,
    Level.COMPUTED: 0.85,
    Level.REFUTED: 0.0,
}

PRIOR = Prior()
