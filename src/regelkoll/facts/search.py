"""Text search: the hits of listed words, or of numbers of a kind, in a scope, as a list of records (text, section)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from regelkoll.facts.anchors import spans
from regelkoll.facts.granting import negated
from regelkoll.facts.identifiers import NUMBERS
from regelkoll.facts.places import Source
from regelkoll.facts.structure import Passage, sentences
from regelkoll.model import Fact, FactType, Known, Missing, Reading, Records, Why


def search(kind: FactType, find: Mapping[str, Any], source: Source) -> Known:
    """The hits; a scope that was not found, or a draft read in part, never gives a complete empty list."""
    hits = _hits(find, source)
    scope = _scope(find["in"], source)
    if scope is None:
        return Missing(kind.name, Why.UNREADABLE)
    records = []
    readings: list[Reading] = []
    for passage in scope:
        for start, end in hits(passage.text):
            if find.get("negated") == "skip" and negated(passage, start, end, source):
                continue
            reading = source.reading(passage.text[start:end], passage, start, end)
            readings.append(reading)
            record: dict[str, Known] = {"text": Fact("text", passage.text[start:end], (reading,))}
            if passage.section:
                record["section"] = Fact("section", passage.section, (reading,))
            records.append({name: known for name, known in record.items() if name in kind.fields})
    if source.half_read and not records:
        return Missing(kind.name, Why.UNREADABLE)
    return Fact(kind.name, Records(tuple(records), not source.half_read), tuple(readings))


def _hits(find: Mapping[str, Any], source: Source) -> Callable[[str], Sequence[tuple[int, int]]]:
    """What finds the hits in a text: numbers of a kind, or words and names."""
    if "numbers" in find:
        finder = NUMBERS[find["numbers"]]
        return lambda text: [(found.start, found.end) for found in finder(text)]
    words = find["any_of"] if isinstance(find["any_of"], list) else source.known_names(find["any_of"])
    return lambda text: spans(text, words)


def _scope(where: Any, source: Source) -> Sequence[Passage] | None:
    """The passages searched; `None` when the place was not found."""
    if where == "whole":
        return source.whole() or None
    if "sections" in where:
        names = where["sections"]
        found = any(source.has_section(name) for name in names)
        return source.sections(names) if found else None
    if "clause" in where:
        return source.clause(where["clause"]) if source.clause_place(where["clause"]) else None
    phrases = where["sentences_with"]
    return [s for p in source.whole() for s in sentences(p) if spans(s.text, phrases)]
