"""Swedish amounts of money: a grammar that abstains when anything is left over.

Thousands are grouped by spaces (no-break ones and line breaks too), decimals follow a comma; a point is never read.
A figure that is wrongly grouped or mutilated, and a money word without any, give the words and no value, never a guess.
An amount "per år" or "vardera" is inexact: how much it comes to is not said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from regelkoll.facts.numbers import number_from_words, read_figure
from regelkoll.facts.quantities import Quantity, quantity_before
from regelkoll.model import Amount, Interval

_SCALED = {"m": 10**6, "mn": 10**6, "md": 10**9, "t": 1000, "k": 1000}
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_CROWNS = {"svenska": "SEK", "norska": "NOK", "danska": "DKK", "isländska": "ISK", "tjeckiska": "CZK"}
_WHOSE = "|".join(_CROWNS)
_ALONE = r"(?!\w|[-‑][^\W\d_])"
_UNIT = re.compile(
    # kronor, norska kronor, euro · kr, tkr, mnkr · SEK, MSEK, EUR · other currencies
    rf"(?<![^\W\d_])(?:(?:(?P<crowns>(?i:{_WHOSE}))\s{{1,3}})?(?P<word>(?i:kronor(?:s|na)?|krona|euro)){_ALONE}"
    rf"|(?P<scale>(?i:mn|md|m|t|k))?(?P<kr>(?i:kr)){_ALONE}"
    r"|(?:(?P<factor>[MmTtKk])?(?P<code>SEK|EUR)|(?P<other>USD|NOK|DKK|GBP|CHF|ISK))(?![^\W\d]|[-‑][^\W\d_]))"
    r"|(?P<sign>[€$£])"
    # 300:- and 300,-
    r"|(?<=[0-9])\s?(?P<dash>[:,;]-)(?![\w-])"
    # "1,8 miljoner" without a currency after it
    r"|(?<![^\W\d_])(?P<lone>(?i:miljoner|miljon|miljarder|miljard))(?!\w|[-‑]\w)"
    rf"(?!\s{{0,3}}(?:[€$£(]|(?i:kr|sek|eur|usd|nok|dkk|gbp|chf|isk|{_WHOSE})))"
)
_PREFIX = re.compile(
    r"\s{0,2}(?P<figure>[0-9][0-9\s,]{0,30})(?<=[0-9])"
    r"(?:\s{0,2}(?P<scale>(?i:tusen|miljon(?:er)?|miljard(?:er)?|milj\b\.?|mn|mdr)))?"
    r"(?P<rest>[^\W\d_]|\s?[.,:'’/–—-]\s?[0-9]|\s?%|\s[MmKkTt]\b)?"
)
_SCALES = {"tusen": 1000, "milj": 10**6, "mn": 10**6, "mdr": 10**9}
_SAID = re.compile(r"\s{0,3}\((?P<said>[^()]{1,80}?)(?:\s{0,2}(?:kronor|kr|euro))?\)", re.IGNORECASE)
_RATE = re.compile(
    r"\s{0,3}(?:/\s?[^\W\d_]{1,12}|per\s(?!den\b)[^\W\d_]{1,20}|vardera\b|styck\b|årligen\b|om\såret\b"
    r"|i\s(?:timmen|veckan|månaden|kvartalet|året)\b|(?:och\s)?[0-9]{1,2}\söre\b"
    r"|eller\s(?:mer|mindre|högre|lägre|däröver|därunder)\b)",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"\s{1,3}(?:som\s(?:mest|högst)|maximalt)\b", re.IGNORECASE)
_STRAY = re.compile(r"\s{0,2}[0-9][0-9\s.,]{0,20}(?<=[0-9])")
_DASH_ONLY = re.compile(r"\s{0,2}[-–—]\s{0,2}")


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """A money expression in a text: its characters, its value (`None`: the words are there, the figure is not
    readable) and whether it is a ceiling ("dock högst")."""

    start: int
    end: int
    value: Amount | Interval | None
    quote: str
    ceiling: bool = False


def find_amounts(text: str) -> tuple[FoundAmount, ...]:
    """Every money expression, in order. A money word without a figure is found too, unless it only names the unit
    ("i kronor", "(kr)")."""
    return _find(text, whole=False)


def parse_amount(text: str) -> Amount | Interval | None:
    """The whole text as one amount; a figure alone is kronor. `None` when anything is left over."""
    plain = text.strip().removesuffix(".")
    found = _find(plain, whole=True)
    if found:
        one = found[0]
        return one.value if len(found) == 1 and one.start == 0 and one.end == len(plain) else None
    quantity = quantity_before(plain, 0, len(plain))
    if quantity.start != 0 or quantity.low != quantity.high or (quantity.worded and (quantity.low or 0) < 1000):
        return None
    return _value(quantity, "SEK", 1, whole=True)


def _find(text: str, whole: bool) -> tuple[FoundAmount, ...]:
    found: list[FoundAmount] = []
    floor = 0
    for unit in _UNIT.finditer(text):
        if unit.start() < floor:
            continue
        one = _found(text, floor, unit, whole)
        if not unit["lone"]:
            floor = unit.end() if one is None else one.end
        if one is None:
            continue
        while found and found[-1].end > one.start:
            found.pop()
        before = found[-1] if found else None
        tied = before is not None and _DASH_ONLY.fullmatch(text, before.end, one.start) is not None
        if before is not None and tied and isinstance(before.value, Amount):
            found[-1] = _merged(before, one, text)
        else:
            found.append(replace(one, value=None) if tied else one)
    return tuple(found)


def _merged(low: FoundAmount, high: FoundAmount, text: str) -> FoundAmount:
    """ "200 000 kr – 300 000 kr" is one range."""
    a, b = low.value, high.value
    both = isinstance(a, Amount) and isinstance(b, Amount) and a.currency == b.currency and a.value < b.value
    value = Interval(a, b) if both and isinstance(a, Amount) and isinstance(b, Amount) else None
    return FoundAmount(low.start, high.end, value, text[low.start : high.end], low.ceiling or high.ceiling)


def _found(text: str, floor: int, unit: re.Match[str], whole: bool) -> FoundAmount | None:
    currency, factor = _currency(unit)
    quantity = quantity_before(text, floor, unit.start())
    if unit["lone"]:
        return _without_currency(text, unit, quantity, whole)
    if quantity.there and not _names_the_unit(text, floor, unit, quantity):
        value = _value(quantity, currency, factor, whole)
        return _with_what_follows(text, quantity, unit.end(), value)
    if unit["code"] or unit["other"] or unit["sign"]:
        prefixed = _prefixed(text, unit, quantity, currency, factor, whole)
        if prefixed is not None:
            return prefixed
    if _names_the_unit(text, floor, unit, quantity):
        return None
    lost = _STRAY.match(text, unit.end())
    end = lost.end() if lost and unit["kr"] and not quantity.start < unit.start() else unit.end()
    return FoundAmount(quantity.start, end, None, text[quantity.start : end], quantity.ceiling)


def _without_currency(text: str, unit: re.Match[str], quantity: Quantity, whole: bool) -> FoundAmount | None:
    """ "1,8 miljoner" may be money or inhabitants: readable where money is asked for, else words without a value."""
    if not quantity.there:
        return None
    value = _value(quantity, *_currency(unit), whole) if whole else None
    return FoundAmount(quantity.start, unit.end(), value, text[quantity.start : unit.end()], quantity.ceiling)


def _names_the_unit(text: str, floor: int, unit: re.Match[str], quantity: Quantity) -> bool:
    """Whether the word tells in what sums are counted ("i tusen kronor", "(kr)"), or repeats the last one's unit."""
    if unit["dash"] or (unit["word"] or "").casefold() == "krona":
        return not quantity.there
    words = text[quantity.start : unit.start()].strip().casefold()
    if words not in ("", "tusen", "miljoner", "miljarder"):
        return False
    repeated = floor > 0 and not text[floor : unit.start()].strip()
    return repeated or quantity.before in ("i", "(", "/", "per")


def _currency(unit: re.Match[str]) -> tuple[str, int]:
    if unit["word"]:
        named = _CROWNS.get((unit["crowns"] or "").casefold())
        return named or ("EUR" if unit["word"].casefold() == "euro" else "SEK"), 1
    if unit["kr"]:
        return "SEK", _SCALED.get((unit["scale"] or "").casefold(), 1)
    if unit["code"]:
        return unit["code"], _SCALED.get((unit["factor"] or "").casefold(), 1)
    if unit["lone"]:
        return "SEK", 10**9 if unit["lone"].casefold().startswith("miljard") else 10**6
    return unit["other"] or _SIGNS.get(unit["sign"] or "", "SEK"), 1


def _value(quantity: Quantity, currency: str, factor: int, whole: bool) -> Amount | Interval | None:
    low, high = quantity.low, quantity.high
    if low is None or high is None or (factor > 1 and quantity.factor > 1):
        return None
    scale = factor * quantity.factor
    if not _decimals_fit(quantity.decimals, scale, whole) or (factor >= 10**6 and low >= 100_000):
        return None
    first, last = Amount(low * factor, currency), Amount(high * factor, currency)
    if quantity.about:
        return Interval(None, None, first)
    return first if first == last else Interval(first, last)


def _decimals_fit(decimals: int, scale: int, whole: bool) -> bool:
    """Öre have two decimals; three may be a thousand grouped by a comma, except of millions."""
    if scale >= 10**6:
        return True
    return decimals != 3 if scale > 1 else decimals in (0, 2) or (whole and decimals == 1)


def _with_what_follows(text: str, quantity: Quantity, end: int, value: Amount | Interval | None) -> FoundAmount:
    said = _SAID.match(text, end)
    if said is not None:
        end, value = _checked(said, quantity, end, value)
    rate = _RATE.match(text, end)
    if rate is not None:
        end = rate.end()
        value = Interval(None, None, value) if isinstance(value, Amount) else None
    most = _AT_MOST.match(text, end)
    end = most.end() if most else end
    ceiling = quantity.ceiling or most is not None
    return FoundAmount(quantity.start, end, value, text[quantity.start : end], ceiling)


def _checked(
    said: re.Match[str], quantity: Quantity, end: int, value: Amount | Interval | None
) -> tuple[int, Amount | Interval | None]:
    """ "300 000 kronor (trehundratusen kronor)": the words must agree with the figures."""
    words = number_from_words(said["said"])
    figure = read_figure(said["said"].strip())
    if quantity.worded and figure is not None:
        return said.end(), value if figure.value == quantity.low else None
    if not quantity.worded and words is not None:
        return said.end(), value if words == quantity.low else None
    return end, value


def _prefixed(
    text: str, unit: re.Match[str], quantity: Quantity, currency: str, factor: int, whole: bool
) -> FoundAmount | None:
    """ "SEK 1,5 miljoner", "€200": the figure after its currency."""
    match = _PREFIX.match(text, unit.end())
    if match is None:
        return None
    figure = read_figure(match["figure"].strip())
    word = (match["scale"] or "").casefold().rstrip(".")
    scale = next(
        (n for name, n in (("miljard", 10**9), ("miljon", 10**6), *_SCALES.items()) if word.startswith(name)), 1
    )
    end = match.end() if match["rest"] is None else match.start("rest")
    suffix = _UNIT.match(text, end + len(re.match(r"\s{0,2}", text[end : end + 2])[0]))  # type: ignore[index]
    value: Amount | Interval | None = None
    if figure is not None and match["rest"] is None and figure.value * scale < 10**12:
        read = replace(
            quantity, low=figure.value * scale, high=figure.value * scale, decimals=figure.decimals, factor=scale
        )
        value = _value(read, currency, factor, whole)
    if suffix is not None:
        end, value = suffix.end(), value if _currency(suffix) == (currency, 1) else None
    return _with_what_follows(text, replace(quantity, there=True), end, value)
