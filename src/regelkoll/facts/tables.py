"""Tables made lines: page headers by their labels, signatures by their columns, other tables by their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from regelkoll.facts.signing import is_name
from regelkoll.model import Block, BlockKind
from regelkoll.values import name_key

Cell = tuple[int, int]


def arranged(blocks: Sequence[Block], profile: Mapping[str, Any]) -> list[Block]:
    """The blocks with each table's cells joined to blocks of lines."""
    labels = {name_key(label) for label in profile.get("labels", [])}
    result: list[Block] = []
    for table, group in groupby(blocks, key=lambda block: block.table):
        found = list(group)
        if table is None:
            result += found
            continue
        cells: dict[Cell, list[Block]] = {}
        for block in found:
            cells.setdefault((block.row, block.column), []).append(block)
        if all(block.kind == "header" for block in found):
            result += _labelled(cells, labels)
        elif _signed(cells):
            result += [_joined(column, "\n") for column in map(_mended, _columns(cells))]
        else:
            result += [_joined(row, "\t") for row in _rows(cells)]
    return result


def _columns(cells: Mapping[Cell, list[Block]]) -> list[list[Block]]:
    order = sorted(cells, key=lambda cell: (cell[1], cell[0]))
    return [[b for cell in group for b in cells[cell]] for _, group in groupby(order, key=lambda cell: cell[1])]


def _mended(column: Sequence[Block]) -> list[Block]:
    """A column with a name that was parted at its hyphen made one again."""
    result: list[Block] = []
    for block in column:
        parted = bool(result) and result[-1].text.endswith("-") and block.text[:1].isupper()
        if parted and block.row == result[-1].row + 1:
            result[-1] = _joined([result[-1], block], "")
        else:
            result.append(block)
    return result


def _rows(cells: Mapping[Cell, list[Block]]) -> list[list[Block]]:
    return [[b for cell in group for b in cells[cell]] for _, group in groupby(sorted(cells), key=lambda cell: cell[0])]


def _signed(cells: Mapping[Cell, list[Block]]) -> bool:
    """Whether a name begins every column, or every column but one that only draws lines to sign on."""
    columns = [[b for b in column if b.text.strip("_. …-")] for column in map(_mended, _columns(cells))]
    begun = [column for column in columns if column]
    short = all(len(b.text) <= 70 for column in begun for b in column)
    return bool(begun) and short and all(is_name(column[0].text.split("\n")[0].split(",")[0]) for column in begun)


def _labelled(cells: Mapping[Cell, list[Block]], labels: set[str]) -> list[Block]:
    """A header table: labels with values under them, or beside them; what has no label row by row. A label that may
    have either has both, so that what is said of it is contradictory."""
    grid = _Grid(cells, labels)
    used: set[Cell] = set()
    result: list[Block] = []
    for cell in sorted(cells):
        if cell in used or not grid.is_label(cell):
            continue
        for values in grid.values(cell):
            used |= {cell, *values}
            result.append(_joined([b for part in (cell, *values) for b in cells[part]], "\n"))
    left = {cell: found for cell, found in cells.items() if cell not in used}
    return result + [_joined(row, "\t") for row in _rows(left)]


class _Grid:
    """The cells of a header table, some of which are known labels."""

    def __init__(self, cells: Mapping[Cell, list[Block]], labels: set[str]) -> None:
        self.cells, self.labels = cells, labels

    def is_label(self, cell: Cell) -> bool:
        return cell in self.cells and name_key(self.cells[cell][0].text.split("\n")[0].rstrip(" :")) in self.labels

    def values(self, cell: Cell) -> list[list[Cell]]:
        """What a label may be a label of: each of these, or [[]] for nothing."""
        row, column = cell
        if len(self.cells[cell]) > 1 or "\n" in self.cells[cell][0].text:
            return [[]]
        below, beside = self._below(cell), [[(row, column + 1)]] if self._is_value((row, column + 1)) else []
        over = self.is_label((row, column - 1)) or self.is_label((row, column + 1))
        down = self.is_label((row - 1, column)) or self.is_label((row + 1, column))
        if over and not down and any(r == row + 1 for r, _ in self.cells):
            return below or [[]]
        if down and not over and (beside or any(r == row and c != column for r, c in self.cells)):
            return beside or [[]]
        return below + beside or [[]]

    def _is_value(self, cell: Cell) -> bool:
        return cell in self.cells and not self.is_label(cell)

    def _below(self, cell: Cell) -> list[list[Cell]]:
        """The value under a label; each of several where the label reaches over more than one column."""
        row, column = cell
        if not self._is_value((row + 1, column)):
            return []
        end = min((c for r, c in self.cells if r == row and c > column), default=1 + max(c for _, c in self.cells))
        under = sorted(c for r, c in self.cells if r == row + 1 and column <= c < end)
        return [[(row + 1, c)] for c in under]


def _joined(blocks: Sequence[Block], joint: str) -> Block:
    """Blocks as one of lines or of cells; a heading or title alone stays what it is."""
    if len(blocks) == 1:
        one = blocks[0]
        return Block(one.kind, one.text, one.pieces, one.level)
    text, pieces = "", []
    for block in blocks:
        if text:
            text += joint
        pieces += [(at + len(text), source) for at, source in block.pieces]
        text += block.text
    kind: BlockKind = "header" if blocks[0].kind == "header" else "para"
    return Block(kind, text, tuple(pieces))
