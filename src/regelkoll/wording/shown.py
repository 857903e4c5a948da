"""Values and labels as a reader is shown them."""

from __future__ import annotations

from collections.abc import Mapping

from regelkoll.language import Words
from regelkoll.model import Fact, FactType, FieldType, Kind, Known, Missing, Records, Value, Vocabulary
from regelkoll.values import show_value


def label_of(kind: FactType | FieldType | None, name: str, words: Words) -> str:
    """The label in the language of `words`, else the Swedish one, else the name."""
    if kind is None:
        return name
    english = kind.label_en if isinstance(kind, FactType) and words.lang == "en" else None
    return english or kind.label or name


def fact_label(name: str, vocabulary: Vocabulary, words: Words) -> str:
    return label_of(vocabulary.get(name), name, words)


def show(known: Known | Value, kind: FactType | FieldType | Kind | None, words: Words) -> str:
    """A value in words; a `Missing` says why there is none. `kind` tells a share from a number."""
    if isinstance(known, Missing):
        return _missing(known, words)
    value = known.value if isinstance(known, Fact) else known
    if isinstance(value, Records):
        return _records(value, kind.fields if isinstance(kind, FactType | FieldType) else {}, words)
    plain = kind.kind if isinstance(kind, FactType | FieldType) else kind
    return show_value(value, words.lang, plain is Kind.SHARE)


def _missing(missing: Missing, words: Words) -> str:
    match missing.why:
        case "not_stated":
            return words("is not stated")
        case "unreadable":
            return words("cannot be read")
        case _:
            return words("contradicts itself")


def _records(value: Records, fields: Mapping[str, FieldType], words: Words) -> str:
    shown = [
        ", ".join(show(known, fields.get(name), words) for name, known in item.items() if isinstance(known, Fact))
        for item in value.items
    ]
    text = "; ".join(part for part in shown if part) or words("none")
    return text if value.complete else words("{text} (the list could not be read in full)", text=text)
