"""`regelkoll test`: the examples in the rule files, expected and got."""

from __future__ import annotations

import click

from regelkoll.check import EngineMissing
from regelkoll.cli.inputs import Stop, rules_from
from regelkoll.language import Words
from regelkoll.tooling.examples import try_examples


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    params: list[click.Parameter] = [
        click.Option(["-r", "--rules"], metavar=words("FOLDER"), help=words("The folder with the rules.")),
        click.Option(["-k", "expression"], metavar=words("TEXT"), help=words("Only rules whose id contains the text.")),
    ]

    def run(rules: str | None, expression: str | None) -> int:
        return _test(words, rules, expression)

    return click.Command("test", params=params, callback=run, help=words("Try the examples in the rule files."))


def _test(words: Words, rules: str | None, expression: str | None) -> int:
    ruleset = rules_from(rules, words)
    try:
        tried = [t for t in try_examples(ruleset) if not expression or expression in t.rule.id]
    except EngineMissing:
        raise Stop(2, words("The engine durable_rules is not installed.")) from None
    wrong = [t for t in tried if t.got != t.example.expect]
    for one in wrong:
        line = one.example.location.line if one.example.location else 1
        place = f"{one.rule.location.source}:{line}"
        said = words("expected {expected}, got {got}", expected=str(one.example.expect), got=str(one.got))
        click.echo(f"{place}: {one.example.name}: {said}")
    click.echo(words("{count} examples tried, {wrong} came out otherwise.", count=len(tried), wrong=len(wrong)))
    return 3 if wrong else 0
