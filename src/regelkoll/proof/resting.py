"""Which findings of a report rest on what changed in the draft since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from regelkoll.drafts.fingerprint import plain
from regelkoll.engine.walk import facts_behind, facts_used
from regelkoll.model import Draft, Report, Rule, RuleSet

Data: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Resting:
    """A finding that rests on what changed: its outcome then, and now (`None`: the rule is not among those in use)."""

    rule: str
    title: str
    then: str
    now: str | None
    facts: tuple[str, ...]
    """The changed facts that it rests on; none where it rests on words that are not there any more."""


def resting(
    report: Data, now: Report | None, draft: Draft | None, changed: set[str], ruleset: RuleSet
) -> list[Resting]:
    """The findings that rest on the changed facts or on words that are gone, and those that come out otherwise now,
    those first; rules that did not apply and do not are left out."""
    behind = _Behind(ruleset, changed)
    rules = {(rule.id, rule.version): rule for rule in ruleset.rules}
    outcomes = {} if now is None else {f.rule.id: f.outcome.value for f in now.findings}
    text = None if draft is None else plain(draft.text)
    found = []
    for finding in report["findings"]:
        rule, then = rules.get((finding["rule"], finding["version"])), str(finding["outcome"])
        facts = behind.changed(_named(finding, rule))
        told = outcomes.get(finding["rule"])
        stands = not facts and _stands(finding, report["draft"], text) and told in (then, None)
        if not stands and {then, told} != {"inapplicable"}:
            found.append(Resting(finding["rule"], finding["title"], then, told, facts))
    return sorted(found, key=lambda one: one.then == one.now)


def _named(finding: Data, rule: Rule | None) -> set[str]:
    """The facts that a finding's rule names, or that the finding itself does."""
    named = {name for item in finding["evidence"] for name in (item["fact"], item.get("list")) if name}
    return named | set(finding["settles"]) | (facts_used(rule) if rule is not None else set())


def _stands(finding: Data, draft: str, text: str | None) -> bool:
    """Whether the words of the draft that a finding quotes are there still."""
    quotes = [e["quote"] for e in finding["evidence"] if (e.get("location") or {}).get("source") == draft]
    return text is None or all(plain(quote) in text for quote in quotes)


class _Behind:
    """Which changed facts are behind a fact: what it is computed from, and what its classifications ask."""

    def __init__(self, ruleset: RuleSet, changed: set[str]) -> None:
        self.ruleset, self.facts = ruleset, changed
        self.concluded: dict[str, set[str]] = {}
        for rule in ruleset.rules:
            if rule.concludes is not None:
                self.concluded.setdefault(rule.concludes[0], set()).update(facts_used(rule))

    def changed(self, names: Iterable[str]) -> tuple[str, ...]:
        found: set[str] = set()
        left = set(names)
        while left:
            new = (facts_behind(left, self.ruleset.vocabulary) | left) - found
            found |= new
            left = {fact for name in new for fact in self.concluded.get(name, ())} - found
        return tuple(sorted(found & self.facts))
