"""One finding, or one missing fact, in finished words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regelkoll.language import N_, NP_, Words
from regelkoll.model import (
    Fact,
    FactType,
    Finding,
    Kind,
    Missing,
    Outcome,
    Reading,
    Reason,
    Records,
    Report,
    Severity,
    Source,
    Why,
)
from regelkoll.reports.evidence import Gap, evidence, notes
from regelkoll.reports.places import cut, grouped, kind_of, places_text, quoted, reading_text, readings_text, spans_of
from regelkoll.reports.sheet import Ask, Card, Legal, Said
from regelkoll.wording import decides_in_words, fill, full_id, label_of, rule_texts, source_in_words, unmet
from regelkoll.wording.days import span_in_words

MOST_PLACES = 6

NOTES: Mapping[str, str] = {
    "near": N_("Is {text} meant?"),
    "lacks": N_("Lacking: {text}"),
    "assumed": N_("Rests on an assumption: {text}"),
    "no_row": N_("No row of the register was found: {text}"),
    "limit": N_("What it is compared with: {text}"),
    "no_limit": N_("The parameter has no value on the day of the decision: {text}. Tell a strategist."),
    "currencies": N_("The amounts are in different currencies: {text}"),
}
ASKS: Mapping[Why | None, tuple[str, str]] = {
    Why.NOT_STATED: NP_("State {fact}: settles {count} rule", "State {fact}: settles {count} rules"),
    Why.UNREADABLE: NP_(
        "Write {fact} so that it can be read: settles {count} rule",
        "Write {fact} so that it can be read: settles {count} rules",
    ),
    Why.CONFLICTING: NP_(
        "Say the same {fact} everywhere: settles {count} rule",
        "Say the same {fact} everywhere: settles {count} rules",
    ),
    None: NP_("State {fact} more exactly: settles {count} rule", "State {fact} more exactly: settles {count} rules"),
}
ASKS_WHETHER = NP_("State whether {fact}: settles {count} rule", "State whether {fact}: settles {count} rules")
GRAVITY: Mapping[Severity, str] = {
    Severity.STOP: N_("stops"),
    Severity.WARNING: N_("warns"),
    Severity.INFO: N_("informs"),
}
OUTCOMES: Mapping[str, str] = {
    Outcome.PASSED: N_("met"),
    Outcome.FAILED: N_("not met"),
    Outcome.INAPPLICABLE: N_("does not apply"),
    Outcome.CANNOT_TELL: N_("cannot be told"),
}


def card(number: int, finding: Finding, report: Report, words: Words, settled: str = "") -> Card:
    """The finding in words; `settled` is the fact that it is listed under, which it need not ask for again."""
    rule, texts = finding.rule, rule_texts(finding.rule, words)
    false = unmet(finding.requirement, report.vocabulary, words)
    template = {Outcome.FAILED: texts.message, Outcome.PASSED: texts.passed}.get(finding.outcome, "")
    said = tuple(_said(finding, report, words))
    more = len(said) - MOST_PLACES
    others = [label_of(report.vocabulary.get(name), name, words) for name in finding.settles if name != settled]
    return Card(
        number=number,
        key=full_id(rule),
        finding=finding,
        title=texts.title,
        message=fill(template, report.facts, report.vocabulary, words, false) or texts.title,
        gravity=words(GRAVITY[rule.severity]),
        said=said[:MOST_PLACES],
        more=words.n("… and {count} more place.", "… and {count} more places.", more) if more > 0 else "",
        notes=tuple(_notes(finding, words)),
        sources=tuple(_legal(source, words) for source in rule.source),
        remedy=fill(texts.remedy, report.facts, report.vocabulary, words, false),
        decides=decides_in_words(rule, words),
        dates=span_in_words(rule.in_force, words),
        why=rule.why.strip(),
        verdicts=_verdicts(finding, words),
        needs=words("Also needed: {names}.", names=", ".join(others)) if others else "",
        apart=_apart(finding, words),
        marks=tuple(_marks(finding, words)),
        waived=_waived(finding, words),
        old=words("It was there when the baseline was made.") if finding.old else "",
    )


def _notes(finding: Finding, words: Words) -> Iterator[str]:
    """What was found beside, a sentence each; all assumptions in one."""
    found = notes(finding)
    assumed = [text for kind, text in found if kind == "assumed"]
    for kind, text in found:
        if kind != "assumed":
            yield words(NOTES[kind], text=text)
        elif text == assumed[0]:
            yield words(NOTES[kind], text=", ".join(assumed))


def _legal(source: Source, words: Words) -> Legal:
    line = source_in_words(source, words)
    web = source.url if source.url and source.url.startswith(("https://", "http://")) else ""
    bare = ", ".join(part for part in (source.statute, source.section, source.wording) if part)
    return Legal(line, bare, web)


def _said(finding: Finding, report: Report, words: Words) -> Iterator[Said]:
    """What the draft says, fact by fact, each reading with its place."""
    for item, readings in grouped(evidence(finding)):
        kind = kind_of(item, report.vocabulary)
        label = label_of(kind, item.fact, words)
        text = readings_text(readings, report, words)
        if isinstance(kind, FactType) and kind.derive is not None:
            said, lead = words("Worked out for {fact}: {text}", fact=label, text=text), words("Worked out")
        elif readings[0].origin == "draft":
            said, lead = words("The draft says ({fact}): {text}", fact=label, text=text), words("The draft says")
        else:
            said, lead = words("Added by hand ({fact}): {text}", fact=label, text=text), words("Added by hand")
        spans = spans_of(readings, report.draft)
        quote, where = readings[0].quote, places_text(readings, report, words)
        yield Said(item.fact, said, lead, label, cut(quote), quoted(quote, words), where, spans)


def _verdicts(finding: Finding, words: Words) -> str:
    if finding.reason is Reason.ENGINES_DISAGREE:
        return "; ".join(f"{engine}: {outcome(said, words)}" for engine, said in sorted(finding.disagreement.items()))
    if finding.reason is Reason.READINGS_DIFFER:
        return words(
            "with the changes {changed}, without them {unchanged}",
            changed=outcome(finding.changed or "", words),
            unchanged=outcome(finding.unchanged or "", words),
        )
    return ""


def outcome(said: str, words: Words) -> str:
    """An outcome in a word; another word stands as it is."""
    return words(OUTCOMES[said]) if said in OUTCOMES else said


def _apart(finding: Finding, words: Words) -> str:
    if finding.outcome is not Outcome.INAPPLICABLE:
        return ""
    in_force = finding.reason is not Reason.NOT_IN_FORCE
    return words("is not for such a decision") if in_force else words("was not in force")


def _marks(finding: Finding, words: Words) -> Iterator[str]:
    if finding.exception:
        yield words("by the exception “{label}”", label=finding.exception)
    if finding.rule.decides == "wording":
        yield words("the rule sees only the wording")
    if finding.assumed:
        yield words("rests on an assumption")


def _waived(finding: Finding, words: Words) -> str:
    if finding.waiver is None:
        return ""
    return words(
        "Waived up to and including {day} by {role}: {reason}",
        day=finding.waiver.until.isoformat(),
        role=finding.waiver.approved_by,
        reason=finding.waiver.reason,
    )


def ask(gap: Gap, report: Report, words: Words) -> Ask:
    """A missing fact, what was read of it, and the rules that it would settle."""
    known = report.facts.get(gap.fact)
    label = label_of(report.vocabulary.get(gap.fact), gap.fact, words)
    cards = tuple(card(n, finding, report, words, gap.fact) for n, finding in enumerate(gap.findings, 1))
    if not gap.fact:
        return Ask("", "", words("Judge these yourself"), None, (), (), cards)
    why = known.why if isinstance(known, Missing) else Why.NOT_STATED if known is None else None
    kind = report.vocabulary.get(gap.fact)
    whether = why is Why.NOT_STATED and kind is not None and kind.kind is Kind.YES_NO
    request = words.n(*(ASKS_WHETHER if whether else ASKS[why]), len(gap.findings), fact=label)
    unread = _unread_fields(known) if isinstance(known, Fact) else []
    read: list[str] = []
    readings: list[Reading] = [] if known is None else list(known.readings)
    if isinstance(known, Missing):
        read += _read_of(known, report, words)
    elif known is not None:
        read += [] if unread else [reading_text(reading, report, words) for reading in known.readings]
        read += [line for field in unread for line in _read_of(field, report, words)]
        readings += [reading for field in unread for reading in field.readings]
    return Ask(gap.fact, label, request, known, tuple(read), spans_of(readings, report.draft), cards)


def _unread_fields(known: Fact) -> list[Missing]:
    """The fields of a list's records that could not be read, with what was read of them."""
    records = known.value.items if isinstance(known.value, Records) else ()
    return [field for record in records for field in record.values() if isinstance(field, Missing) and field.readings]


def _read_of(missing: Missing, report: Report, words: Words) -> Iterator[str]:
    if missing.reason:
        yield missing.reason
    if missing.meant:
        template = NOTES["near"]
        yield words(template, text=missing.meant)
    if missing.because:
        names = ", ".join(label_of(report.vocabulary.get(name), name, words) for name in missing.because)
        yield words("It is computed from: {names}.", names=names)
    for reading in missing.readings:
        text = reading_text(reading, report, words)
        in_draft = reading.origin == "draft"
        yield words("The draft says: {text}", text=text) if in_draft else words("Added by hand: {text}", text=text)
