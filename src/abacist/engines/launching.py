"""The commands that start servers, with the flags that matter."""

from __future__ import annotations

import shlex

from abacist.core.errors import InputError
from abacist.core.language import Message
from abacist.engines.catalogue import Facts
from abacist.engines.fitting import Fit

__all__ = ["OLLAMA_WEIGHTS", "SERVERS", "launch_command"]

SERVERS = ("vllm", "llama.cpp", "ollama")
OLLAMA_WEIGHTS = "q4_k_m"  # what its library holds under these names
_PORTS = {"vllm": 8000, "llama.cpp": 8081, "ollama": 11434}
# vLLM's parser of the calls in a model's own template
_PARSERS = {"qwen2": "hermes", "qwen3": "hermes", "llama": "llama3_json"}


def launch_command(
    model: Facts, fit: Fit, server: str, context: int, *, gpus: int = 1, port: int | None = None
) -> str:
    """One line for a shell. Raises `InputError` where the server cannot load these weights."""
    family = "vllm" if server == "vllm" else "llama.cpp"
    if fit.server != family or (server == "ollama" and fit.weights != OLLAMA_WEIGHTS):
        raise InputError(
            Message(
                en=f"{server} cannot load weights in {fit.weights}",
                zh=f"{server} 不能加载 {fit.weights} 格式的权重",
            )
        )
    at = port if port is not None else _PORTS[server]
    match server:
        case "vllm":
            return shlex.join(_vllm(model, fit, context, gpus, at))
        case "llama.cpp":
            return shlex.join(_llama(model, fit, context, at))
        case _:
            return _ollama(model, fit, context, at)


def _vllm(model: Facts, fit: Fit, context: int, gpus: int, port: int) -> list[str]:
    hub = {"awq": model.awq, "gptq": model.gptq}.get(fit.weights, model.hub)
    words = ["vllm", "serve", hub, "--host", "127.0.0.1", "--port", str(port)]
    words += ["--max-model-len", str(context), "--gpu-memory-utilization", "0.95"]
    words += ["--enable-prefix-caching", "--enable-chunked-prefill"]
    words += ["--enable-auto-tool-choice", "--tool-call-parser", _PARSERS[model.family]]
    words += ["--enable-prompt-tokens-details"]
    if fit.weights in ("bf16", "fp8"):
        words += ["--dtype", "bfloat16"]
    if fit.weights == "fp8":
        words += ["--quantization", "fp8"]
    if fit.cache == "fp8":
        words += ["--kv-cache-dtype", "fp8"]
    if gpus > 1:
        words += ["--tensor-parallel-size", str(gpus)]
    return words


def _llama(model: Facts, fit: Fit, context: int, port: int) -> list[str]:
    words = ["llama-server", "--hf-repo", f"{model.gguf}:{fit.weights.upper()}"]
    words += ["--host", "127.0.0.1", "--port", str(port), "--ctx-size", str(context)]
    words += ["--parallel", "1", "--n-gpu-layers", "99", "--flash-attn", "on"]
    words += ["--jinja", "--metrics"]
    if fit.cache != "f16":
        words += ["--cache-type-k", fit.cache, "--cache-type-v", fit.cache]
    return words


def _ollama(model: Facts, fit: Fit, context: int, port: int) -> str:
    """Its window is 4,096 tokens unless it is told otherwise, and it drops what is longer in silence."""
    told = {"OLLAMA_HOST": f"127.0.0.1:{port}", "OLLAMA_CONTEXT_LENGTH": str(context)}
    if fit.cache != "f16":
        told |= {"OLLAMA_FLASH_ATTENTION": "1", "OLLAMA_KV_CACHE_TYPE": fit.cache}
    settings = " ".join(f"{name}={value}" for name, value in told.items())
    host = f"OLLAMA_HOST=127.0.0.1:{port}"
    return f"{settings} ollama serve & {host} ollama pull {shlex.quote(model.ollama)}"
