"""What comes out: of an action a `Solution`, of a checker a `Certificate`, of the whole path an `Answer`."""

from __future__ import annotations

from pydantic import Field

from abacist.core.claim import Claim
from abacist.core.expr import Expr
from abacist.core.language import Language, Message
from abacist.core.model import Record
from abacist.core.outcome import Level, Outcome, Verdict
from abacist.core.plan import Assumption, Plan
from abacist.core.step import Step
from abacist.core.value import Value

__all__ = ["Answer", "Certificate", "Clarification", "Finding", "Solution"]


class Solution(Record):
    """What an action returns.

    Arguments:
        outcome: how it ended. A non-answer needs a note that says why.
        value: the typed answer; None for a refusal, and where the outcome alone is the answer.
        unit: unit of the value, an expression of unit names (`m**2`).
        claims: everything the answer asserts, for the checkers. No claim: level `computed`.
        steps: how it was found.
        notes: remarks that belong to the answer (`no elementary antiderivative exists`).
        method: the method that was chosen and, where there was a choice, why.
        code: a Python snippet that computes the same from scratch with public libraries and prints it.
    """

    outcome: Outcome = Outcome.SOLVED
    value: Value | None = None
    unit: Expr | None = None
    claims: tuple[Claim, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: tuple[Message, ...] = ()
    method: Message | None = None
    code: str = ""


class Finding(Record):
    """What a checker returns about one claim: the verdict, by which method, on what evidence."""

    verdict: Verdict
    method: Message
    evidence: dict[str, str] = {}


class Certificate(Record):
    """A claim and what was found about it, with the versions of the libraries that were used."""

    claim: Claim
    verdict: Verdict
    method: Message
    evidence: dict[str, str] = {}
    versions: dict[str, str] = {}
    seconds: float = 0.0


class Clarification(Record):
    """The one question that has to be answered first, and what is meant by it."""

    question: Message
    missing: str


class Answer(Record):
    """The whole answer, as every interface returns it."""

    problem: str
    language: Language
    restatement: str = ""
    plan: Plan | None = None
    outcome: Outcome
    level: Level | None = None
    value: Value | None = None
    answer: str = ""
    answer_latex: str = ""
    unit: str | None = None
    steps: tuple[Step, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    clarification: Clarification | None = None
    certificates: tuple[Certificate, ...] = ()
    notes: tuple[Message, ...] = ()
    message: str = ""
    code: str = ""
    method: str = ""
    figures: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    elapsed_ms: float = Field(default=0.0, ge=0)
