"""Values compared and shown: three-valued comparison of exact and inexact values, names, and their written form."""

from __future__ import annotations

import calendar
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from rapidfuzz.distance import DamerauLevenshtein

from regelkoll.model import Amount, Exact, Interval, Truth, Value

Ordered: TypeAlias = Fraction | date
End: TypeAlias = Ordered | None

_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−_"))
_QUOTES = dict.fromkeys(map(ord, "\"'’‘”“„«»´`*"))
_SPACES = dict.fromkeys(map(ord, " \t\n\r\u00a0\u202f\u2009\u00ad"))
_FOLDED = {**_DASHES, **_QUOTES, **_SPACES}

NBSP = "\u00a0"


def name_key(text: str) -> str:
    """The form in which names are equal: without case, space, dashes, quotes and Unicode form."""
    return _short_key(text) if len(text) <= 128 else _key(text)


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)


_short_key = lru_cache(maxsize=8192)(_key)


def near(a: str, b: str) -> bool:
    """Whether two names that are not equal may be the same misspelt: at most one slip per six characters, one at least.

    Compared in the form of `name_key`; names under four characters, and numbers without any letter, are never near.
    """
    one, other = name_key(a), name_key(b)
    longest = max(len(one), len(other))
    if one == other or min(len(one), len(other)) < 4 or not any(c.isalpha() for c in one + other):
        return False
    allowed = max(1, longest // 6)
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def currency(value: object) -> str | None:
    """The currency of an amount or of an interval of amounts, `None` for what is not money or has no bounds."""
    if isinstance(value, Amount):
        return value.currency
    if isinstance(value, Interval):
        for end in (value.low, value.high, value.shown):
            if isinstance(end, Amount):
                return end.currency
    return None


def bounds(value: Value) -> tuple[End, End]:
    """The least and greatest member; `None` is no bound. Raises TypeError on what has no order."""
    if isinstance(value, Interval):
        return _plain(value.low), _plain(value.high)
    plain = _plain(value)
    return plain, plain


def _plain(value: object) -> End:
    if isinstance(value, Amount):
        return value.value
    if value is None or isinstance(value, Fraction | date):
        return value
    raise TypeError(f"no order on {type(value).__name__}")


def below(a: Value, b: Value) -> Truth:
    """a < b for every pair of members (True), for none (False), else unknown."""
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    if a_high is not None and b_low is not None and a_high < b_low:  # type: ignore[operator]
        return True
    if a_low is not None and b_high is not None and a_low >= b_high:  # type: ignore[operator]
        return False
    return None


def negate(truth: Truth) -> Truth:
    return None if truth is None else not truth


def both(truths: Iterable[Truth]) -> Truth:
    """Kleene's conjunction."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def either(truths: Iterable[Truth]) -> Truth:
    """Kleene's disjunction."""
    unknown = False
    for truth in truths:
        if truth is True:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def same(a: Value, b: Value) -> Truth:
    """Whether two values are equal; texts as names (`name_key`). Different currencies are unknown."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, str) and isinstance(b, str):
        return name_key(a) == name_key(b)
    if isinstance(a, str) or isinstance(b, str):
        return False
    if foreign(a, b):
        return None
    if not isinstance(a, Interval) and not isinstance(b, Interval):
        return a == b
    return False if below(a, b) or below(b, a) else _single(a, b)


def _single(a: Value, b: Value) -> Truth:
    (a_low, a_high), (b_low, b_high) = bounds(a), bounds(b)
    return True if a_low is not None and a_low == a_high == b_low == b_high else None


def foreign(a: Value, b: Value) -> bool:
    """Whether two amounts are of different currencies (one without any is taken as unknown, not as different)."""
    one, other = currency(a), currency(b)
    return one is not None and other is not None and one != other


def common(a: Value, b: Value) -> Value | None:
    """What two readings have in common: the value itself, the narrowed interval, or `None` when they contradict."""
    if not isinstance(a, Interval) and not isinstance(b, Interval):
        return a if same(a, b) is True else None
    if isinstance(a, str | bool) or isinstance(b, str | bool) or foreign(a, b):
        return None
    if below(a, b) or below(b, a):
        return None
    low = _pick(a, b, 0)
    high = _pick(a, b, 1)
    return narrowed(low, high, _shown(a, b))


def _shown(a: Value, b: Value) -> object:
    for value in (a, b):
        if isinstance(value, Interval):
            return value.shown
    return None


def _pick(a: Value, b: Value, side: int) -> object:
    ends = [(bounds(v)[side], (v.low, v.high)[side] if isinstance(v, Interval) else v) for v in (a, b)]
    bounded = [pair for pair in ends if pair[0] is not None]
    if not bounded:
        return None
    chosen = max if side == 0 else min
    return chosen(bounded, key=lambda pair: pair[0])[1]  # type: ignore[arg-type,return-value]


def narrowed(low: object, high: object, shown: object = None) -> Value:
    """The interval low..high, or its one member. `shown` is kept when it lies within."""
    if low is not None and low == high:
        return low  # type: ignore[return-value]
    interval = Interval(low, high)  # type: ignore[arg-type]
    if shown is not None and below(shown, interval) is not True and below(interval, shown) is not True:  # type: ignore[arg-type]
        return Interval(low, high, shown)  # type: ignore[arg-type]
    return interval


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


# ── written form ──────────────────────────────────────────────────────────────────────────────────────────────────

_EXACT_VALUE = {"sv": "exakt värde framgår inte", "en": "exact value not stated"}
_EXACT_DAY = {"sv": "exakt dag framgår inte", "en": "exact day not stated"}
_CURRENCY = {"SEK": {"sv": "kronor", "en": "SEK"}, "EUR": {"sv": "euro", "en": "EUR"}}
_YES_NO = {"sv": ("nej", "ja"), "en": ("no", "yes")}
_AT_LEAST = {"sv": "minst", "en": "at least"}
_AT_MOST = {"sv": "högst", "en": "at most"}


def number(value: Fraction, lang: str = "sv") -> str:
    """Digits in groups of three with no-break spaces; decimals as the language writes them, a fraction if endless."""
    if value.denominator == 1:
        return f"{value.numerator:,}".replace(",", NBSP)
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(decimal) != value:
        return f"{value.numerator}/{value.denominator}"
    whole, _, rest = f"{decimal:,f}".partition(".")
    return whole.replace(",", NBSP) + ("," if lang == "sv" else ".") + rest


def show_value(value: Value, lang: str = "sv", share: bool = False) -> str:
    """A value as a reader is shown it: `300 000 kronor`, `2020-11-25`, `50 %` (with `share`), `ja`.

    An inexact value shows its `shown` member, or its bounds, and says that it is inexact.
    """
    match value:
        case bool():
            return _YES_NO[lang][value]
        case str():
            return value
        case date():
            return value.isoformat()
        case Amount():
            unit = _CURRENCY.get(value.currency, {}).get(lang, value.currency)
            return f"{number(value.value, lang)}{NBSP}{unit}"
        case Fraction():
            return (
                f"{number(value * 100, lang)}{NBSP}%"
                if share
                else number(value, lang)
                if value.denominator != 1
                else (str(value.numerator) if abs(value) < 10000 else number(value, lang))
            )
        case Interval():
            return _show_interval(value, lang, share)
        case _:
            return "; ".join(
                ", ".join(show_value(k.value, lang) for k in item.values() if hasattr(k, "value"))
                for item in value.items
            )


def _show_interval(value: Interval, lang: str, share: bool) -> str:
    if value.shown is not None:
        said = _EXACT_DAY if isinstance(value.shown, date) else _EXACT_VALUE
        return f"{show_value(value.shown, lang, share)} ({said[lang]})"
    ends = [None if end is None else show_value(end, lang, share) for end in (value.low, value.high)]
    match ends:
        case [None, None]:
            return _EXACT_VALUE[lang]
        case [None, high]:
            return f"{_AT_MOST[lang]} {high}"
        case [low, None]:
            return f"{_AT_LEAST[lang]} {low}"
    return f"{ends[0]}–{ends[1]} ({_EXACT_VALUE[lang]})"


def as_written(value: Exact | Interval, share: bool = False) -> str:
    """A value as a case file writes it, read back to the same value by the literal reader (intervals by their ends)."""
    match value:
        case Amount():
            return f"{number(value.value)} {'kr' if value.currency == 'SEK' else value.currency}".replace(NBSP, " ")
        case Interval():
            return show_value(value, share=share)
        case _:
            return show_value(value, share=share).replace(NBSP, " ")
