"""One finding in full: what is wrong, what the draft says and where, what applies, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from regelkoll.language import N_, NP_, Words
from regelkoll.model import (
    Fact,
    FactType,
    FieldType,
    Finding,
    Kind,
    Location,
    Missing,
    Part,
    Reading,
    Records,
    Report,
    Severity,
    Vocabulary,
    Why,
)
from regelkoll.reports.evidence import Evidence, Gap, evidence, notes
from regelkoll.reports.lines import Line, Style
from regelkoll.wording import decides_in_words, fill, label_of, rule_texts, source_in_words, unmet

LONGEST_QUOTE = 240
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
PARTS: Mapping[Part, str] = {
    "header": N_("in the head or foot of the page"),
    "title": N_("in the title"),
    "heading": N_("heading"),
    "signatures": N_("in the signatures"),
    "note": N_("in the footnote"),
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
STYLES: Mapping[Severity, Style] = {Severity.STOP: "stop", Severity.WARNING: "warning", Severity.INFO: "info"}


def failed_lines(number: int, finding: Finding, report: Report, words: Words) -> Iterator[Line]:
    """A failed rule, indented under its section."""
    texts = rule_texts(finding.rule, words)
    false = unmet(finding.requirement, report.vocabulary, words)
    message = fill(texts.message, report.facts, report.vocabulary, words, false) or texts.title
    yield Line(f"{number}. {message}", STYLES[finding.rule.severity], 2, 3)
    yield Line(words("Rule: {title} [{id}]", title=texts.title, id=finding.rule.id), "plain", 5, 2)
    yield from said_lines(finding, report, words, 5)
    yield from _notes(finding, words)
    for source in finding.rule.source:
        yield Line(words("Source: {source}", source=source_in_words(source, words)), "faint", 5, 2)
    if texts.remedy:
        remedy = fill(texts.remedy, report.facts, report.vocabulary, words, false)
        yield Line(words("What to do: {remedy}", remedy=remedy), "plain", 5, 2)
    yield Line(decides_in_words(finding.rule, words), "faint", 5)
    if finding.assumed:
        yield Line(words("The answer rests on an assumption."), "faint", 5)


def _notes(finding: Finding, words: Words) -> Iterator[Line]:
    for kind, text in notes(finding):
        yield Line(words(NOTES[kind], text=text), "plain", 5, 2)


def said_lines(finding: Finding, report: Report, words: Words, indent: int) -> Iterator[Line]:
    """What the draft says, fact by fact, each reading with its place."""
    found = _grouped(evidence(finding))
    for item, readings in found[:MOST_PLACES]:
        kind = kind_of(item, report.vocabulary)
        label = label_of(kind, item.fact, words)
        text = readings_text(readings, report, words)
        if isinstance(kind, FactType) and kind.derive is not None:
            said = words("Worked out for {fact}: {text}", fact=label, text=text)
        elif readings[0].origin == "draft":
            said = words("The draft says ({fact}): {text}", fact=label, text=text)
        else:
            said = words("Added by hand ({fact}): {text}", fact=label, text=text)
        yield Line(said, "plain", indent, 2)
    more = len(found) - MOST_PLACES
    if more > 0:
        yield Line(words.n("… and {count} more place.", "… and {count} more places.", more), "faint", indent, 2)


def kind_of(item: Evidence, vocabulary: Vocabulary) -> FactType | FieldType | None:
    """The vocabulary's entry of a fact, or of a field of a list's records."""
    owner = vocabulary.get(item.list)
    return owner.fields.get(item.fact) if owner is not None else vocabulary.get(item.fact)


def _grouped(found: Sequence[Evidence]) -> list[tuple[Evidence, list[Reading]]]:
    """The readings of one fact with the same words together, in reading order."""
    groups: dict[tuple[str, str, str, str], tuple[Evidence, list[Reading]]] = {}
    for item in found:
        key = (item.list, item.fact, item.reading.quote, item.reading.origin)
        groups.setdefault(key, (item, []))[1].append(item.reading)
    return list(groups.values())


def readings_text(readings: Sequence[Reading], report: Report, words: Words) -> str:
    """The quoted words once, with every place where they stand."""
    first = reading_text(readings[0], report, words)
    lines = [str(r.location.line) for r in readings[1:] if r.location is not None and r.location.line is not None]
    if not lines:
        return first
    return words("{text}, also on line {lines}", text=first, lines=", ".join(lines))


def reading_text(reading: Reading, report: Report, words: Words) -> str:
    """The quoted words and where they stand."""
    quote = reading.quote if len(reading.quote) <= LONGEST_QUOTE else reading.quote[:LONGEST_QUOTE] + " …"
    place = place_text(reading.location, report.draft, words)
    quoted = words("“{text}”", text=quote)
    return f"{quoted} ({place})" if place else quoted


def place_text(location: Location | None, draft: str, words: Words) -> str:
    """`page 2, line 12, under Beslut`; the file's name comes first when it is not the draft."""
    if location is None:
        return ""
    parts = [location.source] if location.source and location.source != draft else []
    if location.page is not None:
        parts.append(words("page {page}", page=location.page))
    if location.line is not None:
        parts.append(words("line {line}", line=location.line))
    under = words("under {section}", section=location.section) if location.section else ""
    if location.line is not None:
        parts += [under] if under else []
    elif location.part is not None:
        parts.append(words(PARTS[location.part]))
    elif location.cell is not None:
        row, column = location.cell
        cell = words("row {row}, column {column} of the table", row=row, column=column)
        parts.append(f"{cell} {under}" if under else cell)
    elif location.section:
        parts.append(words("paragraph under {section}", section=location.section))
    elif location.paragraph is not None:
        parts.append(words("paragraph {paragraph}", paragraph=location.paragraph))
    return ", ".join(parts)


def gap_lines(gap: Gap, report: Report, words: Words) -> Iterator[Line]:
    """A missing fact, what was read of it, and the rules that it would settle."""
    known = report.facts.get(gap.fact)
    label = label_of(report.vocabulary.get(gap.fact), gap.fact, words)
    if gap.fact:
        why = known.why if isinstance(known, Missing) else Why.NOT_STATED if known is None else None
        kind = report.vocabulary.get(gap.fact)
        whether = why is Why.NOT_STATED and kind is not None and kind.kind is Kind.YES_NO
        asks = ASKS_WHETHER if whether else ASKS[why]
        yield Line(words.n(*asks, len(gap.findings), fact=label), "unknown", 2, 2)
        if isinstance(known, Missing):
            yield from _read_of(known, report, words)
        elif known is not None:
            unread = _unread_fields(known)
            for reading in () if unread else known.readings:
                yield Line(reading_text(reading, report, words), "plain", 4, 2)
            for field in unread:
                yield from _read_of(field, report, words)
    else:
        yield Line(words("Judge these yourself"), "unknown", 2)
    for finding in gap.findings:
        yield from _untold(finding, gap.fact, report, words)


def _unread_fields(known: Fact) -> list[Missing]:
    """The fields of a list's records that could not be read, with what was read of them."""
    records = known.value.items if isinstance(known.value, Records) else ()
    return [field for record in records for field in record.values() if isinstance(field, Missing) and field.readings]


def _read_of(missing: Missing, report: Report, words: Words) -> Iterator[Line]:
    if missing.reason:
        yield Line(missing.reason, "plain", 4, 2)
    if missing.meant:
        template = NOTES["near"]
        yield Line(words(template, text=missing.meant), "plain", 4, 2)
    if missing.because:
        names = ", ".join(label_of(report.vocabulary.get(name), name, words) for name in missing.because)
        yield Line(words("It is computed from: {names}.", names=names), "plain", 4, 2)
    for reading in missing.readings:
        yield Line(
            words("The draft says: {text}", text=reading_text(reading, report, words))
            if reading.origin == "draft"
            else words("Added by hand: {text}", text=reading_text(reading, report, words)),
            "plain",
            4,
            2,
        )


GRAVITY: Mapping[Severity, str] = {
    Severity.STOP: N_("stops"),
    Severity.WARNING: N_("warns"),
    Severity.INFO: N_("informs"),
}


def _untold(finding: Finding, fact: str, report: Report, words: Words) -> Iterator[Line]:
    title = rule_texts(finding.rule, words).title
    yield Line(f"- {title} [{finding.rule.id}], {words(GRAVITY[finding.rule.severity])}", "plain", 4, 2)
    others = [label_of(report.vocabulary.get(name), name, words) for name in finding.settles if name != fact]
    if others:
        yield Line(words("Also needed: {names}.", names=", ".join(others)), "faint", 6)
    for kind, text in notes(finding):
        yield Line(words(NOTES[kind], text=text), "plain", 6, 2)
