"""Readers of the days, shares and lengths of time in a clause's sentences, and of figures of the whole text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from regelkoll.facts.anchors import governed
from regelkoll.facts.dates import find_dates
from regelkoll.facts.durations import find_lengths
from regelkoll.facts.measures import counted, lix
from regelkoll.facts.places import Readings, Source
from regelkoll.facts.shares import find_shares
from regelkoll.facts.structure import Passage, sentences
from regelkoll.model import Reading, Value

Found = tuple[int, int, Value | None]


def _days(text: str) -> list[Found]:
    return [(d.start, d.end, d.value) for d in find_dates(text)]


def _shares(text: str) -> list[Found]:
    return [(s.start, s.end, s.value) for s in find_shares(text)]


def _months(text: str) -> list[Found]:
    return [(f.start, f.end, None if f.months is None else Fraction(f.months)) for f in find_lengths(text)]


FIGURES: Mapping[str, Callable[[str], Iterable[Found]]] = {"day": _days, "share": _shares, "months": _months}
"""What `figure:` can read in a clause."""


def figures(read: Mapping[str, Any], passage: Passage, source: Source) -> list[Reading]:
    """Every figure of the kind in the passage's sentences: all, or those whose nearest word before is one of `after`
    and none of `not_after`."""
    found: list[Reading] = []
    for sentence in sentences(passage):
        for start, end, value in FIGURES[read["figure"]](sentence.text):
            wanted = governed(sentence.text, start, read.get("after", ()), read.get("not_after", ()))
            if wanted is True or (wanted is None and "after" not in read):
                found.append(source.reading(value, sentence, start, end))
    return found


def measured(name: str, source: Source) -> Readings:
    """A figure of the whole text; the longest sentence is read from its own words."""
    found = counted(source.whole())
    if not found:
        return Readings((), bool(source.whole()))
    longest = max(found, key=lambda pair: len(pair[1]))
    if name == "sentence_words":
        return Readings((source.reading(Fraction(len(longest[1])), longest[0]),), True)
    return Readings((source.reading(Fraction(lix(found)), longest[0], 0, 0),), True)
