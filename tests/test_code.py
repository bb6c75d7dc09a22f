"""The script that an answer carries computes the same by itself: every example, in a process of its own."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from abacist import pipeline
from abacist.core.answer import Answer
from abacist.core.expr import Call
from abacist.core.language import Language
from abacist.core.outcome import Outcome
from abacist.core.registry import actions
from abacist.core.value import Exact, Vector
from abacist.notation.values import answer_text
from tests.answers import from_sympy, same_answer

PUBLIC = {"sympy", "numpy", "scipy", "mpmath", "flint", "matplotlib"} | set(sys.stdlib_module_names)

# Runs many scripts in one interpreter, each in a namespace of its own, as `python script.py` would.
RUNNER = """
import contextlib, io, json, runpy, sys, traceback
told = []
for path in sys.argv[1:]:
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            runpy.run_path(path, run_name="__main__")
        told.append([out.getvalue(), ""])
    except BaseException:
        told.append([out.getvalue(), traceback.format_exc()])
print(json.dumps(told))
"""

EXAMPLES = {
    f"{name}-{number}": example.en
    for name, action in actions().items()
    for number, example in enumerate(action.examples)
}


@cache
def _answer(key: str) -> Answer:
    return pipeline.solve(EXAMPLES[key])


def _code(key: str) -> str:
    """The script of an example; "" where solving fails, which its own test reports."""
    try:
        return _answer(key).code
    except Exception:
        return ""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """What each script prints, and its traceback."""
    folder = tmp_path_factory.mktemp("scripts")
    paths: dict[str, Path] = {}
    for key in EXAMPLES:
        if code := _code(key):
            paths[key] = folder / f"{key}.py"
            paths[key].write_text(code, encoding="utf-8")
    command = [sys.executable, "-I", "-c", RUNNER, *map(str, paths.values())]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    results = [tuple(each) for each in json.loads(done.stdout)]
    return dict(zip(paths, results, strict=True))


@pytest.mark.timeout(600)
@pytest.mark.parametrize("key", EXAMPLES)
def test_script_prints_the_answer(key: str, printed: dict[str, tuple[str, str]]) -> None:
    answer = _answer(key)
    if answer.outcome is not Outcome.SOLVED:
        return
    assert answer.code, "a solved example without code"
    out, error = printed[key]
    assert not error
    assert _says(out, answer), f"printed:\n{out}\nanswer: {answer.answer}"


def _says(out: str, answer: Answer) -> bool:
    """True where the last lines printed are the answer, one for each thing that was asked for.

    A number may have more digits, SymPy writes intervals in its own way, and a unit may be left out.
    """
    lines = [line.strip() for line in out.splitlines() if line.strip()]
    wanted = list(_parts(answer))
    shown = lines[-len(wanted) :]
    return len(shown) == len(wanted) and all(
        any(same_answer(from_sympy(line), text) for text in texts)
        for line, texts in zip(shown, wanted, strict=True)
    )


def _parts(answer: Answer) -> Iterator[tuple[str, ...]]:
    """The texts of each output of the plan, with and without its unit."""
    value, unit = answer.value, answer.unit
    assert value is not None
    assert answer.plan is not None
    items = value.items if isinstance(value, Vector) and len(answer.plan.outputs) > 1 else (value,)
    for item in items:
        if isinstance(item, Exact) and isinstance(item.expr, Call) and item.expr.head == "quantity":
            amount, own = item.expr.args
            yield (
                answer_text(Exact(expr=amount), own),
                answer_text(Exact(expr=amount)),
            )
        else:
            text = answer_text(item)
            yield (text, f"{text} {unit}") if unit else (text,)


@pytest.mark.parametrize("key", EXAMPLES)
def test_script_stands_alone(key: str) -> None:
    """It begins with a comment that says what it is, and imports public libraries only."""
    answer = _answer(key)
    if not answer.code:
        return
    assert answer.code.startswith("# ")
    for node in ast.walk(ast.parse(answer.code)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert {name.partition(".")[0] for name in names} <= PUBLIC


def test_a_problem_cannot_break_out_of_its_comment() -> None:
    from abacist.explain.code import combine

    title = "2+2\nimport os\r\u2028print('out')\x00"
    script = combine([("n1", "print(4)")], title, Language.EN)
    assert [type(node) for node in ast.parse(script).body] == [ast.Expr]
