"""The action that CONTRIBUTING.md adds in ten minutes works as it says."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from abacist import pipeline
from abacist.core import registry
from abacist.core.outcome import Level
from abacist.core.plan import Node, Plan
from abacist.execution.executor import InProcess
from tests.contracts.sources import ROOT

NAME = "numbers.triangular"


@pytest.fixture
def example(tmp_path: Path) -> Iterator[registry.Action]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "triangular.py"
    path.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("triangular", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["triangular"] = module
    spec.loader.exec_module(module)
    try:
        yield registry.find_action(NAME)
    finally:
        del sys.modules["triangular"]
        registry._TABLE.entries.pop(("action", NAME))


def test_the_example_is_a_complete_action(example: registry.Action) -> None:
    plan = Plan(nodes=(Node(id="n1", action=NAME, args={"order": "100"}),), outputs=("n1",))
    answer = pipeline.run(plan, executor=InProcess())
    assert answer.answer == example.examples[0].answer
    assert answer.level in (Level.PROVED, Level.ENCLOSED, Level.CROSS_CHECKED)
    assert answer.code.endswith("print(sum(range(1, 100 + 1)))\n")
    assert answer.restatement
