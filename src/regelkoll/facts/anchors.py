"""Anchors: the phrases of the reading profile found in a passage, as whole words with any white space between."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache


@lru_cache(maxsize=512)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    words = "|".join(map(_words, ordered))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def _words(phrase: str) -> str:
    """A phrase as a pattern; `…` in it stands for up to six words, `*` at a word's end for any letters."""
    words = (
        re.escape(word[:-1]) + r"\w*" if len(word) > 1 and word[-1] == "*" else re.escape(word)
        for word in phrase.split()
    )
    return r"\s+".join(words).replace(r"\s+…\s+", r"\s+(?:[^\s.;:!?]+\s+){0,6}?")


def spans(text: str, phrases: Iterable[str]) -> list[tuple[int, int]]:
    """Where the phrases stand, in order; the longest first where several begin at one place."""
    listed = tuple(phrases)
    return [match.span() for match in _pattern(listed).finditer(text)] if listed else []


def name_spans(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where the names stand, a genitive -s left outside the span; any dash stands for any other."""
    listed = tuple(names)
    if not listed:
        return []
    plain = _genitive(listed)
    return [match.span(1) for match in plain.finditer(text)]


_DASH = re.compile(r"\\-|[‐‑–—]")


@lru_cache(maxsize=64)
def _genitive(names: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    words = "|".join(r"\s+".join(_DASH.sub(r"\\s?[-‐‑–—]\\s?", re.escape(w)) for w in name.split()) for name in ordered)
    return re.compile(rf"(?<![\w-])({words})s?(?![\w-])", re.IGNORECASE)


def first(text: str, phrases: Sequence[str], start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """The first phrase in text[start:end]."""
    limit = len(text) if end is None else end
    return next((span for span in spans(text, phrases) if start <= span[0] and span[1] <= limit), None)


def governed(text: str, at: int, after: Sequence[str], not_after: Sequence[str]) -> bool | None:
    """Whether the nearest phrase before a place is one of `after` (True) or of `not_after` (False); None: neither."""
    yes, no = _before(text, at, tuple(after)), _before(text, at, tuple(not_after))
    if yes is None and no is None:
        return None
    return (yes or (-1, -1)) > (no or (-1, -1))


def _before(text: str, at: int, phrases: tuple[str, ...]) -> tuple[int, int] | None:
    """The last phrase that ends before a place; phrases do not overlap, so that their ends are in order too."""
    found = _found(text, phrases)
    index = bisect_right(found, at, key=lambda span: span[1])
    return found[index - 1] if index else None


@lru_cache(maxsize=16)
def _found(text: str, phrases: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    return tuple(spans(text, phrases))


@dataclass(frozen=True, slots=True)
class Mark:
    """A listed phrase in a text, with what its list says."""

    start: int
    end: int
    tag: bool


def marks(text: str, listed: Mapping[bool, Iterable[str]]) -> list[Mark]:
    """The phrases of all the lists together, in order, the longest where several begin at one place: in "tidigare
    beviljat" the shorter "beviljat" of another list is not seen."""
    tags = {" ".join(p.casefold().split()): tag for tag, phrases in listed.items() for p in phrases}
    return [Mark(s, e, _tag(" ".join(text[s:e].casefold().split()), tags)) for s, e in spans(text, tuple(tags))]


def _tag(found: str, tags: Mapping[str, bool]) -> bool:
    if found in tags:
        return tags[found]
    return next(tag for phrase, tag in tags.items() if _pattern((phrase,)).fullmatch(found))


def nearest(listed: Sequence[Mark], start: int, end: int) -> tuple[Mark | None, Mark | None]:
    """The last mark before a place and the first after it."""
    before = bisect_right(listed, start, key=lambda mark: mark.end)
    after = bisect_left(listed, end, key=lambda mark: mark.start)
    return (listed[before - 1] if before else None), (listed[after] if after < len(listed) else None)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space, commas, colons, full stops and quotes around it."""
    edge = ' \t\n\u00a0,;:."”“»«*'
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return start, end
