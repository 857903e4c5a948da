"""`regelkoll check`: drafts in, reports out, the exit code the gravest of all."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from regelkoll.check import (
    FAIL_ON,
    CaseProblems,
    Checker,
    EngineChoice,
    EngineMissing,
    check,
    checker,
    exit_code,
    selected,
)
from regelkoll.cli import ended
from regelkoll.cli.inputs import Found, Stop, found, notes, read_bytes, rules_from
from regelkoll.cli.options import as_of_option, rules_option, today_option
from regelkoll.cli.pages import paged, pages_from, pages_options
from regelkoll.cli.pool import Lost, Progress, worked
from regelkoll.drafts import UnreadableDraft
from regelkoll.drafts.pages import Pages
from regelkoll.language import LANGUAGES, N_, Words
from regelkoll.language import words as words_of
from regelkoll.model import Report, RuleSet
from regelkoll.reports import RENDERERS, render
from regelkoll.rulefiles import in_words
from regelkoll.rulefiles.problems import closest

ORDER = (0, 1, 4, 3, 2, 70)
UNREADABLE = {
    "empty": N_("The draft is empty."),
    "too_large": N_("The draft is too large to be a decision. It was not read."),
    "binary": N_("The file holds something else than text. It was not read."),
    "undecodable": N_("The text is neither UTF-8 nor Windows-1252. Save it as UTF-8."),
    "format": N_("Files of this format are not read. Save the draft as Word (.docx), OpenDocument, PDF or text."),
    "damaged": N_("The file is damaged or incomplete. It was not read. Open it, save it anew and try again."),
    "unsafe": N_(
        "The file is built in a way that no ordinary draft is, and was not read. Save it anew as Word or PDF."
    ),
    "encrypted": N_("The file is locked with a password. Save a copy without a password."),
    "macros": N_("The file holds macros. Save it as a Word document without macros (.docx)."),
    "signed": N_("The draft is already signed. A signed decision is not checked as a draft."),
    "wrong_type": N_("The file is not what its name says. Save it anew in the right format."),
    "locked": N_("This is Word's lock file. Close the document in Word and check the document itself."),
    "scan": N_("The file is a scanned picture without text. Check the document that it was printed from."),
    "pages": N_("The file has more pages than a decision can have. It was not read."),
    "stopped": N_("The file could not be read: it took too long or too much memory."),
    "converter": N_("Old Word files and RTF need LibreOffice, which is not installed. Save the draft as Word (.docx)."),
}


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
        *pages_options(words),
        click.Option(
            ["--stdin-filename"],
            default="stdin.txt",
            metavar=words("NAME"),
            help=words("The name of what comes from standard input."),
        ),
        click.Option(
            ["--engine"],
            type=click.Choice(["both", "native", "durable"]),
            default="both",
            help=words("Which engines evaluate."),
        ),
        click.Option(
            ["--jobs"],
            type=click.IntRange(1, 64),
            default=1,
            metavar=words("NUMBER"),
            help=words("How many processes share the drafts."),
        ),
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
    outputs = [_output(text, words) for text in given["output"]]
    inputs = found(given["paths"], given["stdin_filename"], words)
    ruleset = _selected(rules_from(given["rules"], words), given["select"], given["ignore"], words)
    try:
        ready = checker(ruleset, given["engine"])
    except EngineMissing:
        hint = words("Install regelkoll with the extra 'durable', or leave out --engine.")
        raise Stop(2, words("The engine durable_rules is not installed."), hint) from None
    facts = _facts(given["facts"], words)
    pages = pages_from(given["pages"], given["export"], [name for name, _ in inputs.inputs], words)
    for note in notes(inputs, words):
        click.echo(note, err=True)
    how = Check(given["today"] or datetime.now().astimezone().date(), given["as_of"], facts, words.lang, pages)
    results = _reports(ready, inputs, how, words, given)
    for line in (line for result in results for line in result.said):
        click.echo(line, err=True)
    reports = [result.report for result in results if result.report is not None]
    if len(reports) < len(results) > 1:
        lost, whole = len(results) - len(reports), len(results)
        click.echo(words("{count} of {whole} files were not checked; see above.", count=lost, whole=whole), err=True)
    codes = [result.code for result in results if result.report is None]
    codes += [exit_code(r, given["fail_on"], given["allow_unknown"]) for r in reports]
    _write(reports, outputs, words, given)
    return max(codes, key=ORDER.index, default=0)


def _selected(ruleset: RuleSet, select: Sequence[str], ignore: Sequence[str], words: Words) -> RuleSet:
    known = {r.id for r in ruleset.rules} | {r.area for r in ruleset.rules}
    for name in (*select, *ignore):
        if name not in known:
            near = closest(name, known)
            hint = "(" + words("did you mean '{name}'?", name=near) + ")" if near else ""
            raise Stop(2, words("There is no rule or area '{name}'.", name=name), hint)
    return selected(ruleset, select, ignore)


def _output(text: str, words: Words) -> tuple[str, Path]:
    name, colon, path = text.partition(":")
    if not colon or name not in RENDERERS or not path:
        formats = ", ".join(RENDERERS)
        raise Stop(
            2, words("'{text}' is not FMT:FILE.", text=text), words("The formats are {formats}.", formats=formats)
        )
    return name, Path(path)


def _facts(path: str | None, words: Words) -> tuple[bytes, str] | None:
    if path is None:
        return None
    if not Path(path).is_file():
        raise Stop(2, words("There is no file '{path}'.", path=path), words("Check the name and the folder."))
    return read_bytes(Path(path)), path


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's report and what is said beside it, or the exit code and what is said instead."""

    report: Report | None = None
    code: int = 0
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What every draft of a run is checked with."""

    today: date
    as_of: date | None
    facts: tuple[bytes, str] | None
    lang: str
    pages: Pages | None = None


def checked(ready: Checker, name: str, data: bytes | OSError, how: Check) -> Checked:
    """One draft checked; whatever is wrong with it is its own."""
    words = words_of(how.lang)
    try:
        if isinstance(data, OSError):
            raise data
        make = partial(check, ready, data, name, how.today, how.as_of, how.facts)
        report, beside = paged(make, how.pages, name, words)
        return Checked(report, 0, beside)
    except Stop as error:
        return Checked(None, error.code, (error.message,))
    except UnreadableDraft as error:
        return Checked(None, 4, (f"{name}: {words(UNREADABLE[error.code])}",))
    except CaseProblems as error:
        return Checked(None, 4, tuple(in_words(problem, words) for problem in error.problems))
    except OSError as error:
        why = error.strerror or str(error)
        return Checked(None, 4, (f"{name}: " + words("The file cannot be read: {why}.", why=why),))
    except Exception:  # noqa: BLE001  the one boundary per draft: a bug is loud, and the other drafts are checked
        said = words("{name}: an internal error; the draft was not checked. Report it.", name=name)
        return Checked(None, 70, (said, traceback.format_exc()))


def _bytes(path: Path | None) -> bytes | OSError:
    try:
        return read_bytes(path)
    except OSError as error:
        return error


def _reports(ready: Checker, inputs: Found, how: Check, words: Words, given: dict[str, Any]) -> list[Checked]:
    """What came of every input, in their order."""
    progress = Progress(
        len(inputs.inputs),
        lambda done, count, left: words("{done} of {count} drafts, {left} left", done=done, count=count, left=left),
    )
    results: dict[int, Checked] = {}
    jobs = min(given["jobs"], len(inputs.inputs))
    if jobs <= 1:
        for number, (name, path) in enumerate(inputs.inputs):
            results[number] = checked(ready, name, _bytes(path), how)
            progress.show(len(results))
    else:
        evaluated = (ready.ruleset, given["engine"], how)
        for number, done in worked(inputs.inputs, jobs, _prepare, evaluated, _work):
            name = inputs.inputs[number][0]
            said = words("{name}: the process that read it was stopped; the draft was not checked.", name=name)
            results[number] = Checked(None, 4, (said,)) if isinstance(done, Lost) else done
            progress.show(len(results))
    return [results[number] for number in range(len(inputs.inputs))]


_READY: dict[str, Any] = {}


def _prepare(ruleset: RuleSet, engine: EngineChoice, how: Check) -> None:
    """In a worker: the rules compiled once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, ended)
    _READY.update(ready=checker(ruleset, engine), how=how)


def _work(job: tuple[str, Path | None]) -> Checked:
    return checked(_READY["ready"], job[0], _bytes(job[1]), _READY["how"])


def _write(reports: list[Report], outputs: list[tuple[str, Path]], words: Words, given: dict[str, Any]) -> None:
    for format_, path in outputs:
        try:
            data = render(reports, format_, words, color=False, width=100, verbose=given["verbose"])
            part = path.with_name(f".{path.name}.{os.getpid()}")
            try:
                part.write_bytes(data)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise Stop(
                2, words("'{path}' cannot be written: {why}.", path=str(path), why=error.strerror or "")
            ) from None
    if reports and not given["quiet"]:
        color = _colored(given["color"])
        width = min(100, os.get_terminal_size().columns) if sys.stdout.isatty() else 80
        data = render(reports, given["format"], words, color=color, width=width, verbose=given["verbose"])
        sys.stdout.buffer.write(data)
        sys.stdout.flush()


def _colored(asked: str) -> bool:
    if asked != "auto":
        return asked == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
