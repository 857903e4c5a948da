"""A PDF page as words with their boxes and looks: what is not seen left out, what is struck out marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from regelkoll.drafts.building import Box

SMALLEST = 4.0


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
    """`number` from 1; `pictured`: a picture covers most of it."""

    number: int
    width: float
    height: float
    words: list[Word]
    pictured: bool


def page_of(page: Any, flags: set[str]) -> Page:
    """A pdfplumber page read; adds to the flags."""
    dark = [r for r in page.rects if r.get("fill") and not _white(r.get("non_stroking_color"))]
    strokes = _strokes(page)
    seen = []
    for char in page.chars:
        if char["text"].strip() and _unseen(char, dark, page):
            flags.add("hidden")
            continue
        char["struck"] = char["text"].strip() != "" and _is_struck(char, strokes)
        seen.append(char)
    words = _words(page, seen)
    area = page.width * page.height
    pictured = any((i["x1"] - i["x0"]) * (i["bottom"] - i["top"]) > 0.7 * area for i in page.images)
    return Page(page.page_number, float(page.width), float(page.height), words, pictured)


def _words(page: Any, chars: Sequence[Any]) -> list[Word]:
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
        bold = any(mark in str(first.get("fontname", "")).lower() for mark in ("bold", "black", "heavy", "semibold"))
        artifact = first.get("tag") == "Artifact"
        words.append(Word(text, box, round(float(first["size"]), 1), bold, artifact, bool(word["struck"])))
    return words


def _white(color: Any) -> bool:
    if color is None:
        return False
    values = [float(v) for v in (color if isinstance(color, list | tuple) else [color]) if isinstance(v, int | float)]
    if len(values) == 4:
        return all(v <= 0.02 for v in values)
    return bool(values) and all(v >= 0.98 for v in values)


def _unseen(char: Any, dark: Sequence[Any], page: Any) -> bool:
    """White without anything dark behind, tiny, or outside the page."""
    if float(char["size"]) < SMALLEST:
        return True
    middle, line = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    if not (0 <= middle <= page.width and 0 <= line <= page.height):
        return True
    if not _white(char.get("non_stroking_color")):
        return False
    return not any(r["x0"] <= middle <= r["x1"] and r["top"] <= line <= r["bottom"] for r in dark)


def _strokes(page: Any) -> list[tuple[float, float, float]]:
    """Thin level lines: (left, right, height on the page)."""
    found = []
    for shape in (*page.lines, *page.rects):
        thin = shape["bottom"] - shape["top"] <= 2.5
        if thin and shape["x1"] - shape["x0"] > 3:
            found.append((shape["x0"], shape["x1"], (shape["top"] + shape["bottom"]) / 2))
    return found


def _is_struck(char: Any, strokes: Sequence[tuple[float, float, float]]) -> bool:
    height = char["bottom"] - char["top"]
    middle = (char["x0"] + char["x1"]) / 2
    low, high = char["top"] + 0.40 * height, char["top"] + 0.75 * height
    return any(left <= middle <= right and low <= at <= high for left, right, at in strokes)
