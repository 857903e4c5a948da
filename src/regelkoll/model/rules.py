"""Conditions, operands and rules: the closed unions that both engines evaluate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal as OneOf
from typing import TypeAlias

from regelkoll.model.facts import Case, Exact, Interval, Location
from regelkoll.model.pack import Parameter, Register, Source, Span, Vocabulary


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
    concluded in one stratum need only earlier ones. `reading` is the pack's reading profile, `left_out` how many of
    the pack's requirements somebody has chosen not to try."""

    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    registers: Mapping[str, Register]
    parameters: Mapping[str, Parameter]
    reading: Mapping[str, object]
    strata: tuple[tuple[str, ...], ...]
    files: Mapping[str, str]
    name: str = ""
    version: str = ""
    left_out: int = 0
