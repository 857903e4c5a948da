"""Lengths of time in words ("treårigt", "18 månader", "två och ett halvt år"), in whole months."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regelkoll.facts.numbers import number_from_words

MOST = 600
_WORD = r"[a-zåäö]{2,20}"
_COUNT = rf"(?P<count>[0-9]{{1,3}}|{_WORD})"
_LENGTH = re.compile(
    rf"(?<![\w,.:/–-])(?:{_COUNT}\s{{1,3}}(?P<half>och\s{{1,3}}ett\s{{1,3}}halvt\s{{1,3}})?(?P<unit>månader|månad|år)(?:s|nas)?"
    rf"|(?P<joined>[0-9]{{1,2}}|{_WORD}?)(?P<dash>[-‐‑\s]?)(?P<joint>årigt|åriga|årig|årsprojekt|årsperiod))(?![\w-])",
    re.IGNORECASE,
)
_NOT_A_LENGTH = frozenset(["varje", "samma", "detta", "förra", "nästa", "under", "per", "innevarande", "kommande"])


@dataclass(frozen=True, slots=True)
class FoundLength:
    """A length of time in a text: its characters and its whole months (`None`: words without a readable number)."""

    start: int
    end: int
    months: int | None
    quote: str


def find_lengths(text: str) -> tuple[FoundLength, ...]:
    """Every length in months or years, in order; a word before "år" that is no number tells no length."""
    found = []
    for match in _LENGTH.finditer(text):
        said = match["count"] or match["joined"]
        if not said or said.casefold() in _NOT_A_LENGTH:
            continue
        number = int(said) if said.isdigit() else number_from_words(said)
        years = (match["unit"] or "år").casefold() == "år"
        if number is None or (years and number > MOST // 12):
            continue
        months = number * 12 if years else number
        months += 6 if match["half"] and years else 0
        found.append(FoundLength(match.start(), match.end(), months if months <= MOST else None, match[0]))
    return tuple(found)
