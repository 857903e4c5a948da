"""What differs between two versions of a pack, in words."""

from __future__ import annotations

from collections.abc import Iterator

from regelkoll.language import N_, Words
from regelkoll.model import Condition, Example, Rule, RuleSet
from regelkoll.tooling.catalogue import outcome_in_words, weight
from regelkoll.tooling.entrychanges import entry_changes
from regelkoll.wording import condition_in_words, decides_in_words, rule_texts, show, source_in_words, span_in_words


def changes(old: RuleSet, new: RuleSet, words: Words) -> Iterator[str]:
    """Lines: a heading without indent for each thing that was added, removed or changed, its details indented."""
    yield from _rules(old, new, words)
    yield from entry_changes(old, new, words)


def _rules(old: RuleSet, new: RuleSet, words: Words) -> Iterator[str]:
    before = {(rule.id, rule.version or ""): rule for rule in old.rules}
    after = {(rule.id, rule.version or ""): rule for rule in new.rules}
    for key in sorted(before.keys() | after.keys()):
        name = f"{key[0]}{f'.{key[1]}' if key[1] else ''}"
        if key not in after:
            other = any(rule.id == key[0] for rule in new.rules)
            head = N_("Wording taken away: {title} [{id}]") if other else N_("Rule taken away: {title} [{id}]")
            yield words(head, title=rule_texts(before[key], words).title, id=name)
        elif key not in before:
            other = any(rule.id == key[0] for rule in old.rules)
            head = N_("New wording: {title} [{id}]") if other else N_("New rule: {title} [{id}]")
            yield words(head, title=rule_texts(after[key], words).title, id=name)
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
    before, after = ([_example(e, words) for e in rule.examples] for rule in (one, two))
    yield from _lists(words("Examples"), before, after, words)


def _example(example: Example, words: Words) -> str:
    """Its name, what it expects, and what it says in facts and day."""
    case = example.case
    facts = [f"{n}: {show(k, None, words)}" for side in (case.draft, case.known) for n, k in side.items()]
    day = [f"on: {example.on}"] if example.on else []
    return f"{example.name} ({'; '.join([*facts, *day])}) → {outcome_in_words(example.expect, words)}"


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
