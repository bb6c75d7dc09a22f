"""What chat programs ask for themselves: a title, tags, the next questions of a conversation.

Open WebUI puts such an errand into a message, "### Task: … JSON format: { "title": … }", with the conversation
between `<chat_history>` tags. It is no problem, so nothing is computed: it is answered from the conversation
alone, in the form that it asks for.
"""

from __future__ import annotations

import json
import re

from abacist.core.language import Language, language_of

__all__ = ["errand"]

_TASK = re.compile(r"\s*#{1,4} ?Task:")
_HISTORY = re.compile(r"<chat_history>\s*(.*?)\s*</chat_history>", re.DOTALL)
_QUESTION = re.compile(r"^USER: *(.*?)\s*(?=^(?:USER|ASSISTANT|SYSTEM|TOOL):|\Z)", re.M | re.DOTALL)
_KEY = re.compile(r'\{\s*"(title|tags|follow_ups|queries|text|prompt)"\s*:')
_LONGEST = 60  # characters of a title
_SUBJECT = {Language.EN: "Mathematics", Language.ZH: "数学"}


def errand(text: str) -> str | None:
    """The reply to an errand as JSON; None where the message is none.

    A title is the first question; nothing is searched for, completed or proposed.
    """
    history = _HISTORY.search(text)
    key = _KEY.search(text)
    if history is None or key is None or not _TASK.match(text):
        return None
    question = _QUESTION.search(history[1])
    asked = " ".join((question[1] if question else history[1]).split())
    replies: dict[str, object] = {
        "title": asked if len(asked) <= _LONGEST else asked[: _LONGEST - 1].rstrip() + "…",
        "tags": [_SUBJECT[language_of(asked)]],
        "follow_ups": [],
        "queries": [],
        "text": "",
        "prompt": asked,
    }
    return json.dumps({key[1]: replies[key[1]]}, ensure_ascii=False)
