"""A PDF page as words with their boxes and looks: what is not seen left out, what is struck out marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regelkoll.drafts.building import Box
from regelkoll.drafts.pdfink import Ink
from regelkoll.drafts.pdfletters import blank, prepared
from regelkoll.drafts.pdfmarks import struck_places
from regelkoll.drafts.pdfstrokes import crossed, strike

SMALLEST = 4.0
FEW, FEWEST = 30, 5
"""Words on a page that is perhaps a picture, and on one that is hardly read at all."""


@dataclass(slots=True)
class Word:
    text: str
    box: Box
    size: float
    bold: bool
    artifact: bool
    struck: bool


@dataclass(slots=True)
class Page:
    """`number` from 1; `pictured`: pictures cover most of it; `unread`: what is seen there is not its words alone."""

    number: int
    width: float
    height: float
    words: list[Word]
    pictured: bool
    unread: bool


def page_of(page: Any, ink: Ink, flags: set[str]) -> Page:
    """A pdfplumber page read; adds to the flags."""
    quads = struck_places(page, flags)
    _moved(page)
    covered = _covered(page)
    seen, guessed = _seen(page, ink, covered > 0.7, flags)
    chars = prepared(seen, flags)
    strike(page, chars, quads)
    if crossed(page, chars) or (quads and not any(char["struck"] for char in chars)):
        flags.add("laid_on")
    words = _words(chars)
    few = len(words) < FEW and covered > 0.25
    unread = guessed or few or (len(words) < FEWEST and ink.drawn and (not words or covered > 0.02 or _many(page)))
    return Page(page.page_number, float(page.width), float(page.height), words, covered > 0.7, unread)


def _moved(page: Any) -> None:
    """Lets everything on the page count from its upper left corner."""
    left, top = page.mediabox[:2]
    if not left and not top:
        return
    for found in (*page.chars, *page.lines, *page.rects, *page.curves, *page.images):
        found.update(x0=found["x0"] - left, x1=found["x1"] - left)
        found.update(top=found["top"] - top, bottom=found["bottom"] - top)
        if "pts" in found:
            found["pts"] = [(x - left, y - top) for x, y in found["pts"]]


def _covered(page: Any) -> float:
    """How much of the page its pictures cover together."""
    area = sum(max(0.0, i["x1"] - i["x0"]) * max(0.0, i["bottom"] - i["top"]) for i in page.images)
    return float(area / max(1.0, page.width * page.height))


def _many(page: Any) -> bool:
    """Whether so many lines are drawn that they may be letters."""
    return sum(len(shape["pts"]) for shape in (*page.curves, *page.lines, *page.rects)) > 100


def _seen(page: Any, ink: Ink, pictured: bool, flags: set[str]) -> tuple[list[Any], bool]:
    """The letters that are seen, and whether there are such as a machine has guessed behind a picture."""
    seen, guessed = [], False
    for char in page.chars:
        if not blank(char) and (_tiny(char, page) or not ink.shows(_box(char))):
            if not pictured or _tiny(char, page):
                flags.add("hidden")
                continue
            guessed = True
        seen.append(char)
    return seen, guessed


def _box(char: Any) -> Box:
    return char["x0"], char["top"], char["x1"], char["bottom"]


def _tiny(char: Any, page: Any) -> bool:
    """Too small to be read, or outside the page."""
    middle, line = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return float(char["size"]) < SMALLEST or not (0 <= middle <= page.width and 0 <= line <= page.height)


def _words(chars: Sequence[Any]) -> list[Word]:
    from pdfplumber.utils.text import extract_words

    found = extract_words(
        list(chars),
        x_tolerance_ratio=0.18,
        y_tolerance=2,
        keep_blank_chars=False,
        use_text_flow=False,
        extra_attrs=["struck"],
        return_chars=True,
    )
    words = []
    for word in found:
        first = word["chars"][0]
        text = word["text"].replace("\u00ad", "-").replace("\ufffe", "-")
        box = (round(word["x0"], 1), round(word["top"], 1), round(word["x1"], 1), round(word["bottom"], 1))
        name = str(first.get("fontname", "")).lower()
        bold = "twice" in first or any(mark in name for mark in ("bold", "black", "heavy", "semibold"))
        artifact = first.get("tag") == "Artifact"
        words.append(Word(text, box, round(float(first["size"]), 1), bold, artifact, bool(word["struck"])))
    return words
