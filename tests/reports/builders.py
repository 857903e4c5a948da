"""Reports built by hand, with one finding of every sort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from regelkoll.model import (
    Agrees,
    AllOf,
    Amount,
    Compare,
    Condition,
    Every,
    Fact,
    FactRef,
    FactType,
    FieldType,
    Finding,
    Interval,
    Kind,
    Known,
    Literal,
    Location,
    Missing,
    Note,
    Outcome,
    Reading,
    Reason,
    Receipt,
    Recommendation,
    Records,
    Report,
    Reviewed,
    Rule,
    Run,
    Severity,
    Source,
    Span,
    Stated,
    Texts,
    Trace,
    Truth,
    Unless,
    Value,
    Why,
)

DRAFT = "beslut.txt"
PLACE = Location(DRAFT, line=12, column=5, end_line=12, start=200, end=214, section="Beslut")
STATUTE = Source("Villkorsbeslutet", "2 §", url="https://example.org/villkor")

VOCABULARY = {
    "price": FactType("price", Kind.AMOUNT, "beviljat belopp", label_en="amount granted"),
    "starts": FactType("starts", Kind.DATE, "startdatum", label_en="start date"),
    "money": FactType("money", Kind.CHOICE, "medelskälla", ("egna", "statliga"), label_en="source of money"),
    "part": FactType("part", Kind.SHARE, "andel"),
    "people": FactType("people", Kind.LIST, "undertecknare", fields={"name": FieldType("name", Kind.TEXT, "namn")}),
}
AT_MOST = Compare("price", "at_most", Literal(Amount(Fraction(300000)), "300 000 kr"))


def fact(name: str, value: Value, quote: str, location: Location | None = PLACE) -> Fact:
    return Fact(name, value, (Reading(value, quote, location),))


def rule(identity: str, title: str, requires: Condition = AT_MOST, **changes: object) -> Rule:
    texts = Texts(title, "Beloppet är {price}, men taket är lägre.", "Sänk beloppet.", "Beloppet {price} ryms.")
    plain = Rule(
        identity, None, "pengar", {"sv": texts}, (STATUTE,), (Span(date(2014, 1, 1)),), Severity.STOP, "text",
        None, requires, (), None, "", (), Location(f"{identity}.yaml", line=1),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def leaf(truth: Truth, *known: Known, condition: Condition = AT_MOST, notes: tuple[Note, ...] = ()) -> Trace:
    return Trace(condition, truth, facts=known, notes=notes)


FACTS: Mapping[str, Known] = {
    "price": fact("price", Amount(Fraction(350000)), "beviljar 350 000 kronor"),
    "starts": Missing(
        "starts", Why.CONFLICTING, "", (
            Reading(date(2020, 1, 1), "från 1 januari 2020", replace(PLACE, line=14)),
            Reading(date(2021, 1, 1), "start 2021-01-01", replace(PLACE, line=30, section=None, page=2)),
        ),
    ),
    "money": Missing("money", Why.NOT_STATED),
    "part": fact("part", Fraction(1, 2), "50 %", Location("uppgifter.yaml", line=3)),
    "people": fact("people", Records(({"name": fact("name", "Åsa Öberg", "Åsa Öberg")},)), "Åsa Öberg"),
}  # fmt: skip


def findings() -> tuple[Finding, ...]:
    price, starts, money = FACTS["price"], FACTS["starts"], FACTS["money"]
    exception = Unless("delat per år", (STATUTE,), Stated("money"))
    wording = Texts("Avslag motiveras", "Skälen saknas: {unmet}.", "Skriv skälen.")
    labelled = AllOf((replace(AT_MOST, label="vilken regel som styr"), Stated("money", label="vad som saknas")))
    parts = (leaf(False, price, condition=labelled.parts[0]), leaf(True, price, condition=labelled.parts[1]))
    return (
        Finding(rule("tak", "Beloppet ryms under taket"), Outcome.FAILED, requirement=leaf(False, price)),
        Finding(
            rule("skal", "Avslag motiveras", labelled, texts={"sv": wording}, severity=Severity.WARNING,
                 decides="wording"),
            Outcome.FAILED, requirement=Trace(labelled, False, parts), assumed=True,
        ),
        Finding(rule("rad", "Råd följs", severity=Severity.INFO), Outcome.FAILED, requirement=leaf(False, price)),
        *(
            Finding(rule(f"kalla-{n}", f"Källfråga {n}", severity=Severity.WARNING), Outcome.CANNOT_TELL,
                    Reason.UNKNOWN, requirement=leaf(None, money), settles=settles)
            for n, settles in ((1, ("money",)), (2, ("money", "starts")))
        ),
        Finding(rule("start", "Starten stämmer", Agrees("starts")), Outcome.CANNOT_TELL, Reason.UNKNOWN,
                requirement=leaf(None, starts), settles=("starts",)),
        Finding(rule("oense", "Motorerna prövar"), Outcome.CANNOT_TELL, Reason.ENGINES_DISAGREE,
                requirement=leaf(None), disagreement={"native": "passed", "durable": "failed"}),
        Finding(rule("delat", "Beloppet delas", unless=(exception,), decides="wording"), Outcome.PASSED,
                requirement=leaf(False, price), exceptions=(leaf(True, price),), exception="delat per år"),
        Finding(rule("ok", "Beloppet är angivet"), Outcome.PASSED, requirement=leaf(True, price)),
        Finding(rule("gammal", "Gammal regel"), Outcome.INAPPLICABLE, Reason.NOT_IN_FORCE),
    )  # fmt: skip


def report(**changes: object) -> Report:
    receipt = Receipt("a" * 64, "b" * 64, None, {"tak.yaml": "c" * 64}, "regelkoll 1.0", "prov 1")
    plain = Report(
        DRAFT, Recommendation.FIX_FIRST, date(2020, 11, 25), "decision", date(2020, 11, 26), ("native", "durable"),
        findings(), FACTS, VOCABULARY, {"money": {"egna": None, "statliga": True}}, frozenset({"cp1252"}), receipt,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


INEXACT = Interval(date(2020, 1, 1), date(2020, 12, 31), date(2020, 1, 1))
EVERY = Every("people", Compare("name", "is", FactRef("money"), of_record=True))


def run(*reports: Report) -> Run:
    """The reports as what came of a run, without their drafts."""
    return tuple(Reviewed(one, None, b"") for one in reports)
