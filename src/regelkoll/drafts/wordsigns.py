"""Signs that stand for text: symbols of a font, raised and lowered figures."""

from __future__ import annotations

import re

UNKNOWN = "\ufffd"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SYMBOL = {0xB7: "•", 0x2D: "−", 0xAE: "→", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xD7: "·", 0xB0: "°"}
_WINGDINGS = {
    0xA7: "▪",
    0x9F: "•",
    0xD8: "➢",
    0xFC: "✔",
    0xFB: "✘",
    0xFE: "☒",
    0xFD: "☒",
    0xA8: "☐",
    0x6F: "☐",
    0x71: "❑",
    0x6E: "■",
    0x76: "❖",
    0xE0: "→",
    0xE8: "→",
    0x6C: "●",
    0xA1: "○",
}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_OTHER = ("wingdings 2", "wingdings 3", "webdings", "marlett", "mt extra", "zapfdingbats", "opensymbol", "starsymbol")
_UP = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DOWN = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def symbol(font: str, code: str) -> str:
    """The sign that a font shows for a number (hexadecimal); `UNKNOWN` where it cannot be told."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    name = font.strip().lower()
    low = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    if name in _FONTS:
        plain = chr(low) if name == "symbol" and 0x30 <= low <= 0x39 else UNKNOWN
        return _FONTS[name].get(low, plain)
    if name in _OTHER or not name or low != number or not 0x20 <= number < 0xD800:
        return UNKNOWN
    return chr(number)


def shown(text: str) -> str:
    """Text with signs of no known meaning made `UNKNOWN`; the usual bullets are bullets."""
    return _PRIVATE.sub(lambda m: {0xF0B7: "•", 0xF0A7: "▪"}.get(ord(m[0]), UNKNOWN), text)


def raised(text: str, how: str | None) -> str:
    """Text whose figures stand above or below the line: they are no figures of a number."""
    return text.translate(_UP if how == "super" else _DOWN) if how else text
