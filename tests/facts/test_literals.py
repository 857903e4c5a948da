"""Literals of rule and case files: what is none of its kind first, then what is shown is read back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regelkoll.facts.literals import read_literal
from regelkoll.model import Amount, Exact, Interval, Kind
from regelkoll.values import show_value

NO_LITERAL = [
    (Kind.AMOUNT, ""), (Kind.AMOUNT, "300 00 kr"), (Kind.AMOUNT, "1.000 kr"), (Kind.AMOUNT, "-5 kr"),
    (Kind.AMOUNT, "300 000 kr 1"), (Kind.AMOUNT, "300 000 euro–400 000 kr"), (Kind.AMOUNT, "högst mycket"),
    (Kind.DATE, ""), (Kind.DATE, "2025-06-31"), (Kind.DATE, "201125"), (Kind.DATE, "2020-11"), (Kind.DATE, "i går"),
    (Kind.DATE, "2020-12-31–2020-01-01"), (Kind.INTEGER, ""), (Kind.INTEGER, "1,5"), (Kind.INTEGER, "1.000"),
    (Kind.INTEGER, "10 00"), (Kind.INTEGER, "007"), (Kind.INTEGER, "--5"), (Kind.INTEGER, "+5"), (Kind.INTEGER, "tre"),
    (Kind.INTEGER, "٣"), (Kind.INTEGER, "0 123"), (Kind.SHARE, ""), (Kind.SHARE, "50"), (Kind.SHARE, "0,5"),
    (Kind.SHARE, "50.5 %"), (Kind.YES_NO, ""), (Kind.YES_NO, "kanske"), (Kind.YES_NO, "1"), (Kind.YES_NO, "j"),
    (Kind.LIST, "a, b"),
]  # fmt: skip

LITERALS: list[tuple[Kind, str, Exact | Interval]] = [
    (Kind.AMOUNT, "300 000 kr", Amount(Fraction(300_000))),
    (Kind.AMOUNT, "300 000", Amount(Fraction(300_000))),
    (Kind.AMOUNT, "0 kr", Amount(Fraction(0))),
    (Kind.AMOUNT, "1,2 mnkr", Amount(Fraction(1_200_000))),
    (Kind.AMOUNT, "200 000 EUR", Amount(Fraction(200_000), "EUR")),
    (Kind.AMOUNT, "ca 300 000 kr", Interval(None, None, Amount(Fraction(300_000)))),
    (Kind.AMOUNT, "högst 300 000 kr", Interval(None, Amount(Fraction(300_000)))),
    (Kind.AMOUNT, "minst 300 000 kr", Interval(Amount(Fraction(300_000)), None)),
    (Kind.AMOUNT, "200 000 kr–300 000 kr", Interval(Amount(Fraction(200_000)), Amount(Fraction(300_000)))),
    (Kind.DATE, "2020-11-25", date(2020, 11, 25)),
    (Kind.DATE, " 2999-12-31 ", date(2999, 12, 31)),
    (Kind.DATE, "år 2020", Interval(date(2020, 1, 1), date(2020, 12, 31))),
    (Kind.DATE, "2020-01-01–2020-12-31", Interval(date(2020, 1, 1), date(2020, 12, 31))),
    (Kind.DATE, "2020-01-01 (exakt värde framgår inte)", Interval(None, None, date(2020, 1, 1))),
    (Kind.INTEGER, "1000", Fraction(1000)),
    (Kind.INTEGER, "1 000", Fraction(1000)),
    (Kind.INTEGER, "1\u00a0000\u00a0000", Fraction(1_000_000)),
    (Kind.INTEGER, "-5", Fraction(-5)),
    (Kind.INTEGER, "−5", Fraction(-5)),
    (Kind.INTEGER, "0", Fraction(0)),
    (Kind.INTEGER, "minst 3", Interval(Fraction(3), None)),
    (Kind.SHARE, "50 %", Fraction(1, 2)),
    (Kind.SHARE, "nio procent", Fraction(9, 100)),
    (Kind.SHARE, "1/3", Fraction(1, 3)),
    (Kind.SHARE, "högst 50 %", Interval(None, Fraction(1, 2))),
    (Kind.YES_NO, "ja", True),
    (Kind.YES_NO, "Nej", False),
    (Kind.YES_NO, "true", True),
    (Kind.YES_NO, "no", False),
    (Kind.TEXT, "  RUN/200534 ", "  RUN/200534 "),
    (Kind.TEXT, "Va\u0308rmland", "Värmland"),
    (Kind.TEXT, "01234", "01234"),
    (Kind.CHOICE, "bifall", "bifall"),
]


@pytest.mark.parametrize(("kind", "text"), NO_LITERAL, ids=[f"{kind}-{text!r}" for kind, text in NO_LITERAL])
def test_no_literal(kind: Kind, text: str) -> None:
    assert read_literal(kind, text) is None


@pytest.mark.parametrize(("kind", "text", "value"), LITERALS, ids=[f"{row[0]}-{row[1]!r}" for row in LITERALS])
def test_literal(kind: Kind, text: str, value: Exact | Interval) -> None:
    assert read_literal(kind, text) == value


ore = st.integers(0, 99_999_999_999)
days = st.dates(min_value=date(1000, 1, 1))


@given(ore, st.sampled_from(["SEK", "EUR", "NOK"]))
def test_an_amount_shown_is_read_back(value: int, currency: str) -> None:
    amount = Amount(Fraction(value, 100), currency)
    assert read_literal(Kind.AMOUNT, show_value(amount)) == amount


@given(days)
def test_a_date_shown_is_read_back(value: date) -> None:
    assert read_literal(Kind.DATE, show_value(value)) == value


@given(st.integers(-(10**12), 10**12))
def test_an_integer_shown_is_read_back(value: int) -> None:
    assert read_literal(Kind.INTEGER, show_value(Fraction(value))) == value


@given(st.fractions(0, 2, max_denominator=1000))
def test_a_share_shown_is_read_back(value: Fraction) -> None:
    assert read_literal(Kind.SHARE, show_value(value, share=True)) == value


@given(st.booleans())
def test_a_yes_or_no_shown_is_read_back(value: bool) -> None:
    assert read_literal(Kind.YES_NO, show_value(value)) is value


@given(days, days)
def test_ends_shown_are_read_back(one: date, other: date) -> None:
    low, high = sorted([one, other])
    if low < high:
        interval = Interval(low, high)
        assert read_literal(Kind.DATE, show_value(interval)) == interval
    assert read_literal(Kind.DATE, show_value(Interval(low, None))) == Interval(low, None)
    assert read_literal(Kind.DATE, show_value(Interval(None, high))) == Interval(None, high)


@given(st.integers(0, 10**9))
def test_ends_of_amounts_shown_are_read_back(low: int) -> None:
    interval = Interval(Amount(Fraction(low)), Amount(Fraction(low + 5000)))
    assert read_literal(Kind.AMOUNT, show_value(interval)) == interval


@given(st.sampled_from([Kind.AMOUNT, Kind.DATE, Kind.INTEGER, Kind.SHARE, Kind.YES_NO]), st.text(max_size=40))
def test_any_text_is_read_or_refused(kind: Kind, text: str) -> None:
    read_literal(kind, text)
