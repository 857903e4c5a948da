"""The check repeated: its findings, facts and recommendation rule by rule beside those of the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from regelkoll.model import Finding, Report, RuleSet
from regelkoll.proof.compared import RuleFiles, rule_files
from regelkoll.reports.data import value_data

Data: TypeAlias = Mapping[str, Any]

FIELDS = ("outcome", "severity", "reason", "exception", "assumed", "settles")


@dataclass(frozen=True, slots=True)
class Differing:
    """A rule that came out otherwise: outcome then and now (`None`: it was not tried), and what else of it differs."""

    rule: str
    title: str
    then: str | None
    now: str | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replayed:
    """`count` rules were compared. `untried` rules were not among those of the check and are not compared: it had
    chosen some, or they are new."""

    count: int
    findings: tuple[Differing, ...]
    recommendation: tuple[str, str] | None
    law_day: bool
    engines: tuple[tuple[str, ...], tuple[str, ...]] | None
    untried: int
    rules: RuleFiles
    program: tuple[str, str] | None

    @property
    def same(self) -> bool:
        """Whether the check came out as it did."""
        return not self.findings and self.recommendation is None and not self.law_day


def replayed(report: Data, now: Report, ruleset: RuleSet) -> Replayed:
    """The report beside the same draft checked again with the report's days and facts."""
    findings = {finding.rule.id: finding for finding in now.findings}
    differing = [_differing(then, findings.get(then["rule"])) for then in report["findings"]]
    untried = len(findings.keys() - {then["rule"] for then in report["findings"]})
    day = None if now.law_day is None else value_data(now.law_day, None)
    waived = report["receipt"].get("waivers_sha256") is not None  # waivers are not applied again
    words = (str(report["recommendation"]), now.recommendation.value)
    engines = (tuple(report["engines"]), now.engines)
    program = (str(report["receipt"]["program"]), now.receipt.program)
    return Replayed(
        len(report["findings"]),
        tuple(one for one in differing if one is not None),
        words if words[0] != words[1] and not untried and not waived else None,
        day != report["law_day"],
        engines if engines[0] != engines[1] else None,
        untried,
        rule_files(report, ruleset),
        program if program[0] != program[1] else None,
    )


def _differing(then: Data, now: Finding | None) -> Differing | None:
    title = str(then["title"])
    if now is None:
        return Differing(str(then["rule"]), title, str(then["outcome"]), None)
    data = {
        "outcome": now.outcome.value,
        "severity": now.rule.severity.value,
        "reason": now.reason.value if now.reason else None,
        "exception": now.exception,
        "assumed": now.assumed,
        "settles": list(now.settles),
    }
    also = tuple(name for name in FIELDS if data[name] != then[name])
    if not also:
        return None
    return Differing(str(then["rule"]), title, str(then["outcome"]), now.outcome.value, also)
