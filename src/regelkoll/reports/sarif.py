"""SARIF 2.1.0 (OASIS), one run for all drafts, within what GitHub's code scanning takes.

What cannot be told is of the kind `open`, or `review` where only a person can judge, and then has no level: the
standard allows one to failures alone. A draft that could not be checked is a notification, and the run not successful.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from regelkoll import __version__
from regelkoll.language import Words
from regelkoll.model import Outcome, Reason, Report, Reviewed, Run, Unread
from regelkoll.reports import Options
from regelkoll.reports.data import Data, Json, written
from regelkoll.reports.entries import LEVELS, NOT_CHECKED, Entry, entries, fault_key, fingerprint
from regelkoll.reports.sarifplaces import artifact, located, message, related, uri
from regelkoll.reports.sarifrules import rule_data
from regelkoll.reports.sheet import Card
from regelkoll.reports.sheets import FLAGS, fault_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST = 25_000
LANGUAGES = {"sv": "sv-SE", "en": "en"}
KINDS: Mapping[Outcome, str] = {
    Outcome.FAILED: "fail",
    Outcome.PASSED: "pass",
    Outcome.INAPPLICABLE: "notApplicable",
    Outcome.CANNOT_TELL: "open",
}


def render(run: Run, words: Words, options: Options) -> bytes:
    """`verbose` adds what is met and what does not apply."""
    reports = [item.report for item in run if isinstance(item, Reviewed)]
    found = [(e, r) for r in reports for e in entries(r, words) if options.verbose or e.open or e.finding.waiver]
    kept = list(islice(found, MOST))
    cards = {entry.card.key: entry.card for entry, _ in kept}
    index = {key: number for number, key in enumerate(sorted(cards))}
    compared = any(entry.finding.old for entry, _ in kept)
    return written(
        {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": _driver(cards, words)},
                    "automationDetails": {"id": "regelkoll/"},
                    "columnKind": "unicodeCodePoints",
                    "language": LANGUAGES[words.lang],
                    "originalUriBaseIds": {
                        "%SRCROOT%": {"description": message(words("The folder in which the command was run."))}
                    },
                    "artifacts": [artifact(report) for report in reports],
                    "invocations": [_invocation(run, len(found) - len(kept), words)],
                    "results": [_result(entry, report, index, compared, words) for entry, report in kept],
                }
            ],
        }
    )


def _driver(cards: Mapping[str, Card], words: Words) -> Data:
    return {
        "name": "regelkoll",
        "version": __version__,
        "language": LANGUAGES[words.lang],
        "rules": [rule_data(cards[key], words) for key in sorted(cards)],
    }


def _result(entry: Entry, report: Report, index: Mapping[str, int], compared: bool, words: Words) -> Data:
    finding = entry.finding
    told = finding.outcome is Outcome.FAILED
    mark = fingerprint(entry, report)
    data: Data = {
        "ruleId": entry.card.key,
        "ruleIndex": index[entry.card.key],
        "kind": _kind(entry),
        "level": LEVELS[finding.rule.severity] if told else "none",
        "message": message("\n".join([entry.message, *entry.rest])),
        "locations": [located(entry, report)],
        "partialFingerprints": {"regelkollFinding/v1": mark, "primaryLocationLineHash": f"{mark[:16]}:1"},
        "properties": {"outcome": finding.outcome.value, "severity": finding.rule.severity.value},
    }
    if others := related(entry, report, words):
        data["relatedLocations"] = others
    if compared:
        data["baselineState"] = "unchanged" if finding.old else "new"
    if finding.waiver is not None:
        data["suppressions"] = [{"kind": "external", "status": "accepted", "justification": entry.card.waived}]
    return data


def _kind(entry: Entry) -> str:
    """`review` where no fact would settle what could not be told: a person judges."""
    finding = entry.finding
    alone = finding.outcome is Outcome.CANNOT_TELL and finding.reason is not Reason.ENGINES_DISAGREE
    return "review" if alone and not finding.settles else KINDS[finding.outcome]


def _invocation(run: Run, left: int, words: Words) -> Data:
    said: list[Json] = [note for item in run for note in _notes(item, words)]
    if left:
        text = words.n("… and {count} more finding.", "… and {count} more findings.", left)
        said.append(_note("left-out", "warning", text))
    lost = any(isinstance(item, Unread) for item in run)
    data: Data = {"executionSuccessful": not lost}
    return {**data, "toolExecutionNotifications": said} if said else data


def _notes(item: Reviewed | Unread, words: Words) -> Iterator[Data]:
    if isinstance(item, Unread):
        text = "\n".join([words(NOT_CHECKED), *item.said])
        yield {**_note("unread", "error", text, item.draft), "properties": {"exit": item.code}}
        return
    report = item.report
    for flag in sorted(report.flags):
        yield _note(flag, "note", words(FLAGS.get(flag, flag)), report.draft)
    for fault in report.waiver_faults:
        yield _note(fault_key(fault), "warning", fault_text(fault, words), report.draft)


def _note(name: str, level: str, text: str, draft: str = "") -> Data:
    data: Data = {"descriptor": {"id": name}, "level": level, "message": message(text)}
    return {**data, "locations": [{"physicalLocation": {"artifactLocation": uri(draft)}}]} if draft else data
