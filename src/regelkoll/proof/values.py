"""Facts as a report's data holds them: compared by value, and made values again so that they can be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from regelkoll.drafts.fingerprint import plain
from regelkoll.model import Amount, Fact, FactType, FieldType, Interval, Kind, Known, Missing, Records, Value, Why
from regelkoll.reports.data import known_data

Data: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact whose value differs: as data then (`None`: the report does not have it) and now. Of a list, the records
    that are gone and those that are new."""

    name: str
    then: Data | None
    now: Data | None
    gone: tuple[Data, ...] = ()
    new: tuple[Data, ...] = ()


def fact_changes(
    then: Data, now: Mapping[str, Known], names: Iterable[str], vocabulary: Mapping[str, FactType], own: bool
) -> tuple[FactChange, ...]:
    """The facts of these names that differ in value. With `own`, only what the draft itself says is compared: what a
    case file completed then is not at hand now."""
    found = []
    for name in names:
        new = known_data(now[name], vocabulary.get(name)) if name in now else None
        old = then.get(name)
        if _told(old, own) == _told(new, own):
            continue
        gone, fresh = _records(old, new)
        found.append(FactChange(name, old, new, gone, fresh))
    return tuple(found)


_NUMBERS = (Kind.AMOUNT, Kind.DATE, Kind.INTEGER, Kind.SHARE)


def weighty(change: FactChange, kind: FactType) -> bool:
    """Whether a fact that is read otherwise from the very same letters is another fact: an amount or a day can hang on
    a space. Words are the same words, wherever a line of them is broken."""
    if kind.kind is not Kind.LIST:
        return kind.kind in _NUMBERS
    numbers = [name for name, field in kind.fields.items() if field.kind in _NUMBERS]
    gone, new = (_counted({n: r[n] for n in numbers if n in r} for r in part) for part in (change.gone, change.new))
    return bool(numbers) and gone != new


LONG = 120
"""Characters: a longer text in a list is no name but a passage."""


def holds_passages(change: FactChange) -> bool:
    """Whether a list's records hold whole passages of the draft, which are compared as passages."""
    records = [*change.gone, *change.new]
    return any(isinstance(text, str) and len(text) > LONG for record in records for text in record.values())


def _told(fact: Data | None, own: bool) -> object:
    """What a fact says, without how it was written and where."""
    if fact is None:
        return ("missing", Why.NOT_STATED.value)
    readings = fact.get("readings") or ([fact] if "origin" in fact else [])
    if own and any(reading["origin"] == "known" for reading in readings):
        mine = [reading for reading in readings if reading["origin"] == "draft"]
        if not mine:
            return ("missing", Why.NOT_STATED.value)
        values = frozenset(_alike(reading["value"]) for reading in mine)
        return next(iter(values)) if len(values) == 1 else ("values", values)
    if "missing" in fact:
        if fact["missing"] == Why.NOT_STATED.value:
            return ("missing", fact["missing"])
        return ("missing", fact["missing"], frozenset(_alike(r["value"]) for r in fact["readings"]))
    return _alike(fact["value"]) if fact.get("complete", True) else ("in part", _alike(fact["value"]))


def _alike(value: Any) -> object:
    """A value so that equal ones are equal: words without line breaks, intervals by their ends, lists in any order."""
    match value:
        case bool():
            return ("truth", value)
        case str():
            return plain(value)
        case {"from": low, "to": high}:
            return (_alike(low), _alike(high))
        case Mapping():
            return frozenset((name, _alike(one)) for name, one in value.items())
        case list():
            return _counted(value)
        case _:
            return value


def _counted(values: Iterable[Any]) -> frozenset[tuple[object, int]]:
    return frozenset(Counter(_alike(value) for value in values).items())


def _records(then: Data | None, now: Data | None) -> tuple[tuple[Data, ...], tuple[Data, ...]]:
    old, new = (list(f["value"]) if f and isinstance(f.get("value"), list) else [] for f in (then, now))
    kept = Counter(map(_alike, old)) & Counter(map(_alike, new))
    return _without(old, kept), _without(new, kept)


def _without(records: Iterable[Any], kept: Counter[object]) -> tuple[Data, ...]:
    left, found = Counter(kept), []
    for record in records:
        left[_alike(record)] -= 1
        if left[_alike(record)] < 0:
            found.append(record)
    return tuple(found)


def known_of(fact: Data | None, kind: FactType | FieldType, name: str) -> Known:
    """A fact of a report's data as a fact again, without its quotes. Raises ValueError for data of another kind."""
    if fact is None:
        return Missing(name, Why.NOT_STATED)
    if "missing" in fact:
        return Missing(name, Why(fact["missing"]))
    value = value_of(fact["value"], kind)
    if isinstance(value, Records):
        value = Records(value.items, fact.get("complete", True))
    return Fact(name, value)


def value_of(data: Any, kind: FactType | FieldType) -> Value:
    """The value that `reports.data.value_data` wrote as this data. Raises ValueError for data of another kind."""
    if isinstance(data, Mapping):
        ends = [None if data[end] is None else _ordered(data[end], kind.kind) for end in ("from", "to")]
        return Interval(ends[0], ends[1])
    if kind.kind is Kind.LIST:
        if not isinstance(data, list):
            raise ValueError(data)
        return Records(tuple(record_of(record, kind) for record in data))
    if kind.kind in (Kind.TEXT, Kind.CHOICE, Kind.YES_NO):
        return data if isinstance(data, bool) else str(data)
    return _ordered(data, kind.kind)


def record_of(record: Data, kind: FactType | FieldType) -> dict[str, Known]:
    """A record of a list. Raises ValueError."""
    return {
        name: Missing(name, Why(one["missing"]))
        if isinstance(one, Mapping) and "missing" in one
        else Fact(name, value_of(one, kind.fields[name]) if name in kind.fields else str(one))
        for name, one in record.items()
    }


def _ordered(data: Any, kind: Kind) -> Amount | Fraction | date:
    if kind is Kind.DATE:
        return date.fromisoformat(str(data))
    if kind is Kind.AMOUNT:
        number, _, currency = str(data).partition(" ")
        return Amount(Fraction(number), currency or "SEK")
    return Fraction(str(data))
