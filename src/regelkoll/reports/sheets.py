"""A report made into a sheet: every finding in its section, the verdict, and what a reader must know of the draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from regelkoll.language import N_, Words
from regelkoll.model import Finding, Outcome, Reason, Recommendation, Report, Severity, WaiverFault
from regelkoll.reports.cards import ask, card
from regelkoll.reports.evidence import gaps
from regelkoll.reports.places import reading_text
from regelkoll.reports.sheet import Card, FactLine, Sheet
from regelkoll.values import show_value
from regelkoll.wording import label_of, show

HEADLINES: Mapping[Recommendation, tuple[str, str]] = {
    Recommendation.FIX_FIRST: (
        N_("Fix first"),
        N_("The draft does not meet a rule that stops. Put it right before you sign."),
    ),
    Recommendation.LOOK_CLOSER: (
        N_("Look closer"),
        N_("Nothing that was told stops the draft, but something needs your judgement before you sign."),
    ),
    Recommendation.READY_TO_SIGN: (
        N_("Ready to sign"),
        N_("The draft meets every rule that was tried and that stops or warns."),
    ),
    Recommendation.COULD_NOT_CHECK: (
        N_("Could not be checked"),
        N_("No rule passed or failed. Nothing has been shown about the draft."),
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


def sheet(report: Report, words: Words) -> Sheet:
    """The report in the words of a language. A waived finding stands among the waived alone."""
    counted = [f for f in report.findings if f.waiver is None]
    untold = [f for f in counted if f.outcome is Outcome.CANNOT_TELL]
    split = [f for f in untold if f.reason is Reason.ENGINES_DISAGREE]
    differ = [f for f in untold if f.reason is Reason.READINGS_DIFFER]
    failed = [f for f in counted if f.outcome is Outcome.FAILED]
    passed = [f for f in counted if f.outcome is Outcome.PASSED]
    return Sheet(
        draft=report.draft,
        recommendation=report.recommendation,
        narrowed=report.left_out > 0,
        heading=_heading(report, words),
        sentence=_sentence(report, words),
        caution=words(
            "The check says how the draft stands to the rules that were tried, not that the decision is lawful."
        ),
        status=_status(report, words),
        day=_day(report, words),
        day_first=report.law_day_from in ("check_day", "unknown"),
        made=words("The check was made on {day}.", day=report.check_day.isoformat()),
        engines=_engines(report, words),
        undated=words("None of the rules that have dates was in force on that day.") if _nothing_dated(report) else "",
        cautions=(
            *_narrowed(report, words),
            *(words(FLAGS.get(flag, flag)) for flag in sorted(report.flags)),
            *_old(report, words),
        ),
        failed={s: _cards([f for f in failed if f.rule.severity is s], report, words) for s in Severity},
        split=_cards(split, report, words),
        differ=_cards(differ, report, words),
        asks=tuple(ask(g, report, words) for g in gaps(f for f in untold if f not in split and f not in differ)),
        waived=_cards([f for f in report.findings if f.waiver is not None], report, words),
        faults=tuple(fault_text(fault, words) for fault in report.waiver_faults),
        passed=_cards(passed, report, words),
        apart=_cards([f for f in counted if f.outcome is Outcome.INAPPLICABLE], report, words),
        facts=tuple(_facts(report, words)),
        receipt=tuple(_receipt(report, words)),
    )


def _heading(report: Report, words: Words) -> str:
    """The recommendation; one that rests on waivers says so."""
    heading, waived = headline(report.recommendation, report.left_out > 0, words), _waived(report)
    if report.recommendation is not Recommendation.READY_TO_SIGN or not waived:
        return heading
    return words.n("{heading}, with {count} waiver", "{heading}, with {count} waivers", waived, heading=heading)


def headline(recommendation: Recommendation, narrowed: bool, words: Words) -> str:
    """A recommendation in words. Where rules were left out the draft is not said to be ready to sign."""
    if narrowed and recommendation is Recommendation.READY_TO_SIGN:
        return words("The rules that were tried are met")
    return words(HEADLINES[recommendation][0])


def tally(sheets: Sequence[Sheet], words: Words) -> str:
    """How many drafts came to what, the gravest first."""
    if not sheets:
        return words("No drafts were checked.")
    ordered = sorted(sheets, key=lambda made: list(HEADLINES).index(made.recommendation))
    counts = Counter(headline(made.recommendation, made.narrowed, words) for made in ordered)
    parts = ", ".join(f"{name}: {count}" for name, count in counts.items())
    return words.n("{count} draft. {parts}.", "{count} drafts. {parts}.", len(sheets), parts=parts)


def _sentence(report: Report, words: Words) -> str:
    waived = _waived(report)
    if report.recommendation is not Recommendation.READY_TO_SIGN or not waived:
        return words(HEADLINES[report.recommendation][1])
    return words.n(
        "The draft meets every rule that was tried and that stops or warns, but for {count} that is waived.",
        "The draft meets every rule that was tried and that stops or warns, but for {count} that are waived.",
        waived,
    )


def _narrowed(report: Report, words: Words) -> Iterator[str]:
    if report.left_out:
        yield narrowed_text(report, words)


def narrowed_text(report: Report, words: Words) -> str:
    """That rules were left out, and how many: a reader must not take the rest for the whole."""
    return words.n(
        "{count} rule of the pack was left out of this check, and nothing is said of it.",
        "{count} rules of the pack were left out of this check, and nothing is said of them.",
        report.left_out,
    )


def _waived(report: Report) -> int:
    return sum(f.waiver is not None for f in report.findings)


def _old(report: Report, words: Words) -> Iterator[str]:
    """How many findings the gate lets through because the baseline holds them."""
    old = sum(f.old and f.waiver is None for f in report.findings)
    if old:
        yield words.n(
            "{count} finding is old: the baseline holds it, and it does not stop the gate.",
            "{count} findings are old: the baseline holds them, and they do not stop the gate.",
            old,
        )


def _cards(findings: Iterable[Finding], report: Report, words: Words) -> tuple[Card, ...]:
    return tuple(card(number, finding, report, words) for number, finding in enumerate(findings, 1))


def _status(report: Report, words: Words) -> str:
    """One line of counts: what failed, what could not be told, what is waived, and what is met of what applies."""
    counted = [f for f in report.findings if f.waiver is None]
    failed = sum(f.outcome is Outcome.FAILED for f in counted)
    untold = sum(f.outcome is Outcome.CANNOT_TELL for f in counted)
    passed = sum(f.outcome is Outcome.PASSED for f in counted)
    waived = len(report.findings) - len(counted)
    old = sum(f.old for f in counted)
    parts = [
        words.n("{count} rule is not met.", "{count} rules are not met.", failed),
        words.n("{count} could not be told.", "{count} could not be told.", untold),
        *([words.n("{count} is waived.", "{count} are waived.", waived)] if waived else []),
        words("{passed} of {all} rules that apply are met.", passed=passed, all=failed + untold + passed + waived),
        *([words.n("{count} of them is old.", "{count} of them are old.", old)] if old else []),
    ]
    return " ".join(parts)


FAULTS: Mapping[str, str] = {
    "lapsed": N_("The waiver of “{rule}” lapsed on {day}. It counts no more."),
    "beyond": N_("The waiver of “{rule}” has limits that do not hold for this draft, or that cannot be told."),
    "unmatched": N_("The waiver of “{rule}” has nothing to waive in this draft. Remove it."),
    "too_wide": N_("The waiver of “{rule}” lasts too long, to {day}: at most two years. It does not count."),
    "no_diary": N_("The waiver of “{rule}” does not count: the draft's diary number cannot be told."),
}


def fault_text(fault: WaiverFault, words: Words) -> str:
    """Why a waiver does not count for the draft."""
    return words(FAULTS[fault.kind], rule=fault.waiver.rule, day=fault.waiver.until.isoformat())


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


def _facts(report: Report, words: Words) -> Iterator[FactLine]:
    for name, known in report.facts.items():
        kind = report.vocabulary.get(name)
        readings = tuple(reading_text(reading, report, words) for reading in known.readings)
        yield FactLine(name, label_of(kind, name, words), show(known, kind, words), readings)


def _receipt(report: Report, words: Words) -> Iterator[str]:
    receipt = report.receipt
    yield words("Draft: sha256 {sha}", sha=receipt.draft_sha256)
    yield words("Text of the draft: sha256 {sha}", sha=receipt.text_sha256)
    if receipt.known_sha256:
        yield words("Facts added by hand: sha256 {sha}", sha=receipt.known_sha256)
    if receipt.waivers_sha256:
        yield words("Waivers: sha256 {sha}", sha=receipt.waivers_sha256)
    if receipt.export_sha256:
        yield words("PDF with the pages: sha256 {sha}", sha=receipt.export_sha256)
    yield words("Program: {program}. Rules: {pack}.", program=receipt.program, pack=receipt.pack)
    if report.flags:
        yield words("Marks on the draft: {flags}.", flags=", ".join(sorted(report.flags)))
