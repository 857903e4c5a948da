"""What `find: {form: …}` can search for: numbers of a kind, days, periods, and slips of the pen that have a form.

Each finder takes a passage and all that is searched, and gives the spans in the passage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from regelkoll.facts.amounts import find_amounts
from regelkoll.facts.dates import find_dates
from regelkoll.facts.identifiers import (
    FoundNumber,
    find_diary_numbers,
    find_organisation_numbers,
    find_personal_numbers,
)
from regelkoll.facts.numbers import number_from_words, read_figure
from regelkoll.facts.periods import find_periods
from regelkoll.model import Interval

Span: TypeAlias = tuple[int, int]
Finder: TypeAlias = Callable[[str, str], Sequence[Span]]

_CAPITALS = re.compile(r"(?<![\w/-])[A-ZÅÄÖ]{2,6}(?![\w/-])")
_STATUTE = re.compile(r"(?<![\w:/.-])(?:1[6-9]|20)[0-9]{2}:[0-9]{1,4}(?![\w:/-])")
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_MOBILE = r"(?<![\w-])(?:\+46\s?\(?0?\)?|0)7[02369][\s-]?(?:[0-9][\s-]?){6}[0-9](?![\w-])"
_CONTACT = re.compile(f"(?:{_MAIL}|{_MOBILE})")
_BLANK = re.compile(
    r"(?<!\w)(?:X{2,6}|Å{4}(?:-MM-DD)?|YYYY(?:-MM-DD)?|N\.\s?N\.|TBD|TODO)(?!\w)|_{3,}|\.{4,}|…{2,}"
    r"|\[(?![0-9]{1,3}\])[^\[\]\n]{0,40}\]|<[^<>\n]{1,40}>|\{[^{}\n]{0,40}\}"
    r"|(?<!\w)(?:fyll i|skriv här|infoga)(?!\w)[^.\n]{0,40}",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"(?:dock\s+)?(?:högst|högt|maximalt|beviljar|bevilja)\s+(?:kronor|kr)(?!\w)"
    r"|perioden\s+(?:från\s+)?(?:till(?:\s+och\s+med)?|t\.?o\.?m\.?)(?=\s*(?:[,;]|\.(?!\d)|\Z))"
    r"|(?<![0-9§])(?<![0-9]\s)(?<![0-9][a-z]\s)(?<![0-9]\s[a-z]\s)§\s*(?=[.,;]|\Z)|(?<![\w-])den\s+(?:januari|februari|mars|april|juni|juli|augusti|september|oktober|november|december)"
    r"|\ufffd",
    re.IGNORECASE,
)
_GROUPED = re.compile(
    r"(?<![\w.,:/-])(?P<figure>[0-9]{1,6}(?:[ \u00a0\u202f][0-9]{1,6})+)(?=[ \u00a0\u202f]?(?:kronor|kr|sek)(?!\w))",
    re.IGNORECASE,
)
_RIGHT = re.compile(r"[1-9][0-9]{0,2}(?:[ \u00a0\u202f][0-9]{3})+")
_POINTED = re.compile(
    r"(?<![\w.,:/-])[0-9]{1,3}(?:[.,][0-9]{3})+(?=[ \u00a0\u202f]?(?:kronor|kr|sek)(?!\w))", re.IGNORECASE
)
_IN_WORDS = re.compile(
    r"(?<![\w.,:/-])(?P<figure>[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})*)(?:\s?(?:kronor|kr))?\s?"
    r"\((?P<words>[a-zåäö\s]{2,80}?)"
    r"(?:\s?(?:kronor|kr))?\)",
    re.IGNORECASE,
)
_QUOTES = re.compile('["“”„»«]')


def _numbers(find: Callable[[str], Iterable[FoundNumber]]) -> Finder:
    return lambda text, _: [(found.start, found.end) for found in find(text)]


def _matches(pattern: re.Pattern[str]) -> Finder:
    return lambda text, _: [match.span() for match in pattern.finditer(text)]


def abbreviations(text: str, whole: str = "") -> Sequence[Span]:
    """Words in capitals that the whole (else the text) explains nowhere, each where it first stands in the text.
    Explained is what stands in brackets after its words, or is followed by a bracket."""
    first: dict[str, Span] = {}
    for match in _CAPITALS.finditer(text):
        first.setdefault(match[0], match.span())
    said = whole or text
    explained = {
        match[0]
        for match in _CAPITALS.finditer(said)
        if said[match.start() - 1 : match.start()] == "(" or said[match.end() : match.end() + 2] == " ("
    }
    return [span for name, span in first.items() if name not in explained]


def impossible_days(text: str, _: str = "") -> Sequence[Span]:
    """Full dates that no calendar has ("2025-06-31")."""
    whole = re.compile(
        r"[0-9]{4}[-‐‑](?:[0-9]{1,2}[-‐‑][0-9]{1,4}|[0-9]{4})|.*[^\W\d_]{3,}.*[0-9]{4}|[0-9]{1,2}/[0-9]{1,2}\s[0-9]{4}"
    )
    return [(d.start, d.end) for d in find_dates(text) if d.value is None and whole.fullmatch(d.quote)]


def exact_periods(text: str, _: str = "") -> Sequence[Span]:
    """Periods whose first and last day are told."""
    ends = [(p, (p.first, p.last)) for p in find_periods(text)]
    return [(p.start, p.end) for p, sides in ends if not any(s is None or isinstance(s, Interval) for s in sides)]


def year_periods(text: str, _: str = "") -> Sequence[Span]:
    """Periods told by years, half years or other stretches, without their days."""
    return [
        (p.start, p.end) for p in find_periods(text) if any(isinstance(side, Interval) for side in (p.first, p.last))
    ]


def odd_amounts(text: str, _: str = "") -> Sequence[Span]:
    """Amounts whose figures are not grouped by threes with spaces ("1950 000 kronor", "300.000 kr")."""
    wrong = [m.span() for m in _GROUPED.finditer(text) if not _RIGHT.fullmatch(m["figure"])]
    return sorted([*wrong, *(m.span() for m in _POINTED.finditer(text))])


def foreign_amounts(text: str, _: str = "") -> Sequence[Span]:
    """Amounts in another currency than kronor."""
    found = [(a, a.value.low if isinstance(a.value, Interval) else a.value) for a in find_amounts(text)]
    return [(a.start, a.end) for a, value in found if getattr(value, "currency", "SEK") != "SEK"]


def unequal_words(text: str, _: str = "") -> Sequence[Span]:
    """Figures and the words in brackets beside them that are another number ("300 000 (tvåhundratusen) kronor")."""
    found: list[Span] = []
    for match in _IN_WORDS.finditer(text):
        words, figure = number_from_words(match["words"]), read_figure(match["figure"])
        if words is not None and figure is not None and figure.value != words:
            found.append(match.span())
    return found


def odd_quotes(text: str, _: str = "") -> Sequence[Span]:
    """The last quotation mark of a paragraph that has an odd number of them."""
    found: list[Span] = []
    for match in re.finditer(r"[^\n]+", text):
        marks = list(_QUOTES.finditer(match[0]))
        if len(marks) % 2:
            at = match.start() + marks[-1].start()
            start, end = max(match.start(), at - 20), min(match.end(), at + 20)
            found.append((start, end))
    return found


FINDERS: Mapping[str, Finder] = {
    "personal": _numbers(find_personal_numbers),
    "organisation": _numbers(find_organisation_numbers),
    "diary": _numbers(find_diary_numbers),
    "statute": _matches(_STATUTE),
    "abbreviation": abbreviations,
    "contact": _matches(_CONTACT),
    "blank": _matches(_BLANK),
    "lost_value": _matches(_LOST),
    "impossible_day": impossible_days,
    "exact_period": exact_periods,
    "year_period": year_periods,
    "odd_amount": odd_amounts,
    "foreign_amount": foreign_amounts,
    "unequal_figures": unequal_words,
    "odd_quote": odd_quotes,
}
"""(a passage, all that is searched) → the spans of what is found in the passage."""
