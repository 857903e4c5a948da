"""A draft without pages paired with its export to PDF: each block gets the pages and boxes of the lines that have its
words. A block that is not found, or whose place is not certain, gets none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from regelkoll.drafts.letters import KEY, MARK, Letters, Run, Sheet, letters_of, sheets_of
from regelkoll.model import Draft, Place

KNOWN = 2 / 3
"""As much of a block must stand where it was found."""
ATTEMPTS = 5
_MARKS = re.compile(r"(?<=\s)\S+\Z")

Spot: TypeAlias = tuple[int, int | None, tuple[float, float, float, float] | None]
"""From this letter of a block on: the page and the box, None where there is none that is certain."""


def paired(draft: Draft, export: Draft) -> tuple[Draft, float]:
    """The draft with the pages and boxes of the export, and how much of its body's text has got one (0 to 1).

    The draft is one whose blocks have a place each. A head's page is the first with its words in its head or foot.
    The draft without its changes (`unchanged`) stays without pages.
    """
    body, heads = sheets_of(export)
    texts = [letters_of(block.text) for block in draft.blocks]
    within = [i for i, block in enumerate(draft.blocks) if block.kind != "header" and texts[i].text]
    spots = _Body([texts[i] for i in within], body).spots()
    found = {within[number]: places for number, places in spots.items()}
    found |= _in_heads(draft, texts, [i for i in within if i not in found], heads, once=True)  # a letterhead
    outside = [i for i, block in enumerate(draft.blocks) if block.kind == "header" and texts[i].text]
    found |= _in_heads(draft, texts, outside, heads, once=False)
    places = [
        place for i in range(len(texts)) for place in _placed(draft, i, texts[i], found.get(i, [(0, None, None)]))
    ]
    whole = sum(len(texts[i].text) for i in within)
    told = sum(_told(found.get(i, []), len(texts[i].text)) for i in within)
    return replace(draft, places=tuple(places)), told / whole if whole else 0.0


class _Body:
    """The blocks of a body and the sheet of its export. Long blocks are settled first, then what is short among what
    they leave, so that a word that ends a line is not taken for a heading."""

    def __init__(self, blocks: Sequence[Letters], sheet: Sheet) -> None:
        self.blocks, self.sheet = blocks, sheet
        self.runs: dict[int, list[Run]] = {}
        self.pages: dict[int, int | None] = {}
        self.taken = bytearray(len(sheet.letters))

    def spots(self) -> dict[int, list[Spot]]:
        """For each block that was found, by its number, where its letters stand."""
        long = [i for i, block in enumerate(self.blocks) if len(block.text) >= KEY]
        self._in_order(long, whole=True)
        self._in_order(long, whole=False)
        self._inside(long)
        self._in_order(range(len(self.blocks)), whole=True)
        self._beside(range(len(self.blocks)))
        self._beside(range(len(self.blocks) - 1, -1, -1))
        only: dict[int, list[Spot]] = {i: [(0, page, None)] for i, page in self.pages.items()}
        return only | {i: _spots(self.blocks[i], runs, self.sheet) for i, runs in self.runs.items()}

    def _open(self, numbers: Iterable[int]) -> list[int]:
        return [i for i in numbers if i not in self.runs and i not in self.pages]

    def _take(self, number: int, runs: list[Run]) -> bool:
        """Settles a block, where enough of it stands there."""
        text = self.blocks[number].text
        if sum(count for _, _, count in runs) < KNOWN * len(text):
            return False
        self.runs[number] = runs
        for _, at, count in runs:
            self.taken[at : at + count] = b"\1" * count
        return True

    def _in_order(self, numbers: Iterable[int], whole: bool) -> None:
        """Blocks that begin alike (with `whole`: are alike) and stand as often in the export, each at its own."""
        alike: dict[str, list[int]] = {}
        for i in self._open(numbers):
            text = self.blocks[i].text
            alike.setdefault(text if whole else text[:KEY], []).append(i)
        for text, found in alike.items():
            stands = self.sheet.whole(text) if whole else self.sheet.found(text)
            places = [at for at in stands if not self.taken[at]]
            if len(places) != len(found):
                continue
            read = sorted(places, key=lambda at: self.sheet.line(at).rank)
            for i, at, other in zip(found, places, read, strict=True):
                if at == other:
                    self._take(i, self.sheet.walked(self.blocks[i].text, at))
                elif self._page(at) == self._page(other):  # by rows or by columns: the page is certain, the line is not
                    self.pages[i] = self._page(at)

    def _page(self, at: int) -> int | None:
        return self.sheet.line(at).place.page

    def _inside(self, numbers: Iterable[int]) -> None:
        """Long blocks whose beginning is not found, by a line within them that stands nowhere else."""
        for i in self._open(numbers):
            text, tried = self.blocks[i].text, 0
            for here in range(1, len(text) - KEY + 1):
                places = [at for at in self.sheet.starting(text[here : here + KEY]) if not self.taken[at]]
                if len(places) != 1:
                    continue
                back = self.sheet.back(text, here, places[0], min(here, places[0]))
                tried += 1
                if self._take(i, self.sheet.walked(text, places[0] - back, here - back)) or tried == ATTEMPTS:
                    break

    def _beside(self, numbers: Iterable[int]) -> None:
        """Blocks found more than once, where one place follows the block before or goes before the block after."""
        for i in self._open(numbers):
            text = self.blocks[i].text
            near: set[int] = set()
            if before := self.runs.get(i - 1):
                end = before[-1][1] + before[-1][2]
                near |= {*range(end, end + MARK + 1)}
            if (after := self.runs.get(i + 1)) and after[0][0] == 0:
                start = after[0][1] - len(text)
                near |= {*range(start - MARK, start + 1)}
            places = [at for at in near if self.sheet.stands(text, at) and not self.taken[at]]
            if len(places) == 1:
                self._take(i, self.sheet.walked(text, places[0]))


def _in_heads(
    draft: Draft, texts: Sequence[Letters], numbers: Sequence[int], heads: Sheet, once: bool
) -> Mapping[int, list[Spot]]:
    """Blocks found in the heads and feet of pages, those of one table together: on the first page that has them, with
    `once` only where no other page has them too."""
    where = {text: _by_page(text, heads) for text in dict.fromkeys(texts[i].text for i in numbers)}
    found: dict[int, list[Spot]] = {}
    for table, group in groupby(numbers, key=lambda i: draft.blocks[i].table):
        members = list(group)
        for unit in [members] if table is not None else [[i] for i in members]:
            first, *others = (where[texts[i].text] for i in unit)
            pages = [page for page in first if all(page in other for other in others)]
            if not pages or (once and len(pages) > 1):
                continue
            for i in unit:
                at = where[texts[i].text][pages[0]]
                spots = _spots(texts[i], heads.walked(texts[i].text, at[0]), heads)
                found[i] = spots if len(at) == 1 else [(0, pages[0], None)]
    return found


def _by_page(text: str, heads: Sheet) -> dict[int | None, list[int]]:
    """Where the heads and feet of each page have a text, or most of one that ends with a page's number."""
    pages: dict[int | None, list[int]] = {}
    for at in heads.found(text):
        if len(text) < KEY or sum(count for _, _, count in heads.walked(text, at)) >= KNOWN * len(text):
            pages.setdefault(heads.line(at).place.page, []).append(at)
    return pages


def _spots(letters: Letters, runs: Sequence[Run], sheet: Sheet) -> list[Spot]:
    """Where each stretch of a block stands. What is not found between two stretches on one page is on that page."""
    spots: list[Spot] = []
    done, last = 0, None
    for offset, at, count in runs:
        first = sheet.line(at).place.page
        if offset > done:
            spots.append((done, first if first == last else None, None))
        while count > 0:
            index = bisect_right(sheet.starts, at) - 1
            place = sheet.lines[index].place
            spots.append((offset, place.page, place.box))
            end = sheet.starts[index + 1] if index + 1 < len(sheet.starts) else len(sheet.letters)
            step = min(count, end - at)
            offset, at, count, last = offset + step, at + step, count - step, place.page
        done = offset
    return spots if done >= len(letters.text) else [*spots, (done, None, None)]


def _told(spots: Sequence[Spot], length: int) -> int:
    """How many letters of a block have a page."""
    ends = [*(offset for offset, _, _ in spots[1:]), length]
    return sum(end - offset for (offset, page, _), end in zip(spots, ends, strict=False) if page is not None)


def _placed(draft: Draft, number: int, letters: Letters, spots: Sequence[Spot]) -> list[Place]:
    """The block's place as one for each stretch of it. A stretch begins with the word, its quotation mark included."""
    block = draft.blocks[number]
    start = block.pieces[0][1]
    own = draft.places[bisect_right(draft.places, start, key=lambda place: place.start) - 1]
    places = []
    for offset, page, box in spots:
        at = 0 if offset == 0 else _begun(block.text, letters.at[offset - 1] + 1, letters.at[offset])
        places.append(replace(own, start=start + at, page=page, box=box))
    return places


def _begun(text: str, after: int, at: int) -> int:
    """Where the word of a letter begins, its quotation marks and the like included; the letter itself within a word."""
    marks = _MARKS.search(text[after:at])
    return at - len(marks[0]) if marks else at
