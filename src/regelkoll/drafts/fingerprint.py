"""A draft's text fingerprint: what a saved copy, or the PDF that was made of the draft, has in common with it.

Letters and digits in reading order, without what a new line break, a hyphen at the end of a line, a page's head or a
bullet changes; cut into passages at the ends of sentences, so that what differs can be named. The signature block is
taken column by column, name and title together, for a PDF sets its lines side by side.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from regelkoll.facts.tables import arranged
from regelkoll.model import Block, Draft, Fingerprint

_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe63\uff0d")
_AMOUNT = r"\d[\d\s.,]*(?:%|(?:(?<=\d\d\d)|(?<=\d\d\d\s))[^\W\d]*\.?)?[^\S\n]*$"
_BULLETS = re.compile(rf"^[^\S\n]*(?:[•◦▪▫■●‣⁃·∙\uf0a7\uf0b7\uf02d]+\s*|[-–—]\s+(?!{_AMOUNT}))", re.M)
"""A dash before a number alone is a minus, and an empty box or ring is one that may be ticked: neither is a bullet."""
_ITEM = re.compile(r"(?:^[^\S\n]*|(?<=[,.;:]\s))(?:(\d{1,2})[.)](?=\s+[^\d\s])|([a-z])\)(?=\s))", re.M)
_GROUPS = re.compile(r"\d[.,]?\Z")
_RAISED = ("<super>", "<sub>", "<fraction>")
_ENDS = re.compile(r"[.!?…][\"'»”’)\]]*(?=[A-ZÅÄÖÉÜ])|(?<!\d)[.!?…][\"'»”’)\]]*(?=\d)")
_PAGE = re.compile(
    r"(?:\A\s*[^\W\d]{1,8}\.?\s*)?(?<!\d)\d{1,3}\s*(?:\(\s*\d{1,3}\s*\)|(?:av|of)\s*\d{1,3})\s*\Z|\A\s*\d{1,3}\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Letters:
    """A stretch of normalised text: `at` tells for each character of `text` where in the canonical text it stands."""

    text: str
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a draft: its short sum, and its first and the character after its last in the canonical text."""

    sum: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passages:
    """The passages of the body and of the footnotes, and the lines of the pages' heads and feet, in reading order;
    `text` is the sum over the letters of body and footnotes."""

    text: str
    body: tuple[Passage, ...]
    notes: tuple[Passage, ...]
    heads: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is taken that was made from a draft: `rows`: a table's row that lacks cells goes on with the one above
    it, for the page breaks a cell's lines; `unnumbered`: without the numbers that a word processor sets before the
    items of a list, which its own file does not hold."""

    rows: bool = False
    unnumbered: bool = False


PLAIN = Layout()
LAYOUTS = (PLAIN, Layout(rows=True), Layout(unnumbered=True), Layout(rows=True, unnumbered=True))


def fingerprint(draft: Draft) -> Fingerprint:
    """The fingerprint of a draft as it reads with its tracked changes, and the sum of it without them."""
    found = passages_of(draft)
    body, notes = (tuple(p.sum for p in part) for part in (found.body, found.notes))
    heads = tuple(sorted({p.sum for p in found.heads}))
    undone = None if draft.unchanged is None else passages_of(draft.unchanged).text
    return Fingerprint(found.text, body, notes, heads, undone, cells_of(draft))


def cells_of(draft: Draft) -> str | None:
    """The sum of which columns hold something in the rows of tables that lack cells, and at which stops in lines with
    empty ones, where a draft has such: a figure that is moved to the empty column beside it is the same letters, and
    says something else."""
    tables: dict[int, dict[int, set[int]]] = {}
    lines: list[list[int]] = []
    for block in draft.blocks:
        if block.table is None and not draft.places:  # a word processor's tabs draw columns as they like
            stops = ([n for n, part in enumerate(line.split("\t")) if part.strip()] for line in block.text.split("\n"))
            lines += [found for found in stops if found != list(range(len(found)))]
        elif block.table is not None and block.kind != "header":
            tables.setdefault(block.table, {}).setdefault(block.row, set()).add(block.column)
    uneven = [t for t in tables.values() if any(row != set(range(1 + max(map(max, t.values())))) for row in t.values())]
    found = [[sorted(columns) for columns in table.values()] for table in uneven]
    return hashlib.sha256(repr((found, lines)).encode()).hexdigest() if found or lines else None


def passages_of(draft: Draft, layout: Layout = PLAIN) -> Passages:
    """A draft's passages with their places."""
    blocks = arranged(_rows_joined(draft.blocks) if layout.rows else draft.blocks, {})
    body = _letters([b for b in blocks if b.kind not in ("header", "note")], layout.unnumbered)
    notes = [_letters([b], layout.unnumbered) for b in blocks if b.kind == "note"]
    heads = [_head(block) for block in draft.blocks if block.kind == "header"]
    whole = hashlib.sha256("\n".join(part.text for part in (body, *notes)).encode("utf-8", "surrogatepass")).hexdigest()
    cut = tuple(p for note in notes for p in _cut(note))
    return Passages(whole, tuple(_cut(body)), cut, tuple(p for p in heads if p is not None))


def plain(text: str) -> str:
    """Words as they are compared: what a line break or a hyphen in them does not change."""
    return _letters([Block("para", text, ((0, 0),))]).text


def sums_of(text: str) -> list[tuple[str, str]]:
    """The passages in a text of its own: each one's sum and words."""
    found = _cut(_letters([Block("para", text, ((0, 0),))]))
    return [(passage.sum, text[passage.start : passage.end]) for passage in found]


def _head(block: Block) -> Passage | None:
    """A line of a page's head without the page's number, which every page has its own of."""
    text = _PAGE.sub("", block.text)
    start = block.pieces[0][1]
    total = head_sum(text)
    return Passage(total, start, start + len(text)) if total else None


def head_sum(text: str) -> str:
    """The short sum of a line of a page's head, page number and all; empty where the line says nothing."""
    letters = plain(text)
    return _short(letters) if letters else ""


def _rows_joined(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each table's rows that lack cells made one with the row above."""
    filled: dict[tuple[int | None, int], set[int]] = {}
    for block in blocks:
        filled.setdefault((block.table, block.row), set()).add(block.column)
    widest: dict[int | None, int] = {}
    for (table, _), columns in filled.items():
        widest[table] = max(widest.get(table, 0), len(columns))
    result: list[Block] = []
    whole: tuple[int | None, int] = (None, 0)
    for block in blocks:
        if len(filled[block.table, block.row]) == widest[block.table]:
            whole = (block.table, block.row)
        goes_on = block.table is not None and block.table == whole[0]
        result.append(replace(block, row=whole[1]) if goes_on else block)
    return result


def _item_numbers(blocks: Sequence[Block]) -> list[set[int]]:
    """Of each block the characters of the numbers and letters that begin the items of lists: 1, 2, 3 … and a, b, c …"""
    following = {1: 0, 2: 0}
    found: list[set[int]] = []
    for block in blocks:
        found.append(set())
        for match in _ITEM.finditer(block.text):
            kind = match.lastindex or 1
            value = int(match[1]) if kind == 1 else ord(match[2]) - ord("a") + 1
            if value in (1, following[kind]):
                following[kind] = value + 1
                found[-1].update(range(*match.span()))
    return found


def _letters(blocks: Sequence[Block], unnumbered: bool = False) -> Letters:
    """The blocks' text, normalised (NFKC, character by character), without spaces, signs that are not seen, and
    hyphens; a dash before a digit stays, for there it is part of what is said, but not as a bullet. Between digits a
    space stays, however wide: where one number ends is part of what is said too."""
    kept: list[tuple[str, int]] = []
    parted: set[int] = set()
    numbers = _item_numbers(blocks) if unnumbered else [set() for _ in blocks]
    for block, left_out in zip(blocks, numbers, strict=True):
        bullets = left_out | {at for match in _BULLETS.finditer(block.text) for at in range(*match.span())}
        source = _Sources(block.pieces)
        parted.add(len(kept))
        for offset, sign in enumerate(block.text):
            if sign.isspace():
                parted.add(len(kept))
            elif offset not in bullets:
                kept += [(one, source.of(offset)) for one in _normal(sign)]
    signs = [sign for sign, _ in kept]
    last: list[tuple[str, int]] = []
    for index, (sign, at) in enumerate(kept):
        if index in parted and sign.isdigit() and _GROUPS.search("".join(signs[max(0, index - 2) : index])):
            last.append((" ", at))
        if sign != "-" or _before_digit(signs, index):
            last.append((sign, at))
    return Letters("".join(sign for sign, _ in last), tuple(at for _, at in last))


@dataclass(slots=True)
class _Sources:
    """Where the characters of a block stand, asked for in ascending order."""

    pieces: Sequence[tuple[int, int]]
    piece: int = 0

    def of(self, offset: int) -> int:
        while self.piece + 1 < len(self.pieces) and self.pieces[self.piece + 1][0] <= offset:
            self.piece += 1
        at, source = self.pieces[self.piece]
        return source + offset - at


@cache
def _normal(sign: str) -> str:
    if sign in _DASHES:
        return "" if sign == "\u00ad" else "-"
    raised = unicodedata.decomposition(sign).startswith(_RAISED)
    signs = sign if raised else unicodedata.normalize("NFKC", sign)
    return "".join(s for s in signs if not s.isspace() and unicodedata.category(s) not in ("Cf", "Cc", "Cn"))


def _before_digit(signs: Sequence[str], index: int) -> bool:
    return next((sign for sign in signs[index + 1 : index + 4] if sign != "-"), "").isdigit()


def _cut(letters: Letters) -> list[Passage]:
    """The text cut after each sentence's end. The cuts hang on the letters alone, so that they fall alike whatever
    the lines and paragraphs are."""
    ends = [match.end() for match in _ENDS.finditer(letters.text)]
    found = []
    for start, end in zip([0, *ends], [*ends, len(letters.text)], strict=True):
        if start < end:
            places = letters.at[start:end]
            found.append(Passage(_short(letters.text[start:end]), min(places), max(places) + 1))
    return found


def _short(text: str) -> str:
    """64 bits: enough to tell the passages of a draft apart, and no more of its text than that."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
