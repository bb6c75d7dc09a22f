"""`abacist engines` as a person types it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from tests.apps.program import abacist

ZH = {"LC_ALL": "zh_CN.UTF-8"}


def test_what_fits() -> None:
    line = ["engines", "fit", "--gpu-memory", "24GiB", "--context", "262144"]
    run = abacist(*line)
    assert run.code == 0
    assert "36.0" in run.out
    assert "weights in q4_k_m, cache in" in run.out
    told = json.loads(abacist(*line, "--json").out)
    assert {each["weights"] for each in told["ways"] if each["fits"]} == {"q4_k_m"}


@pytest.mark.parametrize(
    "words, en, zh",
    [
        (["16GiB", "--context", "262144"], "No: 262,144 tokens do not fit 16GiB", "不行"),
        (["1GiB"], "does not fit 1GiB at all", "无法装入 1GiB"),
        (["80GiB", "--context", "300000"], "at most 262,144 tokens", "最多支持 262,144"),
    ],
)
def test_an_honest_no(words: list[str], en: str, zh: str) -> None:
    run = abacist("engines", "fit", "--gpu-memory", *words)
    assert (run.code, en in " ".join(run.out.split())) == (1, True)
    assert zh in abacist("engines", "fit", "--gpu-memory", *words, **ZH).out
    run = abacist("engines", "command", "--gpu-memory", *words)
    assert (run.code, run.out.startswith("No: ")) == (1, True)


@pytest.mark.parametrize("server", ["vllm", "llama.cpp", "ollama"])
def test_the_command_is_one_line(server: str) -> None:
    run = abacist("engines", "command", "--gpu-memory", "24GiB", "--server", server)
    assert run.code == 0
    assert run.out.count("\n") == 1
    assert len(shlex.split(run.out)) > 5


@pytest.mark.parametrize(
    "line, code, word",
    [
        ("fit --gpu-memory much", 2, "no amount of memory"),
        ("fit --gpu-memory 8GiB --model gpt-2", 2, "no facts of the model"),
        ("command --gpu-memory 8GiB --server tgi", 2, "choose among vllm"),
        ("command --gpu-memory 8GiB --weights int2", 2, "choose among bf16"),
        ("add here ftp://x", 6, "no address"),
        ("add -- -x http://127.0.0.1:1", 2, "name"),
        ("add here http://127.0.0.1:1 --key-variable a-b", 2, "key_variable"),
        ("check nobody", 5, "no engine named"),
        ("remove nobody", 5, "no engine named"),
        ("check http://127.0.0.1:1", 4, "cannot be reached"),
    ],
)
def test_what_cannot_be_used(line: str, code: int, word: str, tmp_path: Path) -> None:
    run = abacist("engines", *line.split(), XDG_CONFIG_HOME=str(tmp_path))
    assert (run.code, word in run.err) == (code, True), run.err
    assert "Traceback" not in run.err


def test_engines_are_kept(tmp_path: Path) -> None:
    home = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert "no engine yet" in abacist("engines", "list", **home).out
    run = abacist(
        "engines", "add", "home", "http://127.0.0.1:1", "--key-variable", "HOME_KEY", **home
    )
    assert run.code == 0
    listed = abacist("engines", "list", **home).out
    assert "http://127.0.0.1:1/v1" in listed
    [kept] = json.loads(abacist("engines", "list", "--json", **home).out)
    assert (kept["name"], kept["key_variable"], kept["capabilities"]) == ("home", "HOME_KEY", None)
    run = abacist("engines", "check", "home", **home)
    assert (run.code, "HOME_KEY is not set" in run.err) == (6, True)
    assert abacist("engines", "check", "home", HOME_KEY="k", **home).code == 4
    assert abacist("engines", "remove", "home", **home).code == 0
    assert json.loads(abacist("engines", "list", "--json", **home).out) == []


@pytest.mark.parametrize("text", ["{", "[3]", '[{"name": "x"}]'])
def test_a_broken_file_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "abacist").mkdir()
    (tmp_path / "abacist" / "engines.json").write_text(text)
    run = abacist("engines", "list", XDG_CONFIG_HOME=str(tmp_path))
    assert (run.code, "engines.json" in run.err) == (6, True)


def test_the_catalogue() -> None:
    assert "147,456" in abacist("engines", "models").out
    assert "模型" in abacist("engines", "models", **ZH).out
    assert len(json.loads(abacist("engines", "models", "--json").out)) >= 8
