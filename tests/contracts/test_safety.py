"""No text ever becomes a program: what runs Python, a shell or a pickle is not called anywhere."""

from __future__ import annotations

import ast

import pytest

from tests.contracts.sources import Module, imports, modules

BUILTINS = frozenset({"eval", "exec", "compile", "__import__", "breakpoint", "input"})

# Functions that evaluate text as Python, as they are called: by their last name, or by two.
ANYWHERE = frozenset({"sympify", "parse_expr", "parse_latex", "parse_mathematica", "lambdify"})
QUALIFIED = frozenset(
    {
        *(f"os.{name}" for name in ("system", "popen", "execv", "spawnv")),
        *(f"{name}.{load}" for name in ("pickle", "dill", "cloudpickle", "marshal", "shelve")
          for load in ("load", "loads", "open", "Unpickler")),
        *("yaml.load", "yaml.unsafe_load", "builtins.eval", "builtins.exec", "runpy.run_path"),
        *("sympy.S", "subprocess.getoutput", "subprocess.getstatusoutput", "np.fromstring"),
    }
)  # fmt: skip

each_module = pytest.mark.parametrize("module", modules().values(), ids=lambda module: module.name)


def _dotted(node: ast.expr) -> str:
    """`a.b.c` as written, or the last part of it after something else: `f(x).c` is `.c`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return ""


def _is_unsafe(name: str) -> bool:
    last = name.rpartition(".")[2]
    return name in BUILTINS or last in ANYWHERE or name in QUALIFIED


@each_module
def test_nothing_that_evaluates_text(module: Module) -> None:
    """Neither called nor handed on: the name alone is enough to fail."""
    found = [
        f"{module.place(node)}: {_dotted(node)}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name | ast.Attribute) and _is_unsafe(_dotted(node))
    ]
    assert found == []


@each_module
def test_nothing_unsafe_is_imported(module: Module) -> None:
    found = [
        f"{module.place(node)}: {name}"
        for _, node in imports(module)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if _is_unsafe(name := f"{node.module}.{alias.name}")
    ]
    assert found == []


@each_module
def test_no_shell_and_no_pickled_arrays(module: Module) -> None:
    found = [
        f"{module.place(node.value)}: {node.arg}="
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg in ("shell", "allow_pickle")
        if not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "eval(text)",
        "builtins.exec(text)",
        "sympy.sympify(text)",
        "sp.lambdify(x, text)",
        "sympy.parsing.sympy_parser.parse_expr(text)",
        "pickle.loads(data)",
        "map(eval, texts)",
        "os.system(text)",
    ],
)
def test_the_scan_sees_it(code: str) -> None:
    nodes = [n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Name | ast.Attribute)]
    assert any(_is_unsafe(_dotted(node)) for node in nodes)


def test_the_scan_leaves_harmless_names_alone() -> None:
    nodes = ast.walk(ast.parse("re.compile(p); model.eval(x); json.loads(text); self.input"))
    names = [n for n in nodes if isinstance(n, ast.Name | ast.Attribute)]
    assert not any(_is_unsafe(_dotted(node)) for node in names)
