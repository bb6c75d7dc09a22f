"""Facts of models that people run at home, read from catalogue.toml."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from abacist.core.errors import InputError
from abacist.core.language import Message
from abacist.core.model import Record

__all__ = ["Facts", "facts", "facts_of"]


class Facts(Record):
    """A model: its architecture, its native context in tokens, its licence and its names elsewhere."""

    name: str
    hub: str
    source: str
    family: str
    licence: str
    layers: int
    heads: int
    kv_heads: int
    head_size: int
    hidden_size: int
    intermediate_size: int
    vocabulary: int
    tied: bool
    context: int
    parameters: int
    gguf: str
    ollama: str
    awq: str = ""
    gptq: str = ""

    @property
    def tensors(self) -> tuple[tuple[str, int, int], ...]:
        """The matrices of one layer: name, length of a row, number of rows."""
        query, kept = self.heads * self.head_size, self.kv_heads * self.head_size
        return (
            ("q", self.hidden_size, query),
            ("k", self.hidden_size, kept),
            ("v", self.hidden_size, kept),
            ("o", query, self.hidden_size),
            ("gate", self.hidden_size, self.intermediate_size),
            ("up", self.hidden_size, self.intermediate_size),
            ("down", self.intermediate_size, self.hidden_size),
        )

    @property
    def vectors(self) -> int:
        """Parameters that belong to no matrix: norms and, in Qwen2, biases."""
        query, kept = self.heads * self.head_size, self.kv_heads * self.head_size
        layer = 2 * self.hidden_size
        layer += 2 * self.head_size if self.family == "qwen3" else 0
        layer += query + 2 * kept if self.family == "qwen2" else 0
        return self.layers * layer + self.hidden_size

    @property
    def embedding(self) -> int:
        """Parameters of the embedding, which a tied model also uses as its head."""
        return self.vocabulary * self.hidden_size


@lru_cache(maxsize=1)
def facts() -> tuple[Facts, ...]:
    """Every model of the catalogue."""
    text = files("abacist.engines").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return tuple(Facts.model_validate(each) for each in tomllib.loads(text)["model"])


def facts_of(name: str) -> Facts:
    """The model of this name, also by its name on the hub or in Ollama. Raises `InputError`."""
    wanted = name.strip().lower()
    for each in facts():
        if wanted in (
            each.name,
            each.hub.lower(),
            each.hub.lower().rpartition("/")[2],
            each.ollama.lower(),
        ):
            return each
    known = ", ".join(each.name for each in facts())
    raise InputError(
        Message(
            en=f"there are no facts of the model {name!r}", zh=f"目录中没有模型 {name!r} 的数据"
        ),
        Message(en=f"known are {known}", zh=f"已知的有 {known}"),
    )
