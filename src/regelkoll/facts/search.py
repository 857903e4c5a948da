"""Text search: the hits of words, of a form or of a pattern in a scope, as a list of records (text, section)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from regelkoll.facts.anchors import spans
from regelkoll.facts.finders import FINDERS
from regelkoll.facts.granting import negated
from regelkoll.facts.places import Source
from regelkoll.facts.structure import Passage, sentences
from regelkoll.model import Fact, FactType, Known, Missing, Reading, Records, Why
from regelkoll.operators import pattern


def search(kind: FactType, find: Mapping[str, Any], source: Source) -> Known:
    """The hits; a scope that was not found, or a draft read in part, never gives a complete empty list."""
    scope = _scope(find["in"], source)
    if scope is None:
        return Missing(kind.name, Why.UNREADABLE)
    hits = _hits(find, scope, source)
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


def _hits(
    find: Mapping[str, Any], scope: Sequence[Passage], source: Source
) -> Callable[[str], Sequence[tuple[int, int]]]:
    """What finds the hits in a text: a form, a pattern, or words and names."""
    if "form" in find:
        finder = FINDERS[find["form"]]
        whole = "\n\n".join(passage.text for passage in scope)
        return lambda text: finder(text, whole)
    if "pattern" in find:
        compiled = pattern(find["pattern"])
        return lambda text: [] if compiled is None else [_first_group(match) for match in compiled.finditer(text)]
    words = find["any_of"] if isinstance(find["any_of"], list) else source.known_names(find["any_of"])
    return lambda text: spans(text, words)


def _first_group(match: Any) -> tuple[int, int]:
    group = next((i for i in range(1, match.re.groups + 1) if match.group(i)), 0)
    return match.start(group), match.end(group)


def _scope(where: Any, source: Source) -> Sequence[Passage] | None:
    """The passages searched; `None` when the place was not found."""
    if where == "whole":
        return source.whole() or None
    if where == "everywhere":
        return source.everywhere() or None
    if "sections" in where:
        names = where["sections"]
        found = any(source.has_section(name) for name in names)
        return source.sections(names) if found else None
    if "clause" in where:
        return source.clause(where["clause"]) if source.clause_place(where["clause"]) else None
    phrases = where["sentences_with"]
    return [s for p in source.whole() for s in sentences(p) if spans(s.text, phrases)]
