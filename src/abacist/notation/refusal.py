"""The two ways in which a conversion refuses: the vocabulary has no word for it, or it cannot be decided."""

from __future__ import annotations

from abacist.core.errors import AbacistError, InputError
from abacist.core.language import Message

__all__ = ["NotRepresentable", "Undecided"]


class NotRepresentable(InputError):
    """Something that one side can say and the other cannot; nothing is ever left out silently."""

    code = "not_representable"
    http_status = 422

    def __init__(self, thing: Message | str, hint: Message | str | None = None) -> None:
        if isinstance(thing, str):
            thing = Message(
                en=f"no exact counterpart exists for: {thing}", zh=f"没有完全等价的表示：{thing}"
            )
        super().__init__(thing, hint)


class Undecided(AbacistError):
    """No rigorous statement was reached: not a number, a pole, or a precision that never sufficed."""

    code = "undecided"
    http_status = 422

    def __init__(self, thing: Message | str, hint: Message | str | None = None) -> None:
        if isinstance(thing, str):
            thing = Message(en=f"could not be decided: {thing}", zh=f"无法判定：{thing}")
        super().__init__(thing, hint)
