"""The cells of a Word table by row and column: merged cells, rows that do not show, changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from regelkoll.drafts.elements import attribute, child, inner, local, points, val, whole
from regelkoll.drafts.wordlook import OFF, Ink, Look, shading
from regelkoll.drafts.wordstyles import NONE, Style, Styles
from regelkoll.drafts.wordtext import TextReader

_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "del", "moveFrom")
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its place in the table; `around` is the look and the ground that its paragraphs inherit."""

    row: int
    column: int
    element: etree._Element
    around: Style


def cells_of(table: etree._Element, text: TextReader, styles: Styles) -> list[Cell]:
    """The cells that are there and that are seen, by the columns that they begin in."""
    style = styles.style(val(inner(table, "tblPr", "tblStyle")))
    found: list[Cell] = []
    for number, row in enumerate(_unwrapped(table, "tr", text)):
        properties = child(row, "trPr")
        if text.gone_part(properties):
            continue
        cells = list(_row(row, number, text, styles, style))
        if _hidden(properties):
            if any(_texts(cell.element) for cell in cells):
                text.flags.add("hidden")
            continue
        found += cells
    if style.parts == "unseen" and found:
        text.flags.add("hidden")
    starts = {start: index for index, start in enumerate(sorted({cell.column for cell in found}))}
    return [replace(cell, column=starts[cell.column]) for cell in found]


def _row(row: etree._Element, number: int, text: TextReader, styles: Styles, style: Style) -> Iterator[Cell]:
    column = _span(inner(row, "trPr", "gridBefore"), 0)
    for element in _unwrapped(row, "tc", text):
        properties = child(element, "tcPr")
        span = _span(child(properties, "gridSpan"), 1)
        covered = any(_goes_on(child(properties, name)) for name in ("vMerge", "hMerge"))
        if covered and _texts(element):
            text.flags.add("hidden")
        if not covered and not text.gone_part(properties):
            ground: Ink | None = shading(child(properties, "shd"), styles.theme)
            ground = ground if ground not in (None, "auto") else style.ground
            yield Cell(number, column, element, Style("", None, style.look, ground, style.parts))
        column += span


def _span(el: etree._Element | None, least: int) -> int:
    return min(_MOST, max(least, whole(val(el), least)))


def _goes_on(merge: etree._Element | None) -> bool:
    """Whether a cell is covered by the one that it is merged with."""
    return merge is not None and (val(merge) or "continue") == "continue"


def _hidden(properties: etree._Element | None) -> bool:
    """Whether a row is hidden, or so low that nothing of it shows."""
    hidden, height = child(properties, "hidden"), child(properties, "trHeight")
    if hidden is not None and (val(hidden) or "1").lower() not in OFF:
        return True
    return attribute(height, "hRule") == "exact" and points(val(height) or "0", 0.05) < 4


def _texts(el: etree._Element) -> bool:
    return any(local(part) in ("t", "sym", "txbxContent") and "".join(part.itertext()).strip() for part in el.iter())


def _unwrapped(parent: etree._Element, wanted: str, text: TextReader) -> Iterator[etree._Element]:
    for el in parent:
        if local(el) == wanted:
            yield el
        elif local(el) in _WRAPPERS and not text.gone(el):
            yield from _unwrapped(el, wanted, text)


BOX = replace(NONE, look=Look(), parts="shaded")
"""What a text box's paragraphs inherit: a ground that is not known."""
