"""An OpenDocument's styles: names, levels and looks, inherited from style to style.

A part has the document's own styles and its own automatic ones; names are of one family (text, paragraph, cell …).
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from regelkoll.drafts.elements import attribute, child, local, points, whole
from regelkoll.drafts.wordlook import Ink, Look, rgb
from regelkoll.drafts.wordstyles import NONE, Style, inherited

_HEADING = re.compile(r"(?:heading|rubrik)[ _]([1-9])", re.IGNORECASE | re.ASCII)


class OpenStyles:
    """The styles of one part: `root` is the part, `document` the one that holds the document's own styles."""

    def __init__(self, document: etree._Element | None, root: etree._Element | None) -> None:
        self.own: dict[str, etree._Element] = {}
        self.known: dict[str, Style] = {}
        self.defaults: dict[str, Style] = {}
        for group in (child(document, "styles"), child(document, "automatic-styles"), child(root, "automatic-styles")):
            if group is None or (group.getparent() is not root and local(group) == "automatic-styles"):
                continue
            for el in group:
                family = attribute(el, "family") or ""
                if local(el) == "default-style":
                    self.defaults[family] = _style(el)
                elif local(el) == "style" and (name := attribute(el, "name")):
                    self.own[f"{family}/{name}"] = el

    def style(self, family: str, name: str | None) -> Style:
        """A style with what it inherits; without a name what is default."""
        default = self.defaults.get(family, NONE)
        if name is None:
            return default
        return inherited(f"{family}/{name}", self.known, self._parent, self._own).over(default)

    def _parent(self, key: str) -> str | None:
        parent = attribute(self.own.get(key), "parent-style-name")
        return None if parent is None else f"{key.partition('/')[0]}/{parent}"

    def _own(self, key: str) -> Style:
        return _style(self.own[key]) if key in self.own else NONE

    def paragraph(self, name: str | None, around: Look) -> Look:
        """The look of a paragraph's text where its spans say nothing, in a cell or a box that looks like `around`."""
        style = self.style("paragraph", name)
        look = style.look.over(around)
        return look if style.ground in (None, "auto") else replace(look, behind=style.ground)

    def cell(self, name: str | None) -> Look:
        """What a cell's paragraphs inherit."""
        style = self.style("table-cell", name)
        return replace(style.look, behind=None if style.ground == "auto" else style.ground)


def _style(el: etree._Element) -> Style:
    look, ground = Look(), None
    for part in el:
        if local(part) == "text-properties":
            look = _look(part)
        elif local(part) in ("paragraph-properties", "table-cell-properties"):
            ground = _ground(part) or ground
    name = attribute(el, "display-name") or attribute(el, "name") or ""
    heading = _HEADING.fullmatch(name.replace("_20_", " "))
    level = int(heading[1]) if heading else 0 if name.lower() in ("title", "rubrik") else None
    outline = attribute(el, "default-outline-level")
    if level is None and outline:
        level = whole(outline) or None
    return Style(name, level, look, ground, page=attribute(el, "master-page-name") or None)


def _ground(properties: etree._Element) -> Ink | None:
    ground = attribute(properties, "background-color")
    return None if ground is None else rgb(ground) or "auto"


def _look(properties: etree._Element) -> Look:
    look = Look(ground=_ground(properties), color=_color(properties))
    weight, display = attribute(properties, "font-weight"), attribute(properties, "display")
    if weight:
        look = replace(look, bold=weight == "bold" or weight in ("600", "700", "800", "900"))
    if display:
        look = replace(look, hidden=display != "true")
    lines = [attribute(properties, f"text-line-through-{what}") for what in ("style", "type")]
    if any(lines):
        look = replace(look, struck="none" not in lines)
    size, opacity = attribute(properties, "font-size"), attribute(properties, "opacity")
    if size:
        percent = size.endswith("%")
        look = replace(look, size=0.24 * points(size[:-1]) if percent else 2 * points(size))
    if opacity and look.color != "auto":  # LibreOffice writes 0 % beside the automatic colour, and draws it
        look = replace(look, faint=points(opacity.rstrip("%")) < 10)
    position = (attribute(properties, "text-position") or "").split()
    if position:
        low = position[0] == "sub" or position[0].startswith("-")
        look = replace(look, raised="" if position[0] == "0%" else "sub" if low else "super")
    return look


def _color(properties: etree._Element) -> Ink | None:
    if attribute(properties, "use-window-font-color") == "true":
        return "auto"
    return rgb(attribute(properties, "color"))
