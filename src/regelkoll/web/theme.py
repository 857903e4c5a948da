"""A region's own look: its name, colour and logo, from a small TOML file.

name = "Region Exempel"
colour = "#00594c"
logo = "logo.svg"
"""

from __future__ import annotations

import base64
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from regelkoll.language import N_

LEAST = 4.5
"""The contrast that WCAG 2.2 asks of text (1.4.3)."""
LOGO_BYTES = 200_000
KINDS = {".svg": "image/svg+xml", ".png": "image/png"}
FAULTS = {
    "syntax": N_("{path} is not valid TOML: {what}."),
    "key": N_("{path}: the setting '{what}' does not exist."),
    "value": N_("{path}: the setting '{what}' has the wrong kind of value."),
    "colour": N_("{path}: '{what}' is not a colour. Write it as #00594c."),
    "contrast": N_(
        "{path}: the colour {what} against white. Text needs a contrast of at least 4.5 to 1. Choose a darker colour."
    ),
    "logo": N_("{path}: the logo '{what}' is not an SVG or PNG file of at most 200 kB that can be read."),
    "unread": N_("{path} cannot be read: {what}."),
}


class BadTheme(Exception):
    """A theme file that cannot be used; `code` is of FAULTS."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code, self.what = code, what


@dataclass(frozen=True, slots=True)
class Theme:
    """`colour` is #rrggbb, `logo` a data: address or empty."""

    name: str = ""
    colour: str = "#1a5f4a"
    logo: str = ""

    @property
    def css(self) -> str:
        """The accent colours of the style, made of the one."""
        dark = {share: mixed(self.colour, 0, share) for share in (0.85, 0.7, 0.5)}
        light = {share: mixed(self.colour, 255, share) for share in (0.07, 0.14, 0.25, 0.5)}
        names = {
            "background-tinted": light[0.07],
            "surface-tinted": light[0.07],
            "surface-hover": light[0.14],
            "surface-active": light[0.25],
            "border-subtle": light[0.5],
            "border-default": self.colour,
            "border-strong": dark[0.85],
            "text-subtle": self.colour,
            "text-default": dark[0.5],
            "base-default": self.colour,
            "base-hover": dark[0.85],
            "base-active": dark[0.7],
        }
        return ":root{" + "".join(f"--ds-color-accent-{name}:{colour};" for name, colour in names.items()) + "}\n"


def read_theme(path: Path) -> Theme:
    """The theme in a file. Raises BadTheme."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadTheme("unread", error.strerror or "") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTheme("syntax", str(error)) from None
    for key, value in given.items():
        if key not in ("name", "colour", "logo"):
            raise BadTheme("key", key)
        if not isinstance(value, str):
            raise BadTheme("value", key)
    colour = str(given.get("colour", Theme().colour)).lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise BadTheme("colour", colour)
    found = contrast(colour)
    if found < LEAST:
        raise BadTheme("contrast", f"{colour} ({found:.1f})")
    logo = given.get("logo", "")
    return Theme(given.get("name", ""), colour, _logo(path, logo))


def contrast(colour: str) -> float:
    """The contrast of a colour against white, as WCAG counts it (1 to 21)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def mixed(colour: str, towards: int, share: float) -> str:
    """So much of the colour, the rest black (0) or white (255)."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part * share + towards * (1 - share)):02x}" for part in parts)


def _logo(path: Path, given: str) -> str:
    if not given:
        return ""
    file = path.parent / given
    kind = KINDS.get(file.suffix.lower())
    try:
        data = file.read_bytes()
    except OSError:
        raise BadTheme("logo", given) from None
    if kind is None or len(data) > LOGO_BYTES:
        raise BadTheme("logo", given)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
