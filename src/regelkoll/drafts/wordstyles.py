"""A Word document's styles: what a paragraph or a run is by name, level and look, inherited from style to style."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from lxml import etree

from regelkoll.drafts.elements import attribute, child, inner, local, points, val
from regelkoll.drafts.wordlook import PLAIN, Color, Ground, Ink, Look, look_of, shading

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE | re.ASCII)
TITLES = ("title", "rubrik")
PLACEHOLDER = "placeholder text"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. `ground` is behind its paragraphs or cells; `parts` tells that parts of tables in
    it (first row, every other row …) look otherwise in a way that can hide text: "unseen", "shaded" or neither;
    `exact` is the height of its lines, `page` the page style that it begins."""

    name: str
    level: int | None
    look: Look
    ground: Ink | None = None
    parts: str = ""
    exact: float | None = None
    page: str | None = None

    def over(self, under: Style) -> Style:
        def either(a: T | None, b: T | None) -> T | None:
            return b if a is None else a

        parts, page = self.parts or under.parts, either(self.page, under.page)
        level, ground, exact = (either(getattr(self, n), getattr(under, n)) for n in ("level", "ground", "exact"))
        return Style(self.name, level, self.look.over(under.look), ground, parts, exact, page)


NONE = Style("", None, PLAIN)


class Styles:
    """Styles by their id. `level`: 0 for a title, 1 to 9 for a heading, None for other text."""

    def __init__(self, root: etree._Element | None, theme: Mapping[str, Color]) -> None:
        self.theme = theme
        self.own: dict[str, tuple[etree._Element, str | None]] = {}
        self.known: dict[str, Style] = {}
        self.default, self.default_paragraph = NONE, None
        for el in root if root is not None else ():
            if local(el) == "docDefaults":
                look = look_of(inner(el, "rPrDefault", "rPr"), theme)
                properties = inner(el, "pPrDefault", "pPr")
                self.default = Style("", None, look, None, "", exact_line(properties))
            elif local(el) == "style":
                name = attribute(el, "styleId") or ""
                self.own[name] = (el, val(child(el, "basedOn")))
                if attribute(el, "default") in ("1", "true") and attribute(el, "type") == "paragraph":
                    self.default_paragraph = name

    def style(self, name: str | None) -> Style:
        """A style with what it inherits; each is worked out once, from the one it is based on."""
        return inherited(name, self.known, lambda n: self.own[n][1] if n in self.own else None, self._style)

    def _style(self, name: str) -> Style:
        if name not in self.own:
            return NONE
        el = self.own[name][0]
        title = (val(child(el, "name")) or "").strip()
        heading = _HEADING.fullmatch(title)
        properties = child(el, "pPr")
        level = int(heading[1]) if heading else 0 if title.lower() in TITLES else outline(properties)
        look = look_of(child(el, "rPr"), self.theme)
        ground = shading(child(properties, "shd"), self.theme) or shading(inner(el, "tcPr", "shd"), self.theme)
        return Style(title, level, look, ground, self._parts(el), exact_line(properties))

    def _parts(self, el: etree._Element) -> str:
        found = ""
        for part in el:
            if local(part) == "tblStylePr":
                look = look_of(child(part, "rPr"), self.theme)
                ground = shading(inner(part, "tcPr", "shd"), self.theme)
                if replace(look, behind=ground).unseen:
                    return "unseen"
                found = "shaded" if ground not in (None, "auto") else found
        return found

    def level(self, properties: etree._Element | None) -> int | None:
        """The heading level of a paragraph with these properties."""
        own = outline(properties)
        return self.style(val(child(properties, "pStyle"))).level if own is None else own

    def paragraph(self, properties: etree._Element | None, around: Style = NONE) -> Look:
        """The look of a paragraph's text where its runs say nothing; `around` is its table's style and ground."""
        style = self.style(val(child(properties, "pStyle")) or self.default_paragraph)
        ground = next(
            (g for g in (shading(child(properties, "shd"), self.theme), style.ground) if g not in (None, "auto")), None
        )
        behind: Ground | None = ground or around.ground
        if behind in (None, "auto") and around.parts == "shaded":
            behind = "unknown"
        exact = next((e for e in (exact_line(properties), style.exact, self.default.exact) if e is not None), 0.0)
        look = style.look.over(around.look).over(self.default.look)
        look = look if behind is None else replace(look, behind=behind)
        return replace(look, faint=True) if 0 < exact < 4 else look

    def run(self, properties: etree._Element | None, around: Look) -> Look:
        return look_of(properties, self.theme).over(self.style(val(child(properties, "rStyle"))).look).over(around)

    def placeholder(self, properties: etree._Element | None) -> bool:
        """Whether a run is in the style of a field that nobody has filled in."""
        return self.style(val(child(properties, "rStyle"))).name.lower() == PLACEHOLDER


def inherited(
    name: str | None, known: dict[str, Style], based_on: Callable[[str], str | None], own: Callable[[str], Style]
) -> Style:
    """The style of this name over those it is based on; `known` keeps what was worked out. Circles are cut."""
    chain: list[str] = []
    seen: set[str] = set()
    while name is not None and name not in known and name not in seen:
        chain.append(name)
        seen.add(name)
        name = based_on(name)
    style = known.get(name, NONE) if name is not None else NONE
    for one in reversed(chain):
        style = known[one] = own(one).over(style)
    return style


def exact_line(properties: etree._Element | None) -> float | None:
    """The exact height of a paragraph's lines in points, 0 where they are as high as they need."""
    spacing = child(properties, "spacing")
    line = attribute(spacing, "line")
    if line is None:
        return None
    return points(line, 0.05) if attribute(spacing, "lineRule") == "exact" else 0.0


def outline(properties: etree._Element | None) -> int | None:
    """The level that a paragraph's properties say themselves."""
    value = val(child(properties, "outlineLvl"))
    level = None if value is None else points(value)
    return None if level is None or not 0 <= level < 9 else int(level) + 1
