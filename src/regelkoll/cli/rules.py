"""`regelkoll rules list | show | doc | diff`: the rules as prose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from regelkoll.cli.inputs import Stop, rules_from, version_named
from regelkoll.cli.options import day_option, lang_option, output_option, rules_option
from regelkoll.language import Words
from regelkoll.language import words as words_of
from regelkoll.model import Severity
from regelkoll.rulefiles import default_pack
from regelkoll.tooling.catalogue import chosen, document, listed, page
from regelkoll.tooling.changes import changes


def command(words: Words) -> click.Command:
    """The group with its help in the language."""
    rules, lang = rules_option(words), lang_option(words)
    severities = click.Choice([severity.value for severity in Severity])
    filters: list[click.Parameter] = [
        click.Option(["--area"], metavar=words("TEXT"), help=words("Only rules of this area.")),
        click.Option(["--severity"], type=severities, help=words("Only rules as grave as this.")),
        day_option("--on", words, words("Only rules in force on this day.")),
    ]
    rule = click.Argument(["rule"], metavar=words("RULE"))
    packs: list[click.Parameter] = [click.Argument([n], metavar=words("FOLDER")) for n in ("old", "new")]
    commands: list[tuple[str, list[click.Parameter], Callable[..., int], str]] = [
        ("list", [rules, *filters, lang], _list, words("The rules by area.")),
        ("show", [rule, rules, lang], _show, words("A rule as a page, with its YAML.")),
        ("doc", [rules, lang, output_option(words)], _doc, words("The whole catalogue as Markdown.")),
        (
            "diff",
            [*packs, lang],
            _diff,
            words("What differs between two folders of rules, in words. The exit code is 1 when something does."),
        ),
    ]
    group = click.Group("rules", help=words("The rules as prose: list, show, doc, diff."))
    group.subcommand_metavar = words("COMMAND [ARGUMENTS]…")
    for name, params, run, text in commands:
        group.add_command(click.Command(name, params=params, callback=run, help=text))
    return group


def _list(rules: str | None, area: str | None, severity: str | None, on: date | None, lang: str) -> int:
    words = words_of(lang)
    ruleset = rules_from(rules, words)
    found = chosen(ruleset, area, severity, on)
    if not found:
        raise Stop(2, words("No rule is chosen by this."))
    for line in listed(found, words):
        click.echo(line)
    return 0


def _show(rule: str, rules: str | None, lang: str) -> int:
    words = words_of(lang)
    ruleset = rules_from(rules, words)
    folder = Path(rules) if rules else default_pack()
    for version in version_named(ruleset, rule, words):
        click.echo("\n\n".join(page(ruleset, version, words)))
        text = (folder / version.location.source).read_text(encoding="utf-8-sig")
        click.echo(f"\n```yaml\n{text.rstrip()}\n```")
    return 0


def _doc(rules: str | None, lang: str, output: str | None) -> int:
    words = words_of(lang)
    text = document(rules_from(rules, words), words)
    if output is None:
        click.echo(text, nl=False)
        return 0
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Stop(2, words("'{path}' cannot be written: {why}.", path=output, why=error.strerror or "")) from None
    return 0


def _diff(**given: Any) -> int:
    """0 without a difference, 1 with one."""
    words = words_of(given["lang"])
    lines = list(changes(rules_from(given["old"], words), rules_from(given["new"], words), words))
    for line in lines or [words("The rules are the same.")]:
        click.echo(line)
    return 1 if lines else 0
