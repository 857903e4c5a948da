"""Extraction: a draft's structure and the vocabulary's instructions in, a case out. It never guesses.

`read:` forms (all words are data; see the pack's facts.yaml and reading.yaml):
`{label: [..]}` in page headers; `{title: yes}`, with `after` what the title names after a word; `{measure: lix}`;
`{section: S, after: [..], pattern: P}`; `{clause: C, ..}` with one of `after` (amounts: `not_after`; texts: `then`,
`until`, `until_only`), `before`, `period: start|end`, `figure: day|share|months`, `words: {value: [..]}`, `pattern`,
`known`, `names_after`, `pairs`, `each`; `{block: signatures}`; `{sections: all}`; `{lines_of: S}`; `{flag: [..]}`,
whether the reader raised one of these flags.
`find:` searches words in a scope. A reader gives readings and whether the place was found; a fact is
not stated only where the place was found and the draft is whole, else unreadable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from regelkoll.engine.names import names_of
from regelkoll.engine.resolve import from_readings
from regelkoll.facts.listing import list_readings
from regelkoll.facts.places import Readings, Source
from regelkoll.facts.search import search
from regelkoll.facts.single import single_readings
from regelkoll.facts.structure import structured
from regelkoll.model import Case, Draft, Fact, FactType, Kind, Known, Missing, Records, Register, Vocabulary, Why

HALF_READ = frozenset({"cut_off", "scan", "garbled", "laid_on"})


def extract(
    draft: Draft, vocabulary: Vocabulary, profile: Mapping[str, Any], registers: Mapping[str, Register]
) -> Case:
    """The case of a draft: every fact that the vocabulary says how to read, with quotes and places."""
    source = Source(structured(draft, profile), profile, registers, bool(draft.flags & HALF_READ))
    facts: dict[str, Known] = {}
    for name, kind in vocabulary.items():
        flags: Sequence[str] = (kind.read or {}).get("flag", ())
        if flags:
            facts[name] = Fact(name, bool(draft.flags & set(flags)))
        elif kind.find is not None:
            facts[name] = search(kind, kind.find, source)
        elif kind.read is not None:
            read = list_readings if kind.kind is Kind.LIST else single_readings
            facts[name] = _known(kind, read(kind, kind.read, source), source)
    return Case(draft.name, facts, {}, draft.flags)


def _known(kind: FactType, found: Readings, source: Source) -> Known:
    """What the readings come to. A list is one reading, and is read in part where the draft is cut off."""
    if not found.readings:
        sure = found.place and not source.half_read
        if kind.kind is Kind.LIST and kind.empty == "known" and sure:
            return Fact(kind.name, Records(()))
        return Missing(kind.name, Why.NOT_STATED if sure else Why.UNREADABLE)
    known = from_readings(kind, found.readings, names_of(kind.names, source.registers))
    if isinstance(known, Fact) and isinstance(known.value, Records):
        if not known.value.items:
            return Missing(kind.name, Why.UNREADABLE, "", known.readings)
        if source.half_read and known.value.complete:
            return Fact(kind.name, Records(known.value.items, complete=False), known.readings)
    return known
