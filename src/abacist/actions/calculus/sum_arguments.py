"""The arguments of a sum or product, and how a result is reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from abacist.actions.calculus.dotted_sums import Pattern, pattern_of
from abacist.actions.calculus.sum_code import code_for
from abacist.actions.calculus.summation_parts import Divergence, Found
from abacist.core.answer import Solution
from abacist.core.claim import SumOf
from abacist.core.expr import Call, Expr, Number, Symbol, call, neg, symbol
from abacist.core.language import Message
from abacist.core.model import Record
from abacist.core.outcome import Outcome
from abacist.core.phrase import Slot
from abacist.core.value import Exact
from abacist.notation.sympy_form import from_sympy
from abacist.notation.terminal import terminal
from abacist.notation.variables import main_variable

__all__ = ["MINUS_OO", "OO", "Arguments", "claim_of", "diverges", "refusal", "solved"]

OO = symbol("oo")
MINUS_OO = neg(OO)
_USUAL = ("n", "k", "i", "j", "m")


class Arguments(Record):
    """What is added or multiplied, and from where to where.

    Arguments:
        term: the general term; a whole sum or product is taken apart.
        index: what runs through the whole numbers; n, k, i, j or m where left out.
        lower, upper: the first and the last value of the index; `oo` is infinity.
        operation: sum or product.
        last: the last term of a sum that is written with dots, `oo` where it goes on for ever; `term` then holds
            the first ones.
    """

    term: Annotated[
        Expr, Slot("SumExpression", ask=Message(en="The sum of what?", zh="求什么的和？"))
    ]
    index: str | None = None
    lower: Annotated[
        Expr | None, Slot("SumStart", ask=Message(en="From which index on?", zh="从哪一项开始？"))
    ] = None
    upper: Annotated[
        Expr | None, Slot("SumEnd", ask=Message(en="Up to which index?", zh="加到哪一项？"))
    ] = None
    operation: Literal["sum", "product"] = "sum"
    last: Annotated[
        Expr | None,
        Slot(
            "SumLast",
            ask=Message(
                en="How do the terms go on? What is the general term?",
                zh="省略号处的项有何规律？通项是什么？",
            ),
        ),
    ] = None

    @field_validator("last")
    @classmethod
    def _certain(cls, last: Expr | None, info: ValidationInfo) -> Expr | None:
        """Asks for the general term where the dots could mean several things."""
        if last is not None and _pattern(info.data, last) is None:
            raise PydanticCustomError("missing", "the dots do not say how the terms go on")
        return last

    @model_validator(mode="before")
    @classmethod
    def _unpack(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("index"), Expr):
            return {**data, "index": str(data["index"])}
        return data

    @model_validator(mode="after")
    def _canonical(self) -> Self:
        if self.last is not None:
            found = _pattern({"term": self.term, "operation": self.operation}, self.last)
            assert found is not None
            _set(self, term=found.term, index="k", lower=found.lower, upper=found.upper, last=None)
        term = self.term
        if self.lower is None and isinstance(term, Call) and term.head in ("sum", "product"):
            inner, index, lower, upper = term.args
            if isinstance(index, Symbol):
                _set(
                    self,
                    term=inner,
                    index=index.name,
                    lower=lower,
                    upper=upper,
                    operation=term.head,
                )
        if self.lower is None or self.upper is None:
            raise ValueError("a sum needs both bounds")
        if self.index is None:
            found = next((n for n in _USUAL if n in self.term.free_symbols()), None)
            _set(self, index=found or main_variable(self.term) or "n")
        if self.index in self.lower.free_symbols() | self.upper.free_symbols():
            raise ValueError("the index occurs in a bound")
        return self

    @property
    def range(self) -> tuple[str, Expr, Expr]:
        """The index and its bounds, which validation has made sure of."""
        if self.index is None or self.lower is None or self.upper is None:
            raise ValueError("a sum needs an index and both bounds")
        return self.index, self.lower, self.upper


def _pattern(data: Mapping[str, Any], last: Expr) -> Pattern | None:
    """What the dots stand for; the first terms are the summands (or factors) of `term`."""
    if isinstance(last, Call) and last.head == "add" and not last.free_symbols():
        return (
            None  # several last terms written out: which of them begins behind the dots is not said
        )
    written = data.get("term")
    head = "add" if data.get("operation") == "sum" else "mul"
    if not isinstance(written, Call) or written.head != head:
        return None
    return pattern_of(written.args, last)


def _set(arguments: Arguments, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(arguments, name, value)


def refusal(outcome: Outcome, en: str, zh: str) -> Solution:
    """A solution without an answer, and why."""
    return Solution(outcome=outcome, notes=(Message(en=en, zh=zh),))


def claim_of(arguments: Arguments, value: Expr | None, conditions: tuple[Expr, ...] = ()) -> SumOf:
    """The claim that the sum has this value; None: that it diverges."""
    index, lower, upper = arguments.range
    return SumOf(
        term=arguments.term,
        index=index,
        lower=lower,
        upper=upper,
        value=value,
        operation=arguments.operation,
        conditions=conditions,
    )


def _positive_first(node: Expr) -> Expr:
    """1 − x, not −x + 1."""
    if not isinstance(node, Call) or node.head != "add" or not _is_negative(node.args[0]):
        return node
    lead = next((k for k, part in enumerate(node.args) if not _is_negative(part)), None)
    if lead is None:
        return node
    return call("add", node.args[lead], *node.args[:lead], *node.args[lead + 1 :])


def _is_negative(part: Expr) -> bool:
    if isinstance(part, Call) and part.head in ("mul", "div"):
        return _is_negative(part.args[0])
    return (isinstance(part, Number) and part.value < 0) or (
        isinstance(part, Call) and part.head == "neg"
    )


def solved(arguments: Arguments, found: Found) -> Solution:
    """The solution for a closed form."""
    value = from_sympy(found.value).rebuild(_positive_first)
    conditions = tuple(from_sympy(condition) for condition in found.conditions)
    notes = found.notes
    if arguments.upper == OO and arguments.operation == "sum" and not conditions:
        notes = (Message(en="The series converges.", zh="级数收敛。"), *notes)
    if conditions:
        listed = ", ".join(map(terminal, conditions))
        notes = (Message(en=f"Valid for {listed}.", zh=f"成立条件：{listed}。"), *notes)
    if value == symbol("undefined") or value.has("undefined"):
        return refusal(Outcome.UNABLE, "No closed form was found.", "没有找到封闭形式。")
    claims = (claim_of(arguments, value, conditions),)
    return Solution(
        value=Exact(expr=value),
        claims=claims,
        steps=found.steps,
        notes=notes,
        method=found.method,
        code=code_for(arguments, value, conditions),
    )


def diverges(arguments: Arguments, found: Divergence) -> Solution:
    """The solution for a series that diverges."""
    notes = found.notes
    if found.sign:
        target = "∞" if found.sign > 0 else "−∞"
        kind = (
            ("partial sums", "部分和")
            if arguments.operation == "sum"
            else ("partial products", "部分积")
        )
        notes = (
            Message(en=f"The {kind[0]} tend to {target}.", zh=f"{kind[1]}趋于 {target}。"),
            *notes,
        )
    return Solution(
        outcome=Outcome.DIVERGENT,
        claims=(claim_of(arguments, None),),
        steps=found.steps,
        notes=notes,
        method=found.method,
    )
