"""A rule file's text tried without being kept: its problems, its examples, and what it says of a draft."""

from __future__ import annotations

from regelkoll.check import CaseProblems, checker, review
from regelkoll.drafts import UnreadableDraft
from regelkoll.drafts.refused import UNREADABLE
from regelkoll.language import Words
from regelkoll.language import words as words_of
from regelkoll.model import Example, Outcome, Problem, Rule, RuleSet
from regelkoll.reports.cards import card
from regelkoll.rulefiles import RuleProblems
from regelkoll.rulefiles.load import PACK, PARAMETERS, READING, VOCABULARY, read_pack
from regelkoll.tooling.catalogue import outcome_in_words
from regelkoll.tooling.examples import Tried as One
from regelkoll.tooling.examples import try_examples
from regelkoll.tooling.steps import steps
from regelkoll.web.answers import Draft, ExampleTried, Tried, Try


def tried(asked: Try, ruleset: RuleSet, contents: dict[str, bytes]) -> Tried:
    """What the text comes to as the rule file `asked.file` of the pack with these files. Only the rules that bear on it
    are read with it: the classifications and its own other versions."""
    words = words_of(asked.lang)
    part = {file: data for file, data in contents.items() if file in _beside(asked.file, ruleset)}
    try:
        own = read_pack({**part, asked.file: asked.text.encode()}, ruleset.name)
    except RuleProblems as error:
        return Tried(problems=_told(error.problems, asked.file))
    rule = next((r for r in own.rules if r.location.source == asked.file), None)
    if rule is None:
        return Tried(problems=(Problem(asked.file, 1, 1, "yaml-empty"),))
    examples = tuple(_example(one, own, words) for one in try_examples(own, rule.id) if one.rule is rule)
    if asked.draft is None:
        return Tried(examples=examples)
    return _on_draft(asked.draft, rule, own, examples, words)


def _beside(file: str, ruleset: RuleSet) -> set[str]:
    stem = file.rsplit("/", 1)[-1].removesuffix(".yaml").split(".")[0]
    rules = {r.location.source for r in ruleset.rules if r.concludes is not None or r.id == stem}
    registers = {name for name in ruleset.files if name.startswith("registers/")}
    return {VOCABULARY, READING, PARAMETERS, PACK} | registers | rules


def _told(problems: list[Problem], file: str) -> tuple[Problem, ...]:
    """The text's own problems; those of other files only where it has none."""
    own = tuple(problem for problem in problems if problem.file == file)
    return own or tuple(problems)


def _example(one: One, ruleset: RuleSet, words: Words) -> ExampleTried:
    example: Example = one.example
    lines = () if one.finding is None else tuple(steps(one.finding, ruleset, example.name, words))[1:]
    return ExampleTried(
        example.name,
        outcome_in_words(example.expect, words),
        outcome_in_words(one.got, words),
        one.got == example.expect,
        lines,
    )


def _on_draft(draft: Draft, rule: Rule, ruleset: RuleSet, examples: tuple[ExampleTried, ...], words: Words) -> Tried:
    try:
        report = review(checker(ruleset), draft.data, draft.name, draft.check_day, draft.as_of, draft.known).report
    except UnreadableDraft as error:
        return Tried(examples=examples, refused=words(UNREADABLE[error.code]))
    except CaseProblems:
        return Tried(examples=examples, refused=words("The case file could not be read."))
    finding = next((f for f in report.findings if f.rule.id == rule.id), None)
    if finding is None:
        return Tried(examples=examples)
    made = card(1, finding, report, words)
    told = outcome_in_words(Outcome(finding.outcome), words)
    return Tried((), examples, told, made.message, tuple(steps(finding, ruleset, draft.name, words))[1:])
