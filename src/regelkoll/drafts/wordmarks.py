"""What a reader must know of a Word part besides its text: changes, empty fields, pictures."""

from __future__ import annotations

from lxml import etree

from regelkoll.drafts.elements import attribute, local, points, whole
from regelkoll.drafts.gate import UnreadableDraft

CHANGES = {
    *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange", "rPrChange"),
    *("pPrChange", "sectPrChange", "tblPrChange", "tblGridChange", "tblPrExChange", "trPrChange", "tcPrChange"),
    *("customXmlInsRangeStart", "customXmlDelRangeStart", "customXmlMoveFromRangeStart", "customXmlMoveToRangeStart"),
}
_MARKS = {
    **dict.fromkeys(CHANGES, "tracked"),
    "showingPlcHdr": "placeholder",
    **dict.fromkeys(("relIds", "textpath", "chart"), "picture"),
    **dict.fromkeys(("altChunk", "subDoc"), "embedded"),
}
SQUARE_INCH = 914_400**2
LARGE = 31 * SQUARE_INCH
"""A picture of 200 square centimetres or more, a third of a page, may hold text that matters."""
_OFF_PAGE = 5_000


def marks_of(root: etree._Element) -> set[str]:
    """The flags of a part."""
    flags: set[str] = set()
    for el in root.iter():
        name = local(el)
        if name in _MARKS:
            flags.add(_MARKS[name])
        elif _pictured(el, name):
            flags.add("picture")
        elif name in ("bdo", "dir") and any(c.isdigit() for c in "".join(map(str, el.itertext()))):
            flags.add("garbled")
    return flags


def _pictured(el: etree._Element, name: str) -> bool:
    """Whether an element is a diagram or a large picture."""
    if name == "graphicData":
        return (attribute(el, "uri") or "").endswith("/diagram")
    return (name in ("inline", "anchor") and _large(el)) or (name == "imagedata" and _large_shape(el.getparent()))


def _large(el: etree._Element) -> bool:
    size = next((part for part in el if local(part) == "extent"), None)
    area = whole(attribute(size, "cx")) * whole(attribute(size, "cy"))
    inside = {local(part) for part in el.iter()}
    return area >= LARGE and ("blip" in inside or "txbxContent" not in inside)


def _large_shape(shape: etree._Element | None) -> bool:
    """Whether an old shape with a picture in it is large, by its style (`width:480pt;height:600pt`)."""
    style = attribute(shape, "style") or ""
    sizes = dict(part.strip().split(":", 1) for part in style.lower().split(";") if ":" in part)
    try:
        width, height = (points(sizes.get(name, "0")) for name in ("width", "height"))
    except UnreadableDraft:
        return True
    return width * height >= 31 * 72 * 72


def off_page(properties: etree._Element | None) -> bool:
    """Whether a paragraph's frame stands so far to the left or so high that it is not on the paper."""
    frame = next((el for el in properties if local(el) == "framePr"), None) if properties is not None else None
    return any(abs(whole(attribute(frame, side))) > 4 * _OFF_PAGE for side in ("x", "y")) or any(
        whole(attribute(frame, side)) < -_OFF_PAGE for side in ("x", "y")
    )
