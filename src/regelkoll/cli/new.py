"""`regelkoll new`: writes the frame of a rule, asking for what no flag says."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from regelkoll.cli.inputs import Stop
from regelkoll.cli.options import day_option, rules_option
from regelkoll.language import N_, Words
from regelkoll.model import RuleSet, Severity
from regelkoll.rulefiles import RuleProblems, default_pack, in_words
from regelkoll.rulefiles.load import read_pack
from regelkoll.rulefiles.packs import contents_of
from regelkoll.rulefiles.problems import closest
from regelkoll.tooling.newrule import STATED, NoFrame, Wish, frame, operators_for

DECIDES = ("text", "register", "case_data", "wording")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
REFUSED = {
    "fact": N_("'{fact}' is computed, so no draft states it. Choose a fact that is read or written by hand."),
    "operator": N_("The operator '{operator}' cannot be used here. These can: {choices}."),
    "value": N_("'{value}' is no value that '{fact}' can be compared with."),
}


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    severities = click.Choice([severity.value for severity in Severity])
    kinds = click.Choice(DECIDES)
    texts = {
        "--title": words("What the rule demands, in a sentence."),
        "--statute": words("The law or decision that it rests on."),
        "--section": words("The section of it."),
        "--url": words("Where it can be read."),
    }
    params: list[click.Parameter] = [
        click.Argument(["rule"], metavar=words("RULE"), required=False),
        rules_option(words),
        click.Option(["--area"], metavar=words("TEXT"), help=words("The area: a folder of the rules.")),
        click.Option(["--fact"], metavar=words("NAME"), help=words("The fact that the rule is about.")),
        click.Option(["--operator"], metavar=words("NAME"), help=words("How it is compared; 'stated' is the default.")),
        click.Option(["--value"], default="", metavar=words("TEXT"), help=words("What it is compared with.")),
        click.Option(["--severity"], type=severities, default="warning", help=words("How grave it is.")),
        click.Option(["--decides"], type=kinds, default="text", help=words("What the answer rests on.")),
        day_option("--from", words, words("The first day that the rule is in force.")),
        *(click.Option([name], default="", metavar=words("TEXT"), help=text) for name, text in texts.items()),
    ]
    text = words("Write the frame of a new rule.")
    return click.Command("new", params=params, callback=lambda **given: _new(words, **given), help=text)


def _new(words: Words, **given: Any) -> int:
    folder = Path(given["rules"]) if given["rules"] else default_pack()
    try:
        contents = contents_of(folder)
    except FileNotFoundError:
        hint = words("Name the folder with --rules.")
        raise Stop(2, words("There are no rules in '{path}'.", path=str(folder)), hint) from None
    ruleset = _loaded(contents, folder.name, words)
    areas = sorted({rule.area for rule in ruleset.rules})
    name = _asked(given["rule"], words("The rule's id (a–z, digits, hyphens)"), words)
    if not _NAME.fullmatch(name):
        raise Stop(2, words("'{name}' cannot be a rule's id. Use a–z, digits and hyphens.", name=name))
    if any(rule.id == name for rule in ruleset.rules):
        raise Stop(2, words("There is already a rule '{name}'.", name=name))
    area = _asked(given["area"], words("The area ({areas})", areas=", ".join(areas)), words)
    if not _NAME.fullmatch(area):
        raise Stop(2, words("'{name}' cannot be an area. Use a–z, digits and hyphens.", name=area))
    text = _frame(ruleset, name, given, words)
    file = f"{area}/{name}.yaml"
    _loaded({**contents, file: text.encode()}, folder.name, words)
    path = folder / file
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Stop(2, words("'{path}' cannot be written: {why}.", path=str(path), why=error.strerror or "")) from None
    click.echo(words("Written: {path}", path=path.as_posix()))
    click.echo(words("Fill in what says SKRIV, then run: regelkoll lint and regelkoll test -k {name}", name=name))
    return 0


def _frame(ruleset: RuleSet, name: str, given: dict[str, Any], words: Words) -> str:
    fact_name = _asked(given["fact"], words("The fact that the rule is about"), words)
    fact = ruleset.vocabulary.get(fact_name)
    if fact is None:
        near = closest(fact_name, ruleset.vocabulary)
        hint = "(" + words("did you mean '{name}'?", name=near) + ")" if near else ""
        raise Stop(2, words("The fact '{name}' is not in facts.yaml.", name=fact_name), hint)
    choices = ", ".join(operators_for(fact))
    operator = given["operator"] or STATED
    if not given["operator"] and _asks():
        operator = _ask(words("How it is compared ({choices})", choices=choices), STATED)
    value = given["value"]
    if operator not in operators_for(fact):
        code = "operator" if operators_for(fact) else "fact"
        raise Stop(2, words(REFUSED[code], fact=fact_name, operator=operator, choices=choices))
    if operator != STATED and not value:
        value = _asked(None, words("What it is compared with"), words)
    begins: date = given["from"] or datetime.now().astimezone().date()
    texts = {key: given[key] for key in ("title", "severity", "decides", "statute", "section", "url")}
    try:
        return frame(Wish(name, fact, operator, value, begins=begins, **texts))
    except NoFrame as error:
        details = {"fact": fact_name, "operator": operator, "value": value, "choices": choices}
        raise Stop(2, words(REFUSED[error.code], **details)) from None


def _loaded(contents: dict[str, bytes], name: str, words: Words) -> RuleSet:
    try:
        return read_pack(contents, name)
    except RuleProblems as error:
        raise Stop(3, "\n".join(in_words(problem, words) for problem in error.problems)) from None


def _asks() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _ask(question: str, default: str | None = None) -> str:
    return str(click.prompt(question, default=default, err=True))


def _asked(given: str | None, question: str, words: Words) -> str:
    """What a flag says, else what the person at the terminal answers."""
    if given:
        return given
    if not _asks():
        raise Stop(2, words("Something is not said: {what}.", what=question), words("Say it with a flag; see --help."))
    return _ask(question).strip()
