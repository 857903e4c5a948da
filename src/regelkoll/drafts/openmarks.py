"""What a reader must know of an OpenDocument part besides its text: changes, empty fields, pictures."""

from __future__ import annotations

from lxml import etree

from regelkoll.drafts.elements import attribute, local, points
from regelkoll.drafts.gate import UnreadableDraft

_MARKS = {
    "changed-region": "tracked",
    **dict.fromkeys(("placeholder", "database-display", "control"), "placeholder"),
    **dict.fromkeys(("section-source", "dde-source", "dde-connection"), "external"),
    **dict.fromkeys(("annotation", "annotation-end"), "comments"),
    "hidden-text": "hidden",
}
_CHANGING = ("date", "time", "modification-date", "modification-time", "print-date", "print-time")
_LARGE = 31 * 72 * 72
"""200 square centimetres, a third of a page."""


def marks_of(root: etree._Element) -> set[str]:
    """The flags of a part."""
    flags: set[str] = set()
    for el in root.iter():
        name = local(el)
        if name in _MARKS:
            flags.add(_MARKS[name])
        elif name in _CHANGING and str(el.tag).endswith(f":text:1.0}}{name}"):
            flags |= set() if attribute(el, "fixed") == "true" else {"updating"}
        elif name == "content-control" and attribute(el, "showing-place-holder") == "true":
            flags.add("placeholder")
        elif name == "frame" and _large(el):
            flags.add("picture")
        if name != "a" and _elsewhere(attribute(el, "href") or ""):
            flags.add("external")
    return flags


def _elsewhere(href: str) -> bool:
    return "://" in href or href.startswith(("../", "/", "file:", "\\\\"))


def _large(frame: etree._Element) -> bool:
    if not any(local(el) == "image" for el in frame):
        return False
    try:
        width, height = (points(attribute(frame, name) or "0") for name in ("width", "height"))
    except UnreadableDraft:
        return True
    return width * height >= _LARGE


def chosen(field: etree._Element) -> str:
    """The entry chosen, or the box ticked, in a form's field."""
    values = [(attribute(el, "name") or "", attribute(el, "value") or "") for el in field if local(el) == "param"]
    named = dict(values)
    if "Checkbox_Checked" in named:
        return "☒" if named["Checkbox_Checked"] == "true" else "☐"
    entries = [value for name, value in values if name == "Dropdown_ListEntry"]
    number = named.get("Dropdown_Selected", "0")
    at = int(points(number))
    return entries[at] if 0 <= at < len(entries) else ""
