"""Texts between anchors: what stands before a verb, and between a phrase and the next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from regelkoll.facts.amounts import find_amounts
from regelkoll.facts.anchors import first, spans, trimmed
from regelkoll.facts.frames import is_name

_AND = re.compile(r"\b(?:och|samt)\b")
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


def direct(text: str, verb: tuple[int, int], read: Mapping[str, Any]) -> tuple[int, int] | None:
    """A name that stands right after the verb, up to an amount, a bracket or one of `direct_until`; one of them must be
    there. Where the sentence begins with something else than who decides (`not_begins`), he may stand after the verb
    himself, and nothing is read; a verb of `passive` has nobody who decides."""
    passive = first(text, read.get("passive", ()), verb[0]) == verb
    opening = first(text, read.get("not_begins", ()))
    inverted = not text[: verb[0]].strip() or "," in text[: verb[0]] or (opening is not None and opening[0] == 0)
    a, _ = trimmed(text, verb[1], len(text))
    if (inverted and not passive) or not text[a : a + 1].isupper():
        return None
    stop = first(text, read.get("direct_until", ()), a)
    amounts = [amount.start + a for amount in find_amounts(text[a:])]
    if two_grants(text[a:]):
        return None
    ends = [*([stop[0]] if stop else []), *amounts[:1], *([text.index("(", a)] if "(" in text[a:] else [])]
    return _name(text, a, min(ends)) if ends else None


def two_grants(text: str) -> bool:
    """Whether two amounts stand joined by "och": they may be granted to two. A rate ("vardera") is no second grant."""
    rates = ("vardera", "per år", "årligen")
    amounts = [amount.start for amount in find_amounts(text) if not amount.quote.casefold().endswith(rates)]
    return len(amounts) > 1 and _AND.search(text, amounts[0], amounts[1]) is not None


def subject(text: str, read: Mapping[str, Any]) -> tuple[int, int] | None:
    """A name that begins a sentence in the passive ("X beviljas …"), unless a word of `not_subject` begins it."""
    verb = first(text, read.get("passive", ()))
    a, _ = trimmed(text, 0, len(text))
    other = first(text, (*read.get("not_subject", ()), *read.get("not_begins", ())), a)
    if verb is None or not text[a : a + 1].isupper() or (other is not None and other[0] == a):
        return None
    bracket = text.find(" (", a, verb[0])
    return _name(text, a, verb[0] if bracket < 0 else bracket)


def _name(text: str, start: int, end: int) -> tuple[int, int] | None:
    a, b = trimmed(text, start, end)
    return (a, b) if is_name(text, a, b) and not find_amounts(text[a:b]) else None


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
