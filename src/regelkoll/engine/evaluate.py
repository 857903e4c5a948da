"""A case judged: one finding per rule id, from engines that must agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from regelkoll.engine.atoms import Env
from regelkoll.engine.days import Day
from regelkoll.engine.native import Verdicts, truth_of
from regelkoll.engine.program import Branch, Compiled, Node, Program
from regelkoll.engine.resolve import resolve
from regelkoll.engine.tracing import settling, trace_of
from regelkoll.engine.walk import facts_used
from regelkoll.model import Case, Finding, Known, Note, Outcome, Reason, Trace, Truth


class Engine(Protocol):
    """Decides every requirement of the program on one case. Owns the environment that it is given."""

    name: str

    def judge(self, env: Env) -> Verdicts: ...


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`conclusions`: per concluded fact, the truth of each `is`. `disagreed`: whether the engines differed anywhere."""

    findings: tuple[Finding, ...]
    facts: Mapping[str, Known]
    conclusions: Mapping[str, Mapping[str, Truth]]
    disagreed: bool


def evaluate(program: Program, engines: Sequence[Engine], case: Case, law_day: Day, check_day: date) -> Evaluation:
    """Every finding of the case, in the order of the rules' ids. Needs at least one engine."""
    facts = resolve(case, program.vocabulary, program.ruleset.registers, law_day, check_day)
    judged = [(engine.name, engine.judge(Env(facts, case.draft, law_day, {}))) for engine in engines]
    first = judged[0][1]
    env = Env(facts, case.draft, law_day, dict(first.conclusions))
    split = _split_conclusions(program, judged)
    findings: dict[str, list[Finding]] = {}
    for index, compiled in enumerate(program.requirements):
        answers = {name: verdicts.outcomes[index] for name, verdicts in judged}
        finding = _finding(program, compiled, env, answers, split)
        findings.setdefault(compiled.rule.id, []).append(finding)
    merged = tuple(_merged(versions) for _, versions in sorted(findings.items()))
    disagreed = bool(split) or any(f.reason is Reason.ENGINES_DISAGREE for f in merged)
    return Evaluation(merged, facts, _conclusions(program, first), disagreed)


def _conclusions(program: Program, verdicts: Verdicts) -> dict[str, dict[str, Truth]]:
    concluded = {name: kind for name, kind in program.vocabulary.items() if kind.concluded}
    return {n: {v: verdicts.conclusions.get((n, v)) for v in kind.values} for n, kind in concluded.items()}


def _split_conclusions(program: Program, judged: Sequence[tuple[str, Verdicts]]) -> dict[str, dict[str, str]]:
    """The concluded facts on which the engines differ, with what each said."""
    split: dict[str, dict[str, str]] = {}
    for fact, value in {key for _, verdicts in judged for key in verdicts.conclusions}:
        said = {name: verdicts.conclusions.get((fact, value)) for name, verdicts in judged}
        if len(set(said.values())) > 1:
            split[fact] = {name: f"{value}: {truth}" for name, truth in said.items()}
    return split


def _finding(
    program: Program, compiled: Compiled, env: Env, answers: Mapping[str, Outcome], split: Mapping[str, dict[str, str]]
) -> Finding:
    rule = compiled.rule
    disagreement = {name: outcome.value for name, outcome in answers.items()} if len(set(answers.values())) > 1 else {}
    for fact in sorted(facts_used(rule) & split.keys()):
        disagreement = disagreement or split[fact]
    if disagreement:
        return Finding(rule, Outcome.CANNOT_TELL, Reason.ENGINES_DISAGREE, disagreement=disagreement)
    outcome = next(iter(answers.values()))
    force, applies = _applies(compiled)
    if truth_of(force)(env, None) is False:
        return Finding(rule, Outcome.INAPPLICABLE, Reason.NOT_IN_FORCE)
    applicability = _traced(applies, env)
    if outcome is Outcome.INAPPLICABLE:
        return Finding(rule, outcome, Reason.NOT_FOR_THIS, applicability)
    return _told(program, compiled, env, outcome, applicability)


def _applies(compiled: Compiled) -> tuple[Node, Node | None]:
    assert isinstance(compiled.applies, Branch)
    parts = compiled.applies.parts
    return parts[0], parts[1] if len(parts) > 1 else None


def _traced(node: Node | None, env: Env) -> Trace | None:
    return None if node is None or node.condition is None else trace_of(node, node.condition, env)


def _told(program: Program, compiled: Compiled, env: Env, outcome: Outcome, applicability: Trace | None) -> Finding:
    assert isinstance(compiled.met, Branch)
    traces = [trace for part in compiled.met.parts if (trace := _traced(part, env)) is not None]
    requirement, exceptions = traces[0], tuple(traces[1:])
    finding = Finding(compiled.rule, outcome, None, applicability, requirement, exceptions)
    if outcome is Outcome.CANNOT_TELL:
        unknown = [*settling(compiled.applies, env, program)] or [*settling(compiled.met, env, program)]
        finding = replace(finding, reason=Reason.UNKNOWN, settles=tuple(dict.fromkeys(unknown)))
    if outcome is Outcome.PASSED and requirement.truth is not True:
        claimed = (e.label for e, t in zip(compiled.rule.unless, exceptions, strict=True) if t.truth is True)
        finding = replace(finding, exception=next(claimed, None))
    return replace(finding, assumed=_assumed(*(t for t in (applicability, *traces) if t is not None)))


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
