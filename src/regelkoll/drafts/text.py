"""Plain text and Markdown, also text taken from a paged document: a repeated page header is set apart, and the sentence
that it cut in two is one paragraph again. Nothing here knows what the words mean."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from regelkoll.drafts.gate import UnreadableDraft, decoded
from regelkoll.model import Block, BlockKind, Draft

MAX_HEADER = 10
MAX_LINE = 90
MAX_BLOCKS = 20_000
ALIKE = 80
_LABEL = re.compile(r"\*\*[^*\n]{2,40}\*\*|\A[A-ZÅÄÖ][\wåäöÅÄÖ -]{1,30}:(?=\s|\Z)")
_HEADING = re.compile(r"(#{1,6})\s+(.*\S)")
_END = re.compile(r"[.!?:;…][\"'»”’)\]]*\s*\Z")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*\Z")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    header: int = 0


def read_text(data: bytes, name: str) -> Draft:
    """A text draft. Raises UnreadableDraft."""
    text, flags = decoded(data)
    lines = _marked(_lines(text))
    blocks = _blocks(lines)
    if _cut_off(blocks):
        flags |= {"cut_off"}
    return Draft(name, text, tuple(blocks), hashlib.sha256(data).hexdigest(), frozenset(flags))


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for line in text.split("\n"):
        stripped = line.strip()
        lead = len(line) - len(line.lstrip())
        lines.append(_Line(stripped, start + lead))
        start += len(line) + 1
    return lines


def _marked(lines: list[_Line]) -> list[_Line]:
    """The lines with those of page headers marked: the first group, where it looks like one, and every run like it."""
    template = _template(lines)
    if not template:
        return lines
    marked = list(lines)
    count, index, size = 0, 0, len(template)
    while index <= len(lines) - size:
        if _alike([line.text for line in lines[index : index + size]], template):
            count += 1
            for at in range(index, index + size):
                marked[at] = _Line(lines[at].text, lines[at].start, count)
            index += size
        else:
            index += 1
    return marked


def _template(lines: list[_Line]) -> list[str]:
    """The lines of the first group when it is a page header: short lines of which some carry a label, or that come
    again; [] when it is not."""
    group: list[str] = []
    for line in lines:
        if line.text:
            group.append(line.text)
        elif group:
            break
    if not 1 <= len(group) <= MAX_HEADER or any(len(text) > MAX_LINE for text in group):
        return []
    labelled = sum(bool(_LABEL.search(text)) for text in group)
    if labelled and (labelled >= len(group) / 3):
        return group
    texts = [line.text for line in lines]
    again = sum(_alike(texts[i : i + len(group)], group) for i in range(len(texts) - len(group) + 1))
    return group if len(group) >= 2 and again > 1 else []


def _alike(run: Sequence[str], template: Sequence[str]) -> bool:
    if run == template:
        return True
    if any(abs(len(a) - len(b)) > 12 or not a for a, b in zip(run, template, strict=False)):
        return False
    same = sum(fuzz.ratio(a, b) >= ALIKE for a, b in zip(run, template, strict=False))
    return same == len(template) and len(template) > 1


def _blocks(lines: list[_Line]) -> list[Block]:
    groups: list[list[_Line]] = []
    for line in lines:
        if not line.text:
            groups.append([])
        elif _HEADING.match(line.text) and not line.header:
            groups += [[line], []]
        elif groups and groups[-1] and groups[-1][-1].header == line.header:
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks: list[Block] = []
    body: int | None = None
    for block in (_block(group) for group in groups if group):
        cut = body is not None and body < len(blocks) - 1
        if cut and body is not None and _continues(blocks[body], block):
            blocks[body] = _joined(blocks[body], block)
            continue
        if block.kind != "header":
            body = len(blocks)
        blocks.append(block)
    if len(blocks) > MAX_BLOCKS:
        raise UnreadableDraft("too_large")
    return _titled(blocks)


def _continues(first: Block, second: Block) -> bool:
    """Whether a paragraph that a page header cut goes on: no sentence ended, and the rest begins in lower case."""
    if first.kind not in ("para", "line") or second.kind not in ("para", "line") or _END.search(first.text):
        return False
    return second.text[:1].islower() and len(first.text) > 40


def _joined(first: Block, second: Block) -> Block:
    offset = len(first.text) + 1
    pieces = (*first.pieces, *((at + offset, source) for at, source in second.pieces))
    return Block("para", f"{first.text} {second.text}", pieces)


def _block(group: list[_Line]) -> Block:
    if group[0].header:
        return _made("header", group)
    heading = _HEADING.match(group[0].text)
    if heading is not None:
        start = group[0].start + heading.start(2)
        return Block("heading", heading[2], ((0, start),), len(heading[1]))
    bold = _BOLD.match(group[0].text) if len(group) == 1 else None
    if bold is not None:
        return Block("line", bold[1], ((0, group[0].start + 2),))
    lone = len(group) == 1 and len(group[0].text) <= MAX_LINE and not _END.search(group[0].text)
    return _made("line" if lone else "para", group)


def _made(kind: BlockKind, group: list[_Line]) -> Block:
    pieces, offset = [], 0
    for line in group:
        pieces.append((offset, line.start))
        offset += len(line.text) + 1
    return Block(kind, "\n".join(line.text for line in group), tuple(pieces))


def _titled(blocks: list[Block]) -> list[Block]:
    """The first block of the body is the title: a heading of the first level, or one that ends no sentence."""
    for index, block in enumerate(blocks):
        if block.kind == "header":
            continue
        first_level = block.kind == "heading" and block.level == 1
        if first_level or (block.kind in ("line", "para") and len(block.text) <= 400 and not _END.search(block.text)):
            blocks[index] = Block("title", block.text, block.pieces, block.level)
        break
    return blocks


def _cut_off(blocks: list[Block]) -> bool:
    last = next((b for b in reversed(blocks) if b.kind != "header"), None)
    return last is not None and last.kind == "para" and len(last.text) > MAX_LINE and not _END.search(last.text)
