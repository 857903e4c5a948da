"""Periods: a first and a last day, exact or inexact ("för år 2020–2021"), one side or both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from regelkoll.facts.dates import MONTH, month_number, parse_date
from regelkoll.model import Interval
from regelkoll.values import last_day

End: TypeAlias = date | Interval | None

_S = r"[ \t\u00a0\u202f\n]"
_DAY = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|(?:den{_S}+)?\d{{1,2}}{_S}+{MONTH}{_S}+\d{{4}}"
    rf"|(?:den{_S}+)?\d{{1,2}}/\d{{1,2}}{_S}+\d{{4}})"
)
_PART = rf"(?:den{_S}+)?\d{{1,2}}{_S}+{MONTH}"
_MONTH = rf"{MONTH}{_S}+\d{{4}}"
_TO = rf"(?:{_S}*[-–—]{_S}*|{_S}+(?:till{_S}+och{_S}+med|t\.?o\.?m\.?|till)(?:{_S}+den)?{_S}+)"
_FROM = rf"(?:(?:från{_S}+och{_S}+med|fr\.?o\.?m\.?|från){_S}+)"
_YEARS = re.compile(
    rf"\b(?:för|under|avser|avseende|gäller)?{_S}*(?:år|åren|året|perioden|projektperioden|tiden|verksamhetsåret|verksamhetsåren)"
    rf"{_S}+(?:är{_S}+)?(?P<a>(?:19|20)\d{{2}})(?!\d|-\d{{2}}-|\d)(?:{_TO}(?P<b>(?:19|20)\d{{2}})(?!\d|-\d{{1,2}}-))?",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"{_FROM}?(?P<a>{_DAY}|{_PART}){_TO}(?P<b>{_DAY})(?![\d-])", re.IGNORECASE)
_MONTHS = re.compile(rf"{_FROM}?(?P<a>{_MONTH}){_TO}(?P<b>{_MONTH})(?!\d)", re.IGNORECASE)
_FIRST = re.compile(
    rf"(?:från{_S}+och{_S}+med|fr\.?o\.?m\.?|påbörjas{_S}+tidigast)(?:{_S}+den)?{_S}+(?P<a>{_DAY})", re.IGNORECASE
)
_LAST = re.compile(
    rf"(?:till{_S}+och{_S}+med|t\.?o\.?m\.?|avslutas{_S}+senast|dock{_S}+längst{_S}+till)(?:{_S}+den)?{_S}+"
    rf"(?P<b>{_DAY}|utgången{_S}+av{_S}+\d{{4}})",
    re.IGNORECASE,
)
_LOST = re.compile(
    rf"\b(?:för|under|avser){_S}+(?:projekt)?perioden{_S}+till\b(?!{_S}+och{_S}+med{_S}+\d)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period in a text; a side that is not said, or cannot be read, is None."""

    start: int
    end: int
    first: End
    last: End
    quote: str


def find_periods(text: str) -> tuple[FoundPeriod, ...]:
    """Every period, in order. Years alone need a word that introduces them ("för år", "perioden")."""
    found: list[FoundPeriod] = []
    for form, ends in (
        (_RANGE, _range),
        (_MONTHS, _months),
        (_YEARS, _years),
        (_FIRST, _one),
        (_LAST, _one),
        (_LOST, _one),
    ):
        for match in form.finditer(text):
            if not any(f.start < match.end() and match.start() < f.end for f in found):
                first, last = ends(match)
                lead = len(match[0]) - len(match[0].lstrip())
                found.append(FoundPeriod(match.start() + lead, match.end(), first, last, match[0].lstrip()))
    return _joined(sorted(found, key=lambda f: f.start), text)


def _joined(found: list[FoundPeriod], text: str) -> tuple[FoundPeriod, ...]:
    """ "får påbörjas tidigast … och avslutas senast …": a first side and the last side that follows are one period."""
    result: list[FoundPeriod] = []
    for one in found:
        before = result[-1] if result else None
        if (
            before
            and before.last is None
            and before.first is not None
            and one.first is None
            and one.start - before.end < 40
        ):
            quote = text[before.start : one.end]
            result[-1] = FoundPeriod(before.start, one.end, before.first, one.last, quote)
        else:
            result.append(one)
    return tuple(result)


def year_start(year: int) -> Interval:
    return Interval(date(year, 1, 1), date(year, 12, 31), date(year, 1, 1))


def year_end(year: int) -> Interval:
    return Interval(date(year, 1, 1), date(year, 12, 31), date(year, 12, 31))


def _years(match: re.Match[str]) -> tuple[End, End]:
    first = int(match["a"])
    last = int(match["b"]) if match["b"] else first
    return year_start(first), year_end(last)


def _range(match: re.Match[str]) -> tuple[End, End]:
    last = parse_date(match["b"])
    first = parse_date(match["a"])
    if first is None and isinstance(last, date) and re.fullmatch(_PART, match["a"], re.IGNORECASE):
        first = parse_date(f"{match['a']} {last.year}")
    return first, last


def _months(match: re.Match[str]) -> tuple[End, End]:
    first, last = (re.split(rf"{_S}+", match[side]) for side in ("a", "b"))
    end_year, end_month = int(last[1]), month_number(last[0])
    return date(int(first[1]), month_number(first[0]), 1), date(end_year, end_month, last_day(end_year, end_month))


def _one(match: re.Match[str]) -> tuple[End, End]:
    groups = match.groupdict()
    first = parse_date(groups["a"]) if groups.get("a") else None
    text = groups.get("b") or ""
    if text.casefold().startswith("utgången"):
        return first, date(int(text[-4:]), 12, 31)
    return first, parse_date(text) if text else None
