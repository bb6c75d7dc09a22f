"""Every exception that a mathematical library defines is translated by the one table."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
import warnings
from functools import cache

import pytest

from abacist.core.outcome import Outcome
from abacist.execution.exceptions import BUILTINS, FAMILIES, LIBRARY, family_of, outcome_of

# Parts of the libraries that nothing of ours calls: text parsers (which run Python), code generation,
# compilers, files, physics, cryptography, and the libraries' own tests.
UNUSED = frozenset(
    "parsing printing testing tests crypto physics codegen autowrap _compilation interactive plotting "
    "distutils f2py ma io odr cluster testutils conftest benchmarks _lib lib delegates _precompute "
    "_generate_pyx".split()
)
PACKAGES = {
    "sympy": ("sympy",),
    "flint": ("flint",),
    "mpmath": ("mpmath",),
    "pint": ("pint",),
    "numpy": ("numpy.linalg", "numpy.exceptions", "numpy.polynomial", "numpy._core._exceptions"),
    "scipy": (
        "scipy.integrate",
        "scipy.optimize",
        "scipy.linalg",
        "scipy.special",
        "scipy.interpolate",
        "scipy.sparse",
        "scipy.stats",
    ),
}
# A message of a library that is meant for its developers, or that is a warning, ends no computation.
SILENT = (Warning,)


def _import_all(package: str) -> None:
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(getattr(root, "__path__", []), f"{package}."):
        if _is_used(found.name):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # SymPy sets its own filter when it is imported
                    importlib.import_module(found.name)
            except (ImportError, AttributeError):
                continue  # needs something that is not installed, so nothing of ours can reach it


def _is_used(module: str) -> bool:
    parts = module.split(".")
    return UNUSED.isdisjoint(parts) and not any(
        "test" in part or part == "__main__" for part in parts
    )


@cache
def _defined(library: str) -> tuple[type[BaseException], ...]:
    """The exception classes that a library's modules define, in the parts that we can reach."""
    for package in PACKAGES[library]:
        _import_all(package)
    found: set[type[BaseException]] = set()
    for name, module in list(sys.modules.items()):
        if family_of(name) == library and _is_used(name):
            found.update(
                each
                for each in vars(module).values()
                if inspect.isclass(each)
                and issubclass(each, BaseException)
                and family_of(each.__module__) == library
                and _is_used(each.__module__)
                and not issubclass(each, SILENT)
            )
    return tuple(sorted(found, key=lambda each: (each.__module__, each.__name__)))


@pytest.mark.parametrize("library", sorted(FAMILIES))
def test_no_exception_is_missing(library: str) -> None:
    missing = [
        f"{each.__module__}.{each.__name__}"
        for each in _defined(library)
        if outcome_of(each.__new__(each)) is None
    ]
    assert missing == [], "add a row to execution/exceptions.py"


def test_the_libraries_define_exceptions_at_all() -> None:
    """Else the test above would say nothing."""
    assert all(len(_defined(library)) >= 1 for library in FAMILIES)
    assert sum(len(_defined(library)) for library in FAMILIES) > 80


def test_every_row_names_a_class_that_exists() -> None:
    names = {
        f"{library}.{kind.__name__}"
        for library in FAMILIES
        for each in _defined(library)
        for kind in each.__mro__
    }
    assert sorted(set(LIBRARY) - names) == []


def test_no_exception_is_an_answer() -> None:
    """That a library gave up says nothing about the problem."""
    assert not any(outcome.is_answer for outcome in (*LIBRARY.values(), *BUILTINS.values()))


def test_the_first_class_that_has_a_row_decides() -> None:
    import numpy
    import pint

    assert outcome_of(ZeroDivisionError()) is Outcome.UNABLE
    assert outcome_of(OverflowError()) is Outcome.TOO_LARGE
    assert outcome_of(RecursionError()) is Outcome.TOO_LARGE
    assert outcome_of(pint.DimensionalityError("m", "s")) is Outcome.UNIT_MISMATCH
    assert outcome_of(numpy.linalg.LinAlgError()) is Outcome.UNABLE


def test_a_plain_error_is_told_apart_by_where_it_was_raised() -> None:
    """From a library's code it means that the library could not; from ours that we made a mistake."""
    import sympy

    with pytest.raises(TypeError) as theirs:
        bool(sympy.Symbol("x") > 0)
    assert outcome_of(theirs.value) is Outcome.UNABLE
    with pytest.raises(TypeError) as ours:
        raise TypeError
    assert outcome_of(ours.value) is None
