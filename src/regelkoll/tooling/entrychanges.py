"""What differs in the vocabulary, parameters, registers and reading profile of two packs, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TypeVar

from regelkoll.language import N_, Words
from regelkoll.model import FactType, Parameter, Register, Row, RuleSet
from regelkoll.values import as_written
from regelkoll.wording import source_in_words, span_in_words

T = TypeVar("T")
LONGEST = 300
HEADS: Mapping[str, tuple[str, str, str]] = {
    "fact": (N_("Fact taken away: {name}"), N_("New fact: {name}"), N_("Changed fact: {name}")),
    "parameter": (N_("Parameter taken away: {name}"), N_("New parameter: {name}"), N_("Changed parameter: {name}")),
    "register": (N_("Register taken away: {name}"), N_("New register: {name}"), N_("Changed register: {name}")),
    "reading": (
        N_("Taken out of the reading profile: {name}"),
        N_("New in the reading profile: {name}"),
        N_("Changed in the reading profile: {name}"),
    ),
}


def entry_changes(old: RuleSet, new: RuleSet, words: Words) -> Iterator[str]:
    """A heading for each entry that was added, removed or changed; below it each key, before and now."""
    yield from _things("fact", old.vocabulary, new.vocabulary, words)
    yield from _things("parameter", old.parameters, new.parameters, words)
    yield from _things("register", old.registers, new.registers, words)
    yield from _things("reading", old.reading, new.reading, words)


def _things(kind: str, before: Mapping[str, T], after: Mapping[str, T], words: Words) -> Iterator[str]:
    away, new, changed = HEADS[kind]
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield words(away, name=name)
        elif name not in before:
            yield words(new, name=name)
        elif details := list(_details(before[name], after[name], words)):
            yield words(changed, name=name)
            yield from (f"  {line}" for line in details)


def _details(one: object, two: object, words: Words) -> Iterator[str]:
    before, after = _keys(one), _keys(two)
    for key in dict.fromkeys((*before, *after)):
        yield from _key(key, before.get(key), after.get(key), words)
    if isinstance(one, Register | Parameter) and isinstance(two, Register | Parameter):
        had, has = ([_row(row, words) for row in thing.rows] for thing in (one, two))
        yield from (words("Row taken away: {text}", text=text) for text in had if text not in has)
        yield from (words("New row: {text}", text=text) for text in has if text not in had)


def _key(key: str, was: object, now: object, words: Words) -> Iterator[str]:
    if was == now:
        return
    if isinstance(was, list | tuple) and isinstance(now, list | tuple):
        had, has = [_text(item) for item in was], [_text(item) for item in now]
        gone, come = [t for t in had if t not in has], [t for t in has if t not in had]
        yield from (words("{key}, taken away: {text}", key=key, text=text) for text in gone)
        yield from (words("{key}, added: {text}", key=key, text=text) for text in come)
        if gone or come:
            return
    nothing = words("(nothing)")
    before, after = (nothing if one is None else _text(one) for one in (was, now))
    yield words("{label}: from “{before}” to “{after}”", label=key, before=before, after=after)


def _keys(thing: object) -> dict[str, object]:
    """The keys of an entry as its file has them, those that say nothing left out."""
    if isinstance(thing, Mapping):
        return dict(thing)
    if not is_dataclass(thing):
        return {"": thing}
    found = {f.name: getattr(thing, f.name) for f in fields(thing) if f.name not in ("name", "rows")}
    if isinstance(thing, FactType):
        found["by_hand"] = not (thing.read or thing.find or thing.derive or thing.concluded)
    return {key: value for key, value in found.items() if value not in (None, False, (), {})}


def _text(value: object) -> str:
    """A value as one line, much as the file has it."""
    text = _flow(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def _flow(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_dataclass(value):
        return _flow(_keys(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return " ".join(str(value).split())


def _row(row: Row, words: Words) -> str:
    values = [", ".join(v) if isinstance(v, tuple) else str(as_written(v)) for v in row.values.values()]
    days = [span_in_words(row.in_force, words)] if row.in_force else []
    source = [] if row.source is None else [source_in_words(row.source, words)]
    return "; ".join([*values, *days, *source, *([words("assumed")] if row.assumed else [])])
