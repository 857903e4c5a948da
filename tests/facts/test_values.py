"""The value grammars: what must not be read first, then the forms of real decisions, then what is shown is read back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regelkoll.facts.amounts import find_amounts, parse_amount
from regelkoll.facts.dates import find_dates, parse_date
from regelkoll.facts.literals import read_literal
from regelkoll.facts.numbers import number_from_words, number_in_words
from regelkoll.facts.periods import find_periods
from regelkoll.facts.shares import parse_share
from regelkoll.model import Amount, Interval, Kind
from regelkoll.values import show_value

NO_AMOUNT = [
    "1950 000 kronor", "300 00 kr", "880 00 kronor", "1.000.000 kr", "1,000 000 kr", "dock högst kronor", "kronor",
    "300 000 kronor och 5", "fyra", "-5 kr", "3 personer", "300 000 (trehundra) kronor", "",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_what_is_no_amount(text):
    assert parse_amount(text) is None


AMOUNTS = {
    "300 000 kronor": 300_000, "1 750 000 kr": 1_750_000, "390 000kr": 390_000, "1,8 miljoner kronor": 1_800_000,
    "16,5 miljoner kronor": 16_500_000, "fyra miljoner kronor": 4_000_000, "tio miljoner kronor": 10_000_000,
    "3,9 mnkr": 3_900_000, "4,5 mnkr": 4_500_000, "13 Mkr": 13_000_000, "5 870 tkr": 5_870_000, "7,5 MSEK": 7_500_000,
    "133 662 SEK": 133_662, "SEK 1,5 miljoner": 1_500_000, "högst 496 884 kr": 496_884,
    "300\u00a0000\u00a0kronor": 300_000, "300\u202f000 kr": 300_000, "300\n000 kronor": 300_000, "300 000": 300_000,
    "300 000 (trehundratusen) kronor": 300_000,
}  # fmt: skip


@pytest.mark.parametrize("text", AMOUNTS)
def test_amounts(text):
    assert parse_amount(text) == Amount(Fraction(AMOUNTS[text]))


def test_euro_is_never_kronor():
    assert parse_amount("200 000 euro") == Amount(Fraction(200_000), "EUR")


@pytest.mark.parametrize(
    "text", ["ca 300 000 kr", "drygt 3,3 miljoner kronor", "nästan 5 mnkr", "cirka 300 000 kronor"]
)
def test_about_has_no_bounds(text):
    value = parse_amount(text)
    assert isinstance(value, Interval)
    assert (value.low, value.high) == (None, None)


def test_amounts_in_running_text():
    text = "Föreningen söker 8 750 000 kr men beviljas högst 8 200 000 kronor, dock högst kronor, år 2020 och 1950 000 kronor."
    found = find_amounts(text)
    assert [f.value for f in found] == [Amount(Fraction(8_750_000)), Amount(Fraction(8_200_000)), None, None]
    assert all(text[f.start : f.end] == f.quote for f in found)


NO_DATE = ["2025-06-31", "2010-1116", "2020-13-01", "20201", "171117", "30 februari 2020", "i går", "2020-11-25 kl"]


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date(text):
    assert parse_date(text) is None


DATES = {
    "2020-11-25": date(2020, 11, 25), "1 januari 2009": date(2009, 1, 1), "den 31 augusti 2011": date(2011, 8, 31),
    "28/2 2011": date(2011, 2, 28), "10 april 2019": date(2019, 4, 10), "20161216": date(2016, 12, 16),
    "den 25 nov. 2020": date(2020, 11, 25),
}  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_dates(text):
    assert parse_date(text) == DATES[text]


def test_an_impossible_day_is_found_without_a_value():
    assert [(f.quote, f.value) for f in find_dates("till 2025-06-31.")] == [("2025-06-31", None)]


def test_a_year_is_the_set_of_its_days():
    value = parse_date("år 2020")
    assert isinstance(value, Interval)
    assert (value.low, value.high) == (date(2020, 1, 1), date(2020, 12, 31))


PERIODS = {
    "2006-01-01—2007-12-31": ("2006-01-01", "2007-12-31"),
    "perioden 2023-11-01 – 2026-10-31": ("2023-11-01", "2026-10-31"),
    "2023-09-01 -  2028-08-31": ("2023-09-01", "2028-08-31"),
    "1 januari – 30 november 2009": ("2009-01-01", "2009-11-30"),
    "19 februari – 15 september 2007": ("2007-02-19", "2007-09-15"),
    "1 januari t.o.m. 31 december 2003": ("2003-01-01", "2003-12-31"),
    "1 mars 2021 t.o.m. den 31 dec 2022": ("2021-03-01", "2022-12-31"),
    "september 2005 – december 2007": ("2005-09-01", "2007-12-31"),
    "från och med 2020-01-01 till och med 2020-12-30": ("2020-01-01", "2020-12-30"),
}


@pytest.mark.parametrize("text", PERIODS)
def test_periods(text):
    (found,) = find_periods(text)
    assert (str(found.first), str(found.last)) == PERIODS[text]


@pytest.mark.parametrize(
    "text", ["för år 2020-2021", "för åren 2020–2021", "under åren 2020–2021", "för perioden 2020–2021"]
)
def test_years_alone_are_inexact(text):
    (found,) = find_periods(text)
    assert isinstance(found.first, Interval) and isinstance(found.last, Interval)
    assert (found.first.low, found.first.high, found.first.shown) == (
        date(2020, 1, 1),
        date(2020, 12, 31),
        date(2020, 1, 1),
    )
    assert (found.last.low, found.last.high, found.last.shown) == (
        date(2021, 1, 1),
        date(2021, 12, 31),
        date(2021, 12, 31),
    )


@pytest.mark.parametrize("text", ["Arbetet pågick 2017-2018.", "telefon 2020-2021", "dnr 2020-0184"])
def test_what_is_no_period(text):
    assert find_periods(text) == ()


def test_a_lost_period_is_found_without_days():
    (found,) = find_periods("avser kostnader för perioden till.")
    assert (found.first, found.last) == (None, None)


@pytest.mark.parametrize(
    ("text", "share"), [("50 %", "1/2"), ("40,90 %", "409/1000"), ("nio procent", "9/100"), ("hälften", "1/2")]
)
def test_shares(text, share):
    assert parse_share(text) == Fraction(share)


@pytest.mark.parametrize("number", [*range(2001), *range(2001, 1_000_000, 997)])
def test_number_words_are_read_back(number):
    assert number_from_words(number_in_words(number)) == number


@pytest.mark.parametrize("text", ["", "mycket", "tjugotjugo", "hundratusenhundratusen", "ett ett"])
def test_what_is_no_number_word(text):
    assert number_from_words(text) is None


whole = st.integers(min_value=0, max_value=10**9)


@given(whole, st.integers(min_value=0, max_value=99))
def test_an_amount_shown_is_read_back(kronor, ore):
    value = Amount(Fraction(kronor) + Fraction(ore, 100))
    assert read_literal(Kind.AMOUNT, show_value(value)) == value


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_shown_is_read_back(day):
    assert read_literal(Kind.DATE, show_value(day)) == day


@given(whole)
def test_an_integer_shown_is_read_back(number):
    assert read_literal(Kind.INTEGER, show_value(Fraction(number))) == number


@given(st.integers(min_value=0, max_value=10_000))
def test_a_share_shown_is_read_back(hundredths):
    share = Fraction(hundredths, 10_000)
    assert read_literal(Kind.SHARE, show_value(share, share=True)) == share


@pytest.mark.parametrize("find", [find_amounts, find_dates, find_periods], ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    "text",
    ["1 " * 100_000, "9" * 200_000, "kr " * 60_000, "den 1 januari " * 14_000],
    ids=["groups", "digits", "units", "dates"],
)
def test_hostile_text_is_read_to_its_end(find, text):
    assert all(f.end <= len(text) for f in find(text))
