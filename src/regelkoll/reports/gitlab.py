"""GitLab's code quality report: what is not met and what cannot be told, each with a fingerprint of its own.

GitLab compares the fingerprints of two branches. What is waived is left out; what is old stays, as information.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regelkoll.language import Words
from regelkoll.model import Outcome, Reason, Report, Reviewed, Run, Severity
from regelkoll.reports import Options
from regelkoll.reports.data import Data, written
from regelkoll.reports.entries import NOT_CHECKED, Entry, digest, entries, fault_key, fingerprint, place_of
from regelkoll.reports.escaping import plain_path
from regelkoll.reports.lines import visible
from regelkoll.reports.sheets import fault_text, narrowed_text

FAILED: Mapping[Severity, str] = {Severity.STOP: "blocker", Severity.WARNING: "major", Severity.INFO: "info"}
UNTOLD: Mapping[Severity, str] = {Severity.STOP: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(run: Run, words: Words, options: Options) -> bytes:
    """A list, draft by draft, worst first in each."""
    return written(
        [
            issue
            for item in run
            for issue in (
                _issues(item.report, words)
                if isinstance(item, Reviewed)
                else [
                    _issue(
                        "unread",
                        f"{words(NOT_CHECKED)} {' '.join(item.said)}",
                        digest("unread", item.draft),
                        "blocker",
                        item.draft,
                    )
                ]
            )
        ]
    )


def _issues(report: Report, words: Words) -> Iterator[Data]:
    for entry in entries(report, words):
        if entry.open:
            place = place_of(entry, report)
            line = 1 if place is None or place.line is None else place.line
            mark = fingerprint(entry, report)
            yield _issue(entry.card.key, entry.message, mark, _severity(entry), report.draft, line)
    if report.left_out:
        mark = digest("narrowed", str(report.left_out), report.draft)
        yield _issue("narrowed", narrowed_text(report, words), mark, "info", report.draft)
    for fault in report.waiver_faults:
        said, name = fault_text(fault, words), fault_key(fault)
        mark = digest(name, fault.waiver.rule, fault.waiver.diary, fault.waiver.until.isoformat(), report.draft)
        yield _issue(name, said, mark, "minor", report.draft)


def _severity(entry: Entry) -> str:
    finding = entry.finding
    if finding.reason is Reason.ENGINES_DISAGREE:
        return "blocker"
    if finding.old:
        return "info"
    return (FAILED if finding.outcome is Outcome.FAILED else UNTOLD)[finding.rule.severity]


def _issue(name: str, description: str, mark: str, severity: str, path: str, line: int = 1) -> Data:
    return {
        "check_name": name,
        "description": visible(description),
        "fingerprint": mark,
        "severity": severity,
        "location": {"path": plain_path(path), "lines": {"begin": line}},
    }
