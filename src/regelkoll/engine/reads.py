"""What an atom's decision hangs on, so that a decision once made serves every case that is alike in that."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

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
    Record,
    Records,
    Several,
    Value,
)

if TYPE_CHECKING:
    from regelkoll.engine.atoms import Env
    from regelkoll.engine.operands import Tables

Key: TypeAlias = "Callable[[Env, Record | None], Hashable]"
"""Cases with equal keys (and law days that are alike) are decided alike; `None`: this case must be decided itself."""

MISSING = ()
LONGEST = 256
ORDERED = frozenset({Kind.AMOUNT, Kind.INTEGER, Kind.SHARE, Kind.DATE})
BY_ORDER = frozenset(
    ["is", "is_not", "in", "not_in", "between", "less_than", "at_least", "more_than", "at_most", "before", "on_or_after", "after", "on_or_before"]
)
"""The operators whose answer on ordered kinds hangs on nothing but how the value stands to the operand."""


@dataclass(frozen=True, slots=True)
class Reads:
    """`group` is equal for atoms that hang on the same thing; `cuts` are the values that an ordered one is set
    against; `key` makes the group's key from all its cuts. A group of `None`: the atom hangs on the case."""

    group: tuple[Hashable, ...] | None
    cuts: tuple[Value, ...] = ()
    key: Callable[[tuple[Value, ...]], Key] | None = None


CASE = Reads(None)
LAW_DAY = Reads(("day",), (), lambda _: lambda env, record: MISSING)


def reads_said(name: str, of_record: bool) -> Reads:
    """Whether a fact is stated, or agrees: by the draft's side alone."""
    return Reads(("said", name, of_record), (), lambda _: _said(name, of_record))


def reads_conclusion(name: str, choices: tuple[str, ...]) -> Reads:
    keys = tuple((name, choice) for choice in choices)
    return Reads(
        ("concluded", name), (), lambda _: lambda env, __: tuple(env.conclusions.get(key, MISSING) for key in keys)
    )


def reads_compare(condition: Compare, kind: FactType | FieldType, tables: Tables) -> Reads:
    """A comparison with something that every case has alike hangs on one fact; with another fact on the two's order."""
    name, of_record, operand = condition.fact, condition.of_record, condition.operand
    if kind.kind is Kind.LIST:
        return CASE
    ordered = kind.kind in ORDERED
    if ordered and condition.operator not in BY_ORDER:
        return CASE
    if ordered and isinstance(operand, FactRef | FieldRef):
        other_of_record = isinstance(operand, FieldRef)
        other = None if other_of_record else tables.vocabulary.get(operand.name)
        if other is not None and (other.concluded or other.kind is not kind.kind):
            return CASE
        group = ("order", name, of_record, operand.name, other_of_record)
        return Reads(group, (), lambda _: _order(name, of_record, operand.name, other_of_record))
    cuts = _constants(operand, tables)
    if cuts is None:
        return CASE
    if not ordered:
        return Reads(("value", name, of_record), (), lambda _: _label(name, of_record))
    make = {Kind.AMOUNT: _amount, Kind.DATE: _date}.get(kind.kind, _number)
    return Reads(("value", name, of_record), cuts, lambda all_cuts: make(name, of_record, all_cuts))


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


def _said(name: str, of_record: bool) -> Key:
    def key(env: Env, record: Record | None) -> Hashable:
        known = (record or {}).get(name) if of_record else env.draft.get(name)
        if type(known) is Fact:
            value = known.value
            return (not value.items, value.complete) if type(value) is Records else True
        return known.why if type(known) is Missing else MISSING

    return key


def _label(name: str, of_record: bool) -> Key:
    def key(env: Env, record: Record | None) -> Hashable:
        known = (record or {}).get(name) if of_record else env.facts.get(name)
        if type(known) is not Fact:
            return MISSING
        value = known.value
        if type(value) is str:
            return value if len(value) <= LONGEST else None
        return value if type(value) is bool else None

    return key


def _amount(name: str, of_record: bool, cuts: tuple[Value, ...]) -> Key:
    places = _places(cuts)

    def key(env: Env, record: Record | None) -> Hashable:
        known = (record or {}).get(name) if of_record else env.facts.get(name)
        if type(known) is not Fact:
            return MISSING
        amount = known.value
        if type(amount) is not Amount or amount.currency != "SEK":
            return None
        value = amount.value
        return bisect_right(places, value.numerator) if value.denominator == 1 else None

    return key


def _number(name: str, of_record: bool, cuts: tuple[Value, ...]) -> Key:
    places = _places(cuts)

    def key(env: Env, record: Record | None) -> Hashable:
        known = (record or {}).get(name) if of_record else env.facts.get(name)
        if type(known) is not Fact:
            return MISSING
        value = known.value
        whole = type(value) is Fraction and value.denominator == 1
        return bisect_right(places, value.numerator) if whole else None  # type: ignore[union-attr]

    return key


def _date(name: str, of_record: bool, cuts: tuple[Value, ...]) -> Key:
    days = {end for cut in cuts for end in _ends(cut) if isinstance(end, date)}
    places = sorted(days | {day + timedelta(days=1) for day in days if day < date.max})

    def key(env: Env, record: Record | None) -> Hashable:
        known = (record or {}).get(name) if of_record else env.facts.get(name)
        if type(known) is not Fact:
            return MISSING
        value = known.value
        return bisect_right(places, value) if type(value) is date else None

    return key


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
    def key(env: Env, record: Record | None) -> Hashable:
        one = (record or {}).get(name) if of_record else env.facts.get(name)
        two = (record or {}).get(other) if other_of_record else env.facts.get(other)
        if type(one) is not Fact or type(two) is not Fact:
            return MISSING
        return _compared(one, two)

    return key


def _compared(one: Known, two: Known) -> int | None:
    """-1, 0 or 1 for two exact values of one kind and currency, else `None`."""
    a, b = one.value, two.value  # type: ignore[union-attr]
    if type(a) is Amount and type(b) is Amount:
        if a.currency != b.currency:
            return None
        a, b = a.value, b.value
    if type(a) is Fraction and type(b) is Fraction:
        if a.denominator == 1 and b.denominator == 1:
            a, b = a.numerator, b.numerator
        return (a > b) - (a < b)
    if type(a) is date and type(b) is date:
        return (a > b) - (a < b)
    return None
