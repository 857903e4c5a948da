"""An OpenDocument's styles: names, levels and looks, inherited from style to style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from regelkoll.drafts.elements import attribute, local
from regelkoll.drafts.wordlook import Look, rgb

_HEADING = re.compile(r"(?:heading|rubrik)[ _]([1-9])", re.IGNORECASE)
_LENGTH = re.compile(r"([\d.]+)(pt|in|cm|mm)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, None: 1.0}


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str | None
    look: Look
    level: int | None
    master: str | None


class OpenStyles:
    """Styles by their name in the file; automatic ones come after the document's own."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self.styles: dict[str, _Style] = {}
        for root in roots:
            for el in root.iter():
                if local(el) == "style" and (name := attribute(el, "name")):
                    self.styles[name] = _style(el)

    def _chain(self, name: str | None) -> list[_Style]:
        chain: list[_Style] = []
        while name in self.styles and self.styles[name] not in chain:
            chain.append(self.styles[name])
            name = chain[-1].parent
        return chain

    def look(self, name: str | None, around: Look) -> Look:
        """The look of text in a style, within text that looks like `around`."""
        look = Look()
        for style in self._chain(name):
            look = look.over(style.look)
        return look.over(around)

    def level(self, name: str | None) -> int | None:
        """0 for a title, 1 to 9 for a heading, None for other text."""
        return next((style.level for style in self._chain(name) if style.level is not None), None)

    def master(self, name: str | None) -> str | None:
        """The page style that a paragraph in this style begins."""
        return next((style.master for style in self._chain(name) if style.master), None)


def _style(el: etree._Element) -> _Style:
    look = Look()
    for part in el:
        if local(part) == "text-properties":
            look = _look(part)
    name = attribute(el, "display-name") or attribute(el, "name") or ""
    heading = _HEADING.fullmatch(name.replace("_20_", " "))
    level = int(heading[1]) if heading else 0 if name.lower() in ("title", "rubrik") else None
    outline = attribute(el, "default-outline-level")
    if level is None and outline and outline.isdigit() and int(outline):
        level = int(outline)
    return _Style(name, attribute(el, "parent-style-name"), look, level, attribute(el, "master-page-name"))


def _look(properties: etree._Element) -> Look:
    look = Look()
    weight, display = attribute(properties, "font-weight"), attribute(properties, "display")
    if weight:
        look = replace(look, bold=weight == "bold" or (weight.isdigit() and int(weight) >= 600))
    if display:
        look = replace(look, hidden=display == "none")
    through = attribute(properties, "text-line-through-style")
    if through:
        look = replace(look, struck=through != "none")
    color, size, ground = (attribute(properties, n) for n in ("color", "font-size", "background-color"))
    if color:
        look = replace(look, color=rgb(color))
    match = _LENGTH.fullmatch(size or "")
    if match:
        look = replace(look, size=2 * float(match[1]) * _POINTS[match[2]])
    if ground:
        look = replace(look, ground=rgb(ground) or "auto")
    return look
