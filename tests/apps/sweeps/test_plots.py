"""Pictures: of every kind, with Chinese labels, and of nothing."""

from __future__ import annotations

import warnings
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from abacist.apps.sweeps.plots import Kind, _fonts, draw
from abacist.core.errors import InputError

X = np.linspace(0, 1, 21)
A, B = (grid.ravel() for grid in np.meshgrid(X, X[:5], indexing="ij"))


@pytest.mark.parametrize(
    "columns, kind, drawn",
    [
        ({"x": X, "y": X**2}, None, "line"),
        ({"a": A, "b": B, "y": A * B}, None, "heat"),
        ({"a": A, "b": B, "y": A * B}, "contour", "contour"),
        ({"a": A, "b": B, "y": A * B}, "line", "line"),
        ({"a": A, "b": B, "y": A * B}, "points", "points"),
        ({"a": X, "b": X[::-1] ** 2, "y": X}, None, "points"),
        ({"x": X[:1], "y": X[:1]}, None, "line"),
        ({"x": X, "y": np.where(X > 0.5, np.nan, X)}, None, "line"),
        ({"a": A, "b": B, "y": A * 0 + 3}, None, "heat"),
    ],
)
def test_every_kind_is_drawn(
    columns: dict[str, Any], kind: Kind | None, drawn: str, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    assert draw(columns, "y", path, kind=kind) == drawn
    assert path.read_bytes().startswith(b"\x89PNG")


def test_chinese_labels_have_their_glyphs(tmp_path: Path) -> None:
    columns = {"电压": X, "电流": X**2}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(columns, "电流", tmp_path / "图.svg", title="电流随电压的变化 $", units={"电压": "V"})
    assert (tmp_path / "图.svg").stat().st_size > 1_000


def test_chinese_labels_need_no_font_of_the_machine() -> None:
    from matplotlib.font_manager import fontManager, get_font

    bare = copy(fontManager)
    bare.ttflist = [font for font in fontManager.ttflist if font.name == "DejaVu Sans"]
    assert _fonts(bare) == ["DejaVu Sans", "Noto Sans SC"]
    assert get_font(bare.ttflist[-1].fname).get_char_index(ord("电"))


@pytest.mark.parametrize(
    "columns, kind, told",
    [
        ({"x": X, "y": X * np.nan}, None, "no row"),
        ({"x": X, "y": X}, "heat", "grid"),
        ({"a": X, "b": X[::-1] ** 2, "y": X}, "contour", "grid"),
        ({"a": A, "b": B, "y": A}, "line", ""),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    columns: dict[str, Any], kind: Kind | None, told: str, tmp_path: Path
) -> None:
    if not told:
        a, b = (grid.ravel() for grid in np.meshgrid(X, X, indexing="ij"))
        columns, told = {"a": a, "b": b, "y": a}, "21 curves"
    with pytest.raises(InputError, match=told):
        draw(columns, "y", tmp_path / "picture.png", kind=kind)


def test_the_name_tells_the_format(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.png"):
        draw({"x": X, "y": X}, "y", tmp_path / "picture.gif")


def test_four_panels_stand_in_a_square_and_say_their_units(tmp_path: Path) -> None:
    a, b, d = (each.ravel() for each in np.meshgrid(X, X[:3], [5, 10, 15, 20], indexing="ij"))
    path = tmp_path / "picture.svg"
    draw({"a": a, "b": b, "d": d, "y": a * b / d}, "y", path, units={"d": "mm"})
    text = path.read_text(encoding="utf-8")
    assert all(f"<!-- d = {value} mm -->" in text for value in (5, 10, 15, 20))
    width, height = (float(text.partition(f'{side}="')[2].partition("pt")[0]) for side in SIDES)
    assert 1 < width / height < 1.5


SIDES = ("width", "height")
