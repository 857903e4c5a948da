"""Word documents (.docx): the package's own XML walked, so that nothing is dropped that stands on the paper.

Two readings are made of a document with tracked changes or struck out text: with the changes and without them.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from regelkoll.drafts.building import Building, shape_of, with_unchanged
from regelkoll.drafts.elements import attribute, child, local, val
from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.package import Package
from regelkoll.drafts.wordbound import differs
from regelkoll.drafts.wordlook import OFF, theme_of
from regelkoll.drafts.wordmarks import marks_of
from regelkoll.drafts.wordparts import Parts, outside
from regelkoll.drafts.wordstyles import NONE, Style, Styles
from regelkoll.drafts.wordtable import BOX, cells_of
from regelkoll.drafts.wordtext import Paragraph, TextReader
from regelkoll.model import BlockKind, Draft

_WRAPPERS = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "del", "moveFrom")


def read_word(data: bytes, name: str) -> Draft:
    """A Word draft, with `unchanged` where it has changes. Raises UnreadableDraft."""
    parts = Parts(Package(data))
    styles = Styles(parts.root("styles"), theme_of(parts.root("theme")))
    draft = _Reader(parts, styles, accept=True).draft(name, data)
    return with_unchanged(draft, lambda: _Reader(parts, styles, accept=False).draft(name, data))


def followed(data: bytes, name: str) -> tuple[Draft, Parts, list[tuple[str, etree._Element]]]:
    """A Word draft with the trail of its text, in the order of the canonical text, and the parts that it leads into;
    these number their elements. `unchanged` is not read. Raises UnreadableDraft."""
    parts = Parts(Package(data), numbered=True)
    reader = _Reader(parts, Styles(parts.root("styles"), theme_of(parts.root("theme"))), accept=True)
    return reader.draft(name, data), parts, reader.text.trail


class _Reader:
    """One reading of a document: with its changes (`accept`) or without."""

    def __init__(self, parts: Parts, styles: Styles, accept: bool) -> None:
        self.parts, self.styles = parts, styles
        self.building = Building()
        self.flags: set[str] = set()
        self.text = TextReader(styles, accept, self.flags)
        self.notes: dict[tuple[str, str], etree._Element] = {}

    def draft(self, name: str, data: bytes) -> Draft:
        root = self.parts.tree(self.parts.main)
        body = child(root, "body")
        if body is None:
            raise UnreadableDraft("damaged")
        self.flags |= outside(self.parts.package)
        self._marks(root)
        if any(local(el) == "comment" for el in self.parts.of("comments")):
            self.flags.add("comments")
        self.notes = {
            (kind, attribute(el, "id") or ""): el
            for kind in ("footnote", "endnote")
            for el in self.parts.of(f"{kind}s")
        }
        self._heads(root)
        self._flow(body, None)
        self.text.fields.close()
        if self.parts.doubtful:
            self.flags.add("garbled")
        return self.building.draft(name, data, self.flags)

    def _marks(self, root: etree._Element) -> None:
        self.flags |= marks_of(root) | ({"updating"} if differs(root, self.parts.package) else set())

    def _heads(self, root: etree._Element) -> None:
        """Every head and foot that the document shows, each part once. A section has those of the one before it where
        it names none."""
        settings = self.parts.of("settings")
        even = any(local(el) == "evenAndOddHeaders" and (val(el) or "1").lower() not in OFF for el in settings)
        named: dict[tuple[str, str], str] = {}
        seen: list[str] = []
        for section in root.iter():
            if local(section) != "sectPr" or local(section.getparent()) == "sectPrChange":
                continue
            first = any(local(el) == "titlePg" and (val(el) or "1").lower() not in OFF for el in section)
            for el in section:
                if local(el) in ("headerReference", "footerReference"):
                    named[local(el), attribute(el, "type") or "default"] = attribute(el, "id") or ""
            for (_, kind), link in named.items():
                if kind == "default" or (kind == "first" and first) or (kind == "even" and even):
                    seen += [] if link in seen else [link]
        for link in seen:
            self._head(link)

    def _head(self, link: str) -> None:
        kind, name = self.parts.links.get(link, ("", ""))
        if kind not in ("header", "footer"):
            raise UnreadableDraft("damaged")
        root = self.parts.tree(name)
        self._marks(root)
        self._flow(root, "header")
        self.text.fields.close()

    # ── blocks ──

    def _flow(self, parts: Iterable[etree._Element], kind: BlockKind | None, around: Style = NONE) -> None:
        """Paragraphs and tables in their order. A paragraph whose mark is deleted runs on into the next."""
        carried: Paragraph | None = None
        for el in self._content(parts):
            if local(el) == "tbl":
                self._put(carried, kind)
                carried = None
                self._table(el, kind)
                continue
            paragraph = self.text.paragraph(el, around)
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
            elif name in _WRAPPERS and not self.text.gone(el):
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
            self._flow(box, kind, BOX)
        for note in paragraph.notes:
            if note in self.notes:
                self._note(self.notes[note])

    def _note(self, note: etree._Element) -> None:
        self.flags |= marks_of(note)
        paragraphs = self._lines(note)
        self.building.add("note", "\n".join(p.text.strip() for p in paragraphs if p.text.strip()))
        for paragraph in paragraphs:
            for box in paragraph.boxes:
                self._flow(box, "note", BOX)

    def _lines(self, parts: Iterable[etree._Element], around: Style = NONE) -> list[Paragraph]:
        found: list[Paragraph] = []
        for el in self._content(parts):
            if local(el) == "p":
                found.append(self.text.paragraph(el, around))
            else:
                for cell in cells_of(el, self.text, self.styles):
                    found += self._lines(cell.element, cell.around)
        return found

    def _table(self, table: etree._Element, kind: BlockKind | None) -> None:
        number = self.building.table()
        for cell in cells_of(table, self.text, self.styles):
            for inner in self._content(cell.element):
                if local(inner) == "tbl":
                    self._table(inner, kind)
                else:
                    self._put(self.text.paragraph(inner, cell.around), kind, (number, cell.row, cell.column))
