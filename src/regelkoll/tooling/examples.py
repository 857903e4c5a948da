"""The examples in rule files, tried by every engine that is installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from regelkoll.check import checker, law_day_of
from regelkoll.model import Example, Finding, Interval, Known, Outcome, Rule, RuleSet, Trace, Truth
from regelkoll.wording import full_id

LATE = date(2030, 1, 1)


@dataclass(frozen=True, slots=True)
class Tried:
    """An example and what came out: an outcome, or for a classification `fact=value` or `cannot_tell`; with the finding
    (none for a classification), the facts and the day that the rules were tried for. `concluded` holds every value that
    a classification's fact came out as true."""

    rule: Rule
    example: Example
    got: Outcome | str
    finding: Finding | None = None
    facts: Mapping[str, Known] = field(default_factory=dict)
    law_day: date | Interval | None = None
    concluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def traces(self) -> tuple[Trace, ...]:
        if self.finding is None:
            return ()
        found = (self.finding.applicability, self.finding.requirement, *self.finding.exceptions)
        return tuple(trace for trace in found if trace is not None)


def try_examples(ruleset: RuleSet, named: str = "") -> Iterator[Tried]:
    """Every example of every rule whose id with its date contains `named`, each on the day that it names, else its
    decision date, else `in_force.from`; judged by the version whose file it stands in, whatever the day picks."""
    evaluator = checker(ruleset).evaluator
    for rule in (rule for rule in ruleset.rules if named.casefold() in full_id(rule)):
        for example in rule.examples:
            law_day = _day(rule, example, ruleset)
            today = law_day if isinstance(law_day, date) else LATE
            facts = evaluator.facts(example.case, law_day, max(today, LATE))
            evaluation = evaluator.evaluate(example.case, facts, law_day)
            told = {
                fact: tuple(v for v, truth in told.items() if truth) for fact, told in evaluation.conclusions.items()
            }
            if rule.concludes is not None:
                true = told[rule.concludes[0]]
                got = f"{rule.concludes[0]}={true[0]}" if true else "cannot_tell"
                yield Tried(rule, example, got, None, facts, law_day, told)
                continue
            finding = next(f for f in evaluation.by_version if f.rule is rule)
            yield Tried(rule, example, finding.outcome, finding, facts, law_day, told)


def leaves(trace: Trace) -> Iterator[Trace]:
    """A trace and everything below it, outermost first."""
    yield trace
    for part in trace.parts:
        yield from leaves(part)


def truths(tried: Iterator[Tried] | list[Tried]) -> dict[int, set[Truth]]:
    """How each condition came out in the examples, by the condition's identity."""
    found: dict[int, set[Truth]] = {}
    for one in tried:
        for trace in one.traces:
            for node in leaves(trace):
                found.setdefault(id(node.condition), set()).add(node.truth)
    return found


def _day(rule: Rule, example: Example, ruleset: RuleSet) -> date | Interval | None:
    if example.on is not None:
        return example.on
    first = next((span.first for span in rule.in_force if span.first), None)
    law_day, source = law_day_of(example.case, ruleset, first or LATE)
    return law_day if source != "check_day" or first is None else first
