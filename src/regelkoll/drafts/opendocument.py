"""OpenDocument text (.odt): the package's own XML walked, with its changes and without them where it has any."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from regelkoll.drafts.building import Building, shape_of, with_unchanged
from regelkoll.drafts.elements import attribute, child, local
from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.openmarks import marks_of
from regelkoll.drafts.openstyles import OpenStyles
from regelkoll.drafts.opentable import cells_of
from regelkoll.drafts.opentext import DRAWN, Paragraph, TextReader, changed_regions
from regelkoll.drafts.package import Package
from regelkoll.drafts.wordlook import Look
from regelkoll.model import BlockKind, Draft

MACROS = ("Basic/", "Scripts/")
_HEADS = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
_SKIPPED = ("tracked-changes", "forms", "title", "desc", "annotation", "annotation-end", "index-entry-template")
_BOX = Look(behind="unknown")


def read_open_document(data: bytes, name: str) -> Draft:
    """An OpenDocument draft, with `unchanged` where it has changes. Raises UnreadableDraft."""
    package = Package(data)
    if any(part.startswith(MACROS) and not part.endswith("/") and "-lc.xml" not in part for part in package.names):
        raise UnreadableDraft("macros")
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(local(el) == "encryption-data" for el in manifest.iter()):
        raise UnreadableDraft("encrypted")
    content, styles = package.xml("content.xml"), package.xml("styles.xml")
    if content is None:
        raise UnreadableDraft("wrong_type" if "[Content_Types].xml" in package.names else "damaged")
    draft = _Reader(package, content, styles, accept=True).draft(name, data)
    return with_unchanged(draft, lambda: _Reader(package, content, styles, accept=False).draft(name, data))


class _Reader:
    """One reading of a document: with its changes (`accept`) or without."""

    def __init__(self, package: Package, content: etree._Element, styles: etree._Element | None, accept: bool) -> None:
        self.package, self.content, self.styles_root = package, content, styles
        self.styles, self.accept = OpenStyles(styles, content), accept
        self.building = Building()
        self.flags: set[str] = set()
        self.text = TextReader(self.styles, accept, self.flags, changed_regions(content))

    def draft(self, name: str, data: bytes) -> Draft:
        body = child(child(self.content, "body"), "text")
        if body is None:
            raise UnreadableDraft("damaged")
        if "META-INF/documentsignatures.xml" in self.package.names:
            self.flags.add("signed")
        if any(part.startswith("Object ") for part in self.package.names):
            self.flags.add("embedded")
        self.flags |= marks_of(self.content)
        self._heads(body)
        self._flow(body, None)
        return self.building.draft(name, data, self.flags)

    def _heads(self, body: etree._Element) -> None:
        """The heads and feet of the page styles that the document uses."""
        group = child(self.styles_root, "master-styles")
        masters = {attribute(el, "name"): el for el in (() if group is None else group) if local(el) == "master-page"}
        standard = "Standard" if "Standard" in masters else next(iter(masters), None)
        used = [self._first(body) or standard]
        used += [page for el in body.iter() if (page := self._page(el))]
        seen: list[str | None] = []
        body_text = self.text
        own = OpenStyles(self.styles_root, self.styles_root)
        while used:
            name = used.pop(0)
            master = masters.get(name)
            if master is None or name in seen:
                continue
            seen.append(name)
            used += [following] if (following := attribute(master, "next-style-name")) else []
            for head in master:
                if local(head) in _HEADS and attribute(head, "display") != "false":
                    self.text = TextReader(own, self.accept, self.flags, changed_regions(head))
                    self.flags |= marks_of(head)
                    self._flow(head, "header")
        self.text = body_text

    def _page(self, el: etree._Element) -> str | None:
        """The page style that a paragraph or a table begins."""
        family = {"p": "paragraph", "h": "paragraph", "table": "table"}.get(local(el))
        return self.styles.style(family, attribute(el, "style-name")).page if family else None

    def _first(self, body: etree._Element) -> str | None:
        for el in body.iter():
            deleted = any(local(up) == "tracked-changes" for up in el.iterancestors())
            if local(el) in ("p", "h", "table") and not deleted:
                return self._page(el)
        return None

    # ── blocks ──

    def _flow(
        self,
        parent: etree._Element,
        kind: BlockKind | None,
        around: Look = Look(),  # noqa: B008  frozen: nothing can change it
        table: tuple[int, int, int] | None = None,
    ) -> None:
        """What stands in an element in its order; `table` is the cell that it is in."""
        for el in parent:
            name = local(el)
            if name in ("p", "h"):
                self._put(self.text.paragraph(el, around), kind, table)
            elif name == "table":
                self._table(el, kind)
            elif name in ("change-start", "change-end", "change"):
                deleted = self.text.mark(el)
                if deleted.strip():
                    self._put(Paragraph(deleted), kind, table)
            elif name == "section" and self._closed(el):
                continue
            elif name in DRAWN:
                self._flow(el, kind, _BOX)
            elif name not in _SKIPPED and not name.endswith(("-source", "-decls")):
                self._flow(el, kind, around, table)

    def _closed(self, section: etree._Element) -> bool:
        """Whether a section does not show; where that hangs on a condition, it is read and doubted."""
        display = attribute(section, "display") or "true"
        if display != "true":
            self.flags.add("hidden")
        return display == "none" or attribute(section, "is-hidden") == "true"

    def _put(self, paragraph: Paragraph, kind: BlockKind | None, table: tuple[int, int, int] | None = None) -> None:
        if paragraph.text.strip():
            shape = shape_of(paragraph.text, paragraph.bold, paragraph.level, kind, table is not None)
            self.building.paragraph(paragraph.text, shape, table)
        for box in paragraph.boxes:
            self._flow(box, kind, _BOX)
        for note in paragraph.notes:
            found = [self.text.paragraph(el, Look()) for el in _paragraphs(note)]
            self.building.add("note", "\n".join(one.text.strip() for one in found if one.text.strip()))
            for box in (box for one in found for box in one.boxes):
                self._flow(box, "note", _BOX)

    def _table(self, table: etree._Element, kind: BlockKind | None) -> None:
        number = self.building.table()
        cells, hidden = cells_of(table)
        if hidden:
            self.flags.add("hidden")
        for cell in cells:
            around = self.styles.cell(attribute(cell.element, "style-name"))
            self._flow(cell.element, kind, around, (number, cell.row, cell.column))


def _paragraphs(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of a note, also of its lists and tables."""
    for el in parent:
        if local(el) in ("p", "h"):
            yield el
        elif local(el) not in ("annotation", "tracked-changes", "covered-table-cell"):
            yield from _paragraphs(el)
