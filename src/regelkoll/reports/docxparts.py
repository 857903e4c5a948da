"""A Word package written anew: each member as it was, in its order, but for those that were changed or are new."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping

from lxml import etree

from regelkoll.drafts.elements import local
from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.package import Package
from regelkoll.drafts.wordparts import Parts

TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_USUAL = ("styles", "settings", "theme", "footnotes", "endnotes")
EPOCH = (1980, 1, 1, 0, 0, 0)


def stored(package: Package, name: str) -> etree._Element:
    """A member as a tree that holds all that is stored, comments and instructions too. Raises UnreadableDraft."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
    try:
        root = etree.fromstring(package.read(name) or b"", parser)
    except etree.XMLSyntaxError:
        raise UnreadableDraft("damaged") from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableDraft("unsafe")
    return root


def written(root: etree._Element) -> bytes:
    """A tree as a member."""
    tree = root.getroottree()
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=tree.docinfo.standalone)
    return data


def rezipped(package: Package, changed: Mapping[str, bytes]) -> bytes:
    """The package with these members instead of those of the same name, and new ones last. No clock is asked."""
    buffer = io.BytesIO()
    members = package.archive.infolist()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.comment = package.archive.comment
        for member in members:
            info = zipfile.ZipInfo(member.filename, member.date_time)
            kept = member.compress_type == zipfile.ZIP_STORED
            info.compress_type = zipfile.ZIP_STORED if kept else zipfile.ZIP_DEFLATED
            info.external_attr, info.create_system = member.external_attr, member.create_system
            data = changed.get(member.filename)
            archive.writestr(info, package.read(member.filename) or b"" if data is None else data)
        for name in sorted(set(changed) - package.names):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(info, changed[name])
    return buffer.getvalue()


class Comments:
    """The part that holds a document's comments: the one that is there, else a new one, tied to the main part."""

    def __init__(self, package: Package, parts: Parts, space: str) -> None:
        self.package, self.parts = package, parts
        there = [name for kind, name in parts.links.values() if kind == "comments"]
        usual = posixpath.join(parts.folder, "comments.xml")
        if parts.bare and usual in package.names:
            there = [usual]
        self.new = not there
        self.name = there[0] if there else self._free(usual)
        self.strict = "purl.oclc.org" in space
        if self.new:
            self.root = etree.Element(f"{{{space}}}comments", nsmap={"w": space})
        else:
            self.root = stored(package, self.name)

    def _free(self, usual: str) -> str:
        """A name that no member has."""
        stem, number, name = usual.removesuffix(".xml"), 0, usual
        while name.casefold() in self.parts.folded:
            number += 1
            name = f"{stem}{number}.xml"
        return name

    def members(self) -> dict[str, bytes]:
        """The members that change: the part itself, and what ties a new one to the rest."""
        changed = {self.name: _fresh(self.root) if self.new else written(self.root)}
        if self.new:
            changed[TYPES] = self._types()
            rels = self.parts.folded.get(self.parts.rels.casefold(), self.parts.rels)
            changed[rels] = self._relations(rels)
        return changed

    def _types(self) -> bytes:
        root = stored(self.package, TYPES)
        spare = {el.get("Extension", "").lower() for el in root if local(el) == "Default"}
        space = etree.QName(root).namespace
        if "rels" not in spare and self.parts.bare:
            kind = "application/vnd.openxmlformats-package.relationships+xml"
            root.insert(0, root.makeelement(f"{{{space}}}Default", {"Extension": "rels", "ContentType": kind}))
        root.append(root.makeelement(f"{{{space}}}Override", {"PartName": f"/{self.name}", "ContentType": _COMMENTS}))
        return written(root)

    def _relations(self, rels: str) -> bytes:
        office = _STRICT if self.strict else _OFFICE
        if self.parts.bare:
            root = etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
            for kind in _USUAL:
                if posixpath.join(self.parts.folder, f"{kind}.xml") in self.package.names:
                    _relate(root, f"{office}/{kind}", f"{kind}.xml")
            _relate(root, f"{office}/comments", posixpath.basename(self.name))
            return _fresh(root)
        root = stored(self.package, rels)
        _relate(root, f"{office}/comments", posixpath.basename(self.name))
        return written(root)


def _relate(root: etree._Element, kind: str, target: str) -> None:
    taken = {el.get("Id") for el in root}
    number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    space = etree.QName(root).namespace
    root.append(root.makeelement(f"{{{space}}}Relationship", {"Id": f"rId{number}", "Type": kind, "Target": target}))


def _fresh(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data
