"""The report for a reader at a terminal: the recommendation, then what stops, warns, could not be told, and passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from regelkoll.language import N_, Words
from regelkoll.model import Finding, Outcome, Reason, Recommendation, Report, Severity
from regelkoll.reports.details import failed_lines, gap_lines, reading_text, said_lines
from regelkoll.reports.evidence import gaps
from regelkoll.reports.lines import Line, Style, written
from regelkoll.values import show_value
from regelkoll.wording import label_of, rule_texts, show

HEADLINES: Mapping[Recommendation, tuple[str, str, Style]] = {
    Recommendation.FIX_FIRST: (
        N_("Fix first"),
        N_("The draft does not meet a rule that stops. Put it right before you sign."),
        "stop",
    ),
    Recommendation.LOOK_CLOSER: (
        N_("Look closer"),
        N_("Nothing that was told stops the draft, but something needs your judgement before you sign."),
        "warning",
    ),
    Recommendation.READY_TO_SIGN: (
        N_("Ready to sign"),
        N_("The draft meets every rule that was tried and that stops or warns."),
        "passed",
    ),
    Recommendation.COULD_NOT_CHECK: (
        N_("Could not be checked"),
        N_("No rule passed or failed. Nothing has been shown about the draft."),
        "unknown",
    ),
}
DAYS: Mapping[str, str] = {
    "decision": N_("The rules in force on {day} have been tried. The day is the decision's date."),
    "as_of": N_("The rules in force on {day} have been tried. The day was chosen when the check was started."),
    "check_day": N_(
        "The draft does not state the decision's date. "
        "The rules in force on the day of the check, {day}, have been tried."
    ),
    "unknown": N_("The decision's date could not be told. What depends on the date could therefore not be decided."),
}


def render(reports: Sequence[Report], words: Words, color: bool, width: int, verbose: bool) -> bytes:
    """The reports one after another, and with several a count of the recommendations last."""
    return written(_all(reports, words, verbose), color, width)


def _all(reports: Sequence[Report], words: Words, verbose: bool) -> Iterator[Line]:
    for number, report in enumerate(reports):
        if number:
            yield from (Line(), Line("-" * 40, "faint"), Line())
        yield from _report(report, words, verbose)
    if len(reports) != 1:
        yield from _count(reports, words)


def _count(reports: Sequence[Report], words: Words) -> Iterator[Line]:
    if not reports:
        yield Line(words("No drafts were checked."), "unknown")
        return
    counts = Counter(report.recommendation for report in reports)
    parts = [f"{words(HEADLINES[r][0])}: {counts[r]}" for r in HEADLINES if counts[r]]
    yield Line()
    yield Line(
        words.n("{count} draft. {parts}.", "{count} drafts. {parts}.", len(reports), parts=", ".join(parts)), "title"
    )


def _report(report: Report, words: Words, verbose: bool) -> Iterator[Line]:
    day_first = report.law_day_from in ("check_day", "unknown")
    headline, sentence, style = HEADLINES[report.recommendation]
    yield Line(words("Draft: {name}", name=report.draft), "faint")
    yield Line()
    if day_first:
        yield from (Line(_day(report, words), "unknown"), Line())
    yield from (Line(words(headline), style), Line(words(sentence)))
    yield Line(
        words("The check says how the draft stands to the rules that were tried, not that the decision is lawful.")
    )
    yield Line()
    if not day_first:
        yield Line(_day(report, words))
    yield Line(words("The check was made on {day}.", day=report.check_day.isoformat()))
    yield Line(_engines(report, words))
    if _nothing_dated(report):
        yield Line(words("None of the rules that have dates was in force on that day."), "unknown")
    for flag in sorted(report.flags):
        yield Line(words(FLAGS.get(flag, flag)), "unknown")
    yield from _failures(report, words, (Severity.STOP, Severity.WARNING))
    yield from _unknown(report, words)
    yield from _failures(report, words, (Severity.INFO,))
    yield from _passed(report, words, verbose)
    yield from _inapplicable(report, words, verbose)
    if verbose:
        yield from _facts(report, words)
        yield from _receipt(report, words)


FLAGS: Mapping[str, str] = {
    "cp1252": N_(
        "The text is not UTF-8 and was read as Windows-1252. See that å, ä and ö are right in what is quoted."
    ),
    "tracked": N_("The draft has tracked changes that are neither accepted nor rejected. It was read in both ways."),
    "struck_out": N_("The draft has struck out text. It was read both without and with it."),
    "hidden": N_("The draft has text that is not seen on paper: hidden, white or tiny. That text was not read."),
    "comments": N_("The draft has comments in its margin. They were not read."),
    "placeholder": N_("The draft has fields that nobody has filled in."),
    "external": N_(
        "The draft fetches something from elsewhere, for instance a picture or a template. It was not fetched."
    ),
    "embedded": N_("The draft holds another file within it. That file was not read."),
    "scan": N_("The draft is a scanned picture. Its text is what a machine has guessed."),
    "garbled": N_("The text of the draft cannot be read rightly: its letters are not what they look like."),
    "laid_on": N_(
        "Something lies over the pages or is filled in on them: a line, a stamp, turned text, a text box or a form "
        "field. It was not read."
    ),
    "script": N_("The file holds a script or a command. It was not run."),
    "picture": N_("The draft has a large picture or a diagram. What may be written in it was not read."),
    "updating": N_("The draft has a field that changes of itself, for instance the day when it is opened."),
    "attachment": N_("The file has other files attached. They were not read."),
    "restricted": N_("The file is locked against changes and copying with an owner's password."),
    "signed": N_("The draft is already signed."),
    "converted": N_("The draft was converted to Word's newer format before it was read. See that nothing was lost."),
    "cut_off": N_("The text seems to be cut off at the end. What should stand there was not read."),
    "control_characters": N_("The text holds control characters, which do not belong in a decision."),
}


def _nothing_dated(report: Report) -> bool:
    dated = [f for f in report.findings if f.rule.in_force]
    return bool(dated) and all(f.reason is Reason.NOT_IN_FORCE for f in dated)


def _day(report: Report, words: Words) -> str:
    day = words("unknown day") if report.law_day is None else show_value(report.law_day, words.lang)
    return words(DAYS[report.law_day_from], day=day)


def _engines(report: Report, words: Words) -> str:
    if len(report.engines) > 1:
        names = ", ".join(report.engines)
        return words("{count} engines tried each rule independently: {names}.", count=len(report.engines), names=names)
    if report.engines:
        return words(
            "Only one engine tried the rules: {name}. No other one checked its answers.", name=report.engines[0]
        )
    return words("No engine tried the rules.")


SECTIONS: Mapping[Severity, tuple[str, Style]] = {
    Severity.STOP: (N_("Stops"), "stop"),
    Severity.WARNING: (N_("Warns"), "warning"),
    Severity.INFO: (N_("For your information"), "info"),
}


def _failures(report: Report, words: Words, severities: Sequence[Severity]) -> Iterator[Line]:
    for severity in severities:
        failed = [f for f in report.findings if f.outcome is Outcome.FAILED and f.rule.severity is severity]
        if failed:
            heading, style = SECTIONS[severity]
            yield from (Line(), Line(f"{words(heading)} ({len(failed)})", style))
        for number, finding in enumerate(failed, 1):
            yield Line()
            yield from failed_lines(number, finding, report, words)


def _unknown(report: Report, words: Words) -> Iterator[Line]:
    untold = [f for f in report.findings if f.outcome is Outcome.CANNOT_TELL]
    if not untold:
        return
    yield from (Line(), Line(words("Could not be told") + f" ({len(untold)})", "unknown"))
    split = [f for f in untold if f.reason is Reason.ENGINES_DISAGREE]
    for finding in split:
        says = "; ".join(f"{engine}: {_outcome(said, words)}" for engine, said in sorted(finding.disagreement.items()))
        yield from (Line(), Line(words("The engines disagree. This is a fault in the program; report it."), "stop", 2))
        yield Line(f"- {_title(finding, words)}: {says}", "plain", 2, 2)
    differ = [f for f in untold if f.reason is Reason.READINGS_DIFFER]
    if differ:
        said = words(
            "The draft has changes that are not decided. With them and without them the answer is not the same:"
        )
        yield from (Line(), Line(said, "unknown", 2))
    for finding in differ:
        both = words(
            "with the changes {changed}, without them {unchanged}",
            changed=_outcome(finding.changed or "", words),
            unchanged=_outcome(finding.unchanged or "", words),
        )
        yield Line(f"- {_title(finding, words)}: {both}", "plain", 2, 2)
    if differ:
        yield Line(words("Accept or reject the changes in the draft, and check again."), "plain", 2)
    for gap in gaps(f for f in untold if f not in split and f not in differ):
        yield Line()
        yield from gap_lines(gap, report, words)


OUTCOMES: Mapping[str, str] = {
    Outcome.PASSED: N_("met"),
    Outcome.FAILED: N_("not met"),
    Outcome.INAPPLICABLE: N_("does not apply"),
    Outcome.CANNOT_TELL: N_("cannot be told"),
}


def _outcome(said: str, words: Words) -> str:
    return words(OUTCOMES[said]) if said in OUTCOMES else said


def _title(finding: Finding, words: Words) -> str:
    return f"{rule_texts(finding.rule, words).title} [{finding.rule.id}]"


def _passed(report: Report, words: Words, verbose: bool) -> Iterator[Line]:
    passed = [f for f in report.findings if f.outcome is Outcome.PASSED]
    if passed:
        yield from (Line(), Line(words("Met") + f" ({len(passed)})", "passed"))
    for finding in passed:
        yield Line("; ".join([f"- {_title(finding, words)}", *_marks(finding, words)]), "plain", 2, 2)
        if verbose:
            yield from said_lines(finding, report, words, 4)


def _marks(finding: Finding, words: Words) -> Iterator[str]:
    if finding.exception:
        yield words("by the exception “{label}”", label=finding.exception)
    if finding.rule.decides == "wording":
        yield words("the rule sees only the wording")
    if finding.assumed:
        yield words("rests on an assumption")


def _inapplicable(report: Report, words: Words, verbose: bool) -> Iterator[Line]:
    apart = [f for f in report.findings if f.outcome is Outcome.INAPPLICABLE]
    if not apart:
        return
    yield Line()
    yield Line(
        words.n("{count} rule does not apply to this draft.", "{count} rules do not apply to this draft.", len(apart))
    )
    if not verbose:
        return
    for finding in apart:
        why = (
            words("was not in force") if finding.reason is Reason.NOT_IN_FORCE else words("is not for such a decision")
        )
        yield Line(f"- {_title(finding, words)}: {why}", "plain", 2, 2)


def _facts(report: Report, words: Words) -> Iterator[Line]:
    yield from (Line(), Line(words("Facts"), "title"))
    for name, known in report.facts.items():
        kind = report.vocabulary.get(name)
        yield Line(f"- {label_of(kind, name, words)}: {show(known, kind, words)}", "plain", 2, 2)
        for reading in known.readings:
            yield Line(reading_text(reading, report, words), "faint", 4, 2)


def _receipt(report: Report, words: Words) -> Iterator[Line]:
    receipt = report.receipt
    yield from (Line(), Line(words("Receipt"), "title"))
    yield Line(words("Draft: sha256 {sha}", sha=receipt.draft_sha256), "faint", 2)
    yield Line(words("Text of the draft: sha256 {sha}", sha=receipt.text_sha256), "faint", 2)
    if receipt.known_sha256:
        yield Line(words("Facts added by hand: sha256 {sha}", sha=receipt.known_sha256), "faint", 2)
    if receipt.export_sha256:
        yield Line(words("PDF with the pages: sha256 {sha}", sha=receipt.export_sha256), "faint", 2)
    yield Line(words("Program: {program}. Rules: {pack}.", program=receipt.program, pack=receipt.pack), "faint", 2)
    if report.flags:
        yield Line(words("Marks on the draft: {flags}.", flags=", ".join(sorted(report.flags))), "faint", 2)
