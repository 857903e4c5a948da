"""The published shape of the JSON report, and its JSON Schema."""

from __future__ import annotations

from typing import Any, TypeAlias
from typing import Literal as OneOf

from pydantic import BaseModel, ConfigDict, Field, RootModel

Truth: TypeAlias = bool | None


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Place(_Shape):
    """A place in the draft or in a case file. What the format does not have is left out."""

    source: str = Field(description="The file's name.")
    line: int | None = Field(default=None, ge=1)
    column: int | None = Field(default=None, ge=1)
    end_line: int | None = Field(default=None, ge=1)
    start: int | None = Field(default=None, ge=0, description="First character in the canonical text, from 0.")
    end: int | None = Field(default=None, ge=0, description="The character after the last one.")
    page: int | None = Field(default=None, ge=1)
    section: str | None = Field(default=None, description="The heading that the place stands under.")
    paragraph: int | None = Field(default=None, ge=1, description="The paragraph, in reading order.")
    cell: list[int] | None = Field(default=None, description="Row and column of a table, from 1.")
    box: list[float] | None = Field(
        default=None, description="Left, top, right, bottom in points, from the upper left."
    )
    part: OneOf["header", "title", "heading", "signatures", "note"] | None = Field(
        default=None, description="What the place is where it is no running text; header is a page's head or foot."
    )


class Inexact(_Shape):
    """A value known only to lie between two ends, both included; null is no bound."""

    from_: str | int | None = Field(alias="from")
    to: str | int | None
    shown: str = Field(description="How a reader is shown it, in Swedish.")


class Absent(_Shape):
    """A record's field without a value."""

    missing: OneOf["not_stated", "unreadable", "conflicting"]


Single: TypeAlias = bool | int | str | Inexact
Nested: TypeAlias = list[dict[str, Single | Absent]]
AnyValue: TypeAlias = Single | list[dict[str, Single | Absent | Nested]]
Origin: TypeAlias = OneOf["draft", "known"]


class ReadingShape(_Shape):
    """One reading of a fact; the value is null where the words cannot be read."""

    value: AnyValue | None
    quote: str
    location: Place | None = None
    origin: Origin


class FactShape(_Shape):
    """A fact with a value: amounts as decimal strings in kronor (others as "200000 EUR"), days as YYYY-MM-DD, whole
    numbers as numbers, shares as decimal strings (0.5 is 50 %), yes and no as true and false."""

    value: AnyValue
    complete: bool | None = Field(default=None, description="Lists: false where part of it could not be read.")
    quote: str | None = None
    location: Place | None = None
    origin: Origin | None = None
    readings: list[ReadingShape] | None = Field(default=None, description="Where there is more than one.")


class MissingShape(_Shape):
    """A fact without a usable value."""

    missing: OneOf["not_stated", "unreadable", "conflicting"]
    reason: str
    because: list[str] = Field(description="The facts that a derived fact lacked.")
    readings: list[ReadingShape]


class NamedFact(FactShape):
    name: str


class NamedMissing(MissingShape):
    name: str


class EvidenceShape(_Shape):
    fact: str = Field(description="The fact, or the field of a list's record.")
    list: str | None = Field(default=None, description="The list fact that the field belongs to.")
    quote: str
    location: Place | None = None


class SourceShape(_Shape):
    statute: str
    section: str | None = None
    wording: str | None = None
    url: str | None = None
    quote: str | None = None
    unverified: bool = Field(description="True where the text of the source has not been read.")


class SpanShape(_Shape):
    """Days, both ends included; an end that is left out is open."""

    from_: str | None = Field(default=None, alias="from")
    to: str | None = None


class NoteShape(_Shape):
    kind: OneOf["near", "lacks", "assumed", "no_row", "currencies", "limit", "no_limit"]
    text: str


class TraceShape(_Shape):
    """How a condition came out; null is unknown."""

    text: str
    truth: Truth
    parts: list[TraceShape]
    facts: list[NamedFact | NamedMissing]
    notes: list[NoteShape]
    record: int | None = Field(default=None, description="Which record of a list, from 0.")


class Traces(_Shape):
    applicability: TraceShape | None = None
    requirement: TraceShape | None = None
    exceptions: list[TraceShape]


class ReadingsShape(_Shape):
    """The outcomes with the draft's tracked or struck out changes and without them, where they differ."""

    changed: OneOf["passed", "failed", "inapplicable", "cannot_tell"]
    unchanged: OneOf["passed", "failed", "inapplicable", "cannot_tell"]


class WaiverShape(_Shape):
    """A finding accepted by a named role."""

    diary: str = Field(description="A diary number, or a pattern in which * stands for any characters.")
    reason: str
    approved_by: str
    until: str = Field(description="The last day, included.")


class WaiverFaultShape(WaiverShape):
    """A waiver that does not count for this draft."""

    kind: OneOf["lapsed", "beyond", "unmatched", "too_wide", "no_diary"]
    rule: str


class FindingShape(_Shape):
    """One rule on the draft."""

    rule: str
    version: str | None
    outcome: OneOf["passed", "failed", "inapplicable", "cannot_tell"]
    severity: OneOf["stop", "warning", "info"]
    title: str
    message: str = Field(description="What is wrong, or the rule's sentence when it passed; empty otherwise.")
    remedy: str
    evidence: list[EvidenceShape] = Field(description="The words that the outcome rests on.")
    source: list[SourceShape]
    in_force: list[SpanShape]
    decides: OneOf["text", "register", "case_data", "wording"] = Field(description="How much a machine can settle.")
    reason: OneOf["not_in_force", "not_for_this", "unknown", "engines_disagree", "readings_differ"] | None
    settles: list[str] = Field(description="The facts that would settle what could not be told.")
    assumed: bool = Field(description="True where a register row without a source decided.")
    exception: str | None = Field(description="The label of the exception by which the rule passed.")
    disagreement: dict[str, str] = Field(description="What each engine said, where they differ.")
    readings: ReadingsShape | None = None
    waiver: WaiverShape | None = Field(default=None, description="The waiver by which the finding does not count.")
    old: bool | None = Field(default=None, description="True where the baseline holds it: the gate lets it through.")
    trace: Traces | None = None


class FingerprintShape(_Shape):
    """What the draft has in common with a copy saved in another format: letters and digits, without hyphens, spaces
    but those between digits, and the heads of pages. The short sums are the first 16 digits of a passage's sha256."""

    text: str = Field(description="sha256 of body and footnotes.")
    body: list[str] = Field(description="A short sum of each passage of the body, in reading order.")
    notes: list[str] = Field(description="The same of the footnotes.")
    heads: list[str] = Field(description="The same of the lines of the pages' heads and feet, sorted, each once.")
    undone: str | None = Field(description="sha256 of the text without its tracked changes, where there are some.")
    cells: str | None = Field(default=None, description="sha256 of which cells are empty, if any are.")


class ReceiptShape(_Shape):
    """What was checked with what."""

    draft_sha256: str
    text_sha256: str
    known_sha256: str | None
    rules: dict[str, str] = Field(description="sha256 of each rule file's text with LF line ends.")
    program: str
    pack: str
    export_sha256: str | None = Field(default=None, description="The PDF that page numbers were taken from, if given.")
    fingerprint: FingerprintShape | None = Field(default=None, description="Drafts; a case file has none.")
    waivers_sha256: str | None = Field(default=None, description="The file of waivers, with LF line ends, if given.")


class ReportShape(_Shape):
    """The check of one draft. It does not say that the decision is lawful."""

    schema_: OneOf["regelkoll.report/1"] = Field(alias="schema")
    draft: str
    recommendation: OneOf["ready_to_sign", "fix_first", "look_closer", "could_not_check"]
    law_day: str | Inexact | None = Field(description="The day whose rules were tried.")
    law_day_from: OneOf["decision", "as_of", "check_day", "unknown"]
    check_day: str
    engines: list[str]
    findings: list[FindingShape]
    facts: dict[str, FactShape | MissingShape]
    conclusions: dict[str, dict[str, Truth]]
    flags: list[str]
    receipt: ReceiptShape
    waiver_faults: list[WaiverFaultShape] | None = Field(
        default=None, description="Waivers that name the draft and do not count, or whose draft cannot be told."
    )
    left_out: int | None = Field(
        default=None, description="How many rules of the pack were not tried, since the run was narrowed."
    )
    digest: str = Field(description="sha256 of this report without this line; it shows edits made without ill will.")


class UnreadShape(_Shape):
    """A draft that could not be checked, with the exit code that it gives and why."""

    draft: str
    exit: int
    said: list[str]


class ReportsShape(_Shape):
    """The checks of several drafts."""

    schema_: OneOf["regelkoll.report/1"] = Field(alias="schema")
    reports: list[ReportShape]
    unread: list[UnreadShape] | None = None


class Whole(RootModel[ReportShape | ReportsShape]):
    """A report of regelkoll, or several."""


def report_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what the JSON renderer writes."""
    schema = Whole.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
