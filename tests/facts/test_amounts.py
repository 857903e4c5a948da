"""Amounts in running text: what must never be read first."""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regelkoll.facts.amounts import find_amounts, parse_amount
from regelkoll.model import Amount, Interval

NOT_MONEY = [
    "", "i kronor", "belopp i tkr", "i tusen kronor", "(miljoner kronor)", "(kr)", "Belopp (kr/timme)", "16,5 procent", "300 000",
    "300 000 personer", "30 sek", "euroområdet", "kronofogden", "miljoner människor", "krona", "kr-kurs", "en kronor-fråga",
]  # fmt: skip

# A money word is there and no figure that can be trusted: found, without a value.
UNREADABLE = [
    ("kr", "kr"),
    ("dock högst kronor", "dock högst kronor"),
    ("50 % av kostnaderna, dock högt kr", "dock högt kr"),
    ("Region Värmland beviljar  kronor till A", "kronor"),
    ("beviljar högst XXX kronor", "kronor"),
    ("tusentals kronor", "tusentals kronor"),
    ("beviljar tusen kronor", "tusen kronor"),
    ("beviljar miljoner kronor", "miljoner kronor"),
    ("1950 000 kronor", "1950 000 kronor"),
    ("300 00 kr", "300 00 kr"),
    ("Ca 300 00 kr", "Ca 300 00 kr"),
    ("880 00 kronor", "880 00 kronor"),
    ("000 kronor", "000 kronor"),
    ("0300 000 kr", "0300 000 kr"),
    ("3OO 000 kronor", "000 kronor"),
    ("1.000.000 kr", "1.000.000 kr"),
    ("300.000 kr", "300.000 kr"),
    ("300,000 kr", "300,000 kr"),
    ("300.000,00 kr", "300.000,00 kr"),
    ("1'500 kr", "500 kr"),
    ("5,870 tkr", "5,870 tkr"),
    ("3,3 kronor", "3,3 kronor"),
    (",2 mnkr", ",2 mnkr"),
    ("1, 2 mnkr", "1, 2 mnkr"),
    ("-300 000 kr", "-300 000 kr"),
    ("Saldo -300 000 kr", "-300 000 kr"),
    ("− 300 000 kr", "− 300 000 kr"),
    ("minus 300 000 kr", "minus 300 000 kr"),
    ("300 000 (tvåhundratusen) kronor", "300 000 (tvåhundratusen) kronor"),
    ("300 000 kronor (tvåhundratusen kronor)", "300 000 kronor (tvåhundratusen kronor)"),
    ("trehundratusen kronor (30 000 kr)", "trehundratusen kronor (30 000 kr)"),
    ("200–300 000 kronor", "200–300 000 kronor"),
    ("300 000-200 000 kr", "300 000-200 000 kr"),
    ("300-000 kr", "300-000 kr"),
    ("300 000 och 200 000 kronor", "300 000 och 200 000 kronor"),
    ("300 000 respektive 200 000 kronor", "300 000 respektive 200 000 kronor"),
    ("3 eller 4 miljoner kronor", "3 eller 4 miljoner kronor"),
    ("en eller två miljoner kronor", "en eller två miljoner kronor"),
    ("ett par miljoner kronor", "ett par miljoner kronor"),
    ("några hundra kronor", "några hundra kronor"),
    ("en halv miljon kronor", "en halv miljon kronor"),
    ("två och en halv miljoner kronor", "två och en halv miljoner kronor"),
    ("två komma fem miljoner kronor", "två komma fem miljoner kronor"),
    ("½ miljon kronor", "miljon kronor"),
    ("fem tio kronor", "fem tio kronor"),
    ("3 hundra tusen kronor", "3 hundra tusen kronor"),
    ("5 miljoner 300 tusen kronor", "5 miljoner 300 tusen kronor"),
    ("2 x 300 000 kr", "2 x 300 000 kr"),
    ("3 tusen tkr", "3 tusen tkr"),
    ("300 000 miljoner kronor", "300 000 miljoner kronor"),
    ("300 000 000 mnkr", "300 000 000 mnkr"),
    ("beviljar 1,8 miljoner till A", "1,8 miljoner"),
    ("etapp 1 300 000 kr", "1 300 000 kr"),
    ("1\n750 000 kr", "1\n750 000 kr"),
    ("12   500 kr", "12   500 kr"),
    ("2020 300 000 kronor", "2020 300 000 kronor"),
    ("A300 kr", "300 kr"),
    ("Kostnad år 1 300 000 kr", "1 300 000 kr"),
    ("3x100 000 kronor", "3x100 000 kronor"),
    ("300_000 kr", "000 kr"),
    ("1½ miljon kronor", "miljon kronor"),
    ("RUN/300 kr", "300 kr"),
    ("250 000300 000 kronor", "250 000300 000 kronor"),
    ("300 000 000 000 000 000 kr", "300 000 000 000 000 000 kr"),
    ("EUR 300 000 kronor", "EUR 300 000 kronor"),
    ("(ca 300) kr", "ca 300) kr"),
    ("beviljar kr 300 000", "kr 300 000"),
]

READ = [
    ("300 000 kronor", 300_000, "SEK"),
    ("1 750 000 kr", 1_750_000, "SEK"),
    ("5 000 000 kr", 5_000_000, "SEK"),
    ("8 750 000 kr", 8_750_000, "SEK"),
    ("10 500 000 kronor", 10_500_000, "SEK"),
    ("390 000kr", 390_000, "SEK"),
    ("300000 kr", 300_000, "SEK"),
    ("0 kr", 0, "SEK"),
    ("300\u00a0000\u00a0kr", 300_000, "SEK"),
    ("300\u202f000 kr", 300_000, "SEK"),
    ("300\n000\nkronor", 300_000, "SEK"),
    ("300 000-kr", 300_000, "SEK"),
    ("300 000:-", 300_000, "SEK"),
    ("1 234,50 kr", Fraction(2469, 2), "SEK"),
    ("1,8 miljoner kronor", 1_800_000, "SEK"),
    ("16,5 miljoner kronor", 16_500_000, "SEK"),
    ("1,125 miljoner kronor", 1_125_000, "SEK"),
    ("30 miljoner kronor", 30_000_000, "SEK"),
    ("1 miljon kronor", 1_000_000, "SEK"),
    ("fyra miljoner kronor", 4_000_000, "SEK"),
    ("tio miljoner kronor", 10_000_000, "SEK"),
    ("en miljon tvåhundratusen kronor", 1_200_000, "SEK"),
    ("trehundratusen kronor", 300_000, "SEK"),
    ("två miljarder kronor", 2_000_000_000, "SEK"),
    ("500 tusen kronor", 500_000, "SEK"),
    ("1,2 mnkr", 1_200_000, "SEK"),
    ("3,9 mnkr", 3_900_000, "SEK"),
    ("4,5 mnkr", 4_500_000, "SEK"),
    ("91 mnkr", 91_000_000, "SEK"),
    ("13 Mkr", 13_000_000, "SEK"),
    ("2 milj kr", 2_000_000, "SEK"),
    ("2 milj. kr", 2_000_000, "SEK"),
    ("5 870 tkr", 5_870_000, "SEK"),
    ("7,5 MSEK", 7_500_000, "SEK"),
    ("133 662 SEK", 133_662, "SEK"),
    ("SEK 300 000", 300_000, "SEK"),
    ("SEK 1,5 miljoner", 1_500_000, "SEK"),
    ("200 000 euro", 200_000, "EUR"),
    ("EUR 200 000", 200_000, "EUR"),
    ("SEK300 000", 300_000, "SEK"),
    ("€200", 200, "EUR"),
    ("300 000 norska kronor", 300_000, "NOK"),
    ("300 000 svenska kronor", 300_000, "SEK"),
    ("300 000 (trehundratusen) kronor", 300_000, "SEK"),
    ("trehundratusen (300 000) kronor", 300_000, "SEK"),
    ("300 000 kronor (tre hundra tusen kronor)", 300_000, "SEK"),
    ("trehundratusen kronor (300 000 kr)", 300_000, "SEK"),
    ("högst 496 884 kr", 496_884, "SEK"),
    ("dock högst 1 143 818 kronor", 1_143_818, "SEK"),
    ("sammanlagt högst 11 mnkr", 11_000_000, "SEK"),
    ("upp till 300 000 kr", 300_000, "SEK"),
    ("300 000 kr som mest", 300_000, "SEK"),
]

INEXACT = [
    ("ca 300 000 kr", Interval(None, None, Amount(Fraction(300_000)))),
    ("Ca. 300 000 kr", Interval(None, None, Amount(Fraction(300_000)))),
    ("cirka 300 000 kr", Interval(None, None, Amount(Fraction(300_000)))),
    ("omkring 300 000 kr", Interval(None, None, Amount(Fraction(300_000)))),
    ("knappt 300 000 kr", Interval(None, None, Amount(Fraction(300_000)))),
    ("nästan 300 000 kr", Interval(None, None, Amount(Fraction(300_000)))),
    ("drygt 3,3 miljoner kronor", Interval(None, None, Amount(Fraction(3_300_000)))),
    ("drygt 63 mnkr", Interval(None, None, Amount(Fraction(63_000_000)))),
    ("mer än 300 000 kr", Interval(None, None, Amount(Fraction(300_000)))),
    ("högst ca 300 000 kr", Interval(None, None, Amount(Fraction(300_000)))),
    ("300 000 kr per år", Interval(None, None, Amount(Fraction(300_000)))),
    ("300 000 kronor vardera", Interval(None, None, Amount(Fraction(300_000)))),
    ("300 000 kr eller mer", Interval(None, None, Amount(Fraction(300_000)))),
    ("300 kronor och 50 öre", Interval(None, None, Amount(Fraction(300)))),
    ("409 kr/timme", Interval(None, None, Amount(Fraction(409)))),
    ("200 000–300 000 kronor", Interval(Amount(Fraction(200_000)), Amount(Fraction(300_000)))),
    ("1-2 miljoner kronor", Interval(Amount(Fraction(1_000_000)), Amount(Fraction(2_000_000)))),
    ("mellan 200 000 och 300 000 kronor", Interval(Amount(Fraction(200_000)), Amount(Fraction(300_000)))),
    ("200 000 kr – 300 000 kr", Interval(Amount(Fraction(200_000)), Amount(Fraction(300_000)))),
    ("2000 till 2500 kr", Interval(Amount(Fraction(2000)), Amount(Fraction(2500)))),
]

IN_SENTENCES = [
    ("Region Värmland beviljar 300 000 kronor till IUC för år 2020-2021.", ["300 000 kronor"], [300_000]),
    ("har ansökt om 8 750 000 kr men beviljas 8 200 000 kr", ["8 750 000 kr", "8 200 000 kr"], [8_750_000, 8_200_000]),
    ("40,90 % av kostnaderna, dock högst 300 000 kronor", ["dock högst 300 000 kronor"], [300_000]),
    ("150 000 kr 2020 och 250 000 kr 2021", ["150 000 kr", "250 000 kr"], [150_000, 250_000]),
    ("2020: 150 000 kr", ["150 000 kr"], [150_000]),
    ("för år 2020, 150 000 kr", ["150 000 kr"], [150_000]),
    ("för år 2020 och 150 000 kr", ["150 000 kr"], [150_000]),
    ("- 150 000 kr till A\n- 250 000 kr till B", ["150 000 kr", "250 000 kr"], [150_000, 250_000]),
    ("**beviljar** **300 000 kronor**", ["300 000 kronor"], [300_000]),
    ("de 300 000 kronorna", ["300 000 kronorna"], [300_000]),
    ("1. 300 000 kronor till A", ["300 000 kronor"], [300_000]),
    ("Deltagare 12\t500 kr", ["500 kr"], [500]),
    ("sänks från 400 000 kr till 300 000 kr", ["400 000 kr", "300 000 kr"], [400_000, 300_000]),
    ("SEK 300 000 och EUR 2 000", ["SEK 300 000", "EUR 2 000"], [300_000, 2_000]),
    ("1 miljon 200 tusen kronor", ["1 miljon 200 tusen kronor"], [None]),
]


@pytest.mark.parametrize("text", NOT_MONEY, ids=repr)
def test_not_money(text: str) -> None:
    assert find_amounts(text) == ()


@pytest.mark.parametrize(("text", "quote"), UNREADABLE, ids=[repr(row[0]) for row in UNREADABLE])
def test_found_and_unreadable(text: str, quote: str) -> None:
    assert [(found.quote, found.value) for found in find_amounts(text)] == [(quote, None)]


@pytest.mark.parametrize("text", [row[0] for row in UNREADABLE if row[0] not in ("3,3 kronor",)], ids=repr)
def test_unreadable_as_a_whole(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(("text", "value", "currency"), READ, ids=[repr(row[0]) for row in READ])
def test_read(text: str, value: int | Fraction, currency: str) -> None:
    assert [found.value for found in find_amounts(text)] == [Amount(Fraction(value), currency)]
    assert parse_amount(text) == Amount(Fraction(value), currency)


@pytest.mark.parametrize(("text", "value"), INEXACT, ids=[repr(row[0]) for row in INEXACT])
def test_inexact(text: str, value: Interval) -> None:
    assert [found.value for found in find_amounts(text)] == [value]
    assert parse_amount(text) == value


@pytest.mark.parametrize(("text", "quotes", "values"), IN_SENTENCES, ids=[row[0][:40] for row in IN_SENTENCES])
def test_in_sentences(text: str, quotes: list[str], values: list[int | None]) -> None:
    found = find_amounts(text)
    assert [one.quote for one in found] == quotes
    assert [one.value.value if isinstance(one.value, Amount) else None for one in found] == values
    assert [text[one.start : one.end] for one in found] == quotes


@pytest.mark.parametrize(
    ("text", "ceiling"),
    [
        ("300 000 kr", False), ("beviljar 300 000 kr", False), ("högst 300 000 kr", True), ("dock högst kronor", True),
        ("maximalt 300 000 kr", True), ("upp till 300 000 kr", True), ("300 000 kr som mest", True),
    ],
)  # fmt: skip
def test_ceiling(text: str, ceiling: bool) -> None:
    assert [found.ceiling for found in find_amounts(text)] == [ceiling]


@pytest.mark.parametrize(
    "text",
    ["", "kr", "abc", "300 000 kr och mer", "för 300 000 kr", "300 000 kr 2020", "2020-2021", "300 00", "1.5", "1,500",
     "-300 000", "tre", "300 000 kr 200 000 kr", "2020-11-25", "50 %"],
)  # fmt: skip
def test_not_an_amount_as_a_whole(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("300 000", 300_000), ("300000", 300_000), ("0", 0), ("1 234,50", Fraction(2469, 2)), ("1,5 miljoner", 1_500_000),
        ("fyra miljoner", 4_000_000), (" 300 000 kr ", 300_000), ("300 000 kr.", 300_000), ("1,5 kr", Fraction(3, 2)),
    ],
)  # fmt: skip
def test_without_a_unit_where_money_is_asked_for(text: str, value: int | Fraction) -> None:
    assert parse_amount(text) == Amount(Fraction(value))


@given(st.text(alphabet="0123456789 .,-–kronråtusenml()\n\u00a0%", max_size=60))
def test_quotes_are_the_text_and_in_order(text: str) -> None:
    found = find_amounts(text)
    assert all(text[one.start : one.end] == one.quote and one.quote for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=40), st.sampled_from(["kr", " kronor", " %", " mnkr", "SEK ", " miljoner"]))
def test_any_text_can_be_read(text: str, unit: str) -> None:
    find_amounts(f"{text}{unit}{text}")


@given(st.integers(0, 999_999_999), st.sampled_from(["", "0", " 0", ".5", "-", ",000"]))
def test_a_digit_left_over_is_never_ignored(n: int, tail: str) -> None:
    """A figure that something is glued to is the longer figure or none, never the shorter one."""
    grouped = f"{n:,}".replace(",", " ")
    value = parse_amount(f"{grouped}{tail} kr")
    assert value in (None, Amount(Fraction(n)), Amount(Fraction(10 * n)))
    if tail in (" 0", ".5", ",000"):
        assert value is None


def calls(text: str) -> int:
    """How many Python and C functions reading a text calls."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        find_amounts(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1 kr ", "-1 kr ", "kr ", "hundra ", "1 miljoner ", "SEK 1 ", "högst ", " "]
)
def test_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    small, large = calls(piece * 500), calls(piece * 2000)
    assert large <= 5 * small + 200


def test_a_long_string_of_digits_costs_next_to_nothing() -> None:
    assert calls("7" * 200_000) < 50
    assert find_amounts("7" * 200_000 + " kr")[0].value is None
