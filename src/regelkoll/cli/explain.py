"""`regelkoll explain RULE`: a rule in plain words, with its source and dates."""

from __future__ import annotations

import click

from regelkoll.cli.inputs import Stop, rules_from
from regelkoll.language import LANGUAGES, Words
from regelkoll.language import words as words_of
from regelkoll.rulefiles.problems import closest
from regelkoll.wording.rules import explain_rule


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    params: list[click.Parameter] = [
        click.Argument(["rule"], metavar=words("RULE")),
        click.Option(["-r", "--rules"], metavar=words("FOLDER"), help=words("The folder with the rules.")),
        click.Option(["--lang"], type=click.Choice(LANGUAGES), default=words.lang, help=words("The language.")),
    ]
    text = words("Explain a rule in plain words, with its source and dates.")
    return click.Command("explain", params=params, callback=_explain, help=text)


def _explain(rule: str, rules: str | None, lang: str) -> int:
    words = words_of(lang)
    ruleset = rules_from(rules, words)
    versions = [r for r in ruleset.rules if r.id == rule]
    if not versions:
        near = closest(rule, {r.id for r in ruleset.rules})
        hint = "(" + words("did you mean '{name}'?", name=near) + ")" if near else ""
        raise Stop(2, words("There is no rule '{name}'.", name=rule), hint)
    for version in versions:
        click.echo(explain_rule(ruleset, version, words).text)
    return 0
