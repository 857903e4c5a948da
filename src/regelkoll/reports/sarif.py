"""SARIF 2.1.0 (OASIS), one run for all drafts, within what GitHub's code scanning takes.

What cannot be told is of the kind `open`, or `review` where only a person can judge, and then has no level: the
standard allows one to failures alone. A draft that could not be checked is a notification, and the run not successful.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from regelkoll import __version__
from regelkoll.language import Words
from regelkoll.model import Outcome, Reason, Report, Reviewed, Run, Unread
from regelkoll.reports import Options
from regelkoll.reports.data import Data, Json, written
from regelkoll.reports.entries import LEVELS, NOT_CHECKED, Entry, entries, fault_key, fingerprint, weight
from regelkoll.reports.lines import visible
from regelkoll.reports.sarifplaces import artifact, located, message, related, uri
from regelkoll.reports.sarifrules import described, rule_data
from regelkoll.reports.sheet import Card
from regelkoll.reports.sheets import FLAGS, fault_text, narrowed_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST = 25_000
LANGUAGES = {"sv": "sv-SE", "en": "en"}
KINDS: Mapping[Outcome, str] = {
    Outcome.FAILED: "fail",
    Outcome.PASSED: "pass",
    Outcome.INAPPLICABLE: "notApplicable",
    Outcome.CANNOT_TELL: "open",
}

Note: TypeAlias = tuple[str, str, Data]
"""A notification after the name of its sort and what that means."""


def render(run: Run, words: Words, options: Options) -> bytes:
    """`verbose` adds what is met and what does not apply. Of more results than MOST the worst are kept."""
    reports = [item.report for item in run if isinstance(item, Reviewed)]
    found = [(e, r) for r in reports for e in entries(r, words) if options.verbose or e.open or e.finding.waiver]
    kept = found if len(found) <= MOST else sorted(found, key=lambda pair: weight(pair[0].finding))[:MOST]
    said: list[Note] = [note for item in run for note in _notes(item, words)]
    if len(found) > len(kept):
        left = words.n("… and {count} more finding.", "… and {count} more findings.", len(found) - len(kept))
        said.append(("left-out", left, _note("left-out", "warning", left)))
    one: Data = {
        "tool": {"driver": _driver([entry.card for entry, _ in kept], said, words)},
        "automationDetails": {"id": "regelkoll/"},
        "columnKind": "unicodeCodePoints",
        "language": LANGUAGES[words.lang],
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": message(words("The folder in which the command was run."))}
        },
        "artifacts": [artifact(report) for report in reports],
        "invocations": [_invocation(run, said)],
        "results": _results(kept, words),
    }
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [one]})


def _driver(cards: Iterable[Card], said: Iterable[Note], words: Words) -> Data:
    rules = {card.key: card for card in cards}
    sorts = {name: text for name, text, _ in said}
    return {
        "name": "regelkoll",
        "version": __version__,
        "language": LANGUAGES[words.lang],
        "rules": [rule_data(rules[key], words) for key in sorted(rules)],
        **({"notifications": [described(name, sorts[name]) for name in sorted(sorts)]} if sorts else {}),
    }


def _results(kept: Sequence[tuple[Entry, Report]], words: Words) -> list[Json]:
    """Where one of them is old, all are said to be old or new."""
    index = {key: number for number, key in enumerate(sorted({entry.card.key for entry, _ in kept}))}
    compared = any(entry.finding.old for entry, _ in kept)
    results: list[Json] = []
    for entry, report in kept:
        state: Data = {"baselineState": "unchanged" if entry.finding.old else "new"} if compared else {}
        results.append({**_result(entry, report, words), **state, "ruleIndex": index[entry.card.key]})
    return results


def _result(entry: Entry, report: Report, words: Words) -> Data:
    finding = entry.finding
    told = finding.outcome is Outcome.FAILED
    mark = fingerprint(entry, report)
    data: Data = {
        "ruleId": entry.card.key,
        "kind": _kind(entry),
        "level": LEVELS[finding.rule.severity] if told else "none",
        "message": message("\n".join([entry.message, *entry.rest])),
        "locations": [located(entry, report)],
        "partialFingerprints": {"regelkollFinding/v1": mark, "primaryLocationLineHash": f"{mark[:16]}:1"},
        "properties": {"outcome": finding.outcome.value, "severity": finding.rule.severity.value},
    }
    if others := related(entry, report, words):
        data["relatedLocations"] = others
    if finding.waiver is not None:
        data["suppressions"] = [{"kind": "external", "status": "accepted", "justification": visible(entry.card.waived)}]
    return data


def _kind(entry: Entry) -> str:
    """`review` where no fact would settle what could not be told: a person judges."""
    finding = entry.finding
    alone = finding.outcome is Outcome.CANNOT_TELL and finding.reason is not Reason.ENGINES_DISAGREE
    return "review" if alone and not finding.settles else KINDS[finding.outcome]


def _invocation(run: Run, said: Sequence[Note]) -> Data:
    lost = any(isinstance(item, Unread) for item in run)
    data: Data = {"executionSuccessful": not lost}
    return {**data, "toolExecutionNotifications": [note for *_, note in said]} if said else data


def _notes(item: Reviewed | Unread, words: Words) -> Iterator[Note]:
    if isinstance(item, Unread):
        means = words(NOT_CHECKED)
        note = _note("unread", "error", "\n".join([means, *item.said]), item.draft)
        yield "unread", means, {**note, "properties": {"exit": item.code}}
        return
    report = item.report
    for flag in sorted(report.flags):
        text = words(FLAGS.get(flag, flag))
        yield flag, text, _note(flag, "note", text, report.draft)
    if report.left_out:
        text = narrowed_text(report, words)
        yield "narrowed", words("Narrowed check"), _note("narrowed", "warning", text, report.draft)
    for fault in report.waiver_faults:
        name = fault_key(fault)
        yield name, words("Waivers to look at"), _note(name, "warning", fault_text(fault, words), report.draft)


def _note(name: str, level: str, text: str, draft: str = "") -> Data:
    data: Data = {"descriptor": {"id": name}, "level": level, "message": message(text)}
    place: Data = {"locations": [{"physicalLocation": {"artifactLocation": uri(draft)}}]} if draft else {}
    return {**data, **place}
