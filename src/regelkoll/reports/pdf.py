"""The report on paper: PDF/A-3a and PDF/UA-1 in one, set by typst, with the machine-readable report inside.

A sheet becomes rows of finished words, `pages/report.typ` sets them. Text goes in as data and is never read as markup;
what the fonts that come with typst have no sign for is written out, as typst refuses a page with a sign that is not
shown. The day of the check is the document's date, so that the same report gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias

from regelkoll.language import N_, Words
from regelkoll.model import Reviewed, Run, Unread
from regelkoll.reports import Options
from regelkoll.reports.data import render as data_of
from regelkoll.reports.lines import spelled, visible
from regelkoll.reports.marked import Marking, marking
from regelkoll.reports.marks import Sort
from regelkoll.reports.pages import FOLDER, titled
from regelkoll.reports.sheet import Ask, Card, Said
from regelkoll.reports.sheets import sheet, tally

LONG = 1400
SIGNS: tuple[tuple[int, int], ...] = (
    *((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x45F), (0x5D0, 0x5EA)),
    *((0x1E00, 0x1E9B), (0x2010, 0x2027), (0x2030, 0x2037), (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2190, 0x2199)),
    *((0x2212, 0x2212), (0x2260, 0x2265), (0x2500, 0x25FF), (0x2713, 0x2713)),
)
"""What every face that the page is set in has a sign for; the first and the last of each row."""

Line: TypeAlias = tuple[str, str]
"""Words, and an address that they lead to (or a smaller second line, in a list)."""


def render(run: Run, words: Words, options: Options) -> bytes:
    """The document. Raises ImportError without typst, and its TypstError if the page cannot be set."""
    return typeset((FOLDER / "report.typ").read_bytes(), contents(run, words), data_of(run, words, options))


def typeset(template: bytes, data: Mapping[str, Any], report: bytes) -> bytes:
    """The template set with the data and the attached report; typst refuses what is not PDF/A-3a and PDF/UA-1."""
    import typst

    year, month, day = data["day"]
    made = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), "report": report.decode()},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=datetime(year, month, day, tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    return made


def shown(text: str) -> str:
    """The text on one line, signs that no face has written out as code points."""
    return "".join(c if any(low <= ord(c) <= high for low, high in SIGNS) else spelled(c) for c in visible(text))


def contents(run: Run, words: Words) -> dict[str, Any]:
    """What the template sets: every text cleaned."""
    checked = [item for item in run if isinstance(item, Reviewed)]
    unread = [item for item in run if isinstance(item, Unread)]
    views = [marking(item.draft, sheet(item.report, words), words) for item in checked]
    day = max((item.report.check_day for item in checked), default=datetime(1970, 1, 1, tzinfo=UTC).date())
    made = _clean(
        {
            "title": titled(run, [view.sheet for view in views], words),
            "lang": words.lang,
            "head": words("Report from regelkoll"),
            "made": views[0].sheet.made if views else "",
            "folio": words.plain(N_("Page {page} of {pages}")),
            "attached": words("The report for machines to read"),
            "counted": tally([view.sheet for view in views], words),
            "unread-title": words.n("{count} draft was not checked", "{count} drafts were not checked", len(unread)),
            "unread": [[one.draft, list(one.said)] for one in unread],
            "drafts": [_chapter(view, words) for view in views],
        }
    )
    assert isinstance(made, dict)
    return {**made, "day": [day.year, day.month, day.day]}


def _clean(value: object) -> object:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def _chapter(view: Marking, words: Words) -> dict[str, Any]:
    made = view.sheet
    return {
        "name": made.draft,
        "named": words("Draft: {name}", name=made.draft),
        "before": made.day if made.day_first else "",
        "heading": made.heading,
        "sentence": made.sentence,
        "status": made.status,
        "caution": made.caution,
        "cautions": [*([made.undated] if made.undated else []), *made.cautions],
        "parts": [part for part in _parts(view, words) if part["cards"] or part["lines"]],
    }


def _parts(view: Marking, words: Words) -> Iterator[dict[str, Any]]:
    made = view.sheet
    failed = {severity.value: [_failed(view, card, words) for card in cards] for severity, cards in made.failed.items()}
    yield _part(words("Stops"), failed["stop"])
    yield _part(words("Warns"), failed["warning"])
    yield _part(words("Could not be told"), list(_untold(view, words)), count=made.untold)
    yield _part(words("For your information"), failed["info"])
    yield _part(words("Waived"), [_failed(view, card, words) for card in made.waived])
    yield _part(words("Waivers to look at"), [], [(fault, "") for fault in made.faults])
    yield _part(words("Met"), [], [_met(card) for card in made.passed])
    yield _part(words("Does not apply"), [], [(f"{card.title}: {card.apart}", "") for card in made.apart])
    if not view.draft:
        facts = [(f"{fact.label}: {fact.value}", "; ".join(fact.readings)) for fact in made.facts]
        yield _part(words("Facts that were read"), [], facts)
    about = [made.day, made.made, made.engines, *made.receipt]
    yield {**_part(words("About the check"), [], [(line, "") for line in about]), "title": words("About the check")}


def _part(
    title: str, cards: Sequence[dict[str, Any]], lines: Sequence[Line] = (), count: int | None = None
) -> dict[str, Any]:
    number = len(cards) + len(lines) if count is None else count
    return {"title": f"{title} ({number})", "cards": cards, "lines": lines}


def _card(
    sort: Sort, label: str, head: str, rows: Iterable[tuple[str, Sequence[Line]]], small: Iterable[str]
) -> dict[str, Any]:
    kept_rows = [(name, lines) for name, lines in rows if lines]
    size = sum(len(text) + len(url) for _, lines in kept_rows for text, url in lines)
    said = [line for line in small if line]
    return {"sort": sort, "label": label, "head": head, "rows": kept_rows, "small": said, "long": size > LONG}


def _failed(view: Marking, card: Card, words: Words) -> dict[str, Any]:
    at = view.at(card)
    seen = [*_seen(card.said, words), *([(card.more, "")] if card.more else [])]
    rows = [
        (words("What we saw"), seen),
        (words("What applies"), [(text, "") for text in (card.title, *card.notes)]),
        (words("What you do"), [(card.remedy, "")] if card.remedy else []),
        (words("Sources"), [(source.words if source.url else source.text, source.url) for source in card.sources]),
    ]
    assumed = words("The answer rests on an assumption.") if card.finding.assumed else ""
    small = (card.waived, card.old, f"{card.decides} {assumed}".strip(), card.dates, f"[{card.key}]")
    return _card(at.sort, at.label, card.message, rows, small)


def _seen(said: Iterable[Said], words: Words) -> Iterator[Line]:
    for one in said:
        lead = "" if one.lead == words("The draft says") else f"{one.lead}, "
        yield f"{lead}{one.label}: {one.quoted}" + (f" ({one.where})" if one.where else ""), ""


def _untold(view: Marking, words: Words) -> Iterator[dict[str, Any]]:
    fault = words("The engines disagree. This is a fault in the program; report it.")
    changes = words(
        "The draft has changes that are not decided. With them and without them the answer is not the same:"
    )
    decide = words("Accept or reject the changes in the draft, and check again.")
    for card in view.sheet.split:
        yield _card(Sort.UNKNOWN, view.at(card).label, card.title, [("", [(fault, ""), (card.verdicts, "")])], ())
    for card in view.sheet.differ:
        rows = [("", [(changes, ""), (card.verdicts, "")]), (words("What you do"), [(decide, "")])]
        yield _card(Sort.UNKNOWN, view.at(card).label, card.title, rows, ())
    yield from (_asked(view, ask, words) for ask in view.sheet.asks)


def _asked(view: Marking, ask: Ask, words: Words) -> dict[str, Any]:
    waiting = [
        (" ".join([f"{card.title} [{card.key}], {card.gravity}.", card.needs, *card.notes, card.old]).strip(), "")
        for card in ask.cards
    ]
    title = words("Rules that wait for this")
    rows = [("", [(line, "") for line in ask.read]), (title, waiting)]
    return _card(Sort.UNKNOWN, view.at(ask).label, ask.request, rows, ())


def _met(card: Card) -> Line:
    return "; ".join([f"{card.title} [{card.key}]", *card.marks]), "; ".join(said.text for said in card.said)
