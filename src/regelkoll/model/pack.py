"""What a pack holds beside its rules: problems, vocabulary, registers and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias
from typing import Literal as OneOf

from regelkoll.model.facts import Exact, Kind, Location


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an author can put right. `code` is stable; `details` fill the message's and the hint's places."""

    file: str
    line: int
    column: int
    code: str
    details: Mapping[str, str] = field(default_factory=dict)
    near: str | None = None


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
    picks rules and rows, `diary` the one that is the draft's diary number. `empty` says what an empty list means
    (`known` or `not_stated`).
    """

    name: str
    kind: Kind
    label: str
    values: tuple[str, ...] = ()
    names: RegisterName | None = None
    fields: Mapping[str, FieldType] = field(default_factory=dict)
    empty: OneOf["known", "not_stated"] = "not_stated"
    read: Mapping[str, Any] | None = None
    find: Mapping[str, object] | None = None
    derive: Derivation | None = None
    concluded: bool = False
    law_day: bool = False
    diary: bool = False
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
