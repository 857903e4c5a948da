"""A draft and its sheet made into a page: the draft's text cut where the findings' evidence stands, each place tied to
its findings and back. Pure; no markup is made here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from regelkoll.language import N_, Words
from regelkoll.model import Block, Draft, Place, Severity
from regelkoll.reports.marks import Anchor, Mark, Parts, Sort, cut, reach, stretches
from regelkoll.reports.sheet import Ask, Card, Sheet, Span

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
    parted = cut(draft.blocks, marks)
    heads = [n for n, block in enumerate(draft.blocks) if block.kind == "header"]
    body = [n for n, block in enumerate(draft.blocks) if block.kind != "header"]
    shown = {part.mark.span: part.mark.id for parts in parted for part in stretches(parts)}
    return Marking(
        prefix,
        sheet,
        anchors,
        shown,
        tuple(_pieces(draft, heads, parted, paged=False)),
        tuple(_pieces(draft, body, parted, paged=True)),
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


def _pieces(draft: Draft, numbers: Sequence[int], parted: Sequence[Parts], paged: bool) -> Iterator[Piece]:
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
                yield _table(draft.blocks, unit, parted)
            elif draft.blocks[unit[0]].text.strip():
                yield Paragraph(draft.blocks[unit[0]].kind, parted[unit[0]], depths.get(unit[0]))


def _page(places: Sequence[Place], block: Block) -> int | None:
    at = bisect_right(places, reach(block)[0], key=lambda place: place.start)
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


def _table(blocks: Sequence[Block], numbers: Sequence[int], parted: Sequence[Parts]) -> Table:
    cells: dict[tuple[int, int], list[Paragraph]] = {}
    for n in numbers:
        cells.setdefault((blocks[n].row, blocks[n].column), []).append(Paragraph(blocks[n].kind, parted[n]))
    columns = sorted({column for _, column in cells})
    rows = sorted({row for row, _ in cells})
    return Table(tuple(tuple(tuple(cells.get((row, column), ())) for column in columns) for row in rows))
