"""Tables in a terminal: the numbers get as many digits as fit into the window; else a row is a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from abacist.core.language import Language
from abacist.core.value import Table
from abacist.explain.words import term

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

__all__ = ["FittedTable", "in_language"]

_MOST_ROWS = 14  # of longer tables the first and the last rows are shown
_DIGITS = (12, 10, 9, 8, 7, 6, 5, 4, 3)
_NEGATIVE = re.compile(r"-[\d.]+(?:e-?\d+)?(?:/\d+)?")
_GAP = 2  # columns between two columns
_SKIPPED = "…"


class FittedTable:
    """A table that rounds its decimals where it would be wider than the window.

    Where even that is too wide, each row is written as `n = 0, x_n = 0.1, …`: no number is cut in two.
    """

    def __init__(self, table: Table, language: Language = Language.EN) -> None:
        self.table = in_language(table, language)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich import box
        from rich.table import Table as Grid

        shown = list(_shown_rows(self.table.rows))
        rows = _fitted(self.table.columns, shown, options.max_width)
        if rows is None:
            yield from self._lines(shown, options.max_width)
            return
        grid = Grid(
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            show_edge=False,
            padding=(0, 0, 0, 1),
            header_style="bold",
        )
        for column in self.table.columns:
            grid.add_column(column, justify="right", overflow="fold")
        for row in rows:
            grid.add_row(*row)
        yield grid

    def _lines(self, rows: list[tuple[str, ...]], width: int) -> Iterator[Text]:
        from rich.text import Text

        for row in rows:
            cells = [f"{name} = {cell}" for name, cell in zip(self.table.columns, row, strict=True)]
            skipped = set(row) == {_SKIPPED}
            yield from map(Text, (_SKIPPED,) if skipped else _wrapped(cells, width))


def in_language(table: Table, language: Language) -> Table:
    """The table with its words in a language and minus signs before negative numbers."""
    return Table(
        columns=tuple(term(column, language) for column in table.columns),
        rows=tuple(tuple(_cell(cell, language) for cell in row) for row in table.rows),
    )


def _cell(cell: str, language: Language) -> str:
    return f"−{cell[1:]}" if _NEGATIVE.fullmatch(cell) else term(cell, language)


def _shown_rows(rows: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    half = _MOST_ROWS // 2
    if len(rows) <= _MOST_ROWS:
        yield from rows
        return
    yield from rows[:half]
    yield tuple(_SKIPPED for _ in rows[0])
    yield from rows[-half:]


def _fitted(
    columns: tuple[str, ...], rows: list[tuple[str, ...]], width: int
) -> list[tuple[str, ...]] | None:
    """The rows with as many significant digits as fit into `width` columns; None where the fewest do not."""
    if _width(columns, rows) <= width:
        return rows
    for digits in _DIGITS:
        shorter = [tuple(_rounded(cell, digits) for cell in row) for row in rows]
        if _width(columns, shorter) <= width:
            return shorter
    return None


def _wrapped(cells: list[str], width: int) -> Iterator[str]:
    """The cells one after another, with breaks between them only; what follows a break is indented."""
    from rich.cells import cell_len

    line = cells[0]
    for cell in cells[1:]:
        if cell_len(f"{line}, {cell},") <= width:
            line = f"{line}, {cell}"
        else:
            yield f"{line},"
            line = f"  {cell}"
    yield line


def _width(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> int:
    from rich.cells import cell_len

    widest = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]
    return sum(widest) + _GAP * (len(widest) - 1)


def _rounded(cell: str, digits: int) -> str:
    if "." not in cell:
        return cell
    try:
        value = Decimal(cell.replace("−", "-"))
    except InvalidOperation:
        return cell
    rounded = Context(prec=digits).plus(value)
    plain = f"{rounded:f}"
    shown = plain if len(plain) <= digits + 6 else f"{rounded:e}"
    return shown.replace("-", "−") if "−" in cell else shown
