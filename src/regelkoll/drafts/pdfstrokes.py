"""Lines on a PDF page that strike out its text, or go across it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from regelkoll.drafts.building import Box
from regelkoll.drafts.pdfletters import Grid, blank

THICKEST, LONG, STEP, STEPS, CROSSED = 6.0, 3.0, 2.0, 20_000, 3


def strike(page: Any, chars: Sequence[Any], quads: Sequence[Box]) -> None:
    """Marks each letter as `struck` or not. `quads` are the places of the marks that strike out."""
    strokes = list(_level(page))
    for char in chars:
        char["struck"] = not blank(char) and (_is_struck(char, strokes) or _within(char, quads))


def crossed(page: Any, chars: Sequence[Any]) -> bool:
    """Whether a line that is not level goes across letters."""
    grid = Grid(char for char in chars if not blank(char))
    hit: set[int] = set()
    for number, (x, y) in enumerate(_points(page)):
        for char in grid.near(x, y, 2):
            height = char["bottom"] - char["top"]
            if char["x0"] < x < char["x1"] and char["top"] + 0.3 * height < y < char["bottom"] - 0.2 * height:
                hit.add(id(char))
        if len(hit) >= CROSSED or number > STEPS:
            return True
    return False


def _level(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """Thin level lines: left, right, height on the page, thickness."""
    for shape in (*page.lines, *page.rects, *page.curves):
        thick = max(shape["bottom"] - shape["top"], _width(shape))
        if thick <= THICKEST and shape["x1"] - shape["x0"] > max(LONG, thick):
            yield shape["x0"], shape["x1"], (shape["top"] + shape["bottom"]) / 2, thick


def _width(shape: Any) -> float:
    return float(shape.get("linewidth") or 0) if shape.get("stroke") else 0.0


def _is_struck(char: Any, strokes: Sequence[tuple[float, float, float, float]]) -> bool:
    height = char["bottom"] - char["top"]
    middle = (char["x0"] + char["x1"]) / 2
    low, high = char["top"] + 0.40 * height, char["top"] + 0.75 * height
    return any(
        left <= middle <= right and low <= at <= high and thick <= 0.5 * height for left, right, at, thick in strokes
    )


def _within(char: Any, quads: Sequence[Box]) -> bool:
    middle, line = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(q[0] <= middle <= q[2] and q[1] <= line <= q[3] for q in quads)


def _points(page: Any) -> Iterator[tuple[float, float]]:
    """Points along the strokes that are neither level nor upright."""
    for shape in (*page.lines, *page.curves):
        if not shape.get("stroke") or (shape.get("fill") and shape["object_type"] == "curve"):
            continue
        for (x0, y0), (x1, y1) in pairwise(shape["pts"]):
            if min(abs(x1 - x0), abs(y1 - y0)) <= 2:
                continue
            count = 1 + int(max(abs(x1 - x0), abs(y1 - y0)) / STEP)
            yield from ((x0 + (x1 - x0) * n / count, y0 + (y1 - y0) * n / count) for n in range(count + 1))
