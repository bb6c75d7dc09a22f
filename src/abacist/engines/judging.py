"""A reply held against what was asked: what is not so is a fault, never a lesser answer."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pydantic import JsonValue

from abacist.core.language import Message
from abacist.engines.counting import least_tokens
from abacist.engines.faults import Fault
from abacist.engines.messages import Ask, Finish, NamedChoice, Reply, ToolCall, Usage
from abacist.engines.repetition import repeated_end
from abacist.engines.wire import Draft
from abacist.engines.written import Call, read_arguments, split_thoughts, written, written_calls

__all__ = ["judged"]

_RESULT = re.compile(
    r"<tool_response>|<\|?tool_result|<\|start_header_id\|>ipython|✿RESULT✿|\[TOOL_RESULTS\]"
    r"|<\|im_start\|>\s*tool\b|^Observation:",
    re.MULTILINE,
)
_UNSEEN = 2_000  # tokens; no server has a shorter window by default
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_KNOWN = frozenset(str(each) for each in Finish)
_FINISH = {"function_call": "tool_calls", "eos": "stop", "end_turn": "stop", "max_tokens": "length"}
_CALL = Message(en="a tool call", zh="工具调用")
_BLANKS = Message(en="blanks or thoughts", zh="空白或思考")
_JSON = Message(en="its JSON", zh=" JSON ")


def judged(engine: str, ask: Ask, draft: Draft) -> Reply:
    """The reply, where it is one to what was asked. Raises `EngineError` with the fault."""
    thoughts, text = split_thoughts("".join(draft.text))
    wrote = text or "".join(raw.text for raw in draft.calls.values())
    if not draft.has_choice:
        raise Fault.EMPTY.error(engine)
    finish = _finish(draft.finish)
    if finish is Finish.FILTER:
        raise Fault.FILTERED.error(engine)
    usage = _usage(engine, ask, draft)
    repeated = repeated_end(wrote) or repeated_end(thoughts)
    if repeated:
        raise Fault.REPETITION.error(engine, repr(repeated[:60]), wrote=wrote[:200])
    found = _calls(ask, draft, text)
    calls = _usable(engine, ask, found, finish, wrote)
    if ask.tools and _RESULT.search(text):
        raise Fault.INVENTED.error(engine, wrote=wrote)
    if not calls and ask.has_to_call:
        if finish is Finish.LENGTH:
            raise Fault.CUT.error(engine, _CALL, wrote=wrote)
        raise Fault.NO_CALL.error(engine, wrote=wrote)
    if not calls and not text:
        raise (
            Fault.CUT.error(engine, _BLANKS)
            if finish is Finish.LENGTH
            else Fault.EMPTY.error(engine)
        )
    value, repairs = _value(engine, ask, text, finish) if not calls else (None, frozenset[str]())
    return Reply(
        text="" if calls and not draft.calls else text,
        reasoning="".join(draft.reasoning) or thoughts,
        calls=calls,
        value=value,
        finish=Finish.CALLS if calls else finish,
        usage=usage,
        model=draft.model,
        repairs=tuple(sorted(repairs.union(*(call.repairs for call in found)))),
        logprobs=tuple(draft.logprobs),
    )


def _finish(told: str | None) -> Finish:
    name = _FINISH.get(told or "stop", told or "stop")
    return Finish(name) if name in _KNOWN else Finish.STOP


def _usage(engine: str, ask: Ask, draft: Draft) -> Usage:
    """What was counted, after it was held against a bound of our own: servers drop what is too long."""
    least = least_tokens(ask)
    if draft.usage is None:
        if least > _UNSEEN:
            why = Message(
                en=f"nothing shows that all of at least {least} tokens was read: it tells no usage",
                zh=f"对话至少有 {least} 个词元，而服务未返回用量，无法确认是否全部读入",
            )
            raise Fault.CONTEXT.error(engine, why)
        return Usage(prompt=least, reply=draft.size // 8, is_estimate=True)
    prompt, reply, cached = draft.usage
    if least > 64 and prompt < least // 2:
        why = Message(
            en=f"{prompt} tokens of at least {least}",
            zh=f"至少 {least} 个词元中只读入了 {prompt} 个",
        )
        raise Fault.CONTEXT.error(engine, why)
    return Usage(prompt=prompt, reply=reply, cached=cached)


def _calls(ask: Ask, draft: Draft, text: str) -> list[Call]:
    """The calls of the reply: those that the server told, else those that stand in the text."""
    found: list[Call] = []
    for _, raw in sorted(draft.calls.items()):
        read = read_arguments(raw.text)
        arguments = read.value if read is not None and isinstance(read.value, dict) else None
        call = Call(
            raw.name,
            arguments,
            read.repairs if read is not None else frozenset(),
            read is not None and read.is_whole,
        )
        if call not in found:  # the same call twice has the same result
            found.append(call)
    if not found and ask.tools:
        found = list(written_calls(text, [tool.name for tool in ask.tools]))
    return found


def _usable(
    engine: str, ask: Ask, found: Sequence[Call], finish: Finish, wrote: str
) -> tuple[ToolCall, ...]:
    names = {tool.name for tool in ask.tools}
    for call in found:
        if not call.is_whole and finish is Finish.LENGTH:
            raise Fault.CUT.error(engine, _CALL, wrote=wrote)
        if call.name not in names or _NAME.fullmatch(call.name) is None:
            raise Fault.UNKNOWN_TOOL.error(engine, repr(call.name[:64]), wrote=wrote)
        if call.arguments is None or not call.is_whole:
            raise Fault.ARGUMENTS.error(engine, f"{call.name}: {wrote[:200]!r}", wrote=wrote)
        schema = next(tool.parameters for tool in ask.tools if tool.name == call.name)
        wrong = _violation(schema, call.arguments)
        if wrong:
            raise Fault.ARGUMENTS.error(engine, f"{call.name}: {wrong}", wrote=wrote)
    other = next((call for call in found if not _is_allowed(ask, call)), None)
    if other is not None:
        raise Fault.UNWANTED_CALL.error(engine, repr(other.name), wrote=wrote)
    if ask.one_call and len(found) > 1:
        raise Fault.MANY_CALLS.error(engine, wrote=wrote)
    return tuple(
        ToolCall(
            id=f"call_{len(ask.turns)}_{place}", name=call.name, arguments=call.arguments or {}
        )
        for place, call in enumerate(found)
    )


def _is_allowed(ask: Ask, call: Call) -> bool:
    if isinstance(ask.choice, NamedChoice):
        return call.name == ask.choice.name
    return ask.choice != "none"


def _value(engine: str, ask: Ask, text: str, finish: Finish) -> tuple[JsonValue, frozenset[str]]:
    """The JSON of the text where a schema was asked for."""
    if ask.schema_ is None:
        return None, frozenset()
    found = written(text)
    if any(not each.is_whole for each in found) or not found:
        if finish is Finish.LENGTH:
            raise Fault.CUT.error(engine, _JSON, wrote=text)
        why = Message(en="no whole JSON value", zh="没有完整的 JSON 值")
        raise Fault.SCHEMA.error(engine, why, wrote=text)
    fitting = [each for each in found if not _violation(ask.schema_.body, each.value)]
    if not fitting:
        wrong = _violation(ask.schema_.body, found[-1].value)
        raise Fault.SCHEMA.error(engine, wrong, wrote=text)
    if any(each.value != fitting[0].value for each in fitting):
        why = Message(en="several values that differ", zh="给出了多个不同的值")
        raise Fault.SCHEMA.error(engine, why, wrote=text)
    return fitting[0].value, fitting[0].repairs


def _violation(schema: Any, value: JsonValue) -> str:
    """What the value violates first; "" where it satisfies the schema. A schema that is none allows nothing."""
    from jsonschema_rs import ValidationError

    try:
        _validator(json.dumps(schema, sort_keys=True)).validate(value)
    except ValidationError as error:
        place = "/".join(str(each) for each in error.instance_path)
        return f"{place}: {error.message}" if place else error.message
    return ""


@lru_cache(maxsize=256)
def _validator(schema: str) -> Any:
    from jsonschema_rs import validator_for

    return validator_for(json.loads(schema), retriever=_refuse)


def _refuse(address: str) -> Any:
    raise ValueError(f"a schema holds all it needs; {address} is not fetched")
