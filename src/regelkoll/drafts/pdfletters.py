"""The letters of a PDF page made ready for words: what is turned or drawn twice, and small raised figures."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
CELL = 4.0
_MARKS = {"Mn", "Lm", "Sk", "Pc"}
_NOTHING = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def blank(char: Any) -> bool:
    """Whether nothing is drawn for it: spaces, and signs that only tell where a word may be parted."""
    return _nothing(char["text"])


@cache
def _nothing(text: str) -> bool:
    return all(unicodedata.category(sign) in _NOTHING for sign in text)


def turned(char: Any) -> bool:
    """Whether the letter does not stand upright, from left to right."""
    a, b, _, d = char["matrix"][:4]
    return not (a > 0 and d > 0 and abs(b) < 0.1 * a)


def prepared(chars: Sequence[Any], flags: set[str]) -> list[Any]:
    """The letters with those drawn twice once and bold, and raised figures as such. Turned ones are left out and
    flagged (`laid_on`), as letters that lie over others are (`garbled`)."""
    upright = [char for char in chars if not turned(char)]
    if any(not blank(char) for char in chars if turned(char)):
        flags.add("laid_on")
    grid = Grid(char for char in upright if not blank(char))
    second: set[int] = set()
    for char in upright:
        if id(char) not in second and not blank(char):
            _over(char, grid, second, flags)
    kept = [char for char in upright if id(char) not in second]
    for char in sorted((c for c in kept if c["text"].isdecimal()), key=lambda c: c["x0"]):
        _raise(char, grid)
    return kept


def _over(char: Any, grid: Grid, second: set[int], flags: set[str]) -> None:
    """Finds the letters that lie over this one: the same again makes it bold, another is not to be read rightly."""
    width, height = char["x1"] - char["x0"], char["bottom"] - char["top"]
    for other in grid.near((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2):
        if other is char or id(other) in second:
            continue
        narrow = min(width, other["x1"] - other["x0"])
        apart = abs(other["x0"] + other["x1"] - char["x0"] - char["x1"]) / 2
        level = abs(other["top"] + other["bottom"] - char["top"] - char["bottom"]) / 2 < 0.3 * height
        if not level or apart >= 0.5 * narrow:
            continue
        if other["text"] == char["text"] and apart < 0.3 * narrow:
            second.add(id(other))
            char["twice"] = True
        elif not {unicodedata.category(sign) for sign in (char["text"] + other["text"])} & _MARKS:
            flags.add("garbled")


def _raise(char: Any, grid: Grid) -> None:
    """Makes a small figure that stands higher or lower than the letter before it a raised or a lowered one."""
    size = float(char["size"])
    for other in grid.near(char["x0"] - CELL / 2, (char["top"] + char["bottom"]) / 2, 2):
        large = float(other["size"])
        gap = char["x0"] - other["x1"]
        if other is char or not -0.2 * size < gap < 0.6 * size:
            continue
        if "line" in other and other["size"] == char["size"] and abs(other["was"] - char["bottom"]) < 0.1 * size:
            table, line = other["table"], other["line"]
        elif large > 1.2 * size and other["top"] - large < char["bottom"] < other["bottom"] - 0.15 * large:
            table, line = RAISED, (other["top"], other["bottom"])
        elif large > 1.2 * size and other["bottom"] + 0.04 * large < char["bottom"] < other["bottom"] + 0.6 * large:
            table, line = LOWERED, (other["top"], other["bottom"])
        else:
            continue
        char.update(was=char["bottom"], table=table, line=line, text=char["text"].translate(table))
        char.update(top=line[0], bottom=line[1])
        return


class Grid:
    """Letters by where their middle is on the page."""

    def __init__(self, chars: Iterable[Any]) -> None:
        self.cells: dict[tuple[int, int], list[Any]] = {}
        for char in chars:
            middle, line = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
            self.cells.setdefault((int(middle // CELL), int(line // CELL)), []).append(char)

    def near(self, x: float, y: float, reach: int = 1) -> Iterator[Any]:
        """The letters about this point."""
        column, row = int(x // CELL), int(y // CELL)
        for across in range(column - reach, column + reach + 1):
            for down in range(row - reach, row + reach + 1):
                yield from self.cells.get((across, down), ())
