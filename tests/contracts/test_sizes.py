"""Modules and functions that can be read in one go, and names that say what is inside."""

from __future__ import annotations

import ast

import pytest

from tests.contracts.sources import Module, modules

LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
EMPTY_NAMES = frozenset(
    {"util", "utils", "utilities", "helper", "helpers", "misc", "common", "stuff", "tools"}
)

# Modules that are nothing but a table of data, each with the reason why it is one piece.
TABLES: dict[str, str] = {
    "abacist.core.claim": "the declarations of all claims, one beside the other; no function",
}

each_module = pytest.mark.parametrize("module", modules().values(), ids=lambda module: module.name)


@each_module
def test_module_length(module: Module) -> None:
    lines = module.text.count("\n")
    assert lines <= LONGEST_MODULE or module.name in TABLES, f"{module.name}: {lines} lines"


@each_module
def test_function_length(module: Module) -> None:
    too_long = [
        f"{module.place(node)} {node.name}: {length} lines"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert too_long == []


@each_module
def test_module_name(module: Module) -> None:
    assert not EMPTY_NAMES & set(module.name.split("."))


def test_every_table_is_one() -> None:
    """A name in TABLES is a module that exists, with a reason, and defines no function."""
    for name, reason in TABLES.items():
        assert reason
        functions = [n for n in ast.walk(modules()[name].tree) if isinstance(n, ast.FunctionDef)]
        assert functions == [], f"{name} is not a table of data alone"
