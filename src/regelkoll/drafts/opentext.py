"""The text of an OpenDocument paragraph as the paper shows it: changes, notes, boxes and what is not seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from regelkoll.drafts.elements import attribute, child, local
from regelkoll.drafts.openstyles import OpenStyles
from regelkoll.drafts.wordlook import Look

_SPACES = re.compile(r"[ \t\r\n]+")
_SKIPPED = {"tracked-changes", "bookmark", "bookmark-start", "bookmark-end", "soft-page-break", "sequence-decls"}


@dataclass(slots=True)
class Paragraph:
    """A paragraph's text with its boxes and notes. `level` as in `OpenStyles.level`."""

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

    def paragraph(self, el: etree._Element) -> Paragraph:
        style = attribute(el, "style-name")
        found = Paragraph(level=self.styles.level(style))
        outline = attribute(el, "outline-level")
        if local(el) == "h":
            found.level = found.level or (int(outline) if outline and outline.isdigit() else 1)
        outer, self.pieces = self.pieces, []
        self._inside(el, self.styles.look(style, Look()), found)
        pieces, self.pieces = self.pieces, outer
        found.text = "".join(text for text, _ in pieces)
        seen = [bold for text, bold in pieces if text.strip()]
        found.bold = bool(seen) and all(seen)
        return found

    def mark(self, el: etree._Element) -> str:
        """A change's mark; gives deleted text that stands there in this reading."""
        name = attribute(el, "change-id") or ""
        region = self.regions.get(name)
        kind = "" if region is None else local(region)
        if kind in ("insertion", "deletion"):
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
        if look.unseen and text.strip():
            self.flags.add("hidden")
            return
        if look.struck and text.strip():
            self.flags.add("struck_out")
            if self.accept:
                return
        self.pieces.append((_SPACES.sub(" ", text), bool(look.bold)))

    def _inside(self, parent: etree._Element, look: Look, found: Paragraph) -> None:
        self._put(parent.text, look)
        for el in parent:
            self._one(el, local(el), look, found)
            self._put(el.tail, look)

    def _one(self, el: etree._Element, name: str, look: Look, found: Paragraph) -> None:
        plain = {"tab": "\t", "line-break": "\n", "s": " " * min(200, int(attribute(el, "c") or 1))}
        if name in plain:
            if not self.inserted or self.accept:
                self.pieces.append((plain[name], bool(look.bold)))
        elif name in ("change-start", "change-end", "change"):
            deleted = self.mark(el)
            if deleted:
                self.pieces.append((deleted, bool(look.bold)))
        elif name == "note":
            body = child(el, "note-body")
            found.notes += [] if body is None else [body]
        elif name in ("annotation", "annotation-end"):
            self.flags.add("comments")
        elif name in ("frame", "custom-shape", "text-box", "g"):
            self._boxes(el, found)
        elif name == "hidden-text":
            self.flags.add("hidden")
        elif name == "ruby":
            base = child(el, "ruby-base")
            self._inside(el if base is None else base, look, found)
        elif name not in _SKIPPED:
            if name == "placeholder":
                self.flags.add("placeholder")
            style = attribute(el, "style-name") if name in ("span", "a") else None
            self._inside(el, self.styles.look(style, look), found)

    def _boxes(self, el: etree._Element, found: Paragraph) -> None:
        boxes = [part for part in el.iter() if local(part) == "text-box"]
        if boxes:
            found.boxes.append(boxes[0])
        elif local(el) == "custom-shape" and any(local(part) == "p" for part in el):
            found.boxes.append(el)


__all__ = ["Paragraph", "TextReader", "attribute", "changed_regions"]
