"""A draft put together block by block: the canonical text grows, and each block knows where in it it stands."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.model import Block, BlockKind, Draft, Place

Box: TypeAlias = tuple[float, float, float, float]
SENTENCE_END = re.compile(r"[.!?:;…][\"'»”’)\]]*\s*\Z")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs after which text may be shown in another order than it is stored in."""
LONGEST_TITLE, SHORT, LONGEST = 400, 200, 1 << 20


def with_unchanged(draft: Draft, undone: Callable[[], Draft]) -> Draft:
    """The draft with, where it has changes, the draft without them. Raises UnreadableDraft for an empty one."""
    if not draft.text:
        raise UnreadableDraft("empty")
    return replace(draft, unchanged=undone()) if draft.flags & {"tracked", "struck_out"} else draft


class Building:
    """Blocks in reading order; `draft` ends it. Text is normalised (NFC) and stripped; what is empty adds nothing."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.places: list[Place] = []
        self.parts: list[str] = []
        self.length = 0
        self.paragraphs = self.tables = 0
        self.rows = Rows()
        self.doubtful = False

    def add(self, kind: BlockKind, text: str, level: int = 0, table: tuple[int, int, int] | None = None) -> None:
        """One block. `table` is (number, row, column), counted from 0."""
        self.run(kind, [(text.strip("\n\t "), None, None)], level, table)

    def paragraph(self, text: str, shape: tuple[BlockKind, int], table: tuple[int, int, int] | None = None) -> None:
        """A paragraph in or out of a table; where tabs cut its lines, it is a row of columns a line."""
        kind, level = shape
        if table is not None or not self.rows.goes_on(text, len(self.blocks)):
            self.add(kind, text, level, table)
            return
        if self.rows.after != len(self.blocks):
            self.tables += 1
        for line in text.strip("\n ").split("\n"):
            row = self.rows.next(len(self.blocks))
            columns, sure = self.rows.columns(line.rstrip("\t ").split("\t"), row)
            self.doubtful = self.doubtful or (not sure and kind == "header")
            for column, piece in columns:
                self.add(kind, piece, level, (self.tables, row, column))
        self.rows.after = len(self.blocks)

    def table(self) -> int:
        """The number of a new table."""
        self.tables += 1
        return self.tables

    def run(
        self,
        kind: BlockKind,
        parts: Sequence[tuple[str, int | None, Box | None]],
        level: int = 0,
        table: tuple[int, int, int] | None = None,
    ) -> None:
        """One block of parts (text, page, box), each with the space or line break that ends it."""
        parts = [(unicodedata.normalize("NFC", text), page, box) for text, page, box in parts]
        text = "".join(text for text, _, __ in parts).rstrip("\n\t ")
        if not text.strip():
            return
        start = self.length + (2 if self.parts else 0)
        self.paragraphs += 1
        cell = None if table is None else (table[1] + 1, table[2] + 1)
        at = start
        for piece, page, box in parts:
            self.places.append(Place(at, page, self.paragraphs, cell, box))
            at += len(piece)
        number, row, column = table if table is not None else (None, 0, 0)
        self.blocks.append(Block(kind, text, ((0, start),), level, number, row, column))
        self.parts.append(text)
        self.length = start + len(text)
        if self.length > LONGEST:
            raise UnreadableDraft("too_large")

    def draft(self, name: str, data: bytes, flags: Iterable[str]) -> Draft:
        """The whole as a draft."""
        text = "\n\n".join(self.parts)
        flags = {*flags, "garbled"} if self.doubtful or TURNING.search(text) else flags
        blocks = tuple(titled(self.blocks))
        return Draft(name, text, blocks, hashlib.sha256(data).hexdigest(), frozenset(flags), tuple(self.places))


def shape_of(text: str, bold: bool, level: int | None, kind: BlockKind | None, in_table: bool) -> tuple[BlockKind, int]:
    """What a paragraph is: of a head (`kind`), a title (level 0), a heading, a bold line that may be one, or text."""
    if kind is not None:
        return kind, 0
    if level is not None and not in_table:
        return ("title", 0) if level == 0 else ("heading", level)
    short = bold and len(text) < SHORT and "\t" not in text
    return ("line", 0) if short and not in_table else ("para", 0)


class Rows:
    """Lines that tabs cut into columns, while they follow one another. `after`: how many blocks there were then."""

    after = row = -1
    filled: tuple[int, ...] = ()
    width = 0

    def goes_on(self, text: str, blocks: int) -> bool:
        """Whether a line is of such rows: it has tabs, or stands right after one and goes on in lower case or with a
        tab."""
        short = len(text) <= 70 and not SENTENCE_END.search(text)
        more = self.after == blocks and short and (text.lstrip()[:1].islower() or text.lstrip("\n ")[:1] == "\t")
        return "\t" in text.strip("\t\n ") or more

    def columns(self, pieces: list[str], row: int) -> tuple[list[tuple[int, str]], bool]:
        """The pieces of a line with their columns, and whether these are sure. Columns are counted by tabs where the
        line has as many as the one before it, or no empty one; as many pieces as it had stand in its columns."""
        found = [(column, piece) for column, piece in enumerate(pieces) if piece.strip()]
        counted = row == 0 or len(pieces) == self.width
        plain = len(found) == len(pieces) and self.filled == tuple(range(len(self.filled)))
        if not counted and len(found) == len(self.filled):
            return [(column, piece) for column, (_, piece) in zip(self.filled, found, strict=True)], True
        if len(found) > 1 or row == 0:
            self.filled, self.width = tuple(column for column, _ in found), len(pieces)
        return found, counted or plain or len(found) < 2

    def next(self, blocks: int) -> int:
        """The next row's number; a first one begins anew."""
        self.row = self.row + 1 if self.after == blocks else 0
        self.after = blocks
        return self.row


def titled(blocks: list[Block]) -> list[Block]:
    """The first block of the body is the title: a heading of the first level, or one that ends no sentence."""
    for index, block in enumerate(blocks):
        if block.kind in ("header", "note"):
            continue
        first_level = block.kind == "heading" and block.level == 1
        short = block.kind in ("line", "para") and len(block.text) <= LONGEST_TITLE
        if block.kind != "title" and (first_level or (short and not SENTENCE_END.search(block.text))):
            blocks[index] = Block("title", block.text, block.pieces, block.level)
        break
    return blocks
