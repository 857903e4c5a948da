"""What a finding rests on: the readings of the facts that decided it, and the facts that would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regelkoll.model import Finding, Known, Outcome, Reading, Trace, Truth


@dataclass(frozen=True, slots=True)
class Evidence:
    fact: str
    reading: Reading


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
    known = [k for trace in traces if trace for k in _decisive(trace, truth)]
    found = {(k.name, r.quote, r.location, r.origin): Evidence(k.name, r) for k in reversed(known) for r in k.readings}
    order = dict.fromkeys((k.name, r.quote, r.location, r.origin) for k in known for r in k.readings)
    return tuple(found[key] for key in order)


def _decisive(trace: Trace, truth: Truth) -> Iterator[Known]:
    """The facts of the leaves that came out as the whole did, through the parts that did so; else of every leaf."""
    if trace.truth is not truth:
        return
    yield from trace.facts
    alike = [part for part in trace.parts if part.truth is truth]
    for part in alike:
        yield from _decisive(part, truth)
    if not alike:
        for part in trace.parts:
            yield from _all(part)


def _all(trace: Trace) -> Iterator[Known]:
    yield from trace.facts
    for part in trace.parts:
        yield from _all(part)


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
