"""Readers of lists: signatures, sections, receivers, names, amounts by year, grants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from regelkoll.facts.amounts import find_amounts
from regelkoll.facts.anchors import first, governed, spans, trimmed
from regelkoll.facts.granting import doubtful, granted
from regelkoll.facts.headings import headings_of
from regelkoll.facts.phrases import between
from regelkoll.facts.places import Readings, Source
from regelkoll.facts.signing import signers
from regelkoll.facts.structure import Passage, Section, sentences, unknown_lists
from regelkoll.model import Fact, FactType, Known, Location, Missing, Reading, Record, Records, Why

Instructions = Mapping[str, Any]
_JOIN = re.compile(r"\s*(?:,|\boch\b|\bsamt\b|/)\s*", re.IGNORECASE)
_COMMA = re.compile(r",\s+(?=[A-ZÅÄÖ])")
_ASIDE = re.compile(r"\s*\((?!publ|svb)[a-zåäö][^()\n]{0,40}\)")
_TWO = re.compile(r"\w\s+(?:och|samt)\s+[A-ZÅÄÖ]")
_OVER = re.compile(r"[.,;:()]|\n(?![a-zåäö])")
LONGEST = 500
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OF_YEARS = re.compile(r"(?<!\w)(?:budget|halv|kalender|läs|projekt|verksamhets)?år|(?:19|20)\d\d", re.I)


def list_readings(kind: FactType, read: Instructions, source: Source) -> Readings:
    """The one reading of a list fact: its records, complete or not."""
    if "block" in read:
        return _signatures(kind, source)
    if "sections" in read:
        return _sections(kind, source)
    if "lines_of" in read:
        return _lines(kind, read["lines_of"], source)
    place = source.clause_place(read["clause"])
    passages = source.clause(read["clause"])
    if "names_after" in read:
        return _names(kind, read, passages, place, source)
    records, complete = (_pairs if "pairs" in read else _each)(kind, read, passages, source)
    return _one(records, complete, place, source.structure.draft.text)


def _one(records: Sequence[Record], complete: bool, place: bool, text: str) -> Readings:
    if not records and complete:
        return Readings((), place)
    readings = [r for record in records for known in record.values() for r in known.readings]
    quote, spot = _span(readings, text)
    return Readings((Reading(Records(tuple(records), complete), quote, spot),), place)


def _span(readings: Sequence[Reading], text: str) -> tuple[str, Location | None]:
    """The draft's own words from the first reading to the last; the first reading's alone where that would be long."""
    spots = sorted((r.location for r in readings if r.location), key=lambda s: s.start or 0)
    if not spots:
        return "", None
    start, end = spots[0].start or 0, max(s.end or 0 for s in spots)
    if end - start > LONGEST:
        first_ = next(r for r in readings if r.location == spots[0])
        return first_.quote, spots[0]
    return text[start:end], replace(spots[0], end=end, end_line=max(s.end_line or 0 for s in spots) or None)


def field(kind: FactType, name: str, reading: Reading) -> Known:
    """A record's field from its one reading."""
    if reading.value is None:
        return Missing(name, Why.UNREADABLE, "", (reading,))
    return Fact(name, reading.value, (reading,))


def _signatures(kind: FactType, source: Source) -> Readings:
    found, complete = signers(source.structure.signatures)
    first_, second = list(kind.fields)[:2]
    records: list[Record] = []
    for signer in found:
        record: dict[str, Known] = {first_: field(kind, first_, source.reading(_flat(signer.name.text), signer.name))}
        if signer.role is not None:
            record[second] = field(kind, second, source.reading(_flat(signer.role.text), signer.role))
        records.append(record)
    place = bool(source.structure.sections) and not unknown_lists(source.structure)
    return _one(records, complete, place, source.structure.draft.text)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _sections(kind: FactType, source: Source) -> Readings:
    heading, text = list(kind.fields)[:2]
    records: list[Record] = []
    for section in source.structure.sections:
        body = section.body
        reading = source.reading(body.text, body) if section.blocks else source.reading("", section.heading)
        title = source.reading(_flat(section.heading.text), section.heading)
        records.append({heading: _heading_field(heading, title, section, source), text: field(kind, text, reading)})
    return _one(records, True, bool(source.structure.sections), source.structure.draft.text)


def _heading_field(name: str, title: Reading, section: Section, source: Source) -> Known:
    """A heading, as the section's name where a form of the profile knows it; unread where a word of it says that it may
    be a section that it does not name."""
    exact = headings_of(source.profile.get("sections", {})).exactly(section.heading.text)
    if section.name is not None and exact is None:
        return Fact(name, section.name, (replace(title, value=section.name),))
    meant = source.unsure_section(section.heading.text)
    if meant is None:
        return Fact(name, _flat(section.heading.text), (title,))
    return Missing(name, Why.UNREADABLE, "", (replace(title, value=None),), meant=meant)


def _lines(kind: FactType, name: str, source: Source) -> Readings:
    """The names of a list under a heading: one a line. On a lone line commas part them; on several a comma joins a
    unit with its body."""
    field_name = next(iter(kind.fields))
    lines = [(passage, m) for passage in source.sections([name]) for m in re.finditer(r"[^\n]*\S[^\n]*", passage.text)]
    records: list[Record] = []
    for passage, match in lines:
        for a, b, sure in _line_names(passage.text, *match.span(), parted=len(lines) == 1):
            reading = source.reading(passage.text[a:b] if sure else None, passage, a, b)
            records.append({field_name: field(kind, field_name, reading)})
    return _one(records, True, source.has_section(name), source.structure.draft.text)


def _line_names(text: str, start: int, end: int, parted: bool) -> Iterator[tuple[int, int, bool]]:
    """Each name of a line, without a bullet and a remark in brackets, and whether it is surely one name."""
    start, end = trimmed(text, start, end)
    if text[start : start + 2] in ("- ", "• ", "* "):
        start += 2
    cuts = [cut.span() for cut in _COMMA.finditer(text, start, end)] if parted else []
    for a, b in zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True):
        aside = _ASIDE.search(text, a, b)
        stop = aside.start() if aside and aside.end() == b else b
        if a < stop:
            yield a, stop, not (cuts and _TWO.search(text, a, stop))


# ── names after a phrase ──────────────────────────────────────────────────────────────────────────────────────────


def _names(kind: FactType, read: Instructions, passages: Sequence[Passage], place: bool, source: Source) -> Readings:
    """Names after the phrases, as the text says; a known name in such a sentence counts without a phrase. Where none
    is found there but a known name or a phrase stands elsewhere, the list is unreadable, not unstated."""
    name = next(iter(kind.fields))
    known = source.known_names(read["known"])
    records: list[Record] = []
    complete = True
    for passage in passages:
        cues = spans(passage.text, read["names_after"])
        found = [s for cue in cues for s in _run(passage.text, cue[1], read, known)]
        named = [s for s in spans(passage.text, known) if passage.text[s[0]].isupper()]
        found += [s for s in named if not any(a < s[1] and s[0] < b for a, b in found)]
        complete = complete and (not cues or bool(found))
        for start, end in sorted(found):
            sure = not doubtful(passage, start, end, source) and not any(
                doubtful(passage, *cue, source) for cue in cues if cue[1] <= start
            )
            reading = source.reading(_flat(passage.text[start:end]) if sure else None, passage, start, end)
            records.append({name: field(kind, name, reading)})
    if not records and complete:
        records = _named_elsewhere(kind, read, known, source)
        elsewhere = None if records else _elsewhere([*read["names_after"], *known], source)
        if elsewhere is not None:
            return Readings((elsewhere,), place)
    return _one(records, complete, place, source.structure.draft.text)


def _named_elsewhere(kind: FactType, read: Instructions, known: Sequence[str], source: Source) -> list[Record]:
    """Known names right after a phrase in other sentences of the clause's sections; none where any of these sentences
    is negated or tells history, for then what it says of the decision is not sure."""
    name = next(iter(kind.fields))
    phrases = [*read["names_after"], *read.get("known_after", ())]
    records: list[Record] = []
    for sentence in source.clause_sentences(read["clause"]):
        cues = [cue for cue in spans(sentence.text, phrases) if _starts_known(sentence.text, cue[1], known)]
        if cues and spans(sentence.text, [*source.profile.get("negations", ()), *source.profile.get("history", ())]):
            return []
        for cue in cues:
            for start, end in _run(sentence.text, cue[1], read, known):
                reading = source.reading(_flat(sentence.text[start:end]), sentence, start, end)
                records.append({name: field(kind, name, reading)})
    return records


def _starts_known(text: str, at: int, known: Sequence[str]) -> bool:
    start, _ = trimmed(text, at, len(text))
    listed = first(text, known, start)
    return listed is not None and listed[0] == start


def _elsewhere(phrases: Sequence[str], source: Source) -> Reading | None:
    for passage in source.whole():
        for start, end in spans(passage.text, phrases):
            return source.reading(None, passage, start, end)
    return None


def _run(text: str, start: int, read: Instructions, known: Sequence[str]) -> list[tuple[int, int]]:
    """The names from a place: known ones as listed, another up to the next stop; joined by commas and "och"."""
    found: list[tuple[int, int]] = []
    at = start
    while True:
        a, _ = trimmed(text, at, len(text))
        listed = first(text, known, a)
        if listed is not None and listed[0] == a:
            span = listed
        elif found:
            return found
        else:
            span = _until(text, a, read)
            return [span] if span[0] < span[1] else []
        found.append(span)
        joint = _JOIN.match(text, span[1])
        if joint is None:
            quote = re.compile(r"[\"”»’]*").match(text, span[1])
            joint = _JOIN.match(text, quote.end()) if quote else None
        if joint is None:
            return found
        at = joint.end()


def _until(text: str, start: int, read: Instructions) -> tuple[int, int]:
    stop = first(text, read.get("until", ()), start)
    mark = _OVER.search(text, start)
    ends = [len(text), *([stop[0]] if stop else []), *([mark.start()] if mark else [])]
    return trimmed(text, start, min(ends))


# ── amounts by year, grants ───────────────────────────────────────────────────────────────────────────────────────


def _pairs(
    kind: FactType, read: Instructions, passages: Sequence[Passage], source: Source
) -> tuple[list[Record], bool]:
    """Amounts after a dividing word, each with the year nearest to it; one without a year of its own is unread. Parts
    of which no year is told ("varav 50 000 kronor till utrustning") are not by year."""
    year_name, amount_name = read["pairs"]
    records: list[Record] = []
    complete = True
    for passage in (s for whole in passages for s in sentences(whole)):
        text = passage.text
        amounts = [a for a in find_amounts(text) if governed(text, a.start, read["after"], ()) is True]
        taken = {at for a in amounts for at in range(a.start, a.end)}
        years = [m for m in _YEAR.finditer(text) if m.start() not in taken]
        years = [m for m in years if taken and governed(text, m.start(), read["after"], ()) is True]
        divided = first(text, read["after"])
        if not years and divided is not None and not _OF_YEARS.search(text, divided[1]):
            continue
        if len(years) != len(amounts):
            complete = complete and not amounts
            continue
        for amount, year in zip(amounts, years, strict=True):
            reading = source.reading(Fraction(int(year[0])), passage, *year.span())
            money = source.reading(amount.value, passage, amount.start, amount.end)
            records.append({year_name: field(kind, year_name, reading), amount_name: field(kind, amount_name, money)})
    return records, complete


def _each(kind: FactType, read: Instructions, passages: Sequence[Passage], source: Source) -> tuple[list[Record], bool]:
    """One record a granted amount, its other fields read from the text up to the next one."""
    records: list[Record] = []
    for passage in passages:
        readings = granted(read, passage, source)
        amounts = {
            source.structure.location(passage, a.start, a.end).start: (a.start, a.end)
            for a in reversed(find_amounts(passage.text))
        }
        whole = (0, len(passage.text))
        places = [whole if r.location is None else amounts.get(r.location.start, whole) for r in readings]
        for index, (reading, (_, end)) in enumerate(zip(readings, places, strict=True)):
            stop = places[index + 1][0] if index + 1 < len(places) else len(passage.text)
            record: dict[str, Known] = {read["each"]: field(kind, read["each"], reading)}
            for name, instructions in read.get("fields", {}).items():
                segment = passage.part(end, stop)
                span = between(segment.text, 0, instructions)
                if span is not None:
                    text = _flat(segment.text[span[0] : span[1]])
                    record[name] = field(kind, name, source.reading(text, segment, *span))
            records.append(record)
    return records, True
