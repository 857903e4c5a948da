"""From words on pages to blocks in reading order: heads apart, columns, rows, headings, paragraphs over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from regelkoll.drafts.building import SENTENCE_END, Box
from regelkoll.drafts.pdfpage import Page
from regelkoll.drafts.pdfrows import Row, Segment, alike, columns_of, leading_of, rows_of, starts_of

LONGEST, NUMBER = 200, 20
_HYPHEN = re.compile(r"[a-zåäöéü][-\u2010]\Z")
_NUMBER_PARTED = re.compile(r"\d[-\u2010\u2011]\Z")
_LABEL = re.compile(r"[A-ZÅÄÖ][\wåäöÅÄÖ -]{1,30}:(?=\s|\Z)")
_SUSPENDED = re.compile(r"(?:och|eller|samt|respektive|till|and|or)\b")
"""What follows a hyphen that stands for the rest of a word, so that the word ends there."""


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
            self.heads += rows_of(page.number, [w for w in words if w.artifact])
            self.rows.append(rows_of(page.number, [w for w in words if not w.artifact]))
        if sum(len(row.text) for row in self.heads) < NUMBER * len(pages):
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
                other is not row and other_page is not page and abs(other.top - row.top) < 4 and alike(row, other)
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
        headed = any(len(row.segments) > 1 or _LABEL.match(row.text) for row in first[:title])
        if largest > self.body * 1.15 and title and headed:
            self.heads = [*first[:title], *self.heads]
            self.rows[0] = first[title:]

    # ── blocks ──

    def blocks(self) -> list[dict[str, Any]]:
        """The blocks as data: kind, level, table, and parts of (text, page, box)."""
        for number in sorted({row.page for row in self.heads}):
            self._table([row for row in self.heads if row.page == number], "header")
        pages = [columns_of(page, rows, self.body) for page, rows in zip(self.pages, self.rows, strict=True)]
        edge = max((_right(parts[0]) for parts in pages if len(parts) == 1), default=0.0)
        for parts in pages:
            for part in parts:
                self._flow(part, edge if len(parts) == 1 else _right(part))
        blocks = _joined(self.out)
        self._title(blocks)
        return [{"kind": b.kind, "level": b.level, "table": b.table, "parts": _parts(b)} for b in blocks]

    def _title(self, blocks: Sequence[_Block]) -> None:
        """The first heading of the body is the title when nothing is larger."""
        first = next((b for b in blocks if b.kind != "header"), None)
        largest = max((s.size for b in blocks for s in b.segments), default=0.0)
        if first is not None and first.kind == "heading" and first.segments[0].size >= largest - 0.2:
            first.level = 1

    def _flow(self, rows: Sequence[Row], right: float) -> None:
        """Rows of one column from above, whose lines may be as long as to `right`: tables where there are several
        segments, paragraphs elsewhere."""
        waiting: list[Row] = []
        leading = leading_of(rows)
        self.right = right
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
        starts = starts_of(rows)
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
            over = kind == "para" and SENTENCE_END.search(end.text) and _room(end, segment, self.right)
            if (
                close
                and same
                and not over
                and end is before.segments[-1]
                and (kind == "para" or len(last.segments) < 12)
            ):
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


def _goes_on(rows: Sequence[Row], row: Row, leading: float) -> bool:
    """Whether a line of one segment is of the table above it: close, short, and at one of its columns."""
    segment = row.segments[0]
    near = row.top - rows[-1].bottom < max(leading, 0.6 * segment.size)
    at = any(abs(segment.box[0] - x) < 6 for x in starts_of(rows))
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


def _right(rows: Sequence[Row]) -> float:
    return max((segment.box[2] for row in rows for segment in row.segments), default=0.0)


def _room(segment: Segment, following: Segment, right: float) -> bool:
    """Whether a line was ended on purpose: the next one's first word had had room."""
    word = following.words[0].box
    return segment.page == following.page and 0 < segment.box[2] + word[2] - word[0] + 1.5 * segment.size < right


def _parts(block: _Block) -> list[tuple[str, int, Box]]:
    """The lines of a block.

    A word parted at a line's end is one again, but a hyphen before a capital stays, and so does one between figures
    ("2019-12-" and "31" are one day). A line after which the next one's first word had had room was ended on purpose.
    """
    parts: list[tuple[str, int, Box]] = []
    segments = block.segments
    for index, segment in enumerate(segments):
        text = segment.text
        following = segments[index + 1].text if index + 1 < len(segments) else ""
        if following and _HYPHEN.search(text):
            if _SUSPENDED.match(following):
                text += " "
            elif following[:1].islower():
                text = text[:-1]
        elif following and not (_NUMBER_PARTED.search(text) and following[:1].isdigit()):
            ended = block.kind == "para" and _room(segment, segments[index + 1], block.right)
            text += "\n" if ended else " "
        parts.append((text, segment.page, segment.box))
    return parts
