"""The catalogue agrees with itself and with published files; what fits, fits; commands say what they must."""

from __future__ import annotations

import shlex

import pytest

from abacist.core.errors import InputError
from abacist.engines.catalogue import Facts, facts, facts_of
from abacist.engines.fitting import GIB, WEIGHTS, Fit, cache_bytes, fits, memory, weight_bytes
from abacist.engines.launching import OLLAMA_WEIGHTS, SERVERS, launch_command

QWEN3 = facts_of("qwen3-4b-instruct-2507")


@pytest.mark.parametrize("model", facts(), ids=lambda model: model.name)
def test_the_parameters_follow_from_the_architecture(model: Facts) -> None:
    matrices = model.layers * sum(row * rows for _, row, rows in model.tensors)
    embeddings = model.embedding * (1 if model.tied else 2)
    assert matrices + embeddings + model.vectors == model.parameters
    assert model.source.startswith(f"https://huggingface.co/{model.hub}/")
    assert model.heads % model.kv_heads == 0


def test_names_are_those_of_one_model() -> None:
    names = [each.name for each in facts()]
    assert len(set(names)) == len(names)
    for name in ("Qwen/Qwen3-4B-Instruct-2507", "QWEN3-4B-Instruct-2507", QWEN3.ollama):
        assert facts_of(name) is QWEN3
    with pytest.raises(InputError, match="no facts"):
        facts_of("gpt-2")


def test_the_cache_of_qwen3_4b() -> None:
    assert cache_bytes(QWEN3, "vllm", "bf16") == 147_456
    assert cache_bytes(QWEN3, "vllm", "bf16") * 262_144 == 36 * GIB
    assert cache_bytes(QWEN3, "llama.cpp", "q8_0") == 147_456 * 17 / 32


# Sizes in GB of published files (Hugging Face, the pages of the GGUF repositories), which hold metadata too.
@pytest.mark.parametrize(
    "name, weights, gigabytes",
    [
        ("qwen2.5-7b-instruct", "q4_k_m", 4.68),
        ("qwen2.5-7b-instruct", "q8_0", 8.10),
        ("qwen2.5-7b-instruct", "bf16", 15.23),
        ("llama-3.1-8b-instruct", "q4_k_m", 4.92),
        ("llama-3.1-8b-instruct", "q8_0", 8.54),
        ("qwen3-8b", "q4_k_m", 5.03),
        ("qwen3-4b-instruct-2507", "q4_k_m", 2.50),
        ("qwen2.5-0.5b-instruct", "q4_k_m", 0.398),
    ],
)
def test_weights_are_as_large_as_published_files(name: str, weights: str, gigabytes: float) -> None:
    assert weight_bytes(facts_of(name), weights) / 1e9 == pytest.approx(gigabytes, rel=0.02)


def test_the_full_window_fits_24_gib_only_quantised() -> None:
    ways = {(each.weights, each.cache): each for each in fits(QWEN3, 24 * GIB, 262_144)}
    assert not ways["bf16", "bf16"].fits
    assert not ways["bf16", "fp8"].fits
    assert ways["q4_k_m", "q8_0"].fits
    assert ways["bf16", "bf16"].cache_bytes == 36 * GIB


@pytest.mark.parametrize("model", facts(), ids=lambda model: model.name)
@pytest.mark.parametrize("gib", [2, 8, 24, 80])
def test_the_longest_context_is_where_it_still_fits(model: Facts, gib: int) -> None:
    for each in fits(model, gib * GIB, 256):
        assert 0 <= each.longest <= model.context
        if each.longest >= 1:
            assert _way(model, gib, each.longest, each).fits
        assert not _way(model, gib, each.longest + 1, each).fits
        if each.fits:
            assert each.total_bytes <= gib * GIB


def _way(model: Facts, gib: int, context: int, like: Fit) -> Fit:
    found = fits(model, gib * GIB, context)
    return next(each for each in found if (each.weights, each.cache) == (like.weights, like.cache))


def test_several_conversations_share_the_memory() -> None:
    [one, eight] = [
        next(fits(QWEN3, 24 * GIB, 4096, sequences=number)).longest for number in (1, 8)
    ]
    assert eight == one // 8


@pytest.mark.parametrize(
    "text, size",
    [("24GiB", 24 * GIB), ("24", 24 * GIB), ("24 GB", 24 * 10**9), ("512MiB", GIB // 2), ("1.5g", 3 * GIB // 2)],
)  # fmt: skip
def test_amounts_of_memory(text: str, size: int) -> None:
    assert memory(text) == size


@pytest.mark.parametrize("text", ["", "much", "-1GiB", "0GiB", "24 GiB of it", "1e9"])
def test_no_amounts_of_memory(text: str) -> None:
    with pytest.raises(InputError):
        memory(text)


# ---- commands


def _command(server: str, weights: str, model: Facts = QWEN3, **more: int) -> list[str]:
    family = "vllm" if server == "vllm" else "llama.cpp"
    way = next(
        each
        for each in fits(model, 80 * GIB, 4096)
        if (each.weights, each.server) == (weights, family) and each.cache not in ("bf16", "f16")
    )
    return shlex.split(launch_command(model, way, server, 4096, **more))


def test_the_flags_that_matter() -> None:
    words = _command("vllm", "fp8", gpus=2)
    assert words[:3] == ["vllm", "serve", QWEN3.hub]
    for name, value in {
        "--max-model-len": "4096",
        "--tensor-parallel-size": "2",
        "--kv-cache-dtype": "fp8",
        "--quantization": "fp8",
        "--tool-call-parser": "hermes",
        "--host": "127.0.0.1",
    }.items():
        assert words[words.index(name) + 1] == value
    words = _command("llama.cpp", "q4_k_m", port=9000)
    assert f"{QWEN3.gguf}:Q4_K_M" in words
    assert words[words.index("--port") + 1] == "9000"
    assert words[words.index("--cache-type-k") + 1] == "q8_0"
    assert "OLLAMA_CONTEXT_LENGTH=4096" in _command("ollama", OLLAMA_WEIGHTS)
    seven = facts_of("qwen2.5-7b-instruct")
    assert seven.awq in _command("vllm", "awq", seven)


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_loads_its_own_formats_alone(server: str) -> None:
    ways = list(fits(QWEN3, 80 * GIB, 4096))
    refused = set()
    for each in ways:
        try:
            launch_command(QWEN3, each, server, 4096)
        except InputError:
            refused.add(each.weights)
    own = {"ollama": {OLLAMA_WEIGHTS}}.get(
        server, {name for name, form in WEIGHTS.items() if form.server == server}
    )
    assert refused == {each.weights for each in ways} - own
