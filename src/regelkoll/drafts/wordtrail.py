"""Which characters of a Word draft's canonical text stand in which element of the file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from regelkoll.drafts.word import followed
from regelkoll.drafts.wordparts import Parts
from regelkoll.model import Draft

MARKS = "\u0300"
"""The first of the characters that may be one with the character before them."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The characters `start` to `end` of the canonical text stand in one element: `number` counts a part's elements
    as they are stored, from 0 for its root. They are the characters `first` to `last` of the element's text, in step
    unless it is one character made of several; `first` is None where the element as a whole stands for them (a tab, a
    symbol)."""

    start: int
    end: int
    part: str
    number: int
    first: int | None
    last: int


def trailed(data: bytes, name: str) -> tuple[Draft, Parts, tuple[Stretch, ...]]:
    """A Word draft, its parts, and the stretches of its text in order. Blanks may be in none; and where the text goes
    another way than the trail (a mark that is one with the last letter of another element), they end. Raises
    UnreadableDraft."""
    draft, parts, trail = followed(data, name)
    return draft, parts, tuple(_stretches(draft.text, trail, parts))


def _stretches(text: str, trail: Sequence[tuple[str, etree._Element]], parts: Parts) -> Iterator[Stretch]:
    """The text gone through beside the trail. Blanks are passed over on both sides: the reader strips and adds them."""
    at = 0
    for written, el in trail:
        part, number = parts.numbers[el]
        whole = len(written) != len(el.text or "")
        at = _past_blanks(text, at)
        for first, last, read in _as_one(written, text, at) or _letters(written):
            at = _past_blanks(text, at)
            if not text.startswith(read, at):
                return
            yield Stretch(at, at + len(read), part, number, None if whole else first, last)
            at += len(read)


def _as_one(written: str, text: str, at: int) -> list[tuple[int, int, str]]:
    """All of what is written but its outer blanks, where it stands in the text as it is; usual and quick."""
    core = written.strip()
    if not core or max(core) >= MARKS or not text.startswith(core, at):
        return []
    first = len(written) - len(written.lstrip())
    return [(first, first + len(core), core)]


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _letters(text: str) -> Iterator[tuple[int, int, str]]:
    """The letters of a text but blanks, each with those marks that it is one with: where it begins and ends, and its
    composed form."""
    first = 0
    while first < len(text):
        last = first + 1
        while last < len(text) and text[last] >= MARKS and _joins(text[first:last], text[last]):
            last += 1
        if not text[first].isspace():
            yield first, last, unicodedata.normalize("NFC", text[first:last])
        first = last


def _joins(before: str, mark: str) -> bool:
    if before.isspace():
        return False
    both = unicodedata.normalize("NFC", before + mark)
    return bool(unicodedata.combining(mark)) or both != unicodedata.normalize("NFC", before) + mark
