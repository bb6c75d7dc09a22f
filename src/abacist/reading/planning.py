"""From demanded nodes to a canonical plan: arguments validated, equal nodes shared, ids in order."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from abacist.core.errors import AbacistError
from abacist.core.expr import Call, Expr, Symbol, call
from abacist.core.model import Record
from abacist.core.plan import Node, Plan
from abacist.core.registry import Action, find_action
from abacist.notation.variables import function_body
from abacist.reading.discourse import Demand, Missing, Unread
from abacist.reading.meaning import EVALUATE, Made, Term, Typed

__all__ = ["plan_of"]


def plan_of(demand: Demand) -> Plan:
    """The plan of what is demanded. Raises `Unread` where an action refuses its arguments."""
    planner = _Planner()
    outputs = tuple(dict.fromkeys(planner.node(made) for made in demand.asked))
    return Plan(nodes=tuple(planner.nodes), outputs=outputs)


class _Planner:
    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._known: dict[str, str] = {}

    def node(self, made: Made) -> str:
        """The id of the node for `made`, added behind those whose values it needs."""
        if made.action == EVALUATE and list(made.args) == ["expression"]:
            only = made.args["expression"]
            if isinstance(only, Made):
                return self.node(only)  # to evaluate what is a value already is that value
        declared = find_action(made.action)
        inputs: dict[str, str] = {}
        args: dict[str, Any] = {}
        renamed: dict[str, Expr] = {}
        for name, term in made.args.items():
            if name.startswith("_") and isinstance(term, Made):
                mark = self._input(term, inputs)
                renamed[name] = mark
        for name, term in made.args.items():
            if name not in renamed:
                args[name] = self._argument(term, inputs, args, declared, renamed)
        return self._add(declared, args, inputs)

    def _input(self, made: Made, inputs: dict[str, str]) -> Symbol:
        identity = self.node(made)
        mark = Symbol(f"_{identity}")
        inputs[mark.name] = identity
        return mark

    def _argument(
        self,
        term: Term,
        inputs: dict[str, str],
        args: dict[str, Any],
        declared: Action,
        renamed: dict[str, Expr],
    ) -> Any:
        if isinstance(term, tuple):
            return tuple(self._argument(part, inputs, args, declared, renamed) for part in term)
        if isinstance(term, Made):
            return self._input(term, inputs)
        if not isinstance(term, Typed):
            return term
        expr = term.expr.substitute(renamed).rebuild(_one_form)
        if term.place == "Function":
            if not expr.names() and "variable" not in args:
                raise Unread("a function is asked about, but nothing in it varies")
            defined = function_body(expr)
            if defined is not None:
                if "variable" in declared.arguments.model_fields and len(defined[1]) == 1:
                    args.setdefault("variable", defined[1][0])
                return defined[2]
        return expr

    def _add(self, declared: Action, args: dict[str, Any], inputs: dict[str, str]) -> str:
        try:
            checked = declared.arguments.model_validate(_plain(args, declared))
        except ValidationError as error:
            raise _refusal(declared, error) from error
        except AbacistError as error:
            raise Unread(error.message.en) from error
        if not inputs:
            _require_shared_names(declared, checked)
        body = checked.model_dump(mode="json", exclude_defaults=True)
        key = repr((declared.name, sorted(body.items()), sorted(inputs.items())))
        if key not in self._known:
            self._known[key] = f"n{len(self.nodes) + 1}"
            self.nodes.append(
                Node(id=self._known[key], action=declared.name, args=body, inputs=inputs)
            )
        return self._known[key]


def _require_shared_names(declared: Action, checked: Record) -> None:
    """Raises `Unread` where a condition is about names that nothing else in the node speaks of: x² = 9, y > 0."""
    conditions: list[Expr] = []
    names: set[str] = set()
    for name in type(checked).model_fields:
        slot, value = declared.slots().get(name), getattr(checked, name)
        parts = value if isinstance(value, tuple) else (value,)
        if slot is not None and slot.many and slot.accepts("Inequality") and not slot.ask:
            conditions.extend(part for part in parts if isinstance(part, Expr))
            continue
        names.update(part for part in parts if isinstance(part, str))
        names.update(*(part.names() for part in parts if isinstance(part, Expr)))
    left = [each.free_symbols() for each in conditions]
    while near := [said for said in left if said & names]:
        names.update(*near)
        left = [said for said in left if not said & names]
    if any(left):
        raise Unread("a condition on something that is not asked about")


def _one_form(expr: Expr) -> Expr:
    """e^u and exp(u) are one thing written in two ways; a plan has one of them."""
    if isinstance(expr, Call) and expr.head == "pow" and expr.args[0] == Symbol("E"):
        return call("exp", expr.args[1])
    return expr


def _plain(args: dict[str, Any], declared: Action) -> dict[str, Any]:
    """Arguments as the model takes them: a symbol where it wants a name, one value where it wants a tuple."""
    found: dict[str, Any] = {}
    for name, value in args.items():
        info = declared.arguments.model_fields.get(name)
        kind = repr(info.annotation) if info is not None else ""
        if "tuple" in kind and not isinstance(value, tuple):
            value = (value,)
        elif "tuple" not in kind and isinstance(value, tuple) and len(value) == 1:
            value = value[0]  # one name where a list of names could stand
        if "str" in kind and "Expr" not in kind:
            value = _names(value)
        elif ("int" in kind or "bool" in kind) and "Expr" not in kind:
            value = str(value) if isinstance(value, Expr) else value
        found[name] = value
    return found


def _names(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_names(part) for part in value)
    return value.name if isinstance(value, Symbol) else value


def _refusal(declared: Action, error: ValidationError) -> Exception:
    """What a refused argument means: a question where one is missing, else no reading."""
    slots = declared.slots()
    for problem in error.errors():
        name = str(problem["loc"][0]) if problem["loc"] else ""
        slot = slots.get(name)
        if problem["type"] == "missing" and slot is not None and slot.ask is not None:
            return Missing(declared.name, name, slot)
    return Unread(f"{declared.name}: {error.errors()[0]['msg']}")
