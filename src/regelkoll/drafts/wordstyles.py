"""A Word document's styles: what a paragraph or a run is by name, level and look, inherited from style to style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from regelkoll.drafts.package import Package

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
TITLES = ("title", "rubrik")
_OFF = ("0", "false", "off", "none")


def local(el: etree._Element) -> str:
    """An element's name without its namespace."""
    tag = el.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def val(el: etree._Element | None) -> str | None:
    """The `w:val` of an element."""
    if el is None:
        return None
    return next((value for key, value in el.attrib.items() if key.rpartition("}")[2] == "val"), None)


def child(el: etree._Element | None, name: str) -> etree._Element | None:
    return None if el is None else next((part for part in el if local(part) == name), None)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: None is "as around it". `size` is in half points, `color` in hexadecimal or a theme's name."""

    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    color: str | None = None
    size: float | None = None
    shaded: bool | None = None

    def over(self, under: Look) -> Look:
        """This look where it says something, else the one under it."""
        names = ("bold", "hidden", "struck", "color", "size", "shaded")
        return Look(*(getattr(under, n) if getattr(self, n) is None else getattr(self, n) for n in names))

    @property
    def unseen(self) -> bool:
        """Whether a reader of the paper does not see it: hidden, white on white, or under four points."""
        white = self.color is not None and self.color.upper() in ("FFFFFF", "BACKGROUND1", "LIGHT1") and not self.shaded
        return bool(self.hidden) or white or (self.size is not None and self.size < 8)


def look_of(properties: etree._Element | None) -> Look:
    """The look that a run's or a style's properties say."""
    look = Look()
    for el in properties if properties is not None else ():
        name, value = local(el), val(el)
        on = value is None or value.lower() not in _OFF
        if name == "b":
            look = replace(look, bold=on)
        elif name in ("vanish", "webHidden", "specVanish"):
            look = replace(look, hidden=on) if name == "vanish" else look
        elif name in ("strike", "dstrike"):
            look = replace(look, struck=on or bool(look.struck))
        elif name == "color":
            theme = next((v for k, v in el.attrib.items() if k.endswith("}themeColor")), None)
            look = replace(look, color=theme if theme in ("background1", "light1") else value)
        elif name == "sz" and value and value.replace(".", "", 1).isdigit():
            look = replace(look, size=float(value))
        elif name in ("highlight", "shd"):
            fill = next((v for k, v in el.attrib.items() if k.endswith("}fill")), value) or ""
            look = replace(look, shaded=fill.lower() not in ("", "auto", "none", "clear", "white", "ffffff"))
    return look


@dataclass(slots=True)
class Style:
    name: str
    based_on: str | None
    level: int | None
    look: Look


@dataclass(slots=True)
class Styles:
    """`level`: 0 for a title, 1 to 9 for a heading, None for other text."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: Look = field(default_factory=Look)
    default_paragraph: str | None = None

    def __init__(self, package: Package, main: str) -> None:
        self.by_id, self.default, self.default_paragraph = {}, Look(), None
        folder = main.rpartition("/")[0]
        root = package.xml(f"{folder}/styles.xml" if folder else "styles.xml")
        for el in root if root is not None else ():
            if local(el) == "docDefaults":
                self.default = look_of(child(child(el, "rPrDefault"), "rPr"))
            elif local(el) == "style":
                self._style(el)

    def _style(self, el: etree._Element) -> None:
        attributes: Mapping[str, str] = {key.rpartition("}")[2]: value for key, value in el.attrib.items()}
        name = (val(child(el, "name")) or "").strip()
        heading = _HEADING.fullmatch(name)
        level = int(heading[1]) if heading else 0 if name.lower() in TITLES else _outline(child(el, "pPr"))
        style = Style(name, val(child(el, "basedOn")), level, look_of(child(el, "rPr")))
        self.by_id[attributes.get("styleId", "")] = style
        if attributes.get("default") == "1" and attributes.get("type") == "paragraph":
            self.default_paragraph = attributes.get("styleId")

    def _chain(self, style: str | None) -> list[Style]:
        chain: list[Style] = []
        while style in self.by_id and self.by_id[style] not in chain:
            chain.append(self.by_id[style])
            style = chain[-1].based_on
        return chain

    def level(self, properties: etree._Element | None) -> int | None:
        """The heading level of a paragraph with these properties."""
        own = _outline(properties)
        if own is not None:
            return own
        return next((s.level for s in self._chain(val(child(properties, "pStyle"))) if s.level is not None), None)

    def paragraph(self, properties: etree._Element | None) -> Look:
        """The look of a paragraph's text where its runs say nothing."""
        look = Look()
        for style in self._chain(val(child(properties, "pStyle")) or self.default_paragraph):
            look = look.over(style.look)
        return look.over(self.default)

    def run(self, properties: etree._Element | None, around: Look) -> Look:
        look = look_of(properties)
        for style in self._chain(val(child(properties, "rStyle"))):
            look = look.over(style.look)
        return look.over(around)


def _outline(properties: etree._Element | None) -> int | None:
    value = val(child(properties, "outlineLvl"))
    return int(value) + 1 if value is not None and value.isdigit() and int(value) < 9 else None
