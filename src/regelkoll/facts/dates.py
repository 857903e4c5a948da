"""Swedish dates: a grammar that abstains. An impossible or mutilated day gives the words with no value."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from regelkoll.model import Interval
from regelkoll.values import last_day

_LONG = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti")
MONTHS = (*_LONG, "september", "oktober", "november", "december")
_SHORT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTH = r"(?<![^\W_])(?:" + "|".join([*MONTHS, "sept", *_SHORT]) + r")(?![^\W\d_])\.?"
_S = r"\s{1,3}"
_HYPHEN = "[-‐‑]"
YEAR = r"(?:19|20)[0-9]{2}"
_DAY_OF = rf"(?:den{_S})?[0-9]{{1,2}}(?::?[ae])?\.?\s{{0,3}}{MONTH}"

DAY = (
    rf"(?:[0-9]{{4}}{_HYPHEN}[0-9]{{1,2}}{_HYPHEN}[0-9]{{1,4}}"
    rf"|{YEAR}{_HYPHEN}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    rf"|{_DAY_OF},?\s{{0,3}}[0-9]{{4}}"
    rf"|(?:den{_S})?[0-9]{{1,2}}/[0-9]{{1,2}}[\s-]{{1,3}}[0-9]{{4}}"
    rf"|{YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))"
)
"""Any day, mutilated ones included; `parse_date` says which it is."""
DAY_OF_MONTH = _DAY_OF
MONTH_OF_YEAR = rf"{MONTH},?{_S}{YEAR}"

_EXACT = (
    re.compile(rf"(?P<y>[0-9]{{4}}){_HYPHEN}(?P<m>[0-9]{{1,2}}){_HYPHEN}(?P<d>[0-9]{{1,2}})"),
    re.compile(
        rf"(?:den{_S})?(?P<d>[0-9]{{1,2}})(?::?[ae])?\s{{0,3}}(?P<n>{MONTH}),?\s{{0,3}}(?P<y>[12][0-9]{{3}})",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:den{_S})?(?P<d>[0-9]{{1,2}})/(?P<m>[0-9]{{1,2}})[\s-]{{1,3}}(?P<y>[12][0-9]{{3}})", re.IGNORECASE),
    re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
)
_MONTH_ALONE = re.compile(rf"(?P<n>{MONTH}),?{_S}(?:år{_S})?(?P<y>{YEAR})", re.IGNORECASE)
_YEAR_ALONE = re.compile(rf"(?:år{_S})?(?P<y>{YEAR})", re.IGNORECASE)

_UNREADABLE = (
    rf"{_DAY_OF},?\s{{0,3}}(?:[0-9]{{3}}|[0-9]{{5}})(?!\s?[0-9])",
    r"[0-9]{1,2}(?P<mark>[.-])[0-9]{1,2}(?P=mark)(?:19|20)[0-9]{2}",
    r"[0-9]{1,2}/[0-9]{1,2}[/-](?:[0-9]{4}|[0-9]{2})",
    rf"{YEAR}[–—][0-9]{{2}}[–—][0-9]{{2}}",
    rf"{YEAR}{_HYPHEN}(?:0[1-9]|1[0-2])(?![-‐‑–—]?[0-9])",
    r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![-+][0-9]|\s?(?:[0-9]|kr|%))",
)
_FOUND = re.compile(
    r"(?<![\w/])(?:"
    rf"(?P<day>{DAY})|(?P<unreadable>{'|'.join(_UNREADABLE)})|(?P<month>{MONTH_OF_YEAR})"
    rf"|(?P<year>år{_S}{YEAR}(?!\s{{0,2}}(?:[-–—/,]|och\b|till\b|t\.?o\.?m)\s{{0,2}}[0-9])))"
    r"(?!(?![⁰¹²³⁴-⁹])\w|[-+/][0-9]{1,3}(?![0-9])|[-+][0-9]{4}(?![-‐‑0-9])|[-+][0-9]{5,7}(?![0-9]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text. `value` is None where the words are a date's and the day does not exist or is ambiguous."""

    start: int
    end: int
    value: date | Interval | None
    quote: str


def month_number(name: str) -> int:
    """1–12 for a month's name or its short form."""
    word = name.casefold().rstrip(".")
    return next(i for i, month in enumerate(_SHORT, 1) if word.startswith(month))


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every date in running text, in order; a year alone only after "år"."""
    found: list[FoundDate] = []
    for match in _FOUND.finditer(text):
        glued = match.start() > 0 and text[match.start() - 1] in "-‐‑."
        follows = found and found[-1].end == match.start() - 1
        if glued and not follows and text[match.start() - 2 : match.start() - 1].isalnum():
            continue
        value = None if match["unreadable"] else parse_date(match[0])
        found.append(FoundDate(match.start(), match.end(), value, match[0]))
    return tuple(found)


def parse_date(text: str) -> date | Interval | None:
    """The whole text as a date; a month or a year is the set of its days. `None` when anything is left over, also for
    what can be read in two ways (six digits, "2010-11")."""
    plain = unicodedata.normalize("NFC", text).strip()
    for form in _EXACT:
        match = form.fullmatch(plain)
        if match is not None:
            return _day(match)
    month = _MONTH_ALONE.fullmatch(plain)
    if month is not None:
        return month_span(int(month["y"]), month_number(month["n"]))
    year = _YEAR_ALONE.fullmatch(plain)
    return year_span(int(year["y"])) if year is not None else None


def month_span(year: int, month: int) -> Interval:
    """The days of a month."""
    return Interval(date(year, month, 1), date(year, month, last_day(year, month)))


def year_span(year: int, shown: date | None = None) -> Interval:
    """The days of a year."""
    return Interval(date(year, 1, 1), date(year, 12, 31), shown)


def _day(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    month = month_number(groups["n"]) if groups.get("n") else int(groups["m"])
    try:
        return date(int(groups["y"]), month, int(groups["d"]))
    except ValueError:
        return None
