"""What an atom's decision hangs on, so that a decision once made serves every case that is alike in that."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any, TypeAlias
from typing import Literal as OneOf

from regelkoll.model import (
    Amount,
    Compare,
    Exact,
    Fact,
    FactRef,
    FactType,
    FieldRef,
    FieldType,
    Interval,
    Kind,
    Known,
    Literal,
    LookUp,
    Missing,
    Operand,
    ParameterRef,
    Records,
    Several,
    Value,
)

if TYPE_CHECKING:
    from regelkoll.engine.operands import Tables

Source: TypeAlias = OneOf["law day", "facts", "draft", "record", "conclusions", "facts and record"]
Key: TypeAlias = Callable[[Any], Hashable]
"""From a source (with both, a pair) to a key. Cases with equal keys (and law days that are alike) are decided alike;
`None`: this case must be decided itself."""

Facts: TypeAlias = Mapping[str, Known]

MISSING = ()
LONGEST = 256
ORDERED = frozenset({Kind.AMOUNT, Kind.INTEGER, Kind.SHARE, Kind.DATE})
BY_ORDER = frozenset({"is", "is_not", "in", "not_in", "between", "less_than", "at_least", "more_than", "at_most"}) | {
    *("before", "after", "on_or_before", "on_or_after"),
}
"""The operators whose answer on ordered kinds hangs on nothing but how the value stands to the operand."""


@dataclass(frozen=True, slots=True)
class Reads:
    """`group` is equal for atoms that hang on the same thing, to be found in `source`; `cuts` are the values that an
    ordered one is set against; `key` makes the group's key from all its cuts. A group of `None`: on the whole case."""

    group: tuple[Hashable, ...] | None
    source: Source = "facts"
    cuts: tuple[Value, ...] = ()
    key: Callable[[tuple[Value, ...]], Key] | None = None


CASE = Reads(None)
LAW_DAY = Reads(("day",), "law day", (), lambda _: lambda _: MISSING)


def reads_said(name: str, of_record: bool) -> Reads:
    """Whether a fact is stated, or agrees: by the draft's side alone."""
    return Reads(("said", name, of_record), "record" if of_record else "draft", (), lambda _: _said(name))


def reads_conclusion(name: str, choices: tuple[str, ...]) -> Reads:
    keys = tuple((name, choice) for choice in choices)
    return Reads(
        ("concluded", name),
        "conclusions",
        (),
        lambda _: lambda conclusions: tuple(conclusions.get(key, MISSING) for key in keys),
    )


def reads_compare(condition: Compare, kind: FactType | FieldType, tables: Tables) -> Reads:
    """A comparison with something that every case has alike hangs on one fact; with another fact on the two's order."""
    name, of_record, operand = condition.fact, condition.of_record, condition.operand
    if kind.kind is Kind.LIST:
        return CASE
    source: Source = "record" if of_record else "facts"
    ordered = kind.kind in ORDERED
    if ordered and condition.operator not in BY_ORDER:
        return CASE
    if ordered and isinstance(operand, FactRef | FieldRef):
        return _reads_order(condition, kind, operand, tables)
    cuts = _constants(operand, tables)
    if cuts is None:
        return CASE
    if not ordered:
        return Reads(("value", name, of_record), source, (), lambda _: _label(name))
    make = {Kind.AMOUNT: _amount, Kind.DATE: _date}.get(kind.kind, _number)
    return Reads(("value", name, of_record), source, cuts, lambda all_cuts: make(name, all_cuts))


def _reads_order(condition: Compare, kind: FactType | FieldType, operand: FactRef | FieldRef, tables: Tables) -> Reads:
    name, of_record, other, other_of_record = (
        *(condition.fact, condition.of_record),
        *(operand.name, isinstance(operand, FieldRef)),
    )
    other_kind = None if other_of_record else tables.vocabulary.get(other)
    if other_kind is not None and (other_kind.concluded or other_kind.kind is not kind.kind):
        return CASE
    group = ("order", name, of_record, other, other_of_record)
    return Reads(group, "facts and record", (), lambda _: _order(name, of_record, other, other_of_record))


def _constants(operand: Operand, tables: Tables) -> tuple[Value, ...] | None:
    """Every value that an operand can have in any case on any day, `None` when it reads a fact."""
    match operand:
        case Literal(value=value):
            return (value,)
        case ParameterRef(name=name):
            return _exact(row.values.get("value") for row in tables.parameters[name].rows)
        case LookUp(register=register, column=column, where=wheres):
            if any(_constants(where.operand, tables) is None for where in wheres):
                return None
            return _exact(row.values.get(column) for row in tables.registers[register].rows)
        case Several(items=items):
            parts = [_constants(item, tables) for item in items]
            return None if None in parts else tuple(value for part in parts if part is not None for value in part)
        case _:
            return None


def _exact(values: Iterable[Exact | tuple[str, ...] | None]) -> tuple[Value, ...]:
    return tuple(value for value in values if value is not None and not isinstance(value, tuple))


# ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _said(name: str) -> Key:
    def key(draft: Facts) -> Hashable:
        known = draft.get(name)
        if type(known) is Fact:
            value = known.value
            return (not value.items, value.complete) if type(value) is Records else True
        return known.why if type(known) is Missing else MISSING

    return key


def _label(name: str) -> Key:
    def key(facts: Facts) -> Hashable:
        known = facts.get(name)
        if type(known) is not Fact:
            return MISSING
        value = known.value
        if type(value) is str:
            return value if len(value) <= LONGEST else None
        return value if type(value) is bool else None

    return key


def _amount(name: str, cuts: tuple[Value, ...]) -> Key:
    places = _places(cuts)

    def key(facts: Facts) -> Hashable:
        known = facts.get(name)
        if type(known) is not Fact:
            return MISSING
        amount = known.value
        if type(amount) is not Amount or amount.currency != "SEK":
            return _interval(places, amount)
        whole, parts = amount.value.as_integer_ratio()
        return bisect_right(places, whole) if parts == 1 else None

    return key


def _number(name: str, cuts: tuple[Value, ...]) -> Key:
    places = _places(cuts)

    def key(facts: Facts) -> Hashable:
        known = facts.get(name)
        if type(known) is not Fact:
            return MISSING
        value = known.value
        if type(value) is not Fraction:
            return _interval(places, value)
        whole, parts = value.as_integer_ratio()
        return bisect_right(places, whole) if parts == 1 else None

    return key


def _date(name: str, cuts: tuple[Value, ...]) -> Key:
    days = {end for cut in cuts for end in _ends(cut) if isinstance(end, date)}
    places = sorted(days | {day + timedelta(days=1) for day in days if day < date.max})

    def key(facts: Facts) -> Hashable:
        known = facts.get(name)
        if type(known) is not Fact:
            return MISSING
        value = known.value
        return bisect_right(places, value) if type(value) is date else _interval(places, value)

    return key


def _interval(places: Sequence[int] | Sequence[date], value: Value) -> tuple[int | None, int | None] | None:
    """The places of an inexact value's ends, where both are whole (and in kronor) or open."""
    if type(value) is not Interval or (value.low is None and value.high is None):
        return None
    found: list[int | None] = []
    for end in (value.low, value.high):
        if type(end) is Amount and end.currency == "SEK":
            end = end.value
        whole = end.numerator if type(end) is Fraction and end.denominator == 1 else end if type(end) is date else None
        if whole is None and end is not None:
            return None
        found.append(None if whole is None else bisect_right(places, whole))
    return found[0], found[1]


def _places(cuts: tuple[Value, ...]) -> list[int]:
    """Whole numbers between two neighbours of which (the lower one included) every whole number stands alike to all
    cuts. For the cut c: from ⌈c⌉ it is at least c, from ⌊c⌋ + 1 more than c."""
    numbers: set[Fraction] = set()
    for cut in cuts:
        for end in _ends(cut):
            number = end.value if isinstance(end, Amount) else end
            if isinstance(number, Fraction):
                numbers.add(number)
    return sorted({place for n in numbers for place in (ceil(n), n.numerator // n.denominator + 1)})


def _ends(cut: Value) -> tuple[object, ...]:
    return (cut.low, cut.high) if isinstance(cut, Interval) else (cut,)


def _order(name: str, of_record: bool, other: str, other_of_record: bool) -> Key:
    def key(sources: tuple[Facts, Facts]) -> Hashable:
        one, two = sources[of_record].get(name), sources[other_of_record].get(other)
        return _compared(one, two) if type(one) is Fact and type(two) is Fact else MISSING

    return key


def _compared(one: Fact, two: Fact) -> int | None:
    """-1, 0 or 1 for two exact values of one kind and currency, else `None`."""
    a, b = one.value, two.value
    if type(a) is Amount and type(b) is Amount:
        if a.currency != b.currency:
            return None
        a, b = a.value, b.value
    if (type(a) is Fraction and type(b) is Fraction) or (type(a) is date and type(b) is date):
        return (a > b) - (a < b)  # type: ignore[operator]
    return None
