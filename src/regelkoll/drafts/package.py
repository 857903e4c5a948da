"""Office packages (zip): refused when they are damaged, locked, signed, hold macros or would swell; read in pieces.

Declared sizes can lie, so that every member is read in pieces against the limits. XML with a document type is refused
by the parser, not by looking for the words, since the words can be in any encoding.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from lxml import etree

from regelkoll.drafts.gate import UnreadableDraft

MEMBERS, ONE, ALL, RATIO, SMALL, PIECE = 2_000, 30 << 20, 100 << 20, 100, 1 << 20, 1 << 16
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises on packages that are not whole (NotImplementedError is a RuntimeError)."""

XML, TREES = 10 << 20, 16 << 20
"""A tree needs some thirty times its text; 200 pages are five million characters. `TREES` are all that are read."""


class Package:
    """The members of a package by name, each read within the limits. Raises UnreadableDraft."""

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE:
            raise UnreadableDraft("damaged") from None
        members = self.archive.infolist()
        if len(members) > MEMBERS:
            raise UnreadableDraft("unsafe")
        for member in members:
            self._look_at(member)
        if sum(member.file_size for member in members) > ALL:
            raise UnreadableDraft("unsafe")
        self.names = {member.filename for member in members}
        if len(self.names) != len(members):
            raise UnreadableDraft("unsafe")
        self.left = ALL
        self.kept: dict[str, bytes] = {}
        self.trees: dict[str, etree._Element] = {}
        self.planted = 0

    def _look_at(self, member: zipfile.ZipInfo) -> None:
        name = member.filename
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name[:3]:
            raise UnreadableDraft("unsafe")
        swells = member.file_size > SMALL and member.file_size > RATIO * max(1, member.compress_size)
        if member.file_size > ONE or swells:
            raise UnreadableDraft("unsafe")
        if member.flag_bits & 1:
            raise UnreadableDraft("encrypted")

    def read(self, name: str) -> bytes | None:
        """A member's bytes, `None` when there is no such member."""
        if name not in self.names:
            return None
        if name not in self.kept:
            self.kept[name] = self._pieces(name)
        return self.kept[name]

    def _pieces(self, name: str) -> bytes:
        pieces, size, packed = [], 0, self.archive.getinfo(name).compress_size
        try:
            with self.archive.open(name) as file:
                while piece := file.read(PIECE):
                    size += len(piece)
                    self.left -= len(piece)
                    if size > ONE or self.left < 0 or (size > SMALL and size > RATIO * max(1, packed)):
                        raise UnreadableDraft("unsafe")
                    pieces.append(piece)
        except DAMAGE:
            raise UnreadableDraft("damaged") from None
        return b"".join(pieces)

    def xml(self, name: str) -> etree._Element | None:
        """A member as a tree, read once; comments and processing instructions are left out."""
        if name not in self.trees and name in self.names:
            self.trees[name] = self._tree(name)
        return self.trees.get(name)

    def _tree(self, name: str) -> etree._Element:
        data = self.read(name) or b""
        del self.kept[name]
        self.planted += len(data)
        if len(data) > XML or self.planted > TREES:
            raise UnreadableDraft("too_large")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            doubtful = b"<!DOCTYPE" in data[:4096] or b"<\x00!\x00D" in data[:4096]
            raise UnreadableDraft("unsafe" if doubtful else "damaged") from None
        if root.getroottree().docinfo.doctype:
            raise UnreadableDraft("unsafe")
        return root
