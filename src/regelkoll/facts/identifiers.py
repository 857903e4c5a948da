"""Numbers that name somebody or something: personal numbers, organisation numbers, diary numbers.

Each form is whole: a figure or letter that runs on makes it no such number. A number with a check digit counts with the
digit right alone, so that a diary number or an ID in a case system is never taken for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_ALONE = r"(?<![\w/:.-])", r"(?![\w/]|[-:.]\d)"


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a text; `value` is its usual form ("19121212-1212", "232100-0214", the diary number as written)."""

    start: int
    end: int
    value: str


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(_ALONE[0] + pattern + _ALONE[1])


_PERSONAL = _whole(r"(?P<century>18|19|20)?(?P<day>[0-9]{6})(?P<sign>[-‐‑–−+])?(?P<last>[0-9]{4})")
_ORGANISATION = _whole(r"(?:16)?(?P<first>[0-9]{2}[2-9][0-9]{3})[-‐‑–−]?(?P<last>[0-9]{4})")
_SPACE = r"[ \u00a0]"
DIARY_FORMS = (
    r"[A-ZÅÄÖ]{2,5}/[0-9]{6}",
    r"[A-ZÅÄÖ]{2,5}/[0-9]{1,6}/(?:19|20)[0-9]{2}",
    rf"[A-ZÅÄÖ]{{2,5}}{_SPACE}[0-9]{{3}}-[0-9]{{4}}-[0-9]{{2}}",
    rf"[A-ZÅÄÖ]{{2,5}}{_SPACE}[0-9]{{1,5}}-(?:19|20)[0-9]{{2}}",
    rf"KS{_SPACE}?(?:19|20)[0-9]{{2}}/[0-9]{{1,4}}-[0-9]{{2}}",
    r"RS[0-9]{6}",
    r"[0-9]{2}RK[0-9]{1,6}",
    r"[0-9]{2}-[0-9]{2}-[0-9]{1,4}(?<!-[0-9]{2})",
    rf"LS{_SPACE}[0-9]{{4}}-[0-9]{{4}}",
    r"[A-ZÅÄÖ][0-9]{5}-[0-9]{1,5}-[0-9]{2}",
    r"[0-9]{2}-(?:19|20)[0-9]{2}-[0-9]{4}",
    rf"Ä{_SPACE}(?:19|20)[0-9]{{2}}{_SPACE}[0-9]{{1,6}}:[0-9]{{2}}",
    r"[A-ZÅÄÖa-z]{1,3}(?:19|20)[0-9]{2}/[0-9]{1,6}",
)
_DIARY = _whole(f"(?:{'|'.join(DIARY_FORMS)})")


def find_personal_numbers(text: str) -> tuple[FoundNumber, ...]:
    """Personal and co-ordination numbers with a day that is and the check digit right (Skatteverket, SKV 704)."""
    found = []
    for match in _PERSONAL.finditer(text):
        if _is_day(match["day"], match["century"]) and luhn(match["day"] + match["last"]):
            sign = "+" if match["sign"] == "+" else "-"
            value = f"{match['century'] or ''}{match['day']}{sign}{match['last']}"
            found.append(FoundNumber(match.start(), match.end(), value))
    return tuple(found)


def find_organisation_numbers(text: str) -> tuple[FoundNumber, ...]:
    """Organisation numbers with the check digit right: the third figure is 2 or more, where a person's month begins."""
    return tuple(
        FoundNumber(match.start(), match.end(), f"{match['first']}-{match['last']}")
        for match in _ORGANISATION.finditer(text)
        if luhn(match["first"] + match["last"])
    )


def find_diary_numbers(text: str) -> tuple[FoundNumber, ...]:
    """Diary numbers in the forms of several bodies."""
    return tuple(FoundNumber(m.start(), m.end(), " ".join(m[0].split())) for m in _DIARY.finditer(text))


def luhn(figures: str) -> bool:
    """Whether the last of ten figures checks the others (the sum of figures, every other doubled, ends in 0)."""
    doubled = [int(c) * (2 if i % 2 == 0 else 1) for i, c in enumerate(figures)]
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def _is_day(figures: str, century: str | None) -> bool:
    """Whether YYMMDD is a day in the century, or in any where none is said; 60 is added in co-ordination numbers."""
    year, month, day = int(figures[:2]), int(figures[2:4]), int(figures[4:])
    for first in (century,) if century else ("19", "20"):
        try:
            date(int(first) * 100 + year, month, day - 60 if day > 60 else day)
        except ValueError:
            continue
        return True
    return False
