"""Readers of single facts: labels, titles, sections and clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from regelkoll.engine.names import register_names
from regelkoll.facts.anchors import first, governed, name_spans, spans, trimmed
from regelkoll.facts.dates import find_dates
from regelkoll.facts.frames import frames_of
from regelkoll.facts.granting import doubtful, granted, negated
from regelkoll.facts.literals import read_literal
from regelkoll.facts.periods import find_periods
from regelkoll.facts.phrases import between, direct, subject, two_grants
from regelkoll.facts.places import Readings, Source
from regelkoll.facts.signing import signers
from regelkoll.facts.structure import Passage, sentences
from regelkoll.model import FactType, Kind, Reading, Value
from regelkoll.operators import pattern
from regelkoll.values import name_key, near

Instructions = Mapping[str, Any]
_LABELLED = re.compile(r"^[ \t]*([A-ZÅÄÖ][\wåäöÅÄÖ -]{2,30}):(?=\s|$)", re.MULTILINE)
_GAP = re.compile(r"[\s:;.,#(-]{0,4}(?:nr\.?|nummer)?[\s:]{0,3}", re.IGNORECASE)
_LASTS = re.compile(
    r"(?P<lost>(?<!\d)(?:19|20)\d\d-\d|\b\w*perioden\b|\b(?:halvår|kvartal|årsskift|termin|läsår)\w*)|\b(?:pågå|start|slut|börja|påbörja|avsluta)\w*",
    re.IGNORECASE,
)


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
    framed = "before" in read or "framed" in read
    anchored = framed or ("after" in read and "pattern" not in read and kind.kind is not Kind.AMOUNT)
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
    if "framed" in read:
        return [r for s in sentences(passage) if (r := _framed(kind, read, s, source)) is not None]
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
    place = present or (bool(source.structure.headers) and not _other_words(read["label"], labels, source))
    return Readings(tuple(found), place)


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
    words = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    marks = list(re.finditer(rf"(?:^|\*\*|\t|  )\s*({words})(?:\*\*|\s*:|\s*$|\t)", text, re.IGNORECASE | re.MULTILINE))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [(mark[1], mark.end(), end) for mark, end in zip(marks, ends, strict=False)]


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
            if any(a < end and start < b for a, b in spans(passage.text, read.get("not_words", ()))):
                continue
            sure = not doubtful(passage, start, end, source)
            found.append(source.reading(value if sure else None, passage, start, end))
    if not found and read.get("otherwise") != "not_stated":
        return [source.reading(None, passage, 0, min(len(passage.text), 120))]
    return found


def _period(read: Instructions, passage: Passage, source: Source) -> list[Reading]:
    """The ends of the periods that no `not_after` governs in their sentence. Without any, days that may be a period's
    ends are unreadable."""
    found: list[Reading] = []
    left: list[Reading] = []
    for sentence in sentences(passage):
        periods = find_periods(sentence.text)
        for period in periods:
            whole = source.reading(None, sentence, period.start, period.end)
            if governed(sentence.text, period.start, (), read.get("not_after", ())) is False:
                left += [whole] if isinstance(period.first, date) or isinstance(period.last, date) else []
                continue
            value = period.first if read["period"] == "start" else period.last
            broken = any(d.value is None for d in find_dates(period.quote))
            one_sided = value is None and not broken and (period.first is not None or period.last is not None)
            found += [] if one_sided else [replace(whole, value=value)]
        left += _loose_days(sentence, source) if not periods else []
    return found or left[:1]


def _loose_days(sentence: Passage, source: Source) -> list[Reading]:
    days = find_dates(sentence.text)
    word = _LASTS.search(sentence.text)
    if len(days) > 1 or (days and word):
        return [source.reading(None, sentence, days[0].start, days[-1].end)]
    return [source.reading(None, sentence, word.start(), word.end())] if word and word["lost"] else []


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
    """The first group of a linear-time pattern: every match, or the one right after each anchor (`after`). An anchor
    without it is unreadable, and so is a match without the anchor."""
    compiled = pattern(read["pattern"])
    text = passage.text
    matches = [] if compiled is None else [_group(match) for match in compiled.finditer(text)]
    whole = [span for span in matches if not _runs_on(text, span)]
    if "after" not in read:
        return [_matched(kind, passage, span, source) for span in whole]
    anchors = spans(text, read["after"])
    found: list[Reading] = []
    for start, end in anchors:
        span = next((s for s in whole if s[0] >= end), None)
        if span is not None and _GAP.fullmatch(text, end, span[0]):
            found.append(_matched(kind, passage, span, source))
        else:
            found.append(source.reading(None, passage, start, min(len(text), end + 20)))
    return found if anchors else [source.reading(None, passage, *span) for span in whole]


def _matched(kind: FactType, passage: Passage, span: tuple[int, int], source: Source) -> Reading:
    sure = not negated(passage, *span, source)
    return source.reading(_value(kind, passage.text[span[0] : span[1]]) if sure else None, passage, *span)


def _group(match: Any) -> tuple[int, int]:
    group = next((i for i in range(1, match.re.groups + 1) if match.group(i)), 0)
    return match.start(group), match.end(group)


def _runs_on(text: str, span: tuple[int, int]) -> bool:
    """Whether a figure is only a part of a longer one."""
    start, end = span
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    first_, last = text[start : start + 1], text[end - 1 : end]
    return (first_.isdigit() and before.isalnum()) or (last.isdigit() and after.isalnum())


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
    """What stands between anchors, in each sentence with the first anchor. Where none of them has the other anchors, it
    is unreadable."""
    found: list[Reading] = []
    lacking: list[Reading] = []
    for sentence in sentences(passage):
        framed = _framed(kind, read, sentence, source)
        verb = first(sentence.text, read["after"])
        if framed is not None or verb is None:
            found += [] if framed is None else [framed]
            continue
        span = direct(sentence.text, verb, read) if "direct_until" in read else None
        span = span or (subject(sentence.text, read) if "passive" in read else None)
        span = span or between(sentence.text, verb[1], read)
        if span is None:
            lacking.append(source.reading(None, sentence, verb[0], len(sentence.text)))
        else:
            found.append(source.reading(_value(kind, sentence.text[span[0] : span[1]]), sentence, *span))
    return found or lacking[:1]


def _framed(kind: FactType, read: Instructions, sentence: Passage, source: Source) -> Reading | None:
    """What the first of the clause's frames that fits the sentence says."""
    clause = source.profile.get("clauses", {}).get(read.get("clause", ""), {})
    opening = first(sentence.text, clause.get("not_begins", ()))
    inverted = opening is not None and not sentence.text[: opening[0]].strip()
    if two_grants(sentence.text):
        return None
    for frame in frames_of(tuple(clause.get("frames", ())), tuple(clause.get("stops", ()))):
        if inverted and frame.begins:
            continue
        span = frame.read(sentence.text, kind.name, source.structure.draft.text) if kind.name in frame.slots else None
        if span is not None:
            return source.reading(_value(kind, sentence.text[span[0] : span[1]]), sentence, *span)
    return None
