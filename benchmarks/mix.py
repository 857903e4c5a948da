"""The region's own pack made 85 rules, and cases of its vocabulary with missing and inexact facts, from a seed.

A rule beyond the pack's own is one of them with its numbers, amounts and dates moved, so that its atoms are new while
registers, quantifiers, look-ups, statements and exceptions keep the pack's proportions.
"""

from __future__ import annotations

import random
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from regelkoll import model as m
from regelkoll.check import read_case
from regelkoll.rulefiles import load_rules

ROOT = Path(__file__).parent.parent
LAW_DAYS = (date(2020, 11, 25), date(2021, 3, 1), date(2019, 5, 2))


def moved(thing: Any, by: int) -> Any:
    """A condition with its literals moved."""
    if isinstance(thing, m.Literal):
        return m.Literal(_moved_value(thing.value, by), thing.text)
    if isinstance(thing, tuple):
        return tuple(moved(part, by) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{f.name: moved(getattr(thing, f.name), by) for f in fields(thing)})
    return thing


def _moved_value(value: Any, by: int) -> Any:
    if isinstance(value, m.Amount):
        return m.Amount(value.value + by, value.currency)
    if isinstance(value, date):
        return value + timedelta(days=by)
    return value + by if isinstance(value, Fraction) else value


def pack(count: int = 85) -> m.RuleSet:
    ruleset = load_rules(ROOT / "rules")
    required = [rule for rule in ruleset.rules if rule.concludes is None]
    others = [rule for rule in ruleset.rules if rule.concludes is not None]
    made = []
    for index in range(count - len(others)):
        rule, by = required[index % len(required)], index // len(required)
        copy = replace(rule, applies_when=moved(rule.applies_when, by), requires=moved(rule.requires, by))
        made.append(replace(copy, unless=moved(rule.unless, by), id=f"{rule.id}-{by}"))
    return replace(ruleset, rules=(*made, *others))


def cases(ruleset: m.RuleSet, count: int, seed: int = 1) -> list[m.Case]:
    """The project's drafts as read, with facts dropped, made unreadable or exchanged between them."""
    drafts = [path for path in sorted((ROOT / "cases").rglob("*")) if path.suffix in (".txt", ".md")]
    read = [read_case(path.read_bytes(), path.name, ruleset) for path in drafts]
    r = random.Random(seed)
    made = []
    for index in range(count):
        draft = dict(r.choice(read).draft)
        for name in list(draft):
            roll = r.random()
            if roll < 0.1:
                draft[name] = m.Missing(name, r.choice(list(m.Why)))
            elif roll < 0.3:
                draft[name] = r.choice(read).draft.get(name, draft[name])
        made.append(m.Case(f"c{index}", draft))
    return made
