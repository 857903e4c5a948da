"""What findings come to: the recommendation about a draft, and the exit code that gates it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from regelkoll.model import Finding, Outcome, Reason, Recommendation, Report, Severity, WaiverFault

DOUBTED = ("unmatched", "too_wide")
"""The faults of waivers that are a warning of their own. In the others the finding itself counts again."""


def recommended(
    findings: Iterable[Finding], disagreed: bool, undated: bool, faults: Iterable[WaiverFault] = ()
) -> Recommendation:
    """What the findings come to. A decision without a date is never ready; neither is one that no rule could judge.
    Waived findings do not count; old ones do: a baseline says nothing about the draft."""
    findings = tuple(findings)
    told = {(f.rule.severity, f.outcome) for f in findings if f.waiver is None}
    if (Severity.STOP, Outcome.FAILED) in told:
        return Recommendation.FIX_FIRST
    if not any(f.outcome in (Outcome.PASSED, Outcome.FAILED) for f in findings):
        return Recommendation.COULD_NOT_CHECK
    doubts = {
        (Severity.WARNING, Outcome.FAILED),
        (Severity.WARNING, Outcome.CANNOT_TELL),
        (Severity.STOP, Outcome.CANNOT_TELL),
    }
    if told & doubts or undated or disagreed or any(fault.kind in DOUBTED for fault in faults):
        return Recommendation.LOOK_CLOSER
    return Recommendation.READY_TO_SIGN


def differing(changed: Finding, unchanged: Finding) -> Finding:
    """A rule's finding on a draft with changes: told only when they do not matter to it."""
    if Reason.ENGINES_DISAGREE in (changed.reason, unchanged.reason):
        return changed if changed.reason is Reason.ENGINES_DISAGREE else unchanged
    if changed.outcome is unchanged.outcome:
        return changed
    told = replace(changed, outcome=Outcome.CANNOT_TELL, reason=Reason.READINGS_DIFFER, settles=())
    return replace(told, changed=changed.outcome, unchanged=unchanged.outcome)


FAIL_ON = ("stop", "warning", "info", "never")
RANK = {Severity.STOP: 0, Severity.WARNING: 1, Severity.INFO: 2}


def exit_code(report: Report, fail_on: str = "warning", allow_unknown: bool = False) -> int:
    """0, 1 or 70 for one report. With the default threshold and no baseline 0 is exactly `ready_to_sign`."""
    if any(f.disagreement for f in report.findings):
        return 70
    if report.recommendation is Recommendation.COULD_NOT_CHECK:
        return 1
    if fail_on == "never":
        return 0
    doubted = RANK[Severity.WARNING] <= RANK[Severity(fail_on)] and any(f.kind in DOUBTED for f in report.waiver_faults)
    undated = report.law_day_from == "check_day"
    return int(doubted or undated or any(_counts(f, fail_on, allow_unknown) for f in report.findings))


def _counts(finding: Finding, fail_on: str, allow_unknown: bool) -> bool:
    if finding.waiver is not None or finding.old or RANK[finding.rule.severity] > RANK[Severity(fail_on)]:
        return False
    return finding.outcome is Outcome.FAILED or (finding.outcome is Outcome.CANNOT_TELL and not allow_unknown)
