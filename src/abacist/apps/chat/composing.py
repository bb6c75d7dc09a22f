"""What a chat reply says: the text of an answer in the form that was asked for, or JSON.

text           Markdown: how it was understood, the steps, the answer in a box, what was checked
json_object    the answer in plain texts as one object; also where the words ask for JSON
json_schema    the answer fitted to the caller's schema; a refusal where it does not say what that requires
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from abacist.apps.chat.conversation import Turn
from abacist.apps.chat.fitting import Unfit, fitted
from abacist.apps.chat.request import ChatRequest
from abacist.apps.exchange import Reply
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.value import Value
from abacist.execution.executor import Executor
from abacist.explain.dialogue import Form, closing, whole
from abacist.explain.markdown import BRACKETS, DOLLARS
from abacist.explain.rounding import rounded
from abacist.notation.grammar import parse_canonical
from abacist.notation.values import answer_latex

__all__ = ["Composing", "round_value"]

_ROUND = "abacist.apps.chat.composing:round_value"
_ROUNDING_SECONDS = 2.0
_SHOWN = (
    "problem", "restatement", "outcome", "message", "question", "steps", "answer", "answer_latex",
    "unit", "level", "checks", "assumptions", "notes",
)  # fmt: skip

_UNFIT = Message(
    en="The answer does not contain what the schema requires: {place}. Nothing was made up for it.",
    zh="答案中没有该 JSON 结构所要求的内容：{place}。不会编造内容来填充。",
)


class _Rounding(Record):
    value: Value
    unit: str | None
    decimals: int | None
    significant: int | None


@dataclass(frozen=True, slots=True)
class Composing:
    """Writes replies to one request."""

    request: ChatRequest
    turn: Turn
    executor: Executor

    @property
    def form(self) -> Form:
        """How a person wants to read the answer."""
        wanted = self.turn.directives
        return Form(
            language=self.turn.language,
            delimiters=BRACKETS if wanted.brackets else DOLLARS,
            steps=wanted.steps is not False,
            code=wanted.code is not False,
            answer_only=wanted.answer_only,
        )

    @property
    def is_text(self) -> bool:
        """True where the reply is words that can come piece by piece."""
        shape = self.request.response_format
        return self.turn.directives.shape == "text" and (shape is None or shape.type == "text")

    def text(self, reply: Reply) -> str:
        """The whole text."""
        return whole(reply.answer, self.form, self._rounded(reply)).rstrip() + "\n"

    def end(self, reply: Reply) -> str:
        """The text behind the steps."""
        return closing(reply.answer, self.form, self._rounded(reply)).rstrip() + "\n"

    def json(self, reply: Reply) -> tuple[str, str | None]:
        """The content as JSON, and a refusal where the schema cannot be satisfied."""
        shape = self.request.response_format
        if shape is None or shape.type != "json_schema" or shape.json_schema is None:
            return self._object(reply), None
        try:
            found = fitted(reply.answer, reply.confidence, shape.json_schema.schema_)
        except Unfit as unfit:
            return "", self._refusal(reply, unfit.place)
        return json.dumps(found, ensure_ascii=False), None

    def _object(self, reply: Reply) -> str:
        sheet = json.loads(reply.sheet)
        kept: dict[str, Any] = {name: sheet[name] for name in _SHOWN if sheet.get(name)}
        kept |= {"confidence": reply.confidence, "needs_review": reply.needs_review}
        return json.dumps(kept, ensure_ascii=False)

    def _refusal(self, reply: Reply, place: str) -> str:
        if not reply.outcome.is_answer:
            return reply.answer.message or reply.outcome.message.render(self.turn.language)
        return _UNFIT.render(self.turn.language, place=place)

    def _rounded(self, reply: Reply) -> str:
        """The answer's decimal form in LaTeX where a precision was asked for and every digit is certain."""
        wanted, answer = self.turn.directives, reply.answer
        if answer.value is None or wanted.decimals is wanted.significant is None:
            return ""
        asked = _Rounding(
            value=answer.value,
            unit=answer.unit,
            decimals=wanted.decimals,
            significant=wanted.significant,
        )
        report = self.executor.call(_ROUND, asked.model_dump_json(), _ROUNDING_SECONDS)
        return str(report.value) if report.ok else ""


def round_value(text: str) -> str:
    """The value of a `_Rounding` in LaTeX, rounded; empty where that is not possible. Runs in a worker."""
    asked = _Rounding.model_validate_json(text)
    found = rounded(asked.value, asked.decimals, asked.significant)
    unit = None if asked.unit is None else parse_canonical(asked.unit)
    return "" if found is None or found == asked.value else answer_latex(found, unit)
