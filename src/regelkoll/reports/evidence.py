"""What a finding rests on: the readings of the facts that decided it, and the facts that would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regelkoll.model import Fact, Finding, Outcome, Reading, Records, Trace, Truth


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reading of a fact, or of a field of a record of the fact `list`."""

    fact: str
    reading: Reading
    list: str = ""


def evidence(finding: Finding) -> tuple[Evidence, ...]:
    """The readings behind the outcome in reading order of the trace, each once."""
    wanted: dict[Outcome, Truth] = {Outcome.PASSED: True, Outcome.FAILED: False, Outcome.CANNOT_TELL: None}
    if finding.outcome is Outcome.INAPPLICABLE:
        traces: list[Trace | None] = [finding.applicability]
        truth: Truth = False
    else:
        truth = wanted[finding.outcome]
        traces = [finding.requirement, *(finding.exceptions if finding.exception or truth is None else ())]
        traces += [finding.applicability] if truth is None else []
    found = [item for trace in traces if trace for item in _decisive(trace, truth, "")]
    return tuple({(e.list, e.fact, e.reading.quote, e.reading.location, e.reading.origin): e for e in found}.values())


def _decisive(trace: Trace, truth: Truth, owner: str) -> Iterator[Evidence]:
    """The facts of the leaves that came out as the whole did, through the parts that did so; else of every leaf. Where
    all of a list's records came out alike the list itself stands for them."""
    if trace.truth is not truth:
        return
    yield from _read(trace, owner)
    records = [part for part in trace.parts if part.record is not None]
    alike = [part for part in trace.parts if part.truth is truth]
    inner = _owner(trace, owner)
    if inner != owner and len(alike) == len(records) > 1:
        return
    for part in alike:
        yield from _decisive(part, truth, inner)
    if not alike:
        for part in trace.parts:
            yield from _all(part, inner)


def _all(trace: Trace, owner: str) -> Iterator[Evidence]:
    yield from _read(trace, owner)
    for part in trace.parts:
        yield from _all(part, _owner(trace, owner))


def _read(trace: Trace, owner: str) -> Iterator[Evidence]:
    return (Evidence(known.name, reading, owner) for known in trace.facts for reading in known.readings)


def _owner(trace: Trace, owner: str) -> str:
    """The list whose records the parts of a trace are about."""
    lists = [k.name for k in trace.facts if isinstance(k, Fact) and isinstance(k.value, Records)]
    return lists[0] if lists and not owner else owner


def notes(finding: Finding) -> tuple[tuple[str, str], ...]:
    """What leaves found beside their truth, as (kind, text), each once."""
    traces = [finding.requirement, *finding.exceptions, finding.applicability]
    return tuple(dict.fromkeys(pair for trace in traces if trace for pair in _notes(trace)))


def _notes(trace: Trace) -> Iterator[tuple[str, str]]:
    yield from ((note.kind, note.text) for note in trace.notes)
    for part in trace.parts:
        yield from _notes(part)


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that would settle rules: the findings listed under it, and each one's other needs."""

    fact: str
    findings: tuple[Finding, ...]


def gaps(findings: Iterable[Finding]) -> tuple[Gap, ...]:
    """What could not be told by the fact that would settle it, most rules first; each finding stands once.

    A finding that needs several facts stands under the one that settles the most. Those that name none come last,
    under the fact "".
    """
    left = [f for f in findings if f.outcome is Outcome.CANNOT_TELL]
    result: list[Gap] = []
    while named := [f for f in left if f.settles]:
        counts: dict[str, int] = {}
        for finding in named:
            for fact in finding.settles:
                counts[fact] = counts.get(fact, 0) + 1
        best = min(counts, key=lambda fact: (-counts[fact], fact))
        result.append(Gap(best, tuple(f for f in named if best in f.settles)))
        left = [f for f in left if best not in f.settles]
    return (*result, *([Gap("", tuple(left))] if left else []))
