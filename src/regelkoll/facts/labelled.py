"""Readers of what stands after a label in the page heads ("Handläggare", "Datum")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from regelkoll.facts.anchors import trimmed
from regelkoll.facts.literals import read_literal
from regelkoll.facts.places import Readings, Source
from regelkoll.facts.signing import signers
from regelkoll.facts.structure import Passage
from regelkoll.model import FactType, Kind, Reading, Value
from regelkoll.values import name_key, near

Instructions = Mapping[str, Any]
_LABELLED = re.compile(r"^[ \t]*([A-ZÅÄÖ][\wåäöÅÄÖ -]{2,30}):(?=\s|$)", re.MULTILINE)

_PAGE = re.compile(r"\s*(?:[^\W\d]{1,8}\.?\s+)?\d{1,3}\s*(?:(?:\(|av\b|/)\s*\d{1,3}\s*\)?)?\s*")


def labelled(kind: FactType, read: Instructions, source: Source) -> Readings:
    """What stands after the labels in every page head; with `also_near` the signers' names that are nearly the same.
    Once a head has told it, what looks like a head in the midst of the text is heard too, so that it can differ."""
    labels = source.profile.get("labels", [])
    found: list[Reading] = []
    present = False
    for header in source.structure.headers:
        told = _told(kind, read, header, source)
        present = present or told is not None
        found += told or []
    if found:
        found += [one for passage in _amidst(source, labels) for one in _told(kind, read, passage, source) or []]
    if "also_near" in read:
        found += _near_names(found, source)
    place = present or (bool(source.structure.headers) and not _other_words(read["label"], labels, source))
    return Readings(tuple(found), place)


def _told(kind: FactType, read: Instructions, header: Passage, source: Source) -> list[Reading] | None:
    """What stands after the labels of one head; None where it has none of them."""
    wanted = set(map(name_key, read["label"]))
    spans = [
        (start, end)
        for label, start, end in _labels(header.text, source.profile.get("labels", []))
        if name_key(label) in wanted
    ]
    if not spans:
        return None
    full = [(start, end) for start, end in (trimmed(header.text, *span) for span in spans) if start < end]
    return [source.reading(value_of(kind, header.text[start:end]), header, start, end) for start, end in full]


def _amidst(source: Source, labels: Sequence[str]) -> list[Passage]:
    """Passages of the body that look like page heads: lines of labels with what they label, and of page numbers."""
    if not labels:
        return []
    label = _pattern(tuple(labels))
    body = [*source.structure.lead, *(block for section in source.structure.sections for block in section.blocks)]
    several = [(block, block.text.split("\n")) for block in body if "\n" in block.text]
    return [block for block, lines in several if all(label.match(one) or _PAGE.fullmatch(one) for one in lines)]


def _other_words(wanted: Sequence[str], labels: Sequence[str], source: Source) -> bool:
    """Whether a page head may say what is looked for in other words: a label of its own, or one that holds a wanted."""
    known, keys = set(map(name_key, labels)), [name_key(label) for label in wanted]
    for header in source.structure.headers:
        if any(key in name_key(header.text) for key in keys):
            return True
        bare = len(header.text) <= 60 and not any(c.isdigit() for c in header.text)
        if bare and not _labels(header.text, labels):
            return True
        if any(name_key(mark[1]) not in known for mark in _LABELLED.finditer(header.text)):
            return True
    return False


def _labels(text: str, labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Each label of a header with the span of what follows it, up to the next label."""
    marks = list(_pattern(tuple(labels)).finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [(mark[1], mark.end(), end) for mark, end in zip(marks, ends, strict=False)]


@lru_cache(maxsize=8)
def _pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    return re.compile(rf"(?:^|\*\*|\t|  )\s*({words})(?:\*\*|\s*:|\s*$|\t)", re.IGNORECASE | re.MULTILINE)


def _near_names(found: Sequence[Reading], source: Source) -> list[Reading]:
    """Names in the signature block that are nearly one of those read, but spelt otherwise."""
    names = [r.value for r in found if isinstance(r.value, str)]
    return [
        source.reading(flat(signer.name.text), signer.name)
        for signer in signers(source.structure.signatures)[0]
        if any(near(signer.name.text, name) for name in names)
    ]


def value_of(kind: FactType, text: str) -> Value | None:
    """The words as a value of the fact's kind; number words alone are kronor where the fact is an amount."""
    plain = flat(text)
    value = read_literal(kind.kind, plain)
    return read_literal(kind.kind, f"{plain} kronor") if value is None and kind.kind is Kind.AMOUNT else value


def flat(text: str) -> str:
    """The words with one space between them."""
    return " ".join(text.split())
