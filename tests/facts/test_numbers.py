"""Number words and grouped figures: what is no number first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regelkoll.facts.numbers import number_from_words, number_in_words, read_figure

NO_NUMBER = [
    "", " ", "-", "och", "tre och fyra", "fyra fem", "fem tio", "sex ton", "tjugo - fem", "tjugotio", "nolltusen",
    "noll tusen", "hundra hundra", "tusen tusen", "miljon miljon", "nittonhundra tusen", "en halv", "en och en halv",
    "två komma fem", "ett par", "300", "3 tusen", "trehundratusen kronor", "enkel", "tusental", "ettan", "miljard",
    "tre" * 60,
]  # fmt: skip

NUMBERS = [
    ("noll", 0), ("en", 1), ("ett", 1), ("två", 2), ("tolv", 12), ("sexton", 16), ("aderton", 18), ("tjugo", 20),
    ("tjugoen", 21), ("tjugoett", 21), ("TJUGO-FEM", 25), ("femtio", 50), ("hundra", 100), ("etthundra", 100),
    ("femtonhundra", 1500), ("ettusen", 1000), ("ett tusen", 1000), ("tusen", 1000), ("tretusen", 3000),
    ("tjugoettusen", 21_000), ("tjugoett tusen", 21_000), ("hundratusen", 100_000), ("trehundratusen", 300_000),
    ("tre hundra tusen", 300_000), ("tva\u030ahundrafemtiotusen", 250_000), ("tre\u00adhundra\u00adtusen", 300_000),
    ("en miljon", 1_000_000), ("fyra miljoner", 4_000_000), ("en miljon tvåhundratusen", 1_200_000),
    ("niohundranittionio miljoner niohundranittioniotusenniohundranittionio", 999_999_999),
]  # fmt: skip

NO_FIGURE = [
    "", "1950 000", "300 00", "880 00", "1 2", "012", "0300 000", "000", "1.000.000", "300.000", "1.5", "300'000", "-5",
    "+5", "1,", ",5", "1,2,3", "1 000,", "300\t000", "12\n\n500", "300\n\n000", "1\n750 000", "12   500", "1 200\n500",
    "3OO 000", "٣٠٠", "１ ０００", "1" * 13, "1 000 000 000 000 000",
]  # fmt: skip

FIGURES = [
    ("0", Fraction(0), 0), ("0,5", Fraction(1, 2), 1), ("300000", Fraction(300_000), 0), ("300 000", Fraction(300_000), 0),
    ("1\u00a0750\u00a0000", Fraction(1_750_000), 0), ("300\u202f000", Fraction(300_000), 0),
    ("300\n000", Fraction(300_000), 0), ("1 750\n000", Fraction(1_750_000), 0), ("300  000", Fraction(300_000), 0),
    ("1 234,50", Fraction(123_450, 100), 2), ("40,90", Fraction(409, 10), 2),
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBER)
def test_no_number(text: str) -> None:
    assert number_from_words(text) is None


@pytest.mark.parametrize(("text", "value"), NUMBERS, ids=[text for text, _ in NUMBERS])
def test_number_from_words(text: str, value: int) -> None:
    assert number_from_words(text) == value


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "noll"), (1, "ett"), (21, "tjugoett"), (101, "etthundraett"), (1000, "ettusen"), (1001, "ettusenett"),
        (21_000, "tjugoettusen"), (300_000, "trehundratusen"), (1_000_000, "en miljon"), (21_000_000, "tjugoen miljoner"),
    ],
)  # fmt: skip
def test_number_in_words(n: int, words: str) -> None:
    assert number_in_words(n) == words


@pytest.mark.parametrize("n", [-1, 1_000_000_000])
def test_numbers_without_words(n: int) -> None:
    with pytest.raises(ValueError, match=str(n)):
        number_in_words(n)


def test_words_and_numbers_agree_to_a_million() -> None:
    numbers = [*range(12_000), *range(12_000, 1_000_001, 37)]
    assert [n for n in numbers if number_from_words(number_in_words(n)) != n] == []


@given(st.integers(0, 999_999_999))
def test_words_and_numbers_agree(n: int) -> None:
    assert number_from_words(number_in_words(n)) == n


@pytest.mark.parametrize("text", NO_FIGURE, ids=repr)
def test_no_figure(text: str) -> None:
    assert read_figure(text) is None


@pytest.mark.parametrize(("text", "value", "decimals"), FIGURES, ids=[repr(row[0]) for row in FIGURES])
def test_figure(text: str, value: Fraction, decimals: int) -> None:
    figure = read_figure(text)
    assert figure is not None
    assert (figure.value, figure.decimals) == (value, decimals)


def test_words_are_read_as_icu_writes_them() -> None:
    """All numbers to 2 000, then every 97th to a million and every 10 007th to a hundred million."""
    icu = pytest.importorskip("icu", reason="ICU has no wheel here")
    spelt = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale("sv"))
    numbers = [*range(2001), *range(2001, 1_000_001, 97), *range(1_000_001, 100_000_000, 10_007)]
    assert [n for n in numbers if number_from_words(spelt.format(n)) != n] == []
    plain = {n: spelt.format(n).replace("\u00ad", "").replace(" ", "") for n in numbers}
    assert [n for n in numbers if number_in_words(n).replace(" ", "") != plain[n]] == []
