"""An answer fitted to a JSON schema of the caller's: each property is found in the answer, none is invented.

A property is known by its name (`answer`, `steps`, `unit`, `x` of {x: 1, y: 2}, 答案 …) and written in the type
that the schema wants. Where a required property is nothing that the answer says, there is no fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

from abacist.core.answer import Answer
from abacist.core.errors import InputError
from abacist.core.language import Message
from abacist.core.value import Text, Truth, Value
from abacist.explain.outline import Medium, outline
from abacist.explain.rounding import named_parts, number_of, parts_of
from abacist.explain.words import check_lines, shown_notes
from abacist.notation.terminal import terminal
from abacist.notation.values import answer_text

__all__ = ["Unfit", "fitted", "validator_of"]

_DEPTH = 12


class Unfit(Exception):
    """The answer does not say what the schema requires; `place` names what is missing."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(place)


def validator_of(schema: Mapping[str, Any]) -> Any:
    """The validator of a schema. Raises `InputError` for what is none; references stay inside the schema."""
    import jsonschema_rs

    try:
        return jsonschema_rs.validator_for(
            dict(schema), retriever=_no_retrieval, pattern_options=jsonschema_rs.RegexOptions()
        )
    except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
        why = str(error).split("\n", 1)[0][:300]
        raise InputError(
            Message(en=f"response_format: {why}", zh=f"response_format 无效：{why}")
        ) from error


def _no_retrieval(uri: str) -> Any:
    raise ValueError(f"a schema may only refer to itself, not to {uri}")


def fitted(answer: Answer, confidence: float, schema: Mapping[str, Any]) -> Any:
    """The answer as JSON that the schema accepts. Raises `Unfit`, and `InputError` for a wrong schema."""
    validator = validator_of(schema)
    found = _Fitting(answer, confidence, schema).whole(schema, "$", _DEPTH)
    for error in validator.iter_errors(found):
        raise Unfit("/".join(map(str, error.instance_path)) or "$")
    return found


_NAMES: Mapping[str, str] = {
    name: kind
    for kind, names in {
        "answer": "answer finalanswer result finalresult value solution solutions output roots number "
        "numericanswer 答案 最终答案 结果 解 值",
        "latex": "latex answerlatex tex",
        "steps": "steps step explanation explanations reasoning work working derivation solutionsteps "
        "步骤 过程 解题步骤 推导",
        "unit": "unit units 单位",
        "level": "level verification certainty trust 可信程度 可信度",
        "confidence": "confidence probability 置信度",
        "checked": "checked verified ischecked isverified 已核验 已验证",
        "checks": "checks certificate certificates 核验",
        "problem": "problem question input 题目 问题",
        "restatement": "restatement understanding understood interpretation 题意",
        "outcome": "outcome status 状态",
        "code": "code python script program 代码",
        "assumptions": "assumptions 假设",
        "notes": "notes remarks comments 说明 备注",
        "method": "method approach 方法",
        "language": "language lang 语言",
        "message": "message error 信息",
    }.items()
    for name in names.split()
}


class _Fitting:
    def __init__(self, answer: Answer, confidence: float, root: Mapping[str, Any]) -> None:
        self.answer, self.confidence, self.root = answer, confidence, root

    def whole(self, schema: Any, place: str, depth: int) -> Any:
        """The answer in the form of a schema that stands for all of it."""
        schema = self._resolved(schema, place, depth)
        if "object" in _types(schema) or "properties" in schema:
            return self._object(schema, place, depth, self._property)
        return self._as(schema, self.answer.value, place, depth)

    def _resolved(self, schema: Any, place: str, depth: int) -> Mapping[str, Any]:
        if depth <= 0 or not isinstance(schema, Mapping):
            if schema is True or schema == {}:
                return {}
            raise Unfit(place)
        reference = schema.get("$ref")
        if isinstance(reference, str):
            return self._resolved(self._inside(reference, place), place, depth - 1)
        return schema

    def _inside(self, reference: str, place: str) -> Any:
        found: Any = self.root
        if not reference.startswith("#"):
            raise Unfit(place)
        for part in filter(None, reference[1:].split("/")):
            key = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, Mapping) or key not in found:
                raise Unfit(place)
            found = found[key]
        return found

    def _object(
        self,
        schema: Mapping[str, Any],
        place: str,
        depth: int,
        fill: Callable[[str, Any, str, int], Any],
    ) -> dict[str, Any]:
        properties = schema.get("properties")
        required = schema.get("required")
        properties = properties if isinstance(properties, Mapping) else {}
        needed = required if isinstance(required, list) else []
        found: dict[str, Any] = {}
        for name, wanted in properties.items():
            try:
                found[name] = fill(name, wanted, f"{place}.{name}", depth - 1)
            except Unfit:
                if name in needed:
                    raise
        for name in needed:
            if name not in found:
                raise Unfit(f"{place}.{name}")
        return found

    def _property(self, name: str, schema: Any, place: str, depth: int) -> Any:
        wanted = self._resolved(schema, place, depth)
        for choice in _choices(wanted):
            try:
                return self._property(name, choice, place, depth - 1)
            except Unfit:
                continue
        kind = _NAMES.get(re.sub(r"[\s_\-]+", "", name).lower())
        named = self._named(name)
        if named is not None:
            return self._as(wanted, named, place, depth)
        if kind == "answer":
            return self._as(wanted, self.answer.value, place, depth)
        if kind == "steps":
            return self._steps(wanted, place, depth)
        if kind is not None:
            return self._fact(self._facts[kind], wanted, place)
        if "object" in _types(wanted):
            return self._object(wanted, place, depth, self._property)
        raise Unfit(place)

    def _named(self, name: str) -> Value | None:
        """The value of this name among named ones, or of the one unknown of an equation."""
        value = self.answer.value
        named = named_parts(value) if value is not None else None
        if named is not None:
            return named.get(name)
        nodes = self.answer.plan.nodes if self.answer.plan is not None else ()
        if len(nodes) == 1 and nodes[0].action == "equation.solve":
            unknowns = nodes[0].args.get("unknowns", [])
            if list(unknowns) == [name]:
                return value
        return None

    @cached_property
    def _facts(self) -> Mapping[str, Any]:
        answer = self.answer
        language = answer.language
        return {
            "latex": answer.answer_latex,
            "unit": answer.unit,
            "level": None if answer.level is None else answer.level.value,
            "confidence": self.confidence,
            "checked": answer.level is not None and answer.level.is_checked,
            "checks": [line for _, line in check_lines(answer.certificates, language)],
            "problem": answer.problem,
            "restatement": answer.restatement,
            "outcome": answer.outcome.value,
            "code": answer.code,
            "assumptions": [each.says.render(language) for each in answer.assumptions],
            "notes": list(shown_notes(answer)),
            "method": answer.method,
            "language": language.value,
            "message": answer.message,
        }

    def _fact(self, fact: Any, schema: Mapping[str, Any], place: str) -> Any:
        types = _types(schema)
        if fact is None and (not types or "null" in types):
            return None
        if fact is None:
            fact = ""
        if isinstance(fact, list) and types and "array" not in types:
            fact = "\n".join(fact)
        if isinstance(fact, str) and types and "string" not in types and "array" in types:
            return [fact] if fact else []
        return fact

    def _steps(self, schema: Mapping[str, Any], place: str, depth: int) -> Any:
        lines = list(outline(self.answer.steps, self.answer.language, Medium(terminal, terminal)))
        types = _types(schema)
        texts = ["\n".join((line.text, *line.formulas)) for line in lines]
        if types and "array" not in types:
            numbered = (f"{n}. {text}" for n, text in enumerate(texts, 1))
            return self._fact("\n".join(numbered), schema, place)
        items = self._resolved(schema.get("items", {}), place, depth - 1)
        if "object" not in _types(items):
            return texts
        return [
            self._object(items, place, depth - 1, _step_part(line.text, line.formulas))
            for line in lines
        ]

    def _as(self, schema: Mapping[str, Any], value: Value | None, place: str, depth: int) -> Any:
        """A value in the type that a schema wants."""
        schema = self._resolved(schema, place, depth)
        for choice in _choices(schema):
            try:
                return self._as(choice, value, place, depth - 1)
            except Unfit:
                continue
        types = _types(schema)
        if value is None:
            if "null" in types:
                return None
            raise Unfit(place)
        if isinstance(value, Truth) and (not types or "boolean" in types):
            return value.value
        parts = parts_of(value)
        if parts is not None and (not types or "array" in types):
            items = schema.get("items", {})
            return [self._as(items, part, place, depth - 1) for part in parts]
        if "array" in types and "string" not in types:
            return [self._as(schema.get("items", {}), value, place, depth - 1)]
        number = number_of(value)
        if number is not None and types & {"integer", "number"}:
            return _json_number(number, types, place)
        if isinstance(number, Fraction) and number.denominator == 1 and not types:
            return int(number)  # any other number is said exactly only in words
        named = named_parts(value)
        if named is not None and (not types or "object" in types):
            if "properties" not in schema:
                return {name: self._as({}, part, place, depth - 1) for name, part in named.items()}
            fill = partial(self._member, named)
            return self._object(schema, place, depth, fill)
        if not types or "string" in types:
            return _text_of(value)
        raise Unfit(place)

    def _member(
        self, items: Mapping[str, Value], name: str, schema: Any, place: str, depth: int
    ) -> Any:
        if name not in items:
            raise Unfit(place)
        return self._as(schema, items[name], place, depth)


def _step_part(text: str, formulas: tuple[str, ...]) -> Callable[[str, Any, str, int], Any]:
    """The parts of one step: what is done, and what comes out."""

    def fill(name: str, schema: Any, place: str, depth: int) -> Any:
        if name.lower() in ("explanation", "description", "text", "step", "reason", "说明", "步骤"):
            return text
        if name.lower() in (
            "output",
            "result",
            "formula",
            "expression",
            "equation",
            "math",
            "结果",
        ):
            return "\n".join(formulas)
        raise Unfit(place)

    return fill


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    kind = schema.get("type")
    if isinstance(kind, str):
        return frozenset({kind})
    if isinstance(kind, list):
        return frozenset(each for each in kind if isinstance(each, str))
    return frozenset()


def _choices(schema: Mapping[str, Any]) -> list[Any]:
    found = schema.get("anyOf") or schema.get("oneOf")
    return found if isinstance(found, list) else []


def _json_number(number: Fraction | Decimal, types: frozenset[str], place: str) -> int | float:
    """An integer where it is one, else the nearest double; what JSON cannot say does not fit."""
    exact = Fraction(number)
    if exact.denominator == 1:
        return int(exact)
    if "number" not in types:
        raise Unfit(place)
    try:
        return float(exact)
    except OverflowError:
        raise Unfit(place) from None


def _text_of(value: Value) -> str:
    return value.text if isinstance(value, Text) else answer_text(value)
