"""A literal in a rule, a register or a case file, read by the kind of its fact.

Inexact values may be written as they are shown: by their ends ("2020-01-01–2020-12-31"), with one end ("minst 40 %",
"högst 300 000 kr"), or as a member marked inexact ("2020-01-01 (exakt värde framgår inte)", which bounds nothing).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from regelkoll.facts.amounts import parse_amount
from regelkoll.facts.dates import parse_date
from regelkoll.facts.numbers import SPACE
from regelkoll.facts.shares import parse_share
from regelkoll.model import Amount, Exact, Interval, Kind
from regelkoll.values import below, currency

_INTEGER = re.compile(rf"(?P<sign>[-−]?)(?P<digits>[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+|0|[1-9][0-9]{{0,14}})")
_YES = {"ja": True, "yes": True, "true": True, "nej": False, "no": False, "false": False}
_MARK = re.compile(r"\s?\(exakt värde framgår inte\)\Z")
_ONE_END = re.compile(r"(?P<side>minst|högst)\s(?P<end>.+)", re.IGNORECASE | re.DOTALL)

_Read = Callable[[str], Exact | Interval | None]


def read_literal(kind: Kind, text: str) -> Exact | Interval | None:
    """The value, or `None` when the text is none of this kind. Texts are NFC and otherwise as they stand."""
    plain = unicodedata.normalize("NFC", text)
    match kind:
        case Kind.AMOUNT:
            return _inexact(plain.strip(), parse_amount)
        case Kind.DATE:
            return _inexact(plain.strip(), parse_date)
        case Kind.INTEGER:
            return _inexact(plain.strip(), _integer)
        case Kind.SHARE:
            return _inexact(plain.strip(), parse_share)
        case Kind.YES_NO:
            return _YES.get(plain.strip().casefold())
        case Kind.TEXT | Kind.CHOICE:
            return plain
        case Kind.LIST:
            return None


def _integer(text: str) -> Fraction | None:
    match = _INTEGER.fullmatch(text)
    if match is None:
        return None
    digits = re.sub(SPACE, "", match["digits"])
    if len(digits) > 1 and digits.startswith("0"):
        return None
    return Fraction(-int(digits) if match["sign"] else int(digits))


def _inexact(text: str, read: _Read) -> Exact | Interval | None:
    """An exact value, or one of the three written forms of an inexact one."""
    marked = _MARK.search(text)
    if marked is not None:
        inner = _inexact(text[: marked.start()], read)
        return inner if isinstance(inner, Interval) or inner is None else Interval(None, None, _ordered(inner))
    one_end = _ONE_END.fullmatch(text)
    if one_end is not None:
        end = _ordered(read(one_end["end"]))
        if end is None:
            return None
        return Interval(end, None) if one_end["side"].casefold() == "minst" else Interval(None, end)
    value = read(text)
    return value if value is not None or text.count("–") != 1 else _by_ends(text, read)


def _by_ends(text: str, read: _Read) -> Interval | None:
    left, _, right = text.partition("–")
    low, high = _ordered(read(left.strip())), _ordered(read(right.strip()))
    if low is None or high is None or currency(low) != currency(high) or below(low, high) is not True:
        return None
    return Interval(low, high)


def _ordered(value: Exact | Interval | None) -> Amount | Fraction | date | None:
    return value if isinstance(value, Amount | Fraction | date) else None
