"""What an exception of a mathematical library means: the one place where they are translated.

A class is known by its library and its name (`sympy.PoleError`), because libraries move classes from
module to module. The first class of the method resolution order that has a row decides. That a library
gave up says nothing about the problem, so nothing here is ever an answer: a ZeroDivisionError means
that a method divided by zero, not that the problem is undefined.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType

from abacist.core.outcome import Outcome

__all__ = ["BUILTINS", "FAMILIES", "LIBRARY", "family_of", "outcome_of"]

FAMILIES = frozenset({"sympy", "flint", "scipy", "mpmath", "numpy", "pint"})
"""The libraries that compute."""

BUILTINS: Mapping[type[BaseException], Outcome] = {
    MemoryError: Outcome.OUT_OF_MEMORY,
    RecursionError: Outcome.TOO_LARGE,
    OverflowError: Outcome.TOO_LARGE,
    NotImplementedError: Outcome.UNABLE,
    ArithmeticError: Outcome.UNABLE,
}
"""Exceptions of Python that mean the same wherever they come from."""

LIBRARY: Mapping[str, Outcome] = {
    **dict.fromkeys(
        (
            "sympy.BaseCoreError sympy.BaseHolonomicError sympy.BasePolynomialError "
            "sympy.ClosureFailure sympy.DMError sympy.GaloisGroupException sympy.IndexException "
            "sympy.IndexConformanceException sympy.InfeasibleLPError sympy.MatrixError "
            "sympy.NoShapeError sympy.NonElementaryIntegralException sympy.PoleError "
            "sympy.PolyNonlinearError sympy.ShortCircuit sympy.SolveFailed sympy.StructureError "
            "sympy.TautologyDetected sympy.UnboundedLPError sympy.UnhandledInput "
            "sympy._SolveTrig1Error "
            "flint.FlintError mpmath.NoConvergence "
            "scipy.ArpackError scipy.BracketError "
            "scipy.FitError scipy.IntegratorConcurrencyError "
            "scipy.NoConvergence scipy.QhullError scipy.SpecialFunctionError "
            "scipy.UNURANError scipy._LineSearchError scipy._MaxFuncCallError "
            "scipy._NoConvergence scipy.error "
            "numpy.LapackError numpy.TooHardError numpy._PreprocessDTypeError "
            "numpy.AxisError numpy.DTypePromotionError numpy.LinAlgError numpy.UFuncTypeError "
            "sympy.ArgumentIndexError sympy.BadArgumentsError sympy.BadSignatureError "
            "sympy.GeometryError sympy.InconsistentAssumptions sympy.MellinTransformStripError "
            "sympy.NonlinearError sympy.ODEOrderError sympy.SqrtdenestStopIteration "
            "sympy.SympifyError sympy.Undecidable sympy._CoeffExpValueError "
            "mpmath.ComplexResult scipy.FitDataError"
        ).split(),
        Outcome.UNABLE,
    ),
    "pint.PintError": Outcome.UNIT_MISMATCH,
    "pint.UnexpectedScaleInContainer": Outcome.UNIT_MISMATCH,
    "pint.NotNumeric": Outcome.UNIT_MISMATCH,
}
"""Classes that the libraries define, by library and name; their subclasses are covered with them."""


def outcome_of(error: BaseException) -> Outcome | None:
    """The outcome that an exception means; None where it is our own mistake.

    A plain ValueError or TypeError that a library raised from its own code means that it could not;
    the same raised by our code is a fault to be repaired.
    """
    for kind in type(error).__mro__:
        named = LIBRARY.get(f"{family_of(kind.__module__)}.{kind.__name__}")
        if named is not None:
            return named
        if kind in BUILTINS:
            return BUILTINS[kind]
    if isinstance(error, Exception) and _raised_in(error.__traceback__) in FAMILIES:
        return Outcome.UNABLE
    return None


def family_of(module: str) -> str:
    """The library that a module belongs to: its first name."""
    return module.partition(".")[0]


def _raised_in(trace: TracebackType | None) -> str:
    """The library whose code the innermost frame is."""
    innermost = ""
    while trace is not None:
        innermost = trace.tb_frame.f_globals.get("__name__", "")
        trace = trace.tb_next
    return family_of(innermost)
