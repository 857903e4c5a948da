"""The law day: what is in force on it, in three values when the day itself is inexact or unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeAlias

from regelkoll.model import Interval, Span, Truth

Day: TypeAlias = date | Interval | None
"""The day that picks rules and rows: exact, inexact, or `None` where it cannot be told."""


def in_force(spans: Sequence[Span], day: Day) -> Truth:
    """Whether something with these spans (none: always) is in force on each, on none or on some of the days."""
    if not spans:
        return True
    if day is None:
        return None
    first, last = (day.low, day.high) if isinstance(day, Interval) else (day, day)
    low = first if isinstance(first, date) else date.min
    high = last if isinstance(last, date) else date.max
    touched = False
    for start, end in _merged(spans):
        if start <= low and high <= end:
            return True
        touched = touched or (start <= high and low <= end)
    return None if touched else False


def _merged(spans: Sequence[Span]) -> list[tuple[date, date]]:
    merged: list[tuple[date, date]] = []
    for start, end in sorted((s.first or date.min, s.last or date.max) for s in spans):
        if merged and (merged[-1][1] == date.max or start <= merged[-1][1] + timedelta(days=1)):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def overlap(a: Sequence[Span], b: Sequence[Span]) -> date | None:
    """A day on which both are in force, `None` when there is none. No spans means always."""
    for x in a or (Span(),):
        for y in b or (Span(),):
            start = max(x.first or date.min, y.first or date.min)
            if start <= min(x.last or date.max, y.last or date.max):
                return start
    return None
