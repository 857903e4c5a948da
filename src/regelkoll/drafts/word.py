"""Word documents (.docx): the package's own XML walked, so that nothing is dropped that stands on the paper.

Two readings are made of a document with tracked changes or struck out text: with the changes and without them.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from regelkoll.drafts.building import Building, shape_of, with_unchanged
from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.package import Package
from regelkoll.drafts.wordstyles import Styles, local, val
from regelkoll.drafts.wordtext import Paragraph, TextReader
from regelkoll.model import BlockKind, Draft

MAIN = "word/document.xml"
_TYPES = "[Content_Types].xml"
_CHANGES = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"}


def read_word(data: bytes, name: str) -> Draft:
    """A Word draft, with `unchanged` where it has changes. Raises UnreadableDraft."""
    package = Package(data)
    main = _main(package)
    styles = Styles(package, main)
    read = _Reader(package, main, styles, accept=True)
    draft = read.draft(name, data)
    return with_unchanged(draft, lambda: _Reader(package, main, styles, accept=False).draft(name, data))


def _main(package: Package) -> str:
    """The main part's name; refuses what is no plain document."""
    types = package.xml(_TYPES)
    if types is None:
        raise UnreadableDraft("damaged")
    kinds = {el.get("PartName", "").lstrip("/"): el.get("ContentType", "") for el in types}
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds.values()):
        raise UnreadableDraft("macros")
    if any(part.lower().endswith("vbaproject.bin") for part in package.names):
        raise UnreadableDraft("macros")
    main = next((part for part, kind in kinds.items() if kind.endswith("document.main+xml")), MAIN)
    if main not in package.names:
        raise UnreadableDraft("damaged")
    return main


class _Reader:
    """One reading of a document: with its changes (`accept`) or without."""

    def __init__(self, package: Package, main: str, styles: Styles, accept: bool) -> None:
        self.package, self.main, self.styles = package, main, styles
        self.folder = main.rpartition("/")[0]
        self.building = Building()
        self.flags: set[str] = set()
        self.text = TextReader(styles, accept, self.flags)
        self.accept = accept
        self.notes: dict[tuple[str, str], etree._Element] = {}

    def draft(self, name: str, data: bytes) -> Draft:
        root = self.package.xml(self.main)
        body = next((el for el in root if local(el) == "body"), None) if root is not None else None
        if body is None:
            raise UnreadableDraft("damaged")
        self._outside()
        self.notes = {
            (kind, el.get(el.tag.rpartition("}")[0] + "}id", "")): el
            for kind in ("footnote", "endnote")
            for el in self._part(f"{kind}s.xml")
        }
        self._headers(root)
        self._flow(body, None)
        return self.building.draft(name, data, self.flags)

    def _part(self, name: str) -> list[etree._Element]:
        root = self.package.xml(f"{self.folder}/{name}" if self.folder else name)
        return [] if root is None else list(root)

    def _outside(self) -> None:
        """Flags for what lies outside the text: comments, links that a program would fetch, other files within."""
        if any(name.startswith("_xmlsignatures/") and name.endswith(".xml") for name in self.package.names):
            self.flags.add("signed")
        if any(local(el) == "comment" for el in self._part("comments.xml")):
            self.flags.add("comments")
        for name in self.package.names:
            if not name.endswith(".rels"):
                continue
            links = self.package.xml(name)
            for link in links if links is not None else ():
                kind = link.get("Type", "").rpartition("/")[2]
                if link.get("TargetMode") == "External" and kind != "hyperlink":
                    self.flags.add("external")
                if kind in ("oleObject", "package", "aFChunk", "control"):
                    self.flags.add("embedded")

    def _headers(self, root: etree._Element) -> None:
        """Every head and foot that the document shows, each part once."""
        relations = {el.get("Id"): el.get("Target", "") for el in self._relations()}
        even = any(local(el) == "evenAndOddHeaders" and val(el) != "0" for el in self._part("settings.xml"))
        seen: set[str] = set()
        for section in (el for el in root.iter() if local(el) == "sectPr"):
            first = any(local(el) == "titlePg" and val(el) not in ("0", "false") for el in section)
            for reference in section:
                if local(reference) not in ("headerReference", "footerReference"):
                    continue
                ids = [v for k, v in reference.attrib.items() if k.endswith("}id")]
                kind = next((v for k, v in reference.attrib.items() if k.endswith("}type")), "default")
                target = relations.get(ids[0], "") if ids else ""
                shown = kind == "default" or (kind == "first" and first) or (kind == "even" and even)
                if target and target not in seen and shown:
                    seen.add(target)
                    self._flow(self._part(target.removeprefix("/").removeprefix(self.folder + "/")), "header")

    def _relations(self) -> list[etree._Element]:
        stem = self.main.rpartition("/")[2]
        return self._part(f"_rels/{stem}.rels")

    # ── blocks ──

    def _flow(self, parts: Iterable[etree._Element], kind: BlockKind | None) -> None:
        """Paragraphs and tables in their order. A paragraph whose mark is deleted runs on into the next."""
        carried: Paragraph | None = None
        for el in self._content(parts):
            if local(el) == "tbl":
                self._put(carried, kind)
                carried = None
                self._table(el, kind)
                continue
            paragraph = self.text.paragraph(el)
            if carried is not None:
                paragraph = carried.with_next(paragraph)
            carried = paragraph if paragraph.runs_on else None
            if carried is None:
                self._put(paragraph, kind)
        self._put(carried, kind)

    def _content(self, parts: Iterable[etree._Element]) -> list[etree._Element]:
        """The paragraphs and tables, out of content controls and the like; `w:p` and `w:tbl` alone."""
        found: list[etree._Element] = []
        for el in parts:
            name = local(el)
            if name in ("p", "tbl"):
                found.append(el)
            elif name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "del", "moveFrom"):
                if name in _CHANGES:
                    self.flags.add("tracked")
                if not self.text.gone(el):
                    found += self._content(el)
        return found

    def _put(
        self, paragraph: Paragraph | None, kind: BlockKind | None, table: tuple[int, int, int] | None = None
    ) -> None:
        if paragraph is None:
            return
        if paragraph.text.strip():
            shape = shape_of(paragraph.text, paragraph.bold, paragraph.level, kind, table is not None)
            self.building.paragraph(paragraph.text, shape, table)
        for box in paragraph.boxes:
            self._flow(box, kind)
        for note in paragraph.notes:
            if note in self.notes:
                texts = [self.text.paragraph(el).text.strip() for el in self._content(self.notes[note])]
                self.building.add("note", "\n".join(t for t in texts if t))

    def _table(self, table: etree._Element, kind: BlockKind | None) -> None:
        number = self.building.table()
        for row, el in enumerate(e for e in self._unwrapped(table, "tr")):
            if self.text.gone_row(el):
                continue
            for column, cell in enumerate(self._unwrapped(el, "tc")):
                for inner in self._content(cell):
                    if local(inner) == "tbl":
                        self._table(inner, kind)
                    else:
                        self._put(self.text.paragraph(inner), kind, (number, row, column))

    def _unwrapped(self, parent: etree._Element, wanted: str) -> list[etree._Element]:
        found: list[etree._Element] = []
        for el in parent:
            if local(el) == wanted:
                found.append(el)
            elif local(el) in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "del", "moveFrom"):
                found += [] if self.text.gone(el) else self._unwrapped(el, wanted)
        return found
