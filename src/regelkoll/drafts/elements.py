"""XML elements and attributes by their names alone, whatever namespace they are of; numbers in them."""

from __future__ import annotations

import re

from lxml import etree

from regelkoll.drafts.gate import UnreadableDraft

_NUMBER = re.compile(r"\s*(-?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}))(pt|in|cm|mm|pc|pi|px)?\s*", re.ASCII)
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "pi": 12.0, "px": 0.75}


def local(el: etree._Element) -> str:
    """An element's name without its namespace."""
    tag = el.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(el: etree._Element | None, name: str) -> str | None:
    """An attribute's value."""
    if el is None:
        return None
    return next((value for key, value in el.attrib.items() if key.rpartition("}")[2] == name), None)


def val(el: etree._Element | None) -> str | None:
    """The `w:val` of an element."""
    return attribute(el, "val")


def child(el: etree._Element | None, name: str) -> etree._Element | None:
    return None if el is None else next((part for part in el if local(part) == name), None)


def inner(el: etree._Element | None, *names: str) -> etree._Element | None:
    """The child of a child, by their names."""
    for name in names:
        el = child(el, name)
    return el


def points(text: str, unit: float = 1.0) -> float:
    """A length in points; a bare number counts in `unit`. Raises UnreadableDraft for what is no length."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise UnreadableDraft("damaged")
    return float(match[1]) * (_POINTS[match[2]] if match[2] else unit)


def whole(text: str | None, default: int = 0) -> int:
    """A whole number. Raises UnreadableDraft for what is none."""
    return default if text is None else int(points(text))
