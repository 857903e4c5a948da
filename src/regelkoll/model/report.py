"""What an evaluation comes to: traces, findings, recommendation, receipt and report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal as OneOf
from typing import TypeAlias

from regelkoll.model.facts import Draft, Interval, Known, Location
from regelkoll.model.pack import Vocabulary
from regelkoll.model.rules import Condition, Outcome, Rule

Truth: TypeAlias = bool | None
"""Kleene's three values; `None` is unknown."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How a condition came out, down to the facts. `about` names the fact of a leaf, `note` what a leaf found
    (a near name, what a cover lacked, a register row's assumption)."""

    condition: Condition
    truth: Truth
    parts: tuple[Trace, ...] = ()
    facts: tuple[Known, ...] = ()
    notes: tuple[Note, ...] = ()
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What a leaf found beside its truth: `near` (a listed name that may be meant), `lacks` (a demanded value that no
    record meets), `assumed` (a register row without a source decided), `no_row`, `currencies`,
    `limit` (a parameter's value on the day, with its days and source), `no_limit` (it has none)."""

    kind: OneOf["near", "lacks", "assumed", "no_row", "currencies", "limit", "no_limit"]
    text: str


class Reason(StrEnum):
    """Why a rule did not apply or could not be told."""

    NOT_IN_FORCE = "not_in_force"
    NOT_FOR_THIS = "not_for_this"
    UNKNOWN = "unknown"
    ENGINES_DISAGREE = "engines_disagree"
    READINGS_DIFFER = "readings_differ"


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding accepted by a named role with a reason and a last day (inclusive). `diary` is a diary number, or a
    pattern in which `*` stands for any characters; `limits` a condition on the case that must hold for it to count."""

    rule: str
    diary: str
    reason: str
    approved_by: str
    until: date
    limits: Condition | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Waivers:
    """A file of waivers: what it lists, in its order, and sha256 of its text."""

    listed: tuple[Waiver, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class WaiverFault:
    """A waiver that does not count: `lapsed` (its last day is past), `beyond` (its limits do not hold or cannot be
    told), `too_wide` (it lasts so long that nobody would look at it again), `unmatched` (it names this very draft, and
    the rule has nothing to waive here), `no_diary` (the draft's diary number cannot be told, so that nobody knows
    whether the waiver names it; the first waiver of each rule stands for all of them)."""

    kind: OneOf["lapsed", "beyond", "unmatched", "too_wide", "no_diary"]
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule on one case. `settles` names the facts that would settle a `cannot_tell`; `exception` the label of the
    one that applied; `disagreement` what each engine said where they differ; `changed` and `unchanged` the outcome with
    the draft's tracked or struck out changes and without them, where those differ. `waiver` is the one in force that
    accepts it: the finding then counts neither in the recommendation nor in the exit code. `old`: the baseline holds
    it, which keeps it from the exit code alone. Neither changes the outcome."""

    rule: Rule
    outcome: Outcome
    reason: Reason | None = None
    applicability: Trace | None = None
    requirement: Trace | None = None
    exceptions: tuple[Trace, ...] = ()
    exception: str | None = None
    settles: tuple[str, ...] = ()
    assumed: bool = False
    disagreement: Mapping[str, str] = field(default_factory=dict)
    changed: Outcome | None = None
    unchanged: Outcome | None = None
    waiver: Waiver | None = None
    old: bool = False


class Recommendation(StrEnum):
    READY_TO_SIGN = "ready_to_sign"
    FIX_FIRST = "fix_first"
    LOOK_CLOSER = "look_closer"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a draft has in common with a copy of it that was saved in another format: `text` is one sum over body and
    footnotes, `body` and `notes` a short one for each of their passages in reading order, `heads` one for each line of
    the pages' heads and feet (sorted, each once), `undone` that of the text without tracked changes, where it has
    some, `cells` that of which cells of tables are empty, where some are."""

    text: str
    body: tuple[str, ...]
    notes: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    undone: str | None = None
    cells: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was checked with what: sha256 of the draft (bytes; canonical text), of each rule file (LF text), and of the
    PDF that the pages were taken from and of the waivers (LF text), where they were given; the draft's fingerprint,
    which a case file has none of."""

    draft_sha256: str
    text_sha256: str
    known_sha256: str | None
    rules: Mapping[str, str]
    program: str
    pack: str
    export_sha256: str | None = None
    waivers_sha256: str | None = None
    fingerprint: Fingerprint | None = None


@dataclass(frozen=True, slots=True)
class Report:
    draft: str
    recommendation: Recommendation
    law_day: date | Interval | None
    law_day_from: OneOf["decision", "as_of", "check_day", "unknown"]
    check_day: date
    engines: tuple[str, ...]
    findings: tuple[Finding, ...]
    facts: Mapping[str, Known]
    vocabulary: Vocabulary
    conclusions: Mapping[str, Mapping[str, Truth]]
    flags: frozenset[str]
    receipt: Receipt
    waiver_faults: tuple[WaiverFault, ...] = ()
    left_out: int = 0
    """How many rules of the pack were not tried, since the run was narrowed."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A report with what it is about: the draft as blocks (`None` for a case file) and the bytes that were given."""

    report: Report
    draft: Draft | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Unread:
    """A draft that could not be checked: the exit code that it gives and the sentences that say why."""

    draft: str
    code: int
    said: tuple[str, ...]


Run: TypeAlias = tuple[Reviewed | Unread, ...]
"""What came of the drafts of one run, in the order in which they were named."""
