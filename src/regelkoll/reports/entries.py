"""A report for machines: every finding as an entry, worst first, with its words on one line and its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from regelkoll.language import N_, Words
from regelkoll.model import Finding, Location, Outcome, Reason, Report, Severity, WaiverFault
from regelkoll.reports.cards import card
from regelkoll.reports.evidence import Evidence, evidence
from regelkoll.reports.lines import visible
from regelkoll.reports.sheet import Card
from regelkoll.wording import label_of

Level: TypeAlias = OneOf["error", "warning", "note"]

LEVELS: Mapping[Severity, Level] = {
    Severity.STOP: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
_ORDER = {Severity.STOP: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding. `message` says in a line what is wrong, cannot be told or holds; `rest` are the other lines that a
    reader wants: what the draft says, the rule, its sources, what to do. `items` are the readings that it rests on."""

    card: Card
    message: str
    rest: tuple[str, ...]
    items: tuple[Evidence, ...]

    @property
    def finding(self) -> Finding:
        return self.card.finding

    @property
    def counts(self) -> bool:
        """Whether the finding is something to act on: not met or not told, not waived and not old."""
        return self.open and not self.finding.old

    @property
    def open(self) -> bool:
        """Not met or not told, and not waived."""
        told = self.finding.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL)
        return told and self.finding.waiver is None


def entries(report: Report, words: Words) -> tuple[Entry, ...]:
    """Every finding of the report: what stops before what warns, and of each what is not met before what cannot be
    told; then what is waived, met, and does not apply."""
    return tuple(_entry(f, report, words) for f in sorted(report.findings, key=weight))


def weight(finding: Finding) -> tuple[int, int, int]:
    """The lower, the worse; the order of `entries`."""
    if finding.waiver is not None:
        return 2, 0, 0
    if finding.outcome is Outcome.PASSED:
        return 3, 0, 0
    if finding.outcome is Outcome.INAPPLICABLE:
        return 4, 0, 0
    if finding.reason is Reason.ENGINES_DISAGREE:
        return 0, 0, 0
    return 1 if finding.old else 0, _ORDER[finding.rule.severity], int(finding.outcome is Outcome.CANNOT_TELL)


def _entry(finding: Finding, report: Report, words: Words) -> Entry:
    made = card(1, finding, report, words)
    rest = tuple(visible(line) for line in _rest(made, words))
    return Entry(made, visible(_message(made, report, words)), rest, evidence(finding))


def _message(made: Card, report: Report, words: Words) -> str:
    finding = made.finding
    if finding.outcome is Outcome.INAPPLICABLE:
        return f"{made.title}: {made.apart}"
    if finding.outcome is not Outcome.CANNOT_TELL:
        return made.message
    said = words("Could not be told: {title}", title=made.title.rstrip("."))
    return f"{said}. {_lacks(made, report, words)}"


def _lacks(made: Card, report: Report, words: Words) -> str:
    """What would settle a finding that could not be told."""
    finding = made.finding
    if finding.reason is Reason.ENGINES_DISAGREE:
        return words("The engines disagree ({verdicts}). This is a fault in the program.", verdicts=made.verdicts)
    if finding.reason is Reason.READINGS_DIFFER:
        return words("It hangs on changes that nobody has decided: {verdicts}.", verdicts=made.verdicts)
    names = [label_of(report.vocabulary.get(name), name, words) for name in finding.settles]
    return words("Needed: {names}.", names=", ".join(names)) if names else words("Judge it yourself.")


def _rest(made: Card, words: Words) -> Iterator[str]:
    yield from (said.text for said in made.said)
    if made.more:
        yield made.more
    yield from made.notes
    yield words("Rule: {title} [{id}]", title=made.title, id=made.key)
    yield from (words("Source: {source}", source=source.text) for source in made.sources)
    if made.remedy and made.finding.outcome is Outcome.FAILED:
        yield words("What to do: {remedy}", remedy=made.remedy)
    yield made.decides
    if made.finding.assumed:
        yield words("The answer rests on an assumption.")
    yield from (line for line in (made.waived, made.old) if line)


def place_of(entry: Entry, report: Report) -> Location | None:
    """The first place in the draft that the finding rests on."""
    places = (item.reading.location for item in entry.items)
    return next((place for place in places if place is not None and place.source == report.draft), None)


def fact_path(item: Evidence) -> str:
    """The fact, with a dot before the field of a list's record."""
    return f"{item.list}.{item.fact}" if item.list else item.fact


def fingerprint(entry: Entry, report: Report) -> str:
    """What stays the same while a draft is worked on: the rule, the draft's name and the facts; no line, no words."""
    facts = sorted({fact_path(item) for item in entry.items} or set(entry.finding.settles))
    return digest(entry.card.key, report.draft, *facts)


def digest(*parts: str) -> str:
    """A hash of the parts in hexadecimal; a part's end cannot be taken for another's beginning."""
    data = "\0".join(part.replace("\\", "\\\\").replace("\0", "\\0") for part in parts)
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()


NOT_CHECKED = N_("The draft could not be checked.")


def fault_key(fault: WaiverFault) -> str:
    """A name of a fault of a waiver for machines."""
    return f"waiver-{fault.kind.replace('_', '-')}"
