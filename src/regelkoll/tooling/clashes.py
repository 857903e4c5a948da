"""Rules against each other: the same condition twice, and conclusions that can both be true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from regelkoll.engine.days import overlap
from regelkoll.model import AllOf, Amount, Compare, Condition, Exact, Literal, Not, Problem, Rule, Several, Stated
from regelkoll.tooling.advice import Sheets
from regelkoll.tooling.examples import Tried
from regelkoll.values import name_key


def bare(value: Any) -> Any:
    """A condition without its labels."""
    if isinstance(value, tuple):
        return tuple(bare(part) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    kept = {f.name: bare(getattr(value, f.name)) for f in fields(value)}
    return replace(value, **(kept | ({"label": None} if "label" in kept else {})))


def same_conditions(pack: Sheets) -> Iterator[Problem]:
    """Requirements of other ids with the same applicability, demand and exceptions, on some of the same days."""
    seen: dict[tuple[Any, ...], list[Rule]] = {}
    for rule in (rule for rule in pack.ruleset.rules if rule.concludes is None):
        key = (bare(rule.applies_when), bare(rule.requires), tuple(bare(e.when) for e in rule.unless))
        for other in seen.get(key, ()):
            if other.id != rule.id and _same_days(rule, other):
                yield pack.advice("same-condition", rule.location.source, "requires", file=other.location.source)
        seen.setdefault(key, []).append(rule)


def _same_days(one: Rule, other: Rule) -> bool:
    return not one.in_force or not other.in_force or overlap(one.in_force, other.in_force) is not None


def clashing(pack: Sheets, tried: Sequence[Tried]) -> Iterator[Problem]:
    """Classifications of one fact with different values that are not shown to exclude each other. An example in which
    both came out true is proof; else their conditions must differ in a demand on one fact."""
    rules = [rule for rule in pack.ruleset.rules if rule.concludes is not None]
    for one, other in combinations(rules, 2):
        assert one.concludes is not None
        assert other.concludes is not None
        if (
            one.concludes[0] != other.concludes[0]
            or one.concludes[1] == other.concludes[1]
            or not _same_days(one, other)
        ):
            continue
        proof = next(
            (t for t in tried if {one.concludes[1], other.concludes[1]} <= set(t.concluded.get(one.concludes[0], ()))),
            None,
        )
        if proof is None and exclusive(one.applies_when, other.applies_when):
            continue
        how = f" ({proof.rule.id}: {proof.example.name})" if proof else ""
        yield pack.advice(
            "conclusions-both", other.location.source, "when", file=one.location.source, fact=one.concludes[0], how=how
        )


def exclusive(one: Condition | None, other: Condition | None) -> bool:
    """Whether two conditions are shown never to be true together: two demands that all of each makes cannot be."""
    return any(_apart(a, b) for a in _demands(one) for b in _demands(other))


def _demands(condition: Condition | None) -> list[Condition]:
    if isinstance(condition, AllOf):
        return [demand for part in condition.parts for demand in _demands(part)]
    return [] if condition is None else [condition]


def _apart(one: Condition, other: Condition) -> bool:
    if isinstance(one, Not) and bare(one.part) == bare(other):
        return True
    if isinstance(other, Not) and bare(other.part) == bare(one):
        return True
    if isinstance(other, Not) and isinstance(other.part, Stated):
        return isinstance(one, Compare) and one.fact == other.part.fact
    if isinstance(one, Not) and isinstance(one.part, Stated):
        return isinstance(other, Compare) and other.fact == one.part.fact
    if not isinstance(one, Compare) or not isinstance(other, Compare) or one.fact != other.fact:
        return False
    mine, theirs = _members(one), _members(other)
    if mine is not None and theirs is not None:
        return not mine & theirs
    return _left_of(one, other) or _left_of(other, one)


def _members(condition: Compare) -> set[Any] | None:
    """The values that `is` and `in` allow."""
    if condition.operator == "is" and isinstance(condition.operand, Literal):
        return {_plain(condition.operand.value)}
    if condition.operator == "in" and isinstance(condition.operand, Several):
        literals = [item for item in condition.operand.items if isinstance(item, Literal)]
        return {_plain(item.value) for item in literals} if len(literals) == len(condition.operand.items) else None
    return None


def _plain(value: Any) -> Any:
    return name_key(value) if isinstance(value, str) else value


_UPPER = {"less_than": False, "before": False, "at_most": True, "on_or_before": True}
_LOWER = {"more_than": False, "after": False, "at_least": True, "on_or_after": True}


def _left_of(one: Compare, other: Compare) -> bool:
    """Whether all that one allows lies below all that the other does."""
    if one.operator not in _UPPER or other.operator not in _LOWER:
        return False
    high, low = _end(one), _end(other)
    if high is None or low is None or type(high) is not type(low):
        return False
    return bool(high < low or (high == low and not (_UPPER[one.operator] and _LOWER[other.operator])))  # type: ignore[operator]


def _end(condition: Compare) -> Exact | None:
    value = condition.operand.value if isinstance(condition.operand, Literal) else None
    if isinstance(value, Amount):
        return value.value
    return value if isinstance(value, date) or hasattr(value, "numerator") else None  # type: ignore[return-value]
