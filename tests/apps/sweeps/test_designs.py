"""Designs: grids in their order from any row on, samples that depend on seed and place alone."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from abacist.apps.sweeps.axes import read_axis
from abacist.apps.sweeps.designs import Design, Grid, Kind, Lists, Sample
from abacist.core.errors import InputError, TooLarge

KINDS: tuple[Kind, ...] = ("random", "lhs", "sobol")


def points(design: Design, start: int, limit: int) -> list[tuple[float, ...]]:
    found: list[tuple[float, ...]] = []
    for block in design.blocks(start, limit):
        assert 0 < block.count <= limit
        assert block.start == start + len(found)
        found += list(zip(*(column.tolist() for column in block.columns().values()), strict=True))
    return found


@settings(max_examples=60)
@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=4),
    start=st.integers(0, 50),
    limit=st.integers(1, 300),
)
def test_a_grid_has_every_combination_in_order(sizes: list[int], start: int, limit: int) -> None:
    grid = Grid([read_axis(f"p{place}=1:{size}") for place, size in enumerate(sizes)])
    expected = list(product(*(range(1, size + 1) for size in sizes)))
    assert grid.size == len(expected)
    assert points(grid, start, limit) == expected[start:]


def test_a_grid_far_out_is_not_held_in_memory() -> None:
    grid = Grid([read_axis("a=0:99999"), read_axis("b=0:99999")])
    block = next(grid.blocks(9_999_999_990, 1 << 16))
    assert block.columns()["b"].tolist() == [*range(99_990, 100_000)]
    assert set(block.columns()["a"].tolist()) == {99_999}


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(TooLarge, match="1,000,000,000,000 rows"):
        Grid([read_axis("a=1:1000000"), read_axis("b=1:1000000")])


def test_a_parameter_has_values_once() -> None:
    with pytest.raises(InputError, match="twice"):
        Grid([read_axis("a=1:2"), read_axis("a=3")])


def test_what_is_random_needs_a_number_of_points() -> None:
    with pytest.raises(InputError, match="--sample"):
        Grid([read_axis("a=normal(0, 1)")])


def axes() -> list[Any]:
    return [read_axis("a=0:3"), read_axis("b=normal(10, 2)"), read_axis("c=1,2,5")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_is_the_same_from_wherever_it_begins(kind: Kind) -> None:
    whole = points(Sample(axes(), 9_000, kind, 7), 0, 777)
    assert len(whole) == 9_000
    assert points(Sample(axes(), 9_000, kind, 7), 5_001, 4_000) == whole[5_001:]
    assert points(Sample(axes(), 9_000, kind, 8), 0, 9_000) != whole


@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_has_its_distribution(kind: Kind) -> None:
    a, b, c = np.array(points(Sample(axes(), 8_192, kind, 1), 0, 8_192)).T
    assert 0 <= a.min() < a.max() <= 3
    assert abs(a.mean() - 1.5) < 0.05
    assert abs(b.mean() - 10) < 0.15
    assert abs(b.std() - 2) < 0.1
    assert set(c.tolist()) == {1, 2, 5}


def test_a_latin_hypercube_has_one_point_in_every_layer() -> None:
    found = np.array(points(Sample([read_axis("a=0:100"), read_axis("b=0:100")], 100, "lhs"), 0, 9))
    for column in found.T:
        assert sorted(np.floor(column).tolist()) == list(range(100))


def test_a_latin_hypercube_of_any_size_is_refused() -> None:
    with pytest.raises(TooLarge, match="Latin") as refused:
        Sample(axes(), 10**9, "lhs")
    assert refused.value.hint is not None


def test_lists_stand_side_by_side() -> None:
    assert points(Lists({"a": [1, 2, 3], "b": [4, 5, 6]}), 1, 1) == [(2, 5), (3, 6)]
    with pytest.raises(InputError, match="length"):
        Lists({"a": [1], "b": [1, 2]})
