"""Every type of the program, frozen. Read this first.

Three values in a row, `Draft → Case → Report`, and beside them the `RuleSet` that judges. Nothing here does any work
beyond keeping its own promises (an interval is never empty, a report's facts keep their order).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal as OneOf
from typing import TypeAlias

# ── values ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Kind(StrEnum):
    """What a fact's value is; the kind decides how a literal is read and which operators apply."""

    AMOUNT = "amount"
    DATE = "date"
    INTEGER = "integer"
    SHARE = "share"
    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money: exact, in whole units of `currency` (kronor for SEK, never öre or thousands)."""

    value: Fraction
    currency: str = "SEK"


Exact: TypeAlias = Amount | Fraction | date | str | bool
"""An exact value: Amount (amount), Fraction (integer; share, where 1/2 is 50 %), date, str (text, choice), bool."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An inexact value: the set of what it may be, both ends inclusive, `None` = unbounded. Ordered kinds only.

    `shown` is the member a reader is shown ("år 2020" as a start is shown as 2020-01-01); it decides nothing.
    """

    low: Amount | Fraction | date | None
    high: Amount | Fraction | date | None
    shown: Amount | Fraction | date | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """The value of a list fact: its records in reading order. `complete` is False where part was not readable."""

    items: tuple[Record, ...]
    complete: bool = True


Value: TypeAlias = Exact | Interval | Records

# ── places ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a draft or a file. Lines, columns and pages count from 1, `start`/`end` are characters from 0
    into the canonical text (end exclusive); `None` means that the format has no such thing."""

    source: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    section: str | None = None


# ── drafts ────────────────────────────────────────────────────────────────────────────────────────────────────────

BlockKind: TypeAlias = OneOf["title", "heading", "line", "para", "header"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text in reading order.

    `line` is a short standalone line that may or may not be a heading. `pieces` ties `text` to the canonical text:
    ascending (offset in `text`, offset in the canonical text) pairs; between two pairs the characters run in step.
    """

    kind: BlockKind
    text: str
    pieces: tuple[tuple[int, int], ...]
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as blocks. `text` is the canonical text that locations count in; `flags` say what a reader must know
    about how it could be read (`cp1252`, `cut_off`, `control_characters` …)."""

    name: str
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    flags: frozenset[str] = frozenset()


# ── facts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Why(StrEnum):
    """Why a fact has no usable value, gravest last."""

    NOT_STATED = "not_stated"
    UNREADABLE = "unreadable"
    CONFLICTING = "conflicting"


Origin: TypeAlias = OneOf["draft", "known"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a fact: the words it was read from, where they stand, and their value (`None`: unreadable)."""

    value: Value | None
    quote: str
    location: Location | None = None
    origin: Origin = "draft"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with a value possible under all its readings."""

    name: str
    value: Value
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact without a usable value. `because` names the facts that a derived fact lacked."""

    name: str
    why: Why
    reason: str = ""
    readings: tuple[Reading, ...] = ()
    because: tuple[str, ...] = ()


Known: TypeAlias = Fact | Missing
Record: TypeAlias = Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of one draft: `draft` as read (or written as the draft's side), `known` as completed by a person."""

    name: str
    draft: Mapping[str, Known]
    known: Mapping[str, Known] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()


# ── problems ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an author can put right. `code` is stable; `details` fill the message's and the hint's places."""

    file: str
    line: int
    column: int
    code: str
    details: Mapping[str, str] = field(default_factory=dict)
    near: str | None = None


# ── vocabulary, registers, parameters ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends inclusive, `None` = open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The law, guideline or decision that something rests on. `unverified`: its text was not read."""

    statute: str
    section: str | None = None
    wording: str | None = None
    url: str | None = None
    quote: str | None = None
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class RegisterName:
    """A register column whose names and listed variants are equal for a fact."""

    register: str
    column: str


@dataclass(frozen=True, slots=True)
class FieldType:
    """A field of a list's records, or a register's column. `variants` names the column with other spellings."""

    name: str
    kind: Kind
    label: str
    values: tuple[str, ...] = ()
    names: RegisterName | None = None
    variants: str | None = None
    fields: Mapping[str, FieldType] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a derived fact is computed: a function of the closed set, its arguments by name."""

    function: str
    arguments: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FactType:
    """A fact that exists: its kind, its label, and where a draft states it (`read`), or how it comes about.

    `read` and `find` are the reader's instructions, validated when loaded. `law_day` marks the fact whose date
    picks rules and rows. `empty` says what an empty list means (`known` or `not_stated`).
    """

    name: str
    kind: Kind
    label: str
    values: tuple[str, ...] = ()
    names: RegisterName | None = None
    fields: Mapping[str, FieldType] = field(default_factory=dict)
    empty: OneOf["known", "not_stated"] = "not_stated"
    read: Mapping[str, object] | None = None
    find: Mapping[str, object] | None = None
    derive: Derivation | None = None
    concluded: bool = False
    law_day: bool = False
    label_en: str | None = None


Vocabulary: TypeAlias = Mapping[str, FactType]


@dataclass(frozen=True, slots=True)
class Row:
    """A register row: exact values by column (a list column holds a tuple of texts), its days and its source."""

    values: Mapping[str, Exact | tuple[str, ...]]
    in_force: tuple[Span, ...] = ()
    source: Source | None = None
    assumed: bool = False
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Register:
    name: str
    label: str
    key: tuple[str, ...]
    columns: Mapping[str, FieldType]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value by date: `rows` have one column, `value`."""

    name: str
    kind: Kind
    label: str
    rows: tuple[Row, ...]


# ── conditions ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Literal:
    value: Exact | Interval
    text: str


@dataclass(frozen=True, slots=True)
class Several:
    """A list of operands: the right side of `in`, or the two ends of `between`."""

    items: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class FactRef:
    name: str


@dataclass(frozen=True, slots=True)
class FieldRef:
    name: str


@dataclass(frozen=True, slots=True)
class ParameterRef:
    name: str


@dataclass(frozen=True, slots=True)
class Where:
    """A demand on a register row: the column on the left side."""

    column: str
    operator: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class LookUp:
    register: str
    column: str
    where: tuple[Where, ...] = ()
    on: OneOf["law_day", "any"] = "law_day"


Operand: TypeAlias = Literal | Several | FactRef | FieldRef | ParameterRef | LookUp


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    """`fact` is a fact's name, or inside a quantifier's body a field's (`of_record`)."""

    fact: str
    operator: str
    operand: Operand
    of_record: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    fact: str
    of_record: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Agrees:
    fact: str
    of_record: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Some:
    fact: str
    body: Condition
    of_record: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Every:
    fact: str
    body: Condition
    of_record: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class NoneOf:
    fact: str
    body: Condition
    of_record: bool = False
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """Every value that the register demands is met by a record's field `by`."""

    fact: str
    demand: LookUp
    by: str
    of_record: bool = False
    label: str | None = None


Condition: TypeAlias = AllOf | AnyOf | Not | Compare | Stated | Agrees | Some | Every | NoneOf | Cover

# ── rules ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Severity(StrEnum):
    STOP = "stop"
    WARNING = "warning"
    INFO = "info"


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    INAPPLICABLE = "inapplicable"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Unless:
    """An exception that the law grants: where `when` is true the rule is met."""

    label: str
    source: tuple[Source, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    case: Case
    expect: Outcome | str
    on: date | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """A rule's words in one language."""

    title: str
    message: str = ""
    remedy: str = ""
    passed: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated version of a rule. A classification has `concludes` (fact, value) and its condition in `applies_when`;
    a requirement has `requires`. `version` is the file name's date part, `None` for the first."""

    id: str
    version: str | None
    area: str
    texts: Mapping[str, Texts]
    source: tuple[Source, ...]
    in_force: tuple[Span, ...]
    severity: Severity
    decides: OneOf["text", "register", "case_data", "wording"]
    applies_when: Condition | None
    requires: Condition | None
    unless: tuple[Unless, ...]
    concludes: tuple[str, str] | None
    why: str
    examples: tuple[Example, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A loaded pack: nothing in it can raise when it is evaluated. `strata` order the classifications: the facts
    concluded in one stratum need only earlier ones. `reading` is the pack's reading profile."""

    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    registers: Mapping[str, Register]
    parameters: Mapping[str, Parameter]
    reading: Mapping[str, object]
    strata: tuple[tuple[str, ...], ...]
    files: Mapping[str, str]
    name: str = ""
    version: str = ""


# ── the report ────────────────────────────────────────────────────────────────────────────────────────────────────

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
    record meets), `assumed` (a register row without a source decided), `no_row`, `currencies`."""

    kind: OneOf["near", "lacks", "assumed", "no_row", "currencies"]
    text: str


class Reason(StrEnum):
    """Why a rule did not apply or could not be told."""

    NOT_IN_FORCE = "not_in_force"
    NOT_FOR_THIS = "not_for_this"
    UNKNOWN = "unknown"
    ENGINES_DISAGREE = "engines_disagree"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule on one case. `settles` names the facts that would settle a `cannot_tell`; `exception` the label of the
    one that applied; `disagreement` what each engine said where they differ."""

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


class Recommendation(StrEnum):
    READY_TO_SIGN = "ready_to_sign"
    FIX_FIRST = "fix_first"
    LOOK_CLOSER = "look_closer"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was checked with what: sha256 of the draft (bytes; canonical text) and of each rule file (LF text)."""

    draft_sha256: str
    text_sha256: str
    known_sha256: str | None
    rules: Mapping[str, str]
    program: str
    pack: str


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
