"""Swedish dates: a grammar that abstains. An impossible day gives the words with no value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from regelkoll.model import Interval
from regelkoll.values import last_day

MONTHS = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
_SHORT = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
MONTH = r"(?:" + "|".join([*MONTHS, "sept", *_SHORT]) + r")\.?"
_S = r"[ \t\u00a0\u202f\n]"
_FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d-])"),
    re.compile(rf"(?:den{_S}+)?(?P<d>\d{{1,2}})(?::?e)?{_S}+(?P<n>{MONTH}){_S}+(?P<y>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(rf"(?:den{_S}+)?(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}}){_S}+(?P<y>\d{{4}})(?!\d)"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)"),
)
_BROKEN = re.compile(r"(?<![\w/-])(?:\d{4}-\d{3,4}|\d{4}-\d{1,2}-\d{0,4})(?![\w-])")
_MONTH_ONLY = re.compile(rf"(?P<n>{MONTH}){_S}+(?:år{_S}+)?(?P<y>\d{{4}})", re.IGNORECASE)
_YEAR = re.compile(r"(?:år\s+)?(?P<y>(?:19|20)\d{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text. `value` is None where the words are a date's and no such day exists."""

    start: int
    end: int
    value: date | Interval | None
    quote: str


def month_number(name: str) -> int:
    """1–12 for a month's name or its short form."""
    word = name.casefold().rstrip(".")
    return next(i for i, month in enumerate(_SHORT, 1) if word.startswith(month))


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every exact date in running text, in order; broken ones without a value. Eight digits alone are not taken."""
    found: list[FoundDate] = []
    for form in (*_FORMS[:3], _BROKEN):
        for match in form.finditer(text):
            if match.start() and (text[match.start() - 1].isalnum() or text[match.start() - 1] in "/-"):
                continue
            if any(f.start < match.end() and match.start() < f.end for f in found):
                continue
            value = None if form is _BROKEN else _day(match)
            found.append(FoundDate(match.start(), match.end(), value, match[0]))
    return tuple(sorted(found, key=lambda f: f.start))


def _day(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    month = month_number(groups["n"]) if groups.get("n") else int(groups["m"])
    try:
        return date(int(groups["y"]), month, int(groups["d"]))
    except ValueError:
        return None


def parse_date(text: str) -> date | Interval | None:
    """The whole text as a date; a month or a year is the set of its days. `None` when anything is left over."""
    stripped = text.strip()
    for form in _FORMS:
        match = form.fullmatch(stripped)
        if match is not None:
            return _day(match)
    match = _MONTH_ONLY.fullmatch(stripped)
    if match is not None:
        year, month = int(match["y"]), month_number(match["n"])
        return Interval(date(year, month, 1), date(year, month, last_day(year, month))) if year else None
    match = _YEAR.fullmatch(stripped)
    if match is not None:
        return Interval(date(int(match["y"]), 1, 1), date(int(match["y"]), 12, 31))
    return None
