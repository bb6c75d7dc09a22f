"""From messages to the question that is asked now."""

from __future__ import annotations

import pytest

from abacist.apps.chat.conversation import turn_of
from abacist.apps.chat.request import Message
from abacist.core.errors import InputError
from abacist.core.language import Language


def chat(*turns: tuple[str, str]) -> list[Message]:
    return [Message.model_validate({"role": role, "content": text}) for role, text in turns]


def test_the_last_question_with_the_ones_before_it() -> None:
    turn = turn_of(
        chat(
            ("system", "You are a tutor. Answer in Chinese."),
            ("user", "Find the maximum of x^2 on [0, 1]. Show your steps."),
            ("assistant", "1"),
            ("user", "and the minimum?"),
        )
    )
    assert turn.problem == "and the minimum?"
    assert turn.earlier == ("Find the maximum of x^2 on [0, 1].",)
    assert turn.language is Language.ZH
    assert turn.ignored == ("You are a tutor",)


def test_the_question_overrules_the_system_prompt() -> None:
    turn = turn_of(chat(("system", "用中文回答"), ("user", "Solve x = 2. Answer in English.")))
    assert turn.language is Language.EN


def test_a_task_in_the_system_prompt_is_part_of_the_problem() -> None:
    turn = turn_of(chat(("system", "【任务】解方程 2x+5=17"), ("user", "【约束】x为整数")))
    assert turn.problem == "解方程 2x+5=17\nx为整数"


def test_another_reading_of_the_last_question() -> None:
    turn = turn_of(
        chat(("user", "小明有12本书，小红的书比小明多两倍，小红有几本"), ("user", "按理解 2"))
    )
    assert turn.reading == 2
    assert turn.problem.startswith("小明")
    assert turn.earlier == ()


def test_parts_of_a_message_are_joined() -> None:
    parts = [{"type": "text", "text": "2x+5"}, {"type": "text", "text": "=17"}]
    message = Message.model_validate({"role": "user", "content": parts})
    assert turn_of([message]).problem == "2x+5\n=17"


@pytest.mark.parametrize("messages", [chat(("system", "hello")), chat(("user", "  "))])
def test_nothing_is_asked(messages: list[Message]) -> None:
    with pytest.raises(InputError):
        turn_of(messages)
