"""A rule in plain words: what it demands, when, with which exceptions and on what ground."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regelkoll.engine.walk import operands_in
from regelkoll.language import N_, Words
from regelkoll.model import Condition, ParameterRef, Rule, RuleSet, Severity, Source, Texts
from regelkoll.wording.conditions import condition_in_words
from regelkoll.wording.days import span_in_words
from regelkoll.wording.shown import label_of

SEVERITIES: Mapping[Severity, str] = {
    Severity.STOP: N_("Stops: the draft must not be signed until this is right."),
    Severity.WARNING: N_("Warns: look at this before you sign."),
    Severity.INFO: N_("Informs: good to know; it does not hinder signing."),
}
DECIDES: Mapping[str, str] = {
    "text": N_("The rule reads its whole answer from the draft."),
    "register": N_("The answer rests on the draft and on a register."),
    "case_data": N_("The answer rests on facts about the case that the draft may not contain."),
    "wording": N_("The rule sees only the wording. You judge whether what it says is true."),
}


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule explained: headed sections in reading order. `text` is the whole as plain text."""

    title: str
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        blocks = [self.title, *("\n".join((s.heading, *(f"  {line}" for line in s.lines))) for s in self.sections)]
        return "\n\n".join(blocks) + "\n"


def full_id(rule: Rule) -> str:
    """The id with the version's date where it has one: the file's name."""
    return f"{rule.id}.{rule.version}" if rule.version else rule.id


def rule_texts(rule: Rule, words: Words) -> Texts:
    """The rule's words in the language; what is lacking there stands in Swedish, and is marked so."""
    swedish = rule.texts.get("sv") or next(iter(rule.texts.values()))
    if words.lang == "sv":
        return swedish
    own = rule.texts.get(words.lang, Texts(""))

    def pick(mine: str, theirs: str) -> str:
        return mine or (words("{text} (in Swedish)", text=theirs) if theirs else "")

    return Texts(
        pick(own.title, swedish.title),
        pick(own.message, swedish.message),
        pick(own.remedy, swedish.remedy),
        pick(own.passed, swedish.passed),
    )


def decides_in_words(rule: Rule, words: Words) -> str:
    return words(DECIDES[rule.decides])


def source_in_words(source: Source, words: Words) -> str:
    """One line: statute, section, wording, address, and whether the text itself has been read."""
    parts = [source.statute, source.section, source.wording, source.url]
    line = ", ".join(part for part in parts if part)
    return words("{source} (the text of the source has not been read)", source=line) if source.unverified else line


def explain_rule(ruleset: RuleSet, rule: Rule, words: Words) -> Explanation:
    """The rule as `regelkoll explain` shows it; sections without content are left out."""
    sections = [
        Section(words("What it demands"), _demand(ruleset, rule, words)),
        Section(
            words("Which drafts it applies to"),
            _condition(ruleset, rule.applies_when, words) or (words("To every draft."),),
        ),
        Section(words("Exceptions"), _exceptions(ruleset, rule, words)),
        Section(words("How grave it is"), () if rule.concludes else (words(SEVERITIES[rule.severity]),)),
        Section(words("What the program can decide"), (decides_in_words(rule, words),)),
        Section(words("Sources"), (*_sources(rule.source, words), *_parameter_sources(ruleset, rule, words))),
        Section(words("Which days it is in force"), (span_in_words(rule.in_force, words),)),
        Section(words("Why"), tuple(line for line in rule.why.strip().splitlines() if line.strip())),
    ]
    title = f"{rule_texts(rule, words).title} [{full_id(rule)}]"
    return Explanation(title, tuple(s for s in sections if s.lines))


def _demand(ruleset: RuleSet, rule: Rule, words: Words) -> tuple[str, ...]:
    if rule.concludes is None:
        return _condition(ruleset, rule.requires, words)
    fact, value = rule.concludes
    label = label_of(ruleset.vocabulary.get(fact), fact, words)
    return (words("Nothing is demanded. The rule concludes that {fact} is {value}.", fact=label, value=value),)


def _condition(ruleset: RuleSet, condition: Condition | None, words: Words) -> tuple[str, ...]:
    return () if condition is None else tuple(condition_in_words(condition, ruleset, words))


def _exceptions(ruleset: RuleSet, rule: Rule, words: Words) -> tuple[str, ...]:
    lines: list[str] = []
    for exception in rule.unless:
        lines.append(f"{exception.label}:")
        lines += [f"  {line}" for line in condition_in_words(exception.when, ruleset, words)]
        lines += ["  " + words("Source: {source}", source=line) for line in _sources(exception.source, words)]
    return tuple(lines)


def _sources(sources: Iterable[Source], words: Words) -> tuple[str, ...]:
    lines: list[str] = []
    for source in sources:
        lines.append(source_in_words(source, words))
        if source.quote:
            lines.append("  " + words("“{text}”", text=" ".join(source.quote.split())))
    return tuple(lines)


def _parameter_sources(ruleset: RuleSet, rule: Rule, words: Words) -> tuple[str, ...]:
    """What the values of the rule's parameters rest on, each once."""
    names = dict.fromkeys(operand.name for operand in operands_in(rule) if isinstance(operand, ParameterRef))
    parameters = [ruleset.parameters[name] for name in names]
    lines = [
        f"{parameter.label}: {source_in_words(row.source, words)}"
        for parameter in parameters
        for row in parameter.rows
        if row.source is not None
    ]
    return tuple(dict.fromkeys(lines))
