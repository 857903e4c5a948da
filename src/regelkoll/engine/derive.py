"""Derived facts: the closed set of functions that compute a fact from facts, exactly; inexact inputs are sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeAlias

from regelkoll.model import Amount, Fact, FactType, Interval, Kind, Known, Missing, Records, Value, Vocabulary, Why
from regelkoll.operators import pattern
from regelkoll.values import bounds, currency, last_day, narrowed

Facts: TypeAlias = Callable[[str], Known]
Days: TypeAlias = Mapping[str, date | Interval | None]
Arguments: TypeAlias = Mapping[str, Any]
Compute: TypeAlias = Callable[[FactType, Arguments, Facts, Vocabulary, Days], Known]

GRAVITY = {Why.NOT_STATED: 0, Why.UNREADABLE: 1, Why.CONFLICTING: 2}


@dataclass(frozen=True, slots=True)
class Function:
    """`inputs` names the facts that it needs, for ordering; `gives` the kinds that its result may have."""

    inputs: Callable[[Arguments], tuple[str, ...]]
    gives: frozenset[Kind]
    compute: Compute


def gravest(name: str, inputs: Iterable[Known]) -> Missing | None:
    """The `Missing` that a derived fact inherits: the gravest why, its inputs named; `None` when nothing is missing."""
    missing = [k for k in inputs if isinstance(k, Missing)]
    if not missing:
        return None
    worst = max(missing, key=lambda k: GRAVITY[k.why])
    because = tuple(dict.fromkeys(n for k in missing for n in (k.because or (k.name,))))
    return Missing(name, worst.why, worst.reason, worst.readings, because)


def unknown(name: str, *inputs: str) -> Missing:
    return Missing(name, Why.UNREADABLE, "", (), tuple(inputs))


def _wheres(where: Any, record: Mapping[str, Known]) -> bool | None:
    return True if where is None else where(record)  # a predicate built when the pack was loaded


def _numbers(kind: FactType, arguments: Arguments, get: Facts) -> tuple[list[Value], bool] | Missing:
    """The field's values in the records that `where` picks, and whether the list is a known one."""
    name = arguments["of"]
    known = get(name)
    if isinstance(known, Missing):
        return gravest(kind.name, [known]) or unknown(kind.name, name)
    records = known.value
    if not isinstance(records, Records) or not records.complete:
        return unknown(kind.name, name)
    values: list[Value] = []
    for record in records.items:
        picked = _wheres(arguments.get("where_predicate"), record)
        if picked is None:
            return unknown(kind.name, name)
        if not picked:
            continue
        if "field" not in arguments:
            values.append(Fraction(1))
            continue
        field = record.get(arguments["field"])
        if not isinstance(field, Fact):
            return unknown(kind.name, name)
        values.append(field.value)
    return values, True


def _with_quotes(kind: FactType, value: Value, inputs: Iterable[Known]) -> Fact:
    readings = tuple(r for k in inputs if isinstance(k, Fact) for r in k.readings)
    return Fact(kind.name, value, readings)


def total(values: Sequence[Value]) -> Value | None:
    """The exact sum of numbers or amounts; `None` with different currencies. An empty sum is 0."""
    currencies = {c for c in map(currency, values) if c is not None}
    if len(currencies) > 1:
        return None
    lows, highs = zip(*(bounds(v) for v in values), strict=True) if values else ((), ())
    money = bool(currencies) or any(isinstance(v, Amount) for v in values)
    low, high = (None if None in side else sum(side, Fraction(0)) for side in (lows, highs))
    return narrowed(_as(low, money, currencies), _as(high, money, currencies))


def _as(value: Fraction | None, money: bool, currencies: set[str]) -> Amount | Fraction | None:
    if value is None:
        return None
    return Amount(value, next(iter(currencies), "SEK")) if money else value


def _fold(kind: FactType, arguments: Arguments, get: Facts, choose: Callable[[Sequence[Value]], Value | None]) -> Known:
    found = _numbers(kind, arguments, get)
    if isinstance(found, Missing):
        return found
    value = choose(found[0])
    if value is None:
        return unknown(kind.name, arguments["of"])
    if kind.kind is Kind.AMOUNT and value == Fraction(0):
        value = Amount(Fraction(0))
    return _with_quotes(kind, value, [get(arguments["of"])])


def _sum(kind: FactType, arguments: Arguments, get: Facts, _: Vocabulary, __: Days) -> Known:
    return _fold(kind, arguments, get, total)


def _extreme(pick: Callable[..., Any]) -> Compute:
    def compute(kind: FactType, arguments: Arguments, get: Facts, _: Vocabulary, __: Days) -> Known:
        found = _numbers(kind, arguments, get)
        if isinstance(found, Missing):
            return found
        values = found[0]
        if not values:
            return Missing(kind.name, Why.NOT_STATED, "", (), (arguments["of"],))
        currencies = {c for c in map(currency, values) if c is not None}
        ends = [bounds(v) for v in values]
        if len(currencies) > 1 or any(None in end for end in ends):
            return unknown(kind.name, arguments["of"])
        low, high = pick(e[0] for e in ends), pick(e[1] for e in ends)
        if isinstance(low, Fraction):
            value = narrowed(_as(low, bool(currencies), currencies), _as(high, bool(currencies), currencies))
        else:
            value = narrowed(low, high)
        return _with_quotes(kind, value, [get(arguments["of"])])

    return compute


def _inputs(arguments: Arguments) -> tuple[str, ...]:
    names = arguments["inputs"]
    return tuple(names)


Monotone: TypeAlias = Callable[..., Any]


def _monotone(function: Monotone, rising: tuple[bool, ...]) -> Compute:
    """A function monotone in each input, on sets: its least and greatest value at the inputs' ends."""

    def compute(kind: FactType, arguments: Arguments, get: Facts, _: Vocabulary, __: Days) -> Known:
        known = [get(name) for name in arguments["inputs"]]
        if missing := gravest(kind.name, known):
            return missing
        values = [k.value for k in known if isinstance(k, Fact)]
        if len({c for c in map(currency, values) if c is not None}) > 1:
            return unknown(kind.name, *arguments["inputs"])
        ends = [bounds(v) for v in values]
        lows = [e[0] if up else e[1] for e, up in zip(ends, rising, strict=True)]
        highs = [e[1] if up else e[0] for e, up in zip(ends, rising, strict=True)]
        try:
            low = None if None in lows else function(*lows, **arguments.get("options", {}))
            high = None if None in highs else function(*highs, **arguments.get("options", {}))
        except (ValueError, OverflowError, ZeroDivisionError):
            return unknown(kind.name, *arguments["inputs"])
        return _with_quotes(kind, narrowed(low, high), known)

    return compute


def _year_bound(month: int, day: int) -> Monotone:
    def bound(year: Fraction) -> date:
        return date(int(year), month, day)

    return bound


def months_between(start: date, end: date) -> Fraction:
    """Whole months from `start` to `end`, negative when `end` is before; a started month does not count."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return Fraction(months - (1 if end.day < min(start.day, last_day(end.year, end.month)) else 0))


def _shift(day: date, years: int = 0, months: int = 0, days: int = 0) -> date:
    index = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1))) + timedelta(days=days)


def _share(kind: FactType, arguments: Arguments, get: Facts, _: Vocabulary, __: Days) -> Known:
    known = [get(name) for name in arguments["inputs"]]
    if missing := gravest(kind.name, known):
        return missing
    part, whole = (k.value for k in known if isinstance(k, Fact))
    (p_low, p_high), (w_low, w_high) = bounds(part), bounds(whole)
    differ = len({c for c in map(currency, (part, whole)) if c is not None}) > 1
    ends = (p_low, p_high, w_low, w_high)
    if differ or not all(isinstance(e, Fraction) for e in ends) or w_low <= 0 or p_low < 0:  # type: ignore[operator]
        return unknown(kind.name, *arguments["inputs"])
    return _with_quotes(kind, narrowed(p_low / w_high, p_high / w_low), known)  # type: ignore[operator]


def _gap(kind: FactType, arguments: Arguments, get: Facts, _: Vocabulary, __: Days) -> Known:
    """How far apart two numbers are, whichever is the greater."""
    known = [get(name) for name in arguments["inputs"]]
    if missing := gravest(kind.name, known):
        return missing
    values = [k.value for k in known if isinstance(k, Fact)]
    (a_low, a_high), (b_low, b_high) = map(bounds, values)
    differ = len({c for c in map(currency, values) if c is not None}) > 1
    if differ or not all(isinstance(e, Fraction) for e in (a_low, a_high, b_low, b_high)):
        return unknown(kind.name, *arguments["inputs"])
    least = max(a_low - b_high, b_low - a_high, Fraction(0))  # type: ignore[operator]
    most = max(a_high - b_low, b_high - a_low)  # type: ignore[operator]
    currencies = {c for c in map(currency, values) if c is not None}
    low, high = (_as(end, kind.kind is Kind.AMOUNT, currencies) for end in (least, most))  # type: ignore[arg-type]
    return _with_quotes(kind, narrowed(low, high), known)


def _first_of(kind: FactType, arguments: Arguments, get: Facts, _: Vocabulary, __: Days) -> Known:
    known = [get(name) for name in arguments["inputs"]]
    for one in known:
        if isinstance(one, Fact):
            return Fact(kind.name, one.value, one.readings)
        if one.why is not Why.NOT_STATED:
            break
    return gravest(kind.name, known[: known.index(one) + 1]) or unknown(kind.name)


def _only(kind: FactType, arguments: Arguments, get: Facts, _: Vocabulary, __: Days) -> Known:
    name = arguments["of"]
    known = get(name)
    if missing := gravest(kind.name, [known]):
        return missing
    records = known.value if isinstance(known, Fact) else None
    if not isinstance(records, Records) or not records.complete or len(records.items) > 1:
        return unknown(kind.name, name)
    if not records.items:
        return Missing(kind.name, Why.NOT_STATED, "", (), (name,))
    field = records.items[0].get(arguments["field"])
    if isinstance(field, Fact):
        return Fact(kind.name, field.value, field.readings)
    return unknown(kind.name, name)


def _capture(kind: FactType, arguments: Arguments, get: Facts, _: Vocabulary, __: Days) -> Known:
    known = get(arguments["of"])
    if missing := gravest(kind.name, [known]):
        return missing
    compiled = pattern(arguments["pattern"])
    text = known.value if isinstance(known, Fact) else None
    match = compiled.fullmatch(text) if compiled is not None and isinstance(text, str) else None
    if match is None:
        return unknown(kind.name, arguments["of"])
    found = match.group(1)
    if kind.kind is Kind.TEXT:
        return _with_quotes(kind, found, [known])
    if not found or not found.isascii() or not found.isdigit():
        return unknown(kind.name, arguments["of"])
    year = Fraction(int(found))
    return _with_quotes(kind, year + 2000 if arguments.get("two_digit_year") else year, [known])


def _day(kind: FactType, arguments: Arguments, _: Facts, __: Vocabulary, days: Days) -> Known:
    day = days[arguments["day"]]
    return Missing(kind.name, Why.UNREADABLE) if day is None else Fact(kind.name, day)


def _of(arguments: Arguments) -> tuple[str, ...]:
    return (arguments["of"],)


_ORDERED = frozenset({Kind.AMOUNT, Kind.INTEGER, Kind.SHARE, Kind.DATE})
_INTEGER, _DATE = frozenset({Kind.INTEGER}), frozenset({Kind.DATE})

DERIVATIONS: Mapping[str, Function] = {
    "sum": Function(_of, frozenset({Kind.AMOUNT, Kind.INTEGER, Kind.SHARE}), _sum),
    "count": Function(_of, _INTEGER, _sum),
    "min": Function(_of, _ORDERED, _extreme(min)),
    "max": Function(_of, _ORDERED, _extreme(max)),
    "days_between": Function(_inputs, _INTEGER, _monotone(lambda a, b: Fraction((b - a).days), (False, True))),
    "months_between": Function(_inputs, _INTEGER, _monotone(months_between, (False, True))),
    "year_of": Function(_inputs, _INTEGER, _monotone(lambda d: Fraction(d.year), (True,))),
    "first_day_of_year": Function(_inputs, _DATE, _monotone(_year_bound(1, 1), (True,))),
    "last_day_of_year": Function(_inputs, _DATE, _monotone(_year_bound(12, 31), (True,))),
    "share": Function(_inputs, frozenset({Kind.SHARE}), _share),
    "gap": Function(_inputs, frozenset({Kind.AMOUNT, Kind.INTEGER, Kind.SHARE}), _gap),
    "shift": Function(_inputs, _DATE, _monotone(_shift, (True,))),
    "first_of": Function(_inputs, frozenset(Kind), _first_of),
    "only": Function(_of, frozenset(Kind) - {Kind.LIST}, _only),
    "capture": Function(_of, frozenset({Kind.INTEGER, Kind.TEXT}), _capture),
    "day": Function(lambda _: (), _DATE, _day),
}
