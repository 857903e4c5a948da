"""One run with everything that a report can hold: findings of every sort, waived and old ones, faults of waivers, a
draft without lines, and one that could not be checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from builders import FACTS, PLACE, VOCABULARY, fact, findings, leaf, report, rule

from regelkoll.model import (
    Amount,
    Finding,
    Location,
    Outcome,
    Reason,
    Recommendation,
    Report,
    Reviewed,
    Run,
    Severity,
    Source,
    Unread,
    Waiver,
    WaiverFault,
)

WAIVER = Waiver("dispens", "24-17", "Nämnden har sagt ja.", "enhetschef", date(2020, 12, 31))
LAPSED = replace(WAIVER, rule="ok", until=date(2020, 3, 1))
ELSEWHERE = Source("Lagen & förordningen", "3 §", url="http://example.org/oskyddad")


def rich() -> Report:
    """The report on a text draft."""
    price = FACTS["price"]
    more = (
        Finding(rule("dispens", "Beloppet har underlag", source=(ELSEWHERE,)), Outcome.FAILED,
                requirement=leaf(False, price), waiver=WAIVER),
        Finding(rule("kand", "Beloppet är jämnt", severity=Severity.WARNING), Outcome.FAILED,
                requirement=leaf(False, price), old=True),
        Finding(rule("andrad", "Beloppet är oförändrat"), Outcome.CANNOT_TELL, Reason.READINGS_DIFFER,
                requirement=leaf(None, price), changed=Outcome.PASSED, unchanged=Outcome.FAILED),
        Finding(rule("doma", "Motiveringen räcker", severity=Severity.WARNING, decides="wording"), Outcome.CANNOT_TELL,
                Reason.UNKNOWN, requirement=leaf(None)),
    )  # fmt: skip
    faults = (WaiverFault("lapsed", LAPSED), WaiverFault("unmatched", replace(LAPSED, rule="gammal")))
    return report(findings=(*findings(), *more), waiver_faults=faults)


def word() -> Report:
    """The report on a Word draft, whose places have no lines."""
    place = Location("mapp å/Utkast 2.docx", start=40, end=63, page=1, paragraph=3, section="Beslut")
    price = fact("price", Amount(Fraction(350000)), "beviljar 350 000 kronor", place)
    finding = Finding(rule("tak", "Beloppet ryms under taket"), Outcome.FAILED, requirement=leaf(False, price))
    return report(
        draft=place.source, findings=(finding,), facts={"price": price}, flags=frozenset({"comments"}),
        recommendation=Recommendation.FIX_FIRST,
    )  # fmt: skip


UNREAD = Unread("tomt.docx", 4, ("tomt.docx: Utkastet är tomt.",))


def rich_run() -> Run:
    return (Reviewed(rich(), None, b""), Reviewed(word(), None, b""), UNREAD)


HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [klicka](javascript:alert(1)) ![b](https://ond.example/x.png) "
    "`kod` ``` **fet** _lutad_ ~~struken~~ | cell | # rubrik @alla #123 !45 GH-7 :bomb: https://ond.example www.ond.example "
    "ond@ond.example ]]> &amp; &lt; ${{ secrets.X }} ::error::borta %0A::error::borta {0} {unmet} {{ 7*7 }} "
    "\x00\x07\x1b[31m\u202eomvänt\u2066 \ufffe\uffff \U0001f600 \u2028rad\r\n::error::ny\n# ny\n- punkt\n=cmd()"
)
"""Words of a draft that many a program would obey."""
WORDS = (
    *(
        "<script>alert(1)</script>",
        "[klicka]",
        "(javascript:alert(1))",
        "`kod`",
        "**fet**",
        "| cell |",
        "@alla",
        "#123",
    ),
    *(
        "https://ond.example",
        "]]>",
        "&amp;",
        "${{ secrets.X }}",
        "::error::borta",
        "{0}",
        "{unmet}",
        "omvänt",
        "\U0001f600",
    ),
    *("=cmd()", "%0A"),
)
"""What of them a reader finds again, whatever the format."""
LONG = "x" * 10_000


def hostile(text: str = HOSTILE, name: str = "ond/=utkast;@a,b:c.txt") -> Report:
    """A report in which every text that comes from outside is hostile."""
    place = replace(PLACE, source=name, section=text)
    price = fact("price", text, text, place)
    lost = fact("money", text, text, replace(place, line=None))
    texts = {"sv": replace(rule("x", text).texts["sv"], message=text + " {price}", remedy=text)}
    made = rule("tak", text, texts=texts, why=text, source=(Source(text, text, url="javascript:alert(1)"),))
    failed = Finding(made, Outcome.FAILED, requirement=leaf(False, price))
    waived = replace(failed, rule=replace(made, id="und"), waiver=replace(WAIVER, reason=text, approved_by=text))
    untold = Finding(
        replace(made, id="vet"), Outcome.CANNOT_TELL, Reason.UNKNOWN, requirement=leaf(None, lost), settles=("money",)
    )
    passed = Finding(replace(made, id="ok"), Outcome.PASSED, requirement=leaf(True, price), exception=text)
    return report(
        draft=name, findings=(failed, waived, untold, passed), facts={"price": price, "money": lost},
        vocabulary=VOCABULARY, waiver_faults=(WaiverFault("lapsed", replace(WAIVER, rule=text)),),
    )  # fmt: skip
