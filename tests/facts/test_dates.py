"""Dates and periods: what is neither first."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regelkoll.facts.dates import MONTHS, find_dates, parse_date
from regelkoll.facts.periods import find_periods
from regelkoll.model import Interval


def day(text: str) -> date:
    return date.fromisoformat(text)


def days_of(year: int, shown: date | None = None) -> Interval:
    return Interval(date(year, 1, 1), date(year, 12, 31), shown)


def starts(year: int) -> Interval:
    return days_of(year, date(year, 1, 1))


def ends(year: int) -> Interval:
    return days_of(year, date(year, 12, 31))


# ── dates ─────────────────────────────────────────────────────────────────────────────────────────────────────────

# Diary numbers, organisation numbers, case ids, personal numbers, statutes, sums: never dates.
NOT_DATES = [
    "", "RUN/200534", "RUN/291/2015", "RUN 612-0195-14", "RS 913-2013", "KS2009/36-14", "KS 2009/409-14", "RS150304",
    "17RK1576", "08-44-9", "LS 1209-1229", "G30441-56-12", "31-2013-0684", "Ä 2016 001579:03", "N2021/03069",
    "ärende-ID 20297248", "232100-0214", "19800101-1234", "800101-1234", "2015:858", "2017-2018", "2020", "28/2",
    "mars", "1 maj 500 000 kr", "300 101 kr", "171117 kr", "kv. 1", "år 2020-2021", "år 2020 och 2021", "i maj",
    "2009 års anslag", "anslag 1:1",
]  # fmt: skip

UNREADABLE_DATES = [
    "2025-06-31", "2010-1116", "2020-13-01", "2021-02-29", "2020-11-251", "31 november 2020", "30 februari 2020",
    "25 november 202", "25 november 20200", "2/28 2011", "28/2-11", "28/2/2011", "25.11.2020", "25-11-2020",
    "2020–11–25", "171117", "2010-11", "20250631",
]  # fmt: skip

DATES = [
    ("2020-11-25", "2020-11-25"), ("1 januari 2009", "2009-01-01"), ("den 31 augusti 2011", "2011-08-31"),
    ("28/2 2011", "2011-02-28"), ("10 april 2019", "2019-04-10"), ("20161216", "2016-12-16"),
    ("den 25 nov. 2020", "2020-11-25"), ("Den 25 November 2020", "2020-11-25"), ("den 1:a maj 2020", "2020-05-01"),
    ("25\u00a0november\u00a02020", "2020-11-25"), ("25\nnovember 2020", "2020-11-25"), ("2020-02-29", "2020-02-29"),
    ("2020‑11‑25", "2020-11-25"), ("15 sept 2020", "2020-09-15"),
]  # fmt: skip

IN_TEXT = [
    ("Beslut den 25 november 2020, § 102.", [("den 25 november 2020", day("2020-11-25"))]),
    ("2020-11-25 10:00", [("2020-11-25", day("2020-11-25"))]),
    ("2024-02-01-2027-01-31", [("2024-02-01", day("2024-02-01")), ("2027-01-31", day("2027-01-31"))]),
    ("I november 2019 beviljas", [("november 2019", Interval(day("2019-11-01"), day("2019-11-30")))]),
    ("för år 2020.", [("år 2020", days_of(2020))]),
    ("2020-11-25 och 2025-06-31", [("2020-11-25", day("2020-11-25")), ("2025-06-31", None)]),
]


@pytest.mark.parametrize("text", NOT_DATES, ids=repr)
def test_not_a_date(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize("text", UNREADABLE_DATES)
def test_a_date_that_cannot_be_read(text: str) -> None:
    assert [(found.quote, found.value) for found in find_dates(f"Datum {text}")] == [(text, None)]
    assert parse_date(text) is None


@pytest.mark.parametrize(("text", "value"), DATES, ids=[repr(row[0]) for row in DATES])
def test_date(text: str, value: str) -> None:
    assert parse_date(text) == day(value)
    assert [(found.quote, found.value) for found in find_dates(f"Karlstad {text}.")] == [(text, day(value))]


@pytest.mark.parametrize(("text", "found"), IN_TEXT, ids=[row[0] for row in IN_TEXT])
def test_dates_in_text(text: str, found: list[tuple[str, date | Interval | None]]) -> None:
    assert [(one.quote, one.value) for one in find_dates(text)] == found
    assert all(text[one.start : one.end] == one.quote for one in find_dates(text))


@pytest.mark.parametrize(
    "text", ["", "20", "202", "20201", "i år", "2020-11-25 kl", "om 2020", "2020-2021", "25 november"]
)
def test_not_a_date_as_a_whole(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2020", days_of(2020)),
        ("år 2020", days_of(2020)),
        ("februari 2020", Interval(day("2020-02-01"), day("2020-02-29"))),
        ("nov. 2020", Interval(day("2020-11-01"), day("2020-11-30"))),
    ],
)
def test_a_month_or_a_year_is_its_days(text: str, value: Interval) -> None:
    assert parse_date(text) == value


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_written_day_is_read_back(value: date) -> None:
    for text in (value.isoformat(), f"{value.day} {MONTHS[value.month - 1]} {value.year}", f"{value:%Y%m%d}"):
        assert parse_date(text) == value


# ── periods ───────────────────────────────────────────────────────────────────────────────────────────────────────

NO_PERIOD = [
    "", "Förankringsarbetet pågick 2017-2018.", "strategi för 2014–2020", "telefon 2020-2021", "dnr 2020-0184",
    "2009 års anslag 1:1", "under 2000 kronor", "under 2000 personer", "under 1950 000 kr", "RUN 612-0195-14",
    "bilaga 1 - 30 november 2009", "från 2019 till 2021", "2020-11-25", "den 25 november 2020", "i november 2020",
    "1 januari–31 december", "LS 1209-1229", "300 000–400 000 kr", "Smart industri 2.0", "under tiden",
]  # fmt: skip

PERIODS: list[tuple[str, date | Interval | None, date | Interval | None]] = [
    # lost or ambiguous: never guessed
    ("för perioden till", None, None),
    ("kostnader för perioden till projektet", None, None),
    ("för projektperioden till", None, None),
    ("för perioden –", None, None),
    ("år 2020/2021", None, None),
    ("åren 2020-21", None, None),
    ("åren 2019 och 2021", None, None),
    ("åren 2019 eller 2020", None, None),
    ("år 2020-2022 och 2024", None, None),
    ("1 november – 31 mars 2009", None, day("2009-03-31")),
    ("november – februari 2020", None, day("2020-02-29")),
    ("2025-01-01–2025-06-31", day("2025-01-01"), None),
    ("2010-1116 – 2011-12-31", None, day("2011-12-31")),
    ("perioden 2020-01-01 till", day("2020-01-01"), None),
    ("åren 2020–", starts(2020), None),
    # years
    ("för år 2020-2021", starts(2020), ends(2021)),
    ("för åren 2017-2019", starts(2017), ends(2019)),
    ("för åren 2019–2022", starts(2019), ends(2022)),
    ("under åren 2013–2016", starts(2013), ends(2016)),
    ("under 2011-2013 för projektet", starts(2011), ends(2013)),
    ("för perioden 2015–2017", starts(2015), ends(2017)),
    ("Projektperiod: 2020–2021", starts(2020), ends(2021)),
    ("åren 2019, 2020 och 2021", starts(2019), ends(2021)),
    ("från år 2020 till år 2022", starts(2020), ends(2022)),
    ("för år 2020", starts(2020), ends(2020)),
    ("under 2020", starts(2020), ends(2020)),
    ("åren 2021–2019", starts(2021), ends(2019)),
    ("år 2020 – 2021-06-30", starts(2020), day("2021-06-30")),
    # days
    ("2006-01-01—2007-12-31", day("2006-01-01"), day("2007-12-31")),
    ("under perioden 2024-02-01—2027-01-31", day("2024-02-01"), day("2027-01-31")),
    ("Projektperioden är 2023-11-01 – 2026-10-31.", day("2023-11-01"), day("2026-10-31")),
    ("2023-09-01 -  2028-08-31", day("2023-09-01"), day("2028-08-31")),
    ("2024-02-01-2027-01-31", day("2024-02-01"), day("2027-01-31")),
    ("20160101-20161231", day("2016-01-01"), day("2016-12-31")),
    ("2021-12-31–2020-01-01", day("2021-12-31"), day("2020-01-01")),
    ("Beslutet avser perioden 1 januari – 30 november 2009", day("2009-01-01"), day("2009-11-30")),
    ("19 februari – 15 september 2007", day("2007-02-19"), day("2007-09-15")),
    ("1–30 november 2009", day("2009-11-01"), day("2009-11-30")),
    ("1 januari t.o.m. 31 december 2003", day("2003-01-01"), day("2003-12-31")),
    ("den 1 januari 2020 till den 31 december 2021", day("2020-01-01"), day("2021-12-31")),
    ("2020-01-01 till och med 2020-12-31", day("2020-01-01"), day("2020-12-31")),
    ("fr.o.m. 2020-01-01 t.o.m. 2020-12-31", day("2020-01-01"), day("2020-12-31")),
    ("fr.o.m. den 1 maj 2020 och t.o.m. den 31 maj 2021", day("2020-05-01"), day("2021-05-31")),
    ("mellan 2020-01-01 och 2020-12-31", day("2020-01-01"), day("2020-12-31")),
    ("får påbörjas tidigast 2020-01-01 och avslutas senast 2021-12-31", day("2020-01-01"), day("2021-12-31")),
    # months
    ("september 2005 – december 2007", day("2005-09-01"), day("2007-12-31")),
    ("november – december 2020", day("2020-11-01"), day("2020-12-31")),
    ("perioden 2010-11 – 2011-03", day("2010-11-01"), day("2011-03-31")),
    ("under november 2020", day("2020-11-01"), day("2020-11-30")),
    # one side
    ("från och med 2020-01-01", day("2020-01-01"), None),
    ("påbörjas tidigast 2020-01-01", day("2020-01-01"), None),
    ("t.o.m. 2020-12-30", None, day("2020-12-30")),
    ("t.o.m. utgången av 2009", None, day("2009-12-31")),
    ("till och med 2009", None, ends(2009)),
    ("för perioden till 2020-12-31", None, day("2020-12-31")),
    ("avslutas senast den 31 maj 2021", None, day("2021-05-31")),
]


@pytest.mark.parametrize("text", NO_PERIOD, ids=repr)
def test_no_period(text: str) -> None:
    assert find_periods(text) == ()


@pytest.mark.parametrize(("text", "first", "last"), PERIODS, ids=[row[0] for row in PERIODS])
def test_period(text: str, first: date | Interval | None, last: date | Interval | None) -> None:
    assert [(found.first, found.last) for found in find_periods(text)] == [(first, last)]
    assert all(text[found.start : found.end] == found.quote for found in find_periods(text))


def test_two_periods_in_a_text() -> None:
    text = "Bidrag för år 2020-2021. Från och med 2022-01-01 gäller nytt. Stödet lämnas t.o.m. 2023-12-31."
    found = [(one.first, one.last) for one in find_periods(text)]
    assert found == [(starts(2020), ends(2021)), (day("2022-01-01"), None), (None, day("2023-12-31"))]


@given(
    st.dates(min_value=date(1990, 1, 1), max_value=date(2050, 1, 1)),
    st.integers(0, 3000),
    st.sampled_from(["-", "–", " – ", "—", " - ", " till ", " t.o.m. ", " till och med "]),
)
def test_a_written_period_is_read_back(first: date, length: int, tie: str) -> None:
    last = first + timedelta(days=length)
    assert [(one.first, one.last) for one in find_periods(f"{first}{tie}{last}")] == [(first, last)]


@given(st.text(alphabet="0123456789 -–/.åren perioden tillochmedjanuari", max_size=80))
def test_periods_and_dates_keep_to_their_text(text: str) -> None:
    for found in (find_periods(text), find_dates(text)):
        assert all(text[one.start : one.end] == one.quote and one.quote for one in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
