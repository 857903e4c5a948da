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
from regelkoll.facts.figures import figures, measured
from regelkoll.facts.frames import frames_of
from regelkoll.facts.granting import doubtful, granted, negated
from regelkoll.facts.headings import headings_of
from regelkoll.facts.labelled import flat, labelled, value_of
from regelkoll.facts.periods import find_periods
from regelkoll.facts.phrases import QUOTES, between, direct, subject, two_grants
from regelkoll.facts.places import Readings, Source
from regelkoll.facts.structure import Passage, sentences
from regelkoll.model import FactType, Kind, Reading
from regelkoll.operators import pattern

Instructions = Mapping[str, Any]
_GAP = re.compile(r"[\s:;.,#(-]{0,4}(?:nr\.?|nummer)?[\s:]{0,3}", re.IGNORECASE)
_LASTS = re.compile(
    r"(?P<lost>(?<!\d)(?:19|20)\d\d-\d(?!\d-\d\d)|\b\w*perioden\b|\b(?:halvår|kvartal|årsskift|termin|läsår)\w*)|\b(?:pågå|start|slut|börja|påbörja|avsluta)\w*",
    re.IGNORECASE,
)


def single_readings(kind: FactType, read: Instructions, source: Source) -> Readings:
    """The readings of a single fact by its instructions."""
    if "label" in read:
        return labelled(kind, read, source)
    if "title" in read:
        return _titled(read, source)
    if "measure" in read:
        return measured(read["measure"], source)
    passages, place = _scope(read, source)
    found = _by_heading(read, source)
    for passage in passages if not found else ():
        found += _in_passage(kind, read, passage, source)
    framed = "before" in read or "framed" in read
    read_on = "pattern" not in read and "figure" not in read and kind.kind is not Kind.AMOUNT
    anchored = (framed or ("after" in read and read_on)) and not _silent(read, passages)
    if not found and passages and anchored and read.get("otherwise") != "not_stated":
        found.append(source.reading(None, passages[0], 0, min(len(passages[0].text), 120)))
    return Readings(tuple(found), place)


def _silent(read: Instructions, passages: Sequence[Passage]) -> bool:
    """Whether the clause has nobody to name: none of the words (`named_by`), and no name right after a verb."""
    if "named_by" not in read:
        return False
    for sentence in (s for passage in passages for s in sentences(passage)):
        verb = first(sentence.text, read.get("after") or read["before"])
        follows = sentence.text[verb[1] :].lstrip() if verb else ""
        if spans(sentence.text, read["named_by"]) or follows[:1].isupper() or follows.startswith(tuple(QUOTES)):
            return False
    return True


def _titled(read: Instructions, source: Source) -> Readings:
    """The title, or what it names after the first of the words (`after`)."""
    title = source.structure.title
    if title is None:
        return Readings((), False)
    cue = first(title.text, read["after"]) if "after" in read else (0, 0)
    if cue is None:
        return Readings((), True)
    start, end = trimmed(title.text, cue[1], len(title.text)) if "after" in read else (0, len(title.text))
    return Readings((source.reading(flat(title.text[start:end]), title, start, end),) if start < end else (), True)


def _by_heading(read: Instructions, source: Source) -> list[Reading]:
    """A choice that the heading over the clause settles alone ("Förslag till beslut")."""
    clause = source.profile.get("clauses", {}).get(read.get("clause", ""), {})
    found: list[Reading] = []
    for section in source.structure.section(clause["section"]) if "section" in clause else ():
        for value, headings in read.get("headings", {}).items():
            if headings_of({value: headings}).section(section.heading.text):
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
    if "figure" in read:
        return figures(read, passage, source)
    if "known" in read:
        return _known_name(read["known"], passage, source)
    if "pattern" in read:
        return _patterned(kind, read, passage, source)
    if kind.kind is Kind.AMOUNT:
        return granted(read, passage, source)
    if "before" in read:
        return _before(read, passage, source)
    if "framed" in read:
        return [r for s in sentences(passage) if (r := _framed(kind, read, s, source)) is not None]
    return _phrase(kind, read, passage, source)


# ── clauses ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _worded(read: Instructions, passage: Passage, source: Source) -> list[Reading]:
    """A choice by its words; a negated one is unreadable, and so is a passage with none of them unless it may be."""
    found: list[Reading] = []
    hits = [(span, value) for value, phrases in read["words"].items() for span in spans(passage.text, phrases)]
    others = spans(passage.text, read.get("not_words", ()))
    for (start, end), value in hits:
        longer = any(a <= start and end <= b and b - a > end - start for (a, b), _ in hits)
        if longer or any(a < end and start < b for a, b in others):
            continue
        sure = not doubtful(passage, start, end, source)
        found.append(source.reading(value if sure else None, passage, start, end))
    if not found and read.get("otherwise") != "not_stated":
        return [source.reading(None, passage, 0, min(len(passage.text), 120))]
    for value in read.get("stronger", ()):  # an amendment that grants more is an amendment
        if any(reading.value == value for reading in found):
            return [reading for reading in found if reading.value == value]
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
            other = [d for d in find_dates(sentence.text) if not (period.start <= d.start and d.end <= period.end)]
            left += [whole] if one_sided and other else []
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
        text = flat(passage.text[start:end])
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
    return source.reading(value_of(kind, passage.text[span[0] : span[1]]) if sure else None, passage, *span)


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
            value = flat(sentence.text[start:end]) if whole else None
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
        if verb is not None and spans(sentence.text[: verb[0]][-6:], ["inte", "ej"]):
            continue  # "beslutar att inte bevilja" tells of nobody who gets anything
        if framed is not None or verb is None:
            found += [] if framed is None else [framed]
            continue
        span = direct(sentence.text, verb, read) if "direct_until" in read else None
        span = span or (subject(sentence.text, read) if "passive" in read else None)
        span = span or between(sentence.text, verb[1], read)
        if span is None:
            lacking.append(source.reading(None, sentence, verb[0], len(sentence.text)))
        else:
            found.append(source.reading(value_of(kind, sentence.text[span[0] : span[1]]), sentence, *span))
    return found or ([] if _silent(read, [passage]) else lacking[:1])


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
            return source.reading(value_of(kind, sentence.text[span[0] : span[1]]), sentence, *span)
    return None
