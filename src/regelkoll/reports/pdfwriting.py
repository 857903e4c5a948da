"""Highlights with notes put after a PDF as an incremental update, by pypdf; runs in the child process alone.

No clock is asked and no number drawn, so that the same notes give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from regelkoll.drafts.building import Box

Color: TypeAlias = tuple[float, float, float]
COLORS: Mapping[str, Color] = {
    "stop": (1.0, 0.72, 0.7),
    "warning": (1.0, 0.87, 0.45),
    "info": (0.7, 0.86, 1.0),
    "unknown": (0.87, 0.78, 1.0),
    "waived": (0.85, 0.85, 0.85),
}
PRINTED = 4
DARKER = 0.55
"""How dark the line under a highlight is beside it, so that it is seen without colours too."""


def appended(data: bytes, notes: Sequence[Mapping[str, Any]], author: str) -> bytes:
    """The file with the notes after it. A note has `text`, `severity` and `boxes` (page from 1, box in points from the
    upper left of the page as it is shown)."""
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    pages = list(writer.pages)
    for number, note in enumerate(notes):
        by_page: dict[int, list[Box]] = {}
        for page, box in note["boxes"]:
            by_page.setdefault(page, []).append(box)
        for page, boxes in by_page.items():
            quads = [_turned(pages[page - 1], box) for box in boxes]
            mark = _highlight(writer, pages[page - 1], note, quads)
            mark[NameObject("/T")] = TextStringObject(author)
            mark[NameObject("/NM")] = TextStringObject(_name(note, number, page))
            _add(writer, pages[page - 1], mark)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _name(note: Mapping[str, Any], number: int, page: int) -> str:
    digest = hashlib.sha256(note["text"].encode()).hexdigest()[:16]
    return f"regelkoll-{number}-{page}-{digest}"


def _turned(page: PageObject, box: Box) -> Box:
    """The box in the page's own coordinates, whichever way it is turned: left, bottom, right, top."""
    media = [float(side) for side in page.mediabox]
    x0, x1 = sorted((media[0], media[2]))
    y0, y1 = sorted((media[1], media[3]))
    left, top, right, bottom = box
    match (page.get("/Rotate", page.rotation) or 0) % 360:
        case 90:
            return x0 + top, y0 + left, x0 + bottom, y0 + right
        case 180:
            return x1 - right, y0 + top, x1 - left, y0 + bottom
        case 270:
            return x1 - bottom, y1 - right, x1 - top, y1 - left
    return x0 + left, y1 - bottom, x0 + right, y1 - top


def _highlight(writer: PdfWriter, page: PageObject, note: Mapping[str, Any], quads: Sequence[Box]) -> DictionaryObject:
    color = COLORS[note["severity"]]
    sides = list(zip(*quads, strict=True))
    around = (min(sides[0]), min(sides[1]) - 1, max(sides[2]), max(sides[3]))
    corners = [c for x0, y0, x1, y1 in quads for c in (x0, y1, x1, y1, x0, y0, x1, y0)]
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Highlight"),
            NameObject("/Rect"): _numbers(around),
            NameObject("/QuadPoints"): _numbers(corners),
            NameObject("/Contents"): TextStringObject(note["text"]),
            NameObject("/Subj"): TextStringObject(note["title"]),
            NameObject("/C"): _numbers(color),
            NameObject("/F"): NumberObject(PRINTED),
            NameObject("/P"): page.indirect_reference or DictionaryObject(),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): _appearance(writer, quads, around, color)}),
        }
    )


def _appearance(writer: PdfWriter, quads: Sequence[Box], around: Box, color: Color) -> PdfObject:
    """What every viewer draws: the words' ground coloured under the letters, and a line below them."""
    red, green, blue = (f"{part:.3f}" for part in color)
    dark = " ".join(f"{part * DARKER:.3f}" for part in color)
    drawn = ["/G gs", f"{red} {green} {blue} rg"]
    drawn += [f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f" for x0, y0, x1, y1 in quads]
    drawn.append(f"{dark} RG 0.8 w")
    drawn += [f"{x0:.2f} {y0 - 0.4:.2f} m {x1:.2f} {y0 - 0.4:.2f} l S" for x0, y0, x1, _ in quads]
    stream = DecodedStreamObject()
    stream.set_data("\n".join(drawn).encode("ascii"))
    mixed = DictionaryObject(
        {NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Multiply")}
    )
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _numbers(around),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): mixed})}
            ),
            NameObject("/Group"): DictionaryObject({NameObject("/S"): NameObject("/Transparency")}),
        }
    )
    return writer._add_object(stream)


def _numbers(numbers: Sequence[float]) -> ArrayObject:
    return ArrayObject([FloatObject(f"{number:.3f}") for number in numbers])


def _add(writer: PdfWriter, page: PageObject, mark: DictionaryObject) -> None:
    """Puts a mark last among the page's own."""
    reference = writer._add_object(mark)
    there = page.get("/Annots")
    found = there.get_object() if there is not None else None
    if isinstance(found, ArrayObject):
        found.append(reference)
    else:
        page[NameObject("/Annots")] = ArrayObject([reference])
