"""Days in words."""

from __future__ import annotations

from collections.abc import Iterable

from regelkoll.language import Words
from regelkoll.model import Span


def span_in_words(spans: Iterable[Span], words: Words) -> str:
    """The days in words; without any span nothing says when the rule applies."""
    return "; ".join(_span(span, words) for span in spans) or words("no dates are given")


def _span(span: Span, words: Words) -> str:
    first, last = (day.isoformat() if day else None for day in (span.first, span.last))
    if first and last:
        return words("from {first} up to and including {last}", first=first, last=last)
    if first:
        return words("from {first}", first=first)
    return words("up to and including {last}", last=last) if last else words("always")
