"""`regelkoll check`: drafts in, reports out, the exit code the gravest of all."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from regelkoll.check import (
    FAIL_ON,
    EngineMissing,
    checker,
    exit_code,
    selected,
)
from regelkoll.cli.accepted import baseline_from, baseline_option, file_from, waivers_from, waivers_option
from regelkoll.cli.changed import FILES, changed_option, narrowed
from regelkoll.cli.checking import Check, checked_all
from regelkoll.cli.clock import today
from regelkoll.cli.inputs import Stop, found, notes, read_bytes, rules_from
from regelkoll.cli.options import as_of_option, engine_option, jobs_option, rules_option, today_option
from regelkoll.cli.outputs import looked_over, printed, write_all
from regelkoll.cli.pages import pages_from, pages_options
from regelkoll.cli.writing import why
from regelkoll.language import LANGUAGES, Words
from regelkoll.model import Reviewed, RuleSet, Run, Unread
from regelkoll.reports import RENDERERS, render
from regelkoll.rulefiles import default_pack
from regelkoll.rulefiles.problems import closest
from regelkoll.tooling.baseline import Baseline, FileOf, marked

ORDER = (0, 1, 4, 3, 2, 70)


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    renderers = click.Choice(list(RENDERERS))
    params: list[click.Parameter] = [
        click.Argument(["paths"], nargs=-1, required=True, metavar=words("DRAFT…")),
        rules_option(words),
        click.Option(["--select"], multiple=True, metavar="ID", help=words("Only these rules or areas.")),
        click.Option(["--ignore"], multiple=True, metavar="ID", help=words("All but these rules or areas.")),
        as_of_option(words),
        today_option(words),
        click.Option(["-f", "--format"], type=renderers, default="terminal", help=words("What is printed.")),
        click.Option(
            ["-o", "--output"], multiple=True, metavar="FMT:FILE", help=words("Also write a report to a file.")
        ),
        click.Option(
            ["--fail-on"],
            type=click.Choice(FAIL_ON),
            default="warning",
            help=words("From which severity a failure gives exit 1."),
        ),
        click.Option(["--allow-unknown"], is_flag=True, help=words("Let rules that could not be told pass the gate.")),
        click.Option(["--facts"], metavar=words("FILE"), help=words("A case file with what the text cannot say.")),
        waivers_option(words),
        baseline_option(words),
        *pages_options(words),
        changed_option(words),
        click.Option(
            ["--stdin-filename"],
            default="stdin.txt",
            metavar=words("NAME"),
            help=words("The name of what comes from standard input."),
        ),
        engine_option(words),
        jobs_option(words),
        click.Option(
            ["--lang"], type=click.Choice(LANGUAGES), default=words.lang, help=words("The language of the report.")
        ),
        click.Option(
            ["--color"],
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            help=words("Colours in the report."),
        ),
        click.Option(["-q", "--quiet"], is_flag=True, help=words("Print no report, only set the exit code.")),
        click.Option(["-v", "--verbose"], is_flag=True, help=words("Show everything that was read and tried.")),
    ]
    return click.Command(
        "check",
        params=params,
        callback=lambda **given: _check(words, **given),
        help=words("Check drafts, case files or folders of them."),
    )


def _check(words: Words, **given: Any) -> int:
    printed(given["format"], words)
    inputs = found(given["paths"], given["stdin_filename"], words)
    named = [name for name, path in inputs.inputs if path is not None]
    beside = [given["rules"] or default_pack(), *(given[name] for name in FILES if given[name])]
    outputs, troubles = looked_over(given["output"], named, beside, words)
    for trouble in troubles:
        click.echo(trouble, err=True)
    pack = rules_from(given["rules"], words)
    waivers, baseline = waivers_from(given["waivers"], pack, words), baseline_from(given["baseline"], words)
    ruleset = _selected(pack, given["select"], given["ignore"], words)
    try:
        ready = checker(ruleset, given["engine"])
    except EngineMissing:
        hint = words("Install regelkoll with the extra 'durable', or leave out --engine.")
        raise Stop(2, words("The engine durable_rules is not installed."), hint) from None
    facts = _facts(given["facts"], words)
    pages = pages_from(given["pages"], given["export"], [name for name, _ in inputs.inputs], words)
    inputs = narrowed(inputs, given, words)
    for note in notes(inputs, words):
        click.echo(note, err=True)
    keep = any(RENDERERS[name].draft for name in (given["format"], *(one.format for one in outputs)))
    how = Check(given["today"] or today(), given["as_of"], facts, words.lang, pages, keep, waivers)
    results = checked_all(ready, inputs, how, words, given)
    for line in (line for result in results for line in result.said):
        click.echo(line, err=True)
    run: Run = tuple(result.item for result in results)
    if baseline is not None:
        run = _old(run, baseline, file_from(given["baseline"]))
    lost = sum(isinstance(item, Unread) for item in run)
    if lost > 0 and len(run) > 1:
        click.echo(words("{count} of {whole} files were not checked; see above.", count=lost, whole=len(run)), err=True)
    codes = [*(2 for _ in troubles), *(_code(item, given) for item in run)]
    for trouble in filter(None, [*write_all(run, outputs, words, given["verbose"]), _print(run, words, given)]):
        click.echo(trouble, err=True)
        codes.append(2)
    return max(codes, key=ORDER.index, default=0)


def _old(run: Run, baseline: Baseline, file_of: FileOf) -> Run:
    """The run with what the baseline holds marked."""
    return tuple(
        replace(item, report=marked(item.report, baseline, file_of)) if isinstance(item, Reviewed) else item
        for item in run
    )


def _code(item: Reviewed | Unread, given: dict[str, Any]) -> int:
    if isinstance(item, Unread):
        return item.code
    return exit_code(item.report, given["fail_on"], given["allow_unknown"])


def _selected(ruleset: RuleSet, select: Sequence[str], ignore: Sequence[str], words: Words) -> RuleSet:
    known = {r.id for r in ruleset.rules} | {r.area for r in ruleset.rules}
    for name in (*select, *ignore):
        if name not in known:
            near = closest(name, known)
            hint = "(" + words("did you mean '{name}'?", name=near) + ")" if near else ""
            raise Stop(2, words("There is no rule or area '{name}'.", name=name), hint)
    return selected(ruleset, select, ignore)


def _facts(path: str | None, words: Words) -> tuple[bytes, str] | None:
    if path is None:
        return None
    if not Path(path).is_file():
        raise Stop(2, words("There is no file '{path}'.", path=path), words("Check the name and the folder."))
    return read_bytes(Path(path)), path


def _print(run: Run, words: Words, given: dict[str, Any]) -> str:
    """The report on stdout; what hindered it, in a sentence. A run of which nothing was checked says why on stderr,
    and to a reader no more."""
    if given["quiet"] or not (given["format"] != "terminal" or any(isinstance(item, Reviewed) for item in run)):
        return ""
    color = _colored(given["color"])
    width = min(100, os.get_terminal_size().columns) if sys.stdout.isatty() else 80
    data = render(run, given["format"], words, color=color, width=width, verbose=given["verbose"])
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return words("The report could not be printed: {why}.", why=why(error, words))
    return ""


def _colored(asked: str) -> bool:
    if asked != "auto":
        return asked == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
