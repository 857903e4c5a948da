"""Readers of single facts: labels, titles, sections and clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from regelkoll.engine.names import register_names
from regelkoll.facts.anchors import first, governed, name_spans, spans, trimmed
from regelkoll.facts.dates import find_dates
from regelkoll.facts.granting import doubtful, granted
from regelkoll.facts.literals import read_literal
from regelkoll.facts.periods import find_periods
from regelkoll.facts.places import Readings, Source
from regelkoll.facts.signing import signers
from regelkoll.facts.structure import Passage, sentences
from regelkoll.model import FactType, Kind, Reading, Value
from regelkoll.operators import pattern
from regelkoll.values import name_key, near

Instructions = Mapping[str, Any]


def single_readings(kind: FactType, read: Instructions, source: Source) -> Readings:
    """The readings of a single fact by its instructions."""
    if "label" in read:
        return _labelled(kind, read, source)
    if "title" in read:
        title = source.structure.title
        return Readings((source.reading(_flat(title.text), title),) if title else (), title is not None)
    passages, place = _scope(read, source)
    found = _by_heading(read, source)
    for passage in passages if not found else ():
        found += _in_passage(kind, read, passage, source)
    anchored = "before" in read or ("after" in read and "pattern" not in read and kind.kind is not Kind.AMOUNT)
    if not found and passages and anchored and read.get("otherwise") != "not_stated":
        found.append(source.reading(None, passages[0], 0, min(len(passages[0].text), 120)))
    return Readings(tuple(found), place)


def _by_heading(read: Instructions, source: Source) -> list[Reading]:
    """A choice that the heading over the clause settles alone ("Förslag till beslut")."""
    clause = source.profile.get("clauses", {}).get(read.get("clause", ""), {})
    found: list[Reading] = []
    for section in source.structure.section(clause["section"]) if "section" in clause else ():
        for value, headings in read.get("headings", {}).items():
            if name_key(section.heading.text) in map(name_key, headings):
                found.append(source.reading(value, section.heading))
    return found


def _scope(read: Instructions, source: Source) -> tuple[list[Passage], bool]:
    if "section" in read:
        return source.sections([read["section"]]), source.has_section(read["section"])
    return source.clause(read["clause"]), source.clause_place(read["clause"])


def _in_passage(kind: FactType, read: Instructions, passage: Passage, source: Source) -> list[Reading]:
    if "words" in read:
        return _worded(read, passage, source)
    if "period" in read:
        return _period(read, passage, source)
    if "known" in read:
        return _known_name(read["known"], passage, source)
    if kind.kind is Kind.AMOUNT:
        return granted(read, passage, source)
    if "pattern" in read:
        return _patterned(kind, read, passage, source)
    if "before" in read:
        return _before(read, passage, source)
    return _phrase(kind, read, passage, source)


# ── page headers ──────────────────────────────────────────────────────────────────────────────────────────────────


def _labelled(kind: FactType, read: Instructions, source: Source) -> Readings:
    labels = source.profile.get("labels", [])
    found: list[Reading] = []
    present = False
    for header in source.structure.headers:
        for label, start, end in _labels(header.text, labels):
            if name_key(label) not in map(name_key, read["label"]):
                continue
            present = True
            start, end = trimmed(header.text, start, end)
            if start < end:
                value = _value(kind, header.text[start:end])
                found.append(source.reading(value, header, start, end))
    if "also_near" in read:
        found += _near_names(found, source)
    return Readings(tuple(found), present or bool(source.structure.headers))


def _labels(text: str, labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Each label of a header with the span of what follows it, up to the next label."""
    words = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    marks = list(re.finditer(rf"(?:^|\*\*|\t|  )\s*({words})(?:\*\*|\s*:|\s*$|\t)", text, re.IGNORECASE | re.MULTILINE))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [(mark[1], mark.end(), end) for mark, end in zip(marks, ends, strict=True)]


def _near_names(found: Sequence[Reading], source: Source) -> list[Reading]:
    """Names in the signature block that are nearly one of those read, but spelt otherwise."""
    names = [r.value for r in found if isinstance(r.value, str)]
    return [
        source.reading(_flat(signer.name.text), signer.name)
        for signer in signers(source.structure.signatures)[0]
        if any(near(signer.name.text, name) for name in names)
    ]


def _value(kind: FactType, text: str) -> Value | None:
    return read_literal(kind.kind, _flat(text))


def _flat(text: str) -> str:
    return " ".join(text.split())


# ── clauses ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _worded(read: Instructions, passage: Passage, source: Source) -> list[Reading]:
    """A choice by its words; a negated one is unreadable, and so is a passage with none of them unless it may be."""
    found: list[Reading] = []
    for value, phrases in read["words"].items():
        for start, end in spans(passage.text, phrases):
            sure = not doubtful(passage, start, end, source)
            found.append(source.reading(value if sure else None, passage, start, end))
    if not found and read.get("otherwise") != "not_stated":
        return [source.reading(None, passage, 0, min(len(passage.text), 120))]
    return found


def _period(read: Instructions, passage: Passage, source: Source) -> list[Reading]:
    found: list[Reading] = []
    taken: list[tuple[int, int]] = []
    for period in find_periods(passage.text):
        taken.append((period.start, period.end))
        if governed(passage.text, period.start, (), read.get("not_after", ())) is False:
            continue
        value = period.first if read["period"] == "start" else period.last
        broken = any(d.value is None for d in find_dates(period.quote))
        one_sided = value is None and not broken and (period.first is not None or period.last is not None)
        if not one_sided:
            found.append(source.reading(value, passage, period.start, period.end))
    if found or taken:
        return found
    lone = re.search(r"(?<!\d)(?:19|20)\d\d-\d|\bperiod\w*", passage.text)
    return [source.reading(None, passage, lone.start(), lone.end())] if lone else []


def _known_name(known: Mapping[str, str], passage: Passage, source: Source) -> list[Reading]:
    """A register's name in the passage: its main spelling, or the words themselves where they may stand for several."""
    found: list[Reading] = []
    names = register_names(source.registers[known["register"]], known["column"])
    for start, end in name_spans(passage.text, source.known_names(known)):
        text = _flat(passage.text[start:end])
        forms = names.forms(text)
        value = names.spellings[next(iter(forms))][0] if len(forms) == 1 else text
        found.append(source.reading(value, passage, start, end))
    return found


def _patterned(kind: FactType, read: Instructions, passage: Passage, source: Source) -> list[Reading]:
    """The first group of a linear-time pattern, after an anchor if one is named; an anchor without it is unreadable."""
    compiled = pattern(read["pattern"])
    anchors = spans(passage.text, read["after"]) if "after" in read else [(0, 0)]
    found: list[Reading] = []
    for start, end in anchors:
        stop = len(passage.text) if "after" not in read else min(len(passage.text), end + 60)
        match = None if compiled is None else compiled.search(passage.text[end:stop])
        if match is None:
            if "after" in read:
                found.append(source.reading(None, passage, start, min(len(passage.text), end + 20)))
            continue
        group = next((i for i in range(1, compiled.groups + 1) if match.group(i)), 0)  # type: ignore[union-attr]
        a, b = end + match.start(group), end + match.end(group)
        found.append(source.reading(_value(kind, passage.text[a:b]), passage, a, b))
    return found


def _before(read: Instructions, passage: Passage, source: Source) -> list[Reading]:
    """What stands before the first of the phrases, from the beginning of its sentence; unreadable where that begins
    with a word (`not_begins`) after which the verb comes before its subject."""
    for sentence in sentences(passage):
        at = first(sentence.text, read["before"])
        if at is not None:
            start, end = trimmed(sentence.text, 0, at[0])
            opening = first(sentence.text, read.get("not_begins", ()), start)
            whole = start < end and "\n" not in sentence.text[start:end] and (opening is None or opening[0] != start)
            value = _flat(sentence.text[start:end]) if whole else None
            return [source.reading(value, sentence, start, max(end, start + 1))]
    return []


def _phrase(kind: FactType, read: Instructions, passage: Passage, source: Source) -> list[Reading]:
    """What stands between anchors in one sentence. The first anchor without the others is unreadable."""
    for sentence in sentences(passage):
        verb = first(sentence.text, read["after"])
        if verb is None:
            continue
        span = between(sentence.text, verb[1], read)
        if span is None:
            return [source.reading(None, sentence, verb[0], len(sentence.text))]
        return [source.reading(_value(kind, sentence.text[span[0] : span[1]]), sentence, *span)]
    return []


def between(text: str, start: int, read: Instructions) -> tuple[int, int] | None:
    """The span after `then` (when named) and before the first `until`.

    A `then` that `begins` follows is sure; else it must stand once before the end, as must an `until_only`: a phrase
    that may as well be a part of the name ("Föreningen för …") gives no span where it stands more than once.
    """
    if "then" in read:
        at = _then(text, start, read)
        if at is None:
            return None
        start = at
    sure = first(text, read.get("until", ()), start)
    end = sure[0] if sure else len(text)
    lone = [s for s in spans(text, read.get("until_only", ())) if start <= s[0] < end]
    if len(lone) > 1:
        return None
    a, b = trimmed(text, start, lone[0][0] if lone else end)
    return (a, b) if a < b else None


def _then(text: str, start: int, read: Instructions) -> int | None:
    """Where the words after `then` begin."""
    begins = read.get("begins", ())
    sure = first(text, [f"{then} {begin}" for then in read["then"] for begin in begins], start) if begins else None
    if sure is not None:
        return next(e for s, e in spans(text, read["then"]) if s == sure[0])
    stop = first(text, read.get("until", ()), start)
    found = [s for s in spans(text, read["then"]) if start <= s[0] and (stop is None or s[0] < stop[0])]
    if not found or (begins and len(found) > 1):
        return None
    return found[0][1]
