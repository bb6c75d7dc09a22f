"""A picture of a sweep: a line over one parameter, a map or contours over two, one panel for each further value.

The rows are read back from what was written, so the picture shows what the file holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from abacist.apps.batch import unreadable
from abacist.apps.sweeps.encoding import library
from abacist.core.errors import InputError
from abacist.core.language import Message

__all__ = ["Columns", "Kind", "draw"]

Kind = Literal["line", "heat", "contour", "points"]
Columns = Mapping[str, Any]
_MOST_POINTS = 2_000_000
_MOST_CURVES = 12
_MOST_PANELS = 9
_ENDINGS = frozenset({".png", ".svg", ".pdf"})
_CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Noto Sans CJK JP",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
)


def draw(
    columns: Columns,
    result: str,
    path: Path,
    *,
    kind: Kind | None = None,
    units: Mapping[str, str] | None = None,
    title: str = "",
) -> Kind:
    """Draws the result over the parameters, and returns the kind of picture.

    Arguments:
        columns: the values of each parameter and of the result (nan where there is none), row by row.
        kind: by default a line for one parameter, a heat map for two on a grid, else points.

    Raises `InputError` where there is nothing to draw or the picture does not fit the rows, `ConfigError`
    without matplotlib.
    """
    import numpy as np

    if path.suffix.lower() not in _ENDINGS:
        raise InputError(
            Message(
                en=f"{path}: the name must end in .png, .svg or .pdf",
                zh=f"{path}：文件名须以 .png、.svg 或 .pdf 结尾",
            )
        )
    values = np.asarray(columns[result], dtype=float)
    if not np.isfinite(values).any():
        raise InputError(Message(en="no row has a number to draw", zh="没有可以绘制的数值"))
    if len(values) > _MOST_POINTS:
        raise InputError(
            Message(
                en=f"a picture of {len(values):,} rows says no more than one of fewer; the limit is {_MOST_POINTS:,}",
                zh=f"{len(values):,} 行过多，绘图上限为 {_MOST_POINTS:,} 行",
            )
        )
    names = [name for name in columns if name != result and _varies(columns[name])]
    grid = _as_grid(columns, names, values)
    chosen = kind or _fitting(names, grid is not None)
    figure = _Figure(columns, result, names, units or {})
    figure.draw(chosen, grid, title)
    figure.save(path)
    return chosen


def _varies(column: Any) -> bool:
    return len(column) > 0 and bool((column != column[0]).any())


def _fitting(names: Sequence[str], is_grid: bool) -> Kind:
    if len(names) <= 1:
        return "line"
    return "heat" if is_grid else "points"


def _as_grid(columns: Columns, names: Sequence[str], values: Any) -> tuple[list[Any], Any] | None:
    """The axes and the values as an array with one dimension for each parameter, where the rows are a grid."""
    import numpy as np

    axes: list[Any] = []
    places: list[Any] = []
    for name in names:
        axis, place = np.unique(columns[name], return_inverse=True)
        axes.append(axis)
        places.append(place)
    shape = tuple(len(axis) for axis in axes)
    if not axes or np.prod(shape, dtype=float) != len(values):
        return None
    array = np.full(shape, np.nan)
    array[tuple(places)] = values
    return axes, array


def _fonts(manager: Any) -> list[str]:
    """Latin letters from matplotlib's own font, Chinese from the machine's or else from our requirements."""
    there = {font.name for font in manager.ttflist}
    chinese = [name for name in _CHINESE_FONTS if name in there]
    package = find_spec("zhplot")  # found, not imported: it would change matplotlib's settings
    if not chinese and package is not None and package.origin is not None:
        manager.addfont(Path(package.origin).parent / "fonts" / "NotoSansSC-Regular.ttf")
        chinese = ["Noto Sans SC"]
    return ["DejaVu Sans", *chinese]


class _Figure:
    """One picture."""

    def __init__(
        self,
        columns: Columns,
        result: str,
        names: Sequence[str],
        units: Mapping[str, str],
    ) -> None:
        library("matplotlib").use("Agg")
        self._plt = library("matplotlib.pyplot")
        fonts = library("matplotlib.font_manager").fontManager
        self._plt.rcParams["font.family"] = _fonts(fonts)
        self._plt.rcParams["axes.unicode_minus"] = True
        self._columns, self._result, self._names = columns, result, list(names)
        self._units = units
        self._labels = {
            name: f"{name} ({units[name]})" if name in units else name for name in columns
        }

    def draw(self, kind: Kind, grid: tuple[list[Any], Any] | None, title: str) -> None:
        """Draws the picture of this kind. Raises `InputError` where the rows do not allow it."""
        if kind in ("heat", "contour"):
            if grid is None or len(self._names) < 2:
                raise InputError(
                    Message(
                        en=f"a {kind} plot takes a grid over two parameters or more",
                        zh="热图和等高线图需要两个以上参数的网格",
                    )
                )
            self._maps(kind, *grid)
        elif kind == "line" and self._names:
            self._lines(grid)
        else:
            self._points()
        if title:
            self.figure.suptitle(_wrapped(title), fontsize=10, parse_math=False)

    def _lines(self, grid: tuple[list[Any], Any] | None) -> None:
        """Over the first parameter, a curve for each combination of the others."""
        import numpy as np

        self.figure, axes = self._plt.subplots(figsize=(7, 4.5), layout="constrained")
        first, others = self._names[0], self._names[1:]
        if grid is None:
            order = np.argsort(self._columns[first], kind="stable")
            x, y = self._columns[first][order], self._columns[self._result][order]
            axes.plot(x, y, "." if others else ".-" if len(x) <= 60 else "-")
        else:
            values = grid[1].reshape(len(grid[0][0]), -1)
            if values.shape[1] > _MOST_CURVES:
                raise _too_many(values.shape[1], _MOST_CURVES)
            colours = self._plt.get_cmap("viridis")(np.linspace(0, 0.9, values.shape[1]))
            for place in range(values.shape[1]):
                label = self._at(grid[0][1:], place)
                mark = ".-" if len(values) <= 60 else "-"
                axes.plot(
                    grid[0][0], values[:, place], mark, label=label or None, color=colours[place]
                )
            if others:
                axes.legend(fontsize=8)
        self._name(axes, first, self._result)
        axes.grid(alpha=0.3)

    def _at(self, axes: Sequence[Any], place: int) -> str:
        """`R = 5, d = 10`: the values of the parameters behind the first ones at a place."""
        import numpy as np

        behind = self._names[len(self._names) - len(axes) :]
        if not axes:
            return ""
        at = np.unravel_index(place, [len(axis) for axis in axes])
        return ", ".join(
            f"{name} = {axis[index]:g} {self._units.get(name, '')}".rstrip()
            for name, axis, index in zip(behind, axes, at, strict=True)
        )

    def _maps(self, kind: Kind, axes: list[Any], array: Any) -> None:
        """Over the first two parameters, a panel for each combination of the others, one scale for all."""
        import numpy as np

        panels = array.reshape(array.shape[0], array.shape[1], -1)
        count = panels.shape[2]
        if count > _MOST_PANELS:
            raise _too_many(count, _MOST_PANELS)
        wide = 2 if count == 4 else min(count, 3)
        tall = -(-count // wide)
        self.figure, all_axes = self._plt.subplots(
            tall, wide, figsize=(4.2 * wide + 1.2, 3.6 * tall), squeeze=False, layout="constrained"
        )
        low, high = np.nanmin(array), np.nanmax(array)
        high = high if high > low else low + 1
        drawn: Any = None
        for place, panel in enumerate(all_axes.flat):
            if place >= count:
                panel.set_axis_off()
                continue
            values = np.ma.masked_invalid(panels[:, :, place].T)
            if kind == "heat":
                drawn = panel.pcolormesh(
                    axes[0], axes[1], values, vmin=low, vmax=high, shading="nearest"
                )
            else:
                levels = library("matplotlib.ticker").MaxNLocator(12).tick_values(low, high)
                drawn = panel.contourf(axes[0], axes[1], values, levels=levels)
                lines = panel.contour(
                    axes[0], axes[1], values, levels=levels, colors="k", linewidths=0.5
                )
                panel.clabel(lines, fontsize=7)
            panel.set_facecolor("0.85")  # where there is no value
            panel.set_title(self._at(axes[2:], place), fontsize=9)
            self._name(panel, self._names[0], self._names[1])
        self.figure.colorbar(drawn, ax=all_axes, label=self._labels[self._result])

    def _points(self) -> None:
        """Points over the first parameter, or over two in colours."""
        self.figure, axes = self._plt.subplots(figsize=(7, 4.5), layout="constrained")
        values = self._columns[self._result]
        if len(self._names) < 2:
            name = self._names[0] if self._names else next(iter(self._columns))
            axes.plot(self._columns[name], values, ".")
            self._name(axes, name, self._result)
        else:
            x, y = self._names[:2]
            drawn = axes.scatter(self._columns[x], self._columns[y], c=values, s=12)
            self._name(axes, x, y)
            self.figure.colorbar(drawn, label=self._labels[self._result])
        axes.grid(alpha=0.3)

    def _name(self, axes: Any, x: str, y: str) -> None:
        axes.set_xlabel(self._labels[x], parse_math=False)
        axes.set_ylabel(self._labels[y], parse_math=False)

    def save(self, path: Path) -> None:
        """Writes the picture."""
        try:
            self.figure.savefig(path, dpi=150)
        except OSError as error:
            raise unreadable(path, error) from error
        finally:
            self._plt.close(self.figure)


def _wrapped(title: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(title, 90)[:3])


def _too_many(count: int, most: int) -> InputError:
    return InputError(
        Message(
            en=f"this would take {count} curves or panels; the limit is {most}",
            zh=f"需要 {count} 条曲线或子图，上限为 {most}",
        ),
        Message(
            en="hold a parameter fixed, or choose another --plot-kind",
            zh="请固定某个参数，或换一种 --plot-kind",
        ),
    )
