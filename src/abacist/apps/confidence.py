"""How likely an answer is right: that its problem was read right, and computed right.

The table in `calibration.json` says how often answers of each level were right on problems with known
answers, with and without another reading set aside; `make eval` shows how it was fitted and how far it holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Protocol

from abacist.core.model import Record
from abacist.core.outcome import Level

__all__ = ["CALIBRATION_FILE", "Calibration", "Evidence", "Fitted", "ReadBy", "fitted"]

CALIBRATION_FILE = "calibration.json"


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


class Fitted:
    """The shares that were counted: `table` gives each level's without and with another reading set aside.

    They were counted with our own reader. A model's reading is trusted less: `_MODEL` times, times the
    share of the words that it explains, times the share of its samples that agree.
    """

    def __init__(self, table: Mapping[str, tuple[float, float]]) -> None:
        self._table = table

    def confidence(self, evidence: Evidence) -> float:
        """Between 0 and 1; 0 for what is no answer, or one that was refuted."""
        if evidence.level is None or evidence.level not in self._table:
            return 0.0
        alone, among = self._table[evidence.level]
        share = among if evidence.assumptions else alone
        if evidence.read_by is ReadBy.MODEL:
            agreement = 1.0 if evidence.agreement is None else evidence.agreement
            share *= _MODEL * evidence.explained * agreement
        return round(share, 4)


_MODEL = 0.85
"""How often a model's plan that passes every gate is taken to mean the text: assumed, not yet counted."""


@cache
def fitted() -> Fitted:
    """The calibration that comes with this version."""
    text = files("abacist.apps").joinpath(CALIBRATION_FILE).read_text(encoding="utf-8")
    return Fitted(
        {level: (shares[0], shares[1]) for level, shares in json.loads(text)["table"].items()}
    )
