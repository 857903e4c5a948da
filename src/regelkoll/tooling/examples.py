"""The examples in rule files, tried by every engine that is installed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from regelkoll.check import checker, law_day_of
from regelkoll.model import Example, Interval, Outcome, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class Tried:
    """An example and what came out: an outcome, or for a classification `fact=value` or `cannot_tell`."""

    rule: Rule
    example: Example
    got: Outcome | str


def try_examples(ruleset: RuleSet) -> Iterator[Tried]:
    """Every example of every rule, each on the day that it names, else its decision date, else `in_force.from`."""
    evaluator = checker(ruleset).evaluator
    for rule in ruleset.rules:
        for example in rule.examples:
            law_day = _day(rule, example, ruleset)
            today = law_day if isinstance(law_day, date) else date(2030, 1, 1)
            facts = evaluator.facts(example.case, law_day, max(today, date(2030, 1, 1)))
            evaluation = evaluator.evaluate(example.case, facts, law_day)
            if rule.concludes is not None:
                told = evaluation.conclusions[rule.concludes[0]]
                true = [value for value, truth in told.items() if truth is True]
                yield Tried(rule, example, f"{rule.concludes[0]}={true[0]}" if true else "cannot_tell")
                continue
            finding = next(f for f in evaluation.findings if f.rule.id == rule.id)
            yield Tried(rule, example, finding.outcome)


def _day(rule: Rule, example: Example, ruleset: RuleSet) -> date | Interval | None:
    if example.on is not None:
        return example.on
    first = next((span.first for span in rule.in_force if span.first), None)
    law_day, source = law_day_of(example.case, ruleset, first or date(2030, 1, 1))
    return law_day if source != "check_day" or first is None else first
