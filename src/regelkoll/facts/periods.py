"""Periods: a first and a last day, exact or inexact ("för år 2020–2021"), one side or both.

Ranges of days and months stand by themselves; years need a word that introduces them ("år", "under", "perioden"), for
"pågick 2017–2018" tells no period. A side that is not said, or cannot be read, is None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from regelkoll.facts.dates import DAY, DAY_OF_MONTH, MONTH, MONTH_OF_YEAR, YEAR, month_number, parse_date, year_span
from regelkoll.model import Interval
from regelkoll.values import last_day

End: TypeAlias = date | Interval | None
Sides: TypeAlias = tuple[End, End]

_S = r"\s{1,3}"
_THROUGH = rf"(?:t\.?\s?o\.?\s?m\.?(?!\w)|till{_S}och{_S}med)"
_TO = rf"(?:\s{{0,4}}(?:--|[-‐‑–—−])\s{{0,4}}|{_S}(?:{_THROUGH}|till){_S})"
_FROM = rf"(?:fr\.?\s?o\.?\s?m\.?|from|fom|från{_S}och{_S}med)"
_INTRO = (
    r"(?<!\w)(?:år(?:en)?|under|(?:projekt|tids|genomförande|stöd|insats|bidrags)?period(?:en)?|projekttid(?:en)?|projektåren"
    r"|(?:verksamhets|budget|kalender)år(?:en|et)?)"
    rf"(?:\s?:|{_S}(?:är|avser|för))?{_S}(?:(?:år(?:en)?|perioden|hela(?:{_S}året)?){_S})?"
)
_OF_YEAR = rf"(?P<out>(?:(?:vid{_S})?utgången{_S}av{_S})?)(?:år{_S})?"
_END_OF_WORD = r"(?!\w|[-‐‑–—/,.][0-9])"
_YEAR_MONTH = rf"{YEAR}[-‐‑](?:0[1-9]|1[0-2])(?![-‐‑]?[0-9])"

_PART_OF_YEAR = (
    rf"(?:(?:första|andra){_S}halvåret|(?:första|andra|tredje|fjärde){_S}kvartalet|(?:vår|höst)terminen){_S}{YEAR}"
)

_NOT_IN = r"(?<![\w/.,-])"
_LATER = rf"{_OF_YEAR}(?P<b>{DAY}|{MONTH_OF_YEAR}|{_PART_OF_YEAR}|{_YEAR_MONTH}|{YEAR}){_END_OF_WORD}"
_FIRST_SIDE = (
    rf"(?P<a>{DAY}|{MONTH_OF_YEAR}|{_PART_OF_YEAR}|{DAY_OF_MONTH}|{_YEAR_MONTH}|{MONTH}|"
    rf"(?:den{_S})?[0-9]{{1,2}}(?=[-‐‑–—]))"
)
_RANGE = re.compile(
    rf"{_NOT_IN}(?:{_INTRO})?(?:(?:{_FROM}|från){_S})?{_FIRST_SIDE}{_TO}{_LATER}",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"{_NOT_IN}mellan{_S}{_FIRST_SIDE}{_S}och{_S}{_LATER}", re.IGNORECASE)
_YEARS = re.compile(
    rf"{_NOT_IN}(?:{_INTRO}(?:{_FROM}{_S}|från{_S})?|{_FROM}{_S}(?:år{_S})?|från{_S}år{_S})(?P<a>{YEAR}){_TO}{_LATER}",
    re.IGNORECASE,
)
_LIST = re.compile(
    rf"(?P<intro>{_INTRO})(?P<years>{YEAR}"
    rf"(?:\s{{0,3}}(?:[-‐‑–—,/]|och|samt|eller|resp\.?|respektive)\s{{0,3}}{YEAR}){{1,8}}){_END_OF_WORD}",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(rf"{_INTRO}{YEAR}\s?[-‐‑–—/]\s?[0-9]{{2}}(?![\w-])", re.IGNORECASE)
_OPEN_YEAR = re.compile(rf"{_INTRO}(?P<y>{YEAR})[-‐‑–—](?=\s|[.,;:)]|\Z)(?!\s{{1,3}}[0-9])", re.IGNORECASE)
_SINGLE = re.compile(
    rf"(?P<intro>{_INTRO})(?P<y>{MONTH_OF_YEAR}|{YEAR})(?!\w|[-‐‑–—/][0-9]|[.,][0-9]|[ \u00a0\u202f]000"
    r"|\s{0,3}[-‐‑–—]\s{0,3}[0-9]|\s{0,3}(?:kr|kronor|tkr|mnkr|mkr|sek|euro|%|procent)(?!\w))",
    re.IGNORECASE,
)
_FIRST = re.compile(
    rf"(?<!\w)(?:{_FROM}|räknat{_S}från|med{_S}(?:start|början)|(?:(?:på)?börjar?s?|startar?s?|inled(?:s|a|as|er))(?:{_S}tidigast)?){_S}"
    rf"(?:år{_S})?(?P<a>{DAY}|{MONTH_OF_YEAR}|{YEAR}){_END_OF_WORD}",
    re.IGNORECASE,
)
_LAST = re.compile(
    rf"(?<!\w)(?:{_THROUGH}|(?:avslutas|slutföras|färdigställas|avslutat|slutfört|slutförd|slutar|upphör)(?:{_S}senast)?|längst{_S}till){_S}"
    rf"{_OF_YEAR}(?P<b>{DAY}|{MONTH_OF_YEAR}|{YEAR}){_END_OF_WORD}",
    re.IGNORECASE,
)
_LOST = re.compile(
    rf"(?<!\w)(?:(?:för|under|avser|avseende){_S})?(?:projekt)?(?:perioden|åren){_S}(?:från{_S})?"
    rf"(?P<a>{DAY})?\s{{0,3}}(?:{_THROUGH}|till(?!\w)|[-–—](?=\s|[.,;]|\Z))(?:{_S}{_OF_YEAR}(?P<b>{DAY}|{YEAR}){_END_OF_WORD})?",
    re.IGNORECASE,
)
_QUARTERS = ("första", "andra", "tredje", "fjärde")
_SAME_SENTENCE = re.compile(r"[^.;!?\n0-9]{0,50}")


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period in a text; a side that is not said, or cannot be read, is None."""

    start: int
    end: int
    first: End
    last: End
    quote: str


def find_periods(text: str) -> tuple[FoundPeriod, ...]:
    """Every period, in order, as it stands (a reversed one too)."""
    found: list[FoundPeriod] = []
    for form, read in _FORMS:
        fresh = []
        for match in form.finditer(text):
            sides = read(match)
            if sides is not None:
                fresh.append(FoundPeriod(match.start(), match.end(), *sides, match[0]))
        found = _without_overlap(found, fresh)
    return _joined(found, text)


def _without_overlap(found: list[FoundPeriod], fresh: Iterable[FoundPeriod]) -> list[FoundPeriod]:
    """Both in order of place; of two that overlap the one of an earlier form stays."""
    result: list[FoundPeriod] = []
    rest = iter(found)
    kept = next(rest, None)
    for one in fresh:
        while kept is not None and kept.end <= one.start:
            result.append(kept)
            kept = next(rest, None)
        if kept is None or one.end <= kept.start:
            result.append(one)
    return [*result, *([] if kept is None else [kept, *rest])]


def _joined(found: list[FoundPeriod], text: str) -> tuple[FoundPeriod, ...]:
    """ "får påbörjas tidigast … och avslutas senast …": a first side and the last side that follows are one period."""
    result: list[FoundPeriod] = []
    for one in found:
        before = result[-1] if result else None
        halves = before is not None and before.last is None and before.first is not None and one.first is None
        if before is not None and halves and _SAME_SENTENCE.fullmatch(text, before.end, one.start):
            result[-1] = replace(before, end=one.end, last=one.last, quote=text[before.start : one.end])
        else:
            result.append(one)
    return tuple(result)


def year_start(year: int) -> Interval:
    """A first day somewhere in the year."""
    return year_span(year, date(year, 1, 1))


def year_end(year: int) -> Interval:
    """A last day somewhere in the year."""
    return year_span(year, date(year, 12, 31))


# ── the forms ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _is(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text, re.IGNORECASE) is not None


def _range(match: re.Match[str]) -> Sides:
    return _first_side(match["a"], match["b"]), _last_side(match["b"], out=bool(match["out"]))


def _first_side(a: str, b: str) -> End:
    """The first day; a day or a month alone takes the year of the second, unless that turns the period round."""
    if _is(YEAR, a):
        return year_start(int(a))
    if _is(_YEAR_MONTH, a):
        return date(int(a[:4]), int(a[5:]), 1) if _is(_YEAR_MONTH, b) else None
    if _is(MONTH_OF_YEAR, a):
        return date(int(a[-4:]), month_number(a), 1)
    if _is(_PART_OF_YEAR, a):
        return _part_of_year(a)
    if _is(DAY, a):
        return parse_date(a)
    end = parse_date(b)
    if end is None:
        return None
    year = int(b[-4:]) if _is(MONTH_OF_YEAR, b) else end.year if isinstance(end, date) else None
    first = _inherited(a, b, year)
    latest = end.high if isinstance(end, Interval) else end
    return first if isinstance(first, date) and isinstance(latest, date) and first <= latest else None


def _part_of_year(text: str, last: bool = False) -> Interval:
    """A day somewhere in a half year, a quarter or a term; shown as its first day, or its last."""
    words = text.casefold().split()
    quarter = words[0] in _QUARTERS and words[1] == "kvartalet"
    first = 3 * _QUARTERS.index(words[0]) + 1 if quarter else 7 if words[0] in ("andra", "höstterminen") else 1
    end = first + (2 if quarter else 5)
    year = int(words[-1])
    low, high = date(year, first, 1), date(year, end, last_day(year, end))
    return Interval(low, high, high if last else low)


def _inherited(a: str, b: str, year: int | None) -> date | None:
    if year is None:
        return None
    if _is(MONTH, a):
        return date(year, month_number(a), 1) if _is(MONTH_OF_YEAR, b) else None
    if _is(DAY_OF_MONTH, a):
        day = parse_date(f"{a.rstrip('.')} {year}")
        return day if isinstance(day, date) else None
    named = re.search(MONTH, b, re.IGNORECASE)
    day = parse_date(f"{a} {named[0]} {year}") if named else None
    return day if isinstance(day, date) else None


def _last_side(b: str, out: bool = False) -> End:
    if _is(YEAR, b):
        return date(int(b), 12, 31) if out else year_end(int(b))
    if _is(MONTH_OF_YEAR, b):
        year, month = int(b[-4:]), month_number(b)
        return date(year, month, last_day(year, month))
    if _is(_PART_OF_YEAR, b):
        return None if out else _part_of_year(b, last=True)
    if _is(_YEAR_MONTH, b):
        return date(int(b[:4]), int(b[5:]), last_day(int(b[:4]), int(b[5:])))
    return None if out else parse_date(b)


def _listed(years: list[int]) -> Sides:
    """ "åren 2019, 2020 och 2021": years in an unbroken row."""
    row = all(later == year + 1 for year, later in pairwise(years))
    return (year_start(years[0]), year_end(years[-1])) if row else (None, None)


def _list(match: re.Match[str]) -> Sides:
    years = [int(year) for year in re.findall(YEAR, match["years"])]
    dashes = len(re.findall("[-‐‑–—]", match["years"]))
    if dashes == 1 and len(years) == 2:
        return year_start(years[0]), year_end(years[1])
    if dashes or re.search("/|eller|resp", match["years"], re.IGNORECASE):
        return None, None
    return _listed(years)


def _single(match: re.Match[str]) -> Sides | None:
    said = match["y"]
    if not _is(YEAR, said):
        year, month = int(said[-4:]), month_number(said)
        return date(year, month, 1), date(year, month, last_day(year, month))
    round_number = int(said) % 100 == 0 and match["intro"].strip().casefold() == "under"
    return None if round_number else (year_start(int(said)), year_end(int(said)))


def _one_side(match: re.Match[str]) -> Sides:
    groups = match.groupdict()
    first, last = groups.get("a"), groups.get("b")
    return (
        _first_side(first, first) if first else None,
        _last_side(last, out=bool(groups.get("out"))) if last else None,
    )


def _unread(_match: re.Match[str]) -> Sides:
    return None, None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Sides | None]], ...] = (
    (_LIST, _list),
    (_YEARS, _range),
    (_RANGE, _range),
    (_BETWEEN, _range),
    (_SHORT_YEAR, _unread),
    (_OPEN_YEAR, lambda match: (year_start(int(match["y"])), None)),
    (_FIRST, _one_side),
    (_LAST, _one_side),
    (_LOST, _one_side),
    (_SINGLE, _single),
)
