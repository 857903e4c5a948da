"""`regelkoll new`: writes the frame of a rule, asking at the terminal for what no flag says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from regelkoll.cli.asking import Asking
from regelkoll.cli.inputs import Stop
from regelkoll.cli.options import day_option, rules_option
from regelkoll.engine.walk import facts_behind
from regelkoll.language import N_, Words
from regelkoll.model import RuleSet, Severity
from regelkoll.rulefiles import RuleProblems, default_pack, in_words
from regelkoll.rulefiles.load import read_pack
from regelkoll.rulefiles.packs import contents_of, is_installed
from regelkoll.tooling.newrule import Wish, by_hand, frame

DECIDES = ("text", "register", "case_data", "wording")
SEVERITIES = tuple(severity.value for severity in Severity)
VALUE = N_(
    "What it is compared with: a value, several with commas, a parameter as {{parameter: name}}, or field = value."
)
HELP = {
    "--title": N_("What the rule demands, in a sentence."),
    "--statute": N_("The law or decision that it rests on."),
    "--section": N_("The section of it."),
    "--url": N_("Where it can be read."),
    "--severity": N_("How grave it is."),
    "--decides": N_("What the answer rests on."),
    "--from": N_("The first day that the rule is in force."),
}


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    helps = {flag: words(text) for flag, text in HELP.items()}
    params: list[click.Parameter] = [
        click.Argument(["rule"], metavar=words("RULE"), required=False),
        rules_option(words),
        click.Option(["--area"], metavar=words("TEXT"), help=words("The area: a folder of the rules.")),
        click.Option(["--fact"], metavar=words("NAME"), help=words("The fact that the rule is about.")),
        click.Option(["--operator"], metavar=words("NAME"), help=words("How it is compared; 'stated' is the default.")),
        click.Option(["--value"], metavar=words("TEXT"), help=words(VALUE)),
        click.Option(["--severity"], type=click.Choice(SEVERITIES), help=helps["--severity"]),
        click.Option(["--decides"], type=click.Choice(DECIDES), help=helps["--decides"]),
        day_option("--from", words, helps["--from"]),
        *(
            click.Option([name], metavar=words("TEXT"), help=helps[name])
            for name in ("--title", "--statute", "--section", "--url")
        ),
    ]
    text = words("Write the frame of a new rule.")
    return click.Command("new", params=params, callback=lambda **given: _new(words, **given), help=text)


def _new(words: Words, **given: Any) -> int:
    folder = Path(given["rules"]) if given["rules"] else default_pack()
    hint = words("Name the folder with --rules.")
    if is_installed(folder):
        raise Stop(
            2, words("'{path}' is in the installed program, and a rule is not written there.", path=str(folder)), hint
        )
    try:
        contents = contents_of(folder)
    except FileNotFoundError:
        raise Stop(2, words("There are no rules in '{path}'.", path=str(folder)), hint) from None
    ruleset = _loaded(contents, folder.name, words)
    ask = Asking(ruleset, words)
    name, area = ask.rule(given["rule"]), ask.area(given["area"])
    wish = _wish(ask, name, given)
    text = frame(wish)
    file = f"{area}/{name}.yaml"
    _loaded({**contents, file: text.encode()}, folder.name, words)
    path = folder / file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Stop(2, words("'{path}' cannot be written: {why}.", path=str(path), why=error.strerror or "")) from None
    click.echo(words("Written: {path}", path=path.as_posix()))
    if wish.begins is None:
        click.echo(words("The rule has no first day, so it is in force always. Write in_force if it is not."))
    click.echo(words("Fill in what says SKRIV, then run: regelkoll lint and regelkoll test -k {name}", name=name))
    return 0


def _wish(ask: Asking, name: str, given: dict[str, Any]) -> Wish:
    fact = ask.fact(given["fact"])
    operator = ask.operator(given["operator"], fact)
    rests = facts_behind([fact.name], ask.ruleset.vocabulary)
    hand = any(by_hand(ask.ruleset.vocabulary[one]) for one in rests)
    wish = Wish(name, fact, operator, "", "", "warning", "case_data" if hand else "text", given["from"], "", "", "")
    wish = ask.value(given["value"], wish)
    asked: dict[str, Any] = {
        "severity": ask.choice(given["severity"], _question(ask, "--severity"), SEVERITIES, wish.severity),
        "decides": ask.choice(given["decides"], _question(ask, "--decides"), DECIDES, wish.decides),
        "begins": wish.begins or ask.day(_question(ask, "--from")),
    }
    asked |= {key: ask.text(given[key], _question(ask, f"--{key}")) for key in ("title", "statute", "section", "url")}
    return replace(wish, **asked)


def _question(ask: Asking, flag: str) -> str:
    """What a flag is for, as a question."""
    return ask.words(HELP[flag]).rstrip(".")


def _loaded(contents: dict[str, bytes], name: str, words: Words) -> RuleSet:
    try:
        return read_pack(contents, name)
    except RuleProblems as error:
        raise Stop(3, "\n".join(in_words(problem, words) for problem in error.problems)) from None
