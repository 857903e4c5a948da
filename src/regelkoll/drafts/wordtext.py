"""The text of a Word paragraph as the paper shows it: changes, fields, boxes, notes and what is not seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from regelkoll.drafts.wordstyles import Look, Styles, child, local, val

_IN, _OUT = ("ins", "moveTo"), ("del", "moveFrom")
_SKIPPED = {"pPr", "rPr", "instrText", "delInstrText", "fldChar", "proofErr", "sdtPr", "sdtEndPr", "annotationRef"}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass(slots=True)
class Paragraph:
    """A paragraph's text with what hangs on it: text boxes, and notes by (kind, id). `level` as in `Styles`.
    `runs_on`: its mark is gone in this reading, so that the next paragraph continues it."""

    text: str = ""
    bold: bool = False
    level: int | None = None
    runs_on: bool = False
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def with_next(self, other: Paragraph) -> Paragraph:
        both = Paragraph(self.text + other.text, self.bold and other.bold, other.level, other.runs_on)
        both.boxes, both.notes = [*self.boxes, *other.boxes], [*self.notes, *other.notes]
        return both if self.text.strip() else other


class TextReader:
    """Reads paragraphs in one reading; adds to `flags` what a reader must know."""

    def __init__(self, styles: Styles, accept: bool, flags: set[str]) -> None:
        self.styles, self.accept, self.flags = styles, accept, flags

    def gone(self, el: etree._Element) -> bool:
        """Whether a change's content is not there in this reading."""
        name = local(el)
        return name in (_OUT if self.accept else _IN)

    def gone_row(self, row: etree._Element) -> bool:
        properties = child(row, "trPr")
        marks = [el for el in properties if local(el) in ("ins", "del")] if properties is not None else []
        if marks:
            self.flags.add("tracked")
        return any(self.gone(mark) for mark in marks)

    def paragraph(self, el: etree._Element) -> Paragraph:
        properties = child(el, "pPr")
        found = Paragraph(level=self.styles.level(properties))
        mark = child(properties, "rPr")
        for change in mark if mark is not None else ():
            if local(change) in (*_IN, *_OUT):
                self.flags.add("tracked")
                found.runs_on = found.runs_on or self.gone(change)
        self.pieces: list[tuple[str, bool]] = []
        self._inside(el, self.styles.paragraph(properties), found)
        found.text = "".join(text for text, _ in self.pieces)
        seen = [bold for text, bold in self.pieces if text.strip()]
        found.bold = bool(seen) and all(seen)
        return found

    def _inside(self, parent: etree._Element, around: Look, found: Paragraph) -> None:
        for el in parent:
            name = local(el)
            if name in (*_IN, *_OUT):
                self.flags.add("tracked")
                if not self.gone(el):
                    self._inside(el, around, found)
            elif name == "r":
                self._run(el, self.styles.run(child(el, "rPr"), around), found)
            elif name == "sdt":
                if child(child(el, "sdtPr"), "showingPlcHdr") is not None:
                    self.flags.add("placeholder")
                self._inside(el, around, found)
            elif name == "ruby":
                base = child(el, "rubyBase")
                self._inside(base if base is not None else el, around, found)
            elif name == "t":  # formulas
                self.pieces.append((el.text or "", False))
            elif name not in _SKIPPED:
                self._inside(el, around, found)

    def _run(self, run: etree._Element, look: Look, found: Paragraph) -> None:
        if look.unseen and any(local(el) in ("t", "delText") and (el.text or "").strip() for el in run):
            self.flags.add("hidden")
            return
        if look.struck and any(local(el) == "t" and (el.text or "").strip() for el in run):
            self.flags.add("struck_out")
            if self.accept:
                return
        for el in run:
            name = local(el)
            if name in ("t", "delText"):
                self.pieces.append((el.text or "", bool(look.bold)))
            elif name == "br":
                kind = next((v for k, v in el.attrib.items() if k.endswith("}type")), "")
                self.pieces.append(("" if kind in ("page", "column") else "\n", bool(look.bold)))
            elif name == "sym":
                self.pieces.append(("•", bool(look.bold)))
            elif name in _SIGNS:
                self.pieces.append((_SIGNS[name], bool(look.bold)))
            elif name in ("footnoteReference", "endnoteReference"):
                number = next((v for k, v in el.attrib.items() if k.endswith("}id")), "")
                found.notes.append((name.removesuffix("Reference"), number))
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                self._boxes(el, found)
            elif name == "ruby":
                self._inside(el, look, found)

    def _boxes(self, el: etree._Element, found: Paragraph) -> None:
        """Text boxes within, once: of two forms of one drawing the first that has any."""
        if local(el) == "txbxContent":
            found.boxes.append(el)
            return
        if local(el) == "AlternateContent":
            before = len(found.boxes)
            for form in el:
                self._boxes(form, found)
                if len(found.boxes) > before:
                    return
            return
        for part in el:
            self._boxes(part, found)


__all__ = ["Paragraph", "TextReader", "val"]
