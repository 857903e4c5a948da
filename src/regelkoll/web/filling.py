"""What the text cannot say, filled in by hand: a form field from the vocabulary, and the case file that it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from regelkoll.language import N_, Words
from regelkoll.model import FactType, FieldType, Kind, Known, Missing, Problem, Register, Report, RuleSet, Why
from regelkoll.rulefiles import PROBLEMS
from regelkoll.rulefiles.cases import case_of
from regelkoll.rulefiles.problems import told
from regelkoll.wording import label_of

FILE = "ifyllt.yaml"
MOST_CHOICES = 400
LONGEST = 5000
Written: TypeAlias = "str | list[dict[str, str]]"
HINTS: Mapping[Kind, str] = {
    Kind.AMOUNT: N_("In kronor, for instance 150 000."),
    Kind.DATE: N_("Year-month-day, for instance 2025-03-01."),
    Kind.INTEGER: N_("A whole number."),
    Kind.SHARE: N_("In per cent, for instance 50 %."),
}
LINES = N_("One per line.")
COLUMNS = N_("One per line: {fields}.")
TOO_LONG = N_("It is longer than {count} characters.")
PARTS = N_("Line {line} has {count} parts, but there are {most}: {fields}.")


@dataclass(frozen=True, slots=True)
class Field:
    """A form field. `shape` is `yes_no`, `radio`, `select`, `area`, `date` or `line`; `choices` what can be chosen, or
    for `line` what is suggested; `value` what was written, `wrong` what is wrong with it, in words."""

    fact: str
    label: str
    shape: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    value: str = ""
    wrong: str = ""


def fields(
    facts: Iterable[str],
    report: Report,
    ruleset: RuleSet,
    given: Mapping[str, str],
    wrong: Mapping[str, str],
    words: Words,
) -> dict[str, tuple[Field, ...]]:
    """By the fact that is asked for: the fields that may be filled in, its own or those of what it is computed from.
    None where the draft itself must be put right."""
    found = {}
    for fact in facts:
        names = dict.fromkeys(_fillable(fact, report, ruleset))
        found[fact] = tuple(field_of(ruleset.vocabulary[name], ruleset, given, wrong, words) for name in names)
    return found


def _fillable(fact: str, report: Report, ruleset: RuleSet, depth: int = 0) -> Iterator[str]:
    kind, known = ruleset.vocabulary.get(fact), report.facts.get(fact)
    if kind is None or depth > 8:
        return
    if kind.derive is not None or kind.concluded:
        for cause in known.because if isinstance(known, Missing) else ():
            yield from _fillable(cause, report, ruleset, depth + 1)
    elif _open(known) and not any(field.fields for field in kind.fields.values()) and kind.find is None:
        yield fact


def _open(known: Known | None) -> bool:
    """Whether what is filled in would be taken: a fact that contradicts itself is put right in the draft."""
    return not (isinstance(known, Missing) and known.why is Why.CONFLICTING)


def field_of(
    kind: FactType, ruleset: RuleSet, given: Mapping[str, str], faulty: Mapping[str, str], words: Words
) -> Field:
    """The field of a fact with what stands in it and what is wrong with that."""
    label = label_of(kind, kind.name, words)
    value, wrong = given.get(kind.name, ""), faulty.get(kind.name, "")
    hint = words(HINTS[kind.kind]) if kind.kind in HINTS else ""
    match kind.kind:
        case Kind.YES_NO:
            return Field(kind.name, label, "yes_no", "", ("ja", "nej"), value, wrong)
        case Kind.CHOICE:
            shape = "radio" if len(kind.values) <= 6 else "select"
            return Field(kind.name, label, shape, "", kind.values, value, wrong)
        case Kind.LIST:
            return Field(kind.name, label, "area", _columns(kind, words), (), value, wrong)
        case Kind.DATE:
            return Field(kind.name, label, "date", hint, (), value, wrong)
        case _:
            return Field(kind.name, label, "line", hint, _listed(kind, ruleset.registers), value, wrong)


def _columns(kind: FactType, words: Words) -> str:
    labels = [field.label for field in kind.fields.values()]
    return words(LINES) if len(labels) == 1 else words(COLUMNS, fields="; ".join(labels))


def _listed(kind: FactType | FieldType, registers: Mapping[str, Register]) -> tuple[str, ...]:
    """The names in the register that the fact takes its names from."""
    if kind.names is None or kind.names.register not in registers:
        return ()
    found = {row.values.get(kind.names.column) for row in registers[kind.names.register].rows}
    return tuple(sorted(one for one in found if isinstance(one, str)))[:MOST_CHOICES]


def case_file_of(given: Mapping[str, str], ruleset: RuleSet) -> tuple[bytes, str] | None:
    """The case file of what was filled in, `None` where nothing was."""
    side = {fact: _written(ruleset.vocabulary[fact], text) for fact, text in given.items() if text.strip()}
    if not side:
        return None
    return yaml.safe_dump({"known": side}, allow_unicode=True, sort_keys=False, width=10_000).encode(), FILE


def _written(kind: FactType, text: str) -> Written:
    if kind.kind is not Kind.LIST:
        return " ".join(text.split())
    rows = [[part.strip() for part in line.split(";")] for line in text.splitlines() if line.strip()]
    return [{name: part for name, part in zip(kind.fields, row, strict=False) if part} for row in rows]


def faults(given: Mapping[str, str], ruleset: RuleSet, words: Words) -> dict[str, str]:
    """What is wrong with what was filled in, by fact."""
    found: dict[str, str] = {}
    for fact, text in given.items():
        kind = ruleset.vocabulary[fact]
        said = _too_long(text, words) or _too_many(kind, text, words) or _unread(kind, text, ruleset, words)
        if said:
            found[fact] = said
    return found


def _too_long(text: str, words: Words) -> str:
    return words(TOO_LONG, count=LONGEST) if len(text) > LONGEST else ""


def _too_many(kind: FactType, text: str, words: Words) -> str:
    rows = enumerate(text.splitlines(), 1) if kind.kind is Kind.LIST else ()
    for line, row in rows:
        count, most = row.count(";") + 1, len(kind.fields)
        if count > most:
            labels = "; ".join(field.label for field in kind.fields.values())
            return words(PARTS, line=line, count=count, most=most, fields=labels)
    return ""


def _unread(kind: FactType, text: str, ruleset: RuleSet, words: Words) -> str:
    """What the reader of case files says of the value."""
    problems: list[Problem] = []
    made = case_file_of({kind.name: text}, ruleset)
    if made is not None:
        case_of(made[0], made[1], ruleset.vocabulary, problems.append)
    return told(PROBLEMS[problems[0].code], problems[0], words) if problems else ""


def filled_in(fields_sent: Mapping[str, str], before: Mapping[str, str], ruleset: RuleSet) -> dict[str, str]:
    """What is filled in after a form was sent (`fakta-NAME`): an empty field takes its value away."""
    given = dict(before)
    for name, value in fields_sent.items():
        fact = name.removeprefix("fakta-")
        kind = ruleset.vocabulary.get(fact)
        if fact == name or kind is None or kind.derive is not None or kind.concluded:
            continue
        text = value.strip()
        given.pop(fact, None)
        if text:
            given[fact] = text
    return given
