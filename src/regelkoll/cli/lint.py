"""`regelkoll lint`: what is wrong in the rule files, and what loads but is unwise."""

from __future__ import annotations

from pathlib import Path

import click

from regelkoll.cli.accepted import waiver_problems, waivers_option
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
        waivers_option(words),
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


def _lint(rules: str | None, waivers: str | None, format_: str, lang: str) -> int:
    """0 with nothing to say, 1 with advice, 3 when the rules do not load or the waivers cannot be used."""
    words = words_of(lang)
    folder = Path(rules) if rules else default_pack()
    try:
        contents = contents_of(folder)
    except FileNotFoundError:
        hint = words("Name the folder with --rules.")
        raise Stop(2, words("There are no rules in '{path}'.", path=str(folder)), hint) from None
    try:
        pack = read_pack(contents, folder.name)
        remarks = placed(lint(pack, contents, words), seen_from_here(folder))
        wrong = waiver_problems(waivers, pack, words)
        said = words.n("{count} problem in the waivers.", "{count} problems in the waivers.", len(wrong))
    except RuleProblems as error:
        remarks, wrong = [], placed(error.problems, seen_from_here(folder))
        said = words.n(
            "{count} problem; the rules do not load.", "{count} problems; the rules do not load.", len(wrong)
        )
    click.echo(WRITERS[format_]([*wrong, *remarks], words), nl=False)
    if format_ == "text":
        clean = words("The rules load, and there is nothing to remark on.")
        click.echo(
            said if wrong else words.n("{count} remark.", "{count} remarks.", len(remarks)) if remarks else clean
        )
    return 3 if wrong else 1 if remarks else 0


def seen_from_here(folder: Path) -> str:
    """The folder from the working folder where it lies below it, with `/`."""
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return folder.as_posix()
