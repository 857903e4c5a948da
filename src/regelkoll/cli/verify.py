"""`regelkoll verify REPORT DRAFT`: whether the draft is the one that the report is about, and what changed since."""

from __future__ import annotations

import hashlib
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from regelkoll.check import CaseProblems, EngineChoice, checker, review
from regelkoll.cli.inputs import Stop, read_bytes, rules_from
from regelkoll.cli.options import lang_option, rules_option
from regelkoll.drafts import UnreadableDraft
from regelkoll.drafts.refused import UNREADABLE
from regelkoll.language import N_, Words
from regelkoll.language import words as words_of
from regelkoll.model import Reviewed, RuleSet
from regelkoll.proof.compared import Compared, Sameness, compared, same_bytes
from regelkoll.proof.data import verified_data
from regelkoll.proof.replayed import replayed
from regelkoll.proof.saved import NotAReport, NotChosen, Saved, report_for, reports_in
from regelkoll.proof.told import Verified, told
from regelkoll.reports.data import written as written_data
from regelkoll.reports.lines import written
from regelkoll.rulefiles import in_words
from regelkoll.rulefiles.packs import digest

LARGEST = 256 << 20
"""Bytes of a report: one over a thousand drafts is some ten million."""
NOT_A_REPORT = {
    "damaged": N_("The report is damaged or cut off: it is not valid JSON. Fetch it from where it was kept."),
    "other": N_("This is not a report. Name the JSON report that 'regelkoll check -o json:FILE' wrote."),
    "schema": N_("The report has the shape '{found}', which this version of the program does not read."),
}
UNREADABLE_EDITED = N_("The report has been edited since it was written, so that it cannot be read any more.")


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    params: list[click.Parameter] = [
        click.Argument(["report"], metavar=words("REPORT")),
        click.Argument(["draft"], metavar=words("DRAFT")),
        click.Option(
            ["--of"], metavar=words("NAME"), help=words("Which draft's report it is, where there are several.")
        ),
        click.Option(["--replay"], is_flag=True, help=words("Repeat the check as it was, and compare every rule.")),
        rules_option(words),
        click.Option(["--facts"], metavar=words("FILE"), help=words("The case file that the check had.")),
        click.Option(
            ["-f", "--format"], type=click.Choice(["text", "json"]), default="text", help=words("What is printed.")
        ),
        lang_option(words),
    ]
    text = words("Say whether a draft is the one that a report is about, and what changed since.")
    return click.Command("verify", params=params, callback=_verify, help=text)


def _verify(report: str, draft: str, **given: Any) -> int:
    words = words_of(given["lang"])
    text, data = _report_bytes(report, words), _draft_bytes(draft, words)
    saved = _chosen(text, draft, hashlib.sha256(data).hexdigest(), report, given["of"], words)
    facts = _facts(saved, given["facts"], given["replay"], words)
    ruleset: RuleSet | None = None
    if same_bytes(saved.data, hashlib.sha256(data).hexdigest()) and not given["replay"]:
        verified = Verified(saved.data, draft, saved.whole, Compared(Sameness.UNCHANGED))
    else:
        ruleset = rules_from(given["rules"], words)
        verified = _compared(saved, data, draft, facts, ruleset, given["replay"], words)
    _print(verified, ruleset, given["format"], words)
    return 0 if verified.held else 1


def _compared(
    saved: Saved,
    data: bytes,
    draft: str,
    facts: tuple[bytes, str] | None,
    ruleset: RuleSet,
    replay: bool,
    words: Words,
) -> Verified:
    report = saved.data
    new = _reviewed(report, data, draft, facts, ruleset, words)
    lacking = report["receipt"]["known_sha256"] is not None and facts is None
    if same_bytes(report, hashlib.sha256(data).hexdigest()):
        found = Compared(Sameness.UNCHANGED)
    else:
        found = compared(report, new, ruleset, lacking)
    repeated = replayed(report, new.report, ruleset) if replay else None
    return Verified(report, draft, saved.whole, found, repeated)


def _reviewed(
    report: Any, data: bytes, draft: str, facts: tuple[bytes, str] | None, ruleset: RuleSet, words: Words
) -> Reviewed:
    """The draft checked with the report's days and engines. Raises Stop(4) for one that cannot be read."""
    try:
        today = date.fromisoformat(report["check_day"])
        as_of = date.fromisoformat(report["law_day"]) if report["law_day_from"] == "as_of" else None
    except (ValueError, TypeError):
        raise Stop(1, words(UNREADABLE_EDITED)) from None
    engine: EngineChoice = "native" if report["engines"] == ["native"] else "both"
    try:
        return review(checker(ruleset, engine), data, draft, today, as_of, facts, signed=True)
    except UnreadableDraft as error:
        raise Stop(4, f"{draft}: {words(UNREADABLE[error.code])}") from None
    except CaseProblems as error:
        raise Stop(4, "\n".join(in_words(p, words) for p in error.problems)) from None


def _report_bytes(report: str, words: Words) -> bytes:
    path = Path(report)
    if not path.is_file():
        raise Stop(2, words("There is no file '{path}'.", path=report), words("Check the name and the folder."))
    try:
        if path.stat().st_size > LARGEST:
            raise Stop(2, f"{report}: {words(NOT_A_REPORT['other'])}")
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(2, f"{report}: " + words("The file cannot be read: {why}.", why=why)) from None


def _draft_bytes(draft: str, words: Words) -> bytes:
    if not Path(draft).is_file():
        raise Stop(2, words("There is no file '{path}'.", path=draft), words("Check the name and the folder."))
    try:
        return read_bytes(Path(draft))
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(4, f"{draft}: " + words("The file cannot be read: {why}.", why=why)) from None


def _chosen(text: bytes, draft: str, sha256: str, report: str, of: str | None, words: Words) -> Saved:
    """The draft's report. Raises Stop(2) for what is no report or has none of the draft, and Stop(1) for one that has
    been edited so that it cannot be read."""
    try:
        return report_for(reports_in(text), draft, sha256, of)
    except NotAReport as error:
        if error.code == "edited":
            raise Stop(1, f"{report}: {words(UNREADABLE_EDITED)}") from None
        raise Stop(2, f"{report}: {words(NOT_A_REPORT[error.code], found=error.found)}") from None
    except NotChosen as error:
        said = words("It cannot be told which of the reports in '{path}' is about '{draft}'.", path=report, draft=draft)
        names = ", ".join(error.names[:20]) + (" …" if len(error.names) > 20 else "")
        raise Stop(2, said, words("Name it with --of: {names}", names=names)) from None


def _facts(saved: Saved, path: str | None, replay: bool, words: Words) -> tuple[bytes, str] | None:
    """The case file that the check had. Raises Stop(2) for another one, and for a replay without it."""
    known = saved.data["receipt"]["known_sha256"]
    if path is None:
        if replay and known is not None:
            said = words("The check had a case file beside the draft, without which it cannot be repeated.")
            raise Stop(2, said, words("Give it with --facts."))
        return None
    if not Path(path).is_file():
        raise Stop(2, words("There is no file '{path}'.", path=path), words("Check the name and the folder."))
    data = read_bytes(Path(path))
    if known is None or digest(data) != known:
        raise Stop(2, words("'{path}' is not the case file that the check had.", path=path))
    return data, path


def _print(verified: Verified, ruleset: RuleSet | None, format: str, words: Words) -> None:
    if format == "json":
        sys.stdout.buffer.write(written_data(verified_data(verified)))
    else:
        terminal = sys.stdout.isatty()
        width = min(100, os.get_terminal_size().columns) if terminal else 80
        lines = told(verified, ruleset.vocabulary if ruleset else {}, words)
        sys.stdout.buffer.write(written(lines, terminal and not os.environ.get("NO_COLOR"), width))
    sys.stdout.flush()
