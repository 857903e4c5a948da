"""What is laid on a PDF's pages beside their text: notes, stamps, form fields, and what they do when they are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from regelkoll.drafts.building import Box

Found: TypeAlias = Mapping[str, Any]

KINDS = {
    **dict.fromkeys(("Text", "Highlight", "Underline", "Squiggly", "Caret", "Popup"), "comments"),
    **dict.fromkeys(("FileAttachment", "Sound", "Movie", "Screen", "3D", "RichMedia"), "attachment"),
    **dict.fromkeys(("Link", "PrinterMark", "TrapNet"), ""),
}
"""What a mark is flagged as; one that is not here lies over the page (`laid_on`)."""
ACTIVE = ("JavaScript", "Launch", "SubmitForm", "ImportData", "Rendition", "RichMediaExecute")
DEEPEST, MOST, HIDDEN = 20, 5000, 2


def looked_over(catalog: Found, flags: set[str]) -> None:
    """What the file does when it is opened, and whether its pages are a form of another kind."""
    if any(_active(action) for action in (catalog.get("OpenAction"), *_events(catalog))):
        flags.add("script")
    form = _resolved(catalog.get("AcroForm"))
    if isinstance(form, dict) and "XFA" in form:
        flags.add("laid_on")


def struck_places(page: Any, flags: set[str]) -> list[Box]:
    """The places of a page that its marks strike out; its other marks become flags."""
    if any(_active(action) for action in _events(page.page_obj.attrs)):
        flags.add("script")
    places: list[Box] = []
    for mark in _marks(page):
        kind = _name(mark.get("Subtype"))
        if any(_active(action) for action in (mark.get("A"), *_events(mark))):
            flags.add("script")
        if int(_number(mark.get("F"))) & HIDDEN:
            continue
        if kind == "StrikeOut" and not page.rotation:
            places += _quads(page, mark)
        else:
            flags |= {_field(mark) if kind == "Widget" else KINDS.get(kind, "laid_on")}
    flags.discard("")
    return places


def _marks(page: Any) -> Iterator[Found]:
    listed = _resolved(page.page_obj.attrs.get("Annots"))
    for mark in (listed if isinstance(listed, list) else [])[:MOST]:
        found = _resolved(mark)
        if isinstance(found, dict):
            yield found


def _field(mark: Found) -> str:
    """A form field: one with a value lies over the page, an empty one is to be filled in."""
    kind, value = _name(_inherited(mark, "FT")), _inherited(mark, "V")
    if kind == "Sig":
        return ""
    if kind == "Btn":
        return "laid_on" if _name(_resolved(mark.get("AS")) or value) not in ("", "Off") else ""
    return "laid_on" if value or _writes(mark) else "placeholder"


def _inherited(mark: Found, key: str) -> Any:
    at: Any = mark
    for _ in range(DEEPEST):
        if not isinstance(at, dict):
            return None
        if key in at:
            return _resolved(at[key])
        at = _resolved(at.get("Parent"))
    return None


def _writes(mark: Found) -> bool:
    """Whether what is drawn for a field holds text."""
    from pdfminer.pdftypes import PDFStream

    look = _resolved(mark.get("AP"))
    drawn = _resolved(look.get("N")) if isinstance(look, dict) else None
    data: bytes = drawn.get_data() if isinstance(drawn, PDFStream) else b""
    return b"Tj" in data or b"TJ" in data


def _quads(page: Any, mark: Found) -> list[Box]:
    """The places that a mark covers, from the upper left corner of the media box."""
    given = _resolved(mark.get("QuadPoints"))
    points = [_number(_resolved(v)) for v in given] if isinstance(given, list) else []
    if len(points) < 8:
        given = _resolved(mark.get("Rect"))
        box = [_number(_resolved(v)) for v in given] if isinstance(given, list) and len(given) == 4 else [0.0] * 4
        points = [box[0], box[1], box[2], box[3], box[0], box[1], box[2], box[3]]
    media = [float(v) for v in page.page_obj.mediabox]
    left, top = min(media[0], media[2]), max(media[1], media[3])
    found = []
    for at in range(0, len(points) - 7, 8):
        across, down = points[at : at + 8 : 2], points[at + 1 : at + 8 : 2]
        found.append((min(across) - left, top - max(down), max(across) - left, top - min(down)))
    return found


def _events(found: Found) -> Iterator[Any]:
    events = _resolved(found.get("AA"))
    if isinstance(events, dict):
        yield from events.values()


def _active(action: Any, depth: int = 0) -> bool:
    """Whether an action, or one that follows it, runs or sends something."""
    found = _resolved(action)
    if isinstance(found, list):
        return any(_active(one, depth + 1) for one in found) if 0 < depth < DEEPEST else False
    if not isinstance(found, dict) or depth > DEEPEST:
        return False
    return _name(found.get("S")) in ACTIVE or _active(found.get("Next"), depth + 1)


def _resolved(value: Any) -> Any:
    from pdfminer.pdftypes import resolve1

    return resolve1(value)


def _name(value: Any) -> str:
    found = _resolved(value)
    return str(getattr(found, "name", ""))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
