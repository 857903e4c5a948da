"""A new version of a draft beside the former one: what is mended, what is new, what remains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regelkoll.language import Words
from regelkoll.model import Finding, Outcome, Report
from regelkoll.reports.cards import OUTCOMES
from regelkoll.wording import full_id, rule_texts

OPEN = (Outcome.FAILED, Outcome.CANNOT_TELL)


@dataclass(frozen=True, slots=True)
class Change:
    """A rule's title and how it came out then and now. `key` is its full id; `shown` says that it is open now;
    `outcome` is how it came out now, in words: a title alone reads as if it were so."""

    key: str
    title: str
    outcome: str
    shown: bool
    then: Outcome | None
    now: Outcome | None


@dataclass(frozen=True, slots=True)
class Compared:
    """`mended` was open and is met or does not apply now; `new` is open and was not; `remains` is open in both."""

    draft: str
    id: str
    mended: tuple[Change, ...]
    new: tuple[Change, ...]
    remains: tuple[Change, ...]


def compared(then: Report, now: Report, id: str, words: Words) -> Compared:
    """What has become of the former report's findings. `id` is that report's."""
    before, after = _by_rule(then), _by_rule(now)
    changes = [_change(rule, before, after, words) for rule in {**after, **before}]
    return Compared(
        then.draft,
        id,
        tuple(c for c in changes if c.then in OPEN and c.now not in OPEN),
        tuple(c for c in changes if c.then not in OPEN and c.now in OPEN),
        tuple(c for c in changes if c.then in OPEN and c.now in OPEN),
    )


def _by_rule(report: Report) -> dict[str, Finding]:
    return {finding.rule.id: finding for finding in report.findings}


def _change(rule: str, before: Mapping[str, Finding], after: Mapping[str, Finding], words: Words) -> Change:
    was, now = before.get(rule), after.get(rule)
    either = now if now is not None else was
    assert either is not None
    outcomes = [None if one is None else one.outcome for one in (was, now)]
    said = "" if now is None else words(OUTCOMES[now.outcome])
    return Change(full_id(either.rule), rule_texts(either.rule, words).title, said, outcomes[1] in OPEN, *outcomes)
