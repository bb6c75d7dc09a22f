"""Which generators of normal forms are positive, and which forms are real for real symbols."""

from __future__ import annotations

from abacist.checking.normal_forms import Generator, NormalForm, Ring

__all__ = ["is_positive", "is_real"]


def is_positive(generator: Generator, places: set[int]) -> bool:
    """True for the symbols at these places, and for roots of positive numbers."""
    if generator.kind == "symbol":
        return generator.index in places
    if generator.kind == "power" and generator.value is not None:
        known = generator.value.constant
        return known is not None and known > 0
    return False


def is_real(ring: Ring, form: NormalForm, places: set[int], unreal: set[int]) -> bool:
    """True where all generators that occur in a form are real; `unreal` are the places of complex symbols."""
    used = {
        index
        for side in (form.numerator, form.denominator)
        for monom in side.monoms()
        for index, exponent in enumerate(monom)
        if exponent
    }
    return all(_is_real_generator(ring, ring.of_index(index), places, unreal) for index in used)


def _is_real_generator(
    ring: Ring, generator: Generator, places: set[int], unreal: set[int]
) -> bool:
    if generator.index in unreal:
        return False
    if generator.kind in ("symbol", "abs") or is_positive(generator, places):
        return True
    inside = generator.inside
    if generator.kind == "ln":
        return inside is not None and (inside.constant or 0) > 0
    return generator.kind == "exp" and inside is not None and is_real(ring, inside, places, unreal)
