"""How much memory a model takes, for each way of storing its weights and its cache; which fit, how far.

    weights     matrices at the precision, embedding and head as the format stores them, vectors at 4 bytes or 2
    cache       layers · 2 · KV heads · head size · bytes, a token
    overhead    the driver's context and the work space of one chunk; an estimate, rounded up

Formats of GGUF: ggml-org/llama.cpp, `llama_tensor_get_type` (Q4_K_M stores half of the v and down matrices, and the
head, as Q6_K; a row that 256 does not divide takes the next larger plain format). AWQ and GPTQ: 4 bits, a scale of
16 bits and a zero of 4 for each 128 weights, embedding and head left at 16.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from abacist.core.errors import InputError
from abacist.core.language import Message
from abacist.engines.catalogue import Facts

__all__ = ["CACHES", "GIB", "WEIGHTS", "Fit", "cache_bytes", "fits", "memory", "weight_bytes"]

GIB: Final = 1 << 30
_USABLE = 0.95  # of the memory; what the commands give the server
_CHUNK = 2048  # tokens that are read at once
_SEQUENCES = 256
_CONTEXT = 0.6 * GIB

# bits of a weight, by format
_BITS = {
    **{"bf16": 16.0, "f16": 16.0, "f32": 32.0, "fp8": 8.0, "int4": 4.0 + 20 / 128},
    **{"q4_k": 4.5, "q5_k": 5.5, "q6_k": 6.5625, "q8_0": 8.5, "q5_0": 5.5, "q5_1": 6.0},
}
_PLAIN = {"q4_k": "q5_0", "q5_k": "q5_1", "q6_k": "q8_0"}  # for rows that 256 does not divide


@dataclass(frozen=True, slots=True)
class _Format:
    server: str
    matrix: str
    embedding: str
    head: str
    better: str = ""  # of half of the v and down matrices
    vectors: str = "bf16"


# the most exact first
WEIGHTS: Final[dict[str, _Format]] = {
    "bf16": _Format("vllm", "bf16", "bf16", "bf16"),
    "q8_0": _Format("llama.cpp", "q8_0", "q8_0", "q8_0", vectors="f32"),
    "fp8": _Format("vllm", "fp8", "bf16", "bf16"),
    "q6_k": _Format("llama.cpp", "q6_k", "q6_k", "q6_k", vectors="f32"),
    "q5_k_m": _Format("llama.cpp", "q5_k", "q5_k", "q6_k", "q6_k", vectors="f32"),
    "q4_k_m": _Format("llama.cpp", "q4_k", "q4_k", "q6_k", "q6_k", vectors="f32"),
    "awq": _Format("vllm", "int4", "bf16", "bf16"),
    "gptq": _Format("vllm", "int4", "bf16", "bf16"),
}
# bytes of a number in the cache, by server and name
CACHES: Final[dict[str, dict[str, float]]] = {
    "vllm": {"bf16": 2.0, "fp8": 1.0},
    "llama.cpp": {"f16": 2.0, "q8_0": 34 / 32},
}


@dataclass(frozen=True, slots=True)
class Fit:
    """One way to run a model: bytes of each part at the wanted context, and the longest context in tokens.

    `longest` is 0 where not even the weights fit, and never beyond the native context.
    """

    weights: str
    cache: str
    server: str
    weight_bytes: int
    cache_bytes: int
    overhead_bytes: int
    longest: int
    fits: bool

    @property
    def total_bytes(self) -> int:
        """All of it."""
        return self.weight_bytes + self.cache_bytes + self.overhead_bytes


def fits(model: Facts, memory_bytes: int, context: int, sequences: int = 1) -> Iterator[Fit]:
    """Each combination of weights and cache on a GPU, for `sequences` conversations of `context` tokens at once."""
    usable = int(_USABLE * memory_bytes)
    for weights, form in WEIGHTS.items():
        if (weights == "awq" and not model.awq) or (weights == "gptq" and not model.gptq):
            continue  # nobody published these
        for cache in CACHES[form.server]:
            fixed, over = weight_bytes(model, weights), overhead_bytes(model)
            token = cache_bytes(model, form.server, cache) * sequences
            longest = max(0, int((usable - fixed - over) // token))
            kept = int(token * context)
            yield Fit(
                weights=weights,
                cache=cache,
                server=form.server,
                weight_bytes=fixed,
                cache_bytes=kept,
                overhead_bytes=over,
                longest=min(longest, model.context),
                fits=context <= min(longest, model.context),
            )


def weight_bytes(model: Facts, weights: str) -> int:
    """Bytes of the weights in one of `WEIGHTS`."""
    form = WEIGHTS[weights]
    bits = model.vectors * _BITS[form.vectors]
    better = sum(_is_better(layer, model.layers) for layer in range(model.layers))
    for name, row, rows in model.tensors:
        more = better if form.better and name in ("v", "down") else 0
        bits += row * rows * (model.layers - more) * _bits(form.matrix, row)
        bits += row * rows * more * _bits(form.better or form.matrix, row)
    # a tied GGUF model has one matrix, stored as well as a head is
    only = form.head if model.tied else form.embedding
    bits += model.embedding * _bits(only, model.hidden_size)
    if not model.tied:
        bits += model.embedding * _bits(form.head, model.hidden_size)
    return int(bits / 8)


def _is_better(layer: int, layers: int) -> bool:
    eighth = layers // 8
    return layer < eighth or layer >= 7 * layers // 8 or (layer - eighth) % 3 == 2


def _bits(form: str, row: int) -> float:
    return _BITS[_PLAIN.get(form, form) if row % 256 else form]


def cache_bytes(model: Facts, server: str, cache: str) -> float:
    """Bytes of the cache for each token of a conversation."""
    return 2 * model.layers * model.kv_heads * model.head_size * CACHES[server][cache]


def overhead_bytes(model: Facts) -> int:
    """Bytes beside weights and cache: the driver's, the activations of a chunk, the logits of a batch."""
    activations = _CHUNK * 2 * (2 * model.intermediate_size + 4 * model.hidden_size)
    logits = _SEQUENCES * model.vocabulary * 4 * 2
    return int(_CONTEXT + activations + logits)


_SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(GiB|GB|G|MiB|MB|M|TiB|TB|T)?", re.IGNORECASE)
_UNITS = {"m": 1 << 20, "g": GIB, "t": 1 << 40, "mb": 10**6, "gb": 10**9, "tb": 10**12}


def memory(text: str) -> int:
    """Bytes of "24GiB", "24 GB" or "24" (GiB). Raises `InputError`."""
    found = _SIZE.fullmatch(text.strip())
    if found is None or float(found[1]) == 0:
        raise InputError(
            Message(en=f"{text!r} is no amount of memory", zh=f"{text!r} 不是内存大小"),
            Message(en="for example: 24GiB", zh="例如：24GiB"),
        )
    unit = (found[2] or "g").lower().replace("ib", "")
    return int(float(found[1]) * _UNITS[unit])
