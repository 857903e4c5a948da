"""The report for a reader at a terminal: the recommendation, then what stops, warns, could not be told, and passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from regelkoll.language import N_, Words
from regelkoll.model import Recommendation, Reviewed, Run, Severity
from regelkoll.reports import Options
from regelkoll.reports.lines import Line, Style, written
from regelkoll.reports.sheet import Ask, Card, Sheet
from regelkoll.reports.sheets import sheet, tally

STYLES: Mapping[Recommendation, Style] = {
    Recommendation.FIX_FIRST: "stop",
    Recommendation.LOOK_CLOSER: "warning",
    Recommendation.READY_TO_SIGN: "passed",
    Recommendation.COULD_NOT_CHECK: "unknown",
}
SECTIONS: Mapping[Severity, tuple[str, Style]] = {
    Severity.STOP: (N_("Stops"), "stop"),
    Severity.WARNING: (N_("Warns"), "warning"),
    Severity.INFO: (N_("For your information"), "info"),
}


def render(run: Run, words: Words, options: Options) -> bytes:
    """The reports one after another, and with several a count of the recommendations last."""
    sheets = [sheet(item.report, words) for item in run if isinstance(item, Reviewed)]
    return written(_all(sheets, words, options.verbose), options.color, options.width)


def _all(sheets: Sequence[Sheet], words: Words, verbose: bool) -> Iterator[Line]:
    for number, made in enumerate(sheets):
        if number:
            yield from (Line(), Line("-" * 40, "faint"), Line())
        yield from _sheet(made, words, verbose)
    if not sheets:
        yield Line(tally(sheets, words), "unknown")
    elif len(sheets) > 1:
        yield from (Line(), Line(tally(sheets, words), "title"))


def _sheet(made: Sheet, words: Words, verbose: bool) -> Iterator[Line]:
    yield Line(words("Draft: {name}", name=made.draft), "faint")
    yield Line()
    if made.day_first:
        yield from (Line(made.day, "unknown"), Line())
    style = STYLES[made.recommendation]
    yield Line(made.heading, "unknown" if made.narrowed and style == "passed" else style)
    yield from (Line(made.sentence), Line(made.caution), Line())
    if not made.day_first:
        yield Line(made.day)
    yield from (Line(made.made), Line(made.engines))
    if made.undated:
        yield Line(made.undated, "unknown")
    yield from (Line(caution, "unknown") for caution in made.cautions)
    yield from _failures(made, (Severity.STOP, Severity.WARNING), words)
    yield from _unknown(made, words)
    yield from _failures(made, (Severity.INFO,), words)
    yield from _waived(made, words)
    yield from _passed(made, words, verbose)
    yield from _apart(made, words, verbose)
    if verbose:
        yield from _facts(made, words)
        yield from (Line(), Line(words("Receipt"), "title"))
        yield from (Line(line, "faint", 2) for line in made.receipt)


def _failures(made: Sheet, severities: Sequence[Severity], words: Words) -> Iterator[Line]:
    for severity in severities:
        heading, style = SECTIONS[severity]
        cards = made.failed[severity]
        if cards:
            yield from (Line(), Line(f"{words(heading)} ({len(cards)})", style))
        for card in cards:
            yield Line()
            yield from _failed(card, style, words)


def _failed(card: Card, style: Style, words: Words) -> Iterator[Line]:
    yield Line(f"{card.number}. {card.message}", style, 2, 3)
    yield Line(words("Rule: {title} [{id}]", title=card.title, id=card.rule), "plain", 5, 2)
    yield from _said(card, 5)
    yield from (Line(note, "plain", 5, 2) for note in card.notes)
    yield from (Line(words("Source: {source}", source=source.text), "faint", 5, 2) for source in card.sources)
    if card.remedy:
        yield Line(words("What to do: {remedy}", remedy=card.remedy), "plain", 5, 2)
    yield Line(card.decides, "faint", 5)
    if card.finding.assumed:
        yield Line(words("The answer rests on an assumption."), "faint", 5)
    if card.old:
        yield Line(card.old, "faint", 5)


def _said(card: Card, indent: int) -> Iterator[Line]:
    yield from (Line(said.text, "plain", indent, 2) for said in card.said)
    if card.more:
        yield Line(card.more, "faint", indent, 2)


def _unknown(made: Sheet, words: Words) -> Iterator[Line]:
    if not made.untold:
        return
    yield from (Line(), Line(words("Could not be told") + f" ({made.untold})", "unknown"))
    for card in made.split:
        yield from (Line(), Line(words("The engines disagree. This is a fault in the program; report it."), "stop", 2))
        yield Line(f"- {_title(card)}: {card.verdicts}", "plain", 2, 2)
    if made.differ:
        said = words(
            "The draft has changes that are not decided. With them and without them the answer is not the same:"
        )
        yield from (Line(), Line(said, "unknown", 2))
        yield from (Line(f"- {_title(card)}: {card.verdicts}", "plain", 2, 2) for card in made.differ)
        yield Line(words("Accept or reject the changes in the draft, and check again."), "plain", 2)
    for ask in made.asks:
        yield Line()
        yield from _asked(ask)


def _asked(ask: Ask) -> Iterator[Line]:
    yield Line(ask.request, "unknown", 2, 2 if ask.fact else 0)
    yield from (Line(line, "plain", 4, 2) for line in ask.read)
    for card in ask.cards:
        yield Line(f"- {_title(card)}, {card.gravity}", "plain", 4, 2)
        if card.needs:
            yield Line(card.needs, "faint", 6)
        yield from (Line(note, "plain", 6, 2) for note in card.notes)
        if card.old:
            yield Line(card.old, "faint", 6)


def _title(card: Card) -> str:
    return f"{card.title} [{card.rule}]"


def _waived(made: Sheet, words: Words) -> Iterator[Line]:
    if made.waived:
        yield from (Line(), Line(words("Waived") + f" ({len(made.waived)})", "info"))
    for card in made.waived:
        yield Line(f"- {_title(card)}: {card.message}", "plain", 2, 2)
        yield Line(card.waived, "plain", 4, 2)
    if made.faults:
        yield from (Line(), Line(words("Waivers to look at"), "warning"))
        yield from (Line(f"- {fault}", "plain", 2, 2) for fault in made.faults)


def _passed(made: Sheet, words: Words, verbose: bool) -> Iterator[Line]:
    if made.passed:
        yield from (Line(), Line(words("Met") + f" ({len(made.passed)})", "passed"))
    for card in made.passed:
        yield Line("; ".join([f"- {_title(card)}", *card.marks]), "plain", 2, 2)
        if verbose:
            yield from _said(card, 4)


def _apart(made: Sheet, words: Words, verbose: bool) -> Iterator[Line]:
    count = len(made.apart)
    if not count:
        return
    yield Line()
    yield Line(
        words.n("{count} rule does not apply to this draft.", "{count} rules do not apply to this draft.", count)
    )
    if verbose:
        yield from (Line(f"- {_title(card)}: {card.apart}", "plain", 2, 2) for card in made.apart)


def _facts(made: Sheet, words: Words) -> Iterator[Line]:
    yield from (Line(), Line(words("Facts"), "title"))
    for fact in made.facts:
        yield Line(f"- {fact.label}: {fact.value}", "plain", 2, 2)
        yield from (Line(reading, "faint", 4, 2) for reading in fact.readings)
