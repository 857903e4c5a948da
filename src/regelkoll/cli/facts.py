"""`regelkoll facts DRAFT`: what was read and where; with -o a case file to complete."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from regelkoll.check import CaseProblems, read_case
from regelkoll.cli.inputs import Stop, read_bytes, rules_from
from regelkoll.cli.options import lang_option, rules_option
from regelkoll.cli.pages import paged, pages_from, pages_options
from regelkoll.drafts import UnreadableDraft
from regelkoll.drafts.refused import UNREADABLE
from regelkoll.language import Words
from regelkoll.language import words as words_of
from regelkoll.model import Case, FactType, Known, Missing, Reading, Records, Vocabulary
from regelkoll.reports.lines import visible as safe
from regelkoll.reports.places import place_text
from regelkoll.rulefiles import in_words
from regelkoll.tooling.casefile import case_file
from regelkoll.wording.shown import label_of, show


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    params: list[click.Parameter] = [
        click.Argument(["draft"], metavar=words("DRAFT")),
        rules_option(words),
        click.Option(["-o", "--output"], metavar=words("FILE"), help=words("Write a case file to complete.")),
        click.Option(["--force"], is_flag=True, help=words("Write over a case file that is there.")),
        *pages_options(words),
        lang_option(words),
    ]
    return click.Command(
        "facts", params=params, callback=_facts, help=words("Show what was read from a draft, and where.")
    )


def _facts(
    draft: str, rules: str | None, output: str | None, force: bool, pages: bool, export: str | None, lang: str
) -> int:
    words = words_of(lang)
    if draft != "-" and not Path(draft).is_file():
        raise Stop(2, words("There is no file '{path}'.", path=draft), words("Check the name and the folder."))
    ruleset = rules_from(rules, words)
    name = "stdin.txt" if draft == "-" else draft
    try:
        data = read_bytes(None if draft == "-" else Path(draft))
        wanted = pages_from(pages, export, [name], words)
        case, beside = paged(partial(read_case, data, name, ruleset, True), wanted, name, words)
    except UnreadableDraft as error:
        raise Stop(4, f"{name}: {words(UNREADABLE[error.code])}") from None
    except CaseProblems as error:
        raise Stop(4, "\n".join(in_words(p, words) for p in error.problems)) from None
    for line in beside:
        click.echo(line, err=True)
    if output is not None:
        _write(Path(output), case_file(case, ruleset.vocabulary, words), force, words)
        return 0
    for line in lines(case, ruleset.vocabulary, words):
        text = line.lstrip()
        click.echo(" " * (len(line) - len(text)) + safe(text))
    return 0


def _write(path: Path, text: str, force: bool, words: Words) -> None:
    """The case file; one that is there is kept, for somebody may have completed it. Raises Stop."""
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        said = words("'{path}' is there already, and may have been completed by hand.", path=str(path))
        raise Stop(2, said, words("Name another file, or write over it with --force.")) from None
    except OSError as error:
        said = words("'{path}' cannot be written: {why}.", path=str(path), why=error.strerror or "")
        raise Stop(2, said) from None
    click.echo(words("Written: {path}", path=path.as_posix()), err=True)


def lines(case: Case, vocabulary: Vocabulary, words: Words) -> list[str]:
    """One block a fact: label, value, and each quote with its place."""
    result = []
    for name, kind in vocabulary.items():
        if kind.derive or kind.concluded:
            continue
        known = case.draft.get(name)
        if known is None:
            known = case.known.get(name)
        if known is not None:
            result += _fact(name, kind, known, words)
    return result


def _fact(name: str, kind: FactType, known: Known, words: Words) -> list[str]:
    head = f"{label_of(kind, name, words)} ({name})"
    value = None if isinstance(known, Missing) else known.value
    if isinstance(value, Records):
        count = words.n("{count} record", "{count} records", len(value.items))
        records = [
            "    " + "; ".join(show(field, kind.fields.get(f), words)[:200] for f, field in r.items())
            for r in value.items
        ]
        return [f"{head}: {count}", *records]
    shown = [f"    «{_short(r.quote)}» {_place(r, words)}".rstrip() for r in known.readings]
    return [f"{head}: {show(known, kind, words)}", *shown]


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return text if len(text) <= 120 else text[:119] + "…"


def _place(reading: Reading, words: Words) -> str:
    if reading.location is None:
        return ""
    return place_text(reading.location, reading.location.source, words)
