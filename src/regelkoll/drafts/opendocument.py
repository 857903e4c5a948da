"""OpenDocument text (.odt): the package's own XML walked, with its changes and without them where it has any."""

from __future__ import annotations

from lxml import etree

from regelkoll.drafts.building import Building, shape_of, with_unchanged
from regelkoll.drafts.elements import child, local
from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.openstyles import OpenStyles
from regelkoll.drafts.opentext import Paragraph, TextReader, attribute, changed_regions
from regelkoll.drafts.package import Package
from regelkoll.model import BlockKind, Draft

MACROS = ("Basic/", "Scripts/")
_HEADS = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
_THROUGH = ("section", "list", "list-item", "list-header", "index-body", "table-of-content", "numbered-paragraph")


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
        raise UnreadableDraft("damaged")
    read = _Reader(package, content, styles, accept=True)
    draft = read.draft(name, data)
    return with_unchanged(draft, lambda: _Reader(package, content, styles, accept=False).draft(name, data))


class _Reader:
    """One reading of a document: with its changes (`accept`) or without."""

    def __init__(self, package: Package, content: etree._Element, styles: etree._Element | None, accept: bool) -> None:
        self.package, self.content, self.styles_root = package, content, styles
        self.styles = OpenStyles([root for root in (styles, content) if root is not None])
        self.building = Building()
        self.flags: set[str] = set()
        self.text = TextReader(self.styles, accept, self.flags, changed_regions(content))

    def draft(self, name: str, data: bytes) -> Draft:
        body = child(child(self.content, "body"), "text")
        if body is None:
            raise UnreadableDraft("damaged")
        self._outside()
        self._heads(body)
        self._flow(body, None)
        return self.building.draft(name, data, self.flags)

    def _outside(self) -> None:
        """Flags for what lies outside the text."""
        if "META-INF/documentsignatures.xml" in self.package.names:
            self.flags.add("signed")
        for el in self.content.iter():
            href = attribute(el, "href") if isinstance(el.tag, str) else None
            if href and local(el) != "a" and "://" in href:
                self.flags.add("external")
        if any(part.startswith("Object ") for part in self.package.names):
            self.flags.add("embedded")

    def _heads(self, body: etree._Element) -> None:
        """The heads and feet of the page styles that the document uses."""
        masters = {attribute(el, "name"): el for el in self._masters()}
        used = ["Standard"]
        for el in body.iter():
            style = self.styles.master(attribute(el, "style-name")) if isinstance(el.tag, str) else None
            if style:
                used.append(style)
        seen: list[str] = []
        while used:
            name = used.pop(0)
            master = masters.get(name)
            if master is None or name in seen:
                continue
            seen.append(name)
            used += [following] if (following := attribute(master, "next-style-name")) else []
            for head in master:
                if local(head) in _HEADS and attribute(head, "display") != "false":
                    self._flow(head, "header")

    def _masters(self) -> list[etree._Element]:
        masters = child(self.styles_root, "master-styles")
        return [] if masters is None else [el for el in masters if local(el) == "master-page"]

    # ── blocks ──

    def _flow(self, parent: etree._Element, kind: BlockKind | None) -> None:
        for el in parent:
            name = local(el)
            if name in ("p", "h"):
                self._put(self.text.paragraph(el), kind)
            elif name == "table":
                self._table(el, kind)
            elif name in _THROUGH:
                if attribute(el, "display") == "none":
                    self.flags.add("hidden")
                else:
                    self._flow(el, kind)
            elif name in ("change-start", "change-end", "change"):
                self.text.mark(el)
            elif name in ("frame", "text-box"):
                self._flow(el, kind)

    def _put(self, paragraph: Paragraph, kind: BlockKind | None, table: tuple[int, int, int] | None = None) -> None:
        if paragraph.text.strip():
            shape = shape_of(paragraph.text, paragraph.bold, paragraph.level, kind, table is not None)
            self.building.paragraph(paragraph.text, shape, table)
        for box in paragraph.boxes:
            self._flow(box, kind)
        for note in paragraph.notes:
            texts = [self.text.paragraph(el).text.strip() for el in note if local(el) in ("p", "h")]
            self.building.add("note", "\n".join(text for text in texts if text))

    def _table(self, table: etree._Element, kind: BlockKind | None) -> None:
        number = self.building.table()
        rows = [el for el in table.iter() if local(el) == "table-row" and _nearest_table(el) is table]
        for row, el in enumerate(rows):
            cells = [c for c in el if local(c) in ("table-cell", "covered-table-cell")]
            for column, cell in enumerate(cells):
                for inner in cell:
                    if local(inner) == "table":
                        self._table(inner, kind)
                    elif local(inner) in ("p", "h"):
                        self._put(self.text.paragraph(inner), kind, (number, row, column))
                    elif local(inner) in _THROUGH:
                        for part in inner.iter():
                            if local(part) in ("p", "h"):
                                self._put(self.text.paragraph(part), kind, (number, row, column))


def _nearest_table(el: etree._Element) -> etree._Element | None:
    return next((up for up in el.iterancestors() if local(up) == "table"), None)
