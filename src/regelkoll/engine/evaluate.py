"""A case judged: one finding per rule id, from engines that must agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Protocol

from regelkoll.engine.atoms import Env
from regelkoll.engine.days import Day
from regelkoll.engine.native import Native, Recorded, Verdicts
from regelkoll.engine.nodes import Node
from regelkoll.engine.program import Compiled, Program
from regelkoll.engine.resolve import Resolver
from regelkoll.engine.tracing import settling, trace_of
from regelkoll.engine.walk import facts_used
from regelkoll.model import Case, Finding, Known, Note, Outcome, Reason, Trace, Truth


class Engine(Protocol):
    """Decides every requirement of the program on one case. Owns the environment that it is given."""

    name: str

    def judge(self, env: Env) -> Verdicts: ...


class Evaluation:
    """A case as judged. The outcomes stand; findings with their traces are built when first asked for.

    `conclusions`: per concluded fact, the truth of each `is`. `disagreed`: whether the engines differed anywhere.
    """

    def __init__(self, program: Program, judged: Mapping[str, Verdicts], recorded: Callable[[], Recorded]) -> None:
        self.program, self.judged, self._recorded = program, judged, recorded
        self.first = next(iter(judged.values()))
        self.split = _split_conclusions(judged) if len(judged) > 1 else {}
        self.disagreed = bool(self.split) or any(v.outcomes != self.first.outcomes for v in judged.values())

    @property
    def conclusions(self) -> dict[str, dict[str, Truth]]:
        said = self.first.conclusions
        concluded = {name: kind for name, kind in self.program.vocabulary.items() if kind.concluded}
        return {n: {v: said.get((n, v)) for v in kind.values} for n, kind in concluded.items()}

    @cached_property
    def by_version(self) -> tuple[Finding, ...]:
        """One finding per requirement, each version of a rule by itself."""
        recorded = self._recorded()
        return tuple(
            _finding(
                self.program,
                compiled,
                recorded,
                {name: verdicts.outcomes[index] for name, verdicts in self.judged.items()},
                self.split,
            )
            for index, compiled in enumerate(self.program.requirements)
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """One finding per rule id, in the ids' order."""
        findings: dict[str, list[Finding]] = {}
        for finding in self.by_version:
            findings.setdefault(finding.rule.id, []).append(finding)
        return tuple(_merged(versions) for _, versions in sorted(findings.items()))


class Evaluator:
    """A program with the engines (one at least) that judge it, and one that records. Reusable over cases."""

    def __init__(self, program: Program, engines: Sequence[Engine]) -> None:
        self.program, self.engines = program, engines
        self.resolver = Resolver(program.vocabulary, program.ruleset.registers)

    @cached_property
    def _recorder(self) -> Native:
        return next((e for e in self.engines if isinstance(e, Native)), None) or Native(self.program)

    def facts(self, case: Case, law_day: Day, check_day: date) -> dict[str, Known]:
        """The facts that `evaluate` is to see of a case."""
        return self.resolver.facts(case, law_day, check_day)

    def evaluate(self, case: Case, facts: Mapping[str, Known], law_day: Day) -> Evaluation:
        """The case judged by every engine, each in an environment of its own."""
        judged = {e.name: e.judge(Env(facts, case.draft, law_day, {})) for e in self.engines}

        def recorded() -> Recorded:
            kept = (verdicts.recorded for verdicts in judged.values() if verdicts.recorded is not None)
            return next(kept, None) or self._recorder.record(Env(facts, case.draft, law_day, {}))

        return Evaluation(self.program, judged, recorded)


def _split_conclusions(judged: Mapping[str, Verdicts]) -> dict[str, dict[str, str]]:
    """The concluded facts on which the engines differ, with what each said."""
    split: dict[str, dict[str, str]] = {}
    for fact, value in {key for verdicts in judged.values() for key in verdicts.conclusions}:
        said = {name: verdicts.conclusions.get((fact, value)) for name, verdicts in judged.items()}
        if len(set(said.values())) > 1:
            split[fact] = {name: f"{value}: {truth}" for name, truth in said.items()}
    return split


def _finding(
    program: Program,
    compiled: Compiled,
    recorded: Recorded,
    answers: Mapping[str, Outcome],
    split: Mapping[str, dict[str, str]],
) -> Finding:
    rule = compiled.rule
    disagreement = {name: outcome.value for name, outcome in answers.items()} if len(set(answers.values())) > 1 else {}
    for fact in sorted(facts_used(rule) & split.keys()) if split else ():
        disagreement = disagreement or split[fact]
    if disagreement:
        return Finding(rule, Outcome.CANNOT_TELL, Reason.ENGINES_DISAGREE, disagreement=disagreement)
    outcome = next(iter(answers.values()))
    force, applies = _applies(compiled)
    if recorded.truth(force) is False:
        return Finding(rule, Outcome.INAPPLICABLE, Reason.NOT_IN_FORCE)
    applicability = _traced(applies, recorded)
    if outcome is Outcome.INAPPLICABLE:
        return Finding(rule, outcome, Reason.NOT_FOR_THIS, applicability)
    return _told(program, compiled, recorded, outcome, applicability)


def _applies(compiled: Compiled) -> tuple[Node, Node | None]:
    parts = compiled.applies.parts
    return parts[0], parts[1] if len(parts) > 1 else None


def _traced(node: Node | None, recorded: Recorded) -> Trace | None:
    return None if node is None or node.condition is None else trace_of(node, node.condition, recorded)


def _told(
    program: Program, compiled: Compiled, recorded: Recorded, outcome: Outcome, applicability: Trace | None
) -> Finding:
    traces = [trace for part in compiled.met.parts if (trace := _traced(part, recorded)) is not None]
    requirement, exceptions = traces[0], tuple(traces[1:])
    finding = Finding(compiled.rule, outcome, None, applicability, requirement, exceptions)
    if outcome is Outcome.CANNOT_TELL:
        unknown = [*settling(compiled.applies, recorded, program)] or [*settling(compiled.met, recorded, program)]
        finding = replace(finding, reason=Reason.UNKNOWN, settles=tuple(dict.fromkeys(unknown)))
    if outcome is Outcome.PASSED and requirement.truth is not True:
        claimed = (e.label for e, t in zip(compiled.rule.unless, exceptions, strict=True) if t.truth is True)
        finding = replace(finding, exception=next(claimed, None))
    rests = compiled.assumed or _assumed(*(t for t in (applicability, *traces) if t is not None))
    return replace(finding, assumed=rests)


def _assumed(*traces: Trace) -> bool:
    return any(_has(trace.notes) or _assumed(*trace.parts) for trace in traces)


def _has(notes: Sequence[Note]) -> bool:
    return any(note.kind == "assumed" for note in notes)


def _merged(versions: Sequence[Finding]) -> Finding:
    """One finding for the versions of a rule: the version in force on the day; else that none surely is."""
    if len(versions) == 1:
        return versions[0]
    live = [f for f in versions if f.reason is not Reason.NOT_IN_FORCE]
    if not live:
        return versions[-1]
    if len(live) == 1:
        return live[0]
    graver = [f for f in live if f.reason is Reason.ENGINES_DISAGREE] or [
        f for f in live if f.outcome is not Outcome.CANNOT_TELL
    ]
    return graver[0] if graver and graver[0].reason is Reason.ENGINES_DISAGREE else _unsure(live)


def _unsure(live: Sequence[Finding]) -> Finding:
    unknown = next((f for f in live if f.outcome is Outcome.CANNOT_TELL), live[0])
    return replace(unknown, outcome=Outcome.CANNOT_TELL, reason=Reason.UNKNOWN)
