"""`regelkoll lint`: what loads but is unwise in a pack, every piece of advice at once, in file and line order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from regelkoll.engine.walk import facts_behind, facts_used, operands_in, registers_used
from regelkoll.language import Words
from regelkoll.model import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Fact,
    FactType,
    Not,
    Outcome,
    ParameterRef,
    Problem,
    Rule,
    RuleSet,
    Some,
    Stated,
    Truth,
)
from regelkoll.tooling.advice import Sheets, sheets
from regelkoll.tooling.borders import borders
from regelkoll.tooling.clashes import clashing, same_conditions
from regelkoll.tooling.coverage import border_in_words
from regelkoll.tooling.days import gaps, parameter_days, searched_days, unreachable
from regelkoll.tooling.examples import Tried, try_examples
from regelkoll.tooling.newrule import by_hand
from regelkoll.tooling.plainwords import faults

VOCABULARY, PARAMETERS = "facts.yaml", "parameters.yaml"
TODO = "SKRIV"
_LISTED = re.compile(r": \{[a-z][a-z0-9_]*\}(?=[.;]|\s*$)")
"""A place after a colon reads well without a value too ("Utkastets belopp: framgår inte.")."""
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def lint(ruleset: RuleSet, contents: Mapping[str, bytes], words: Words) -> list[Problem]:
    """All advice on a pack that has loaded. `words` word what a detail quotes of a condition."""
    pack = sheets(ruleset, contents)
    tried: dict[str, list[Tried]] = {}
    for one in try_examples(ruleset):
        tried.setdefault(one.rule.id, []).append(one)
    found = [
        *_unused(pack),
        *unreachable(pack),
        *searched_days(pack),
        *parameter_days(pack),
        *gaps(pack),
        *same_conditions(pack),
    ]
    found += clashing(pack, [one for some in tried.values() for one in some])
    for rule in ruleset.rules:
        versions = tried.get(rule.id, [])
        own = [one for one in versions if one.rule is rule]
        found += [*_borders(pack, rule, own, versions, words), *_exceptions(pack, rule), *_texts(pack, rule, own)]
        found += [*_sources(pack, rule), *_decides(pack, rule)]
    found = [problem for problem in found if not pack.excused(problem)]
    return sorted(found, key=lambda p: (p.file, p.line, p.column, p.code, sorted(p.details.items())))


# ── what nothing uses ─────────────────────────────────────────────────────────────────────────────────────────────


def _unused(pack: Sheets) -> Iterator[Problem]:
    ruleset = pack.ruleset
    used = {name for rule in ruleset.rules for name in facts_used(rule) | _in_texts(rule)}
    used |= {name for name, fact in ruleset.vocabulary.items() if fact.law_day or fact.diary or fact.concluded}
    left = list(used)
    while left:
        fact = ruleset.vocabulary.get(left.pop())
        needed = _needs(fact, ruleset) - used if fact is not None else set()
        used |= needed
        left += needed
    for name in ruleset.vocabulary:
        if name not in used:
            yield pack.advice("fact-unused", VOCABULARY, name, name=name)
    registers = {name for rule in ruleset.rules for name in registers_used(rule)} | set(_registers_of(ruleset))
    for name in ruleset.registers:
        if name not in registers:
            yield pack.advice("register-unused", f"registers/{name}.yaml", name=name)
    parameters = {o.name for rule in ruleset.rules for o in operands_in(rule) if isinstance(o, ParameterRef)}
    parameters |= {str(v) for f in ruleset.vocabulary.values() if f.derive for v in f.derive.arguments.values()}
    for name in ruleset.parameters:
        if name not in parameters:
            yield pack.advice("parameter-unused", PARAMETERS, name, name=name)


def _in_texts(rule: Rule) -> set[str]:
    texts = [t for one in rule.texts.values() for t in (one.message, one.remedy, one.passed)]
    return {name for text in texts for name in _PLACE.findall(text)}


def _needs(fact: FactType, ruleset: RuleSet) -> set[str]:
    """The facts that a derived one is computed from."""
    if fact.derive is None:
        return set()
    found: set[str] = set()
    left: list[object] = list(fact.derive.arguments.values())
    while left:
        value = left.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, list | tuple):
            left += value
        elif isinstance(value, Mapping):
            left += value.values()
        elif isinstance(value, Compare):
            found |= {o.name for o in (value.operand,) if hasattr(o, "name") and not isinstance(o, ParameterRef)}
    return found & set(ruleset.vocabulary)


def _registers_of(ruleset: RuleSet) -> Iterator[str]:
    """The registers that the vocabulary takes names and words from."""
    for fact in ruleset.vocabulary.values():
        for names in (fact.names, *(field.names for field in fact.fields.values())):
            if names is not None:
                yield names.register
        for given in ((fact.read or {}).get("known"), (fact.find or {}).get("any_of")):
            if isinstance(given, Mapping):
                yield str(given.get("register"))
        if fact.derive is not None:
            yield from (v for v in fact.derive.arguments.values() if isinstance(v, str) and v in ruleset.registers)


# ── examples and exceptions ───────────────────────────────────────────────────────────────────────────────────────


def _borders(pack: Sheets, rule: Rule, tried: list[Tried], versions: list[Tried], words: Words) -> Iterator[Problem]:
    for border in borders(rule, pack.ruleset, tried, versions):
        for text in border_in_words(border, pack.ruleset, words):
            yield pack.advice("border-example", rule.location.source, "examples", what=text)


def _exceptions(pack: Sheets, rule: Rule) -> Iterator[Problem]:
    for index, exception in enumerate(rule.unless):
        if unsaid(exception.when, pack.ruleset) is None:
            yield pack.advice("exception-open", rule.location.source, "unless", index, "when", label=exception.label)


def unsaid(condition: Condition, ruleset: RuleSet) -> Truth:
    """How a condition comes out for a draft that says nothing of what it names."""
    match condition:
        case AllOf(parts=parts):
            truths = [unsaid(part, ruleset) for part in parts]
            return False if False in truths else None if None in truths else True
        case AnyOf(parts=parts):
            truths = [unsaid(part, ruleset) for part in parts]
            return True if True in truths else None if None in truths else False
        case Not(part=part):
            truth = unsaid(part, ruleset)
            return None if truth is None else not truth
        case Stated() | Some():
            return False
        case Compare(fact=name, of_record=False):
            fact = ruleset.vocabulary.get(name)
            always = fact is not None and (fact.concluded or "flag" in (fact.read or {}) or _from_day(fact, ruleset))
            return False if always else None
    return None


def _from_day(fact: FactType, ruleset: RuleSet) -> bool:
    """Whether a fact comes of the decision's day alone, which no rule is tried without."""
    if fact.law_day:
        return True
    return fact.derive is not None and any(ruleset.vocabulary[n].law_day for n in _needs(fact, ruleset))


# ── texts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _texts(pack: Sheets, rule: Rule, tried: list[Tried]) -> Iterator[Problem]:
    file = rule.location.source
    swedish = rule.texts["sv"]
    whys = {"why": rule.why} if TODO in rule.why else {}
    written = {"title": swedish.title, "message": swedish.message, "remedy": swedish.remedy, "passed": swedish.passed}
    for key, text in (written | whys).items():
        if TODO in text:
            yield pack.advice("text-todo", file, key, text=" ".join(text.split())[:60])
        for fault in faults(text) if key in written else ():
            details = {
                "long": {"count": fault.better, "text": fault.found},
                "avoid": {"word": fault.found, "better": fault.better},
            }
            yield pack.advice(f"text-{fault.code}", file, key, **details.get(fault.code, {}))
        yield from _places(pack, rule, key, text, tried)


def _places(pack: Sheets, rule: Rule, key: str, text: str, tried: list[Tried]) -> Iterator[Problem]:
    shown_when: Mapping[str, Callable[[Tried], bool]] = {
        "message": lambda one: one.got == Outcome.FAILED,
        "remedy": lambda one: one.got == Outcome.FAILED,
        "passed": lambda one: one.got == Outcome.PASSED,
    }
    for name in dict.fromkeys(_PLACE.findall(_LISTED.sub("", text))):
        if name == "unmet" and key in ("message", "remedy"):
            continue
        if name not in pack.ruleset.vocabulary:
            yield pack.advice("place-unknown", rule.location.source, key, name=name)
            continue
        for one in tried:
            empty = key in shown_when and shown_when[key](one) and not isinstance(one.facts.get(name), Fact)
            if empty:
                yield pack.advice("place-empty", rule.location.source, key, name=name, example=one.example.name)
                break


def _decides(pack: Sheets, rule: Rule) -> Iterator[Problem]:
    """A rule that says it reads all from the draft, and uses what only a person can write."""
    if rule.decides != "text":
        return
    for name in sorted(facts_behind(facts_used(rule), pack.ruleset.vocabulary)):
        if by_hand(pack.ruleset.vocabulary[name]):
            yield pack.advice("decides-text", rule.location.source, "decides", name=name)


def _sources(pack: Sheets, rule: Rule) -> Iterator[Problem]:
    for index, source in enumerate(rule.source):
        for key, text in (("statute", source.statute), ("section", source.section or ""), ("url", source.url or "")):
            if TODO in text:
                yield pack.advice("text-todo", rule.location.source, "source", index, key, text=text)
        if not source.url:
            yield pack.advice("source-address", rule.location.source, "source", index, statute=source.statute)
