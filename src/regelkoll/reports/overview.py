"""An overview of many drafts for a spreadsheet: a row a draft, with its verdict, its counts and its days.

Semicolons and a byte order mark: so a Swedish Excel opens the file with its columns and its å, ä and ö whole. Lines
end as RFC 4180 says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from regelkoll.language import Words
from regelkoll.model import Fact, Outcome, Report, Run, Severity, Unread
from regelkoll.reports import Options
from regelkoll.reports.entries import NOT_CHECKED
from regelkoll.reports.escaping import cell
from regelkoll.reports.sheets import sheet
from regelkoll.values import show_value

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def render(run: Run, words: Words, options: Options) -> bytes:
    """Columns in the words of the language; a draft that could not be checked has its row, and why."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(_heads(words))
    for item in run:
        row = _unread(item, words) if isinstance(item, Unread) else _row(item.report, words)
        writer.writerow([one if isinstance(one, int) else cell(one) for one in row])
    return (BOM + file.getvalue()).encode("utf-8", "backslashreplace")


def _heads(words: Words) -> Sequence[str]:
    return (
        words("Draft"),
        words("Diary number"),
        words("Verdict"),
        words("Not met, stops"),
        words("Not met, warns"),
        words("Not met, informs"),
        words("Cannot be told, stops"),
        words("Cannot be told, warns"),
        words("Cannot be told, informs"),
        words("Waived"),
        words("Of them old"),
        words("Met"),
        words("Do not apply"),
        words("Rules in force on"),
        words("Checked on"),
        words("To know"),
        words("sha256 of the draft"),
    )


def _row(report: Report, words: Words) -> Sequence[str | int]:
    made = sheet(report, words)
    counted = [f for f in report.findings if f.waiver is None]
    by_kind = [
        sum(f.outcome is outcome and f.rule.severity is severity for f in counted)
        for outcome in (Outcome.FAILED, Outcome.CANNOT_TELL)
        for severity in Severity
    ]
    old = sum(f.old for f in counted)
    told = [*made.cautions, *made.faults, *([made.undated] if made.undated else [])]
    return (
        report.draft,
        _diary(report),
        made.heading,
        *by_kind,
        len(made.waived),
        old,
        len(made.passed),
        len(made.apart),
        _day(report, words),
        report.check_day.isoformat(),
        " ".join(told),
        report.receipt.draft_sha256,
    )


def _diary(report: Report) -> str:
    """The diary number, where the vocabulary marks the fact that holds it and the draft says it in one way."""
    named = [report.facts.get(name) for name, kind in report.vocabulary.items() if kind.diary]
    return next((one.value for one in named if isinstance(one, Fact) and isinstance(one.value, str)), "")


def _day(report: Report, words: Words) -> str:
    day = report.law_day
    if day is None:
        return words("unknown day")
    return day.isoformat() if isinstance(day, date) else show_value(day, words.lang)


def _unread(item: Unread, words: Words) -> Sequence[str | int]:
    empty = [""] * 12
    return (item.draft, "", words(NOT_CHECKED), *empty, " ".join(item.said), "")
