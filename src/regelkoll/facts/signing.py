"""The signature block: a name on a line and the title under it, over one or more lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regelkoll.facts.structure import Passage


_PART = r"[A-ZÅÄÖÉÜ][a-zåäöéèüß]+(?:[-'’][A-ZÅÄÖÉÜ][a-zåäöéèüß]+)*"
_NAME = re.compile(rf"{_PART}(?:\s+(?:{_PART}|[A-ZÅÄÖ]\.|af|von|de))*\s+{_PART}")


def is_name(text: str) -> bool:
    """Whether a text is written as a person's name."""
    return _NAME.fullmatch(text.strip()) is not None


@dataclass(frozen=True, slots=True)
class Signer:
    """A name and a title as parts of passages; no title is None."""

    name: Passage
    role: Passage | None


def signers(passages: Sequence[Passage]) -> tuple[tuple[Signer, ...], bool]:
    """The signers in order, and whether every line of the block could be read."""
    found: list[Signer] = []
    complete = True
    open_name = False
    apart: set[int] = set()
    named_in = -1
    for index, passage in enumerate(passages):
        for line in _lines(passage):
            name, comma, rest = line.text.partition(",")
            if _NAME.fullmatch(name.strip()):
                role = _stripped(line, len(name) + 1, len(line.text)) if comma and rest.strip() else None
                found.append(Signer(_stripped(line, 0, len(name)), role))
                open_name, named_in = not comma, index
            elif open_name and line.text[:1].isalpha():
                before = found[-1]
                found[-1] = Signer(before.name, _after(before.role, line, passage))
                if named_in != index:
                    apart.add(len(found) - 1)
            elif line.text.strip("_. …-"):
                complete = False
        open_name = open_name and found[-1].role is None
    if apart and any(signer.role is None for signer in found):  # whose title it is cannot be told
        found = [Signer(s.name, None) if i in apart else s for i, s in enumerate(found)]
        complete = False
    return tuple(found), complete


def _lines(passage: Passage) -> list[Passage]:
    parts, offset = [], 0
    for line in passage.text.split("\n"):
        if line.strip():
            parts.append(passage.part(offset, offset + len(line)))
        offset += len(line) + 1
    return parts


def _stripped(line: Passage, start: int, end: int) -> Passage:
    text = line.text[start:end]
    lead = len(text) - len(text.lstrip())
    return line.part(start + lead, start + len(text.rstrip()))


def _after(role: Passage | None, line: Passage, passage: Passage) -> Passage:
    """A title that goes on over one more line."""
    if role is None:
        return _stripped(line, 0, len(line.text))
    from regelkoll.facts.structure import Passage

    pieces = (*role.pieces, *((at + len(role.text) + 1, source) for at, source in line.pieces))
    return Passage(f"{role.text} {line.text.strip()}", pieces, passage.section, passage.where)
