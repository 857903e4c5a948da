"""A decision's structure: its sections under their headings, its page headers and its signature block.

Headings are known by the reading profile's variants, exactly or misspelt; an unknown short line before a sentence is a
heading too, so that an empty section never swallows the next one's text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from regelkoll.facts.headings import Headings, headings_of, unnumbered
from regelkoll.facts.tables import arranged
from regelkoll.model import Block, BlockKind, Draft, Location, Part
from regelkoll.values import name_key

_SENTENCE = re.compile(r"[.!?][\"'»”’)\]]*\s*\Z")
_BREAK = re.compile(r"(?<=[.!?])[\"'»”’)\]]*\s+(?=[A-ZÅÄÖ\"'«”0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:t\.o\.m|fr\.o\.m|t\.ex|bl\.a|m\.m|dvs|ca|nr|tf|dnr|kap|st|p|s\.k|f\.d|milj|resp)\.)\s*\Z", re.I
)


_OPENING = re.compile(r"([^\n:.]{3,60}):[ \n]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text with its way back to the draft: `pieces` as in `Block`, `where` as in `Location.part`."""

    text: str
    pieces: tuple[tuple[int, int], ...]
    section: str | None = None
    where: Part | None = None

    def part(self, start: int, end: int) -> Passage:
        """The passage's characters from `start` to `end`."""
        first = self.source(start)
        low = bisect_right(self.pieces, start, key=lambda piece: piece[0])
        high = bisect_left(self.pieces, end, low, key=lambda piece: piece[0])
        later = tuple((at - start, source) for at, source in self.pieces[low:high])
        return Passage(self.text[start:end], ((0, first), *later), self.section, self.where)

    def source(self, offset: int) -> int:
        """Where a character of this text stands in the draft's canonical text."""
        index = bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        at, source = self.pieces[max(index, 0)]
        return source + offset - at


@dataclass(frozen=True)
class Section:
    """`name` is the profile's name of a known heading, else None; `heading` the words of the draft."""

    name: str | None
    heading: Passage
    blocks: tuple[Passage, ...]

    @cached_property
    def body(self) -> Passage:
        return together(self.blocks, self.name or self.heading.text)


@dataclass(frozen=True, slots=True)
class Structure:
    draft: Draft
    headers: tuple[Passage, ...]
    title: Passage | None
    lead: tuple[Passage, ...]
    sections: tuple[Section, ...]
    signatures: tuple[Passage, ...]
    notes: tuple[Passage, ...]
    line_starts: tuple[int, ...]

    def section(self, name: str) -> list[Section]:
        return [s for s in self.sections if s.name == name]

    def location(self, passage: Passage, start: int, end: int) -> Location:
        """The place of a part of a passage in the draft."""
        first = passage.source(start)
        last = passage.source(max(start, end - 1)) + 1
        places = self.draft.places
        if places:
            at = places[max(0, bisect_right(places, first, key=lambda place: place.start) - 1)]
            name, section, part = self.draft.name, passage.section, passage.where
            return Location(name, None, None, None, first, last, at.page, section, at.paragraph, at.cell, at.box, part)
        line, end_line = bisect_right(self.line_starts, first), bisect_right(self.line_starts, last - 1)
        column = first - self.line_starts[line - 1] + 1
        spot = Location(self.draft.name, line, column, end_line, first, last, None, passage.section)
        return replace(spot, part=passage.where)


def together(passages: Sequence[Passage], section: str | None) -> Passage:
    """Passages one after another, with an empty line between."""
    pieces: list[tuple[int, int]] = []
    length = 0
    for passage in passages:
        length += 2 if length else 0
        pieces += [(at + length, source) for at, source in passage.pieces]
        length += len(passage.text)
    text = "\n\n".join(passage.text for passage in passages)
    where = passages[0].where if passages else None
    return Passage(text, tuple(pieces) or ((0, 0),), section, where)


def sentences(passage: Passage) -> list[Passage]:
    """The sentences of a passage; a dot in an abbreviation or a figure ends none."""
    parts, start = [], 0
    for match in _BREAK.finditer(passage.text):
        if _ABBREVIATION.search(passage.text[start : match.start()]):
            continue
        parts.append(passage.part(start, match.start()))
        start = match.end()
    parts.append(passage.part(start, len(passage.text)))
    return [part for part in parts if part.text.strip()]


def structured(draft: Draft, profile: Mapping[str, Any]) -> Structure:
    """The draft's structure by the reading profile."""
    headings = headings_of(profile.get("sections", {}))
    lines = arranged(draft.blocks, profile)
    blocks = [part for block in lines for part in _split(_untitled(block, headings), headings)]
    headers = tuple(_passage(b) for b in blocks if b.kind == "header")
    notes = tuple(_passage(b) for b in blocks if b.kind == "note")
    body = [b for b in blocks if b.kind not in ("header", "note")]
    title = next((b for b in body if b.kind == "title"), None)
    body = [b for b in body if b is not title]
    stems = [name_key(stem) for stems in profile.get("unsure", {}).values() for stem in stems]
    lead, sections = _sections(body, headings, stems)
    before = profile.get("signatures", {}).get("before", [])
    sections, signatures = _signatures(sections, before)
    starts = (0, *(i + 1 for i, c in enumerate(draft.text) if c == "\n"))
    shown = None if title is None else _passage(title)
    return Structure(draft, headers, shown, tuple(lead), tuple(sections), signatures, notes, starts)


def _untitled(block: Block, headings: Headings) -> Block:
    """A draft without a title begins with its first heading."""
    is_heading = block.kind == "title" and headings.exactly(unnumbered(block.text).rstrip(" :")) is not None
    return Block("heading", block.text, block.pieces, 2) if is_heading else block


_WHERE: Mapping[BlockKind, Part] = {"header": "header", "title": "title", "heading": "heading", "note": "note"}


def _passage(block: Block, section: str | None = None) -> Passage:
    return Passage(block.text, block.pieces, section, _WHERE.get(block.kind))


def _split(block: Block, headings: Headings) -> list[Block]:
    """A block in which a line is exactly a known heading, or that begins with one and a colon, split there."""
    opening = _OPENING.match(block.text) if block.kind == "para" else None
    if opening is not None and headings.exactly(opening[1]):
        passage = _passage(block)
        heading = Block("heading", opening[1], passage.part(0, opening.end(1)).pieces, 2)
        return [heading, *_split(_part(block, passage, opening.end(), len(block.text)), headings)]
    if block.kind == "para" and len(block.text) <= 60 and headings.exactly(block.text.rstrip(" :")):
        return [Block("heading", block.text, block.pieces, 2)]
    if block.kind not in ("para", "title") or "\n" not in block.text:
        return [block]
    parts: list[Block] = []
    offset = start = 0
    passage = _passage(block)
    for line in block.text.split("\n"):
        end = offset + len(line)
        if headings.exactly(line) and len(line) <= 60:
            if offset > start:
                parts.append(_part(block, passage, start, offset - 1))
            parts.append(Block("heading", line, passage.part(offset, end).pieces, 2))
            start = end + 1
        offset = end + 1
    if start < len(block.text):
        parts.append(_part(block, passage, start, len(block.text)))
    return parts


def _part(block: Block, passage: Passage, start: int, end: int) -> Block:
    part = passage.part(start, end)
    return Block(block.kind, part.text, part.pieces, block.level)


def _sections(body: Sequence[Block], headings: Headings, stems: Sequence[str]) -> tuple[list[Passage], list[Section]]:
    lead: list[Passage] = []
    found: list[tuple[Section, list[Passage]]] = []
    for index, block in enumerate(body):
        following = body[index + 1] if index + 1 < len(body) else None
        if _is_heading(block, following, headings, stems):
            found.append((Section(headings.section(block.text), _heading(block), ()), []))
        elif found:
            last, blocks = found[-1]
            blocks.append(_passage(block, last.name or last.heading.text))
        else:
            lead.append(_passage(block))
    return lead, [Section(section.name, section.heading, tuple(blocks)) for section, blocks in found]


def _heading(block: Block) -> Passage:
    """A heading's words, its number left out."""
    words = _passage(block).part(len(block.text) - len(unnumbered(block.text)), len(block.text))
    return replace(words, where="heading")


def _is_heading(block: Block, following: Block | None, headings: Headings, stems: Sequence[str]) -> bool:
    if block.kind == "heading":
        return True
    if block.kind != "line":  # a line that no style makes a heading, where one of the profile's unsure words says so
        alone = following is not None and "\n" not in block.text and len(block.text) <= 60 and _short(block.text)
        return block.kind == "para" and alone and any(stem in name_key(block.text) for stem in stems)
    if headings.section(block.text) or headings.nearly(block.text):
        return True
    return following is not None and following.kind == "para" and bool(_SENTENCE.search(following.text))


def _signatures(sections: Sequence[Section], before: Sequence[str]) -> tuple[list[Section], tuple[Passage, ...]]:
    """The short lines that end the body, before the section that follows the signatures, set apart."""
    result = list(sections)
    end = next((i for i, s in enumerate(sections) if s.name in before), len(sections))
    if end == len(sections) > 1 and _listing(sections[-1]) and _short(together(sections[-2].blocks[-1:], None).text):
        end -= 1  # a list of receivers under a heading that the profile does not know
    if end == 0:
        return result, ()
    last = result[end - 1]
    kept = list(last.blocks)
    signatures: list[Passage] = []
    while kept and _short(kept[-1].text):
        signatures.append(replace(kept.pop(), section=None, where="signatures"))
    signatures.reverse()
    result[end - 1] = Section(last.name, last.heading, tuple(kept))
    return result, tuple(signatures)


def unknown_lists(structure: Structure) -> bool:
    """Whether short lines stand under a heading that the profile does not know: they may be anything."""
    return any(_listing(section) for section in structure.sections)


def _listing(section: Section) -> bool:
    return section.name is None and bool(section.blocks) and all(_short(block.text) for block in section.blocks)


def _short(text: str) -> bool:
    lines = text.split("\n")
    return all(len(line) <= 70 and not re.search(r"\d{3}", line) for line in lines) and not _SENTENCE.search(text)
