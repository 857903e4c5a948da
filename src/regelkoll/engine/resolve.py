"""From the two sides of a case to the facts that rules see: the sides joined, derived facts added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from regelkoll.engine.derive import DERIVATIONS
from regelkoll.engine.names import PLAIN, Names, names_of
from regelkoll.model import (
    Case,
    Fact,
    FactType,
    Interval,
    Known,
    Missing,
    Reading,
    Record,
    Records,
    Register,
    Value,
    Vocabulary,
    Why,
)
from regelkoll.values import common


def not_stated(name: str) -> Missing:
    return Missing(name, Why.NOT_STATED)


def joined(kind: FactType, draft: Known | None, known: Known | None, names: Names) -> Known:
    """One fact from its two sides. A known value stands in for a draft side that is not stated or unreadable, never
    for a conflicting one; a difference between the two is a conflict."""
    side = draft if draft is not None else not_stated(kind.name)
    if known is None or (isinstance(known, Missing) and known.why is Why.NOT_STATED):
        return side
    if isinstance(side, Missing):
        return side if side.why is Why.CONFLICTING else known
    if isinstance(known, Missing):
        return known
    value = agreed(side.value, known.value, names)
    readings = (*side.readings, *known.readings)
    if value is None:
        return Missing(kind.name, Why.CONFLICTING, "", readings)
    return Fact(kind.name, value, readings)


def agreed(a: Value, b: Value, names: Names) -> Value | None:
    """What two values have in common; a list read in part agrees with one that holds all that was read."""
    if isinstance(a, Records) and isinstance(b, Records):
        if not a.complete:
            return b if all(any(_same_record(x, y, names) for y in b.items) for x in a.items) else None
        alike = len(a.items) == len(b.items) and all(
            _same_record(x, y, names) for x, y in zip(a.items, b.items, strict=True)
        )
        return a if alike else None
    if isinstance(a, str) and isinstance(b, str):
        return a if names.same(a, b) else None
    if isinstance(a, Records) or isinstance(b, Records):
        return None
    return common(a, b)


def _same_record(a: Record, b: Record, names: Names) -> bool:
    for field in a.keys() | b.keys():
        one, other = a.get(field), b.get(field)
        if isinstance(one, Fact) and isinstance(other, Fact):
            if agreed(one.value, other.value, names) is None:
                return False
        elif isinstance(one, Fact) or isinstance(other, Fact):
            return False
    return True


def from_readings(kind: FactType, readings: tuple[Reading, ...], names: Names = PLAIN) -> Known:
    """A fact from its readings: equal ones agree, inexact ones narrow, an unreadable one beside makes it unreadable."""
    values = [r.value for r in readings]
    if any(v is None for v in values):
        return Missing(kind.name, Why.UNREADABLE, "", readings)
    if not values:
        return not_stated(kind.name)
    value = values[0]
    for other in values[1:]:
        assert value is not None and other is not None
        value = agreed(value, other, names)
        if value is None:
            return Missing(kind.name, Why.CONFLICTING, "", readings)
    assert value is not None
    return Fact(kind.name, value, readings)


class Resolver:
    """Makes the facts of cases of one vocabulary; its names and derivations are prepared once."""

    def __init__(self, vocabulary: Vocabulary, registers: Mapping[str, Register]) -> None:
        self.vocabulary = vocabulary
        self.given = {
            name: (kind, names_of(kind.names, registers))
            for name, kind in vocabulary.items()
            if kind.derive is None and not kind.concluded
        }
        self.absent = {name: not_stated(name) for name in self.given}
        self.derived = {
            name: (kind, kind.derive, DERIVATIONS[kind.derive.function].compute)
            for name, kind in vocabulary.items()
            if kind.derive is not None and not kind.concluded
        }

    def facts(self, case: Case, law_day: date | Interval | None, check_day: date) -> dict[str, Known]:
        """Every fact of the vocabulary but the concluded ones, by name, derived ones computed from their inputs."""
        draft, known = case.draft, case.known
        facts: dict[str, Known] = {name: draft.get(name) or absent for name, absent in self.absent.items()}
        for name in known:
            if name in self.given:
                kind, names = self.given[name]
                facts[name] = joined(kind, draft.get(name), known[name], names)
        days: dict[str, date | Interval | None] = {"law_day": law_day, "check_day": check_day}

        def get(name: str) -> Known:
            if name not in facts:
                kind, derivation, compute = self.derived[name]
                facts[name] = compute(kind, derivation.arguments, get, self.vocabulary, days)
            return facts[name]

        for name in self.derived:
            get(name)
        return facts


def resolve(
    case: Case,
    vocabulary: Vocabulary,
    registers: Mapping[str, Register],
    law_day: date | Interval | None,
    check_day: date,
) -> dict[str, Known]:
    """The facts of one case, where there are no more cases of the vocabulary."""
    return Resolver(vocabulary, registers).facts(case, law_day, check_day)
