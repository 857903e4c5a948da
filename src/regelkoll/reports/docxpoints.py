"""Where in a Word document a comment goes: runs cut at the ends of the words, marks put between them.

Word passes over comments in headers, footers, footnotes and text boxes ([MS-OI29500] 2.1.315), so that what stands
there is marked at what carries it: the reference to the note, the run that the box hangs on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from lxml import etree

from regelkoll.drafts.elements import attribute, child, inner, local
from regelkoll.drafts.wordtrail import Stretch

Where: TypeAlias = OneOf["words", "box", "note", "head", "nowhere"]
"""What a comment stands at: the words themselves, what carries them, or the title for want of either."""
_CLOSED = ("txbxContent", "AlternateContent", "ruby", "oMath", "oMathPara", "drawing", "pict", "object")
_GONE = ("del", "moveFrom")
_PROPERTIES = ("rPr", "pPr", "sdtPr", "tcPr", "trPr", "tblPr")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Point:
    """A point beside an element (`child` is None: before it where it begins a comment, after it where it ends one), or
    in a run: at the character `at` of one of its children (None: before or after the child)."""

    element: etree._Element
    child: etree._Element | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a comment begins and ends."""

    first: Point
    last: Point
    where: Where


class Body:
    """The main part of a document as it is stored, its elements by their numbers."""

    def __init__(self, root: etree._Element, part: str, stretches: Sequence[Stretch], notes: NoteOf) -> None:
        self.root, self.part, self.stretches, self.notes = root, part, stretches, notes
        self.elements = list(root.iter("*"))

    def anchor(self, start: int | None, end: int | None) -> Anchor | None:
        """The anchor of these characters; None where they stand at nothing in the body."""
        if start is None or end is None:
            return None
        found = [s for s in self.stretches if s.start < end and s.end > start]
        direct = [(s, point) for s in found if s.part == self.part and (point := self._point(s)) is not None]
        plain = [pair for pair in direct if not self._boxed(pair[0])]
        if direct:
            (one, first), (other, last) = (plain or direct)[0], (plain or direct)[-1]
            where: Where = "words" if plain else "box"
            return Anchor(_moved(first, one, start - one.start), _moved(last, other, end - other.start), where)
        for stretch in found:
            reference = self._reference(stretch)
            if reference is not None:
                return Anchor(Point(reference), Point(reference), "note")
        return None

    def _boxed(self, stretch: Stretch) -> bool:
        return any(local(up) == "txbxContent" for up in _above(self.elements[stretch.number]))

    def _point(self, stretch: Stretch) -> Point | None:
        """The run and the child of it that a stretch stands in, or what closes about it."""
        el = self.elements[stretch.number]
        closed = [up for up in _above(el) if local(up) in _CLOSED or _bound(up)]
        outer = closed[-1] if closed else el
        runs = [up for up in _above(outer) if local(up) == "r"]
        if closed:
            outer = runs[-1] if runs else outer
            return Point(outer) if any(local(up) == "p" for up in _above(outer)) else None
        return Point(runs[0], el, stretch.first) if runs and el.getparent() is runs[0] else None

    def _reference(self, stretch: Stretch) -> etree._Element | None:
        """The run in the body that refers to the note which a stretch stands in."""
        note = self.notes.get((stretch.part, stretch.number))
        for el in self.elements if note is not None else ():
            if (local(el), attribute(el, "id")) == note:
                run = el.getparent()
                inside = [local(up) for up in _above(el)]
                return run if "p" in inside and not set(_CLOSED) & set(inside) else None
        return None

    def beginning(self) -> Anchor | None:
        """The first run of the body that can have a comment."""
        for el in self.elements:
            if local(el) == "r":
                above = {local(up) for up in _above(el)}
                if "p" in above and not above & {*_CLOSED, *_GONE}:
                    return Anchor(Point(el), Point(el), "nowhere")
        return None


NoteOf: TypeAlias = dict[tuple[str, int], tuple[str, str]]
"""By part and number of an element in a note: the name and the id of the element that refers to the note."""


def _above(el: etree._Element) -> list[etree._Element]:
    """The elements around an element, inmost first."""
    return list(el.iterancestors())


def _bound(el: etree._Element) -> bool:
    """Whether an element is a control in a line, bound to data that Word puts in place of what stands in it."""
    bound = local(el) == "sdt" and inner(el, "sdtPr", "dataBinding") is not None
    return bound and any(local(up) == "p" for up in _above(el))


def _moved(point: Point, stretch: Stretch, by: int) -> Point:
    """The point `by` characters into a stretch that is in step, else at the end of it that `by` is nearest."""
    if point.child is None or point.at is None or stretch.first is None or len(point.child):
        return Point(point.element, point.child)
    length = stretch.last - stretch.first
    if length != stretch.end - stretch.start:
        by = length if by > 0 else 0
    return Point(point.element, point.child, stretch.first + min(length, max(0, by)))


# ── cutting and marking ──


@dataclass(slots=True)
class _Gap:
    """What goes between two neighbours: the ends of comments before the beginnings of others."""

    ends: list[etree._Element]
    starts: list[etree._Element]


class Marking:
    """Comments gathered and then put in, all at once, since cutting a run moves what other points stand in."""

    def __init__(self, space: str) -> None:
        self.space = space
        self.placed: list[tuple[Anchor, str]] = []

    def add(self, anchor: Anchor, number: str) -> None:
        self.placed.append((anchor, number))

    def put(self) -> None:
        """Cuts the runs and puts in the marks."""
        cuts: dict[etree._Element, set[tuple[int, int]]] = defaultdict(set)
        wanted: list[tuple[etree._Element, tuple[int, int] | None, bool, str]] = []
        for anchor, number in self.placed:
            for point, ending in ((anchor.first, False), (anchor.last, True)):
                place = _place(point, ending)
                if place is not None:
                    cuts[point.element].add(place)
                wanted.append((point.element, place, ending, number))
        runs = {run: _cut(run, places) for run, places in cuts.items()}
        gaps: dict[tuple[etree._Element, bool], _Gap] = defaultdict(lambda: _Gap([], []))
        for run, place, ending, number in wanted:
            at, after = (run, ending) if place is None else runs[run][place]
            el = _outside(at, after)
            if ending:
                gaps[el, after].ends.append(self._made("commentRangeEnd", number))
                gaps[_beyond(el) or (el, after)].ends.append(self._reference(number))
            else:
                gaps[el, after].starts.append(self._made("commentRangeStart", number))
        for (el, after), gap in gaps.items():
            _put(el, after, [*gap.ends, *gap.starts])

    def _reference(self, number: str) -> etree._Element:
        run = etree.Element(f"{{{self.space}}}r", nsmap={"w": self.space})
        run.append(self._made("commentReference", number))
        return run

    def _made(self, name: str, number: str) -> etree._Element:
        el = etree.Element(f"{{{self.space}}}{name}", nsmap={"w": self.space})
        el.set(f"{{{self.space}}}id", number)
        return el


def _place(point: Point, ending: bool) -> tuple[int, int] | None:
    """A point in a run as (number of a child, character in it); None where it is beside the whole element."""
    if point.child is None:
        whole = len(point.element) if ending else 0
        return (whole, 0) if local(point.element) == "r" else None
    number = point.element.index(point.child)
    if point.at is None:
        return number + ending, 0
    return (number + 1, 0) if point.at >= len(point.child.text or "") else (number, point.at)


def _cut(run: etree._Element, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[etree._Element, bool]]:
    """Cuts a run; gives for each place the element that it is now beside, and whether it is after it."""
    begin = next((i for i, el in enumerate(run) if local(el) not in _PROPERTIES), len(run))
    whole, found = len(run), {}
    last = run
    for number, at in sorted(places, reverse=True):
        if (number, at) <= (begin, 0):
            found[number, at] = (run, False)
        elif number >= whole:
            found[number, at] = (run, True)
        else:
            tail = _tail(run, number, at)
            last = tail if last is run else last
            found[number, at] = (tail, False)
    return {place: (last, True) if after else (el, False) for place, (el, after) in found.items()}


def _tail(run: etree._Element, number: int, at: int) -> etree._Element:
    """Takes what stands from a place on out of a run, into one of the same properties after it."""
    tail = etree.Element(run.tag, dict(run.attrib), run.nsmap)
    properties = child(run, "rPr")
    if properties is not None:
        tail.append(deepcopy(properties))
    moved = list(run)[number:]
    if at:
        rest = deepcopy(moved[0])
        text = moved[0].text or ""
        moved[0].text, rest.text = text[:at], text[at:]
        for el in (moved[0], rest):
            if (el.text or "").strip() != el.text:
                el.set(SPACE, "preserve")
        moved[0] = rest
    tail.extend(moved)
    run.addnext(tail)
    return tail


def _outside(el: etree._Element, after: bool) -> etree._Element:
    """What a mark goes beside: the control in a line that an element begins or ends, rather than within the control,
    some of which hold plain text alone."""
    content = el.getparent()
    while content is not None and local(content) == "sdtContent" and content[-1 if after else 0] is el:
        control = content.getparent()
        if control is None or not any(local(up) == "p" for up in _above(control)):
            return el
        el, content = control, control.getparent()
    return el


def _beyond(el: etree._Element) -> tuple[etree._Element, bool] | None:
    """Where the reference to a comment goes that ends here, if not here: LibreOffice (7.4) loses what stands before a
    reference in a control around paragraphs or cells, or in one of plain text. It goes into the paragraph after the
    control, else where its own paragraph begins; after a control in a line."""
    controls = [up for up in _above(el) if local(up) == "sdt"]
    around = [control for control in controls if not any(local(up) == "p" for up in _above(control))]
    if around:
        blocks = (one for one in around[-1].itersiblings("*") if local(one) in ("p", "tbl", "sdt", "customXml", "tc"))
        following = next(blocks, None)
        if following is not None and local(following) == "p" and len(following):
            return _begin(following)
        return _begin(next(up for up in _above(el) if local(up) == "p"))
    plain = [control for control in controls if inner(control, "sdtPr", "text") is not None]
    return (plain[-1], True) if plain else None


def _begin(paragraph: etree._Element) -> tuple[etree._Element, bool]:
    properties = child(paragraph, "pPr")
    return (paragraph[0], False) if properties is None else (properties, True)


def _put(el: etree._Element, after: bool, marks: Sequence[etree._Element]) -> None:
    if after:
        for mark in reversed(marks):
            el.addnext(mark)
    else:
        for mark in marks:
            el.addprevious(mark)
