"""From words on pages to blocks in reading order: heads apart, columns, rows, headings, paragraphs over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rapidfuzz import fuzz

from regelkoll.drafts.building import SENTENCE_END, Box
from regelkoll.drafts.pdfpage import Page, Word

GAP, ALIKE, LONGEST = 1.1, 80, 200
_HYPHEN = re.compile(r"[a-zåäöéü]-\Z")


@dataclass(slots=True)
class Segment:
    """Words on one line without a wide gap between them."""

    page: int
    words: list[Word]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        boxes = [word.box for word in self.words]
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


@dataclass(slots=True)
class Row:
    """The segments of one line, from left to right."""

    segments: list[Segment]

    @property
    def top(self) -> float:
        return min(s.box[1] for s in self.segments)

    @property
    def bottom(self) -> float:
        return max(s.box[3] for s in self.segments)

    @property
    def page(self) -> int:
        return self.segments[0].page

    @property
    def text(self) -> str:
        return "   ".join(s.text for s in self.segments)


@dataclass(slots=True)
class _Block:
    kind: str
    level: int
    segments: list[Segment] = field(default_factory=list)
    table: tuple[int, int, int] | None = None
    right: float = 0.0


class Layout:
    """One reading of the pages: with struck out text (`struck`) or without."""

    def __init__(self, pages: Sequence[Page], struck: bool) -> None:
        self.pages = pages
        self.heads: list[Row] = []
        self.rows: list[list[Row]] = []
        for page in pages:
            words = [w for w in page.words if struck or not w.struck]
            self.heads += _rows(page.number, [w for w in words if w.artifact])
            self.rows.append(_rows(page.number, [w for w in words if not w.artifact]))
        if not self.heads:
            self._repeated()
        sizes = Counter[float]()
        for row in (r for rows in self.rows for r in rows):
            for segment in row.segments:
                sizes[segment.size] += len(segment.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        self.bolds = self._share_bold() > 0.5
        self._above_title()
        self.tables = 0
        self.right = 0.0
        self.out: list[_Block] = []

    def _share_bold(self) -> float:
        segments = [s for rows in self.rows for r in rows for s in r.segments]
        whole = sum(len(s.text) for s in segments)
        return sum(len(s.text) for s in segments if s.bold) / whole if whole else 0.0

    # ── heads ──

    def _repeated(self) -> None:
        """Rows in the outer fifths of pages that come again at the same height on another page."""
        outer = [
            (row, page)
            for page, rows in zip(self.pages, self.rows, strict=True)
            for row in rows
            if row.bottom < page.height * 0.2 or row.top > page.height * 0.85
        ]
        for row, page in outer:
            again = any(
                other is not row and other_page is not page and abs(other.top - row.top) < 4 and _alike(row, other)
                for other, other_page in outer
            )
            if again:
                self.heads.append(row)
        gone = set(map(id, self.heads))
        self.rows = [[row for row in rows if id(row) not in gone] for rows in self.rows]

    def _above_title(self) -> None:
        """On the first page, what stands above the largest text in rows of columns."""
        first = self.rows[0] if self.rows else []
        largest = max((s.size for row in first for s in row.segments), default=0.0)
        title = next((i for i, row in enumerate(first) if any(s.size == largest for s in row.segments)), 0)
        if largest > self.body * 1.15 and title and any(len(row.segments) > 1 for row in first[:title]):
            self.heads = [*first[:title], *self.heads]
            self.rows[0] = first[title:]

    # ── blocks ──

    def blocks(self) -> list[dict[str, Any]]:
        """The blocks as data: kind, level, table, and parts of (text, page, box)."""
        for number in sorted({row.page for row in self.heads}):
            self._table([row for row in self.heads if row.page == number], "header")
        for page, rows in zip(self.pages, self.rows, strict=True):
            for part in _columns(page, rows, self.body):
                self._flow(part)
        blocks = _joined(self.out)
        self._title(blocks)
        return [{"kind": b.kind, "level": b.level, "table": b.table, "parts": _parts(b)} for b in blocks]

    def _title(self, blocks: Sequence[_Block]) -> None:
        """The first heading of the body is the title when nothing is larger."""
        first = next((b for b in blocks if b.kind != "header"), None)
        largest = max((s.size for b in blocks for s in b.segments), default=0.0)
        if first is not None and first.kind == "heading" and first.segments[0].size >= largest - 0.2:
            first.level = 1

    def _flow(self, rows: Sequence[Row]) -> None:
        """Rows of one column from above: tables where there are several segments, paragraphs elsewhere."""
        waiting: list[Row] = []
        leading = _leading(rows)
        self.right = max((s.box[2] for row in rows for s in row.segments), default=0.0)
        for index, row in enumerate(rows):
            before = rows[index - 1] if index else None
            in_table = bool(waiting) and _goes_on(waiting, row, leading)
            if len(row.segments) > 1 or in_table:
                waiting.append(row)
                continue
            self._end(waiting)
            waiting = []
            self._line(row.segments[0], before, leading)
        self._end(waiting)

    def _end(self, rows: list[Row]) -> None:
        if rows:
            self._table(rows, "para")

    def _table(self, rows: Sequence[Row], kind: str) -> None:
        starts = _starts(rows)
        self.tables += 1
        for number, row in enumerate(rows):
            for segment in row.segments:
                column = max((i for i, x in enumerate(starts) if segment.box[0] >= x - 6), default=0)
                self.out.append(_Block(kind, 0, [segment], (self.tables, number, column)))

    def _line(self, segment: Segment, before: Row | None, leading: float) -> None:
        kind, level = self._shape(segment)
        last = self.out[-1] if self.out else None
        if last is not None and last.table is None and before is not None and last.segments:
            end = last.segments[-1]
            close = end.page == segment.page and segment.box[1] - end.box[3] < max(0.75 * segment.size, leading)
            same = last.kind == kind and last.level == level and abs(end.size - segment.size) < 0.6
            if close and same and end is before.segments[-1] and (kind == "para" or len(last.segments) < 12):
                last.segments.append(segment)
                return
        self.out.append(_Block(kind, level, [segment], None, self.right))

    def _shape(self, segment: Segment) -> tuple[str, int]:
        larger = segment.size / self.body
        if larger > 1.45 and len(segment.text) < LONGEST:
            return "heading", 1
        if larger > 1.1 and len(segment.text) < LONGEST:
            return "heading", 2
        return ("line", 0) if segment.bold and not self.bolds and len(segment.text) < 90 else ("para", 0)


def _rows(page: int, words: Sequence[Word]) -> list[Row]:
    """Words as rows from above, each as segments from the left."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: ((w.box[1] + w.box[3]) / 2, w.box[0])):
        middle = (word.box[1] + word.box[3]) / 2
        row = next(
            (r for r in reversed(rows[-4:]) if abs(_middle(r[0]) - middle) < 0.4 * max(word.size, r[0].size)), None
        )
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    found = []
    for row in rows:
        row.sort(key=lambda w: w.box[0])
        segments = [Segment(page, [row[0]])]
        for word in row[1:]:
            last = segments[-1].words[-1]
            if word.box[0] - last.box[2] > GAP * max(word.size, last.size):
                segments.append(Segment(page, [word]))
            else:
                segments[-1].words.append(word)
        found.append(Row(segments))
    return sorted(found, key=lambda r: r.top)


def _middle(word: Word) -> float:
    return (word.box[1] + word.box[3]) / 2


def _alike(row: Row, other: Row) -> bool:
    one, two = (re.sub(r"\d+", "0", r.text) for r in (row, other))
    return bool(fuzz.ratio(one, two) >= ALIKE)


def _columns(page: Page, rows: Sequence[Row], body: float) -> list[list[Row]]:
    """The rows in the order that they are read: where an empty strip parts the page in two, left before right."""
    gutter = _gutter(page, rows)
    if gutter is None:
        return [list(rows)]
    parts: list[list[Row]] = []
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        crossing = any(s.box[0] < gutter - 2 and s.box[2] > gutter + 2 for s in row.segments)
        across = parts[-1][-1] if parts and not left and not right else None
        size = row.segments[0].size
        title = across is not None and size > 1.1 * body and abs(across.segments[0].size - size) < 0.6
        if crossing or title:
            if across is None:
                parts += [*(part for part in (left, right) if part), []]
                left, right = [], []
            parts[-1].append(row)
            continue
        for side, keep in ((left, [s for s in row.segments if s.box[2] <= gutter + 2]), (right, [])):
            if keep:
                side.append(Row(keep))
        beyond = [s for s in row.segments if s.box[0] >= gutter - 2]
        if beyond:
            right.append(Row(beyond))
    return [part for part in (*parts, left, right) if part]


def _gutter(page: Page, rows: Sequence[Row]) -> float | None:
    """Where an empty upright strip in the page's middle has running text on both its sides, most rows long."""
    best: tuple[int, float] | None = None
    for at in range(int(page.width * 0.35), int(page.width * 0.65), 3):
        crossed = sides = 0
        for row in rows:
            if any(s.box[0] < at - 3 and s.box[2] > at + 3 for s in row.segments):
                crossed += 1
            lefts = [s for s in row.segments if s.box[2] <= at + 3 and len(s.text) > 18]
            rights = [s for s in row.segments if s.box[0] >= at - 3 and len(s.text) > 18]
            sides += bool(lefts) and bool(rights)
        if sides >= 6 and sides > 2 * crossed and (best is None or sides - crossed > best[0]):
            best = (sides - crossed, float(at))
    return None if best is None else best[1]


def _leading(rows: Sequence[Row]) -> float:
    """The usual gap between lines, widened by a third."""
    gaps = sorted(b.top - a.bottom for a, b in pairwise(rows) if -2 < b.top - a.bottom < 30)
    return max(1.5, gaps[len(gaps) // 3]) * 1.35 + 1 if gaps else 4.0


def _starts(rows: Sequence[Row]) -> list[float]:
    """Where the columns of a table begin."""
    starts: list[float] = []
    for x in sorted(s.box[0] for row in rows for s in row.segments):
        if not starts or x - starts[-1] > 18:
            starts.append(x)
    return starts


def _goes_on(rows: Sequence[Row], row: Row, leading: float) -> bool:
    """Whether a line of one segment is of the table above it: close, short, and at one of its columns."""
    segment = row.segments[0]
    near = row.top - rows[-1].bottom < max(leading, 0.6 * segment.size)
    at = any(abs(segment.box[0] - x) < 6 for x in _starts(rows))
    wide = max(s.box[2] for r in rows for s in r.segments)
    return near and at and len(segment.text) < 45 and segment.box[2] <= wide and not SENTENCE_END.search(segment.text)


def _joined(blocks: Sequence[_Block]) -> list[_Block]:
    """Blocks with paragraphs that a page or column cut in two made one."""
    result: list[_Block] = []
    for block in blocks:
        last = result[-1] if result else None
        cut = last is not None and last.kind == block.kind == "para" and last.table is None and block.table is None
        if cut and last is not None and not SENTENCE_END.search(last.segments[-1].text):
            first = block.segments[0]
            apart = first.page != last.segments[-1].page or first.box[1] < last.segments[-1].box[1]
            if apart and first.text[:1].islower():
                last.segments = [*last.segments, *block.segments]
                continue
        result.append(block)
    return result


def _parts(block: _Block) -> list[tuple[str, int, Box]]:
    """The lines of a block; a word parted at a line's end is one again, but a hyphen before a capital stays. A line
    after which the next one's first word had had room was ended on purpose."""
    parts: list[tuple[str, int, Box]] = []
    segments = block.segments
    for index, segment in enumerate(segments):
        text = segment.text
        following = segments[index + 1].text if index + 1 < len(segments) else ""
        if following and _HYPHEN.search(text):
            text = text[:-1] if following[:1].islower() else text
        elif following:
            word = segments[index + 1].words[0].box
            room = segment.page == segments[index + 1].page and block.kind == "para" and block.right
            ended = room and segment.box[2] + (word[2] - word[0]) + 1.5 * segment.size < block.right
            text += "\n" if ended else " "
        parts.append((text, segment.page, segment.box))
    return parts
