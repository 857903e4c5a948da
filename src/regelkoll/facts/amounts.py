"""Swedish amounts of money in running text: a grammar that abstains when anything is left over.

Thousands are grouped by spaces (also no-break ones and a line break), decimals by a comma; a point is never read. A
figure that is wrongly grouped or mutilated gives the words with no value, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from regelkoll.facts.numbers import number_from_words
from regelkoll.model import Amount, Interval

_GAP = r"[ \t\u00a0\u202f\u2009\n]"
_UNITS = {
    "kronor": 1, "kr": 1, "sek": 1, "kronors": 1, "tkr": 1_000, "ksek": 1_000, "tusen kronor": 1_000, "tusen kr": 1_000,
    "mnkr": 1_000_000, "mkr": 1_000_000, "msek": 1_000_000, "milj kr": 1_000_000, "milj. kr": 1_000_000,
    "miljoner kronor": 1_000_000, "miljoner kr": 1_000_000, "miljon kronor": 1_000_000, "miljoner": 1_000_000,
    "miljarder kronor": 1_000_000_000, "euro": 1, "eur": 1,
}  # fmt: skip
_EURO = ("euro", "eur")
_UNIT = "|".join(re.escape(u).replace(r"\ ", f"{_GAP}+") for u in sorted(_UNITS, key=len, reverse=True))
_ABOUT = r"ca\.?|cirka|omkring|ungefär|runt|drygt|knappt|nästan|närmare|över|mer än|minst|upp till en nivå av"
_CEILING = r"högst|maximalt|max|upp till|som mest"
_FIGURE = rf"\d[\d.,]{{0,20}}(?:{_GAP}\d[\d.,]{{0,20}}){{0,8}}"
_WORD = r"[a-zåäö]{2,60}"
_MONEY = re.compile(
    rf"(?P<lead>\b(?:{_CEILING}|{_ABOUT})\b{_GAP}*(?:\b(?:{_ABOUT})\b{_GAP}*)?)?"
    rf"(?P<front>\b(?:SEK|EUR)\b{_GAP}*)?"
    rf"(?<![\w/.,:-])(?P<figure>{_FIGURE})(?P<to>{_GAP}*[-–—]{_GAP}*{_FIGURE})?"
    rf"{_GAP}*(?P<said>\([a-zåäö -]{{3,80}}\){_GAP}*)?(?P<unit>(?:{_UNIT})(?![\wåäö]))?(?P<dash>:-)?",
    re.IGNORECASE,
)
_SPELT = re.compile(rf"(?<![\wåäö-])(?P<word>{_WORD}){_GAP}+(?P<unit>(?:{_UNIT})(?![\wåäö]))", re.IGNORECASE)
_BARE = re.compile(r"(?<![\wåäö])(?:kronor|kr|mnkr|tkr|SEK|MSEK|euro)(?![\wåäö])", re.IGNORECASE)
_PLAIN = re.compile(r"\d{1,3}(?: \d{3})+|\d{1,12}")
_DECIMAL = re.compile(r"(\d{1,3}(?: \d{3})+|\d{1,12}),(\d{1,6})")
_RISKY = re.compile(r"\A[\s]*(?:per|/|om[åa]ret|i månaden|varje)\b", re.IGNORECASE)
_HALF = re.compile(r"\bhalv\w*\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """A money expression in a text: its characters, its value (`None`: the words are there, the figure is not
    readable) and whether it is a ceiling."""

    start: int
    end: int
    value: Amount | Interval | None
    quote: str
    ceiling: bool = False


def find_amounts(text: str) -> tuple[FoundAmount, ...]:
    """Every money expression, in order. A money word that no figure belongs to is found without a value."""
    found = [f for m in _MONEY.finditer(text) if (f := _from_match(m, text)) is not None]
    for match in _SPELT.finditer(text):
        number = number_from_words(match["word"])
        if number is not None and not _taken(match.start("word"), match.end(), found):
            value = _money(Fraction(number), match["unit"])
            found.append(FoundAmount(match.start(), match.end(), value, match[0]))
    for match in _BARE.finditer(text):
        if not _taken(match.start(), match.end(), found):
            start = _back(text, match.start())
            found.append(FoundAmount(start, match.end(), None, text[start : match.end()]))
    return tuple(sorted(found, key=lambda f: f.start))


def _back(text: str, end: int) -> int:
    """The start of the last words before a lone money word, at most two, in the same sentence."""
    window = text[max(0, end - 40) : end]
    match = re.search(r"(?:[\w,]+\s+){0,2}\Z", window)
    return end - len(match[0]) if match else end


def _taken(start: int, end: int, found: list[FoundAmount]) -> bool:
    return any(f.start < end and start < f.end for f in found)


def _from_match(match: re.Match[str], text: str) -> FoundAmount | None:
    front, unit = (match["front"] or "").strip(), match["unit"] or ("kr" if match["dash"] else "")
    if not unit and not front:
        return None
    start = match.start("lead") if match["lead"] else match.start("front") if match["front"] else match.start("figure")
    end = match.end() if (match["unit"] or match["dash"]) else match.end("figure")
    lead = (match["lead"] or "").strip().casefold()
    ceiling = bool(re.match(_CEILING, lead))
    value = _value(match, unit, front)
    if _RISKY.match(text[end : end + 20]) or _HALF.search(text[max(0, start - 20) : start]):
        value = None
    if value is not None and lead and re.search(_ABOUT, lead) and isinstance(value, Amount):
        value = Interval(None, None, value)
    return FoundAmount(start, end, value, text[start:end], ceiling)


def _value(match: re.Match[str], unit: str, front: str) -> Amount | Interval | None:
    figure = number(match["figure"])
    if figure is None or (front and unit and front.casefold() != unit.casefold() and front.casefold() != "sek"):
        return None
    money = _money(figure, unit or front, front)
    if match["said"]:
        spelt = number_from_words(match["said"].strip(" ()\n\u00a0"))
        if spelt is None or spelt != figure:
            return None
    if match["to"]:
        last = number(re.sub(rf"^{_GAP}*[-–—]{_GAP}*", "", match["to"]))
        end = None if last is None else _money(last, unit or front, front)
        return Interval(money, end) if money and end and end.value > money.value else None
    return money


def _money(figure: Fraction, unit: str, front: str = "") -> Amount | None:
    name = re.sub(rf"{_GAP}+", " ", unit.strip()).casefold()
    scale = _UNITS.get(name)
    if scale is None or (name == "miljoner" and not front):
        return None
    currency = "EUR" if name in _EURO or front.casefold() == "eur" else "SEK"
    return Amount(figure * scale, currency)


def number(text: str) -> Fraction | None:
    """Digits as Swedish writes them: groups of three by one space, a decimal comma; `None` for anything else."""
    plain = re.sub(_GAP, " ", text.strip())
    if _PLAIN.fullmatch(plain):
        return Fraction(int(plain.replace(" ", "")))
    match = _DECIMAL.fullmatch(plain)
    if match is None:
        return None
    return Fraction(f"{match[1].replace(' ', '')}.{match[2]}")


def parse_amount(text: str) -> Amount | Interval | None:
    """The whole text as one amount; a bare figure is kronor. `None` when anything is left over."""
    stripped = text.strip()
    bare = number(stripped)
    if bare is not None:
        return Amount(bare)
    found = find_amounts(stripped)
    whole = len(found) == 1 and found[0].start == 0 and found[0].end == len(stripped)
    return found[0].value if whole else None
