"""The text of a Word paragraph as the paper shows it: changes, fields, boxes, notes and what is not seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from regelkoll.drafts.elements import attribute, child, local
from regelkoll.drafts.wordfields import Fields
from regelkoll.drafts.wordlook import Look
from regelkoll.drafts.wordmarks import off_page
from regelkoll.drafts.wordsigns import UNKNOWN, raised, shown, symbol
from regelkoll.drafts.wordstyles import NONE, Style, Styles

_IN, _OUT = ("ins", "moveTo", "cellIns"), ("del", "moveFrom", "cellDel")
_SKIPPED = {"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "proofErr", "sdtPr", "sdtEndPr", "annotationRef"}
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_DRAWN = ("drawing", "pict", "object", "txbxContent")


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
    """Reads paragraphs in one reading; adds to `flags` what a reader must know, and to `trail` each text that is shown
    with the element that it stands in."""

    def __init__(self, styles: Styles, accept: bool, flags: set[str]) -> None:
        self.styles, self.accept, self.flags = styles, accept, flags
        self.fields = Fields(flags)
        self.pieces: list[tuple[str, bool]] = []
        self.trail: list[tuple[str, etree._Element]] = []

    def gone(self, el: etree._Element) -> bool:
        """Whether a change's content is not there in this reading."""
        return local(el) in (_OUT if self.accept else _IN)

    def gone_part(self, properties: etree._Element | None) -> bool:
        """Whether a row or a cell with these properties is not there in this reading."""
        return any(self.gone(el) for el in properties) if properties is not None else False

    def paragraph(self, el: etree._Element, around: Style = NONE) -> Paragraph:
        """A paragraph in a table of such a style, on such a ground."""
        properties = child(el, "pPr")
        found = Paragraph(level=self.styles.level(properties))
        mark = child(properties, "rPr")
        found.runs_on = self.gone_part(mark)
        self.pieces = []
        look = self.styles.paragraph(properties, around)
        if off_page(properties):
            look = Look(hidden=True)
        self._inside(el, look, found)
        found.text = "".join(text for text, _ in self.pieces)
        seen = [bold for text, bold in self.pieces if text.strip()]
        found.bold = bool(seen) and all(seen)
        return found

    def _inside(self, parent: etree._Element, around: Look, found: Paragraph) -> None:
        for el in parent:
            name = local(el)
            if name == "r":
                self._run(el, self.styles.run(child(el, "rPr"), around), found)
            elif name == "ruby":
                base = child(el, "rubyBase")
                self._inside(base if base is not None else el, around, found)
            elif name == "t":  # formulas
                self._put(el, el.text or "", around)
            elif name not in _SKIPPED and not self.gone(el):
                if name == "fldSimple":
                    self.fields.does(attribute(el, "instr") or "")
                self._inside(el, around, found)

    def _run(self, run: etree._Element, look: Look, found: Paragraph) -> None:
        unfilled = self.styles.placeholder(child(run, "rPr"))
        for el in run:
            name = local(el)
            if name in ("t", "delText"):
                if unfilled and (el.text or "").strip():
                    self.flags.add("placeholder")
                self._put(el, raised(shown(el.text or ""), look.raised), look)
            elif name in _SIGNS:
                self._put(el, _SIGNS[name], look)
            elif name == "sym":
                sign = symbol(attribute(el, "font") or "", attribute(el, "char") or "")
                self._put(el, raised(sign, look.raised), look)
            elif name == "fldChar":
                self._put(el, self.fields.mark(el), look)
            elif name in ("instrText", "delInstrText"):
                self.fields.said(el.text or "")
            elif not self._hung(el, look, found) and name == "ruby":
                base = child(el, "rubyBase")
                self._inside(base if base is not None else el, look, found)

    def _put(self, el: etree._Element, text: str, look: Look) -> None:
        """Text of one look: left out where it is not seen or struck out."""
        if not text or not self.fields.put(text):
            return
        if text.strip():
            if look.unseen:
                self.flags.add("hidden")
                return
            if look.doubtful:
                self.flags.add("hidden")
            if UNKNOWN in text:
                self.flags.add("garbled")
            if look.struck:
                self.flags.add("struck_out")
                if self.accept:
                    return
        self.pieces.append((text, bool(look.bold)))
        self.trail.append((text, el))

    def _hung(self, el: etree._Element, look: Look, found: Paragraph) -> bool:
        """Notes and boxes that hang on a run; those of a hidden run are not there."""
        name = local(el)
        if name in ("footnoteReference", "endnoteReference"):
            if look.hidden or self.fields.muted:
                self.flags.add("hidden")
            else:
                found.notes.append((name.removesuffix("Reference"), attribute(el, "id") or ""))
            return True
        if name not in _DRAWN:
            return False
        boxes = _boxes(el)
        if (look.hidden or self.fields.muted) and any("".join(map(str, box.itertext())).strip() for box in boxes):
            self.flags.add("hidden")
        elif not (look.hidden or self.fields.muted):
            found.boxes += boxes
        return True


def _boxes(el: etree._Element) -> list[etree._Element]:
    """The text boxes within a drawing; what is within a box is the box's."""
    if local(el) == "txbxContent":
        return [el]
    return [box for part in el for box in _boxes(part)]
