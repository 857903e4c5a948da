"""Shares: per cent in figures or words, and halves."""

from __future__ import annotations

import re
from fractions import Fraction

from regelkoll.facts.amounts import number
from regelkoll.facts.numbers import number_from_words
from regelkoll.model import Interval

_SHARE = re.compile(r"(?P<figure>[\d][\d ,\u00a0]{0,12}|[a-zåäö]{2,40})\s*(?:%|procent)", re.IGNORECASE)


def parse_share(text: str) -> Fraction | Interval | None:
    """The whole text as a share (1/2 for 50 %); `None` when anything is left over."""
    stripped = text.strip()
    if stripped.casefold() in ("hälften", "en halv"):
        return Fraction(1, 2)
    match = _SHARE.fullmatch(stripped)
    if match is None:
        return None
    figure = number(match["figure"])
    if figure is None:
        spelt = number_from_words(match["figure"])
        figure = None if spelt is None else Fraction(spelt)
    return None if figure is None else figure / 100
