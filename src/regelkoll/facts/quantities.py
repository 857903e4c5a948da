"""The number that stands before a unit ("dock högst 300 000" before "kronor"), for amounts and shares.

Walks back from the unit over every word, figure and mark that could belong to a number, and reads the whole run or
nothing: what is left over makes it unreadable, never a shorter number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from regelkoll.facts.numbers import is_number_word, number_from_words, read_figure

_WINDOW = 160
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"[0-9]+|(?<!{_LETTER})(?i:c:a|(?:ca|milj|max|mn|mdr|mdkr|resp)\.)|{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u00ad])*|\S"
)
_HARD_GAP = re.compile(r"[\t\v\f]|\n\s*\n")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")

_SCALES = {
    "tusen": 1000, "miljon": 10**6, "miljoner": 10**6, "milj": 10**6, "milj.": 10**6, "mn": 10**6, "mn.": 10**6,
    "mln": 10**6, "miljard": 10**9, "miljarder": 10**9, "mdr": 10**9, "mdr.": 10**9,
}  # fmt: skip
_CEILINGS = frozenset(["högst", "högt", "maximalt", "max", "max.", "maximum"])
_ABOUT = frozenset({
    "ca", "ca.", "c:a", "cirka", "circa", "drygt", "dryga", "nästan", "knappt", "knappa", "omkring", "ungefär",
    "ungefärligen", "runt", "kring", "uppemot", "närmare", "uppskattningsvis", "minst", "lägst", "åtminstone", "över",
    "under", "överstigande", "understigande", "än", "preliminärt",
})  # fmt: skip
_PAIRED_CEILINGS = frozenset([("upp", "till"), ("som", "mest"), ("som", "högst")])
_PAIRS = _PAIRED_CEILINGS | {(more, "än") for more in ("mer", "mindre", "fler", "högre", "lägre")}
_FILLERS = frozenset(["dock", "sammanlagt", "totalt"])
_LINKS = frozenset(["och", "eller", "samt", "respektive", "resp", "resp.", "till", "à", "á", "komma"])
_SPOILERS = frozenset({
    "halv", "halva", "halvt", "halvannan", "par", "några", "flera", "många", "kvarts", "minus", "plus", "gånger", "x",
    "×", "*", "~", "≈", "±", "<", ">", "+", "−", "?", "tiotals", "hundratals", "tusentals", "miljontals",
})  # fmt: skip
_DASHES = frozenset("-–—‐‑")
# "Etapp 1 300 000 kr" can be read in two ways.
_NUMBERED = frozenset({
    "bilaga", "punkt", "nr", "nummer", "§", "kapitel", "steg", "etapp", "delprojekt", "projekt", "fas", "rad",
    "tabell", "år", "sida", "artikel", "aktivitet", "post", "mål", "område", "åtgärd", "insats", "del", "grupp",
    "alternativ", "den",
})  # fmt: skip


class _Token(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """What stands before a unit. `start` is where its words begin (the unit's own start when there are none),
    `there` whether any number is tried, `low` and `high` the ends read (`None`: unreadable), `before` the word that
    stands in front, `decimals` the most decimals written, `factor` the largest scale word (1 without)."""

    start: int
    there: bool = False
    low: Fraction | None = None
    high: Fraction | None = None
    about: bool = False
    ceiling: bool = False
    worded: bool = False
    decimals: int = 0
    factor: int = 1
    before: str = ""


class _Number(NamedTuple):
    value: Fraction
    plain: Fraction
    worded: bool
    decimals: int
    factor: int


def quantity_before(text: str, floor: int, end: int) -> Quantity:
    """The number that ends at `end`, nothing before `floor` being part of it. Looks at a bounded stretch of text."""
    low = max(floor, end - _WINDOW)
    tokens = [_token(m) for m in _TOKEN.finditer(text, low, end)]
    first = len(tokens)
    while first > 0 and _belongs(tokens, first - 1, text, end):
        first -= 1
    before = tokens[first - 1].text if first else ""
    leads = first
    while leads < len(tokens) and _is_lead(tokens, leads):
        leads += 1
    start = tokens[first].start if first < len(tokens) else end
    head = [token.text for token in tokens[first:leads]]
    pairs = set(pairwise(head))
    ceiling = bool(_CEILINGS & set(head) or _PAIRED_CEILINGS & pairs)
    about = bool(_ABOUT & set(head)) or before in ("à", "á")
    body = _joined_to_unit(tokens[leads:], end)
    empty = Quantity(start, bool(body), None, None, about, ceiling, before=before)
    cut = first == 0 and low > floor
    if not body or cut or _crowded(text, start, floor) or (leads == first and _two_ways(body, before, text)):
        return empty
    ends = _ends(body, text, between="mellan" in head)
    if ends is None:
        return empty
    decimals, factor = max(e.decimals for e in ends), max(e.factor for e in ends)
    worded = all(e.worded for e in ends)
    return Quantity(start, True, ends[0].value, ends[-1].value, about, ceiling, worded, decimals, factor, before)


def _token(match: re.Match[str]) -> _Token:
    plain = unicodedata.normalize("NFC", match[0]).casefold().replace("\u00ad", "")
    return _Token(plain or match[0], match.start(), match.end())


# ── which words belong ────────────────────────────────────────────────────────────────────────────────────────────


def _belongs(tokens: Sequence[_Token], at: int, text: str, end: int) -> bool:
    token = tokens[at]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    gap = text[token.end : after.start if after else end]
    if _HARD_GAP.search(gap):
        return False
    if _is_lead(tokens, at):
        return True
    if after is not None and _is_lead(tokens, at + 1):
        return False
    if token.text == "*" and at and tokens[at - 1].text == "*":
        return False
    if token.text[0] in "0123456789" or token.text in _SCALES or token.text in _SPOILERS or is_number_word(token.text):
        return True
    if token.text in ".,":
        return _belongs_point(tokens, at, gap)
    if token.text == ")":
        return after is None and any(t.text == "(" for t in tokens[max(0, at - 12) : at])
    if token.text == "(":
        return tokens[-1].text == ")" and all(t.text not in "()" for t in tokens[at + 1 : -1])
    if token.text in _DASHES:
        return _belongs_dash(tokens, at, gap, text)
    return token.text in _LINKS and _links(tokens, at)


def _belongs_point(tokens: Sequence[_Token], at: int, gap: str) -> bool:
    if at + 1 == len(tokens):
        return False
    return gap == "" or (tokens[at].text == "," and _numeric(tokens, at - 1) and not _is_year(tokens, at - 1))


def _belongs_dash(tokens: Sequence[_Token], at: int, gap: str, text: str) -> bool:
    """A range, a unit joined on, or a minus; not a bullet, nor a dash between words with space around it."""
    if at == 0:
        line = text[max(0, tokens[at].start - _WINDOW) : tokens[at].start].rpartition("\n")[2]
        return gap == "" and at + 1 < len(tokens) and not line.strip()
    return _numeric(tokens, at - 1) or (gap == "" and at + 1 < len(tokens))


def _links(tokens: Sequence[_Token], at: int) -> bool:
    """Whether "och", "till" … ties another number to this one; a year before "och" is no such number."""
    if not _numeric(tokens, at - 1):
        return False
    ranged = tokens[at].text in ("till", "à", "á", "komma")
    return ranged or not _is_year(tokens, at - 1) or (at >= 2 and tokens[at - 2].text == "mellan")


def _numeric(tokens: Sequence[_Token], at: int) -> bool:
    if at < 0:
        return False
    text = tokens[at].text
    return text[0] in "0123456789" or text in _SCALES or is_number_word(text)


def _is_year(tokens: Sequence[_Token], at: int) -> bool:
    return at >= 0 and _YEAR.fullmatch(tokens[at].text) is not None and not _numeric(tokens, at - 1)


def _is_lead(tokens: Sequence[_Token], at: int) -> bool:
    word = tokens[at].text
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if word in _CEILINGS or word in _ABOUT or word == "mellan":
        return True
    if (word, after) in _PAIRS or (at and (tokens[at - 1].text, word) in _PAIRS):
        return True
    return word in _FILLERS and bool(after) and _is_lead(tokens, at + 1)


# ── what they say ─────────────────────────────────────────────────────────────────────────────────────────────────


def _joined_to_unit(body: Sequence[_Token], end: int) -> Sequence[_Token]:
    joined = len(body) > 1 and body[-1].text in _DASHES and body[-2].end == body[-1].start and body[-1].end == end
    return body[:-1] if joined else body


def _crowded(text: str, start: int, floor: int) -> bool:
    """Whether something is glued to the front of the number ("AB/300", "1:300", "A300", "½ 300")."""
    if start <= floor:
        return False
    last = text[start - 1]
    if last.isspace():
        front = text[max(0, start - 3) : start].rstrip()
        return bool(front) and front[-1].isnumeric() and not front[-1].isdecimal()
    if last in '(["”“»«':
        return False
    return last.isalnum() or last in "/#" or (start - 2 >= floor and text[start - 2].isalnum())


def _two_ways(body: Sequence[_Token], before: str, text: str) -> bool:
    if before not in _NUMBERED or len(body) < 2:
        return False
    first, second = body[0], body[1]
    return first.text.isdecimal() and second.text.isdecimal() and not text[second.start].startswith("0")


def _ends(body: Sequence[_Token], text: str, between: bool) -> tuple[_Number, ...] | None:
    """One number, or the two ends of a range."""
    if body[-1].text == ")":
        return _said_twice(body, text)
    ties = [
        i for i, t in enumerate(body) if t.text in _DASHES or t.text in ("till", "à") or (between and t.text == "och")
    ]
    if not ties:
        number = None if between else _number(body, text)
        return None if number is None else (number,)
    if len(ties) > 1:
        return None
    low, high = _number(body[: ties[0]], text), _number(body[ties[0] + 1 :], text)
    return None if low is None or high is None else _range(low, high)


def _range(low: _Number, high: _Number) -> tuple[_Number, ...] | None:
    """The scale word after the second end is for both; "200–300 000" can be read in two ways."""
    if low.plain >= 1000 and high.plain >= 1000 and low.factor == high.factor:
        pass
    elif low.plain >= 1000 or high.plain >= 1000:
        return None
    if low.factor == 1 and high.factor > 1:
        low = low._replace(value=low.value * high.factor, factor=high.factor)
    return (low, high) if low.value < high.value else None


def _said_twice(body: Sequence[_Token], text: str) -> tuple[_Number, ...] | None:
    """ "300 000 (trehundratusen)": figures and words must agree."""
    at = next((i for i, t in enumerate(body) if t.text == "("), 0)
    one, other = _number(body[:at], text), _number(body[at + 1 : -1], text)
    if one is None or other is None or one.worded == other.worded or one.value != other.value:
        return None
    return (one if other.worded else other,)


def _number(body: Sequence[_Token], text: str) -> _Number | None:
    if not body:
        return None
    if body[0].text[0] not in "0123456789":
        return _words(body)
    factor = _SCALES.get(body[-1].text, 1)
    digits = body[:-1] if factor > 1 else body
    figure = read_figure(text[digits[0].start : digits[-1].end])
    if figure is None or (factor >= 10**6 and figure.value >= 100_000):
        return None
    return _Number(figure.value * factor, figure.value, False, figure.decimals, factor)


def _words(body: Sequence[_Token]) -> _Number | None:
    """A number in words; a lone "tusen" or "miljon" has lost its number."""
    words = [token.text for token in body]
    if len(words) == 1 and words[0] in _SCALES:
        return None
    value = number_from_words(" ".join(words))
    if value is not None:
        return _Number(Fraction(value), Fraction(value), True, 0, 1)
    factor = _SCALES.get(words[-1], 1)
    head = number_from_words(" ".join(words[:-1])) if factor > 1 else None
    return None if head is None else _Number(Fraction(head * factor), Fraction(head), True, 0, factor)
