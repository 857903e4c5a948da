"""The text of an OpenDocument paragraph as the paper shows it: changes, notes, boxes and what is not seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from regelkoll.drafts.elements import attribute, child, local, whole
from regelkoll.drafts.openmarks import chosen
from regelkoll.drafts.openstyles import OpenStyles
from regelkoll.drafts.wordlook import Look
from regelkoll.drafts.wordsigns import UNKNOWN, raised, shown

_SPACES = re.compile(r"[ \t\r\n]+")
_SKIPPED = {"tracked-changes", "bookmark", "bookmark-start", "bookmark-end", "soft-page-break", "sequence-decls"}
_DRAWN = ("frame", "text-box", "g", "custom-shape", "rect", "caption", "ellipse", "circle", "polygon", "polyline")
DRAWN = (*_DRAWN, "path", "line", "connector", "regular-polygon", "measure", "a")
"""Shapes, which may hold text; `a` is a link about one."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph's text with its boxes and notes. `level` as in `OpenStyles`."""

    text: str = ""
    bold: bool = False
    level: int | None = None
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)


def changed_regions(content: etree._Element) -> dict[str, etree._Element]:
    """Each tracked change by its id: the element `insertion`, `deletion` or `format-change`."""
    regions: dict[str, etree._Element] = {}
    for region in (el for el in content.iter() if local(el) == "changed-region"):
        name = attribute(region, "id")
        kind = next((el for el in region if local(el) in ("insertion", "deletion", "format-change")), None)
        if name and kind is not None:
            regions[name] = kind
    return regions


class TextReader:
    """Reads paragraphs in one reading. Insertions may run over several paragraphs, so that it is read in order."""

    def __init__(
        self, styles: OpenStyles, accept: bool, flags: set[str], regions: Mapping[str, etree._Element]
    ) -> None:
        self.styles, self.accept, self.flags, self.regions = styles, accept, flags, regions
        self.inserted: set[str] = set()
        self.pieces: list[tuple[str, bool]] = []

    def paragraph(self, el: etree._Element, around: Look) -> Paragraph:
        """A paragraph in a cell or a box that looks like `around`."""
        style = attribute(el, "style-name")
        found = Paragraph(level=self.styles.style("paragraph", style).level)
        if local(el) == "h":
            found.level = found.level or whole(attribute(el, "outline-level"), 1) or 1
        outer, self.pieces = self.pieces, []
        look = self.styles.paragraph(style, around)
        self._inside(el, self._hidden(el, look), found)
        pieces, self.pieces = self.pieces, outer
        found.text = "".join(text for text, _ in pieces)
        seen = [bold for text, bold in pieces if text.strip()]
        found.bold = bool(seen) and all(seen)
        return found

    def _hidden(self, el: etree._Element, look: Look) -> Look:
        """The look of a paragraph that a field in it may hide."""
        field = child(el, "hidden-paragraph")
        if field is None:
            return look
        self.flags.add("hidden")
        return Look(hidden=True) if attribute(field, "is-hidden") == "true" else look

    def mark(self, el: etree._Element) -> str:
        """A change's mark; gives deleted text that stands there in this reading."""
        name = attribute(el, "change-id") or ""
        region = self.regions.get(name)
        kind = "" if region is None else local(region)
        if kind:
            self.flags.add("tracked")
        if local(el) == "change-start" and kind == "insertion":
            self.inserted.add(name)
        elif local(el) == "change-end":
            self.inserted.discard(name)
        elif local(el) == "change" and kind == "deletion" and not self.accept and region is not None:
            lines = ["".join(p.itertext()) for p in region if local(p) in ("p", "h")]
            return "\n".join(lines)
        return ""

    def _put(self, text: str | None, look: Look) -> None:
        """Text as it is written: runs of white space are one space."""
        if not text or (self.inserted and not self.accept):
            return
        text = raised(shown(text), look.raised)
        if text.strip() and not self._seen(text, look):
            return
        self.pieces.append((_SPACES.sub(" ", text), bool(look.bold)))

    def _seen(self, text: str, look: Look) -> bool:
        if look.unseen or look.doubtful:
            self.flags.add("hidden")
        if look.unseen:
            return False
        if UNKNOWN in text:
            self.flags.add("garbled")
        if look.struck:
            self.flags.add("struck_out")
        return not (look.struck and self.accept)

    def _inside(self, parent: etree._Element, look: Look, found: Paragraph) -> None:
        self._put(parent.text, look)
        for el in parent:
            self._one(el, local(el), look, found)
            self._put(el.tail, look)

    def _one(self, el: etree._Element, name: str, look: Look, found: Paragraph) -> None:
        if name in ("tab", "line-break", "s"):
            plain = {"tab": "\t", "line-break": "\n"}.get(name) or " " * min(200, whole(attribute(el, "c"), 1))
            if not self.inserted or self.accept:
                self.pieces.append((plain, bool(look.bold)))
        elif name in ("change-start", "change-end", "change"):
            deleted = self.mark(el)
            if deleted:
                self.pieces.append((deleted, bool(look.bold)))
        elif name in ("annotation", "annotation-end"):
            self.flags.add("comments")
        elif name in ("note", *_DRAWN):
            self._hung(el, look, found)
        elif name == "ruby":
            base = child(el, "ruby-base")
            self._inside(el if base is None else base, look, found)
        elif name == "fieldmark":
            self._put(chosen(el), look)
        elif name not in _SKIPPED and name != "hidden-text":
            styled = name in ("span", "a")
            style = self.styles.style("text", attribute(el, "style-name")).look.over(look) if styled else look
            self._inside(el, style, found)

    def _hung(self, el: etree._Element, look: Look, found: Paragraph) -> None:
        """Notes and boxes that hang on a place; those of hidden text are not there."""
        if self.inserted and not self.accept:
            return
        body = child(el, "note-body")
        if look.hidden and "".join(map(str, el.itertext())).strip():
            self.flags.add("hidden")
        elif local(el) != "note":
            found.boxes.append(el)
        elif body is not None:
            found.notes.append(body)
