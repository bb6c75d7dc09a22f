"""The grammar that problems are read with: from the saved index where that serves, else from the declarations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from abacist.core.registry import only_built_in
from abacist.reading import saved_index
from abacist.reading.declarations import declared_grammar
from abacist.reading.grammar import AlteredIndex, Grammar

__all__ = ["standard_grammar", "unless_altered"]

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


@cache
def standard_grammar() -> Grammar:
    """The grammar of everything that is registered.

    An index is of the built-in declarations alone; where others are registered too, all are imported.
    """
    found = saved_index.load() if only_built_in() else None
    if found is None:
        found = declared_grammar()
        if only_built_in():
            saved_index.save(found)
    return found


def unless_altered(read: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """The function; called once more, without the saved index, where that says what no declaration does."""

    @wraps(read)
    def read_again(*args: _Arguments.args, **named: _Arguments.kwargs) -> _Result:
        try:
            return read(*args, **named)
        except AlteredIndex:
            saved_index.forget()
            standard_grammar.cache_clear()
            return read(*args, **named)

    return read_again
