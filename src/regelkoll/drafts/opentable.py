"""The cells of an OpenDocument table by row and column: repeated, covered and collapsed ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from regelkoll.drafts.elements import attribute, local, whole

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Cell:
    row: int
    column: int
    element: etree._Element


def cells_of(table: etree._Element) -> tuple[list[Cell], bool]:
    """The cells that show, by the columns that they begin in, and whether text stands in others."""
    found: list[Cell] = []
    hidden = False
    number = 0
    for row in _rows(table, True):
        column = 0
        for el in row:
            if local(el) not in ("table-cell", "covered-table-cell"):
                continue
            if local(el) == "covered-table-cell" or attribute(row, "visibility") in ("collapse", "filter"):
                hidden = hidden or _texts(el)
            else:
                found.append(Cell(number, column, el))
            column += _repeated(el, "columns")
        number += _repeated(row, "rows")
    starts = {start: index for index, start in enumerate(sorted({cell.column for cell in found}))}
    seen = [replace(cell, column=starts[cell.column]) for cell in found]
    return seen, hidden or any(attribute(el, "visibility") == "collapse" for el in _rows(table, False))


def _rows(table: etree._Element, rows: bool) -> Iterator[etree._Element]:
    """The rows of a table, or its columns."""
    kind = "row" if rows else "column"
    for el in table:
        name = local(el)
        if name == f"table-{kind}":
            yield el
        elif name in (f"table-header-{kind}s", f"table-{kind}s", f"table-{kind}-group"):
            yield from _rows(el, rows)


def _repeated(el: etree._Element, what: str) -> int:
    return min(_MOST, max(1, whole(attribute(el, f"number-{what}-repeated"), 1)))


def _texts(el: etree._Element) -> bool:
    return bool("".join(map(str, el.itertext())).strip())
