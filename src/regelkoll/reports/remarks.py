"""What is written back into a draft: each finding at the words that it is about, in the words of the report."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from regelkoll.language import N_, Words
from regelkoll.model import Draft, Outcome, Report, Severity
from regelkoll.reports.lines import visible
from regelkoll.reports.sheet import Ask, Card, Span
from regelkoll.reports.sheets import narrowed_text, sheet

UNKNOWN = "unknown"
MOST_FURTHER = 3
"""How many of a finding's further places get a comment of their own."""
_LEADS: Mapping[str, str] = {
    Severity.STOP: N_("Stops: {title}"),
    Severity.WARNING: N_("Warns: {title}"),
    Severity.INFO: N_("For your information: {title}"),
    UNKNOWN: N_("Could not be told: {title}"),
    "waived": N_("Waived: {title}"),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A note at the characters `start` to `end` of the draft's canonical text; None: at no place of it. `title` is one
    line, `text` may be several; `severity` is the rule's, "unknown" where it could not be told, or "waived". `further`:
    it stands at another place of what an earlier remark tells, and is nothing without that place."""

    text: str
    start: int | None
    end: int | None
    severity: str
    title: str
    further: bool = False


def remarks(report: Report, words: Words) -> tuple[Remark, ...]:
    """What is not met and what could not be told, gravest first; a missing fact once with the rules that wait for it.
    What has no place in the draft, and that rules were left out, is in one remark, which comes first."""
    made = sheet(report, words)
    placed: list[Remark] = []
    for severity in (Severity.STOP, Severity.WARNING):
        placed += [one for card in made.failed[severity] for one in _of_card(card, severity, words)]
    placed += [one for card in (*made.split, *made.differ) for one in _of_card(card, UNKNOWN, words)]
    placed += [one for ask in made.asks for one in _of_ask(ask, words)]
    placed += [one for card in made.failed[Severity.INFO] for one in _of_card(card, Severity.INFO, words)]
    waived = [c for c in made.waived if c.finding.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL)]
    placed += [one for card in waived for one in _of_card(card, "waived", words)]
    if report.left_out:
        placed.append(Remark(narrowed_text(report, words), None, None, UNKNOWN, words("Narrowed check")))
    loose = [one for one in placed if one.start is None]
    return (*_gathered(loose, words), *(one for one in placed if one.start is not None))


def _gathered(loose: Sequence[Remark], words: Words) -> Iterator[Remark]:
    if len(loose) == 1:
        yield loose[0]
    elif loose:
        title = words.n("{count} note without a place in the draft", "{count} notes without a place in the draft",
                        len(loose))  # fmt: skip
        text = "\n\n".join(f"{number}. {one.title}\n{one.text}" for number, one in enumerate(loose, 1))
        yield Remark(text, None, None, loose[0].severity, title)


def _of_card(card: Card, severity: str, words: Words) -> Iterator[Remark]:
    """A finding at its first place, and at a few further ones a word about it."""
    title = words(_LEADS[severity], title=f"{card.title} [{card.rule}]")
    spans = tuple(dict.fromkeys(said.spans[0] for said in card.said if said.spans))
    text = "\n".join(_told(card, bool(spans), words))
    yield from _at(spans, Remark(text, None, None, severity, title), words)


def _at(spans: Sequence[Span], remark: Remark, words: Words) -> Iterator[Remark]:
    if not spans:
        yield remark
        return
    start, end = spans[0]
    yield Remark(remark.text, start, end, remark.severity, remark.title)
    see = words("See the comment on the same rule or fact at its first place.")
    for start, end in spans[1 : 1 + MOST_FURTHER]:
        yield Remark(see, start, end, remark.severity, words("See also: {title}", title=remark.title), True)


def _told(card: Card, placed: bool, words: Words) -> Iterator[str]:
    """What is wrong, what the draft says, what applies, what to do, and how much the rule can decide. Where many
    findings share one comment (not `placed`), addresses of sources are left to the report."""
    if card.finding.outcome is Outcome.FAILED:
        yield card.message
    if card.verdicts:
        yield words("The answers differ: {verdicts}", verdicts=card.verdicts)
    yield from (_on_one_line(said.text) for said in card.said)
    yield from filter(None, (card.more, *card.notes, card.needs))
    yield from (words("Source: {source}", source=s.text if placed else s.words) for s in card.sources)
    if card.remedy and card.finding.outcome is Outcome.FAILED:
        yield words("What to do: {remedy}", remedy=card.remedy)
    yield card.decides
    if card.finding.assumed:
        yield words("The answer rests on an assumption.")
    yield from filter(None, (card.waived, card.old))


def _of_ask(ask: Ask, words: Words) -> Iterator[Remark]:
    """A fact that would settle rules, where the draft says something of it; what only a reader can judge, one by
    one."""
    if not ask.fact:
        for card in ask.cards:
            yield from _of_card(card, UNKNOWN, words)
        return
    text = "\n".join([*map(_on_one_line, ask.read), *_waiting(ask.cards, words)])
    title = words(_LEADS[UNKNOWN], title=ask.request)
    yield from _at(ask.spans, Remark(text, None, None, UNKNOWN, title), words)


def _waiting(cards: Iterable[Card], words: Words) -> Iterator[str]:
    for card in cards:
        yield f"- {card.title} [{card.rule}], {card.gravity}"
        yield from filter(None, (card.needs, *card.notes, card.old))
        yield from (words("Source: {source}", source=source.words) for source in card.sources)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def at_title(draft: Draft) -> Span | None:
    """The characters of the draft's title, else of what its body begins with."""
    block = next((b for b in draft.blocks if b.kind == "title"), None)
    block = block or next((b for b in draft.blocks if b.kind not in ("header", "note")), None)
    return (block.pieces[0][1], block.pieces[0][1] + len(block.text)) if block else None


def plain(line: str) -> str:
    """A line in which whatever XML or PDF does not allow, or that turns or hides what follows, is written out."""
    return "".join(f"\\u{ord(c):04x}" if _not_text(c) else c for c in visible(line))


def _not_text(character: str) -> bool:
    return character in "\ufffe\uffff" or unicodedata.category(character) == "Cs"
