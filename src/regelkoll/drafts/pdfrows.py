"""Words on a PDF page as rows and segments, and the columns that a page is read in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from regelkoll.drafts.building import Box
from regelkoll.drafts.pdfpage import Page, Word

GAP, ALIKE = 1.1, 80


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


def rows_of(page: int, words: Sequence[Word]) -> list[Row]:
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


def alike(row: Row, other: Row) -> bool:
    one, two = (re.sub(r"\d+", "0", r.text) for r in (row, other))
    return bool(fuzz.ratio(one, two) >= ALIKE)


def columns_of(page: Page, rows: Sequence[Row], body: float) -> list[list[Row]]:
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
    spans = [[(s.box[0], s.box[2], len(s.text) > 18) for s in row.segments] for row in rows]
    for at in range(int(page.width * 0.35), int(page.width * 0.65), 3):
        crossed = sum(any(left < at - 3 and right > at + 3 for left, right, _ in row) for row in spans)
        sides = sum(
            any(long and right <= at + 3 for _, right, long in row)
            and any(long and left >= at - 3 for left, _, long in row)
            for row in spans
        )
        if sides >= 6 and sides > 2 * crossed and (best is None or sides - crossed > best[0]):
            best = (sides - crossed, float(at))
    return None if best is None else best[1]


def leading_of(rows: Sequence[Row]) -> float:
    """The usual gap between lines, widened by a third."""
    gaps = sorted(b.top - a.bottom for a, b in pairwise(rows) if -2 < b.top - a.bottom < 30)
    return max(1.5, gaps[len(gaps) // 3]) * 1.35 + 1 if gaps else 4.0


def starts_of(rows: Sequence[Row]) -> list[float]:
    """Where the columns of a table begin."""
    starts: list[float] = []
    for x in sorted(s.box[0] for row in rows for s in row.segments):
        if not starts or x - starts[-1] > 18:
            starts.append(x)
    return starts
