"""Why a rule came out as it did, step by step, down to the words in the draft, and what would settle an unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from regelkoll.language import N_, Words
from regelkoll.model import (
    Every,
    Fact,
    FactType,
    FieldType,
    Finding,
    Known,
    Missing,
    NoneOf,
    Outcome,
    Reason,
    Records,
    RuleSet,
    Some,
    Trace,
    Truth,
    Why,
)
from regelkoll.reports.cards import NOTES
from regelkoll.reports.places import place_text
from regelkoll.wording import full_id, rule_texts, sentence, show, span_in_words
from regelkoll.wording.shown import label_of

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.PASSED: N_("The rule is met."),
    Outcome.FAILED: N_("The rule is not met."),
    Outcome.INAPPLICABLE: N_("The rule does not apply to this draft."),
    Outcome.CANNOT_TELL: N_("It cannot be told whether the rule is met."),
}
REASONS: Mapping[Reason, str] = {
    Reason.NOT_IN_FORCE: N_("It is not in force on the day that is tried."),
    Reason.NOT_FOR_THIS: N_("It is not for decisions of this sort."),
    Reason.UNKNOWN: N_("What it needs to know is not said, or cannot be read."),
    Reason.ENGINES_DISAGREE: N_("The two engines disagree. Report it."),
    Reason.READINGS_DIFFER: N_("The draft's changes decide it."),
}
TRUTHS: Mapping[Truth, str] = {True: N_("yes"), False: N_("no"), None: N_("unknown")}
WHYS: Mapping[Why, str] = {
    Why.NOT_STATED: N_("is not stated"),
    Why.UNREADABLE: N_("cannot be read"),
    Why.CONFLICTING: N_("is said in different ways"),
}
MOST_RECORDS = 8


def steps(finding: Finding, ruleset: RuleSet, draft: str, words: Words) -> Iterator[str]:
    """The lines of the explanation, indented two spaces a level."""
    rule = finding.rule
    yield f"{rule_texts(rule, words).title} [{full_id(rule)}]"
    yield words(OUTCOMES[finding.outcome])
    if finding.reason is not None:
        yield words(REASONS[finding.reason])
    if finding.reason is Reason.NOT_IN_FORCE:
        yield words("In force") + ": " + span_in_words(rule.in_force, words)
    if finding.exception is not None:
        yield words("The exception that applied: {label}.", label=finding.exception)
    heads = (words("When it applies"), words("What it demands"))
    for head, trace in zip(heads, (finding.applicability, finding.requirement), strict=True):
        if trace is not None:
            yield ""
            yield f"{head}: {words(TRUTHS[trace.truth])}"
            yield from _trace(trace, ruleset, draft, words, 1, {})
    for exception, trace in zip(rule.unless, finding.exceptions, strict=False):
        yield ""
        yield words("The exception {label}", label=exception.label) + f": {words(TRUTHS[trace.truth])}"
        yield from _trace(trace, ruleset, draft, words, 1, {})
    if finding.settles:
        names = ", ".join(label_of(ruleset.vocabulary.get(name), name, words) for name in finding.settles)
        yield ""
        yield words("This would settle it: {names}.", names=names)


def _trace(
    trace: Trace, ruleset: RuleSet, draft: str, words: Words, depth: int, fields: Mapping[str, FieldType]
) -> Iterator[str]:
    lead = "  " * depth
    record = "" if trace.record is None else words("{number}: ", number=trace.record + 1)
    text = sentence(trace.condition, ruleset, words, fields or None)
    yield f"{lead}- {record}{text}: {words(TRUTHS[trace.truth])}"
    for known in trace.facts:
        kind = fields.get(known.name) or ruleset.vocabulary.get(known.name)
        yield f"{lead}    {label_of(kind, known.name, words)}: {_said(known, kind, draft, words)}"
    for note in trace.notes:
        yield f"{lead}    {words(NOTES[note.kind], text=note.text)}"
    inner = fields
    if isinstance(trace.condition, Some | Every | NoneOf):
        owner = fields.get(trace.condition.fact) or ruleset.vocabulary.get(trace.condition.fact)
        inner = owner.fields if owner is not None else {}
    decisive = [part for part in trace.parts if part.truth is trace.truth]
    shown = trace.parts if len(trace.parts) <= MOST_RECORDS else (decisive or list(trace.parts))[:MOST_RECORDS]
    for part in shown:
        yield from _trace(part, ruleset, draft, words, depth + 1, inner)
    if len(shown) < len(trace.parts):
        left = len(trace.parts) - len(shown)
        more = words.n("… and {count} more of the same kind.", "… and {count} more of the same kind.", left)
        yield f"{lead}  {more}"


def _said(known: Known, kind: FactType | FieldType | None, draft: str, words: Words) -> str:
    if isinstance(known, Missing):
        said = known.reason or words(WHYS[known.why])
    elif isinstance(known.value, Records):
        said = words.n("{count} record", "{count} records", len(known.value.items))
        return said if known.value.complete else words("{text}, and part could not be read", text=said)
    else:
        assert isinstance(known, Fact)
        said = show(known, kind, words)
    quotes = []
    for reading in known.readings[:3]:
        if reading.quote and not isinstance(reading.value, Records):
            place = place_text(reading.location, draft, words)
            quotes.append(
                words("“{text}”", text=" ".join(reading.quote.split())[:120]) + (f" ({place})" if place else "")
            )
    return f"{said} {'; '.join(quotes)}".rstrip() if said.strip() not in quotes else said
