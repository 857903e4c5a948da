"""Borders: the thresholds and dates of a rule, and which sides of each its examples try."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal as OneOf
from typing import TypeAlias

from regelkoll.engine.walk import conditions_in
from regelkoll.model import (
    Amount,
    Compare,
    Exact,
    Fact,
    Literal,
    Operand,
    ParameterRef,
    Rule,
    RuleSet,
    Several,
)
from regelkoll.tooling.examples import Tried, leaves
from regelkoll.values import as_written

Side: TypeAlias = OneOf["below", "on", "above"]
NEEDED: dict[str, tuple[Side, Side]] = {
    "less_than": ("below", "on"),
    "at_least": ("below", "on"),
    "before": ("below", "on"),
    "on_or_after": ("below", "on"),
    "at_most": ("on", "above"),
    "more_than": ("on", "above"),
    "on_or_before": ("on", "above"),
    "after": ("on", "above"),
}


@dataclass(frozen=True, slots=True)
class Border:
    """A threshold of a comparison, or a day of `in_force` (`fact` is then empty), and the sides not tried of it."""

    fact: str
    value: Exact
    text: str
    lacking: tuple[Side, ...]


def borders(rule: Rule, ruleset: RuleSet, tried: Sequence[Tried], neighbours: Sequence[Tried] = ()) -> Iterator[Border]:
    """Every border of the rule by its tried examples, in the rule's order; each once. The day outside its days may be
    tried by an example of another version (`neighbours`)."""
    seen: set[tuple[str, Exact, tuple[Side, Side]]] = set()
    for condition in conditions_in(rule):
        if not isinstance(condition, Compare):
            continue
        values = list(_values(condition, tried))
        for value, text, sides in _thresholds(condition, ruleset):
            if (condition.fact, value, sides) not in seen:
                seen.add((condition.fact, value, sides))
                there = {_side(one, value) for one in values}
                yield Border(condition.fact, value, text, tuple(side for side in sides if side not in there))
    yield from _days(rule, tried, neighbours)


def _thresholds(condition: Compare, ruleset: RuleSet) -> Iterator[tuple[Exact, str, tuple[Side, Side]]]:
    if condition.operator == "between" and isinstance(condition.operand, Several):
        for end, sides in zip(condition.operand.items, (NEEDED["at_least"], NEEDED["at_most"]), strict=True):
            yield from ((value, text, sides) for value, text in _exact(end, ruleset))
    elif condition.operator in NEEDED:
        yield from ((value, text, NEEDED[condition.operator]) for value, text in _exact(condition.operand, ruleset))


def _exact(operand: Operand, ruleset: RuleSet) -> Iterator[tuple[Exact, str]]:
    match operand:
        case Literal(value=Amount() | Fraction() | date() as value, text=text):
            yield value, text
        case ParameterRef(name=name):
            for row in ruleset.parameters[name].rows:
                held = row.values["value"]
                if isinstance(held, Amount | Fraction | date):
                    yield held, f"{ruleset.parameters[name].label}, {as_written(held)}"


def _values(condition: Compare, tried: Iterable[Tried]) -> Iterator[Exact]:
    for one in tried:
        for trace in one.traces:
            for node in leaves(trace):
                if node.condition == condition:
                    yield from (
                        known.value
                        for known in node.facts[:1]
                        if isinstance(known, Fact) and isinstance(known.value, Amount | Fraction | date)
                    )


def _side(value: Exact, border: Exact) -> Side | None:
    if isinstance(value, Amount) and isinstance(border, Amount):
        value, border = value.value, border.value
    if isinstance(value, Fraction) and isinstance(border, Fraction):
        return "below" if value < border else "above" if value > border else "on"
    if isinstance(value, date) and isinstance(border, date):
        return "below" if value < border else "above" if value > border else "on"
    return None


def _days(rule: Rule, tried: Iterable[Tried], neighbours: Iterable[Tried]) -> Iterator[Border]:
    """The first and the last day of each period that the rule is in force: the day itself and the day outside."""
    days = {one.law_day for one in tried}
    outside = days | {one.law_day for one in neighbours}
    for span in rule.in_force:
        if span.first is not None:
            lacking: list[Side] = ["on"] if span.first not in days else []
            lacking += ["below"] if span.first - timedelta(1) not in outside else []
            yield Border("", span.first, span.first.isoformat(), tuple(lacking))
        if span.last is not None:
            lacking = ["on"] if span.last not in days else []
            lacking += ["above"] if span.last + timedelta(1) not in outside else []
            yield Border("", span.last, span.last.isoformat(), tuple(lacking))
