"""Marks in a text: a draft's blocks cut where the findings' evidence stands, the marks inside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from regelkoll.model import Block
from regelkoll.reports.sheet import Span


class Sort(StrEnum):
    """What a finding comes to for a reader, gravest first."""

    STOP = "stop"
    WARNING = "warning"
    UNKNOWN = "unknown"
    INFO = "info"
    WAIVED = "waived"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A finding, or a missing fact, as a place on the page: its element's `id`, its short `label`, and the places in
    the draft that it rests on."""

    id: str
    sort: Sort
    label: str
    title: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the draft with every finding that rests on it, gravest first; of those that are met only the first."""

    id: str
    span: Span
    anchors: tuple[Anchor, ...]

    @property
    def sort(self) -> Sort:
        return self.anchors[0].sort


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked stretch of a block. A mark may go over several blocks or cross another: `opens` is true at its first
    stretch, `closes` at its last."""

    mark: Mark
    opens: bool
    closes: bool
    parts: tuple[Marked | str, ...]


Parts: TypeAlias = tuple[Marked | str, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    mark: Mark
    opens: bool = True
    closes: bool = True


def cut(blocks: Sequence[Block], marks: Sequence[Mark]) -> list[Parts]:
    """Each block's text cut at the marks, by the block's number."""
    found: list[list[_Stretch]] = []
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for number, block in enumerate(blocks):
        low, high = reach(block)
        near = [mark for mark in marks if mark.span[0] < high and low < mark.span[1]]
        stretches = [(mark, place) for mark in near if (place := _placed(block, mark.span))]
        found.append([_Stretch(*place, mark) for mark, place in stretches])
        for mark, _ in stretches:
            first.setdefault(mark.id, number)
            last[mark.id] = number
    return [
        _nested(
            block.text,
            (0, len(block.text)),
            [replace(s, opens=first[s.mark.id] == n, closes=last[s.mark.id] == n) for s in stretches],
        )
        for n, (block, stretches) in enumerate(zip(blocks, found, strict=True))
    ]


def _runs(block: Block) -> Iterator[tuple[int, int, int]]:
    """(offset in the block, offset in the canonical text, length) of what runs in step."""
    ends = [piece[0] for piece in block.pieces[1:]] + [len(block.text)]
    return ((at, there, end - at) for (at, there), end in zip(block.pieces, ends, strict=True))


def reach(block: Block) -> Span:
    runs = list(_runs(block))
    return (runs[0][1], runs[-1][1] + runs[-1][2]) if runs else (0, 0)


def _placed(block: Block, span: Span) -> Span | None:
    """The part of the block's text that the span covers."""
    covered = [
        (at + max(span[0] - there, 0), at + min(span[1] - there, length))
        for at, there, length in _runs(block)
        if span[0] < there + length and there < span[1]
    ]
    return (covered[0][0], covered[-1][1]) if covered else None


def _nested(text: str, within: Span, stretches: Sequence[_Stretch]) -> Parts:
    """The text with the marks inside one another; one that crosses another's end goes on after it."""
    parts: list[Marked | str] = []
    at, left = within[0], sorted(stretches, key=lambda s: (s.start, -s.end))
    while left:
        head, rest = left[0], left[1:]
        inner = [replace(s, closes=s.closes and s.end <= head.end) for s in rest if s.start < head.end]
        inside = [replace(s, end=min(s.end, head.end)) for s in inner]
        parts += [text[at : head.start]] if at < head.start else []
        parts.append(Marked(head.mark, head.opens, head.closes, _nested(text, (head.start, head.end), inside)))
        at = head.end
        crossing = [replace(s, start=at, opens=False) for s in rest if s.start < at < s.end]
        left = sorted(crossing + [s for s in rest if s.start >= at], key=lambda s: (s.start, -s.end))
    return (*parts, text[at : within[1]]) if at < within[1] else tuple(parts)


def stretches(parts: Parts) -> Iterator[Marked]:
    for part in parts:
        if isinstance(part, Marked):
            yield part
            yield from stretches(part.parts)
