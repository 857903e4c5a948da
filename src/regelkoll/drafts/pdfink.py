"""What is drawn of a PDF page: the page with its text, set beside the same page without it."""

from __future__ import annotations

from typing import Any

from regelkoll.drafts.building import Box

SCALE, MOST = 1.5, 6_000_000
"""Dots to a point, and the most dots of a page."""
NARROW = 0.1
SEEN, SHARE, DEEPEST = 24, 0.015, 12
"""So much darker or lighter than what is behind, of 255, and so much of its box, is a letter that is seen."""


class Ink:
    """A page of pypdfium2 drawn twice. Boxes count from the upper left corner of the media box, as it is shown."""

    def __init__(self, page: Any) -> None:
        from PIL import ImageChops

        width, height = page.get_size()
        scale = min(SCALE, (MOST / max(1.0, width * height)) ** 0.5)
        with_text = _drawn(page, scale)
        _without_text(page)
        without = _drawn(page, scale)
        changed = ImageChops.difference(with_text, without)
        self.width, self.height = changed.size
        self.dots = changed.point([255 if step >= SEEN else 0 for step in range(256)]).tobytes()
        self.empty = with_text.getextrema()[0] == with_text.getextrema()[1]
        self.drawn = without.getextrema()[0] != without.getextrema()[1]
        left, top, wide, high = _window(page)
        self.left, self.top = left, top
        self.across, self.down = self.width / wide, self.height / high

    def shows(self, box: Box) -> bool:
        """Whether a letter is seen in the box. One without a width is looked for on both sides of where it stands."""
        if box[2] - box[0] < NARROW:
            room = (box[3] - box[1]) / 2
            box = (box[0] - room, box[1], box[2] + room, box[3])
        x0, x1 = _between((box[0] - self.left) * self.across, (box[2] - self.left) * self.across, self.width)
        y0, y1 = _between((box[1] - self.top) * self.down, (box[3] - self.top) * self.down, self.height)
        if x0 >= x1 or y0 >= y1:
            return False
        wanted = max(1, SHARE * (x1 - x0) * (y1 - y0))
        for start in range(y0 * self.width, y1 * self.width, self.width):
            wanted -= self.dots.count(255, start + x0, start + x1)
            if wanted <= 0:
                return True
        return False


def _between(start: float, end: float, most: int) -> tuple[int, int]:
    """The dots within, so that a neighbour's edge is not counted; at least one."""
    first, last = round(start), round(end)
    if last <= first:
        first, last = int(start), int(start) + 1
    return max(0, first), min(most, last)


def _drawn(page: Any, scale: float) -> Any:
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False)
    return bitmap.to_pil().convert("L")


def _without_text(page: Any) -> None:
    import pypdfium2.raw as raw

    for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=DEEPEST):
        raw.FPDFTextObj_SetTextRenderMode(found, raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _window(page: Any) -> Box:
    """What is shown of the page: left, top, width and height within the media box as it is shown."""
    media, crop = _ordered(page.get_mediabox()), _ordered(page.get_cropbox())
    shown = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    if shown[0] >= shown[2] or shown[1] >= shown[3]:
        shown = media
    sides = [shown[0] - media[0], media[3] - shown[3], media[2] - shown[2], shown[1] - media[1]]  # left, top, right …
    turn = page.get_rotation() // 90
    wide, high = shown[2] - shown[0], shown[3] - shown[1]
    left, top = sides[-turn % 4], sides[(1 - turn) % 4]
    return (left, top, high, wide) if turn % 2 else (left, top, wide, high)


def _ordered(box: Box) -> Box:
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
