"""What differs between two versions of a pack, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from regelkoll.language import Words
from regelkoll.model import Condition, FactType, Parameter, Register, Row, Rule, RuleSet
from regelkoll.tooling.catalogue import weight
from regelkoll.values import as_written
from regelkoll.wording import condition_in_words, decides_in_words, rule_texts, source_in_words, span_in_words

T = TypeVar("T")


def changes(old: RuleSet, new: RuleSet, words: Words) -> Iterator[str]:
    """Lines: a heading without indent for each thing that was added, removed or changed, its details indented."""
    yield from _rules(old, new, words)
    for kind, before, after in (
        (words("Fact"), old.vocabulary, new.vocabulary),
        (words("Parameter"), old.parameters, new.parameters),
        (words("Register"), old.registers, new.registers),
    ):
        yield from _things(kind, before, after, old, new, words)
    if old.reading != new.reading:
        yield words("The reading profile is changed.")


def _rules(old: RuleSet, new: RuleSet, words: Words) -> Iterator[str]:
    before = {(rule.id, rule.version or ""): rule for rule in old.rules}
    after = {(rule.id, rule.version or ""): rule for rule in new.rules}
    for key in sorted(before.keys() | after.keys()):
        name = f"{key[0]}{f'.{key[1]}' if key[1] else ''}"
        if key not in after:
            yield words("Rule taken away: {title} [{id}]", title=rule_texts(before[key], words).title, id=name)
        elif key not in before:
            yield words("New rule: {title} [{id}]", title=rule_texts(after[key], words).title, id=name)
            yield f"  {weight(after[key], words)}; {span_in_words(after[key].in_force, words)}"
        else:
            details = list(_rule(before[key], after[key], old, new, words))
            if details:
                yield words("Changed rule: {title} [{id}]", title=rule_texts(after[key], words).title, id=name)
                yield from (f"  {line}" for line in details)


def _rule(one: Rule, two: Rule, old: RuleSet, new: RuleSet, words: Words) -> Iterator[str]:
    pairs = [
        (words("How grave it is"), weight(one, words), weight(two, words)),
        (words("In force"), span_in_words(one.in_force, words), span_in_words(two.in_force, words)),
        (words("What the program can decide"), decides_in_words(one, words), decides_in_words(two, words)),
    ]
    labels = (words("Title"), words("Message"), words("What to do"), words("When met"))
    pairs += list(zip(labels, _texts(one, words), _texts(two, words), strict=True))
    for label, was, now in pairs:
        if was != now:
            yield words("{label}: from “{before}” to “{after}”", label=label, before=was, after=now)
    conditions = [
        (words("When it applies"), one.applies_when, two.applies_when),
        (words("What it demands"), one.requires, two.requires),
    ]
    for label, a, b in conditions:
        yield from _condition(label, a, b, old, new, words)
    yield from _lists(words("Exceptions"), _exceptions(one, old, words), _exceptions(two, new, words), words)
    before, after = ([source_in_words(s, words) for s in rule.source] for rule in (one, two))
    yield from _lists(words("Sources"), before, after, words)
    if one.why.split() != two.why.split():
        yield words("The reasons (why) are reworded.")
    before, after = ([f"{e.name} → {e.expect}" for e in rule.examples] for rule in (one, two))
    yield from _lists(words("Examples"), before, after, words)


def _texts(rule: Rule, words: Words) -> tuple[str, ...]:
    texts = rule_texts(rule, words)
    return tuple(" ".join(text.split()) for text in (texts.title, texts.message, texts.remedy, texts.passed))


def _condition(
    label: str, one: Condition | None, two: Condition | None, old: RuleSet, new: RuleSet, words: Words
) -> Iterator[str]:
    before = [] if one is None else condition_in_words(one, old, words)
    after = [] if two is None else condition_in_words(two, new, words)
    if before == after:
        return
    was, now = words("before"), words("now")
    yield f"{label}:"
    yield f"  {was}:"
    yield from (f"    {line}" for line in before or [words("(nothing)")])
    yield f"  {now}:"
    yield from (f"    {line}" for line in after or [words("(nothing)")])


def _exceptions(rule: Rule, pack: RuleSet, words: Words) -> list[str]:
    return [
        f"{e.label}: {' '.join(line.strip() for line in condition_in_words(e.when, pack, words))}" for e in rule.unless
    ]


def _lists(label: str, before: list[str], after: list[str], words: Words) -> Iterator[str]:
    for text in before:
        if text not in after:
            yield words("{label}, taken away: {text}", label=label, text=text)
    for text in after:
        if text not in before:
            yield words("{label}, new: {text}", label=label, text=text)


# ── the vocabulary, parameters and registers ──────────────────────────────────────────────────────────────────────


def _things(
    kind: str, before: Mapping[str, T], after: Mapping[str, T], old: RuleSet, new: RuleSet, words: Words
) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield words("{kind} taken away: {name}", kind=kind, name=name)
        elif name not in before:
            yield words("{kind}, new: {name}", kind=kind, name=name)
        elif _plain(before[name]) != _plain(after[name]):
            yield words("{kind} changed: {name}", kind=kind, name=name)
            one, two = before[name], after[name]
            if isinstance(one, Register | Parameter) and isinstance(two, Register | Parameter):
                had, has = ([_row(row, words) for row in thing.rows] for thing in (one, two))
                yield from (f"  {line}" for line in _lists(words("Row"), had, has, words))
            if isinstance(one, FactType) and isinstance(two, FactType):
                for label in ("kind", "label", "values", "read", "find", "empty"):
                    if getattr(one, label) != getattr(two, label):
                        yield f"  {label}"


def _plain(thing: object) -> object:
    """A thing without the lines that it stands on."""
    if isinstance(thing, Register | Parameter):
        head = (thing.label, thing.key, thing.columns) if isinstance(thing, Register) else (thing.label, thing.kind)
        return head, [(row.values, row.in_force, row.source, row.assumed) for row in thing.rows]
    return thing


def _row(row: Row, words: Words) -> str:
    values = [", ".join(v) if isinstance(v, tuple) else str(as_written(v)) for v in row.values.values()]
    assumed = [words("assumed")] if row.assumed else []
    return "; ".join([*values, *([span_in_words(row.in_force, words)] if row.in_force else []), *assumed])
