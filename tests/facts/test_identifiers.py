"""Numbers that name somebody: found whole, with the check digit right, and nothing else taken for them."""

from __future__ import annotations

import random
import re

import pytest

from regelkoll.facts.identifiers import (
    find_diary_numbers,
    find_organisation_numbers,
    find_personal_numbers,
    luhn,
)


def values(find, text):
    return [found.value for found in find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna Ek, 19121212-1212, söker", ["19121212-1212"]),
        ("pnr 121212-1212.", ["121212-1212"]),
        ("121212+1212", ["121212+1212"]),
        ("1212121212", ["121212-1212"]),
        ("samordningsnummer 701063-2391", ["701063-2391"]),
        ("fel kontrollsiffra 121212-1213", []),
        ("ingen dag 121312-1212", []),
        ("ärende-ID 20297248", []),
        ("org.nr 232100-0214", []),
        ("RUN/200534-1212", []),
        ("4121212-1212", []),
        ("121212-12123", []),
    ],
)
def test_personal_numbers(text, found):
    assert values(find_personal_numbers, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Region Jämtland Härjedalen (232100-0214)", ["232100-0214"]),
        ("16232100-0214", ["232100-0214"]),
        ("232100-0215", []),
        ("121212-1212", []),
    ],
)
def test_organisation_numbers(text, found):
    assert values(find_organisation_numbers, text) == found


DIARY = "RUN/200534 RUN/291/2015 RS 913-2013 KS2009/36-14 KS 2009/409-14 RS150304 17RK1576 08-44-9 31-2013-0684 N2021/03069 G30441-56-12"


@pytest.mark.parametrize(
    "number", [*re.split(r"(?<=\d) (?=\S)", DIARY), "RUN 612-0195-14", "LS 1209-1229", "Ä 2016 001579:03"]
)
def test_diary_numbers_of_several_bodies(number):
    assert values(find_diary_numbers, f"se {number}, och") == [number]


@pytest.mark.parametrize(
    "text", ["2020-11-25", "20-11-25", "RUN/2005345", "A4", "1200-1300", "0550-123 45", "2003:596"]
)
def test_what_is_no_diary_number(text):
    assert values(find_diary_numbers, text) == []


def test_the_check_digit_is_one_of_ten():
    rnd = random.Random(1)
    for _ in range(500):
        head = f"{rnd.randrange(10**9):09}"
        assert sum(luhn(head + str(n)) for n in range(10)) == 1
