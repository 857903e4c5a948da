"""Swedish numbers in words, up to 999 999 999, and figures as Swedish groups them. Both abstain on anything odd."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

_UNITS = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio")
_TEENS = ("tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton")
_TENS = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")
_VALUES = (
    {word: n for n, word in enumerate(_UNITS)}
    | {"en": 1, "aderton": 18}
    | {word: 10 + n for n, word in enumerate(_TEENS)}
    | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
)
_PART = re.compile("|".join(sorted((*_VALUES, "hundra", "tusen", "miljoner", "miljon"), key=len, reverse=True)))

# The grammar stands on parts that end in a hyphen ("tre-hundra-tusen-"), so that "fem tio" is never "femtio".
_UNIT = "(?:(?:ett|en|två|tre|fyra|fem|sex|sju|åtta|nio)-)"
_TEEN = f"(?:(?:{'|'.join(_TEENS)}|aderton)-)"
_BELOW_100 = f"(?:(?:(?:{'|'.join(_TENS)})-){_UNIT}?|{_TEEN}|{_UNIT})"
_BELOW_1000 = f"(?:{_UNIT}?hundra-{_BELOW_100}?|{_BELOW_100})"
_WHOLE = re.compile(
    f"(?:(?P<millions>{_BELOW_1000})?(?P<million>miljoner-|miljon-))?"
    f"(?:(?P<thousands>{_BELOW_1000})?(?P<thousand>tusen-))?"
    f"(?P<rest>{_BELOW_1000})?"
)
_CENTURIES = re.compile(f"(?P<hundreds>{_TEEN})hundra-(?P<rest>{_BELOW_100})?")
_HUNDREDS = re.compile(f"(?:(?P<hundreds>{_UNIT})?(?P<hundred>hundra-))?(?P<rest>{_BELOW_100})?")
_LONGEST = 120

SPACE = "[ \u00a0\u202f\u2009\u2007]"
_FIGURE = re.compile(r"(?P<whole>[0-9]{1,3}(?:\s{1,3}[0-9]{3}){1,4}|[0-9]{1,12})(?:,(?P<decimals>[0-9]{1,9}))?")
_WEAK_GAP = re.compile(rf"(?!{SPACE}[0-9])\s+(?=[1-9])")


def number_in_words(n: int) -> str:
    """A whole number from 0 to 999 999 999 as a decision writes it. Raises ValueError outside."""
    if not 0 <= n <= 999_999_999:
        raise ValueError(f"no words for {n}")
    if n == 0:
        return _UNITS[0]
    millions, below = divmod(n, 1_000_000)
    thousands, rest = divmod(below, 1000)
    many = re.sub("ett$", "en", _below_1000(millions))
    said = f"{many} {'miljon' if millions == 1 else 'miljoner'}" if millions else ""
    small = (f"{_below_1000(thousands)}tusen".replace("etttusen", "ettusen") if thousands else "") + _below_1000(rest)
    return f"{said} {small}".strip()


def _below_1000(n: int) -> str:
    hundreds, rest = divmod(n, 100)
    return (f"{_UNITS[hundreds]}hundra" if hundreds else "") + (_below_100(rest) if rest else "")


def _below_100(n: int) -> str:
    if n < 20:
        return (_UNITS + _TEENS)[n]
    return _TENS[n // 10 - 2] + (_UNITS[n % 10] if n % 10 else "")


def number_from_words(text: str) -> int | None:
    """The number that the words say, `None` when anything is left over. Parts may be joined, spaced or hyphenated."""
    if len(text) > _LONGEST:
        return None
    split = [_parts(word) for word in re.split(r"\s+|-", text.strip())]
    parts = "".join("" if word is None else word for word in split)
    if None in split or parts == "":
        return None
    if parts == "noll-":
        return 0
    century = _CENTURIES.fullmatch(parts)
    if century is not None:
        return _sum(century["hundreds"]) * 100 + _sum(century["rest"])
    match = _WHOLE.fullmatch(parts)
    if match is None:
        return None
    millions = _read_1000(match["millions"], 1) if match["million"] else 0
    thousands = _read_1000(match["thousands"], 1) if match["thousand"] else 0
    return millions * 1_000_000 + thousands * 1000 + _read_1000(match["rest"])


def _parts(word: str) -> str | None:
    """One written word as its parts, each with a hyphen after it; `None` when it holds anything else."""
    plain = unicodedata.normalize("NFC", word).casefold().replace("\u00ad", "").replace("ettusen", "etttusen")
    found = _PART.findall(plain)
    return "-".join((*found, "")) if found and "".join(found) == plain else None


def _read_1000(parts: str | None, empty: int = 0) -> int:
    match = _HUNDREDS.fullmatch(parts or "")
    if not parts or match is None:
        return empty
    hundreds = (_sum(match["hundreds"]) or 1) if match["hundred"] else 0
    return hundreds * 100 + _sum(match["rest"])


def _sum(parts: str | None) -> int:
    return sum(_VALUES[part] for part in (parts or "").split("-") if part)


def is_number_word(word: str) -> bool:
    """Whether a single written word is made of number words only (it may still say no number)."""
    return len(word) <= _LONGEST and _parts(word) is not None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in digits and how many decimals it was written with."""

    value: Fraction
    decimals: int = 0


def read_figure(text: str) -> Figure | None:
    """Digits with groups of exactly three, or ungrouped, and a decimal comma; never a point, a sign or a zero in front.

    A line break or several spaces join groups only where the next cannot begin a number of its own ("300\\n000").
    """
    match = _FIGURE.fullmatch(text)
    if match is None or re.search(r"[\t\v\f]|\n\s*\n", text) or _WEAK_GAP.search(text):
        return None
    digits = re.sub(r"\s", "", match["whole"])
    if len(digits) > 1 and digits.startswith("0"):
        return None
    decimals = match["decimals"] or ""
    return Figure(Fraction(int(digits + decimals), 10 ** len(decimals)), len(decimals))
