"""Where facts are looked for: headers, sections and clauses of one draft, and what is read there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regelkoll.facts.anchors import spans
from regelkoll.facts.structure import Passage, Structure, sentences
from regelkoll.model import Reading, Register, Value
from regelkoll.values import name_key, near


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of a fact, and whether the place where it would stand was found."""

    readings: tuple[Reading, ...]
    place: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One draft and what is known of how to read it. `half_read`: part of it is cut off or garbled."""

    structure: Structure
    profile: Mapping[str, Any]
    registers: Mapping[str, Register]
    half_read: bool

    def reading(self, value: Value | None, passage: Passage, start: int = 0, end: int | None = None) -> Reading:
        """A reading with the words of the draft between the passage's characters."""
        stop = len(passage.text) if end is None else end
        place = self.structure.location(passage, start, stop)
        quote = self.structure.draft.text[place.start : place.end]
        shown = passage.text[start:stop] if len(quote) > stop - start + 20 else quote
        return Reading(value, shown, place)

    def clause(self, name: str) -> list[Passage]:
        """The passages of a clause of the profile: a section's body, or the sentences that hold its phrases."""
        clause = self.profile.get("clauses", {}).get(name, {})
        if "section" in clause:
            return self.sections([clause["section"]])
        phrases: Sequence[str] = clause.get("sentences_with", [])
        bodies = self._bodies(clause)
        return [s for body in bodies for s in sentences(body) if spans(s.text, phrases)]

    def clause_sentences(self, name: str) -> list[Passage]:
        """All sentences of the sections that a clause of sentences may stand in."""
        clause = self.profile.get("clauses", {}).get(name, {})
        return [s for body in self._bodies(clause) for s in sentences(body)]

    def clause_place(self, name: str) -> bool:
        """Whether the sections that a clause stands in were found."""
        clause = self.profile.get("clauses", {}).get(name, {})
        return bool(self.sections([clause["section"]]) if "section" in clause else self._bodies(clause))

    def _bodies(self, clause: Mapping[str, Any]) -> list[Passage]:
        """The sections that a clause of sentences may stand in: those listed, or all but those listed."""
        if "sections" in clause:
            return self.sections(clause["sections"])
        others = clause.get("not_sections", ())
        return [s.body for s in self.structure.sections if s.name not in others and s.blocks]

    def sections(self, names: Sequence[str]) -> list[Passage]:
        """The bodies of the named sections, in the draft's order; those without text are left out."""
        return [s.body for s in self.structure.sections if s.name in names and s.blocks]

    def unsure_section(self, heading: str) -> str | None:
        """The section that a heading in other words may be, by the profile's `unsure` parts of words."""
        key = name_key(heading)
        for name, stems in self.profile.get("unsure", {}).items():
            if key != name_key(name) and not near(heading, name) and any(name_key(stem) in key for stem in stems):
                return str(name)
        return None

    def has_section(self, name: str) -> bool:
        return bool(self.structure.section(name))

    def whole(self) -> list[Passage]:
        """All of the body: title, what stands before the first heading, every section, and the footnotes."""
        parts = [*([self.structure.title] if self.structure.title else []), *self.structure.lead]
        bodies = (s.body for s in self.structure.sections if s.blocks)
        return [*parts, *bodies, *self.structure.notes]

    def everywhere(self) -> list[Passage]:
        """All that stands on the paper: the page heads, the body, the signatures."""
        return [*self.structure.headers, *self.whole(), *self.structure.signatures]

    def known_names(self, known: Mapping[str, str]) -> list[str]:
        """The names of a register's column with their listed variants, longest first."""
        register = self.registers.get(known.get("register", ""))
        if register is None or known.get("column") not in register.columns:
            return []
        variants = register.columns[known["column"]].variants
        names: list[str] = []
        for row in register.rows:
            value = row.values.get(known["column"])
            names += [value] if isinstance(value, str) else []
            listed = row.values.get(variants) if variants else ()
            names += listed if isinstance(listed, tuple) else ()
        return sorted(dict.fromkeys(names), key=len, reverse=True)
