"""A report with everything in it, on a draft whose words its evidence stands on; and a draft that tries to be obeyed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from builders import DRAFT, FACTS, PLACE, fact, findings, leaf, report, rule

from regelkoll.drafts import read_draft
from regelkoll.model import Fact, Finding, Known, Outcome, Reviewed, Run, Severity, Texts, Trace, Unread, Waiver
from regelkoll.model.report import WaiverFault

TEXT = """\
Handläggare: Åsa Öberg
Datum: 2020-11-25
Diarienummer: RUN/200534

Beslut om bidrag till projektet Exempel

Beslut

Nämnden beviljar 350 000 kronor till Föreningen Exempel för perioden från 1 januari 2020 till 2020-12-31.

Ärendebeskrivning

Föreningen ansökte den 3 mars. Projektet har start 2021-01-01 enligt ansökan.

Åsa Öberg
Direktör
"""
WAIVER = Waiver("undantag", "RUN/*", "Nämnden har beslutat om det.", "enhetschefen", date(2021, 6, 30))


def placed(known: Known, text: str) -> Known:
    """The fact with its readings where their words stand in the text."""
    readings = tuple(
        replace(reading, location=replace(PLACE, start=at, end=at + len(reading.quote)))
        if reading.location and reading.location.source == DRAFT and (at := text.find(reading.quote)) >= 0
        else reading
        for reading in known.readings
    )
    return replace(known, readings=readings)


def stood(trace: Trace | None, text: str) -> Trace | None:
    if trace is None:
        return None
    parts = tuple(part for part in (stood(one, text) for one in trace.parts) if part is not None)
    return replace(trace, facts=tuple(placed(known, text) for known in trace.facts), parts=parts)


def reviewed(text: str = TEXT, **changes: object) -> Reviewed:
    """The rich report with its draft."""
    draft = read_draft(text.encode(), DRAFT)
    waived = Finding(
        rule("undantag", "Avgiften är betald", severity=Severity.WARNING), Outcome.FAILED,
        requirement=leaf(False, FACTS["people"]), waiver=WAIVER,
    )  # fmt: skip
    moved = tuple(
        replace(
            one,
            requirement=stood(one.requirement, draft.text),
            exceptions=tuple(made for e in one.exceptions if (made := stood(e, draft.text)) is not None),
        )
        for one in (*findings(), waived)
    )
    faults = (WaiverFault("lapsed", replace(WAIVER, rule="tak", until=date(2020, 1, 31))),)
    facts = {name: placed(known, draft.text) for name, known in FACTS.items()}
    made = report(findings=moved, facts=facts, waiver_faults=faults)
    return Reviewed(replace(made, **changes), draft, text.encode())  # type: ignore[arg-type]


LONG = "Riks" * 2500
HOSTILE = (
    "</mark></p><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} #eval(1) ]]> --> "
    "\x1b[31m\x07 \u202eomvänt\u2066 \u200f שלום مرحبا 😀 中文 e\u0301 \u2028 &amp; <style>*{display:none}</style> "
    + LONG
)
ODD_NAME = "<b>\u202eexe.txt"


def hostile() -> Reviewed:
    """A draft full of what programs obey; its evidence, its rule's words and its name are so too."""
    draft = replace(read_draft(TEXT.encode(), DRAFT), text=HOSTILE)
    block = replace(draft.blocks[-1], kind="para", text=HOSTILE, pieces=((0, 0),), table=None)
    title = replace(block, kind="title")
    cells = tuple(replace(block, table=1, row=row, column=column) for row in (0, 1) for column in (0, 1))
    whole = replace(PLACE, source=ODD_NAME, start=0, end=len(HOSTILE), section=HOSTILE)
    price = fact("price", HOSTILE, HOSTILE, whole)
    script = HOSTILE.index("<script>")
    inner = fact("price", HOSTILE, "<script>", replace(whole, start=script, end=script + 60))
    texts = Texts(HOSTILE, HOSTILE, HOSTILE)
    made = (
        Finding(rule("tak", "Tak", texts={"sv": texts}, why=HOSTILE), Outcome.FAILED, requirement=leaf(False, price)),
        Finding(rule("tal", "Tal", severity=Severity.WARNING), Outcome.FAILED, requirement=leaf(False, inner)),
        Finding(rule("ok", "Klart"), Outcome.PASSED, requirement=leaf(True, price)),
    )
    facts: Mapping[str, Fact] = {"price": price}
    base = report(draft=ODD_NAME, findings=made, facts=facts)
    return Reviewed(base, replace(draft, name=ODD_NAME, blocks=(title, block, *cells)), HOSTILE.encode())


def case_file() -> Reviewed:
    return Reviewed(report(), None, b"")


UNREAD = Unread("skannat <i>.pdf", 4, ("Filen är en bild.", "Spara utkastet som Word."))
RUNS: Mapping[str, Run] = {
    "one": (reviewed(),),
    "case": (case_file(),),
    "many": (reviewed(), UNREAD, reviewed(law_day_from="check_day"), case_file()),
    "unread": (UNREAD,),
    "hostile": (hostile(),),
    "none": (),
}
