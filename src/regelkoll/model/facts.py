"""Values, places, drafts and facts: what was read, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Literal as OneOf
from typing import TypeAlias


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


Part: TypeAlias = OneOf["header", "title", "heading", "signatures", "note"]
"""Where in a decision a place is that is no running text; `header` is a page's head or foot."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a draft or a file. Lines, columns and pages count from 1, `start`/`end` are characters from 0
    into the canonical text (end exclusive), `paragraph` from 1 in reading order, `cell` is (row, column) of a table
    from 1, `box` (left, top, right, bottom) in points from the page's upper left. `None`: there is no such thing.
    `part` is what the place is where it is not running text."""

    source: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    section: str | None = None
    paragraph: int | None = None
    cell: tuple[int, int] | None = None
    box: tuple[float, float, float, float] | None = None
    part: Part | None = None


BlockKind: TypeAlias = OneOf["title", "heading", "line", "para", "header", "note"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text in reading order.

    `line` is a short standalone line that may or may not be a heading, `header` what stands in a page's head or foot,
    `note` a footnote. `table` numbers the table that a block is of, at `row` and `column` from 0. `pieces` ties `text`
    to the canonical text: ascending (offset in `text`, offset in the canonical text) pairs; between two pairs the
    characters run in step.
    """

    kind: BlockKind
    text: str
    pieces: tuple[tuple[int, int], ...]
    level: int = 0
    table: int | None = None
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the canonical text from the character `start` on stands in the draft, as in `Location`."""

    start: int
    page: int | None = None
    paragraph: int | None = None
    cell: tuple[int, int] | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as blocks. `text` is the canonical text that locations count in; `flags` say what a reader must know
    about how it could be read (`cp1252`, `cut_off`, `tracked`, `hidden` …). `places` tells where in a format without
    lines the text stands. `unchanged` is the draft with its tracked or struck out changes undone."""

    name: str
    text: str
    blocks: tuple[Block, ...]
    sha256: str
    flags: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    unchanged: Draft | None = None


FLAGS = (
    *(
        "tracked",
        "struck_out",
        "hidden",
        "comments",
        "placeholder",
        "external",
        "embedded",
        "scan",
        "garbled",
        "laid_on",
        "script",
    ),
    *("picture", "updating"),
    *("attachment", "restricted", "signed", "converted", "cut_off", "cp1252", "control_characters"),
)
"""What a reader can say of a draft. Half read are `scan`, `garbled`, `picture`, `laid_on`, `cut_off`: text may be
missing."""


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
    """A fact without a usable value. `because` names the facts that a derived fact lacked, `meant` a listed name that
    unread words may stand for."""

    name: str
    why: Why
    reason: str = ""
    readings: tuple[Reading, ...] = ()
    because: tuple[str, ...] = ()
    meant: str = ""


Known: TypeAlias = Fact | Missing
Record: TypeAlias = Mapping[str, Known]


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of one draft: `draft` as read (or written as the draft's side), `known` as completed by a person."""

    name: str
    draft: Mapping[str, Known]
    known: Mapping[str, Known] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
