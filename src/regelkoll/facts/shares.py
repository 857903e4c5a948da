"""Shares: per cent in figures or words, and the plain fractions ("hälften"). Abstains as the amounts do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from regelkoll.facts.quantities import Quantity, quantity_before
from regelkoll.model import Interval

_PER_CENT = re.compile(r"%|(?<![^\W\d_])(?:procent|pct)(?!\w)", re.IGNORECASE)
_FRACTION = re.compile(
    r"(?<!\w)(?:(?P<half>hälften)|(?P<many>en|ett|två|tre|fyra)\s{1,3}(?P<part>tredjedel|fjärdedel|femtedel|tiondel)(?:ar)?)(?!\w)",
    re.IGNORECASE,
)
_PARTS = {"tredjedel": 3, "fjärdedel": 4, "femtedel": 5, "tiondel": 10}
_MANY = {"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4}
_HALF_OF_TIME = ("första", "andra", "senare", "sista", "ena", "förra")
_NOT_EXACT = frozenset(["knappa", "halva", "inte", "ej", "nära", "väl", "dryga", "gott", "största", "över", "under"])
_VAGUE_AFTER = re.compile(r"\s{1,3}eller\s(?:mer|mindre|högre|lägre)\b", re.IGNORECASE)
_WRITTEN_FRACTION = re.compile(r"(?P<above>[0-9]{1,30})/(?P<below>[0-9]{1,30})(?P<per>\s?%)?")


@dataclass(frozen=True, slots=True)
class FoundShare:
    """A share in a text: its characters, its value (1/2 is 50 %; `None`: not readable) and whether it is a ceiling."""

    start: int
    end: int
    value: Fraction | Interval | None
    quote: str
    ceiling: bool = False


def find_shares(text: str) -> tuple[FoundShare, ...]:
    """Every share in order; a per cent sign without a figure is found without a value."""
    found = [*_per_cents(text), *_fractions(text)]
    return tuple(sorted(found, key=lambda share: share.start))


def parse_share(text: str) -> Fraction | Interval | None:
    """The whole text as a share ("50 %", "nio procent", "hälften", "1/3"); `None` when anything is left over."""
    plain = text.strip()
    written = _WRITTEN_FRACTION.fullmatch(plain)
    if written is not None:
        below = int(written["below"]) * (100 if written["per"] else 1)
        return Fraction(int(written["above"]), below) if below else None
    found = find_shares(plain)
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(plain)
    return found[0].value if whole else None


def _per_cents(text: str) -> list[FoundShare]:
    found: list[FoundShare] = []
    floor = 0
    for unit in _PER_CENT.finditer(text):
        quantity = quantity_before(text, floor, unit.start())
        floor = unit.end()
        if not quantity.there and quantity.start == unit.start() and quantity.before in ("i", "("):
            continue
        vague = _VAGUE_AFTER.match(text, unit.end())
        end = vague.end() if vague else unit.end()
        value = _share(quantity, vague is not None)
        found.append(FoundShare(quantity.start, end, value, text[quantity.start : end], quantity.ceiling))
    return found


def _share(quantity: Quantity, vague: bool) -> Fraction | Interval | None:
    if quantity.low is None or quantity.high is None or quantity.factor > 1:
        return None
    low, high = quantity.low / 100, quantity.high / 100
    if quantity.about or vague:
        return Interval(None, None, low)
    return low if low == high else Interval(low, high)


def _fractions(text: str) -> list[FoundShare]:
    found: list[FoundShare] = []
    for match in _FRACTION.finditer(text):
        lead = quantity_before(text, max(0, match.start() - 40), match.start())
        if match["half"] and lead.before in _HALF_OF_TIME:
            continue
        exact = Fraction(1, 2) if match["half"] else _part(match)
        value: Fraction | Interval | None = None if lead.there else exact
        if value is not None and (lead.about or lead.before in _NOT_EXACT):
            value = Interval(None, None, exact)
        found.append(FoundShare(lead.start, match.end(), value, text[lead.start : match.end()], lead.ceiling))
    return found


def _part(match: re.Match[str]) -> Fraction | None:
    share = Fraction(_MANY[match["many"].casefold()], _PARTS[match["part"].casefold()])
    return share if share < 1 else None
