"""The baseline: findings that were there when a gate was set up, so that it stops at new ones alone. Pure.

A finding is known again by the draft's diary number (else by its file), the rule, the outcome, and a fingerprint of all
that the rule saw of the draft. The file holds no words of a draft.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from regelkoll.model import Fact, Finding, Known, Missing, Outcome, Reason, Records, Report, Trace
from regelkoll.values import name_key

SCHEMA = "regelkoll.baseline/1"
ENDED = ("lapsed", "beyond", "too_wide")
"""The faults of a waiver that keep its finding from being old: somebody answered for it, and does so no more."""
NOTES = ("lacks", "no_row", "currencies")
FILE = "file:"
KEYS = ("draft", "rule", "outcome", "rests_on")
FileOf: TypeAlias = Callable[[str], str]
"""The file of a draft as the baseline names it, from the name in the report."""


class BadBaseline(Exception):
    """The file is no baseline that this program reads: `code` is `damaged`, or `schema` with the `schema` it names."""

    def __init__(self, code: str, schema: str = "") -> None:
        super().__init__(code)
        self.code, self.schema = code, schema


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding as the file keeps it. `draft` is the diary number, or `file:` and the draft's file."""

    draft: str
    rule: str
    outcome: str
    rests_on: str


Baseline: TypeAlias = frozenset[Entry]


def read_baseline(data: bytes) -> Baseline:
    """The findings in a file. Raises BadBaseline."""
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadBaseline("damaged") from None
    if not isinstance(whole, dict) or not isinstance(whole.get("schema"), str):
        raise BadBaseline("damaged")
    if whole["schema"] != SCHEMA:
        raise BadBaseline("schema", whole["schema"])
    listed = whole.get("findings")
    if whole.keys() != {"schema", "findings"} or not isinstance(listed, list):
        raise BadBaseline("damaged")
    return frozenset(_entry(item) for item in listed)


def _entry(item: object) -> Entry:
    if not isinstance(item, dict) or item.keys() != set(KEYS) or not all(isinstance(v, str) for v in item.values()):
        raise BadBaseline("damaged")
    return Entry(*(item[key] for key in KEYS))


def written_baseline(entries: Iterable[Entry]) -> bytes:
    """The file: the same findings give the same bytes, one line each."""
    rows = [json.dumps({key: getattr(e, key) for key in KEYS}, ensure_ascii=False) for e in sorted(set(entries))]
    listed = ",\n".join(f"  {row}" for row in rows)
    return (f'{{"schema": "{SCHEMA}", "findings": [' + (f"\n{listed}\n" if rows else "") + "]}\n").encode()


def marked(report: Report, baseline: Baseline, file_of: FileOf) -> Report:
    """The report with the findings that the baseline holds marked as old. The recommendation stands."""
    draft, ended = draft_of(report, file_of), _ended(report)
    found = tuple(
        replace(f, old=True) if _can_be_old(f, ended) and entry_of(f, draft) in baseline else f for f in report.findings
    )
    return replace(report, findings=found)


def entries_of(report: Report, file_of: FileOf) -> Iterator[Entry]:
    """What a baseline made of the report holds: what failed or could not be told and no waiver answers for."""
    draft, ended = draft_of(report, file_of), _ended(report)
    yield from (entry_of(f, draft) for f in report.findings if f.waiver is None and _can_be_old(f, ended))


def pruned(baseline: Baseline, reports: Sequence[Report], file_of: FileOf, gone: bool = False) -> Baseline:
    """Without the findings of these drafts that occur no more; with `gone`, also without those of all other drafts."""
    drafts = {draft_of(report, file_of) for report in reports}
    occur = {entry for report in reports for entry in entries_of(report, file_of)}
    return frozenset(e for e in baseline if e in occur or (e.draft not in drafts and not gone))


def _ended(report: Report) -> frozenset[str]:
    return frozenset(fault.waiver.rule for fault in report.waiver_faults if fault.kind in ENDED)


def _can_be_old(finding: Finding, ended: frozenset[str]) -> bool:
    if finding.disagreement or finding.reason is Reason.ENGINES_DISAGREE or finding.rule.id in ended:
        return False
    return finding.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL)


def draft_of(report: Report, file_of: FileOf) -> str:
    """What the draft is called in a baseline."""
    for name, kind in report.vocabulary.items():
        known = report.facts.get(name)
        if kind.diary and isinstance(known, Fact) and isinstance(known.value, str):
            key = name_key(known.value)
            if key and not key.startswith(FILE):  # so that no draft can say that it is another draft's file
                return key
    return f"{FILE}{file_of(report.draft)}"


def entry_of(finding: Finding, draft: str) -> Entry:
    """The finding as the file keeps it, whatever the rule's version and wherever in the draft the words stand."""
    traces = [finding.applicability, finding.requirement, *finding.exceptions]
    seen = [
        finding.reason or "",
        [finding.changed or "", finding.unchanged or ""],
        sorted(finding.settles),
        sorted({json.dumps(one, ensure_ascii=False) for trace in traces if trace for one in _seen(trace)}),
    ]
    text = json.dumps([draft, finding.rule.id, seen], ensure_ascii=False)
    return Entry(draft, finding.rule.id, finding.outcome.value, hashlib.sha256(text.encode()).hexdigest())


def _seen(trace: Trace) -> Iterator[Sequence[object]]:
    """Every fact that a leaf looked at, and what a register lacked for it."""
    yield from (_known(known) for known in trace.facts)
    yield from ([note.kind, note.text] for note in trace.notes if note.kind in NOTES)
    for part in trace.parts:
        yield from _seen(part)


def _known(known: Known) -> list[object]:
    """The fact by the words that it was read from, or by why it is missing; never by a value, which may hang on the
    day of the check, but for a text or a yes or no without words."""
    quotes = sorted({" ".join(reading.quote.split()) for reading in known.readings})
    if isinstance(known, Missing):
        return [known.name, known.why, quotes]
    if isinstance(known.value, Records):
        inner = sorted(sorted(json.dumps(_known(f), ensure_ascii=False) for f in r.values()) for r in known.value.items)
        return [known.name, known.value.complete, quotes, inner]
    plain = known.value if isinstance(known.value, str | bool) and not any(quotes) else ""
    return [known.name, plain, quotes]
