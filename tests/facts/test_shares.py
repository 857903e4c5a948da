"""Shares: what is none first."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regelkoll.facts.shares import find_shares, parse_share
from regelkoll.model import Interval

NO_SHARE = [
    "", "50", "0,5", "i procent", "(%)", "5 procentenheter", "första hälften av 2020", "andra hälften", "hälftenbruk",
    "300 000 kr", "en tredjedelsplats",
]  # fmt: skip

UNREADABLE = [
    "40.90 %", "-5 %", "1950 000 %", "40 och 50 %", "40, 50 %", "fyra komma fem procent", "dock högst %",
    "en halv procent", "50–40 %", "½ %", "3O %",
]  # fmt: skip

SHARES = [
    ("50 %", Fraction(1, 2)), ("50%", Fraction(1, 2)), ("50\u00a0%", Fraction(1, 2)), ("40,90 %", Fraction(409, 1000)),
    ("4 %", Fraction(1, 25)), ("18 procent", Fraction(18, 100)), ("56 procent", Fraction(56, 100)),
    ("nio procent", Fraction(9, 100)), ("tjugofem procent", Fraction(1, 4)), ("hälften", Fraction(1, 2)),
    ("en tredjedel", Fraction(1, 3)), ("två tredjedelar", Fraction(2, 3)), ("en fjärdedel", Fraction(1, 4)),
    ("100 %", Fraction(1)), ("0 %", Fraction(0)), ("högst 50 %", Fraction(1, 2)),
]  # fmt: skip

INEXACT = [
    ("ca 50 %", Interval(None, None, Fraction(1, 2))),
    ("drygt hälften", Interval(None, None, Fraction(1, 2))),
    ("mer än hälften", Interval(None, None, Fraction(1, 2))),
    ("minst 50 %", Interval(None, None, Fraction(1, 2))),
    ("40–50 %", Interval(Fraction(2, 5), Fraction(1, 2))),
    ("50 % eller mer", Interval(None, None, Fraction(1, 2))),
]


@pytest.mark.parametrize("text", NO_SHARE, ids=repr)
def test_no_share(text: str) -> None:
    assert find_shares(text) == ()
    assert parse_share(text) is None


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_share_that_cannot_be_read(text: str) -> None:
    assert [found.value for found in find_shares(text)] == [None]
    assert parse_share(text) is None


@pytest.mark.parametrize(("text", "value"), [*SHARES, *INEXACT], ids=[repr(row[0]) for row in [*SHARES, *INEXACT]])
def test_share(text: str, value: Fraction | Interval) -> None:
    assert parse_share(text) == value
    assert [(found.quote, found.value) for found in find_shares(f"avser {text} av kostnaderna")] == [(text, value)]


@pytest.mark.parametrize("text", ["50 % av", "av 50 %", "1/0", "50 % 40 %", "-1/2", "1/2/3"])
def test_not_a_share_as_a_whole(text: str) -> None:
    assert parse_share(text) is None


@pytest.mark.parametrize(("text", "value"), [("1/2", Fraction(1, 2)), ("100/3 %", Fraction(1, 3))])
def test_a_written_fraction(text: str, value: Fraction) -> None:
    assert parse_share(text) == value


def test_a_share_with_a_ceiling_in_kronor() -> None:
    text = "Stödet utgör 50% av projektets bokförda kostnader, dock högst 300 000 kronor, och hälften betalas ut nu."
    assert [(one.quote, one.value, one.ceiling) for one in find_shares(text)] == [
        ("50%", Fraction(1, 2), False),
        ("hälften", Fraction(1, 2), False),
    ]


@given(st.integers(0, 100_000))
def test_thousandths_are_read_back(thousandths: int) -> None:
    whole, rest = divmod(thousandths, 1000)
    assert parse_share(f"{whole},{rest:03} %") == Fraction(thousandths, 100_000)
