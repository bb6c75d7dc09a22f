"""The sources of the package as syntax trees, for the tests that read rather than run them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src"


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The part of Abacist it lies in: `core` of `abacist.core.expr`, `` of `abacist` itself."""
        return self.name.partition(".")[2].partition(".")[0]

    def place(self, node: ast.AST) -> str:
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


@cache
def modules() -> dict[str, Module]:
    """Every module of the package, by its dotted name."""
    found = (_module(path) for path in sorted(SOURCES.rglob("*.py")))
    return {module.name: module for module in found}


def _module(path: Path) -> Module:
    parts = path.relative_to(SOURCES).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(name, path, text, ast.parse(text, filename=str(path)))


def imports(module: Module) -> Iterator[tuple[str, ast.stmt]]:
    """What it imports and where, inside functions and conditions too.

    `from a.b import c` is an import of `a.b.c` where that is a module of ours, else of `a.b`.
    """
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(module, node)
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                yield (inner if inner in modules() else origin), node


def _origin(module: Module, node: ast.ImportFrom) -> str:
    """The module named after `from`, with the dots of a relative import resolved."""
    if not node.level:
        return node.module or ""
    is_package = module.path.name == "__init__.py"
    parts = module.name.split(".")
    base = parts[: len(parts) - node.level + is_package]
    return ".".join([*base, *([node.module] if node.module else [])])


def library(target: str) -> str:
    """The top-level package of an import: `scipy` of `scipy.optimize`."""
    return target.partition(".")[0]
