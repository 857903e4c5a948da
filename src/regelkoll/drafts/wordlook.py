"""How text looks, and whether a reader of the paper sees it: colours against their ground, size, hiding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal as OneOf
from typing import TypeAlias

from lxml import etree

from regelkoll.drafts.elements import attribute, child, local, points, val
from regelkoll.drafts.gate import UnreadableDraft

Color: TypeAlias = tuple[int, int, int]
Ink: TypeAlias = Color | OneOf["auto"]
"""A colour; "auto" is whatever is seen on the ground, and no ground of its own."""
Ground: TypeAlias = Color | OneOf["auto", "unknown"]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
NEAR = 32
"""Two colours no channel of which differs by more are one to the eye."""
OFF = ("0", "false", "off", "none")
_HIGHLIGHTS: Mapping[str, Color] = {
    "black": BLACK,
    "white": WHITE,
    "yellow": (255, 255, 0),
    "green": (0, 255, 0),
    "cyan": (0, 255, 255),
    "magenta": (255, 0, 255),
    "blue": (0, 0, 255),
    "red": (255, 0, 0),
    "darkBlue": (0, 0, 128),
    "darkCyan": (0, 128, 128),
    "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128),
    "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128),
    "lightGray": (192, 192, 192),
}
_THEME = {
    "background1": "lt1",
    "light1": "lt1",
    "text1": "dk1",
    "dark1": "dk1",
    "background2": "lt2",
    "light2": "lt2",
    "text2": "dk2",
    "dark2": "dk2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: None is "as around it". `size` is in half points, `ground` the run's own, `behind` that of its
    paragraph or cell, `raised` "super" or "sub", `faint` what cannot be seen for other reasons than colour."""

    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    color: Ink | None = None
    size: float | None = None
    ground: Ink | None = None
    behind: Ground | None = None
    raised: str | None = None
    faint: bool | None = None

    def over(self, under: Look) -> Look:
        """This look where it says something, else the one under it."""
        if self is PLAIN or under is PLAIN:
            return under if self is PLAIN else self
        return Look(*(getattr(under, n) if getattr(self, n) is None else getattr(self, n) for n in Look.__slots__))

    @property
    def unseen(self) -> bool:
        """Whether a reader of the paper does not see it: hidden, like its ground, or under four points."""
        small = self.size is not None and self.size < 8
        return bool(self.hidden or self.faint) or small or self._like(self._ground)

    @property
    def doubtful(self) -> bool:
        """Whether it is seen or not hangs on a ground that is not known, or on how black text on black is shown."""
        dark = self.color in (None, "auto") and same(self.ground, BLACK)
        return dark or (self._ground == "unknown" and self._like(WHITE))

    @property
    def _ground(self) -> Ground:
        return next((g for g in (self.ground, self.behind) if g not in (None, "auto")), None) or WHITE

    def _like(self, ground: Ground) -> bool:
        return same(self.color, ground)


PLAIN = Look()


def same(one: Ink | None, two: Ground) -> bool:
    """Whether two colours look like one."""
    if one is None or isinstance(one, str) or isinstance(two, str):
        return False
    return all(abs(a - b) <= NEAR for a, b in zip(one, two, strict=True))


def rgb(text: str | None) -> Color | None:
    """A colour written as six hexadecimal digits, or as three."""
    digits = (text or "").lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    try:
        return None if len(digits) != 6 else (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16))
    except ValueError:
        return None


def theme_of(root: etree._Element | None) -> dict[str, Color]:
    """A theme's colours by their names."""
    found = {"lt1": WHITE, "dk1": BLACK}
    scheme = next((el for el in root.iter() if local(el) == "clrScheme"), None) if root is not None else None
    for el in scheme if scheme is not None else ():
        for form in el:
            color = rgb(attribute(form, "lastClr") or attribute(form, "val"))
            if color is not None:
                found[local(el)] = color
    return found


def ink(el: etree._Element, theme: Mapping[str, Color], prefix: str = "theme", plain: str = "val") -> Ink | None:
    """The colour that an element says, by its theme or outright."""
    name = attribute(el, "themeColor" if prefix == "theme" else f"{prefix}")
    color = theme.get(_THEME.get(name, name)) if name else None
    if color is None:
        value = attribute(el, plain)
        return "auto" if value == "auto" else rgb(value)
    tint, shade = (attribute(el, f"{prefix}{n}") for n in ("Tint", "Shade"))
    try:
        if tint:
            color = _mixed(color, WHITE, int(tint, 16) / 255)
        return _mixed(color, BLACK, int(shade, 16) / 255) if shade else color
    except ValueError:
        raise UnreadableDraft("damaged") from None


def _mixed(color: Color, other: Color, share: float) -> Color:
    a, b, c = (round(x * share + y * (1 - share)) for x, y in zip(color, other, strict=True))
    return a, b, c


def shading(el: etree._Element | None, theme: Mapping[str, Color]) -> Ink | None:
    """The ground that a `w:shd` paints; "auto" where it paints none."""
    if el is None:
        return None
    pattern = val(el) or "clear"
    fill = ink(el, theme, "themeFill", "fill")
    if pattern in ("clear", "nil"):
        return "auto" if fill is None or pattern == "nil" else fill
    front = ink(el, theme, "theme", "color")
    front = BLACK if front is None or front == "auto" else front
    back = WHITE if fill is None or fill == "auto" else fill
    share = 1.0 if pattern == "solid" else _number(pattern.removeprefix("pct")) / 100 if pattern[:3] == "pct" else 0.5
    return _mixed(front, back, share)


def _number(text: str) -> float:
    return min(100.0, max(0.0, points(text)))


def look_of(properties: etree._Element | None, theme: Mapping[str, Color]) -> Look:
    """The look that a run's or a style's properties say."""
    look = PLAIN
    for el in properties if properties is not None else ():
        name, value = local(el), val(el)
        on = value is None or value.lower() not in OFF
        if name == "b":
            look = replace(look, bold=on)
        elif name == "vanish":
            look = replace(look, hidden=on)
        elif name in ("strike", "dstrike"):
            look = replace(look, struck=on or bool(look.struck))
        elif name == "sz" and value:
            look = replace(look, size=2 * points(value, 0.5))
        elif name in ("color", "highlight", "shd"):
            look = _painted(look, el, theme)
        elif name == "vertAlign" and value:
            look = replace(look, raised={"superscript": "super", "subscript": "sub"}.get(value, ""))
        elif name == "w" and value:
            look = replace(look, faint=points(value.rstrip("%")) < 20)
        elif name == "textFill":
            look = replace(look, faint=child(el, "noFill") is not None)
    return look


def _painted(look: Look, el: etree._Element, theme: Mapping[str, Color]) -> Look:
    if local(el) == "color":
        return replace(look, color=ink(el, theme))
    if local(el) == "shd":
        return look if look.ground not in (None, "auto") else replace(look, ground=shading(el, theme))
    return replace(look, ground=_HIGHLIGHTS.get(val(el) or "", look.ground or "auto"))
