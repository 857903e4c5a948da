"""The law day: what is in force on it, in three values when the day itself is inexact or unknown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeAlias

from regelkoll.model import Interval, RuleSet, Span, Truth

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


class Calendar:
    """The days on which something comes into force or ceases to be, of everything in a rule set that is dated."""

    def __init__(self, dated: Iterable[Sequence[Span]]) -> None:
        spans = [span for spans in dated for span in spans]
        starts = {span.first for span in spans if span.first is not None}
        ends = {span.last + timedelta(days=1) for span in spans if span.last is not None and span.last < date.max}
        self.turns = sorted(starts | ends)

    def at(self, day: Day) -> Hashable:
        """A key that is equal for days on which the same is in force: a stretch's number; else the day itself."""
        return bisect_right(self.turns, day) if type(day) is date else day


def calendar_of(ruleset: RuleSet) -> Calendar:
    rows = [row for register in ruleset.registers.values() for row in register.rows]
    rows += [row for parameter in ruleset.parameters.values() for row in parameter.rows]
    return Calendar([*(rule.in_force for rule in ruleset.rules), *(row.in_force for row in rows)])
