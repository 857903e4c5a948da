"""The rules as prose: a list, a page a rule, and the whole catalogue as Markdown for a lawyer to review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from regelkoll.engine.days import overlap
from regelkoll.language import N_, Words
from regelkoll.model import Outcome, Rule, RuleSet, Severity, Span
from regelkoll.wording import explain_rule, full_id, rule_texts, span_in_words

SEVERITIES: Mapping[Severity, str] = {
    Severity.STOP: N_("stops"),
    Severity.WARNING: N_("warns"),
    Severity.INFO: N_("informs"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.PASSED: N_("is met"),
    Outcome.FAILED: N_("is not met"),
    Outcome.INAPPLICABLE: N_("does not apply"),
    Outcome.CANNOT_TELL: N_("cannot be told"),
}
_MARKS = re.compile(r"([\\`*_<>|\[\]])")


def chosen(ruleset: RuleSet, area: str | None, severity: str | None, day: date | None) -> list[Rule]:
    """The rules of an area, of a severity and in force on a day, by area and id."""
    found = [
        rule
        for rule in ruleset.rules
        if area in (None, rule.area)
        and (severity is None or (rule.concludes is None and rule.severity == severity))
        and (day is None or not rule.in_force or overlap(rule.in_force, (Span(day, day),)) is not None)
    ]
    return sorted(found, key=lambda rule: (rule.area, rule.id, rule.version or ""))


def weight(rule: Rule, words: Words) -> str:
    return words("classifies") if rule.concludes else words(SEVERITIES[rule.severity])


def listed(rules: Iterable[Rule], words: Words) -> Iterator[str]:
    """A line a rule under its area: id, how grave, its days, its title."""
    area = None
    rows = list(rules)
    width = max((len(full_id(rule)) for rule in rows), default=0)
    for rule in rows:
        if rule.area != area:
            yield rule.area if area is None else f"\n{rule.area}"
            area = rule.area
        days = span_in_words(rule.in_force, words) if rule.in_force else words("always")
        yield f"  {full_id(rule):{width}}  {rule_texts(rule, words).title} ({weight(rule, words)}; {days})"


def page(ruleset: RuleSet, rule: Rule, words: Words, level: int = 1) -> Iterator[str]:
    """A rule as Markdown: its plain words, sources and dates, then its examples with their outcomes."""
    explained = explain_rule(ruleset, rule, words)
    yield f"{'#' * level} {escaped(rule_texts(rule, words).title)}"
    yield f"`{full_id(rule)}` · {escaped(rule.area)} · {weight(rule, words)}"
    for section in explained.sections:
        yield f"**{section.heading}**"
        yield "\n".join(_lines(section.lines))
    title, heads = words("Examples"), (words("Example"), words("The rule"))
    yield f"**{title}**"
    rows = [f"| {' | '.join(heads)} |", "|---|---|"]
    rows += [f"| {escaped(example.name)} | {outcome_in_words(example.expect, words)} |" for example in rule.examples]
    yield "\n".join(rows)


def outcome_in_words(expected: Outcome | str, words: Words) -> str:
    if isinstance(expected, Outcome):
        return words(OUTCOMES[expected])
    if expected == Outcome.CANNOT_TELL.value:
        return words(OUTCOMES[Outcome.CANNOT_TELL])
    return words("concludes {value}", value=escaped(expected.partition("=")[2]))


def _lines(lines: Iterable[str]) -> Iterator[str]:
    """Bullets stay bullets (four spaces a level would be code); addresses become links."""
    for line in lines:
        text = line.strip()
        depth = (len(line) - len(line.lstrip(" "))) // 2
        if text.startswith("- "):
            yield f"{'  ' * depth}- {_linked(text[2:])}"
        elif depth:
            yield f"{'  ' * depth}{_linked(text)}"
        else:
            yield f"{_linked(text)}  "


def _linked(text: str) -> str:
    parts = re.split(r"(https?://[^\s,)]+)", text)
    return "".join(f"<{part}>" if index % 2 else _MARKS.sub(r"\\\1", part) for index, part in enumerate(parts))


def escaped(text: str) -> str:
    """The text without marks that Markdown would take for its own."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def document(ruleset: RuleSet, words: Words) -> str:
    """The whole catalogue: a contents table by area, then a page a rule."""
    rules = chosen(ruleset, None, None, None)
    blocks = [
        "# " + words("The rules in {name}", name=ruleset.name or "?"),
        words("This page is made from the rule files by 'regelkoll rules doc'. Change the files, not the page."),
        words.n("{count} rule.", "{count} rules.", len(rules)),
    ]
    for area in dict.fromkeys(rule.area for rule in rules):
        blocks.append(f"## {escaped(area)}")
        for rule in (rule for rule in rules if rule.area == area):
            blocks += page(ruleset, rule, words, 3)
    return "\n\n".join(blocks) + "\n"
