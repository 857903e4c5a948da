"""Attributes of OpenDocument elements by their names alone."""

from __future__ import annotations

from lxml import etree


def attribute(el: etree._Element, name: str) -> str | None:
    """An attribute's value, whatever its namespace."""
    return next((value for key, value in el.attrib.items() if key.rpartition("}")[2] == name), None)
