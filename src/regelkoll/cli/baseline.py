"""`regelkoll baseline create | update | prune FILE DRAFT…`: the file of old findings that do not stop the gate."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from regelkoll.check import EngineMissing, checker
from regelkoll.cli.accepted import baseline_from, file_from, waivers_from, waivers_option
from regelkoll.cli.checking import Check, checked_all
from regelkoll.cli.clock import today
from regelkoll.cli.inputs import Stop, found, notes, rules_from
from regelkoll.cli.options import as_of_option, engine_option, jobs_option, lang_option, rules_option, today_option
from regelkoll.cli.writing import written
from regelkoll.language import Words
from regelkoll.language import words as words_of
from regelkoll.model import Report, Reviewed, Unread
from regelkoll.tooling.baseline import Baseline, entries_of, pruned, written_baseline


def command(words: Words) -> click.Command:
    """The group with its help in the language."""
    shared: list[click.Parameter] = [
        click.Argument(["file"], metavar=words("FILE")),
        click.Argument(["paths"], nargs=-1, required=True, metavar=words("DRAFT…")),
        rules_option(words),
        waivers_option(words),
        as_of_option(words),
        today_option(words),
        engine_option(words),
        jobs_option(words),
        lang_option(words),
    ]
    force = click.Option(["--force"], is_flag=True, help=words("Write over a file that is there."))
    gone = click.Option(["--gone"], is_flag=True, help=words("Also remove what is of drafts that were not checked."))
    group = click.Group(
        "baseline",
        help=words("Keep the findings that are old, so that the gate stops at new ones: create, update, prune."),
    )
    group.subcommand_metavar = words("COMMAND [ARGUMENTS]…")
    for name, extra, text in (
        ("create", [force], words("Write a file with every finding of the drafts.")),
        ("update", [], words("Add the new findings of the drafts to the file, and keep those that are there.")),
        ("prune", [gone], words("Remove the findings of the drafts that occur no more from the file.")),
    ):
        run = {"create": _create, "update": _update, "prune": _prune}[name]
        group.add_command(click.Command(name, params=[*shared, *extra], callback=run, help=text))
    return group


def _create(**given: Any) -> int:
    words = words_of(given["lang"])
    if Path(given["file"]).exists() and not given["force"]:
        hint = words("Add to it with 'baseline update', or write over it with --force.")
        raise Stop(2, words("'{path}' is already there.", path=given["file"]), hint)
    reports, code = _reports(words, given)
    return _wrote(frozenset(), _found(reports, given), words, given) or code


def _update(**given: Any) -> int:
    words = words_of(given["lang"])
    old = _old(words, given)
    reports, code = _reports(words, given)
    return _wrote(old, old | _found(reports, given), words, given) or code


def _prune(**given: Any) -> int:
    words = words_of(given["lang"])
    old = _old(words, given)
    reports, code = _reports(words, given)
    if given["gone"] and code:
        click.echo(words("Not every draft could be read, so nothing is removed of the others."), err=True)
    gone = given["gone"] and not code
    return _wrote(old, pruned(old, reports, file_from(given["file"]), gone), words, given) or code


def _old(words: Words, given: dict[str, Any]) -> Baseline:
    return baseline_from(given["file"], words) or frozenset()


def _found(reports: Iterable[Report], given: dict[str, Any]) -> Baseline:
    file_of = file_from(given["file"])
    return frozenset(entry for report in reports for entry in entries_of(report, file_of))


def _reports(words: Words, given: dict[str, Any]) -> tuple[list[Report], int]:
    """What was checked, and the exit code for what was not: 4, or 70 where the engines disagree or a bug was met."""
    inputs = found(given["paths"], "", words)
    pack = rules_from(given["rules"], words)
    waivers = waivers_from(given["waivers"], pack, words)
    try:
        ready = checker(pack, given["engine"])
    except EngineMissing:
        raise Stop(2, words("The engine durable_rules is not installed.")) from None
    for note in notes(inputs, words):
        click.echo(note, err=True)
    how = Check(given["today"] or today(), given["as_of"], None, words.lang, waivers=waivers)
    results = checked_all(ready, inputs, how, words, given)
    for line in (line for result in results for line in result.said):
        click.echo(line, err=True)
    items = [result.item for result in results]
    reports = [item.report for item in items if isinstance(item, Reviewed)]
    codes = [item.code for item in items if isinstance(item, Unread)]
    codes += [70 for report in reports if any(f.disagreement for f in report.findings)]
    return reports, max(codes, default=0)


def _wrote(old: Baseline, new: Baseline, words: Words, given: dict[str, Any]) -> int:
    """Writes the file, and says what it holds and what is new in it. 2 when it cannot be written."""
    try:
        written(Path(given["file"]), written_baseline(new))
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(2, words("'{path}' cannot be written: {why}.", path=given["file"], why=why)) from None
    held = words.n("{count} old finding in {path}.", "{count} old findings in {path}.", len(new), path=given["file"])
    added = words("Added: {count}.", count=len(new - old))
    removed = words("Removed: {count}.", count=len(old - new))
    click.echo(f"{held} {added} {removed}")
    return 0
