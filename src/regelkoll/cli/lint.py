"""`regelkoll lint`: what is wrong in the rule files, and what loads but is unwise."""

from __future__ import annotations

from pathlib import Path

import click

from regelkoll.cli.inputs import Stop
from regelkoll.cli.options import lang_option, rules_option
from regelkoll.language import Words
from regelkoll.language import words as words_of
from regelkoll.rulefiles import RuleProblems, default_pack
from regelkoll.rulefiles.load import read_pack
from regelkoll.rulefiles.packs import contents_of
from regelkoll.tooling.lint import lint
from regelkoll.tooling.problemlist import WRITERS, placed


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    params: list[click.Parameter] = [
        rules_option(words),
        click.Option(
            ["-f", "--format", "format_"],
            type=click.Choice(list(WRITERS)),
            default="text",
            help=words("What is printed."),
        ),
        lang_option(words),
    ]
    text = words("Say what is wrong in the rule files, and what loads but is unwise.")
    return click.Command("lint", params=params, callback=_lint, help=text)


def _lint(rules: str | None, format_: str, lang: str) -> int:
    """0 with nothing to say, 1 with advice, 3 when the rules do not load."""
    words = words_of(lang)
    folder = Path(rules) if rules else default_pack()
    try:
        contents = contents_of(folder)
    except FileNotFoundError:
        hint = words("Name the folder with --rules.")
        raise Stop(2, words("There are no rules in '{path}'.", path=str(folder)), hint) from None
    try:
        found, code = lint(read_pack(contents, folder.name), contents, words), 1
    except RuleProblems as error:
        found, code = error.problems, 3
    click.echo(WRITERS[format_](placed(found, seen_from_here(folder)), words), nl=False)
    if format_ == "text":
        clean = words("The rules load, and there is nothing to remark on.")
        one, many = (
            ("{count} remark.", "{count} remarks.")
            if code == 1
            else ("{count} problem; the rules do not load.", "{count} problems; the rules do not load.")
        )
        click.echo(clean if not found else words.n(one, many, len(found)))
    return code if found else 0


def seen_from_here(folder: Path) -> str:
    """The folder from the working folder where it lies below it, with `/`."""
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return folder.as_posix()
