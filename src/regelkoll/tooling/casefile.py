"""A case written as a case file: what was read on the draft's side, and a frame for what the text cannot say."""

from __future__ import annotations

from typing import TypeAlias

import yaml

from regelkoll.language import Words
from regelkoll.model import (
    Case,
    Fact,
    FactType,
    FieldType,
    Interval,
    Kind,
    Known,
    Reading,
    Record,
    Records,
    Value,
    Vocabulary,
    Why,
)
from regelkoll.values import as_written

Written: TypeAlias = "str | list[Written] | dict[str, Written]"


def case_file(case: Case, vocabulary: Vocabulary, words: Words) -> str:
    """The YAML of a case. Checked, it gives the draft's outcomes for each rule but those that need the text itself."""
    stated: dict[str, Written] = {}
    open_facts: list[str] = []
    for name, kind in vocabulary.items():
        if kind.derive or kind.concluded:
            continue
        known = case.draft.get(name)
        written = None if known is None else written_known(known, kind)
        if written is not None:
            stated[name] = written
        if not isinstance(known, Fact):
            label = kind.label_en if words.lang == "en" and kind.label_en else kind.label
            open_facts.append(f"#  {name}:   # {label}")
    lines = [
        "# " + words("What was read from the draft {name}.", name=case.name.replace("\n", " ")),
        yaml.safe_dump({"draft": stated}, allow_unicode=True, sort_keys=False, width=110).rstrip(),
        "",
        "# " + words("What you know and the text does not say. Take away # and write the value after the colon."),
        "known:"
        if not case.known
        else yaml.safe_dump({"known": _side(case, vocabulary)}, allow_unicode=True, sort_keys=False),
        *open_facts,
    ]
    return "\n".join(lines).rstrip() + "\n"


def _side(case: Case, vocabulary: Vocabulary) -> dict[str, Written]:
    written = {name: written_known(known, vocabulary[name]) for name, known in case.known.items()}
    return {name: value for name, value in written.items() if value is not None}


def written_known(known: Known, kind: FactType | FieldType) -> Written | None:
    """A fact in the form that a case file gives it; `None` for what is not stated."""
    if isinstance(known, Fact):
        return _value(known.value, kind)
    if known.why is Why.NOT_STATED:
        return None
    if known.why is Why.CONFLICTING and known.readings:
        return {"readings": [_reading(reading, kind) for reading in known.readings]}
    return {"missing": known.why.value}


def _reading(reading: Reading, kind: FactType | FieldType) -> Written:
    return {"missing": "unreadable"} if reading.value is None else _value(reading.value, kind)


def _value(value: Value, kind: FactType | FieldType) -> Written:
    share = kind.kind is Kind.SHARE
    match value:
        case Records(items=items, complete=complete):
            records: list[Written] = [_record(record, kind) for record in items]
            return records if complete else {"incomplete": records}
        case Interval(low=low, high=high, shown=shown):
            ends = {"from": low, "to": high, "shown": shown}
            return {key: as_written(end, share) for key, end in ends.items() if end is not None}
        case _:
            return as_written(value, share)


def _record(record: Record, kind: FactType | FieldType) -> Written:
    fields = {name: written_known(known, kind.fields[name]) for name, known in record.items()}
    return {name: written for name, written in fields.items() if written is not None}
