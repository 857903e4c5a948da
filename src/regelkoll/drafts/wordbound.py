"""Content controls that are bound to data elsewhere in the package: Word shows the data, not the text."""

from __future__ import annotations

import re

from lxml import etree

from regelkoll.drafts.elements import attribute, child, local
from regelkoll.drafts.package import Package

_PATH = re.compile(r"(?:/(?:\w+:)?[\w.-]+(?:\[[0-9]{1,4}\])?)+(?:/@(?:\w+:)?[\w.-]+)?")
_SPACES = re.compile(r"""xmlns:(\w+)\s*=\s*(["'])(.*?)\2""")
_DATA = re.compile(r"customxml/item[0-9]+\.xml|docprops/(?:core|app)\.xml", re.IGNORECASE)
_MOST = 100


def differs(root: etree._Element, package: Package) -> bool:
    """Whether a bound control says something else than the data it is bound to, or it cannot be told."""
    bound = [el for el in root.iter() if local(el) == "dataBinding"]
    if not bound:
        return False
    names = sorted(name for name in package.names if _DATA.fullmatch(name))
    if len(names) > _MOST or len(bound) > _MOST:
        return True
    data = [tree for name in names if (tree := package.xml(name)) is not None]
    return any(_one(el, data) for el in bound)


def _one(el: etree._Element, data: list[etree._Element]) -> bool:
    path = attribute(el, "xpath") or ""
    properties = el.getparent()
    if not _PATH.fullmatch(path) or properties is None:
        return True
    spaces = {match[1]: match[3] for match in _SPACES.finditer(attribute(el, "prefixMappings") or "")}
    try:
        found = [value for tree in data for value in _values(tree, path, spaces)]
    except (etree.XPathError, ValueError):
        return True
    shown = _shown(properties)
    return any(_flat(value) and shown not in _forms(properties, _flat(value)) for value in found)


def _values(tree: etree._Element, path: str, spaces: dict[str, str]) -> list[str]:
    found = tree.xpath(path, namespaces=spaces)
    if not isinstance(found, list):
        return []
    return ["".join(map(str, v.itertext())) if isinstance(v, etree._Element) else str(v) for v in found]


def _forms(properties: etree._Element, value: str) -> set[str]:
    """How a control may show this value: as it is, as the date it stands for, as an entry of its list."""
    forms = {value}
    for el in properties:
        if local(el) == "date" and (attribute(el, "fullDate") or "")[:10] == value[:10]:
            forms.add(_shown(properties))
        forms |= {_flat(attribute(item, "displayText") or "") for item in el if attribute(item, "value") == value}
    return forms


def _shown(properties: etree._Element) -> str:
    content = child(properties.getparent(), "sdtContent")
    return _flat("".join(el.text or "" for el in content.iter() if local(el) == "t")) if content is not None else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
