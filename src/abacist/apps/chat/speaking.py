"""A reply as it comes into being: the question answered, and every piece of text told as soon as it exists."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from abacist.apps.answering import Answering
from abacist.apps.chat.composing import Composing
from abacist.apps.chat.conversation import Turn
from abacist.apps.chat.errands import errand
from abacist.apps.chat.request import ChatRequest, NamedTool
from abacist.apps.exchange import Asked, Reply
from abacist.apps.sweeps.live import live_rows
from abacist.apps.sweeps.sentences import sweep_of
from abacist.apps.sweeps.spec import Sweep
from abacist.core.answer import Solution
from abacist.core.language import Message
from abacist.core.plan import Node, Plan
from abacist.execution.executor import Cancellation
from abacist.execution.progress import Progress
from abacist.explain.dialogue import Form, opening, worked

__all__ = ["Speaking", "Spoken"]

Tell = Callable[[str], None]

_NOT_COMPUTED = Message(
    en="⚠ **unverified** — no computation was allowed (`tool_choice` is `none`), so there is no answer to show.",
    zh="⚠ **未核验** — 不允许进行计算（`tool_choice` 为 `none`），因此没有可给出的答案。",
)
_NO_ENGINE = Message(
    en="Only a language model can call the tool {name}, and none is configured.",
    zh="只有语言模型才能调用工具 {name}，而当前没有配置语言模型。",
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a reply ended with: the answer, and why there is none where one was required."""

    reply: Reply | None
    refusal: str | None = None


class _Telling(Progress):
    """Tells the parts of an answer as Markdown."""

    def __init__(self, tell: Tell, form: Form) -> None:
        self._tell, self._form = tell, form
        self._plan: Plan | None = None
        self.has_told = False

    def read(self, plan: Plan, restatement: str) -> None:
        """See `Progress`."""
        self._plan = plan
        self._say(opening(restatement, self._form))

    def solved(self, node: Node, solution: Solution) -> None:
        """See `Progress`; what ended without an answer is not shown."""
        assert self._plan is not None
        if solution.outcome.is_answer:
            self._say(worked(self._plan, node, solution, self._form))

    def _say(self, text: str) -> None:
        self.has_told = True
        if text:
            self._tell(text)


@dataclass(frozen=True, slots=True)
class Speaking:
    """Answers one request, in the thread that calls."""

    answering: Answering
    request: ChatRequest
    turn: Turn
    fresh: bool

    def speak(self, tell: Tell, cancellation: Cancellation, *, in_parts: bool) -> Spoken:
        """Tells the whole content, piece by piece where `in_parts`. Raises as `Answering.answer` does."""
        done = errand(self.request.messages[-1].text)
        if done is not None:
            tell(done)
            return Spoken(None)
        choice = self.request.tool_choice
        sweep = sweep_of(self.turn.problem) if choice != "none" else None
        if sweep is not None:
            return self._swept(sweep, tell, cancellation)
        if isinstance(choice, NamedTool):
            name = choice.function.name
            return Spoken(None, _NO_ENGINE.render(self.turn.language, name=f"`{name}`"))
        composing = Composing(self.request, self.turn, self.answering.until(cancellation))
        if choice == "none":
            return self._without_computing(tell, cancellation, composing)
        reply, has_told = self._reply(tell, cancellation, composing, in_parts)
        refusal = None
        if composing.is_text:
            tell(composing.end(reply) if has_told else composing.text(reply))
        else:
            content, refusal = composing.json(reply)
            tell(content)
        if choice == "required" and not reply.outcome.is_answer:
            refusal = reply.answer.message
        return Spoken(reply, refusal)

    def _reply(
        self, tell: Tell, cancellation: Cancellation, composing: Composing, in_parts: bool
    ) -> tuple[Reply, bool]:
        """The answer, and whether its beginning has been told already."""
        asked = self._asked
        reply = self.answering.remembered(asked)
        if reply is not None:
            return reply, False
        if not (in_parts and composing.is_text):
            return self.answering.answer(asked, cancellation=cancellation), False
        telling = _Telling(tell, composing.form)
        reply = self.answering.answer(asked, progress=telling, cancellation=cancellation)
        return reply, telling.has_told

    def _swept(self, sweep: Sweep, tell: Tell, cancellation: Cancellation) -> Spoken:
        """The rows of a sweep, told while they are computed."""
        executor = self.answering.until(cancellation)
        with closing(live_rows(sweep, self.answering, executor, summarised=False)) as parts:
            for part in parts:
                if cancellation.is_cancelled:
                    break
                tell(part.decode())
        return Spoken(None)

    def _without_computing(
        self, tell: Tell, cancellation: Cancellation, composing: Composing
    ) -> Spoken:
        understood = self.answering.understand(self._asked, cancellation=cancellation)
        if understood.refusal is not None:
            tell(understood.refusal.message + "\n\n")
        tell(opening(understood.restatement, composing.form))
        tell(_NOT_COMPUTED.render(self.turn.language) + "\n")
        return Spoken(None)

    @property
    def _asked(self) -> Asked:
        return Asked(
            self.turn.problem,
            self.turn.directives.language,
            reading=self.turn.reading,
            earlier=self.turn.earlier,
            fresh=self.fresh,
        )
