"""A draft and its sheet made into a page: the draft's text cut where the findings' evidence stands, each place tied to
its findings and back. Pure; no markup is made here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import TypeAlias

from regelkoll.language import N_, Words
from regelkoll.model import Block, Draft, Place, Severity
from regelkoll.reports.sheet import Ask, Card, Sheet, Span


class Sort(StrEnum):
    """What a finding comes to for a reader, gravest first."""

    STOP = "stop"
    WARNING = "warning"
    UNKNOWN = "unknown"
    INFO = "info"
    WAIVED = "waived"
    PASSED = "passed"


LABELS: Mapping[Sort, str] = {
    Sort.STOP: N_("Stops {number}"),
    Sort.WARNING: N_("Warns {number}"),
    Sort.UNKNOWN: N_("Unclear {number}"),
    Sort.INFO: N_("Note {number}"),
    Sort.WAIVED: N_("Waived {number}"),
    Sort.PASSED: N_("Met {number}"),
}
GRAVEST = list(Sort)
BY_SEVERITY = {Severity.STOP: Sort.STOP, Severity.WARNING: Sort.WARNING, Severity.INFO: Sort.INFO}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A finding, or a missing fact, as a place on the page: its element's `id`, its short `label`, and the places in
    the draft that it rests on."""

    id: str
    sort: Sort
    label: str
    title: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the draft with every finding that rests on it, gravest first; of those that are met only the first."""

    id: str
    span: Span
    anchors: tuple[Anchor, ...]

    @property
    def sort(self) -> Sort:
        return self.anchors[0].sort


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked stretch of a block. A mark may go over several blocks or cross another: `opens` is true at its first
    stretch, `closes` at its last."""

    mark: Mark
    opens: bool
    closes: bool
    parts: tuple[Marked | str, ...]


Parts: TypeAlias = tuple[Marked | str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block. `depth` is that of a heading from 0, never more than one deeper than the one before, else `None`."""

    kind: str
    parts: Parts
    depth: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells of paragraphs, as they stood; a cell may be empty."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page of the draft begins, from 1."""

    number: int


Piece: TypeAlias = Paragraph | Table | Page


@dataclass(frozen=True, slots=True)
class Marking:
    """A sheet as a page. Every id begins with `prefix`. `draft` and `heads` (heads and feet of its pages) are the text
    in reading order, both empty for a case file; `marks` gives the id of the place of a span."""

    prefix: str
    sheet: Sheet
    anchors: Mapping[str, Anchor]
    marks: Mapping[Span, str]
    heads: tuple[Piece, ...] = ()
    draft: tuple[Piece, ...] = ()

    def at(self, item: Card | Ask) -> Anchor:
        """The anchor of a card or of a missing fact that the sheet holds."""
        return self.anchors[_key(item)]


def marking(draft: Draft | None, sheet: Sheet, words: Words, prefix: str = "") -> Marking:
    """The sheet as a page, with the draft's text where there is one."""
    anchors = dict(_anchors(sheet, words, prefix))
    if draft is None:
        return Marking(prefix, sheet, anchors, {})
    marks = _marks(anchors.values(), prefix)
    cut = _cut(draft.blocks, marks)
    heads = [n for n, block in enumerate(draft.blocks) if block.kind == "header"]
    body = [n for n, block in enumerate(draft.blocks) if block.kind != "header"]
    shown = {part.mark.span: part.mark.id for parts in cut for part in _all(parts)}
    return Marking(
        prefix,
        sheet,
        anchors,
        shown,
        tuple(_pieces(draft, heads, cut, paged=False)),
        tuple(_pieces(draft, body, cut, paged=True)),
    )


def _key(item: Card | Ask) -> str:
    return item.key if isinstance(item, Card) else f"?{item.fact}"


def _anchors(sheet: Sheet, words: Words, prefix: str) -> Iterator[tuple[str, Anchor]]:
    """Every finding that is shown in the draft, by its key; what could not be told is numbered through."""
    for severity, cards in sheet.failed.items():
        yield from (_anchor(card, BY_SEVERITY[severity], card.number, words, prefix) for card in cards)
    untold = [*sheet.split, *sheet.differ]
    yield from (_anchor(card, Sort.UNKNOWN, number, words, prefix) for number, card in enumerate(untold, 1))
    for number, ask in enumerate(sheet.asks, len(untold) + 1):
        label = words(LABELS[Sort.UNKNOWN], number=number)
        spans = ask.spans if ask.fact else _spans(ask.cards)
        yield _key(ask), Anchor(f"{prefix}a-{ask.fact or number}", Sort.UNKNOWN, label, ask.request, spans)
        for card in ask.cards:
            anchor = _anchor(card, Sort.UNKNOWN, number, words, prefix)[1]
            yield card.key, replace(anchor, spans=())
    yield from (_anchor(card, Sort.WAIVED, card.number, words, prefix) for card in sheet.waived)
    yield from (_anchor(card, Sort.PASSED, card.number, words, prefix) for card in sheet.passed)


def _anchor(card: Card, sort: Sort, number: int, words: Words, prefix: str) -> tuple[str, Anchor]:
    label = words(LABELS[sort], number=number)
    return card.key, Anchor(f"{prefix}f-{card.key}", sort, label, card.title, _spans((card,)))


def _spans(cards: Iterable[Card]) -> tuple[Span, ...]:
    """What is one character long is where something begins, and no words."""
    spans = {span for card in cards for said in card.said for span in said.spans}
    return tuple(sorted(span for span in spans if span[1] - span[0] > 1))


def _marks(anchors: Iterable[Anchor], prefix: str) -> tuple[Mark, ...]:
    """One mark a span, in reading order, the longer first where two begin together."""
    by_span: dict[Span, list[Anchor]] = {}
    for anchor in anchors:
        for span in anchor.spans:
            by_span.setdefault(span, []).append(anchor)
    spans = sorted(by_span, key=lambda span: (span[0], -span[1]))
    return tuple(Mark(f"{prefix}m{n}", span, _gravest(by_span[span])) for n, span in enumerate(spans, 1))


def _gravest(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    ordered = sorted(anchors, key=lambda anchor: GRAVEST.index(anchor.sort))
    met = [anchor for anchor in ordered if anchor.sort is Sort.PASSED]
    return tuple([anchor for anchor in ordered if anchor.sort is not Sort.PASSED] + met[:1])


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    mark: Mark
    opens: bool = True
    closes: bool = True


def _cut(blocks: Sequence[Block], marks: Sequence[Mark]) -> list[Parts]:
    """Each block's text cut at the marks, by the block's number."""
    found: list[list[_Stretch]] = []
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for number, block in enumerate(blocks):
        low, high = _reach(block)
        near = [mark for mark in marks if mark.span[0] < high and low < mark.span[1]]
        stretches = [(mark, place) for mark in near if (place := _placed(block, mark.span))]
        found.append([_Stretch(*place, mark) for mark, place in stretches])
        for mark, _ in stretches:
            first.setdefault(mark.id, number)
            last[mark.id] = number
    return [
        _nested(
            block.text,
            (0, len(block.text)),
            [replace(s, opens=first[s.mark.id] == n, closes=last[s.mark.id] == n) for s in stretches],
        )
        for n, (block, stretches) in enumerate(zip(blocks, found, strict=True))
    ]


def _runs(block: Block) -> Iterator[tuple[int, int, int]]:
    """(offset in the block, offset in the canonical text, length) of what runs in step."""
    ends = [piece[0] for piece in block.pieces[1:]] + [len(block.text)]
    return ((at, there, end - at) for (at, there), end in zip(block.pieces, ends, strict=True))


def _reach(block: Block) -> Span:
    runs = list(_runs(block))
    return (runs[0][1], runs[-1][1] + runs[-1][2]) if runs else (0, 0)


def _placed(block: Block, span: Span) -> Span | None:
    """The part of the block's text that the span covers."""
    covered = [
        (at + max(span[0] - there, 0), at + min(span[1] - there, length))
        for at, there, length in _runs(block)
        if span[0] < there + length and there < span[1]
    ]
    return (covered[0][0], covered[-1][1]) if covered else None


def _nested(text: str, within: Span, stretches: Sequence[_Stretch]) -> Parts:
    """The text with the marks inside one another; one that crosses another's end goes on after it."""
    parts: list[Marked | str] = []
    at, left = within[0], sorted(stretches, key=lambda s: (s.start, -s.end))
    while left:
        head, rest = left[0], left[1:]
        inner = [replace(s, closes=s.closes and s.end <= head.end) for s in rest if s.start < head.end]
        inside = [replace(s, end=min(s.end, head.end)) for s in inner]
        parts += [text[at : head.start]] if at < head.start else []
        parts.append(Marked(head.mark, head.opens, head.closes, _nested(text, (head.start, head.end), inside)))
        at = head.end
        crossing = [replace(s, start=at, opens=False) for s in rest if s.start < at < s.end]
        left = sorted(crossing + [s for s in rest if s.start >= at], key=lambda s: (s.start, -s.end))
    return (*parts, text[at : within[1]]) if at < within[1] else tuple(parts)


def _all(parts: Parts) -> Iterator[Marked]:
    for part in parts:
        if isinstance(part, Marked):
            yield part
            yield from _all(part.parts)


def _pieces(draft: Draft, numbers: Sequence[int], cut: Sequence[Parts], paged: bool) -> Iterator[Piece]:
    """The blocks as paragraphs and tables, with a page's number where it begins. Blank paragraphs are left out."""
    places = [place for place in draft.places if place.page is not None] if paged else []
    depths = dict(_depths(draft.blocks, numbers))
    page: int | None = None
    for table, group in groupby(numbers, key=lambda n: draft.blocks[n].table):
        listed = list(group)
        for unit in [[n] for n in listed] if table is None else [listed]:
            now = _page(places, draft.blocks[unit[0]])
            if now is not None and now != page:
                page = now
                yield Page(now)
            if table is not None:
                yield _table(draft.blocks, unit, cut)
            elif draft.blocks[unit[0]].text.strip():
                yield Paragraph(draft.blocks[unit[0]].kind, cut[unit[0]], depths.get(unit[0]))


def _page(places: Sequence[Place], block: Block) -> int | None:
    at = bisect_right(places, _reach(block)[0], key=lambda place: place.start)
    return places[at - 1].page if at else None


def _depths(blocks: Sequence[Block], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """How deep each heading is; a title is above the headings."""
    named = [n for n in numbers if blocks[n].kind in ("title", "heading") and blocks[n].text.strip()]
    lowest = min((blocks[n].level for n in named if blocks[n].kind == "heading"), default=0)
    under = any(blocks[n].kind == "title" for n in named)
    before = -1
    for n in named:
        wanted = 0 if blocks[n].kind == "title" else blocks[n].level - lowest + under
        before = min(wanted, before + 1)
        yield n, before


def _table(blocks: Sequence[Block], numbers: Sequence[int], cut: Sequence[Parts]) -> Table:
    cells: dict[tuple[int, int], list[Paragraph]] = {}
    for n in numbers:
        cells.setdefault((blocks[n].row, blocks[n].column), []).append(Paragraph(blocks[n].kind, cut[n]))
    columns = sorted({column for _, column in cells})
    rows = sorted({row for row, _ in cells})
    return Table(tuple(tuple(tuple(cells.get((row, column), ())) for column in columns) for row in rows))
