"""The letters of a text and of an export's lines: what paper and file have in common, however lines are broken."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from regelkoll.model import Block, Draft, Place

KEY = 40
"""As many letters begin a block that it is known by them; what has fewer is compared whole."""
SURE = 400
"""Letters by which lines are kept in order, so that blocks that begin alike are told apart without trying them all."""
AGAIN, REACH = 16, 4000
"""Letters that must agree for two texts to meet again, and how far off on the sheet that may be (a page or so)."""
MARK, AFTER_MARK = 6, 8
_MARKS = sorted(((i, j) for i in range(MARK + 1) for j in range(MARK + 1)), key=lambda pair: (sum(pair), pair))
_LABEL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{2,4})[.)]?\s+(?=\S)")

Run: TypeAlias = tuple[int, int, int]
"""Where letters begin in a block and on a sheet, and how many agree from there."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters and figures alone, in lower case, and for each the character of the text that it comes from."""

    text: str
    at: Sequence[int]


def letters_of(text: str) -> Letters:
    """The text's letters; what is written as one character and printed as two (ﬁ) is two."""
    found = [
        (letter, index)
        for index, character in enumerate(text)
        for letter in unicodedata.normalize("NFKC", character).casefold()
        if letter.isalnum()
    ]
    return Letters("".join(letter for letter, _ in found), [index for _, index in found])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an export, or what stands in one column of it: the place, and its number in the order of reading."""

    text: str
    place: Place
    rank: int


class Sheet:
    """Lines one after another as one run of letters, in which the letters of a block are looked up."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines: list[Line] = []
        self.starts: list[int] = []
        parts: list[str] = []
        begins: list[int] = []
        length = 0
        for line in lines:
            letters = letters_of(line.text).text
            if not letters:
                continue
            self.lines.append(line)
            self.starts.append(length)
            parts.append(letters)
            label = _LABEL.match(line.text)
            begins += [length] if label is None else [length, length + len(letters_of(label[0]).text)]
            length += len(letters)
        self.letters = "".join(parts)
        self.ends = {*self.starts[1:], length}
        self.begun = set(begins)
        self.begins = sorted(self.begun, key=lambda at: (self.letters[at : at + SURE], at))
        self.again: dict[str, list[int]] = {}
        for at in self.starts:
            self.again.setdefault(self.letters[at : at + AGAIN], []).append(at)

    def line(self, at: int) -> Line:
        """The line that a letter stands on."""
        return self.lines[bisect_right(self.starts, at) - 1]

    def found(self, wanted: str) -> list[int]:
        """Where a line begins with the wanted letters, its number or mark passed over, as `stands` says."""
        key = wanted[:KEY]
        return [at for at in self._beginning(key) if len(wanted) >= KEY or at + len(wanted) in self.ends]

    def stands(self, wanted: str, at: int) -> bool:
        """Whether a line begins there with the wanted letters, which fill it and lines after it if fewer than KEY."""
        same = at in self.begun and self.letters.startswith(wanted[:KEY], at)
        return same and (len(wanted) >= KEY or at + len(wanted) in self.ends)

    def whole(self, wanted: str) -> list[int]:
        """Where a line begins with all the wanted letters, and they end one."""
        places = self._beginning(wanted[:SURE])
        return [at for at in places if self.letters.startswith(wanted, at) and at + len(wanted) in self.ends]

    def _beginning(self, key: str) -> list[int]:
        """Where lines begin with the key, in the sheet's order."""
        first = bisect_left(self.begins, key, key=lambda at: self.letters[at : at + len(key)])
        last = bisect_right(self.begins, key, first, key=lambda at: self.letters[at : at + len(key)])
        return sorted(self.begins[first:last])

    def starting(self, wanted: str) -> list[int]:
        """Where a line begins with the wanted letters, AGAIN or more."""
        places = self.again.get(wanted[:AGAIN], [])
        return [at for at in places if self.letters.startswith(wanted, at)]

    def walked(self, wanted: str, at: int, offset: int = 0) -> list[Run]:
        """The stretches of the wanted letters that stand on the sheet, from this letter of them at this place on.

        What differs is passed over: a note's mark, or what stands between, such as the notes at a page's end.
        """
        runs: list[Run] = []
        while True:
            same = _same(wanted, offset, self.letters, at)
            if same:
                runs.append((offset, at, same))
            offset, at = offset + same, at + same
            met = None if offset >= len(wanted) else self._past_mark(wanted, offset, at)
            if met is None:
                met = self._ahead(wanted, offset, at)
            if met is None:
                return runs
            offset, at = met

    def _past_mark(self, wanted: str, offset: int, at: int) -> tuple[int, int] | None:
        """Past a few letters that one of the two has and the other has not."""
        for extra, lacking in _MARKS:
            rest = wanted[offset + lacking : offset + lacking + AFTER_MARK]
            if not self.letters.startswith(rest, at + extra):
                continue
            if len(rest) == AFTER_MARK or (len(rest) > 2 and at + extra + len(rest) in self.ends):
                return offset + lacking, at + extra
        return None

    def _ahead(self, wanted: str, offset: int, at: int) -> tuple[int, int] | None:
        """Where the rest meets the beginning of a later line, and how far back from there the two agree."""
        for here in range(offset, len(wanted) - AGAIN + 1):
            places = self.again.get(wanted[here : here + AGAIN], [])
            index = bisect_left(places, at)
            if index < len(places) and places[index] <= at + REACH:
                back = self.back(wanted, here, places[index], min(here - offset, places[index] - at))
                return here - back, places[index] - back
        return None

    def back(self, wanted: str, offset: int, at: int, most: int) -> int:
        """How many letters before these two places agree, at most so many."""
        count = 0
        while count < most and wanted[offset - count - 1] == self.letters[at - count - 1]:
            count += 1
        return count


def _same(one: str, here: int, two: str, there: int) -> int:
    count, most = 0, min(len(one) - here, len(two) - there)
    while count < most and one[here + count] == two[there + count]:
        count += 1
    return count


def sheets_of(export: Draft) -> tuple[Sheet, Sheet]:
    """The body of an export, and the heads and feet of its pages. Tables are read column by column, so that the lines
    of a cell follow one another."""
    body: list[Line] = []
    heads: list[Line] = []
    for table, group in groupby(export.blocks, key=lambda block: block.table):
        blocks = list(group)
        if table is not None:
            blocks.sort(key=lambda block: (block.column, block.row))
        for block in blocks:
            (heads if block.kind == "header" else body).extend(_lines(export, block))
    return Sheet(body), Sheet(heads)


def _lines(export: Draft, block: Block) -> list[Line]:
    start = block.pieces[0][1]
    end = start + len(block.text)
    first = bisect_left(export.places, start, key=lambda place: place.start)
    last = bisect_left(export.places, end, first, key=lambda place: place.start)
    stops = [place.start for place in export.places[first + 1 : last]] + [end]
    return [
        Line(export.text[place.start : stop], place, first + index)
        for index, (place, stop) in enumerate(zip(export.places[first:last], stops, strict=True))
    ]
