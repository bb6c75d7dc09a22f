"""What every interface of the service asks: reading, cache, computation, confidence, review.

    text ──remembered──▶ reply
      └───read in a worker──▶ plan ──kept under its key──▶ what was computed ──written in a worker──▶ reply
                                └───walked in a worker──▶ what was computed ──┘

The same bytes come back for the same question, whoever asks. A plan is first walked whole within one
worker, which has a short time; what does not come to its end there is walked part by part, each action and
each check in a process with a deadline of its own, as on the command line.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field, replace

from abacist import __version__
from abacist.apps.confidence import Calibration, Evidence, ReadBy, fitted
from abacist.apps.exchange import (
    AnswerStore,
    Asked,
    Question,
    Reply,
    Reviews,
    Source,
    Watch,
    ended,
    unreadable,
)
from abacist.apps.flights import Flights, Sharing
from abacist.apps.in_worker import (
    READ,
    WALK,
    Computed,
    Facts,
    Task,
    Understood,
    written,
)
from abacist.apps.patience import Patient
from abacist.apps.remembered import Remembered
from abacist.apps.settings import Settings
from abacist.apps.verdicts import Ruling, Standing, Verdicts, overruled
from abacist.core.answer import Answer
from abacist.core.errors import InputError
from abacist.core.outcome import Outcome
from abacist.core.plan import Plan
from abacist.execution.executor import Cancellation, Executor, InWorkers
from abacist.execution.nodes import Result
from abacist.execution.progress import Progress
from abacist.execution.targets import library_versions
from abacist.pipeline import walk

__all__ = ["AnswerStore", "Answering", "Asked", "Reply", "Reviews", "Source", "Watch"]

_NO_RULING = Ruling(Standing.NOTHING)
_ACCEPTED = 0.99
"""The confidence in what a person accepted, and in what a person gave: people err too."""
_READING_SECONDS = 10.0
_WHOLE_SECONDS = 2.0
"""How long a worker may take for a whole plan before it is walked part by part."""
_AT_ONCE_SECONDS = 1.0
"""The same where somebody watches: what takes longer than this is told part by part."""
_WRITING_SECONDS = 10.0
_OF_THE_TEXT = frozenset({Outcome.NOT_UNDERSTOOD, Outcome.NEEDS_CLARIFICATION})
"""Refusals that depend on nothing but the text."""


@dataclass(frozen=True, slots=True)
class _Question:
    """One question on its way: who listens, who may end it, and when it must be done."""

    asked: Asked
    executor: Patient
    progress: Progress | None
    ends: float
    restatement: str = ""

    @property
    def left(self) -> float:
        """Seconds; who gave no time of their own wait for a free worker beyond it."""
        waited = self.executor.waited if self.asked.timeout is None else 0.0
        return max(0.05, self.ends + waited - time.monotonic())


@dataclass
class Answering:
    """Answers questions, from any number of threads.

    **Arguments**

    - `executor`: where everything is computed: the workers of this machine, or others.
    - `settings`: time limits, the sizes of the memory, the threshold of review.
    - `answers`, `reviews`, `verdicts`, `calibration`: what is kept between starts; without them nothing is.
    - `watch`: is told of every stage and reply.
    """

    executor: Executor
    settings: Settings
    answers: AnswerStore | None = None
    reviews: Reviews | None = None
    verdicts: Verdicts | None = None
    calibration: Calibration = field(default_factory=fitted)
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        entries, size = self.settings.cache_answers, self.settings.cache_bytes
        self._replies = Remembered[Question, Reply](entries, size)
        self._readings = Remembered[Question, Understood](entries, size // 4)
        self._computed = Remembered[str, bytes](entries, size)
        self._flights = Flights()

    def remembered(self, asked: Asked) -> Reply | None:
        """The reply to the very same question, if it is in memory; never waits."""
        if asked.fresh:
            return None
        reply = self._replies.find(asked.question)
        if reply is not None:
            self.watch.replied(reply)
        return reply

    def forget(self) -> None:
        """Drops what is in memory, for instance because a verdict corrected what is kept."""
        self._replies.forget()
        self._computed.forget()

    def learn(self) -> None:
        """Takes note of the verdicts that people gave meanwhile. Raises `StoreUnavailable`."""
        if self.verdicts is not None and self.verdicts.refresh():
            self.forget()

    def answer(
        self,
        asked: Asked,
        *,
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
    ) -> Reply:
        """Answers a question; `progress` hears of each part, `cancellation` ends it from elsewhere.

        Raises `TooLarge` for a text beyond the limits, and `QueueFull`. Everything else is an outcome of
        the answer.
        """
        question = self._question(asked, progress, cancellation)
        understood = self._understood(question)
        if understood.plan is None:
            refusal = understood.refusal or ended(asked, Outcome.UNABLE)
            is_lasting = refusal.outcome in _OF_THE_TEXT
            return self._settled(asked, self._refused(refusal, is_lasting=is_lasting))
        if progress is not None:
            progress.read(understood.plan, understood.restatement)
        plan, key = understood.plan, understood.key
        ruling = _NO_RULING if self.verdicts is None else self.verdicts.on(key, asked.text)
        reply = self._overruled(asked, plan, understood.restatement, ruling)
        if reply is None:
            known = replace(question, restatement=understood.restatement)
            reply = self._walked(known, plan, key, ReadBy.GRAMMAR)
        return self._settled(asked, _heeding(ruling, reply))

    def understand(self, asked: Asked, *, cancellation: Cancellation | None = None) -> Understood:
        """What a text means, with nothing computed. Raises `InputError`, `TooLarge`, `QueueFull`."""
        return self._understood(self._question(asked, None, cancellation))

    def run(
        self,
        plan: Plan,
        asked: Asked,
        *,
        progress: Progress | None = None,
        cancellation: Cancellation | None = None,
    ) -> Reply:
        """Answers a plan; the text of `asked` is only what the answer repeats.

        Raises `PlanError` for a plan that no action accepts, `TooLarge`, `QueueFull`.
        """
        question = self._question(asked, progress, cancellation)
        # Nothing was read, so what people said of readings of texts does not matter here.
        ruling = _NO_RULING if self.verdicts is None else self.verdicts.on(plan.key, "")
        reply = self._overruled(asked, plan, "", ruling)
        if reply is None:
            reply = self._walked(question, plan, plan.key, ReadBy.NOBODY)
        self.watch.replied(reply)
        return reply

    def until(self, cancellation: Cancellation | None, *, is_shared: bool = True) -> Executor:
        """Where something is computed that `cancellation` ends; what others ask too is computed once."""
        end = cancellation or Cancellation()
        workers = self.executor
        own = workers.until(end) if isinstance(workers, InWorkers) else workers
        return Sharing(own, self._flights, end) if is_shared else own

    def _question(
        self, asked: Asked, progress: Progress | None, cancellation: Cancellation | None
    ) -> _Question:
        executor = Patient(self.until(cancellation, is_shared=not asked.fresh))
        timeout = asked.timeout or self.settings.timeout
        return _Question(asked, executor, progress, time.monotonic() + timeout)

    def _settled(self, asked: Asked, reply: Reply) -> Reply:
        """The reply, remembered for whoever asks the same, and offered for review where it needs one."""
        if reply.is_lasting:
            kept = replace(reply, source="memory")
            self._replies.keep(asked.question, kept, reply.size)
        if reply.needs_review and self.reviews is not None:
            self.reviews.offer(reply.key, asked.text, reply.body, reply.confidence)
        self.watch.replied(reply)
        return reply

    def _understood(self, question: _Question) -> Understood:
        """What the text means, read in a worker, or remembered."""
        asked = question.asked
        name = asked.question
        found = None if asked.fresh else self._readings.find(name)
        if found is not None:
            return found
        began = time.monotonic()
        task = json.dumps(
            {
                "text": asked.text,
                "language": asked.spoken,
                "reading": asked.reading,
                "earlier": asked.earlier,
            }
        )
        report = question.executor.call(READ, task, min(_READING_SECONDS, question.left))
        self.watch.took("read", time.monotonic() - began)
        if isinstance(report.error, InputError):  # no text that could be read
            return Understood(language=asked.spoken, refusal=unreadable(asked, report.error))
        if not report.checked().ok:
            refusal = ended(asked, report.outcome or Outcome.CRASHED)
            return Understood(language=asked.spoken, refusal=refusal)
        understood = Understood.model_validate_json(report.value)
        self._readings.keep(name, understood, 4 * len(report.value))
        return understood

    def _walked(self, question: _Question, plan: Plan, key: str, read_by: ReadBy) -> Reply:
        """The reply to a plan, from what is kept of it, else computed."""
        name = _with_versions(key)
        computed, source = (None, "computed") if question.asked.fresh else self._kept(name)
        if computed is None:
            lines = self._walked_whole(question, plan)
        else:
            lines = self._walked_in_parts(question, plan, computed)
        if lines is None:
            return self._refused(ended(question.asked, Outcome.CANCELLED), is_lasting=False)
        facts = Facts.model_validate_json(lines[0])
        if lines[3] and facts.is_lasting and facts.outcome is not Outcome.REFUTED:
            self._keep(name, lines[3].encode(), fresh=question.asked.fresh)
        evidence = Evidence(read_by=read_by, assumptions=facts.assumptions, level=facts.level)
        return self._reply(facts, lines, evidence, name, source)

    def _kept(self, name: str) -> tuple[Computed | None, Source]:
        """What was computed under this name, and where it was found."""
        found, source = self._computed.find(name), "memory"
        if found is None and self.answers is not None:
            began = time.monotonic()
            found, source = self.answers.find(name), "store"
            self.watch.took("store", time.monotonic() - began)
            if found is not None:
                self._computed.keep(name, found, len(found))
        if found is None:
            return None, "computed"
        return Computed.model_validate_json(found), source

    def _keep(self, name: str, computed: bytes, *, fresh: bool) -> None:
        if not fresh and self._computed.find(name) is not None:
            return  # somebody else's, who asked the same at the same time
        self._computed.keep(name, computed, len(computed))
        if self.answers is not None:
            began = time.monotonic()
            (self.answers.replace if fresh else self.answers.keep)(name, computed)
            self.watch.took("store", time.monotonic() - began)

    def _walked_whole(self, question: _Question, plan: Plan) -> list[str] | None:
        """The lines of `walk_plan`, all in one worker; None where it was cancelled."""
        began = time.monotonic()
        limit = _WHOLE_SECONDS if question.progress is None else _AT_ONCE_SECONDS
        seconds = min(limit, question.left)
        task = _task(question, plan, seconds)
        report = question.executor.call(WALK, task, seconds).checked()
        self.watch.took("compute", time.monotonic() - began)
        if report.ok:
            lines = str(report.value).split("\n")
            if question.progress is not None:
                computed = Computed.model_validate_json(lines[3])
                _tell_again(computed.results(plan), question.progress)
            return lines
        if report.outcome is Outcome.CANCELLED:
            return None
        return self._walked_in_parts(question, plan, None)

    def _walked_in_parts(
        self, question: _Question, plan: Plan, computed: Computed | None
    ) -> list[str] | None:
        """The same, each action and each check with a deadline of its own, and heard of by `progress`."""
        began = time.monotonic()
        is_kept = computed is not None
        if computed is None:
            results = walk(
                plan,
                timeout=question.left,
                executor=question.executor,
                progress=question.progress,
            )
            computed = Computed.of(results, time.monotonic() - began)
            self.watch.took("compute", time.monotonic() - began)
        elif question.progress is not None:
            _tell_again(computed.results(plan), question.progress)
        began = time.monotonic()
        task = _task(question, plan, _WRITING_SECONDS, computed)
        report = question.executor.call(WALK, task, _WRITING_SECONDS).checked()
        self.watch.took("write", time.monotonic() - began)
        if report.outcome is Outcome.CANCELLED:
            return None
        if not report.ok:
            lost = ended(question.asked, report.outcome or Outcome.CRASHED)
            return [*written(lost, is_lasting=False), ""]
        lines = str(report.value).split("\n")
        lines[3] = "" if is_kept else computed.model_dump_json()
        return lines

    def _overruled(
        self, asked: Asked, plan: Plan, restatement: str, ruling: Ruling
    ) -> Reply | None:
        """What a person said instead of what would be computed."""
        if ruling.review is None:
            return None
        answer = overruled(asked.text, asked.spoken, plan, restatement, ruling.review)
        confidence = _ACCEPTED if answer.outcome.is_answer else 0.0
        return replace(
            self._refused(answer, is_lasting=True),
            source="person",
            confidence=confidence,
            needs_review=False,
        )

    def _refused(self, answer: Answer, *, is_lasting: bool) -> Reply:
        """The reply of an answer that says why there is none."""
        lines = list(written(answer, is_lasting))
        facts = Facts.model_validate_json(lines[0])
        return self._reply(facts, lines, Evidence(read_by=ReadBy.GRAMMAR), "", "computed")

    def _reply(
        self, facts: Facts, lines: list[str], evidence: Evidence, key: str, source: Source
    ) -> Reply:
        confidence = self.calibration.confidence(evidence)
        doubted = facts.outcome.is_answer and confidence < self.settings.review_below
        return Reply(
            body=lines[1].encode(),
            sheet=lines[2].encode(),
            outcome=facts.outcome,
            level=facts.level,
            confidence=confidence,
            needs_review=doubted,
            key=key,
            source=source,
            is_lasting=facts.is_lasting,
        )


def _heeding(ruling: Ruling, reply: Reply) -> Reply:
    """The reply, with what people said of its plan: nobody is asked twice, nor is a doubt hidden."""
    if ruling.standing is Standing.ACCEPTED and reply.outcome.is_answer:
        return replace(reply, confidence=max(reply.confidence, _ACCEPTED), needs_review=False)
    if ruling.standing is Standing.CONTESTED and reply.outcome.is_answer:
        return replace(reply, needs_review=True)
    return reply


def _task(question: _Question, plan: Plan, seconds: float, computed: Computed | None = None) -> str:
    asked = question.asked
    return Task(
        problem=asked.text,
        language=asked.spoken,
        plan=plan,
        restatement=question.restatement,
        timeout=seconds,
        computed=computed,
    ).model_dump_json()


def _tell_again(results: list[Result], progress: Progress) -> None:
    """What was computed earlier, told as if it were computed now."""
    for result in results:
        progress.solved(result.node, result.solution)
        for certificate in result.certificates:
            progress.certified(result.node, certificate)


def _with_versions(key: str) -> str:
    """The name under which a plan's results are kept: other versions compute anew."""
    versions = json.dumps([key, __version__, library_versions()], sort_keys=True)
    return hashlib.sha256(versions.encode()).hexdigest()
