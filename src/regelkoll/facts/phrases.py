"""Texts between anchors: what stands before a verb, and between a phrase and the next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from regelkoll.facts.amounts import find_amounts
from regelkoll.facts.anchors import first, spans, trimmed

_QUOTED = re.compile(r"\w+\s+[\"”“»«]([^\"”“»«]+)[\"”“»«]")
QUOTES = "\"”“»«'’"


def between(text: str, start: int, read: Mapping[str, Any]) -> tuple[int, int] | None:
    """The span after `then` (when named) and before the first `until`; None where it cannot be told.

    A `then` that `begins` follows is sure; else it must stand once before the end. An `until_only` may as well be a
    part of the name ("Föreningen för …"): it ends the span only where it stands once and a figure or a capital follows.
    Without `begins`, what follows `then` must begin as a name does; words that hold money are never one name.
    """
    named = False
    if "then" in read:
        at = _then(text, start, read)
        if at is None:
            return None
        start, named = at
    sure = first(text, read.get("until", ()), start)
    end = sure[0] if sure else len(text)
    lone = [s for s in spans(text, read.get("until_only", ())) if start <= s[0] < end]
    if len(lone) > 1 or (lone and not _ends(text[lone[0][1] :].lstrip())):
        return None
    a, b = trimmed(text, start, lone[0][0] if lone else end)
    if a >= b or find_amounts(text[a:b]):
        return None
    if "then" in read and not named and not (text[a].isupper() or text[a - 1 : a] in tuple(QUOTES)):
        return None
    quoted = _QUOTED.match(text, a) if named else None
    return quoted.span(1) if quoted and quoted.end() <= b + 1 else (a, b)


def direct(text: str, start: int, read: Mapping[str, Any]) -> tuple[int, int] | None:
    """A name that stands right after the verb, up to a bracket or one of `direct_until`, which must be there."""
    a, _ = trimmed(text, start, len(text))
    stop = first(text, read.get("direct_until", ()), a)
    bracket = text.find("(", a)
    ends = [end for end in (stop[0] if stop else -1, bracket) if end >= 0]
    if not text[a : a + 1].isupper() or not ends:
        return None
    a, b = trimmed(text, a, min(ends))
    return None if a >= b or find_amounts(text[a:b]) or "\n" in text[a:b] else (a, b)


def _ends(after: str) -> bool:
    """Whether what follows an `until_only` shows that the name is over: a figure, or another name."""
    return after[:1].isupper() or after[:1].isdigit() or after[:1] in tuple(QUOTES)


def _then(text: str, start: int, read: Mapping[str, Any]) -> tuple[int, bool] | None:
    """Where the words after `then` begin, and whether a word that `begins` a name stands there."""
    begins = read.get("begins", ())
    sure = first(text, [f"{then} {begin}" for then in read["then"] for begin in begins], start) if begins else None
    if sure is not None:
        return next(e for s, e in spans(text, read["then"]) if s == sure[0]), True
    stop = first(text, read.get("until", ()), start)
    found = [s for s in spans(text, read["then"]) if start <= s[0] and (stop is None or s[0] < stop[0])]
    if not found or (begins and len(found) > 1):
        return None
    return found[0][1], False
