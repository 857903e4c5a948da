"""The child process that writes notes into a PDF: on standard input a line of JSON that says what to write and then the
file; on standard output a line of JSON and then what is to be put after the file's own bytes."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from regelkoll.drafts.building import Box
from regelkoll.drafts.pdfchild import looked_at
from regelkoll.drafts.pdfink import Ink
from regelkoll.drafts.pdfpage import Word, page_of

Line: TypeAlias = Mapping[str, Any]
"""A line of the draft's text: `page` from 1, `box`, its `text`, and the characters `start` to `end` that are meant."""


def main() -> None:
    """Reads, writes, ends. Any error ends the process with a code, which the parent takes as "could not be written"."""
    asked = json.loads(sys.stdin.buffer.readline())
    refused, added = _written(sys.stdin.buffer.read(), asked["notes"], asked["author"])
    sys.stdout.buffer.write(json.dumps({"refused": refused}).encode() + b"\n" + added)


def _written(data: bytes, notes: Sequence[Mapping[str, Any]], author: str) -> tuple[str | None, bytes]:
    document, refused, flags = looked_at(data)
    if refused or flags & {"signed", "restricted"}:
        return refused or ("signed" if "signed" in flags else "restricted"), b""
    from regelkoll.reports.pdfwriting import appended

    words = _words(data, document, {line["page"] for note in notes for line in note["lines"]})
    placed = [{**note, "boxes": [_meant(line, words) for line in note["lines"]]} for note in notes]
    made = appended(data, placed, author)
    if not made.startswith(data) or not _opens(made, len(document)):
        return "changed", b""
    return None, made[len(data) :]


def _words(data: bytes, document: Any, wanted: set[int]) -> dict[int, list[Word]]:
    """The words of these pages, as the draft was read."""
    import pdfplumber

    flags: set[str] = set()
    with pdfplumber.open(io.BytesIO(data), pages=sorted(wanted)) as opened:
        return {p.page_number: page_of(p, Ink(document[p.page_number - 1]), flags).words for p in opened.pages}


def _opens(made: bytes, pages: int) -> bool:
    import pypdfium2

    return len(pypdfium2.PdfDocument(made)) == pages


def _meant(line: Line, words: Mapping[int, Sequence[Word]]) -> tuple[int, Box]:
    """The page and the box of the words that are meant, the whole line's where they are not found in it."""
    page, box, text = line["page"], tuple(line["box"]), line["text"]
    first, last = len(_letters(text[: line["start"]])), len(_letters(text[: line["end"]]))
    inside = sorted((w for w in words.get(page, ()) if not w.struck and _within(w.box, box)), key=lambda w: w.box[0])
    if not "".join(_letters(word.text) for word in inside).startswith(_letters(text)):
        return page, box
    found, at = [], 0
    for word in inside:
        letters = len(_letters(word.text))
        if at < last and at + letters > first:
            found.append(_part(word, (first - at) / letters, (last - at) / letters))
        at += letters
    if not found:
        return page, box
    sides = list(zip(*found, strict=True))
    return page, (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _part(word: Word, first: float, last: float) -> Box:
    """About the part of a word's box that these shares of its letters take."""
    left, top, right, bottom = word.box
    wide = right - left
    return left + wide * max(0.0, first), top, left + wide * min(1.0, last), bottom
