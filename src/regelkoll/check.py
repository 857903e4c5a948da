"""Bytes in, report out: the one way that every front checks a draft. Pure; the caller gives the days."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal as OneOf
from typing import TypeAlias

from regelkoll import __version__
from regelkoll.drafts import CASE_FILES, UnreadableDraft, read_draft
from regelkoll.drafts.fingerprint import fingerprint
from regelkoll.drafts.pages import Pages, with_pages
from regelkoll.engine.days import Day
from regelkoll.engine.durable import Durable, available
from regelkoll.engine.evaluate import Engine, Evaluation, Evaluator
from regelkoll.engine.names import names_of
from regelkoll.engine.native import Native
from regelkoll.engine.program import compile_program
from regelkoll.engine.resolve import joined
from regelkoll.engine.verdict import FAIL_ON, differing, exit_code, recommended
from regelkoll.engine.waiving import Circumstances, circumstances, waived
from regelkoll.facts.extract import extract
from regelkoll.model import (
    Case,
    Draft,
    Fact,
    Interval,
    Known,
    Missing,
    Problem,
    Receipt,
    Report,
    Reviewed,
    RuleSet,
    Waivers,
    Why,
)
from regelkoll.rulefiles.packs import digest

__all__ = ["FAIL_ON", "exit_code"]

EngineChoice: TypeAlias = OneOf["both", "native", "durable"]
CASES = CASE_FILES


class CaseProblems(Exception):
    """A case file that cannot be read whole; every problem of it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = sorted(problems, key=lambda p: (p.line, p.column, p.code))


class EngineMissing(Exception):
    """The engine that was asked for by name is not installed."""


@dataclass(frozen=True, slots=True)
class Checker:
    """A rule set compiled, with the engines that run it. Reusable over drafts."""

    evaluator: Evaluator

    @property
    def ruleset(self) -> RuleSet:
        return self.evaluator.program.ruleset


def checker(ruleset: RuleSet, engine: EngineChoice = "both") -> Checker:
    """Compiles the rules. With `both`, one engine runs where durable_rules is not installed, and the report says so."""
    program = compile_program(ruleset)
    if engine == "durable" and not available():
        raise EngineMissing("durable")
    engines: list[Engine] = []
    if engine in ("both", "native"):
        engines.append(Native(program))
    if engine in ("both", "durable") and available():
        engines.append(Durable(program))
    return Checker(Evaluator(program, tuple(engines)))


def selected(ruleset: RuleSet, select: Iterable[str], ignore: Iterable[str]) -> RuleSet:
    """The rule set with the requirements that are chosen by id or area; classifications stay."""
    wanted, unwanted = set(select), set(ignore)
    kept = tuple(
        rule
        for rule in ruleset.rules
        if rule.concludes is not None
        or ((not wanted or {rule.id, rule.area} & wanted) and not {rule.id, rule.area} & unwanted)
    )
    return replace(ruleset, rules=kept, left_out=ruleset.left_out + len(ruleset.rules) - len(kept))


def read_case(data: bytes, name: str, ruleset: RuleSet, signed: bool = False, pages: Pages | None = None) -> Case:
    """The case of a draft (with `signed`, also of one that is signed) or a case file. Raises UnreadableDraft or
    CaseProblems, and NoPages where pages are wanted and cannot be had."""
    return _read(data, name, ruleset, signed, pages).case


@dataclass(frozen=True, slots=True)
class _Read:
    """A case, the same draft's case with its changes undone, the sha256 of the canonical text, and the draft."""

    case: Case
    unchanged: Case | None
    text_sha256: str
    draft: Draft | None = None


def _read(data: bytes, name: str, ruleset: RuleSet, signed: bool = False, pages: Pages | None = None) -> _Read:
    if not name.lower().endswith(CASES):
        draft = read_draft(data, name, signed)
        draft = draft if pages is None else with_pages(draft, data, pages)
        cases = [
            None if one is None else extract(one, ruleset.vocabulary, ruleset.reading, ruleset.registers)
            for one in (draft, draft.unchanged)
        ]
        assert cases[0] is not None
        return _Read(cases[0], cases[1], hashlib.sha256(draft.text.encode()).hexdigest(), draft)
    if not data.strip():
        raise UnreadableDraft("empty")
    from regelkoll.rulefiles.cases import case_of  # YAML is not loaded for a draft

    problems: list[Problem] = []
    written = case_of(data, name, ruleset.vocabulary, problems.append)
    if written is None or problems:
        raise CaseProblems(problems)
    return _Read(written, None, digest(data))


def completed(case: Case, beside: Case) -> Case:
    """The case with a case file's facts beside it: its `known:`, and its `draft:` where the draft gave none."""
    return replace(case, known={**case.known, **beside.draft, **beside.known})


def law_day_of(case: Case, ruleset: RuleSet, check_day: date) -> tuple[Day, OneOf["decision", "check_day", "unknown"]]:
    """The day that picks rules, and where it comes from: the decision's date, or the day of the check when none is
    stated; `None` when the date is there but cannot be told."""
    for name, kind in ruleset.vocabulary.items():
        if kind.law_day:
            names = names_of(kind.names, ruleset.registers)
            known = joined(kind, case.draft.get(name), case.known.get(name), names)
            if isinstance(known, Fact) and isinstance(known.value, date | Interval):
                return known.value, "decision"
            if isinstance(known, Missing) and known.why is not Why.NOT_STATED:
                return None, "unknown"
    return check_day, "check_day"


def check(
    checker: Checker,
    data: bytes,
    name: str,
    check_day: date,
    as_of: date | None = None,
    facts: tuple[bytes, str] | None = None,
    pages: Pages | None = None,
    waivers: Waivers | None = None,
) -> Report:
    """The report alone that `review` gives."""
    return review(checker, data, name, check_day, as_of, facts, pages, waivers).report


def review(
    checker: Checker,
    data: bytes,
    name: str,
    check_day: date,
    as_of: date | None = None,
    facts: tuple[bytes, str] | None = None,
    pages: Pages | None = None,
    waivers: Waivers | None = None,
    signed: bool = False,
) -> Reviewed:
    """The report on one draft or case file, completed by the case file `facts` (its bytes and name), with the draft.

    `as_of` is the law day instead of the decision's date; with `signed` a signed draft is read too. Raises
    UnreadableDraft or CaseProblems, and NoPages where `pages` cannot be had; engine errors are bugs and pass through.
    """
    ruleset = checker.ruleset
    read = _read(data, name, ruleset, signed, pages)
    beside = None if facts is None else read_case(facts[0], facts[1], ruleset)
    case = read.case if beside is None else completed(read.case, beside)
    law_day, source = law_day_of(case, ruleset, check_day)
    used_day = law_day if as_of is None else as_of
    known = checker.evaluator.facts(case, used_day, check_day)
    evaluation = checker.evaluator.evaluate(case, known, used_day)
    findings, disagreed = evaluation.findings, evaluation.disagreed
    readings = [_bearing(ruleset, case, known, used_day, evaluation)]
    if read.unchanged is not None:
        other = read.unchanged if beside is None else completed(read.unchanged, beside)
        other_day = law_day_of(other, ruleset, check_day)[0] if as_of is None else as_of
        other_known = checker.evaluator.facts(other, other_day, check_day)
        undone = checker.evaluator.evaluate(other, other_known, other_day)
        readings.append(_bearing(ruleset, other, other_known, other_day, undone))
        findings = tuple(differing(a, b) for a, b in zip(findings, undone.findings, strict=True))
        disagreed = disagreed or undone.disagreed
    findings, faults = waived(findings, waivers.listed if waivers else (), readings, check_day)
    report = Report(
        draft=name,
        recommendation=recommended(findings, disagreed, source == "check_day", faults),
        law_day=used_day,
        law_day_from="as_of" if as_of is not None else source,
        check_day=check_day,
        engines=tuple(engine.name for engine in checker.evaluator.engines),
        findings=findings,
        facts=known,
        vocabulary=ruleset.vocabulary,
        conclusions=evaluation.conclusions,
        flags=case.flags,
        receipt=_receipt(data, read, facts, ruleset, None if pages is None else pages.export, waivers),
        waiver_faults=faults,
        left_out=ruleset.left_out,
    )
    return Reviewed(report, read.draft, data)


def _bearing(
    ruleset: RuleSet, case: Case, known: Mapping[str, Known], law_day: Day, evaluation: Evaluation
) -> Circumstances:
    """What waivers are held against, without the conclusions that the engines differ on."""
    said = {key: truth for key, truth in evaluation.first.conclusions.items() if key[0] not in evaluation.split}
    return circumstances(ruleset, case, known, law_day, said)


def _receipt(
    data: bytes,
    read: _Read,
    facts: tuple[bytes, str] | None,
    ruleset: RuleSet,
    export: bytes | None,
    waivers: Waivers | None,
) -> Receipt:
    return Receipt(
        draft_sha256=hashlib.sha256(data).hexdigest(),
        text_sha256=read.text_sha256,
        known_sha256=digest(facts[0]) if facts else None,
        rules=ruleset.files,
        program=__version__,
        pack=f"{ruleset.name} {ruleset.version}".strip(),
        export_sha256=None if export is None else hashlib.sha256(export).hexdigest(),
        fingerprint=None if read.draft is None else fingerprint(read.draft),
        waivers_sha256=None if waivers is None else waivers.sha256,
    )
