"""Where in a draft something stands and what was read there, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from regelkoll.language import N_, Words
from regelkoll.model import FactType, FieldType, Location, Part, Reading, Report, Vocabulary
from regelkoll.reports.evidence import Evidence

LONGEST_QUOTE = 240

PARTS: Mapping[Part, str] = {
    "header": N_("in the head or foot of the page"),
    "title": N_("in the title"),
    "heading": N_("heading"),
    "signatures": N_("in the signatures"),
    "note": N_("in the footnote"),
}


def kind_of(item: Evidence, vocabulary: Vocabulary) -> FactType | FieldType | None:
    """The vocabulary's entry of a field of a list's records, or of a fact (that the records may be compared with)."""
    owner = vocabulary.get(item.list)
    return (owner.fields.get(item.fact) if owner is not None else None) or vocabulary.get(item.fact)


def grouped(found: Sequence[Evidence]) -> list[tuple[Evidence, list[Reading]]]:
    """The readings of one fact with the same words together, in reading order. A field of a list's record that was
    read from the very words that the list stands on is not said twice."""
    whole = {(item.fact, item.reading.quote, item.reading.location) for item in found}
    groups: dict[tuple[str, str, str, str], tuple[Evidence, list[Reading]]] = {}
    for item in found:
        if item.list and (item.list, item.reading.quote, item.reading.location) in whole:
            continue
        key = (item.list, item.fact, item.reading.quote, item.reading.origin)
        groups.setdefault(key, (item, []))[1].append(item.reading)
    return list(groups.values())


def cut(quote: str) -> str:
    """The words, at most so many that a report can be read."""
    return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE] + " …"


def quoted(quote: str, words: Words) -> str:
    """The words within quotation marks; an empty value of a case file is said to be nothing."""
    return words("“{text}”", text=cut(quote)) if quote else words("nothing")


def readings_text(readings: Sequence[Reading], report: Report, words: Words) -> str:
    """The quoted words once, with every place where they stand."""
    first = reading_text(readings[0], report, words)
    lines = _other_lines(readings)
    return words("{text}, also on line {lines}", text=first, lines=lines) if lines else first


def places_text(readings: Sequence[Reading], report: Report, words: Words) -> str:
    """Every place where the same words stand."""
    first, lines = place_text(readings[0].location, report.draft, words), _other_lines(readings)
    return words("{text}, also on line {lines}", text=first, lines=lines) if lines else first


def _other_lines(readings: Sequence[Reading]) -> str:
    places = [reading.location for reading in readings[1:]]
    return ", ".join(str(place.line) for place in places if place is not None and place.line is not None)


def spans_of(readings: Iterable[Reading], draft: str) -> tuple[tuple[int, int], ...]:
    """The characters of the draft's own text that the readings stand on, in reading order, each once."""
    places = [reading.location for reading in readings if reading.origin == "draft"]
    inside = [place for place in places if place is not None and place.source == draft]
    found = {(p.start, p.end) for p in inside if p.start is not None and p.end is not None and p.start < p.end}
    return tuple(sorted(found))


def reading_text(reading: Reading, report: Report, words: Words) -> str:
    """The quoted words and where they stand."""
    place = place_text(reading.location, report.draft, words)
    said = quoted(reading.quote, words)
    return f"{said} ({place})" if place else said


def place_text(location: Location | None, draft: str, words: Words) -> str:
    """`page 2, line 12, under Beslut`; the file's name comes first when it is not the draft."""
    if location is None:
        return ""
    parts = [location.source] if location.source and location.source != draft else []
    if location.page is not None:
        parts.append(words("page {page}", page=location.page))
    if location.line is not None:
        parts.append(words("line {line}", line=location.line))
    under = words("under {section}", section=location.section) if location.section else ""
    if location.line is not None:
        parts += [under] if under else []
    elif location.part is not None:
        parts.append(words(PARTS[location.part]))
    elif location.cell is not None:
        row, column = location.cell
        cell = words("row {row}, column {column} of the table", row=row, column=column)
        parts.append(f"{cell} {under}" if under else cell)
    elif location.section:
        parts.append(words("paragraph under {section}", section=location.section))
    elif location.paragraph is not None:
        parts.append(words("paragraph {paragraph}", paragraph=location.paragraph))
    return ", ".join(parts)
