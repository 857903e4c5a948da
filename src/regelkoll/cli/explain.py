"""`regelkoll explain RULE`: a rule in plain words; with a draft or case file, why it came out as it did."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from regelkoll.check import CaseProblems, check, checker
from regelkoll.cli.clock import today
from regelkoll.cli.inputs import Stop, read_bytes, rules_from, version_named
from regelkoll.cli.options import as_of_option, lang_option, rules_option, today_option
from regelkoll.drafts import UnreadableDraft
from regelkoll.drafts.refused import UNREADABLE
from regelkoll.engine.days import in_force
from regelkoll.language import Words
from regelkoll.language import words as words_of
from regelkoll.model import Rule, RuleSet
from regelkoll.reports.lines import visible
from regelkoll.rulefiles import in_words
from regelkoll.tooling.steps import steps
from regelkoll.wording import explain_rule, full_id, span_in_words


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    params: list[click.Parameter] = [
        click.Argument(["rule"], metavar=words("RULE")),
        rules_option(words),
        click.Option(["--facts"], metavar=words("FILE"), help=words("A draft or case file: why it came out so.")),
        as_of_option(words),
        today_option(words),
        lang_option(words),
    ]
    text = words("Explain a rule in plain words, with its source and dates.")
    return click.Command("explain", params=params, callback=_explain, help=text)


def _explain(rule: str, **given: Any) -> int:
    words = words_of(given["lang"])
    ruleset = rules_from(given["rules"], words)
    versions = version_named(ruleset, rule, words)
    if given["facts"] is None:
        _pages(ruleset, versions, given["as_of"], words)
        return 0
    if versions[0].concludes is not None:
        raise Stop(2, words("The rule concludes and demands nothing. Explain a rule that uses what it concludes."))
    _why(ruleset, versions[0].id, given, words)
    return 0


def _pages(ruleset: RuleSet, versions: list[Rule], day: date | None, words: Words) -> None:
    """Every version of a rule under its days; with a day, the one in force on it."""
    shown = [v for v in versions if day is None or in_force(v.in_force, day) is not False]
    if not shown:
        click.echo(words("The rule is not in force on {day}.", day=str(day)))
        for version in versions:
            click.echo(f"  {full_id(version)}: {span_in_words(version.in_force, words)}")
    for index, version in enumerate(shown):
        if len(versions) > 1:
            click.echo(
                ("\n" if index else "") + f"── {full_id(version)}: {span_in_words(version.in_force, words)} ──\n"
            )
        click.echo(explain_rule(ruleset, version, words).text)


def _why(ruleset: RuleSet, rule: str, given: dict[str, Any], words: Words) -> None:
    path = Path(given["facts"])
    if not path.is_file():
        raise Stop(2, words("There is no file '{path}'.", path=str(path)), words("Check the name and the folder."))
    day = given["today"] or today()
    try:
        report = check(checker(ruleset), read_bytes(path), str(path), day, given["as_of"])
    except UnreadableDraft as error:
        raise Stop(4, f"{path}: {words(UNREADABLE[error.code])}") from None
    except CaseProblems as error:
        raise Stop(4, "\n".join(in_words(p, words) for p in error.problems)) from None
    for finding in report.findings:
        if finding.rule.id == rule:
            for line in steps(finding, ruleset, str(path), words):
                text = line.lstrip(" ")
                click.echo(" " * (len(line) - len(text)) + visible(text))
